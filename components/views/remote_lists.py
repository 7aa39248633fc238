"""The lists of 远程服务: institution × service, volumes in doubt, resource centres built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from components.grid import Cell, Col
from components.view import View
from components.views.listing import Listing, file_name
from components.views.names import short
from data.model import CENTRE, CENTRE_STATUS, SERVICE
from indicators import sentences_remote as said
from indicators.lists.centres import centres
from indicators.lists.remote_matrix import STATES, remote_matrix
from indicators.lists.remote_states import remote_states
from indicators.lists.suspicious import suspicious_volumes
from indicators.wording import NBSP

#: What a reader may narrow the matrix to; the empty one keeps every institution.
FILTERS: Mapping[str, str] = {"": "全部", "unused": "有已开通未使用", "not_reported": "有未报", "not_open": "有未开通"}
#: How a state looks in a cell: shape and words, what it sorts by (worst first), its tone.
_STATE = {
    "unused": Cell("▲ 已开通未使用", 0, "not_met"),
    "not_reported": Cell("— 未报", 1, "no_data"),
    "not_open": Cell("○ 未开通", 2, "quiet"),
    "in_use": Cell("● 使用中", 3, "met"),
}
_CENTRE = {
    "open": Cell("● 已建成", 0, "met"), "building": Cell("◐ 在建", 1), "planned": Cell("◔ 拟建", 2, "quiet"),
    "none": Cell("○ 未建", 3, "quiet"), None: Cell("— 未报", None, "no_data"),
}
#: Doubts listed on the page, gravest first; the file holds all.
_MOST = 40
_CENTRE_WANTING = Cell("▲ 未建", 3, "not_met")


def matrix(view: View) -> dict[str, Listing]:
    """Return the matrix of township-level institutions by service, whole and narrowed by each filter."""
    found = remote_states(view.figures, view.scope)
    services = found.services
    rows = []
    for name, county, consortium, states in found.rows:
        trimmed = (view.city_name, county or "")
        rows.append({
            "county": county,
            "name": short(name, trimmed, 18),
            "consortium": short(consortium, trimmed, 14) if consortium else Cell("▲ 未归属", "", "not_met"),
            **{service: _STATE[state] for service, state in zip(services, states, strict=True)},
        })
    every = [states for *_, states in found.rows]
    count = Counter(state for states in every for state in states)
    title = said.matrix(
        opened=count["in_use"] + count["unused"] + count["not_reported"],
        unused=count["unused"],
        unopened=sum(all(state == "not_open" for state in states) for states in every),
        silent=count["not_reported"],
        institutions=len(rows),
    )
    columns = (
        *([Col("county", "区县", width=62)] if view.level == "city" else []),
        Col("name", "机构"),
        # Where no county has two, the consortium says no more than the county.
        *([Col("consortium", "医共体")] if _several(found.rows) and view.level != "consortium" else []),
        *(Col(service, SERVICE[service]) for service in services),
    )
    return {
        code: Listing(
            title=title,
            columns=columns,
            rows=tuple(row for row, states in zip(rows, every, strict=True) if not code or code in states),
            frame=partial(_matrix_rows, view, code),
            headings={
                "county": "区县", "name": "机构", "category_label": "类别", "consortium": "医共体",
                "service_label": "服务", "state_label": "状态", "opened_on": "开通日期", "volume_ytd": "本年服务量",
                "last_used": "最近使用月份",
            },
            file=file_name(view, f"远程服务开通使用{'' if not code else '_' + STATES[code]}"),
            caption="使用中：近三个已结束月份有服务量；已开通未使用：近三个月均报 0；未报：近三个月都没有报数。",
            empty="没有符合条件的机构。" if view.tables.reported("remote_sites") else "远程站点表未报，无法列出。",
        )
        for code in FILTERS
    }


def _several(rows: tuple[tuple[str, str | None, str | None, tuple[str, ...]], ...]) -> bool:
    """Tell whether some county's institutions belong to different consortia, or some to none."""
    held: dict[str | None, set[str | None]] = {}
    for _, county, consortium, _ in rows:
        held.setdefault(county, set()).add(consortium)
    return any(len(own) > 1 for own in held.values())


