"""Cached access to the live snapshot (数据快照): figures per snapshot, city, day, caliber and policy, for all sessions.

What is cached is immutable and shared, so nothing is kept per session and nothing is copied on a rerun. Everything is
keyed by the snapshot's id: a new snapshot is noticed on the next rerun (one small file is read) and a run that has
begun keeps the one it began with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from components.places import Places
from data.partitions import path_of
from data.policies import Caliber, Policy, load_calibers, policy_by_id, policy_for
from data.reference import boundary_credit
from data.store import Snapshot, default_store
from data.tables import CityTables
from indicators import CityFigures, compute


def live_snapshot() -> Snapshot:
    """Return the snapshot that is live now; the last good one when the live one was refused.

    Raises:
        StoreError: The store holds no snapshot that can be served.
    """
    store = default_store()
    key = (str(store.root), store.live_id())
    snapshot = _open(*key)
    if snapshot.refused:
        # What was refused may be put right without a new snapshot, so ask again next time.
        _open.clear(*key)
    return snapshot


@st.cache_resource(show_spinner=False, max_entries=4)
def _open(root: str, live_id: str) -> Snapshot:
    """Open the live snapshot of the store; the arguments are the cache key."""
    return default_store().open()


def forget() -> None:
    """Forget which snapshot is open, after one of its files was found damaged."""
    _open.clear()


@st.cache_resource(show_spinner=False, max_entries=4)
def _cities(snapshot_id: str, _snapshot: Snapshot) -> dict[str, str]:
    # Cities with targets come first: there the main question has an answer.
    codes = sorted(_snapshot.cities(), key=lambda code: (not _has_targets(code), code))
    return {code: _city_name(_snapshot, code) for code in codes}


def _has_targets(city: str) -> bool:
    own = policy_for(city)
    return own is not None and bool(own.targets)


def cities(snapshot: Snapshot) -> dict[str, str]:
    """Return the names of the cities that can be opened, by code; the first is the default."""
    return _cities(snapshot.id, snapshot)


def _city_name(snapshot: Snapshot, code: str) -> str:
    # Of a city that is not open only this one row is read; its files are checked when it is opened.
    path = snapshot.path / path_of("regions", code)
    try:
        found = pd.read_parquet(path, columns=["name"], filters=[("region_code", "==", code)])
    except (OSError, ValueError):
        return code
    return str(found["name"].iloc[0]) if len(found) else code


@st.cache_resource(show_spinner=False, max_entries=8)
def _tables(snapshot_id: str, city: str, _snapshot: Snapshot) -> CityTables:
    return _snapshot.city(city)


def tables(snapshot: Snapshot, city: str) -> CityTables:
    """Return the rows of one city; read once per snapshot."""
    return _tables(snapshot.id, city, snapshot)


@st.cache_resource(show_spinner=False, max_entries=64)
def _figures(
    snapshot_id: str, city: str, as_of: date, caliber: str | None, chosen: str | None, _snapshot: Snapshot
) -> CityFigures:
    return compute(_tables(snapshot_id, city, _snapshot), as_of, caliber, policy(city, as_of, chosen))


def figures(
    snapshot: Snapshot, city: str, as_of: date, caliber: str | None, chosen: str | None = None
) -> CityFigures:
    """Return every indicator of a city, its counties and consortia on one day; computed once for all sessions.

    Args:
        snapshot: The snapshot.
        city: Code of the city.
        as_of: The day.
        caliber: The caliber for all flows; None leaves each flow the policy's.
        chosen: Id of a policy instead of the one in force; None for that one, so that both ways share one answer.
    """
    return _figures(snapshot.id, city, as_of, caliber, chosen, snapshot)


@st.cache_resource(show_spinner=False, max_entries=8)
def _places(snapshot_id: str, city: str, _snapshot: Snapshot) -> Places:
    return Places.of(_tables(snapshot_id, city, _snapshot))


def places(snapshot: Snapshot, city: str) -> Places:
    """Return the names and months by which a city's views are chosen."""
    return _places(snapshot.id, city, snapshot)


def policy(city: str, as_of: date, chosen: str | None = None) -> Policy | None:
    """Return the policy of that id, else the one in force in a city on a day; None when there is none."""
    return policy_by_id(chosen) if chosen else policy_for(city, as_of)


@st.cache_resource(show_spinner=False)
def calibers() -> Mapping[str, Caliber]:
    """Return every caliber that may be asked for, by id."""
    return load_calibers()


@st.cache_resource(show_spinner=False)
def attribution() -> str:
    """Return who the boundaries are owed to; everything else the reference holds is credited in the README."""
    return boundary_credit()
