"""What a leader may ask (领导可能问): up to eight questions with their answers, by rule from the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from indicators import sentences_questions as say
from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.lists.behind import Behind
from indicators.lists.changes import spoken_of, year_changes
from indicators.lists.due import due_targets
from indicators.lists.ending import WITHIN, ending_postings
from indicators.lists.gaps import ranked_gaps, targeted
from indicators.lists.lowest import low_places, lowest
from indicators.lists.unposted import unposted_institutions
from indicators.scopes import level_of

MOST = 8
SILENT_COLUMNS = ["key", "name", "who"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer and the rows it was read from."""

    #: due, passed, lowest, unposted, ending, fell, rose or silent; each at most once.
    kind: str
    question: str
    answer: str
    behind: Behind


def leader_questions(figures: CityFigures, scope: str, most: int = MOST) -> tuple[Question, ...]:
    """Return the questions that have an answer, always in the same order: what presses first.

    Targets about to be missed; targets whose date has passed; who stands last; who has nobody posted; what postings end
    within :data:`WITHIN` days; what fell and what rose most against the year before; what was not reported. A question
    without rows behind it is not asked. None for a consortium and for a county out of account.

    Args:
        figures: The figures of the day.
        scope: Code of a city or a county.
        most: How many questions at most.
    """
    if level_of(scope) == "consortium" or scope not in figures.scopes:
        return ()
    asked = _Asked(figures, scope)
    answered = (question(asked) for question in _QUESTIONS)
    return tuple(one for one in answered if one is not None and len(one.behind.rows))[:most]


class _Asked:
    """What two questions share, worked out once."""

    def __init__(self, figures: CityFigures, scope: str) -> None:
        self.figures, self.scope = figures, scope
        self.level = level_of(scope)

    @cached_property
    def due(self) -> pd.DataFrame:
        return due_targets(self.figures, self.scope)

    @cached_property
    def changes(self) -> pd.DataFrame:
        return year_changes(self.figures, self.scope)


def _due(asked: _Asked) -> Question | None:
    rows = asked.due[asked.due["state"] == "at_risk"].reset_index(drop=True)
    behind = Behind("due_targets", "临近期限、按近半年速度不能达标的目标", rows)
    return Question("due", "哪些目标快到期了还达不到？", say.due(rows), behind)


def _passed(asked: _Asked) -> Question | None:
    rows = asked.due[asked.due["state"] == "passed"].reset_index(drop=True)
    behind = Behind("due_targets", "已过文件年度仍未达标的目标", rows)
    return Question("passed", "哪些目标已过文件年度仍未达标？", say.passed(rows), behind)


def _lowest(asked: _Asked) -> Question | None:
    figures, scope = asked.figures, asked.scope
    if asked.level == "county":
        rows = low_places(figures, scope, _ranked_keys(figures, scope))
        behind = Behind("low_places", "本区县排在后三位的指标", rows)
        return Question("lowest", f"{figures.name_of(scope)}哪些指标排在全市后三位？", say.low_places(rows), behind)
    for key in _ranked_keys(figures, scope):
        rows = lowest(figures, key)
        if len(rows):
            definition = catalogue()[key]
            word = "最低" if definition.direction == "up" else "最高"
            behind = Behind("lowest", f"{definition.short}{word}的区县", rows)
            return Question("lowest", f"{definition.short}{word}的是哪些区县？", say.lowest(rows, definition), behind)
    return None


def _unposted(asked: _Asked) -> Question | None:
    rows = unposted_institutions(asked.figures, asked.scope)
    behind = Behind("unposted_institutions", "无人派驻的机构", rows)
    return Question("unposted", "哪些卫生院和社区卫生服务中心一个派驻人员也没有？", say.unposted(rows), behind)


def _ending(asked: _Asked) -> Question | None:
    held = ending_postings(asked.figures, asked.scope)
    behind = Behind("ending_postings", f"{WITHIN} 天内到期的派驻", held.rows)
    told = [(one.flow, one.figure, one.then, one.ending) for one in held.expected if one.ending]
    question = f"{WITHIN} 天内有多少派驻到期，到期后还剩多少人？"
    return Question("ending", question, say.ending(held.until, told), behind)


def _fell(asked: _Asked) -> Question | None:
    rows = _moved(asked.changes, rose=False)
    behind = Behind("year_changes", "同比下降的指标", rows)
    return Question("fell", "同比下降最多的是什么？", say.moved(rows, asked.level), behind)


def _rose(asked: _Asked) -> Question | None:
    rows = _moved(asked.changes, rose=True)
    behind = Behind("year_changes", "同比上升的指标", rows)
    return Question("rose", "同比上升最多的是什么？", say.moved(rows, asked.level), behind)


def _silent(asked: _Asked) -> Question | None:
    rows = unreported(asked.figures, asked.scope)
    behind = Behind("unreported", "没有报齐的指标和单位", rows)
    return Question("silent", "哪些数据没有报齐？", say.silent(rows), behind)


_QUESTIONS: tuple[Callable[[_Asked], Question | None], ...] = (
    _due, _passed, _lowest, _unposted, _ending, _fell, _rose, _silent
)  # fmt: skip


def unreported(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return who did not report what the policy speaks of, in the order of the catalogue.

    Returns:
        Columns key, name (short name of the indicator) and who (a county, an institution, ``余姚市 2022年3月``).
    """
    found = []
    for key in spoken_of(figures):
        figure = figures.get(key, scope)
        if figure is not None:
            found += [(key, figure.definition.short, name) for name in figure.not_reported]
    return pd.DataFrame(found, columns=SILENT_COLUMNS)


def _moved(rows: pd.DataFrame, *, rose: bool) -> pd.DataFrame:
    """Return the changes in one direction, the strongest of each kind first."""
    held = rows[rows["change"] > 0 if rose else rows["change"] < 0]
    if not rose:
        held = held.assign(order=held["kind"] != "rate").sort_values(["order", "change"], kind="stable")
        held = held.drop(columns="order")
    return held.reset_index(drop=True)


def _ranked_keys(figures: CityFigures, scope: str) -> list[str]:
    """Return the keys to compare counties by: missed targets, the largest gap first, other targets, then the cards."""
    keys = [figure.key for figure, _ in ranked_gaps(figures, scope)] + [one.key for one in targeted(figures, scope)]
    return list(dict.fromkeys([*keys, *(figures.policy.cards if figures.policy is not None else ())]))
