"""Words that stand in a workbook for codes which the contract keeps as plain text: yes, no, and the tiers."""

from __future__ import annotations

from collections.abc import Mapping

from data.codes import CAPABILITY_VALUES, GOVERNANCE_VALUE

#: Capability items that are counted, in whole numbers, and those that are percentages.
COUNTED, SHARES = frozenset({"beds", "key_specialties"}), frozenset({"drug_catalogue_overlap"})
_YES_NO = {"yes": "是", "no": "否"}
#: 优质服务基层行: the standards an institution has reached.
_TIERS = {"none": "未达标准", "basic": "基本标准", "recommended": "推荐标准"}
#: Booleans of the contract.
BOOLEAN = {"true": "是", "false": "否"}


def capability_words(item: str) -> Mapping[str, str] | None:
    """Return code → word of a capability item's values; null for an item that holds a number, or is unknown."""
    codes = CAPABILITY_VALUES.get(item)
    if codes is None:
        return None
    words = {**_YES_NO, **_TIERS}
    return {code: words[code] for code in codes}


def governance_words() -> Mapping[str, str]:
    """Return code → word of a governance item's values."""
    return GOVERNANCE_VALUE
