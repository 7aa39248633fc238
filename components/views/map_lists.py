"""Lists beneath the map (清单): who belongs to whom, and what is left over or in doubt."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from components.map.facts import Group
from components.map.source import MapSource
from data.model import CATEGORY
from indicators.lists import doubtful_positions, unaffiliated, without_coordinates
from indicators.wording import NBSP, joined

Rows = list[dict[str, Any]]
_ROLE = {"lead": "牵头医院", "county": "县级成员", "grassroots": "基层机构", "clinic": "村卫生室", "other": "其他成员"}


def consortia(source: MapSource, county: str | None, consortium: str | None) -> Rows:
    """Return one row per consortium: its county, lead, township-level members by name, clinics, who is unposted."""
    groups = sorted(source.facts.groups.values(), key=lambda group: (group.county, group.order))
    chosen = [group for group in groups if county in (None, group.county) and consortium in (None, group.id)]
    return [_row(source, group, names=len(chosen) <= 6) for group in chosen]


def _row(source: MapSource, group: Group, *, names: bool) -> dict[str, Any]:
    sites = source.facts.sites
    members = [site for site in sites.values() if site.consortium == group.id]
    townships = [site for site in members if site.kind == "grassroots"]
    empty = [site.name for site in townships if site.unposted]
    unknown = any(site.posted is None for site in townships)
    return {
        "id": group.id,
        "county": source.facts.counties[group.county],
        "name": group.name,
        "lead": sites[group.lead].name if group.lead and group.lead in sites else "—",
        "townships": len(townships),
        "names": joined([site.name for site in townships], 40 if names else 2, "家"),
        "clinics": sum(site.kind == "clinic" for site in members),
        "unposted": None if unknown else len(empty),
        "unposted_names": joined(empty, 3, "家") if empty else "—" if unknown else "无",
    }


def members(source: MapSource, county: str | None, consortium: str | None) -> pd.DataFrame:
    """Return every member of the consortia shown, for download: one row per institution, its superior beside it."""
    sites, groups, names = source.facts.sites, source.facts.groups, source.facts.counties
    rows = []
    for site in sites.values():
        group = groups.get(site.consortium or "")
        if group is None or county not in (None, group.county) or consortium not in (None, group.id):
            continue
        above = sites.get(site.supervisor or "") or (sites.get(group.lead or "") if site.kind != "lead" else None)
        rows.append({
            "区县": names[group.county], "医共体": group.name, "机构编号": site.id, "机构": site.name,
            "角色": _ROLE.get(site.kind, "成员"), "类别": CATEGORY.get(site.category, site.category),
            "上级": above.name if above else None, "现有派驻人数": site.posted,
        })
    columns = ["区县", "医共体", "机构编号", "机构", "角色", "类别", "上级", "现有派驻人数"]
    frame = pd.DataFrame(rows, columns=columns)
    order = {role: at for at, role in enumerate(_ROLE.values())}
    frame = frame.assign(_order=frame["角色"].map(order)).sort_values(["区县", "医共体", "_order", "机构编号"])
    return frame[columns].reset_index(drop=True)


def problems(source: MapSource, county: str | None) -> Rows:
    """Return the institutions (clinics included) that are 未归属, 坐标存疑 or 无坐标, each with a sentence."""
    figures, scope = source.figures, county or source.facts.city
    parts = (
        ("未归属", unaffiliated(figures, scope), "在营，截止日不属于任何医共体。"),
        ("坐标存疑", doubtful_positions(figures, scope, source.boundaries), ""),
        ("无坐标", without_coordinates(figures, scope), "未报坐标，图上不显示。"),
    )
    return [
        {"id": row["institution_id"], "kind": kind, "county": row["county"], "name": row["name"],
         "category": row["category_label"], "sentence": sentence or f"{row['note']}，请核对。"}
        for kind, frame, sentence in parts
        for row in frame.to_dict("records")
    ]


def tally(rows: Rows) -> str:
    """Return the problems by kind in words: 未归属 12 家、无坐标 3 家; nothing for no rows."""
    kinds = Counter(row["kind"] for row in rows)
    return "、".join(f"{kind}{NBSP}{count}{NBSP}家" for kind, count in kinds.items())
