"""The rows behind a sentence (依据) as a small table in words, for a block of the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from components.rows import Row
from data.policies import Target
from indicators.lists.behind import Behind
from indicators.lists.care_gap import RULE as GAP_RULE
from indicators.lists.changes import RULE as CHANGE_RULE
from indicators.lists.due import RULE as DUE_RULE
from indicators.lists.ending import RULE as ENDING_RULE
from indicators.lists.lowest import RULE as LOWEST_RULE
from indicators.wording import NBSP, change_words, difference, number, quantity, target_words

#: Rows shown under a sentence; all of them are in the file offered beside more, or on the page named.
_MOST = 15

_PLACE = {"county": "区县", "consortium": "医共体"}
#: Heading by column of each list, in the order shown.
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "due_targets": {"name": "指标", "value": "现值", "target": "目标", "gap": "差", "due": "期限", "state": "说明"},
    "lowest": {"county": "区县", "value": "数值", "position": "位次", "base": "可比区县数"},
    "low_places": {"name": "指标", "value": "数值", "position": "位次", "base": "可比区县数"},
    "unposted_institutions": {**_PLACE, "name": "机构", "days_vacant": "空缺天数", "note": "说明"},
    "ending_postings": {"flow_label": "派驻方向", "from_name": "派出", "to_name": "派往", "county": "区县",
                        "last_on": "到期日", "days_left": "还有天数"},
    "year_changes": {"place": "地区", "name": "指标", "base": "上年同期", "current": "本期", "change": "变化"},
    "unreported": {"name": "指标", "who": "未报"},
    "figure_rows": {**_PLACE, "name": "单位", "month": "月份", "numerator": "分子", "denominator": "分母",
                    "reported": "已报"},
    "centres": {**_PLACE, "required_built": "已建", "required": "应建"},
    "who_sends_to_whom": {"sender": "派出", "county": "区县", "persons": "人数"},
    "uncovered_villages": {"county": "区县", "township": "乡镇街道", "name": "村（社区）", "planned_label": "规划"},
    "care_gap": {"county": "区县", "rate": "率（%）", "share": "占全市就诊（%）", "contribution": "拉低（百分点）"},
}
#: By what rule a list is made, where it is not of everything there is.
_RULES = {
    "due_targets": DUE_RULE, "lowest": LOWEST_RULE, "low_places": LOWEST_RULE, "ending_postings": ENDING_RULE,
    "year_changes": CHANGE_RULE, "care_gap": GAP_RULE,
}
_STATES = {"passed": "已过文件年度", "at_risk": "按近半年速度到期不能达标", "due": "当日到期"}
#: Where a list is shown whole, by the page's key.
PAGE = {
    "unposted_institutions": "posting", "ending_postings": "posting", "who_sends_to_whom": "posting",
    "uncovered_villages": "coverage", "care_gap": "care", "centres": "remote", "unreported": "quality",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """A list in words: its title, headings, first rows, how many more there are, and how many in all."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str
    total: int
    #: By what rule it is made (依据); empty where it lists all there are.
    rule: str
    #: All rows for a file, where not all are shown, and the heading of each column there; empty otherwise.
    frame: pd.DataFrame | None = None
    filed: Mapping[str, str] = field(default_factory=dict)


def rows_of(behind: Behind, without: Collection[str] = ()) -> Rows:
    """Return the first rows behind a sentence; columns in which nothing stands are left out.

    Args:
        behind: The list behind the sentence.
        without: Columns that would say the same in every row, as the county does on a page of one county.
    """
    held = behind.rows
    wanted = {name: said for name, said in _COLUMNS.get(behind.name, {}).items() if name not in without}
    shown = {name: said for name, said in wanted.items() if name in held and held[name].notna().any()}
    first = held.head(_MOST).to_dict("records")
    rest = len(held) - len(first)
    return Rows(
        behind.title,
        tuple(shown.values()),
        tuple(tuple(_words(name, row[name], row) for name in shown) for row in first),
        f"另有{NBSP}{rest}{NBSP}行" if rest > 0 else "",
        len(held),
        _RULES.get(behind.name, ""),
        _filed(held, list(shown)) if rest > 0 else None,
        _headings(shown, held) if rest > 0 else {},
    )


def _headings(shown: Mapping[str, str], held: pd.DataFrame) -> dict[str, str]:
    """Return the headings of the file: those shown and the unit, in a comparison that of the change."""
    unit = "变化的单位" if "change" in held else "计量单位"
    return {**shown, **({"unit": unit} if "unit" in held else {})}


def _filed(held: pd.DataFrame, shown: Sequence[str]) -> pd.DataFrame:
    """Return all rows for a file: numbers and dates as they are, targets, names and states in words."""
    frame = held.copy()
    for name in shown:
        if frame[name].dtype == object or name == "state":
            frame[name] = [_plain(name, value) for value in frame[name]]
    return frame


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Target | tuple | list | bool):
        return _words(name, value, {})
    return _STATES.get(value, value) if name == "state" else value


def _words(name: str, value: Any, row: Row) -> str:
    if isinstance(value, Target):
        return target_words(value)
    if isinstance(value, tuple | list):
        return "、".join(str(part) for part in value)
    if pd.isna(value):
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d}"
    if not isinstance(value, int | float):
        return _STATES.get(value, str(value)) if name == "state" else str(value)
    if "current" in row:
        return _compared(name, value, row)
    unit = row.get("unit")
    if isinstance(unit, str):
        decimals = 1 if unit == "%" else 0
        return difference(value, unit, decimals) if name == "gap" else quantity(value, unit, decimals)
    return number(value, 0 if float(value).is_integer() else 1)


def _compared(name: str, value: float, row: Row) -> str:
    """Return a cell of a comparison; ``unit`` is there the change's: 百分点 of rates, % of amounts."""
    if name == "change":
        return change_words("", value, "%", 1, relative=row["kind"] != "rate").strip()
    return quantity(value, "%", 1) if row["kind"] == "rate" else number(value)
