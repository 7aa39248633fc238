"""docs/coverage-of-sources.md: every measurable sentence of the two documents has its page and its indicator."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from components.menu import PAGES
from components.views.stated import TOPICS, belongs
from data.policies import policy_by_id
from indicators import catalogue
from indicators.lists.statements import SUBJECT_KEYS

#: Digits of a city's code; a county's has more, and 区县档案 quotes the county's own statements alone.
CITY_DIGITS = 4
ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "coverage-of-sources.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines()
        if line.startswith("| ") and not line.startswith("| 原文")]


def test_every_key_exists_and_every_page_is_in_the_menu() -> None:
    names = {entry.name for entry in PAGES.values()}
    assert len(ROWS) > 50
    for quote, _, pages, answer in ROWS:
        keys = re.findall(r"`([a-z_.0-9]+)`", answer)
        assert keys or answer.startswith(("清单", "矩阵")), quote
        assert set(keys) <= set(catalogue()), quote
        assert set(re.split("[、；]", pages.replace("原文在", ""))) <= names, quote


@pytest.mark.parametrize("document", ["ningbo-2019", "zhangjiakou-2023"])
def test_everything_the_policy_file_holds_is_answered(document: str) -> None:
    policy = policy_by_id(document)
    assert policy is not None
    quoted = {row[0]: row[3] for row in ROWS}
    for item in (*policy.targets, *policy.directions):
        assert item.quote in quoted
        if item.indicator:
            assert any(f"`{item.indicator}`" in row[3] for row in ROWS if row[0] == item.quote)
    statements = pd.read_csv(ROOT / "data" / "reference" / "statements.csv", dtype="str")
    for quote in statements.loc[statements["source_id"] == document, "quote"]:
        assert quote in quoted


def stands_on(row: pd.Series) -> list[str]:
    """Return the names of the pages on which a statement is quoted: those of its subject, 总览, a county's profile."""
    keys = SUBJECT_KEYS.get(row["subject"], ())
    pages = [key for key in PAGES if key in TOPICS and key != "overview" and belongs(key, row["subject"], keys)]
    own = ["county"] if len(row["scope_code"]) > CITY_DIGITS else []
    return [PAGES[key].name for key in (*pages, "overview", *own)]


def test_each_statement_is_said_to_stand_where_it_stands() -> None:
    held = pd.read_csv(ROOT / "data" / "reference" / "statements.csv", dtype="str")
    listed = [row for row in ROWS if row[1].startswith("已公布数据")]
    assert len(listed) == len(held)
    for _, row in held.iterrows():
        told = {pages.partition("；")[2] for quote, kind, pages, _ in listed
                if quote == row["quote"] and kind == f"已公布数据（{row['value_text']}）"}
        assert told == {f"原文在{'、'.join(stands_on(row))}"}, row["quote"]
