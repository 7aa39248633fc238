"""What every file of a scenario bears (文件标注): its mark in the name and in each row, which scenario, what data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from components.view import View
from components.views import listing
from scenarios.comparing import Answer
from scenarios.model import Scenario
from scenarios.words import WATERMARK

#: Characters that no file name may hold on one of the systems it may land on.
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*\r\n\t', "_"))
_LONGEST = 24
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


def marked(found: Answer, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the mark and the name of the scenario in each."""
    return frame.assign(scenario=found.scenario.name, watermark=WATERMARK)


def headings(own: Mapping[str, str]) -> dict[str, str]:
    """Return headings with those of the mark."""
    return {**own, "scenario": "情景名称", "watermark": "性质"}
