"""The panels of 就医格局: rates by month and ahead, who pulls the city down, specialties treated elsewhere."""

from __future__ import annotations

from markupsafe import Markup

from components import charts
from components.panels import Panel, Tab
from components.view import View
from components.views.bar_rows import drawn
from components.views.care_lists import wanted
from components.views.rate_card import silent_line
from indicators import catalogue, sentences_care, sentences_months
from indicators.forecast import METHOD
from indicators.lists.bookings import ALL, booking_months
from indicators.lists.care_forecast import CareForecast, care_forecast
from indicators.lists.care_gap import RULE as GAP_RULE
from indicators.lists.care_gap import CareGap, care_gap, lower_bound, pulls_down
from indicators.lists.care_months import CARE_KEYS, MonthlyRate, care_months
from indicators.lists.outward import BASES, Outward, outward_specialties
from indicators.lists.referrals import MonthlyReferrals, referral_months
from indicators.months import month_number, month_text
from indicators.wording import NBSP, figure_number, joined, month_words, number, quantity, target_words

_MONTHS = 36


def by_month(view: View) -> tuple[Tab, ...]:
    """Return each rate over the last three years against its target, with what it leads to if it goes on so."""
    months = care_months(view.figures, view.scope, _first(view), view.month)
    rates = [rate for rate in months if rate.scope == view.scope]
    return tuple(_tab(view, rate, care_forecast(view.figures, rate.key, view.scope)) for rate in rates)


def _tab(view: View, rate: MonthlyRate, ahead: CareForecast | None) -> Tab:
    definition = catalogue()[rate.key]
    figure = view.figures.get(rate.key, view.scope)
    goal = lower_bound(figure.target) if figure else None
    title = sentences_care.months(rate, definition.short)
    said = sentences_care.forecast(ahead)
    body = charts.lines(
        rate.months,
        [charts.Series(definition.short, rate.values, view.theme.series, _last(rate))],
        f"{title}。{said}",
        height=330 if view.wall else 230,
        target=goal,
        target_words=f"目标：{target_words(figure.target, '%')}" if figure and goal is not None else "",
        projection=_projection(rate, ahead),
        unit="%",
        decimals=1,
        from_zero=False,
    )
    short = [f"{month_words(month)}缺{joined(names, 2, '个区县')}"
             for month, names in zip(rate.months, rate.missing, strict=True) if names]
    missing = f"数据不齐的月份：{joined(short, 3, '个月')}。" if short and view.level == "city" else ""
    method = f"外推：{METHOD}。" if ahead is not None and ahead.line is not None else ""
    return Tab(definition.short, title, body, f"{said}。{method}纵轴不从 0 起。{missing}")


def _last(rate: MonthlyRate) -> str:
    known = [value for value in rate.values if value is not None]
    return figure_number(known[-1], "%", 1) if known and rate.values[-1] is not None else ""


def _projection(rate: MonthlyRate, ahead: CareForecast | None) -> tuple[int, float] | None:
    """Return how many months on, and the value there; nothing without a line or where the last month is missing."""
    if ahead is None or ahead.line is None or not rate.months or rate.values[-1] is None:
        return None
    return month_number(ahead.month) - month_number(rate.months[-1]), ahead.line.value


def between(view: View) -> tuple[Tab, ...]:
    """Return two-way referral and the slots for the grassroots over the last three years, where anybody reported."""
    first = _first(view)
    held = [one for one in referral_months(view.figures, view.scope, first, view.month) if one.scope == view.scope]
    rows = booking_months(view.figures, view.scope, first, view.month)
    rows = rows[rows["resource"] == ALL]
    found = []
    if held and any(value is not None for value in held[0].up):
        found.append(_referrals(view, held[0]))
    if rows["share"].notna().any():
        found.append(_slots(view, rows["month"].tolist(), rows["share"].tolist(), sentences_months.slots(rows)))
    return tuple(found)


