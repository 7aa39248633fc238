"""What 能力建设 draws over time: beds by year, workforce and village doctors as reported, costs and shares by month."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from components import charts, html
from components.panels import File, Tab
from components.view import View
from components.views.listing import builder, file_name
from indicators import catalogue
from indicators import sentences_capacity as said
from indicators import sentences_months as monthly
from indicators.lists.beds import grassroots_beds
from indicators.lists.cost_months import cost_months
from indicators.lists.workforce import LEVELS, workforce_months
from indicators.months import month_number, month_text
from indicators.wording import NBSP, NOT_REPORTED, month_label, month_words, number, quantity

_MONTHS = 36
_PEOPLE = {"physicians": "医师", "nurses": "护士", "technicians": "技师", "village_doctors": "乡村医生"}
#: Months of the table of people, by screen.
_ROWS = {"laptop": 8, "wall": 12}
_SHARES = ("cost.drug_share", "cost.consumable_share")


def trends(view: View) -> tuple[Tab, ...]:
    """Return the tabs of what was ever reported in the scope."""
    first = max(month_text(month_number(view.month) - _MONTHS + 1), view.places.months[0])
    costs = cost_months(view.figures, view.scope, first)
    return (*_beds(view), *_people(view), *_costs(view, costs[costs["value"].notna().groupby(costs["key"])
                                                             .transform("any")]))


def _beds(view: View) -> list[Tab]:
    rows = grassroots_beds(view.figures, view.scope)
    if not len(rows):
        return []
    days = [f"{day:%Y-%m}" for day in rows["as_of"]]
    body = _lines(view, days, {"基层床位": rows["beds"]}, "基层床位逐年", "张")
    return [Tab("床位", said.beds(rows), body, "各年年末与截止日；纵轴不从 0 起。")]


def _people(view: View) -> list[Tab]:
    """Return who works at each level as one table, the latest month first: numbers that move this little draw flat."""
    rows = workforce_months(view.figures, view.scope)
    told = {level: [name for name in _PEOPLE if rows.loc[rows["level"] == level, name].notna().any()]
            for level in ("township", "county", "village") if (rows["level"] == level).any()}
    columns = [(level, name) for level, names in told.items() for name in names]
    if not columns:
        return []
    held = rows.set_index(["month", "level"])
    months = sorted(rows["month"].unique(), reverse=True)[: _ROWS[view.screen]]
    lines = [
        (month_label(month), [number(held[name].get((month, level))) for level, name in columns]) for month in months
    ]
    body = html.render(
        "figures", first="月份", groups=[(LEVELS[level], len(names)) for level, names in told.items() if names],
        names=[_PEOPLE[name] for _, name in columns], lines=lines,
    )
    note = f"单位：人；“—”为该月没有报送。{'，'.join(_reporting(rows, level) for level in told)}。不含市级医院。"
    headings = {"month": "月份", "level_label": "层级", **_PEOPLE, "reported": "已报机构数", "open": "机构数"}
    file = File(file_name(view, "人员"), (*view.key, "people"), builder(view, rows, headings))
    return [Tab("人员", monthly.people(rows), body, f"{note}下载的表格列出全部月份。", file)]


def _reporting(rows: pd.DataFrame, level: str) -> str:
    """Return how many of the open institutions of a level told in its last month."""
    last = rows[rows["level"] == level].sort_values("month").iloc[-1]
    return f"{LEVELS[level]}{NBSP}{month_words(last['month'])}报{NBSP}{last['reported']}/{last['open']}{NBSP}家"


def _costs(view: View, rows: pd.DataFrame) -> list[Tab]:
    found = []
    names = {key: catalogue()[key].short for key in _SHARES if (rows["key"] == key).any()}
    for key in dict.fromkeys(rows["key"]):
        own, definition = rows[rows["key"] == key], catalogue()[key]
        months = own["month"].tolist()
        if key not in names:
            body = _lines(view, months, {definition.short: own["value"]}, f"{definition.short}逐月", definition.unit,
                          definition.decimals)
            found.append(Tab(definition.short, _last(definition.short, own, definition.unit, definition.decimals), body,
                             _note(own)))
        elif key == next(iter(names)):
            values = {name: rows.loc[rows["key"] == one, "value"] for one, name in names.items()}
            body = _lines(view, months, values, "药占比、耗占比逐月", "%", 1)
            found.append(Tab("药耗占比", monthly.shares(rows, names), body, _note(own)))
    return found


def _last(name: str, rows: pd.DataFrame, unit: str, decimals: int) -> str:
    told = rows.dropna(subset=["value"])
    if not len(told):
        return f"{name}{NOT_REPORTED}"
    value = quantity(float(told["value"].iloc[-1]), unit, decimals)
    return f"{month_words(told['month'].iloc[-1])}{name}{NBSP}{value}"


def _note(rows: pd.DataFrame) -> str:
    short = rows[rows["reported"] < rows["due"]]
    absent = f"{len(short)}{NBSP}个月有医共体缺报，缺报的不计入。" if len(short) else ""
    return f"各月当月数（卡片与口径中的为本年累计）；纵轴不从 0 起。{absent}"


def _lines(
    view: View, months: Sequence[str], values: dict[str, pd.Series[float]], alt: str, unit: str, decimals: int = 0
) -> Markup:
    colours = view.theme.categorical if len(values) > 1 else (view.theme.series,)
    series = [
        charts.Series(name, [None if pd.isna(value) else float(value) for value in own], colour)
        for (name, own), colour in zip(values.items(), colours, strict=False)
    ]
    return charts.lines(months, series, alt, height=300 if view.wall else 210, unit=unit, decimals=decimals,
                        from_zero=False, right=70 if len(values) > 1 else 38)
