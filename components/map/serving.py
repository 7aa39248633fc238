"""Layers ready to send (图层缓存): built and compressed once per address, kept within a bound, shared by all."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

import geopandas as gpd
import orjson
import streamlit as st

from components import loaders
from components.map import labelling, layers, searching
from components.map.addresses import ARGUMENTS, NOTHING, LayerAddress
from components.map.facts import map_facts
from components.map.layers import Records
from components.map.source import SIZES, MapSource
from data.geography import context_land
from data.policies import policies_of
from data.store import Snapshot, StoreError, default_store
from indicators import catalogue

_BUILDERS: dict[str, Callable[..., Records]] = {
    **layers.BUILDERS,
    "county_labels": labelling.county_labels,
    "county_leaders": labelling.county_leaders,
    "place_labels": labelling.place_labels,
    "search": searching.search_list,
}
#: Compressed bytes kept, over all layers.
_MOST_BYTES = 48 * 2**20
#: A layer of at most so many bytes of JSON travels with the deck. A county's lines are half as long as its marks, so
#: both and the page stay under 100 kB per click.
_SMALL = 45_000


@dataclass(frozen=True, slots=True)
class Body:
    """One layer as it is sent: compressed JSON and its tag."""

    gzipped: bytes
    etag: str
    #: The records themselves where they are few.
    records: Records | None = None


def source_of(
    snapshot: Snapshot, city: str, as_of: date, caliber: str | None, policy: str | None = None
) -> MapSource:
    """Return what a city's layers are made of on a day; worked out once for all readers.

    ``policy`` is the id of a document chosen instead of the one in force.
    """
    return _source(snapshot.id, city, as_of, caliber, policy, snapshot)


@st.cache_resource(show_spinner=False, max_entries=48)
def _source(
    snapshot_id: str, city: str, as_of: date, caliber: str | None, policy: str | None, _snapshot: Snapshot
) -> MapSource:
    figures = loaders.figures(_snapshot, city, as_of, caliber, policy)
    boundaries, territories, around = _geometry(snapshot_id, city, _snapshot)
    return MapSource(map_facts(figures), figures, boundaries, territories, around)


@st.cache_resource(show_spinner=False, max_entries=8)
def _geometry(
    snapshot_id: str, city: str, _snapshot: Snapshot
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return boundaries, territories and the land around a city."""
    return _snapshot.boundaries(city), _snapshot.territories(city), context_land(city)


class LayerCache:
    """Bodies by address, the least recently used dropped first; each is built by one thread only."""

    def __init__(self, build: Callable[[LayerAddress], Records | None], most_bytes: int = _MOST_BYTES) -> None:
        """Keep at most ``most_bytes`` of what ``build`` makes; ``build`` gives None where there is no such layer."""
        self._build = build
        self._most = most_bytes
        self._kept: OrderedDict[LayerAddress, Body] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._building: dict[LayerAddress, threading.Lock] = {}

    def get(self, address: LayerAddress) -> Body | None:
        """Return a layer's body, building it if need be; None where there is no such layer."""
        with self._lock:
            body = self._kept.get(address)
            if body is not None:
                self._kept.move_to_end(address)
                return body
            gate = self._building.setdefault(address, threading.Lock())
        with gate:
            with self._lock:
                body = self._kept.get(address)
            if body is None:
                body = self._make(address)
        with self._lock:
            self._building.pop(address, None)
        return body

    def _make(self, address: LayerAddress) -> Body | None:
        records = self._build(address)
        if records is None:
            return None
        raw = orjson.dumps(records)
        # In the deck, a name that begins like an expression would be taken for one; what is fetched is text.
        few = records if len(raw) <= _SMALL and b'"@@' not in raw else None
        body = Body(gzip.compress(raw, 6, mtime=0), f'"{sha256(raw).hexdigest()[:20]}"', few)
        with self._lock:
            before = self._kept.pop(address, None)
            self._size += len(body.gzipped) - (len(before.gzipped) if before else 0)
            self._kept[address] = body
            while self._size > self._most and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1].gzipped)
        return body


def records_of(source: MapSource, address: LayerAddress) -> Records | None:
    """Build one layer; None where an argument names nothing that exists."""
    if not all(
        _valid(source, kind.rstrip("?"), value)
        for kind, value in zip(ARGUMENTS[address.name], address.arguments, strict=False)
    ):
        return None
    return _BUILDERS[address.name](source, *address.arguments)


def _valid(source: MapSource, kind: str, value: str) -> bool:
    if kind == "county":
        return value in source.facts.counties
    if kind == "key":
        return value in catalogue() and "county" in catalogue()[value].scopes
    if kind == "screen":
        return value in SIZES
    # Sorted letters, each once: one address for one picture.
    letters = set(layers.SHOWN.values())
    return value == NOTHING or (set(value) <= letters and value == "".join(sorted(set(value))))


def _build(address: LayerAddress) -> Records | None:
    snapshot = snapshot_of(address.snapshot)
    if snapshot is None or address.city not in snapshot.cities():
        return None
    if address.caliber is not None and address.caliber not in loaders.calibers():
        return None
    if address.policy is not None and all(address.policy != policy.id for policy in policies_of(address.city)):
        return None
    # Only days the selector offers: an address with any other date would make the server work for nobody.
    places = loaders.places(snapshot, address.city)
    days = {places.as_of(month, snapshot.manifest.as_of) for month in places.months} | {snapshot.manifest.as_of}
    if address.as_of not in days:
        return None
    return records_of(source_of(snapshot, address.city, address.as_of, address.caliber, address.policy), address)


CACHE = LayerCache(_build)


def small(address: LayerAddress) -> Records | None:
    """Return a layer's records where they are few enough to travel with the deck; None where it is to be fetched."""
    body = CACHE.get(address)
    return body.records if body is not None else None


def snapshot_of(snapshot_id: str) -> Snapshot | None:
    """Return a snapshot that exists, live or not; None for any other id."""
    live = loaders.live_snapshot()
    return live if live.id == snapshot_id else _stored(snapshot_id)


@lru_cache(maxsize=4)
def _stored(snapshot_id: str) -> Snapshot | None:
    try:
        return default_store().open(snapshot_id)
    except StoreError:
        return None
