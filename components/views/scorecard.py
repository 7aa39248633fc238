"""The scorecard (评分格): counties × key indicators, worst first, with words as well as tint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.grid.table import Cell, Tone
from indicators import CityFigures, catalogue, lists, sentences
from indicators.wording import NBSP, cell_words, figure_number

#: More columns than this do not fit beside the map.
_MOST = 5
#: Column of the county's name and of its number of missed targets.
COUNTY, MISSED = "county", "not_met"


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One row per county in the account; values stay numbers, so that a click on a heading sorts them."""

    finding: str
    keys: tuple[str, ...]
    #: Those of them that have a target for counties.
    aimed: tuple[str, ...]
    #: county, not_met (where anything has a target) and one column of numbers per key.
    numbers: pd.DataFrame
    #: The same shape: what stands in each cell.
    words: pd.DataFrame
    #: The same shape as the keys' columns: status of each cell.
    states: pd.DataFrame
    codes: tuple[str, ...]
    #: The rows for the table: cells say words, sort by value and carry their status as tone.
    rows: tuple[dict[str, Any], ...]
    #: Units of the columns and how to use the table, said once beneath it.
    note: str

    @property
    def headings(self) -> dict[str, str]:
        """Return the heading of each indicator's column in a file, with its unit."""
        return {key: f"{catalogue()[key].short}（{catalogue()[key].unit}）" for key in self.keys}


def scorecard(figures: CityFigures, cards: Sequence[str]) -> Scorecard:
    """Return the scorecard of a city: the indicators of its cards that are given for a county.

    Those with a target for counties come first; a number of persons that only the city has a target for is left out
    where there are enough others.
    """
    keys = _keys(figures, cards)
    frame = lists.scorecard(figures, keys)
    aimed = [key for key in keys if figures.policy is not None and figures.policy.target(key, "county") is not None]
    values = pd.DataFrame({COUNTY: frame["county"]})
    words = pd.DataFrame({COUNTY: frame["county"]})
    if aimed:
        # Who reported nothing misses no target that is known of, which is not the same as none.
        known = (frame[[f"{key}|status" for key in aimed]] != "no_data").any(axis=1)
        values[MISSED] = frame["not_met"].astype("Int64").where(known)
        words[MISSED] = [_missed(count) for count in values[MISSED]]
    states = pd.DataFrame(index=frame.index)
    for key in keys:
        values[key] = frame[key].astype("float64")
        states[key] = frame[f"{key}|status"]
        words[key] = _words(states[key], values[key], frame[f"{key}|gap"], key)
    silent = [
        county
        for county, row in zip(frame["county"], states[aimed].itertuples(index=False), strict=True)
        if aimed and set(row) <= {"no_data"}
    ]
    return Scorecard(
        finding=sentences.scorecard(
            list(zip(frame["county"], frame["not_met"].astype(int), strict=True)), len(aimed), silent
        ),
        keys=keys,
        aimed=tuple(aimed),
        numbers=values,
        words=words,
        states=states,
        codes=tuple(frame["county_code"]),
        rows=_rows(frame["county_code"], values, words, states),
        note=_note(keys, aimed),
    )


def _keys(figures: CityFigures, cards: Sequence[str]) -> tuple[str, ...]:
    """Choose the columns: indicators of the cards given for a county, those with a county target first."""
    given = [key for key in cards if "county" in catalogue()[key].scopes]
    policy = figures.policy
    aimed = [key for key in given if policy is not None and policy.target(key, "county") is not None]
    others = [key for key in given if key not in aimed]
    # Persons posted matter less per county than who is covered, so they go last.
    others.sort(key=lambda key: key.endswith(".persons"))
    return tuple((aimed + others)[:_MOST])


def _rows(
    codes: pd.Series, values: pd.DataFrame, words: pd.DataFrame, states: pd.DataFrame
) -> tuple[dict[str, Any], ...]:
    rows: list[dict[str, Any]] = [
        {"code": code, COUNTY: county} for code, county in zip(codes, values[COUNTY], strict=True)
    ]
    for column in values.columns.drop(COUNTY):
        tones = states[column] if column in states else [""] * len(values)
        for row, value, said, state in zip(rows, values[column], words[column], tones, strict=True):
            known = _null(value)
            row[column] = Cell(said, known, _tone(known, state))
    return tuple(rows)


def _tone(value: float | None, state: str) -> Tone:
    """Return the tint of a cell: only missed targets and missing figures stand out."""
    if value is None:
        return "no_data"
    return "met" if state == "met" else "not_met" if state == "not_met" else ""


def _words(states: pd.Series, values: pd.Series, gaps: pd.Series, key: str) -> list[str]:
    unit, decimals = catalogue()[key].unit, catalogue()[key].decimals
    widths = [
        max((len(figure_number(value, unit, decimals)) for value in column.dropna()), default=0)
        for column in (values, gaps.where(states == "not_met"))
    ]
    return [
        cell_words(state, _null(value), _null(gap), unit, decimals, *widths)
        for state, value, gap in zip(states, values, gaps, strict=True)
    ]


def _missed(count: int | pd.api.typing.NAType) -> str:
    return f"—{NBSP}未报" if pd.isna(count) else f"{count}{NBSP}项" if count else "无"


def _null(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _note(keys: Sequence[str], aimed: Sequence[str]) -> str:
    by_unit: dict[str, list[str]] = {}
    for key in keys:
        definition = catalogue()[key]
        by_unit.setdefault(definition.unit, []).append(definition.short)
    units = "；".join(f"{'、'.join(names)}单位为{unit}" for unit, names in by_unit.items())
    target = "" if aimed else "文件未设目标，不评达标。"
    counted = f"“未达标”只数本表有目标的{NBSP}{len(aimed)}{NBSP}项，全部目标见区县档案。" if aimed else ""
    return f"{units}，率的差距单位为个百分点。{target}{counted}点表头排序，点区县名看档案，点行在本页看该区县。"
