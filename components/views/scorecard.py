"""The scorecard (评分格): counties × key indicators, worst first, with words as well as tint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from components.theme import Theme
from indicators import CityFigures, catalogue, lists, sentences
from indicators.wording import cell_words, number

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

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
    values: pd.DataFrame
    #: The same shape: what stands in each cell.
    words: pd.DataFrame
    #: The same shape as the keys' columns: status of each cell.
    states: pd.DataFrame
    codes: tuple[str, ...]
    #: Units of the columns and how to use the table, said once beneath it.
    note: str

    def styled(self, theme: Theme) -> Styler:
        """Return the table with its words and tints; only missed targets and missing figures are tinted."""
        styler = self.values.style
        for key in self.values.columns.drop(COUNTY):
            said = dict(zip(self.values[key], self.words[key], strict=True))
            styler = styler.format(lambda value, said=said: said.get(value, "—"), subset=[key], na_rep="— 未报")
        return styler.apply(lambda column: self._tints(column, theme), subset=list(self.keys))

    def _tints(self, column: pd.Series, theme: Theme) -> list[str]:
        tint = {
            "not_met": f"background-color:{theme.cell_not_met};color:{theme.not_met.text}",
            "met": f"color:{theme.met.text}",
            "no_data": f"background-color:{theme.cell_no_data}",
        }
        missing = tint["no_data"]
        return [
            missing if pd.isna(value) else tint.get(state, "")
            for value, state in zip(column, self.states[column.name], strict=True)
        ]


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
        values[MISSED] = frame["not_met"]
        words[MISSED] = [_missed(int(count)) for count in frame["not_met"]]
    states = pd.DataFrame(index=frame.index)
    for key in keys:
        values[key] = frame[key].astype("float64")
        states[key] = frame[f"{key}|status"]
        words[key] = _words(states[key], values[key], frame[f"{key}|gap"], catalogue()[key].decimals)
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
        values=values,
        words=words,
        states=states,
        codes=tuple(frame["county_code"]),
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


def _words(states: pd.Series, values: pd.Series, gaps: pd.Series, decimals: int) -> list[str]:
    widths = [
        max((len(number(value, decimals)) for value in column.dropna()), default=0)
        for column in (values, gaps.where(states == "not_met"))
    ]
    return [
        cell_words(state, _null(value), _null(gap), decimals, *widths)
        for state, value, gap in zip(states, values, gaps, strict=True)
    ]


def _missed(count: int) -> str:
    return f"{count}\u00a0项" if count else "无"


def _null(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _note(keys: Sequence[str], aimed: Sequence[str]) -> str:
    by_unit: dict[str, list[str]] = {}
    for key in keys:
        definition = catalogue()[key]
        by_unit.setdefault(definition.unit, []).append(definition.short)
    units = "；".join(f"{'、'.join(names)}单位为{unit}" for unit, names in by_unit.items())
    target = "" if aimed else "文件未设目标，不评达标。"
    return f"{units}，率的差距单位为个百分点。{target}点表头排序，点行打开区县。"
