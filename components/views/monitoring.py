"""What 国家监测 says: the names of the national monitoring system (监测指标体系), each with its value or why not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from components.grid import Cell, Col
from components.rows import Row
from components.source import missing_words
from components.view import View
from components.views.cached import per_view
from components.views.listing import Listing, file_name
from components.views.overview_map import extreme
from data.policies import Policy, policies_of
from indicators import CityFigures, Figure, catalogue
from indicators import sentences_monitoring as said
from indicators.lists.monitoring import monitoring as monitored
from indicators.sentences_quality import monitoring as tally
from indicators.wording import NBSP, NOT_REPORTED, quantity

#: How a name without a value says why, with its tone.
_WHY = {"unverified": Cell("◇ 口径待核", 0, "quiet"), "no_data": Cell(f"—{NBSP}无数据", None, "no_data")}
_UNREPORTED = Cell(f"—{NBSP}{NOT_REPORTED}", None, "no_data")
_NOT_GIVEN = Cell("不按医共体计算", None, "quiet")


@dataclass(frozen=True, slots=True)
class Monitoring:
    """All that 国家监测 draws, in words."""

    finding: str
    #: One row per name of the system.
    names: Listing
    #: One row per county, with what can be computed.
    counties: Listing
    #: Indicators of this program that measure a name, or come nearest to it.
    keys: tuple[str, ...]


@per_view()
def monitoring(view: View) -> Monitoring:
    """Return the view model, from the cache when anyone has looked at the same view before."""
    system = system_of(view)
    rows = monitored(view.figures, view.scope, system)
    return Monitoring(
        finding=said.finding(view.level, view.scope_name, rows),
        names=_names(view, system, rows),
        counties=_counties(view, rows),
        keys=tuple(rows["key"].dropna()),
    )


def system_of(view: View) -> Policy | None:
    """Return the document whose names are shown: the one targets are taken from where it monitors, else the city's."""
    named = [*([view.policy] if view.policy else []), *policies_of(view.city)]
    return next((policy for policy in named if policy.monitored), None)


def _names(view: View, system: Policy | None, rows: pd.DataFrame) -> Listing:
    places = [(view.scope, view.scope_name), *([(view.city, "全市")] if view.level != "city" else [])]
    shown: list[dict[str, Any]] = []
    for row in rows.to_dict("records"):
        figures = {scope: _figure(view.figures, row, scope) for scope, _ in places}
        own = figures[view.scope]
        silent = missing_words(own) if own is not None else ""
        shown.append({
            "area": row["area"], "name": row["name"], "note": row["note"] + (f"{silent}。" if silent else ""),
            **{scope: _cell(row, figure) for scope, figure in figures.items()},
        })
    return Listing(
        title=tally(rows),
        columns=(
            Col("area", "领域", width=62), Col("name", "监测指标", width=150),
            *(Col(scope, "本医共体" if scope == view.consortium else name, width=92) for scope, name in places),
            Col("note", "说明"),
        ),
        rows=tuple(shown),
        frame=partial(_wide, view.figures, view.city, system),
        headings={},
        file=file_name(view.whole, "国家监测指标"),
        caption=_caption(system),
        empty="没有登记监测指标体系。",
    )


def _caption(system: Policy | None) -> str:
    if system is None:
        return ""
    return f"{system.title}：{system.source}。未登记目标值，不判达标。下载的表格含全市和各区县。"


def _figure(figures: CityFigures, row: Row, scope: str) -> Figure | None:
    return figures.get(row["key"], scope) if row["status"] == "computed" else None


def _cell(row: Row, figure: Figure | None) -> Cell:
    if row["status"] != "computed":
        return _WHY[row["status"]]
    return _NOT_GIVEN if figure is None else _value(figure)


def _value(figure: Figure | None) -> Cell:
    """Return a value as it stands: the system sets no target, so nothing is judged by another document's."""
    if figure is None or figure.value is None:
        return _UNREPORTED
    return Cell(quantity(figure.value, figure.unit, figure.definition.decimals), figure.value)


def _wide(figures: CityFigures, city: str, system: Policy | None) -> pd.DataFrame:
    """Return the whole city as a table: one row per name, one column per county, a value or the word why not."""
    rows = monitored(figures, city, system)
    wide = pd.DataFrame({
        "领域": rows["area"],
        "监测指标": rows["name"],
        "状态": rows["status_label"],
        "本系统指标": [catalogue()[key].name if isinstance(key, str) else "" for key in rows["key"]],
        "单位": [row["unit"] if row["status"] == "computed" else "" for row in rows.to_dict("records")],
    })
    for scope in (city, *figures.counties):
        own = monitored(figures, scope, system)
        words = own["status_label"].where(own["status"] != "computed", NOT_REPORTED)
        wide["全市" if scope == city else figures.name_of(scope)] = own["value"].astype("object").where(
            own["value"].notna(), words
        )
    return wide.assign(说明=rows["note"])


def _counties(view: View, rows: pd.DataFrame) -> Listing:
    computed = rows[rows["status"] == "computed"]
    keys = {str(row["key"]): str(row["name"]) for row in computed.to_dict("records")}
    figures = view.figures
    shown = [
        {"county": figures.name_of(code), **{key: _value(figures.get(key, code)) for key in keys}}
        for code in figures.counties
    ]
    return Listing(
        title=extreme(figures, next(iter(keys))) if keys else "没有可计算的指标",
        columns=(
            Col("county", "区县", width=66),
            *(Col(key, catalogue()[key].short, "right", hint=name) for key, name in keys.items()),
        ),
        rows=tuple(shown) if keys else (),
        frame=pd.DataFrame([
            {"county": figures.name_of(code), **{key: figures.value(key, code) for key in keys}}
            for code in figures.counties
        ]),
        headings={"county": "区县", **{key: f"{name}（{catalogue()[key].unit}）" for key, name in keys.items()}},
        file=file_name(view.whole, "国家监测指标_各区县"),
        caption="本年累计，按本系统公式。" if keys else "",
        empty="没有可计算的指标。",
    )
