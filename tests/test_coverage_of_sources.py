"""docs/coverage-of-sources.md: every measurable sentence of the two documents has its page and its indicator."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from components.menu import PAGES
from data.policies import policy_by_id
from indicators import catalogue

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
