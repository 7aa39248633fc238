"""Tables that differ from others in a few of them are coded again only where they differ (情景推演 does so)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from data.tables import CityTables
from indicators.coding import Coded, coded
from indicators.months import NONE

_PLACES = ("institutions", "consortia", "regions")
#: The tables that each part of the coded tables is made from; a part that is not named here is always made anew.
MADE_FROM: dict[str, tuple[str, ...]] = {
    "city_name": ("regions",),
    "scopes": ("regions", "consortia"),
    "counties": ("regions",),
    "institutions": ("institutions", "regions"),
    "consortia": ("consortia", "regions"),
    "memberships": ("memberships", "institutions", "consortia"),
    "postings": ("postings", "institutions", "regions"),
    "named_villages": ("regions",),
    "villages": ("regions", "village_services"),
    "village_services": ("village_services", "regions", "institutions"),
    "remote": ("remote_sites", "remote_volumes", "institutions"),
    "centres": ("resource_centres", "consortia"),
    "pairings": ("pairings", "institutions"),
    "specialties": ("specialties", "institutions", "consortia"),
    "bookings": ("bookings", "institutions"),
}


def share(made: CityTables, like: CityTables, *, longer: bool = False) -> None:
    """Let tables use what has been coded of other tables of the same city, as far as both hold the same frames.

    Args:
        made: Tables about to be asked for the first time; frames that did not change are the very same objects.
        like: Tables that were asked before.
        longer: Whether the institutions are those of ``like``, in their order, with others behind them.
    """
    source, target = coded(like), coded(made)
    same = {name for name, frame in made.frames.items() if frame is like.frames[name]}
    target.strangers |= source.strangers
    for part, tables in MADE_FROM.items():
        if part in source.__dict__ and same.issuperset(tables):
            target.__dict__[part] = source.__dict__[part]
    if longer and "institutions" in source.__dict__:
        _share_positions(target, source, same)
    _share_monthly(target, source, same)
    target._states.update({table: held for table, held in source._states.items() if table in same})


def _share_positions(target: Coded, source: Coded, same: Collection[str]) -> None:
    """Keep what names institutions by position: new ones stand behind the others, and nothing names them so far."""
    more = target.frames["institutions"]["institution_id"].iloc[len(source.institutions) :]
    if not source.strangers.isdisjoint(more):
        return
    kept = {*same, "institutions"}
    for part, tables in MADE_FROM.items():
        if part in source.__dict__ and part != "institutions" and kept.issuperset(tables):
            target.__dict__[part] = source.__dict__[part]
    if "remote" in target.__dict__:
        row = np.append(target.remote.row, np.full(len(more), NONE, dtype=np.int64))
        target.remote = replace(target.remote, row=row)


def _share_monthly(target: Coded, source: Coded, same: set[str]) -> None:
    if same.issuperset(_PLACES):
        target._monthly.update({key: held for key, held in source._monthly.items() if key[0] in same})
