"""What 总览 says: the finding, the cards, the scorecard, the map's indicators and what is missing or doubtful."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import source
from components.kpi import KpiCard
from components.view import View
from components.views.cached import per_view
from components.views.scorecard import Scorecard, scorecard
from indicators import CityFigures, Figure, catalogue, lists, past_due, sentences
from indicators.change import change
from indicators.pace import pace
from indicators.trend import foreseen, trend
from indicators.wording import (
    NBSP,
    NO_TARGET,
    change_words,
    quantity,
    reach_words,
    shortened,
    state_words,
    target_words,
    trend_words,
)

#: Cards of a city whose documents name none.
_CARDS = (
    "posting.lead_to_member.persons",
    "posting.lead_to_member.coverage",
    "care.in_county_rate",
    "care.grassroots_rate",
    "village.coverage",
    "remote.volume.total",
)
#: A name up to this long fits on a card's line.
_SHORT = 8
_COLOURED = "care.in_county_rate"
_FIRST = "posting.lead_to_member.persons"
_COVERED = "posting.lead_to_member.coverage"


@dataclass(frozen=True, slots=True)
class Overview:
    """All that 总览 draws, in words."""

    finding: str
    keys: tuple[str, ...]
    cards: tuple[KpiCard, ...]
    scorecard: Scorecard
    #: The indicator whose map stands in front.
    coloured: str
    #: kind_label, sentence: what was not reported and what is in doubt.
    notes: pd.DataFrame

    @property
    def note_lines(self) -> tuple[str, ...]:
        """Return the notes as sentences, each with its kind before it."""
        pairs = zip(self.notes["kind_label"], self.notes["sentence"], strict=True)
        return tuple(f"{kind}：{sentence}" for kind, sentence in pairs)


@per_view()
def overview(view: View) -> Overview:
    """Return the view model, made once per view for all readers."""
    scope = view.scope
    figures = view.figures
    keys = view.policy.cards if view.policy and view.policy.cards else _CARDS
    table = _scorecard(*view.whole.key, keys, view)
    posted, covered = figures.get(_FIRST, scope), figures.get(_COVERED, scope)
    return Overview(
        finding=sentences.overview(
            view.level, view.scope_name, posted, covered, past_due=posted is not None and past_due(posted)
        ),
        keys=keys,
        cards=tuple(card(figures, key, scope, view.level) for key in keys),
        scorecard=table,
        coloured=_COLOURED if _COLOURED in table.keys else table.keys[0],
        notes=lists.data_notes(figures, scope),
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _scorecard(
    snapshot: str, city: str, as_of: str, caliber: str | None, policy: str | None, keys: tuple[str, ...], _view: View
) -> Scorecard:
    """Return the scorecard, which is the whole city's whatever part of it is chosen."""
    return scorecard(_view.figures, keys)


def card(figures: CityFigures, key: str, scope: str, level: str) -> KpiCard:
    """Return the card of one indicator; at a level where it is not given the card says so."""
    figure = figures.get(key, scope)
    if figure is None:
        definition = catalogue()[key]
        return KpiCard(
            definition.short, "—", "", "no_data", f"—{NBSP}不按医共体统计", ("请在左侧选择区县或全市",),
            caliber=(("指标", definition.name), *source.definition_pairs(definition)),
        )
    definition = figure.definition
    value, unit = shortened(figure.value, figure.unit, definition.decimals)
    status = "no_data" if figure.value is None else figure.status
    state = state_words(status, figure.value, figure.gap, figure.target, figure.unit, definition.decimals)
    return KpiCard(
        label=definition.short,
        value=value,
        unit="" if figure.value is None else unit,
        status=status,
        state=state,
        side=side_lines(figures, figure, level),
        caliber=source.pairs(figure),
    )


def side_lines(figures: CityFigures, figure: Figure, level: str) -> tuple[str, ...]:
    """Return the lines beside a card's value: target, its term, coverage and movement, who did not report."""
    lines = [_target_line(figures, figure, level), _term(figure)]
    lines += _movement(figures, figure)
    only = figure.not_reported[0] if len(figure.not_reported) == 1 else ""
    named = 0 < len(only) <= _SHORT and figure.definition.period != "year_to_date"
    lines.append(f"{only}未报" if named else source.missing_words(figure))
    return tuple(line for line in lines if line)


def _target_line(figures: CityFigures, figure: Figure, level: str) -> str:
    if figure.target is not None:
        return f"目标：{target_words(figure.target, figure.unit, figure.definition.decimals)}"
    of_city = figures.policy.target(figure.key, "city") if figures.policy else None
    return "目标只对全市设" if of_city is not None and level != "city" else NO_TARGET


def _term(figure: Figure) -> str:
    """Return 已过文件年度 once the due date has passed; the 口径 tells what the document wrote."""
    if figure.target is None or not past_due(figure):
        return ""
    return "已过文件年度" if figure.target.due_stated else "已过文件年度（未写期限）"


def _movement(figures: CityFigures, figure: Figure) -> list[str]:
    """Return coverage with the trend, or 同比 for a volume of the year; then the pace, or when it would be reached."""
    if figure.value is None:
        return []
    arguments = (figures.tables, figure.key, figure.scope, figure.as_of)
    definition = figure.definition
    if definition.is_year_volume:
        compared = change(*arguments, "year", figures.caliber, figures.policy)
        return [change_words("同比", compared.value, figure.unit, definition.decimals)]
    moved = trend(*arguments, figures.caliber, figures.policy)
    rate = figures.get(figure.key.removesuffix(".persons") + ".coverage", figure.scope) if _of_persons(figure) else None
    if rate is not None and rate.value is not None:
        said = trend_words(moved.change, len(moved.points), figure.unit, definition.decimals)
        lines = [f"覆盖{NBSP}{quantity(rate.value, '%', rate.definition.decimals)}，{said}"]
    else:
        lines = [trend_words(moved.change, len(moved.points), figure.unit, definition.decimals)]
    going = pace(*arguments, figures.caliber, figures.policy) if figure.status == "not_met" else None
    if going is not None and going.way_share is not None:
        lines.append(f"时间过{NBSP}{quantity(going.time_share, '%')}，完成{NBSP}{quantity(going.way_share, '%')}")
    elif (reaches := foreseen(moved, figure.as_of)) is not None:
        lines.append(reach_words(reaches, figure.as_of))
    return [line for line in lines if line]


def _of_persons(figure: Figure) -> bool:
    return figure.key.endswith(".persons")
