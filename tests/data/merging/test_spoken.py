"""Values as the sheet says them: codes of the contract never reach a county."""

from __future__ import annotations

import pytest

from data.merging.origins import Origin
from tests.data.merging.sending import form_rows


@pytest.mark.parametrize(
    ("key", "row", "column", "value", "word"),
    [
        ("postings", {}, "title_grade", "associate_senior", "副高级"),
        ("memberships", {}, "role", "lead", "牵头医院"),
        ("resource_centres", {}, "status", "building", "在建"),
        ("institutions", {}, "central_town", "True", "是"),
        ("capability", {"item": "shared_pharmacy"}, "value", "no", "否"),
        ("capability", {"item": "service_tier"}, "value", "basic", "基本标准"),
        ("capability", {"item": "beds"}, "value", "20", "20"),
        ("governance", {"item": "info_platform"}, "value", "partial", "部分"),
        ("postings", {}, "end_on", "2022-12-31", "2022-12-31"),
        ("postings", {}, "no_such_column", "lead", "lead"),
    ],
)
def test_codes_are_said_as_their_words(key: str, row: dict[str, str], column: str, value: str, word: str) -> None:
    origin = Origin("330203", "甲.xlsx", form_rows(key, [row]), 0)
    assert origin.spoken(column, value) == word
    assert origin.finding("code", "warning", column, value, "为什么", "怎么改").value == word
