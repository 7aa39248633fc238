"""Cached access to the live snapshot (数据快照): finished figures per (snapshot, city, day, caliber), shared by all sessions.

What is cached is immutable and shared, so nothing is kept per session and nothing is copied on a rerun. Everything is
keyed by the snapshot's id: a new snapshot is noticed on the next rerun (one small file is read) and a run that has
begun keeps the one it began with.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.places import Places
from data.policies import Caliber, Policy, load_calibers, policy_for
from data.store import Snapshot, default_store
from data.tables import CityTables
from indicators import CityFigures, compute


def live_snapshot() -> Snapshot:
    """Return the snapshot that is live now; the last good one when the live one was refused.

    Raises:
        Whatever the store raises when it holds no readable snapshot at all.
    """
    store = default_store()
    return _open(str(store.root), store.live_id())


@st.cache_resource(show_spinner=False, max_entries=4)
def _open(root: str, live_id: str) -> Snapshot:
    """Open the store's live snapshot; ``root`` and ``live_id`` are the cache key."""
    return default_store().open()


@st.cache_resource(show_spinner=False, max_entries=8)
def _tables(snapshot_id: str, city: str, _snapshot: Snapshot) -> CityTables:
    return _snapshot.city(city)


def tables(snapshot: Snapshot, city: str) -> CityTables:
    """Return the rows of one city; read once per snapshot."""
    return _tables(snapshot.id, city, snapshot)


@st.cache_resource(show_spinner=False, max_entries=64)
def _figures(snapshot_id: str, city: str, as_of: date, caliber: str | None, _snapshot: Snapshot) -> CityFigures:
    return compute(_tables(snapshot_id, city, _snapshot), as_of, caliber)


def figures(snapshot: Snapshot, city: str, as_of: date, caliber: str | None) -> CityFigures:
    """Return every indicator of a city, its counties and consortia on one day; computed once for all sessions."""
    return _figures(snapshot.id, city, as_of, caliber, snapshot)


@st.cache_resource(show_spinner=False, max_entries=8)
def _places(snapshot_id: str, city: str, _snapshot: Snapshot) -> Places:
    return Places.of(_tables(snapshot_id, city, _snapshot))


def places(snapshot: Snapshot, city: str) -> Places:
    """Return the names and months by which a city's views are chosen."""
    return _places(snapshot.id, city, snapshot)


@st.cache_resource(show_spinner=False, max_entries=16)
def policy(city: str) -> Policy | None:
    """Return the policy in force for a city; None when there is none."""
    return policy_for(city)


@st.cache_resource(show_spinner=False)
def calibers() -> dict[str, Caliber]:
    """Return every caliber that may be asked for, by id."""
    return load_calibers()
