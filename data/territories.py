"""Territories (近似范围): what land lies nearest to each consortium's township-level institutions, through time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from data.cells import nearest_cells
from data.model import TOWNSHIP_LEVEL

_Day = pd.Timestamp | None
#: One institution in one period: its id, position and consortium (null: 未归属).
_Site = tuple[str, float, float, str | None]


@dataclass(frozen=True, slots=True)
class _Span:
    """Days on which something holds: from ``start`` (null: always) up to but not including ``end`` (null: open)."""

    start: _Day
    end: _Day

    def covers(self, day: _Day) -> bool:
        """Tell whether the span holds on a day; the null day lies before every date."""
        if day is None:
            return self.start is None
        return (self.start is None or self.start <= day) and (self.end is None or self.end > day)


_Affiliations = Mapping[str, Sequence[tuple[str, _Span]]]


def territories(
    institutions: pd.DataFrame, memberships: pd.DataFrame, consortia: pd.DataFrame, boundaries: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Divide each county among its consortia by the nearest open township-level institution.

    Every spot of a county goes to the open township_hospital or community_health_centre nearest to it, and the
    cells are joined by consortium. There is one set of rows for each period in which the open institutions of
    the county and what they belong to do not change. Institutions without coordinates take no part; of several
    at one place the affiliated one with the lowest id counts.

    Args:
        institutions: Rows of the table; a coordinate in another datum is converted.
        memberships: Rows of the table.
        consortia: Rows of the table; a membership holds only while its consortium exists.
        boundaries: ``region_code`` and ``geometry`` (EPSG:4326) of the counties.

    Returns:
        ``county_code``, ``consortium_id`` (null: the cells of unaffiliated institutions), ``valid_from`` (null:
        since ever), ``valid_to`` (null: until further notice; the day itself no longer counts), ``geometry``.
        A county has no rows for a time in which it has no such institution.
    """
    from data.geography import wgs84_points  # geography offers this function too

    located = institutions[institutions["category"].isin(TOWNSHIP_LEVEL)]
    located = located.assign(**wgs84_points(located)).dropna(subset=["lon", "lat", "county_code"])
    affiliations = _affiliations(memberships, consortia)
    rows: list[dict[str, Any]] = []
    for county, land in zip(boundaries["region_code"], boundaries.geometry, strict=True):
        rows += _of_county(county, land, located[located["county_code"] == county], affiliations)
    frame = pd.DataFrame(rows, columns=["county_code", "consortium_id", "valid_from", "valid_to", "geometry"])
    frame = frame.astype({"county_code": "str", "consortium_id": "str",
                          "valid_from": "datetime64[ms]", "valid_to": "datetime64[ms]"})
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


def _of_county(
    county: str, land: BaseGeometry, institutions: pd.DataFrame, affiliations: _Affiliations
) -> list[dict[str, Any]]:
    sites = institutions.sort_values("institution_id")
    rows: list[dict[str, Any]] = []
    drawn: dict[tuple[_Site, ...], dict[object, BaseGeometry]] = {}
    for period, present in _periods(sites, affiliations):
        if present not in drawn:
            # The affiliated come first: of several at one place, the first counts.
            ordered = sorted(present, key=lambda site: (site[3] is None, site[0]))
            points = np.array([site[1:3] for site in ordered])
            drawn[present] = nearest_cells(points, [site[3] for site in ordered], land)
        for consortium in sorted(drawn[present], key=lambda c: (c is None, str(c))):
            rows.append({"county_code": county, "consortium_id": consortium, "valid_from": period.start,
                         "valid_to": period.end, "geometry": drawn[present][consortium]})
    return rows


def _periods(
    sites: pd.DataFrame, affiliations: _Affiliations
) -> list[tuple[_Span, tuple[_Site, ...]]]:
    """Return the periods of constant affiliation in order, each with the institutions open in it."""
    columns = (sites[name] for name in ("institution_id", "lon", "lat", "opened_on", "closed_on"))
    known = [(str(site), float(lon), float(lat), _Span(_day(opened), _day(closed)))
             for site, lon, lat, opened, closed in zip(*columns, strict=True)]
    days: set[_Day] = {None}
    for site, _, _, life in known:
        days |= {life.start, life.end}
        for _, held in affiliations.get(site, ()):
            days |= {held.start, held.end}
    starts: list[_Day] = [None, *sorted(day for day in days if day is not None)]
    periods: list[tuple[_Span, tuple[_Site, ...]]] = []
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        present = tuple(
            (site, lon, lat, _consortium_on(start, affiliations.get(site, ())))
            for site, lon, lat, life in known if life.covers(start)
        )
        if periods and periods[-1][1] == present and periods[-1][0].end == start:
            periods[-1] = (_Span(periods[-1][0].start, end), present)
        elif present:
            periods.append((_Span(start, end), present))
    return periods


def _affiliations(memberships: pd.DataFrame, consortia: pd.DataFrame) -> _Affiliations:
    """Return for each institution its consortia with the days on which the membership is in force."""
    lives = (consortia[name] for name in ("consortium_id", "established_on", "dissolved_on"))
    life = {str(consortium): _Span(_day(start), _day(end)) for consortium, start, end in zip(*lives, strict=True)}
    terms = (memberships[name] for name in ("consortium_id", "institution_id", "valid_from", "valid_to"))
    held: dict[str, list[tuple[str, _Span]]] = {}
    for consortium, institution, valid_from, valid_to in zip(*terms, strict=True):
        if consortium not in life:
            continue
        exists = life[consortium]
        start = max((day for day in (_day(valid_from), exists.start) if day is not None), default=None)
        end = min((day for day in (_day(valid_to), exists.end) if day is not None), default=None)
        if start is None or end is None or start < end:
            held.setdefault(institution, []).append((consortium, _Span(start, end)))
    return {institution: sorted(spans, key=lambda pair: pair[0]) for institution, spans in held.items()}


def _consortium_on(day: _Day, spans: Sequence[tuple[str, _Span]]) -> str | None:
    return next((consortium for consortium, span in spans if span.covers(day)), None)


def _day(value: Any) -> _Day:
    return None if pd.isna(value) else pd.Timestamp(value)
