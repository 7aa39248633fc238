"""Posted staff by part of a scope (派驻分布): counties of a city, consortia of a county, members of a consortium."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.registers import FLOWS

COLUMNS = ["part_id", "part", *FLOWS]


def posted_parts(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return distinct counted persons by flow for each part of a scope.

    A city's parts are its counties in the account, a county's its consortia that exist on the day, a consortium's its
    lead and its township-level members, with any other institution that somebody is posted to.

    Returns:
        Columns part_id, part and one per flow (float; NaN where the flow is not given for such a part or nothing
        was reported), in the order of the registers.
    """
    context = figures.context
    base = context.base
    level = figures.level_of(scope)
    if level == "consortium":
        return _members(figures, scope)
    if level == "city":
        parts = list(zip(base.counties.index, base.counties.names, strict=True))
    else:
        home = base.scopes.county(scope)
        parts = [
            (base.consortia.index[at], base.consortia.names[at])
            for at in context.consortia
            if home >= 0 and base.consortia.county[at] == home
        ]
    rows = [
        (code, name, *(figures.value(f"posting.{flow}.persons", code) for flow in FLOWS)) for code, name in parts
    ]
    return _frame(rows)


def _members(figures: CityFigures, scope: str) -> pd.DataFrame:
    context = figures.context
    base = context.base
    consortium = base.scopes.consortium(scope)
    if consortium < 0 or not figures.tables.reported("postings"):
        return _frame([])
    counts = {flow: _by_receiver(figures, flow, consortium) for flow in FLOWS[:2]}
    own = context.consortium_of == consortium
    held = np.flatnonzero(own & context.is_lead)
    grassroots = context.grassroots_members[own[context.grassroots_members]]
    others = sorted({at for found in counts.values() for at in found} - {*held.tolist(), *grassroots.tolist()})
    rows = []
    for at in [*held.tolist(), *grassroots.tolist(), *others]:
        to_lead = bool(context.is_lead[at])
        rows.append((
            base.institutions.index[at],
            base.institutions.names[at],
            None if to_lead else counts[FLOWS[0]].get(at, 0),
            counts[FLOWS[1]].get(at, 0) if to_lead else None,
            None,
        ))
    return _frame(rows)


def _by_receiver(figures: CityFigures, flow: str, consortium: int) -> dict[int, int]:
    """Return distinct persons by receiving institution, of one consortium."""
    context = figures.context
    held = context.base.postings
    at = context.counted(flow)
    at = at[(context.posting_home.consortium[at] == consortium) & (held.receiver[at] >= 0)]
    pairs = np.unique(np.column_stack([held.receiver[at], held.person[at]]), axis=0)
    receivers, counts = np.unique(pairs[:, 0], return_counts=True)
    return dict(zip(receivers.tolist(), counts.tolist(), strict=True))


def _frame(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"part_id": "str", "part": "str", **dict.fromkeys(FLOWS, "float64")})
