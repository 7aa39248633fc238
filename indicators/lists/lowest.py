"""The last three counties of an indicator (后三位), with ties and the base."""

from __future__ import annotations

from typing import Any

import pandas as pd

from indicators.catalogue import catalogue
from indicators.engine import CityFigures

#: How many counties are the last; with ties at the edge a few more.
LAST = 3
MOST = 5
#: A rate over fewer units than this (institutions, visits) is not ranked (基数过小).
SMALL = 5
#: The rule, as a page states it.
RULE = "只排比率；分母不足 5 的区县不排，可比区县不足\u00a04\u00a0个不排；数值相同的并列，并列过多的整组不列"
COLUMNS = ["county_code", "county", "value", "status", "gap", "position", "tied", "base"]


def lowest(figures: CityFigures, key: str) -> pd.DataFrame:
    """Return the counties that stand last in an indicator, the last one first.

    Last is worst in the indicator's direction; the best are never among the last. Counties of equal value stand
    together: a group that would make the list longer than five is left out whole, and a county whose rate has a base
    below five units stands in no rank. Empty where a rank says nothing: fewer than four counties are left, all have the
    same value, the indicator counts things (large counties have more) or has no direction.

    Returns:
        Columns county_code, county, value, status, gap, position (1 is the best), tied (how many
        others share it) and base (how many counties are ranked).
    """
    definition = catalogue()[key]
    rows: list[tuple[Any, ...]] = []
    if definition.direction != "none" and not definition.is_whole and "county" in definition.scopes:
        held = [figure for code in figures.counties if (figure := figures.get(key, code)) is not None]
        told = [(one, one.value) for one in held if one.value is not None and (one.denominator or 0) >= SMALL]
        sign = 1.0 if definition.direction == "up" else -1.0
        values = [sign * value for _, value in told]
        for (figure, value), own in zip(told, values, strict=True):
            worse, equal = sum(one < own for one in values), values.count(own)
            if len(told) > LAST and worse < LAST and worse + equal <= MOST and own < max(values):
                rows.append(
                    (own, figure.scope, figures.name_of(figure.scope), value, figure.status, figure.gap,
                     len(told) - worse - equal + 1, equal - 1, len(told))
                )  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[1]))
    frame = pd.DataFrame(rows, columns=["order", *COLUMNS])
    return frame.drop(columns="order").astype({"value": "float64", "gap": "float64"})


def low_places(figures: CityFigures, county: str, keys: list[str]) -> pd.DataFrame:
    """Return the indicators in which a county stands among the last, in the order of ``keys``.

    Returns:
        Columns key, name and those of :func:`lowest`.
    """
    found = []
    for key in keys:
        last = lowest(figures, key)
        own = last[last["county_code"] == county]
        if len(own):
            found.append(own.assign(key=key, name=catalogue()[key].short))
    if not found:
        return pd.DataFrame(columns=["key", "name", *COLUMNS])
    return pd.concat(found, ignore_index=True)[["key", "name", *COLUMNS]]