def _matrix_rows(view: View, code: str) -> pd.DataFrame:
    """Return one row per institution and service for the file: of the institutions that a filter keeps."""
    frame = remote_matrix(view.figures, view.scope)
    if not code:
        return frame
    kept = frame.loc[frame["state"] == code, "institution_id"]
    return frame[frame["institution_id"].isin(kept)]


def doubts(view: View) -> Listing:
    """Return the volumes of the year that look wrong, each with its sentence."""
    frame = suspicious_volumes(view.figures, view.scope)
    rows = [
        {
            "month": Cell(row["month_label"], row["month"]),
            "county": row["county"],
            "kind": row["kind_label"],
            "volume": int(row["volume"]),
            # The city everyone on the page shares need not stand in each of a hundred sentences.
            "sentence": row["sentence"].removeprefix(view.city_name),
        }
        for row in frame.to_dict("records")
    ]
    return Listing(
        title=said.doubts(len(frame)),
        columns=(
            Col("month", "月份", width=92),
            *([Col("county", "区县", width=62)] if view.level == "city" else []),
            Col("kind", "疑点", width=104), Col("volume", "服务量", "right"), Col("sentence", "说明"),
        ),
        rows=tuple(rows[:_MOST]),
        frame=frame,
        headings={
            "county": "区县", "name": "机构", "consortium": "医共体", "service_label": "服务", "month": "月份",
            "volume": "服务量", "before": "上月", "kind_label": "疑点", "sentence": "说明",
        },
        file=file_name(view, "存疑的远程服务量"),
        caption=(f"只列最重的{NBSP}{_MOST}{NBSP}处，全部{NBSP}{len(frame)}{NBSP}处在下载的表格中。"
                 if len(frame) > _MOST else "") + "存疑的数仍计入合计；请申请机构核对后更正。",
        empty="没有发现存疑的服务量。" if view.tables.reported("remote_volumes") else "远程服务量表未报，无法核对。",
    )


def resource_centres(view: View) -> Listing:
    """Return which centres each consortium has built; those the policy requires are marked 必建."""
    frame = centres(view.figures, view.scope)
    required = view.policy.required_centres if view.policy else ()
    types = [code for code in CENTRE if code in required or frame[code].notna().any()]
    # What the document requires stands first, in its own order.
    types.sort(key=lambda code: (code not in required, list(CENTRE).index(code)))
    rows = []
    for row in frame.to_dict("records"):
        name = short(row["consortium"], (view.city_name, row["county"]), 18)
        line: dict[str, Any] = {"county": row["county"], "name": name}
        line["built"] = (
            Cell(f"{row['required_built']}/{row['required']}", row["required_built"])
            if row["required"] else Cell(f"{row['built']}{NBSP}类", row["built"])
        )
        for code in types:
            state = row[code] if isinstance(row[code], str) else None
            line[code] = _CENTRE_WANTING if state == "none" and code in required else _CENTRE[state]
        rows.append(line)
    rate = view.figures.get("centre.open_rate", view.scope)
    return Listing(
        title=said.centres(rate, len(frame), [int(value) for value in frame["built"]]),
        columns=(
            *([Col("county", "区县", width=62)] if view.level == "city" else []),
            Col("name", "医共体", width=150),
            Col("built", "必建已建" if required else "已建", "right"),
            *(Col(code, CENTRE[code], width=72) for code in types),
        ),
        rows=tuple(rows),
        frame=_in_words(frame),
        headings={
            "county": "区县", "consortium": "医共体", "required": "应建", "required_built": "应建已建",
            "built": "已建类数", **{code: CENTRE[code] for code in types},
        },
        file=file_name(view, "资源共享中心"),
        caption=f"文件规定必建：{'、'.join(CENTRE[code] for code in types if code in required)}。"
        if required else "文件未规定必建哪些中心。",
        empty="没有医共体。",
    )


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the states in Chinese for the file; null stays empty."""
    return frame.assign(**{code: frame[code].map(CENTRE_STATUS) for code in CENTRE})
