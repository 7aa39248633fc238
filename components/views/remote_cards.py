"""The cards of 远程服务: one per service with its volume, 同比 and 环比, and the months behind."""

from __future__ import annotations

from markupsafe import Markup

from components import charts, source
from components.charts.columns import columns
from components.kpi import KpiCard
from components.view import View
from components.views.bar_rows import drawn
from data.model import SERVICE
from indicators import Change, Figure
from indicators import sentences_remote as said
from indicators.change import change_of
from indicators.lists.centres import centres
from indicators.lists.remote_months import MonthlyVolume, clinical_total, monthly_volumes
from indicators.months import month_number, month_text
from indicators.wording import (
    NBSP,
    change_words,
    figure_number,
    least_that_meets,
    parts_words,
    quantity,
    short_quantity,
    shortened,
    state_words,
    target_words,
)

TOTAL = "remote.volume.total"
_MONTHS = 24


def cards(view: View) -> tuple[KpiCard, ...]:
    """Return the total, then every service with a site or a volume in the scope, then the centres built."""
    first = month_text(month_number(view.month) - _MONTHS + 1)
    volumes = monthly_volumes(view.figures, view.scope, max(first, view.places.months[0]), view.month)
    found = [_card(view, TOTAL, "五类服务合计", clinical_total(volumes))]
    found += [_card(view, f"remote.volume.{one.service}", SERVICE[one.service], one) for one in volumes]
    return (*found, _centres(view))


def _centres(view: View) -> KpiCard:
    """Return the card of the resource centres: built of those required; where none are, the types built."""
    frame = centres(view.figures, view.scope)
    figure = view.figures.get("centre.open_rate", view.scope)
    assert figure is not None
    label = "资源共享中心"
    if not len(frame) or figure.value is not None or figure.not_reported:
        edge = least_that_meets(figure.target, whole=False) if figure.target else None
        goal = f"目标{NBSP}{target_words(figure.target, '%')}" if figure.target else ""
        parts = parts_words(figure.numerator, figure.denominator, "个")
        built = f"已建{NBSP}{parts}" if parts else ""
        return KpiCard(
            label, figure_number(figure.value, "%", 1), "%" if figure.value is not None else "", figure.status,
            state_words(figure.status, figure.value, figure.gap, figure.target, "%", 1), (built,) if built else (),
            charts.bullet(figure.value, edge, goal, f"资源共享中心建成率{quantity(figure.value, '%', 1)}"),
            f"{quantity(len(figure.not_reported), '个')}中心未报" if figure.not_reported else "", source.pairs(figure),
        )
    low, high = int(frame["built"].min()), int(frame["built"].max())
    spread = [int((frame["built"] == count).sum()) for count in range(high + 1)]
    rows = [
        charts.Bar(f"{count}{NBSP}类", [charts.Segment("医共体", held, view.theme.series)], f"{held}{NBSP}家")
        for count, held in enumerate(spread) if held
    ]
    return KpiCard(
        label, f"{low}" if low == high else f"{low}～{high}", "类", "no_target", f"—{NBSP}文件未规定必建",
        (f"{len(frame)}{NBSP}家医共体，已建中心的类数",),
        drawn(view, rows, "按已建类数的医共体家数", row=18), "", source.pairs(figure),
    )


def _card(view: View, key: str, label: str, volume: MonthlyVolume | None) -> KpiCard:
    figures = view.figures
    figure = figures.get(key, view.scope)
    assert figure is not None  # volumes are given at every level
    year, month = (change_of(figures, key, view.scope, kind) for kind in ("year", "month"))
    value, unit = shortened(figure.value, figure.unit)
    return KpiCard(
        label=f"{label}（本年）",
        value=value,
        unit=unit if figure.value is not None else "",
        status="no_data" if figure.value is None else "no_target",
        state=f"—{NBSP}未报" if figure.value is None else change_words("同比", year.value, figure.unit),
        side=() if figure.value is None else said.change_lines(figure.unit, year, month),
        chart=_chart(label, figure, volume) if volume is not None else None,
        below=source.missing_words(figure),
        caliber=(*source.pairs(figure), *_compared(figure, "同比", year), *_compared(figure, "环比", month)),
    )


def _chart(label: str, figure: Figure, volume: MonthlyVolume) -> Markup:
    partial = [f"{count} 家缺报" if count else "" for count in volume.missing]
    alt = f"{label}近{len(volume.months)}个月各月服务量，缺报的月份不画或画为空心"
    return columns(volume.months, volume.values, alt, partial=partial, unit=figure.unit, height=96)


def _compared(figure: Figure, word: str, compared: Change) -> tuple[tuple[str, str], ...]:
    """Return what was compared with what, on which base and over which units; the same over the same institutions."""
    if compared.value is None:
        return ((word, compared.reason),)
    lines = [(word, f"{compared.basis}，{_span(figure, compared)}")]
    if compared.same_sites is not None and compared.same_sites.value is not None:
        lines.append((f"{word}同口径", f"只比两期都报的机构，{_span(figure, compared.same_sites)}"))
    return tuple(lines)


def _span(figure: Figure, compared: Change) -> str:
    values = f"{short_quantity(compared.current, figure.unit)}比{NBSP}{short_quantity(compared.base, figure.unit)}"
    units = f"，两期都报的{NBSP}{compared.units}/{compared.units_of}" if compared.units is not None else ""
    return values + units
