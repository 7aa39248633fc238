"""Words of the rules as a county reads them: sheets and cells, no table files and no codes (说法)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from data.codes import DATUM
from data.findings import Finding
from data.merging.origins import Origin
from data.model import TABLES

_ROW = re.compile(r"第 (\d+) 行")
#: How to mend it in a workbook, by rule, where the rule speaks of source tables or of codes.
_FIXES: Final[Mapping[str, str]] = {
    "reference_missing": "核对编号；确有此项，先在它自己的表（机构、成员关系）里登记",
    "lead_count": "同一天每家医共体要有且只有一家牵头医院：核对“成员关系”表里的角色",
    "code_unknown": "从下拉列表里选一项",
    "value_invalid": "按这一项的口径填写：是、否，等级，或数",
    "datum_missing": "补填坐标系；取自高德、腾讯地图的是 GCJ-02，取自百度地图的是 BD-09",
    "boundary_missing": "核对区划代码",
    "membership_overlap": "一个机构只能属于一家医共体：核对“成员关系”表",
    "membership_cross_county": "核对机构编号和医共体编号；市级医院不是成员",
    "volume_outside_site_life": "核对“远程服务”表里的开通、停用日期，或服务量",
    "volume_without_site": "在“远程服务”表里补填开通日期",
    "position_missing": "补填经度、纬度和坐标系",
    "duplicate_key": "只保留正确的一行；若是两件事，改正其中一行的编号或日期",
}


def message_of(finding: Finding, origins: Mapping[int, Origin]) -> str:
    """Return what a rule says, with rows of the table as rows of the sheet they were reported in."""

    def place(found: re.Match[str]) -> str:
        origin = origins.get(int(found[1]) - 2)
        return origin.place if origin else "现有数据里的一行"

    return _ROW.sub(place, finding.message)


def fix_of(finding: Finding) -> str:
    """Return how to mend it in a workbook."""
    said = _FIXES.get(finding.code, finding.fix)
    for code, word in DATUM.items():
        said = re.sub(rf"\b{code}\b", word, said)
    for name, table in TABLES.items():
        said = said.replace(f"{name}.csv", f"{table.label}表")
    return said
