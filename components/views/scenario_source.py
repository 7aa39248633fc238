"""What the maps after a scenario are made of (推演后的地图事实): its facts, its territories, the colours as before."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from components.map.facts import MapFacts, Site, map_facts
from components.map.source import MapSource
from data.model import TOWNSHIP_LEVEL
from data.tables import CityTables
from data.territories import territories
from scenarios.comparing import Answer


def after_source(before: MapSource, found: Answer, county: str) -> MapSource:
    """Return what the map of a county after a scenario is made of; that of the day itself where nothing changed.

    Consortia keep the colour they had; the territories (近似范围) are made anew where members moved.
    """
    if found.after is found.before:
        return before
    facts = _coloured_alike(before.facts, map_facts(found.after), county)
    return MapSource(facts, found.after, before.boundaries, _territories(before, found, county), before.around)


def sites_moved(before: MapSource, after: MapSource, county: str) -> frozenset[str]:
    """Return the institutions of a county that look otherwise after than before; village clinics apart."""
    if before is after:
        return frozenset()
    then, now = ({site.id: _seen(site) for site in source.facts.of_county(county) if site.kind != "clinic"}
                 for source in (before, after))
    return frozenset(id for id, seen in now.items() if then.get(id) != seen)


def _seen(site: Site) -> tuple[str, bool, str | None]:
    return site.kind, site.unposted, site.consortium


def _coloured_alike(before: MapFacts, after: MapFacts, county: str) -> MapFacts:
    """Return the facts with each consortium in the place it had before; new ones come after all of those."""
    held = {group.id: group.order for group in before.groups_of(county)}
    groups = dict(after.groups)
    fresh = max(held.values(), default=-1) + 1
    for group in after.groups_of(county):
        if group.id in held:
            groups[group.id] = replace(group, order=held[group.id])
        else:
            groups[group.id] = replace(group, order=fresh)
            fresh += 1
    return replace(after, groups=groups)


def _territories(before: MapSource, found: Answer, county: str) -> gpd.GeoDataFrame:
    then, now = (_belonging(figures.tables, county) for figures in (found.before, found.after))
    if all(old.equals(new) for old, new in zip(then, now, strict=True)):
        return before.territories
    return territories(*now, before.boundaries[before.boundaries["region_code"] == county])


def _belonging(tables: CityTables, county: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return what the territories of a county hang on: whose land it can be, what these belong to, the consortia."""
    institutions, memberships = tables["institutions"], tables["memberships"]
    own = institutions[institutions["county_code"].eq(county) & institutions["category"].isin(TOWNSHIP_LEVEL)]
    return own, memberships[memberships["institution_id"].isin(own["institution_id"])], tables["consortia"]
