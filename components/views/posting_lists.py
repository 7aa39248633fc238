"""The lists of 人员下沉: who has nobody, what ran over, why postings were not counted, who sends to whom."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from components import charts
from components.grid import Cell, Col
from components.html import render
from components.panels import Panel
from components.rows import Row
from components.view import View
from components.views.bar_rows import drawn
from components.views.listing import Listing, file_name, text
from components.views.names import short
from data.model import FLOW
from indicators import sentences_posting as said
from indicators.counting import REASONS
from indicators.lists.posting_reasons import caliber_comparison, reason_tally, uncounted_postings, who_sends_to_whom
from indicators.lists.unposted import overdue_postings, unposted_institutions
from indicators.wording import NBSP, quantity

_NEVER = "从未派驻"
#: In place of every list where the whole table is missing: nobody is known to be posted, nor to be missing.
_SILENT = "派驻人员表未报，无法列出。"


def unposted(view: View) -> Listing:
    """Return the institutions with nobody posted; those of no consortium stand last and are marked 未归属."""
    frame = unposted_institutions(view.figures, view.scope)
    members = frame[~frame["unaffiliated"].astype(bool)]
    counties = Counter(members["county"])
    rows = []
    for row in frame.to_dict("records"):
        days = None if pd.isna(row["days_vacant"]) else int(row["days_vacant"])
        rows.append({
            "county": row["county"],
            "name": short(row["name"], (view.city_name, row["county"] or ""), 20),
            "consortium": Cell("▲ 未归属", "", "not_met")
            if row["unaffiliated"]
            else short(row["consortium"], (view.city_name, row["county"] or ""), 16),
            "days": days,
            "last": Cell(_NEVER, "", "quiet") if days is None else f"{row['last_end_on']:%Y-%m}",
        })
    columns = (
        Col("county", "区县", width=62), Col("name", "机构", width=130), Col("consortium", "医共体", width=92),
        Col("days", "空缺天数", "right", hint="最近一次派驻结束至截止日的天数"), Col("last", "最近截止", width=56),
    )
    return Listing(
        title=said.unposted(len(members), len(frame) - len(members), counties, view.level)
        if view.tables.reported("postings") else "无人派驻：派驻情况未报",
        columns=columns if view.level == "city" else columns[1:],
        rows=tuple(rows),
        frame=frame,
        headings={
            "county": "区县", "name": "机构", "category_label": "类别", "consortium": "医共体",
            "days_vacant": "空缺天数", "last_end_on": "最近截止", "note": "说明",
        },
        file=file_name(view, "无人派驻机构"),
        caption="只计乡镇卫生院和社区卫生服务中心。",
        empty="没有无人派驻的机构。" if view.tables.reported("postings") else _SILENT,
    )


def overdue(view: View) -> Listing:
    """Return the postings whose planned end has passed with no end recorded."""
    frame = overdue_postings(view.figures, view.scope)
    rows = [
        {
            "id": Cell(row["posting_id"], row["posting_id"], "code"),
            "flow": said.SENDER[row["flow"]],
            "from": short(text(row["from_name"]), (view.city_name,), 16),
            "to": short(_receiver(row), (view.city_name, row["county"] or ""), 16),
            "planned": text(row["planned_end_on"]),
            "days": int(row["days_overdue"]),
            "counted": "计入" if row["counted"] else row["reason_label"],
        }
        for row in frame.to_dict("records")
    ]
    return Listing(
        title=said.overdue(len(frame), int(frame["days_overdue"].max()) if len(frame) else None)
        if view.tables.reported("postings") else "逾期未登记结束的派驻：派驻情况未报",
        columns=(
            Col("id", "派驻编号"), Col("flow", "派出方"), Col("from", "派出机构"), Col("to", "接收方"),
            Col("planned", "计划结束"), Col("days", "逾期天数", "right"), Col("counted", "是否计入"),
        ),
        rows=tuple(rows),
        frame=frame,
        headings={
            "posting_id": "派驻编号", "flow_label": "派驻方向", "from_name": "派出机构", "to_name": "接收机构",
            "county": "区县", "consortium": "医共体", "start_on": "开始日期", "planned_end_on": "计划结束日期",
            "days_overdue": "逾期天数", "reason_label": "是否计入",
        },
        file=file_name(view, "逾期未登记结束的派驻"),
        caption="计划结束日已过而未登记结束的，仍按在派计算，请派出单位核实。",
        empty="没有逾期未登记结束的派驻。" if view.tables.reported("postings") else _SILENT,
    )


def reasons(view: View) -> Panel:
    """Return the tally of why postings in force are not counted; ended and not started ones are told apart."""
    if not view.tables.reported("postings"):
        return Panel(title="未计入的派驻：派驻情况未报", body=_SILENT, note="")
    tally = reason_tally(view.figures, view.scope)
    held = Counter[str]()
    for row in tally.to_dict("records"):
        held[row["reason"]] += int(row["postings"])
    wanting = {REASONS[code]: held[code] for code in REASONS if code not in ("counted", "not_started", "ended")}
    wanting = {name: count for name, count in wanting.items() if count}
    title = said.uncounted(held["counted"], wanting)
    rows = [
        charts.Bar(name, [charts.Segment(name, count, view.theme.not_met.mark)], f"{count}{NBSP}人次")
        for name, count in wanting.items()
    ]
    body = drawn(view, rows, f"{title}。") if rows else ""
    apart = f"另有已结束{NBSP}{held['ended']}{NBSP}人次、尚未开始{NBSP}{held['not_started']}{NBSP}人次，不在其中。"
    note = f"一条派驻只记首个原因；计入{NBSP}{held['counted']}{NBSP}人次。{apart}"
    return Panel(title=title, body=body, note=note)


def _receiver(row: Row) -> str:
    """Return who receives a posting: the institution, or the county as a whole where none is named (null)."""
    named = isinstance(row["to_name"], str) and row["to_name"]
    return text(row["to_name"] if named else row["county"])


def uncounted(view: View) -> Listing:
    """Return the postings in force that are not counted, each with its reason: the rows behind the tally."""
    frame = uncounted_postings(view.figures, view.scope)
    rows = [
        {
            "id": Cell(row["posting_id"], row["posting_id"], "code"),
            "reason": row["reason_label"],
            "flow": said.SENDER[row["flow"]],
            "from": short(text(row["from_name"]), (view.city_name,), 16),
            "to": short(_receiver(row), (view.city_name, row["county"] or ""), 16),
            "kind": row["kind_label"],
            "title": text(row["title_label"]),
            "start": text(row["start_on"]),
            "until": text(row["end_on"] if row["end_on"] == row["end_on"] else row["planned_end_on"]),
        }
        for row in frame.to_dict("records")
    ]
    return Listing(
        title="未计入的在派人员",
        columns=(
            Col("id", "派驻编号"), Col("reason", "未计入原因"), Col("flow", "派出方"), Col("from", "派出机构"),
            Col("to", "接收方"), Col("kind", "形式"), Col("title", "职称"), Col("start", "开始"),
            Col("until", "结束（含计划）"),
        ),
        rows=tuple(rows),
        frame=frame,
        headings={
            "posting_id": "派驻编号", "reason_label": "未计入原因", "flow_label": "派驻方向",
            "from_name": "派出机构", "to_name": "接收机构", "county": "区县", "consortium": "医共体",
            "kind_label": "形式", "title_label": "职称", "start_on": "开始日期", "planned_end_on": "计划结束日期",
            "end_on": "实际结束日期",
        },
        file=file_name(view, "未计入的派驻"),
        empty="在派人员全部计入。",
    )


def calibers(view: View) -> Panel:
    """Return what every flow would be under each caliber, side by side; the one in use is marked."""
    frame = caliber_comparison(view.figures, view.scope)
    given = frame[frame["persons"].notna()]
    names = list(dict.fromkeys(frame["caliber_name"]))
    lines = []
    for flow in FLOW:
        own = {row["caliber_name"]: row for row in given[given["flow"] == flow].to_dict("records")}
        if own:
            cells = [(quantity(own[name]["persons"], "人"), own[name]["in_use"]) for name in names if name in own]
            lines.append((said.SENDER[flow], cells))
    return Panel(
        title=said.calibers({flow: _spread(given, flow) for flow in FLOW}),
        body=render("calibers", names=names, lines=lines) if lines else "派驻情况未报。",
        note="加粗为本页采用的口径；在左侧“派驻口径”切换，全页一同改变。",
    )


def _spread(frame: pd.DataFrame, flow: str) -> float | None:
    own = frame.loc[frame["flow"] == flow, "persons"]
    return float(own.max() - own.min()) if len(own) > 1 else None


def senders(view: View) -> Listing:
    """Return who sends to whom: one row per sending institution and flow, one column per receiving county."""
    frame = who_sends_to_whom(view.figures, view.scope)
    counties = list(dict.fromkeys(frame.sort_values("county_code")["county"]))
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        line = rows.setdefault(
            (row["flow"], row["from_institution_id"]),
            {"from": short(row["from_name"], (), 18), "flow": said.SENDER[row["flow"]], "total": 0},
        )
        line[row["county"]] = int(row["persons"])
        line["total"] += int(row["persons"])
    listed = sorted(rows.values(), key=lambda line: -line["total"])
    # An empty cell is a hospital that sends nobody there: none, which is not 未报, so it stays blank.
    filled = [{**dict.fromkeys(counties, Cell("", 0)), **line} for line in listed]
    return Listing(
        title=said.senders(len(rows), listed[0]["from"] if listed else "", listed[0]["total"] if listed else 0)
        if view.tables.reported("postings") else "谁派给谁：派驻情况未报",
        columns=(
            Col("from", "派出机构"), Col("flow", "身份"), Col("total", "合计", "right"),
            *(Col(county, short(county, (), 6), "right") for county in counties),
        ),
        rows=tuple(filled),
        frame=frame,
        headings={"flow_label": "派驻方向", "from_name": "派出机构", "county": "接收区县", "persons": "人数"},
        file=file_name(view, "谁派给谁"),
        caption="单位：人，只计入册且按口径计入的人员；空格为没有派往该区县。",
        empty="没有计入的派驻。" if view.tables.reported("postings") else _SILENT,
    )
