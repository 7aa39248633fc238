"""The lists of 能力建设: the matrix by section, pairings, feature specialties, money spent."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd

from components.grid import Cell, Col
from components.grid.table import Tone
from components.rows import Row
from components.view import View
from components.views.listing import Listing, file_name, text
from components.views.names import short
from components.views.rate_card import told
from indicators import sentences_capacity as said
from indicators.lists.capacity import SUBJECTS, Subject, capacity_matrix
from indicators.lists.investments import investments
from indicators.lists.pairings import lead_pairings
from indicators.lists.specialties import specialties
from indicators.wording import NBSP, in_wan, short_quantity

_TONE: Final[dict[str, Tone]] = {
    "yes": "met", "open": "met", "no": "not_met", "none": "not_met", "not_reported": "no_data",
    "not_applicable": "quiet",
}
_SHAPE = {"yes": "● ", "open": "● ", "no": "▲ ", "none": "▲ ", "not_reported": "— "}
#: Cells sort from what is there to what is not known.
_ORDER = ("yes", "open", "number", "partial", "building", "planned", "no", "none", "not_applicable", "not_reported")


def matrix(view: View) -> dict[str, Listing]:
    """Return the matrix by section: one row per consortium or county, one column per item, with since when.

    A section that speaks of both stands twice, the county's part named so.
    """
    frame = capacity_matrix(view.figures, view.scope)
    both = frame.groupby("section")["subject_kind"].nunique()
    found = {}
    for _, own in frame.groupby(["section", "subject_kind"], sort=False):
        section, kind = own["section"].iloc[0], own["subject_kind"].iloc[0]
        name = f"{section}（区县）" if both[section] > 1 and kind == "county" else section
        found[name] = _section(view, name, kind, own)
    return found


def _section(view: View, section: str, first: Subject, own: pd.DataFrame) -> Listing:
    items = own.drop_duplicates("item")
    rows: list[dict[str, Any]] = []
    for _, cells in own.groupby("subject_id", sort=False):
        head = cells.iloc[0]
        row: dict[str, Any] = {"county": head["county"], "subject": short(head["subject"], (view.city_name,), 16)}
        rows.append(row | {cell["item"]: _cell(cell) for cell in cells.to_dict("records")})
    named = [Col("county", "区县", width=62)] if first == "consortium" else []
    return Listing(
        title=said.matrix(own, "家医共体" if first == "consortium" else "个区县"),
        columns=(*named, Col("subject", SUBJECTS[first]),
                 *(Col(item, label) for item, label in zip(items["item"], items["item_label"], strict=True))),
        rows=tuple(rows),
        frame=partial(_wide, own),
        headings={},
        file=file_name(view, f"能力建设_{section}"),
        caption="● 已做到　▲ 未做　— 未报；括号内是自何时起。",
        empty="没有可列的单位。",
    )


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    since = frame["since"].dt.strftime("%Y-%m-%d").fillna("")
    told = frame.assign(said=[f"{a}（{b}）" if b else a for a, b in zip(frame["shown"], since, strict=True)])
    wide = told.pivot_table(
        index=["county", "subject"], columns="item_label", values="said", aggfunc="first", sort=False
    )
    return wide.reset_index().rename(columns={"county": "区县", "subject": "单位"})


def _cell(cell: Row) -> Cell:
    state = cell["state"]
    since = f"（{cell['since']:%Y-%m}）" if not pd.isna(cell["since"]) and state not in ("not_reported",) else ""
    order = _ORDER.index(state) if state in _ORDER else len(_ORDER)
    sort = -cell["value"] if state == "number" and not pd.isna(cell["value"]) else float(order)
    return Cell(f"{_SHAPE.get(state, '')}{cell['shown']}{since}", sort, _TONE.get(state, ""))


def pairings(view: View) -> Listing:
    """Return which higher hospital stands beside each lead, those without one first."""
    frame = lead_pairings(view.figures, view.scope)
    place = (view.city_name, view.county_name)
    rows = [
        {
            "county": row["county"], "lead": short(row["lead"], place, 14),
            "partner": short(text(row["partner"]), (), 18) if row["covered"] else Cell("▲ 无结对", 0, "not_met"),
            "level": text(row["level_label"]), "mode": text(row["mode_label"]),
            "since": text(row["since"])[:7],
        }
        for row in frame.to_dict("records")
    ]
    return Listing(
        title=said.pairings(frame),
        columns=(*([Col("county", "区县", width=62)] if view.level == "city" else []), Col("lead", "牵头医院"),
                 Col("partner", "上级医院"), Col("level", "层级", width=62), Col("mode", "方式"),
                 Col("since", "自何时起", width=76)),
        rows=tuple(rows),
        frame=frame,
        headings={"county": "区县", "consortium": "医共体", "lead": "牵头医院", "partner": "上级医院",
                  "level_label": "层级", "mode_label": "方式", "since": "自何时起", "provenance_label": "来源类别"},
        file=file_name(view, "上级医院结对"),
        empty="结对情况未报，无法列出。",
    )


def features(view: View) -> Listing:
    """Return the county's and the city's feature specialties in force."""
    frame = specialties(view.figures, view.scope)
    rows = [
        {name: text(row[name]) for name in ("county", "subject", "specialty", "kind_label")}
        | {"since": text(row["since"])[:7]}
        for row in frame.to_dict("records")
    ]
    return Listing(
        title=f"特色专科{NBSP}{len(frame)}{NBSP}个" if len(frame) else "没有特色专科",
        columns=(Col("county", "区县", width=62), Col("subject", "单位"), Col("specialty", "专科"),
                 Col("kind_label", "类别"), Col("since", "自何时起", width=76)),
        rows=tuple(rows),
        frame=frame,
        headings={"county": "区县", "subject": "单位", "specialty": "专科", "kind_label": "类别", "since": "自何时起"},
        file=file_name(view, "特色专科"),
        empty="没有在册的县级、市级特色专科。",
    )


def money(view: View) -> Listing:
    """Return what each county spent, by item; a county that reported nothing says so."""
    frame = investments(view.figures, view.scope)
    rows = [
        {"county": row["county"], "item": text(row["item"]), "all": told(row["amount_yuan"], in_wan),
         "year": told(row["ytd_yuan"], in_wan),
         "span": f"{row['first_month']}～{row['last_month']}" if isinstance(row["first_month"], str) else "—"}
        for row in frame.to_dict("records")
    ]
    total = frame["amount_yuan"].sum(min_count=1)
    return Listing(
        title="投入未报" if pd.isna(total) else f"已报投入合计{NBSP}{short_quantity(total, '元')}",
        columns=(Col("county", "区县", width=62), Col("item", "项目"), Col("all", "累计（万元）", "right"),
                 Col("year", "本年（万元）", "right"), Col("span", "起止月份")),
        rows=tuple(rows),
        frame=frame,
        headings={"county": "区县", "item": "项目", "amount_yuan": "累计（元）", "ytd_yuan": "本年（元）",
                  "first_month": "首月", "last_month": "末月", "unreported": "缺金额月数"},
        file=file_name(view, "投入"),
        caption="文件公布的投入总额见“文件已公布的数据”，不计入本表。",
        empty="没有可列的区县。",
    )
