"""Spans of days as half-open intervals [start, end): overlaps, gaps and spans that end before they start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from data.rules.material import ALWAYS, FOREVER


def filled(frame: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Return ``start`` and ``end`` of each row with open ends filled by the first and last day there is."""
    return pd.DataFrame({"start": frame[start].fillna(ALWAYS), "end": frame[end].fillna(FOREVER)})


def overlapping(owners: pd.Series[Any], start: pd.Series[Any], end: pd.Series[Any]) -> Iterator[tuple[int, int]]:
    """Yield pairs (row, earlier row it overlaps with) of one owner; spans without a day take no part.

    Each row that overlaps an earlier one is named once, with the earlier one that lasts longest. Compared are
    half-open spans: one that ends the day another begins does not overlap it.
    """
    spans = pd.DataFrame({"owner": owners, "start": start, "end": end}).dropna()
    spans = spans[spans["start"] < spans["end"]].sort_values(["owner", "start", "end"], kind="stable")
    owner, begins, ends = (spans[name].to_numpy() for name in ("owner", "start", "end"))
    longest = 0
    for here in range(1, len(spans)):
        if owner[here] != owner[longest]:
            longest = here
            continue
        if begins[here] < ends[longest]:
            yield int(spans.index[here]), int(spans.index[longest])
        if ends[here] > ends[longest]:
            longest = here


def counts(
    start: pd.Series[Any], end: pd.Series[Any], first: pd.Timestamp, last: pd.Timestamp
) -> Iterator[tuple[pd.Timestamp, pd.Timestamp, int]]:
    """Yield the maximal spans of [first, last) with the number of half-open spans in force throughout each."""
    spans = pd.DataFrame({"start": start, "end": end})
    spans = spans[spans["start"] < spans["end"]].clip(first, last)
    edges = np.unique(pd.concat([spans["start"], spans["end"], pd.Series([first, last])]).to_numpy())
    held: tuple[pd.Timestamp, pd.Timestamp, int] | None = None
    for begins, ends in pairwise(edges):
        number = int(((spans["start"] <= begins) & (spans["end"] > begins)).sum())
        if held is not None and held[2] == number:
            held = (held[0], pd.Timestamp(ends), number)
            continue
        if held is not None:
            yield held
        held = (pd.Timestamp(begins), pd.Timestamp(ends), number)
    if held is not None:
        yield held
