"""What was not reported and what is in doubt (未报与存疑), a sentence each, for the first page."""

from __future__ import annotations

import pandas as pd

from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.lists.suspicious import KINDS as SUSPICIONS
from indicators.lists.suspicious import suspicious_volumes
from indicators.lists.unposted import overdue_postings
from indicators.remote import CLINICAL
from indicators.scopes import level_of

#: Kinds of notes, in the order shown.
KINDS = {"not_reported": "未报", "suspicious": "存疑", "overdue": "逾期", "incomplete": "未填"}
#: Counting words for those who did not report.
_COUNTERS = {"institution": "家", "consortium": "家", "county": "个区县", "village": "处", "month": "个月份"}
VOLUME = "remote.volume"
#: Names given in a sentence before it says 等.
NAMED = 3


def data_notes(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per thing to follow up: figures with units that did not report, doubtful volumes, loose ends.

    Figures that miss exactly the same units share a sentence.

    Returns:
        Columns kind, kind_label, sentence.
    """
    rows = [("not_reported", sentence) for sentence in _not_reported(figures, scope)]
    doubts = suspicious_volumes(figures, scope)
    rows += [
        ("suspicious", _counted(f"远程服务量{label}", doubts.loc[doubts["kind"] == kind, "sentence"].tolist()))
        for kind, label in SUSPICIONS.items()
        if (doubts["kind"] == kind).any()
    ]
    overdue = overdue_postings(figures, scope)
    if len(overdue):
        rows.append(("overdue", f"{len(overdue)} 条派驻已过计划结束日期而未填实际结束日期"))
    blank = _blank_titles(figures, scope)
    if blank:
        rows.append(("incomplete", f"{blank} 条长期派驻未填职称"))
    return pd.DataFrame([(kind, KINDS[kind], sentence) for kind, sentence in rows],
                        columns=["kind", "kind_label", "sentence"])


def _not_reported(figures: CityFigures, scope: str) -> list[str]:
    shared: dict[tuple[str, ...], list[str]] = {}
    counters: dict[tuple[str, ...], str] = {}
    for key, definition in catalogue().items():
        # The total misses what its parts miss, and says it at once.
        if level_of(scope) not in definition.scopes or (definition.item in CLINICAL and definition.family == VOLUME):
            continue
        figure, units = figures.get(key, scope), figures.units(key)
        if figure is not None and units is not None and figure.not_reported:
            shared.setdefault(figure.not_reported, []).append(definition.short)
            counters[figure.not_reported] = _COUNTERS["month" if units.month is not None else units.kind]
    return [f"{_listed(keys, '项')}：{_listed(list(names), counters[names])}未报" for names, keys in shared.items()]


def _blank_titles(figures: CityFigures, scope: str) -> int:
    context = figures.context
    held, home = context.base.postings, context.posting_home
    in_force = (held.start <= context.day) & (held.end >= context.day) & held.long_term & (held.grade < 0)
    return int((in_force & home.in_city & figures.holds(home.county, home.consortium, scope)).sum())


def _listed(names: list[str], counter: str) -> str:
    """Return names joined; beyond a few it says how many there are."""
    if len(names) <= NAMED:
        return "、".join(names)
    return "、".join(names[:NAMED]) + f"等 {len(names)} {counter}"


def _counted(what: str, sentences: list[str]) -> str:
    return sentences[0] if len(sentences) == 1 else f"{what} {len(sentences)} 处，如{sentences[0]}"
