"""The three flows of 人员下沉: a card each, and the count over time against the target."""

from __future__ import annotations

from markupsafe import Markup

from components import charts, source
from components.charts.columns import columns
from components.kpi import KpiCard
from components.panels import Tab
from components.view import View
from components.views.posting_history import History
from data.model import FLOW
from indicators import Figure, Trend, catalogue, pace
from indicators import sentences_posting as said
from indicators.months import month_number
from indicators.wording import (
    NBSP,
    least_that_meets,
    month_words,
    number,
    quantity,
    shortened,
    state_words,
    target_words,
)

_HEIGHT = {"laptop": 250, "wall": 430}
#: A projection further ahead than this (months) is said in words and not drawn.
_FAR = 24
#: Months that a projection runs on where it does not meet the target.
_AHEAD = 6
_RECENT = 12


def cards(view: View, past: History) -> tuple[KpiCard, ...]:
    """Return one card per flow: figure, status with gap, bar against the target, pace or shortfall, trend."""
    return tuple(_card(view, past, flow) for flow in FLOW)


def _card(view: View, past: History, flow: str) -> KpiCard:
    key = f"posting.{flow}.persons"
    figure = view.figures.get(key, view.scope)
    if figure is None:
        definition = catalogue()[key]
        words = (("指标", definition.name), *source.definition_pairs(definition))
        return KpiCard(FLOW[flow], "—", "", "no_data", f"—{NBSP}不按医共体统计", chart=Markup(),
                       caliber=words, below="请在左侧选择区县或全市查看。")
    moved = past.trend(view, key, view.scope)
    value, unit = shortened(figure.value, figure.unit)
    going = None
    if figure.target is not None and figure.target.due is not None and view.as_of <= figure.target.due:
        going = pace(view.tables, key, view.scope, view.as_of, view.caliber, view.policy)
    trend = said.trend_line(figure, moved)
    return KpiCard(
        label=FLOW[flow],
        value=value,
        unit=unit if figure.value is not None else "",
        status=figure.status,
        state=_state(view, figure),
        side=(*_coverage(view, flow), *(trend if figure.target is not None else ())),
        chart=_bar(view, figure, past),
        below=said.pace_line(figure, going) if figure.target is not None else "；".join(("近一年月末人数", *trend)),
        caliber=source.pairs(figure),
    )


def _state(view: View, figure: Figure) -> str:
    """Return status and gap in words; where the document sets no target here, that it does not."""
    if figure.status != "no_target":
        return state_words(figure.status, figure.value, figure.gap, figure.target, figure.unit)
    of_city = view.policy.target(figure.key, "city") if view.policy else None
    return f"—{NBSP}{'目标只对全市设' if of_city and view.level != 'city' else '文件未设目标'}"


def _coverage(view: View, flow: str) -> tuple[str, ...]:
    rate = view.figures.get(f"posting.{flow}.coverage", view.scope)
    if rate is None or rate.value is None:
        return ()
    whom = {"lead_to_member": "基层成员", "municipal_to_lead": "牵头医院", "municipal_to_county": "区县"}[flow]
    return (f"覆盖{whom}{NBSP}{number(rate.numerator)}/{number(rate.denominator)}（{quantity(rate.value, '%', 1)}）",)


def _bar(view: View, figure: Figure, past: History) -> Markup:
    """Return the bar against the target; without one, the last year's month-ends."""
    if figure.target is not None:
        edge = least_that_meets(figure.target, whole=figure.definition.is_whole)
        goal = f"目标{NBSP}{target_words(figure.target, figure.unit)}"
        alt = f"{figure.name}{quantity(figure.value, figure.unit)}，{goal}"
        return charts.bullet(figure.value, edge, goal, alt)
    months = _months(view)[-_RECENT:]
    values = past.until(figure.key, view.scope, months, view.as_of)
    return columns(months, values, f"{figure.name}近{NBSP}{len(months)}{NBSP}个月末人数", unit="人", height=92)


def tabs(view: View, past: History) -> tuple[Tab, ...]:
    """Return the count over time of each flow that is given at this level, against its target."""
    return tuple(
        _tab(view, past, flow, figure)
        for flow in FLOW
        if (figure := view.figures.get(f"posting.{flow}.persons", view.scope)) is not None
    )


def _tab(view: View, past: History, flow: str, figure: Figure) -> Tab:
    months = _months(view)
    values = past.until(figure.key, view.scope, months, view.as_of)
    moved = past.trend(view, figure.key, view.scope)
    target = figure.target
    ahead, words = _projection(view, figure, moved)
    edge = least_that_meets(target, whole=figure.definition.is_whole) if target else None
    # Only what the document leaves open stands on the line; that its year has passed is said by the card.
    due = "" if target is None or target.due_stated else "文件未写明期限"
    title = said.course(flow, months, values, moved)
    chart = charts.lines(
        months,
        [charts.Series(FLOW[flow], values, view.theme.series, end_words=number(figure.value))],
        f"{title}。各月末人数折线。",
        height=_HEIGHT[view.screen],
        target=edge,
        target_words=f"目标：{target_words(target, figure.unit)}{f'（{due}）' if due else ''}" if target else "",
        projection=ahead,
        projection_words=words,
        unit="人",
    )
    return Tab(said.SENDER[flow], title, chart)


def _projection(view: View, figure: Figure, moved: Trend) -> tuple[tuple[int, float] | None, str]:
    """Return where the half-year speed leads: to the target if that is near, else half a year on."""
    if figure.value is None or not moved.per_month:
        return None, ""
    edge = least_that_meets(figure.target, whole=figure.definition.is_whole) if figure.target else None
    here = month_number(view.month)
    if moved.reaches and edge is not None and 0 < month_number(moved.reaches) - here <= _FAR:
        return (month_number(moved.reaches) - here, edge), f"按近半年速度{NBSP}{month_words(moved.reaches)}达标"
    there = max(figure.value + _AHEAD * moved.per_month, 0.0)
    return (_AHEAD, there), f"按近半年速度，半年后约{NBSP}{quantity(round(there), '人')}"


def _months(view: View) -> tuple[str, ...]:
    return tuple(month for month in view.places.months if month <= view.month)