def _referrals(view: View, held: MonthlyReferrals) -> Tab:
    title = sentences_months.referrals(held)
    series = [
        charts.Series(name, values, colour)
        for name, values, colour in zip(("上转", "下转"), (held.up, held.down), view.theme.categorical, strict=False)
    ]
    body = charts.lines(held.months, series, f"{title}。上转、下转例数逐月", height=330 if view.wall else 230, right=48,
                        unit="例")
    silent = sum(bool(names) for names in held.missing)
    absent = f"{silent}{NBSP}个月有医共体缺报，缺报的不计入。" if silent else ""
    return Tab("双向转诊", title, body, f"医共体内上转与下转，单位：例；两项都报的才计入。{absent}")


def _slots(view: View, months: list[str], shares: list[float], title: str) -> Tab:
    values = [None if value != value else value for value in shares]
    end = figure_number(values[-1], "%", 1) if values[-1] is not None else ""
    body = charts.lines(
        months, [charts.Series("给基层占比", values, view.theme.series, end)],
        f"{title}。给基层占比逐月", height=330 if view.wall else 230, unit="%", decimals=1, from_zero=False,
    )
    note = "牵头医院和市级医院投放的号源、检查中给基层的占比；纵轴不从 0 起。"
    return Tab("基层预约", title, body, f"{note}{wanted(view)}")


def _first(view: View) -> str:
    return max(month_text(month_number(view.month) - _MONTHS + 1), view.places.months[0])


def pulls(view: View) -> tuple[Tab, ...]:
    """Return, for every rate with a target of the city, what each county contributes to the distance."""
    if view.level != "city":
        return ()
    held = [(key, care_gap(view.figures, key)) for key in CARE_KEYS]
    return tuple(_pull(view, key, gap) for key, gap in held if gap is not None)


def _pull(view: View, key: str, gap: CareGap) -> Tab:
    title = sentences_care.pulled_down(gap, view.figures.get(key, view.scope))
    below = pulls_down(gap).to_dict("records")
    rows = [
        charts.Bar(row["county"], [charts.Segment("拉低", row["contribution"], view.theme.not_met.mark)],
                   f"{number(row['contribution'], 2)}（{quantity(row['rate'], '%', 1)}）")
        for row in below
    ]
    above = [row["county"] for row in gap.counties.to_dict("records") if row["contribution"] < 0]
    note = f"{GAP_RULE}。单位：百分点；括号内是本区县的率。"
    if above:
        note += f"高于目标、把全市往上拉的：{joined(above, 4, '个区县')}。"
    if gap.silent:
        note += f"未报、不计入：{joined(gap.silent, 3, '个区县')}。"
    return Tab(catalogue()[key].short, title, drawn(view, rows, title) if rows else "各区县都不低于目标。", note)


def outward(view: View) -> Panel:
    """Return the ten specialties with the highest outward rate, and which of them are somebody's to mend."""
    held = outward_specialties(view.figures, view.scope)
    return Panel(sentences_care.outward(held), _bars(view, held), _span(held))


def _bars(view: View, held: Outward) -> Markup | str:
    rows = []
    for row in held.rows.to_dict("records"):
        rated = row["basis"] == "rate"
        words = quantity(row["rate"], "%", 1) if rated else quantity(row["all_cases"], "例")
        tail = "" if rated else f"（{BASES[row['basis']]}）"
        value = row["rate"] if rated else 0.0
        rows.append(charts.Bar(row["specialty"], [charts.Segment("外转率", value, view.theme.series)], words + tail))
    return drawn(view, rows, sentences_care.outward(held)) if rows else "外转病例未报。"


def _span(held: Outward) -> str:
    silent = silent_line(held.silent, "个区县", 3)
    return (f"{month_words(held.first)}至{month_words(held.last)}，有报数的{NBSP}{held.months}{NBSP}个月；"
            f"外转率＝外转例数÷本地居民该专科全部例数。{silent}{'。' if silent else ''}")
