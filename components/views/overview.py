"""What 总览 says: the finding, the cards, the scorecard, the map's indicators and what is missing or doubtful."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import source
from components.cards import Card
from components.view import View
from components.views.scorecard import Scorecard, scorecard
from indicators import CityFigures, Figure, catalogue, change, lists, pace, past_due, sentences, trend
from indicators.wording import (
    NBSP,
    change_words,
    due_words,
    joined,
    number,
    quantity,
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
_FIRST = "posting.lead_to_member.persons"
_COVERED = "posting.lead_to_member.coverage"


@dataclass(frozen=True, slots=True)
class Overview:
    """All that 总览 draws, in words."""

    finding: str
    keys: tuple[str, ...]
    cards: tuple[Card, ...]
    scorecard: Scorecard
    #: kind_label, sentence: what was not reported and what is in doubt.
    notes: pd.DataFrame
    #: What documents report of this place, quoted as it stands; no figure is made of it.
    statements: pd.DataFrame


def overview(view: View) -> Overview:
    """Return the view model, from the cache when anyone has looked at the same view before."""
    return _overview(*view.key, view)


@st.cache_resource(show_spinner=False, max_entries=128)
def _overview(snapshot: str, scope: str, as_of: str, caliber: str | None, _view: View) -> Overview:
    figures = _view.figures
    keys = _view.policy.cards if _view.policy and _view.policy.cards else _CARDS
    posted, covered = figures.get(_FIRST, scope), figures.get(_COVERED, scope)
    return Overview(
        finding=sentences.overview(
            _view.level, _view.scope_name, posted, covered, past_due=posted is not None and past_due(posted)
        ),
        keys=keys,
        cards=tuple(card(figures, key, scope, _view.level) for key in keys),
        scorecard=scorecard(figures, keys),
        notes=lists.data_notes(figures, scope),
        statements=_statements(figures, scope),
    )


def card(figures: CityFigures, key: str, scope: str, level: str) -> Card:
    """Return the card of one indicator; at a level where it is not given the card says so."""
    figure = figures.get(key, scope)
    if figure is None:
        definition = catalogue()[key]
        return Card(definition.short, "—", "", "no_data", f"—{NBSP}不按医共体统计", ("请在左侧选择区县或全市",),
                    source.markdown((("指标", definition.name), *source.definition_pairs(definition))))
    definition = figure.definition
    value, unit = shortened(figure.value, figure.unit, definition.decimals)
    state = state_words(figure.status, figure.value, figure.gap, figure.target, figure.unit, definition.decimals)
    return Card(
        label=definition.short,
        value=value,
        unit=unit,
        status=figure.status,
        state=state,
        side=side_lines(figures, figure, level),
        help=source.tooltip(figure),
    )


def side_lines(figures: CityFigures, figure: Figure, level: str) -> tuple[str, ...]:
    """Return the lines beside a card's value: target, coverage, pace or trend, who did not report."""
    lines = [_target_line(figures, figure, level)]
    lines.append(_coverage_line(figures, figure))
    lines.append(_movement(figures, figure))
    if figure.not_reported:
        lines.append(f"未报：{joined(figure.not_reported, 1, '处')}")
    return tuple(line for line in lines if line)


def _target_line(figures: CityFigures, figure: Figure, level: str) -> str:
    if figure.target is None:
        of_city = figures.policy.target(figure.key, "city") if figures.policy else None
        return "目标只对全市设" if of_city is not None and level != "city" else "目标：文件未设"
    due = due_words(figure.target, figure.as_of)
    goal = f"目标：{target_words(figure.target, figure.unit, figure.definition.decimals)}"
    return f"{goal}，{due}" if due else goal


def _coverage_line(figures: CityFigures, figure: Figure) -> str:
    """Return numerator over denominator of a rate of things, or the coverage that belongs to a number of persons."""
    rate = figure
    if figure.key.endswith(".persons"):
        found = figures.get(figure.key.replace(".persons", ".coverage"), figure.scope)
        if found is None or found.value is None:
            return ""
        rate = found
        return f"覆盖{NBSP}{quantity(rate.value, '%', 1)}（{number(rate.numerator)}/{number(rate.denominator)}）"
    return ""


def _movement(figures: CityFigures, figure: Figure) -> str:
    """Return pace before a due date, 同比 for a volume of the year, else the trend of the last six month-ends."""
    if figure.value is None:
        return ""
    arguments = (figures.tables, figure.key, figure.scope, figure.as_of)
    definition = figure.definition
    if definition.period == "year_to_date" and definition.measure == "sum":
        compared = change(*arguments, "year", figures.caliber, figures.policy)
        return change_words("同比", compared.value, figure.unit, definition.decimals)
    going = pace(*arguments, figures.caliber, figures.policy)
    if going is not None and going.way_share is not None and figure.status == "not_met":
        return f"时间过{NBSP}{number(going.time_share)}%，完成{NBSP}{number(going.way_share)}%"
    moved = trend(*arguments, figures.caliber, figures.policy)
    return trend_words(moved.change, len(moved.points), figure.unit, definition.decimals, moved.reaches)


def _statements(figures: CityFigures, scope: str) -> pd.DataFrame:
    statements = figures.tables["statements"]
    columns = ["subject", "value_text", "period_text", "quote", "note"]
    return statements.loc[statements["scope_code"] == scope, columns].reset_index(drop=True)
