"""What every file of a scenario bears (文件标注): its mark in the name and in each row, which scenario, what data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from components.view import View
from components.views import listing
from components.views.listing import Listing
from scenarios.comparing import Answer
from scenarios.model import Scenario
from scenarios.words import WATERMARK

#: Characters that no file name may hold on one of the systems it may land on.
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*\r\n\t', "_"))
_LONGEST = 24
#: Heading by column of the mark and of whose it is.
_MARK: Final = {"scenario": "情景名称", "watermark": "性质"}
#: Heading by column of :func:`components.views.scenario_words.plain_row`.
MOVED: Final = {
    "name": "指标", "before": "现状", "after": "情景", "unit": "单位", "whole": "变化", "target": "目标",
    "status_before": "现状状态", "status_after": "情景状态",
}


def name(view: View, scenario: Scenario, what: str, suffix: str) -> str:
    """Return a file name that says what, of which scenario, where and when, and that it is none of today's figures."""
    short = scenario.name.translate(_FORBIDDEN).strip(" .")[:_LONGEST] or "情景"
    stem = listing.file_name(view, f"{WATERMARK}_{what}_{short}").removesuffix(".csv")
    return f"{stem}.{suffix}"


def table(rows: Sequence[Mapping[str, object]], columns: list[str] | None = None) -> pd.DataFrame:
    """Return rows as they are: a count beside a rate stays whole, and null stays null."""
    return pd.DataFrame(list(rows), columns=columns, dtype=object)


def marked(found: Answer, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the mark and the name of the scenario in each."""
    return frame.assign(scenario=found.scenario.name, watermark=WATERMARK)


def rows(one: Listing) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows of a list and their headings without the mark, for a sheet that bears it over all of them."""
    frame = one.frame() if callable(one.frame) else one.frame
    named = {column: words for column, words in one.headings.items() if column not in _MARK}
    return frame.drop(columns=[column for column in _MARK if column in frame.columns]), named


def headings(own: Mapping[str, str]) -> dict[str, str]:
    """Return headings with those of the mark."""
    return {**own, **_MARK}
