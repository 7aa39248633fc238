"""The lists of 服务覆盖: villages without service, family doctors by county, villages far from the nearest facility."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from components.grid import Cell, Col
from components.view import View
from components.views import rate_card
from components.views.listing import Listing, file_name, text
from components.views.names import short
from data.model import VILLAGE_MODE
from indicators import sentences_coverage as said
from indicators.lists.distance import Facility, farther_than, nearest_facilities
from indicators.lists.family_doctors import FIGURES, family_doctors
from indicators.lists.uncovered import uncovered_villages
from indicators.wording import NBSP, month_label, number, target_words

#: Rows of the far villages on the page; the file holds every village.
_MOST = 60


def uncovered(view: View) -> Listing:
    """Return the villages without any service, 应设未设 first."""
    frame = uncovered_villages(view.figures, view.scope)
    rows = [
        {
            "county": row["county"],
            "township": short(text(row["township"]), (), 8),
            "name": short(row["name"], (), 10),
            "planned": Cell("▲ 应设未设", 0, "not_met") if row["planned"] is True
            else Cell("— 未报", 2, "no_data") if row["planned"] is None else Cell("规划不设", 1, "quiet"),
            "since": Cell(text(row["since"])[:7], text(row["since"])),
        }
        for row in frame.to_dict("records")
    ]
    planned = int((frame["planned"] == True).sum())  # noqa: E712  # an object column: true, false or null
    return Listing(
        title=said.uncovered(len(frame), planned) if view.tables.reported("village_services")
        else "无服务村：村级服务未报",
        columns=(
            *([Col("county", "区县", width=62)] if view.level == "city" else []),
            Col("township", "乡镇街道"), Col("name", "村（社区）"), Col("planned", "规划", width=96),
            Col("since", "自何时起", width=70),
        ),
        rows=tuple(rows),
        frame=frame,
        headings={
            "county": "区县", "township": "乡镇街道", "name": "村（社区）", "village_code": "村代码",
            "planned_label": "规划", "since": "自何时起", "days": "已无服务天数",
        },
        file=file_name(view, "无服务村"),
        caption="应设未设：规划应设卫生室而至今没有任何服务。",
        empty="没有无服务的村。" if view.tables.reported("village_services") else "村级服务表未报，无法列出。",
    )


def family(view: View) -> Listing:
    """Return family doctors and contract rates of each county against the target, each with its month."""
    frame = family_doctors(view.figures, view.scope)
    figures = view.figures
    rows = []
    for row in frame.to_dict("records"):
        rates = {
            key: rate_card.cell(figures.get(f"family.{key}", row["county_code"]))
            for key in ("contract_rate", "key_contract_rate")
        }
        months = [row[f"{key}_month"] for key in FIGURES if isinstance(row[f"{key}_month"], str)]
        month = max(sorted(set(months), reverse=True), key=months.count) if months else None
        counts = {
            key: None if row[key] != row[key] else Cell(number(row[key]), row[key])
            for key in ("teams", "doctors", "patrol_teams")
        }
        cells = {
            key: cell and _of_month(cell, row[f"{key}_month"], month) for key, cell in (rates | counts).items()
        }
        rows.append({
            "county": row["county"], **cells,
            "month": month,
        })
    rate = figures.get("family.contract_rate", view.scope)
    told = frame.dropna(subset=["contract_rate"]).sort_values("contract_rate", kind="stable")
    lowest = told.iloc[0] if len(told) > 1 else None
    target = rate.target if rate is not None else None
    goal = "文件未设签约率目标" if target is None else f"目标{NBSP}{target_words(target, '%', 1)}"
    return Listing(
        title=said.contracts(
            rate, lowest["county"] if lowest is not None else "",
            float(lowest["contract_rate"]) if lowest is not None else None,
        ),
        columns=(
            Col("county", "区县", width=62), Col("contract_rate", "签约率", "right"),
            Col("key_contract_rate", "重点签约率", "right", hint="重点人群签约率"), Col("teams", "团队", "right"),
            Col("doctors", "医生", "right"), Col("patrol_teams", "巡诊队", "right", hint="巡诊小分队"),
            Col("month", "月份", width=70, hint="这一行的数截至的月份；不同的写在括号里"),
        ),
        rows=tuple(rows),
        frame=frame,
        headings={
            "county": "区县", "contract_rate": "签约率（%）", "contract_rate_month": "签约率月份",
            "key_contract_rate": "重点人群签约率（%）", "key_contract_rate_month": "重点人群签约率月份",
            "teams": "团队数", "teams_month": "团队数月份", "doctors": "家庭医生数", "doctors_month": "家庭医生数月份",
            "patrol_teams": "巡诊小分队", "patrol_teams_month": "巡诊小分队月份",
        },
        file=file_name(view, "家庭医生"),
        caption=f"签约率单位：%；{goal}。各数取该区县最近一个已报月份，与“月份”一列不同的写在括号里。",
        empty="没有可列的区县。",
    )


def _of_month(cell: Cell, own: object, most: str | None) -> Cell:
    """Return a cell with its month behind it, where that is not the month most of its row are of."""
    if not isinstance(own, str) or own == most or most is None:
        return cell
    label = month_label(own)
    same_year = own[:4] == most[:4]
    return replace(cell, text=f"{cell.text}（{label.split('年')[1] if same_year else label}）")


def far(view: View, km: float, facility: Facility, called: str) -> Listing:
    """Return the villages farther than ``km`` from the nearest facility of a kind; the file holds every village.

    Args:
        view: What is shown.
        km: The distance.
        facility: The kind of facility.
        called: Its name in words.
    """
    count, frame = farther_than(view.figures, view.scope, km, facility, _MOST)
    rows = [
        {
            "county": row["county"], "township": short(text(row["township"]), (), 8),
            "name": short(row["name"], (), 10),
            "mode": VILLAGE_MODE[row["mode"]] if isinstance(row["mode"], str) else Cell("— 未报", None, "no_data"),
            "nearest": short(text(row["nearest"]), (view.city_name, row["county"] or ""), 14),
            "km": Cell(number(row["km"], 1), round(row["km"], 3)),
        }
        for row in frame.to_dict("records")
    ]
    more = f"只列最远的{NBSP}{_MOST}{NBSP}个。" if count > _MOST else ""
    return Listing(
        title=f"{number(count)}{NBSP}个村超过{NBSP}{number(km, 1)}{NBSP}公里",
        columns=(
            *([Col("county", "区县", width=62)] if view.level == "city" else []),
            Col("township", "乡镇街道"), Col("name", "村（社区）"), Col("mode", "服务方式"),
            Col("nearest", "最近机构"), Col("km", "公里", "right"),
        ),
        rows=tuple(rows),
        frame=partial(_far, view, km, facility),
        headings={
            "county": "区县", "township": "乡镇街道", "name": "村（社区）", "village_code": "村代码",
            "beyond": f"到最近{called}", "clinic": "最近卫生室", "clinic_km": "距卫生室（公里）",
            "hospital": "最近乡级机构", "hospital_km": "距乡级机构（公里）",
        },
        file=file_name(view, f"各村到最近{called}的距离（{number(km, 1)}公里）"),
        caption=f"{more}下载的表格列出每个村的距离。直线距离示意，不是行车距离。",
        empty="没有超过这一距离的村。",
    )


def _far(view: View, km: float, facility: Facility) -> pd.DataFrame:
    """Return every village, farthest first and those that cannot be measured last, with a word for where it lies."""
    frame = nearest_facilities(view.figures, view.scope)
    distance = frame[f"{facility}_km"]
    words = np.select(
        [distance > km, distance <= km, frame["lon"].isna() | frame["lat"].isna()],
        [f"超过{number(km, 1)}公里", f"{number(km, 1)}公里以内", "村无坐标，无法计算"],
        "机构无坐标，无法计算",
    )
    order = distance.sort_values(ascending=False, kind="stable", na_position="last").index
    return frame.assign(beyond=words).loc[order]
