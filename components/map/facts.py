"""What stands where on one day (地图事实): open institutions with their place, part and staff, and the consortia.

The indicators' context decides who is open, who leads, who belongs to whom and which postings count; this module only
puts it beside names and coordinates, so the map and the figures can never disagree.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from data.model import FLOW, TOWNSHIP_LEVEL
from indicators import CityFigures
from indicators.lists.places import positions_of

#: How an institution is drawn: a lead, another at county level, township level, a village clinic, municipal, the rest.
Kind = Literal["lead", "county", "grassroots", "clinic", "municipal", "other"]
_MUNICIPAL = ("municipal_hospital", "municipal_public_health")
#: The flow whose postings an institution of this kind receives.
_RECEIVES = {"grassroots": "lead_to_member", "lead": "municipal_to_lead", "county": "lead_to_member"}


@dataclass(frozen=True, slots=True)
class Site:
    """One open institution; ``lon`` and ``lat`` are WGS-84, both null where no coordinates are known."""

    id: str
    name: str
    category: str
    kind: Kind
    county: str | None
    region: str
    consortium: str | None
    supervisor: str | None
    lon: float | None
    lat: float | None
    #: ``surveyed`` or how else the position was found; null unknown.
    position_source: str | None
    #: Persons posted to it now by its flow; null where postings were not reported at all or none are asked of it.
    posted: int | None
    central_town: bool

    @property
    def placed(self) -> bool:
        """Tell whether it can be drawn."""
        return self.lon is not None

    @property
    def unposted(self) -> bool:
        """Tell whether nobody is posted to it (无人派驻), of those that a posting must cover."""
        return self.kind == "grassroots" and self.posted == 0


@dataclass(frozen=True, slots=True)
class Group:
    """One consortium (医共体): its place in the county's order decides its colour."""

    id: str
    name: str
    county: str
    order: int
    lead: str | None
    #: Open township-level members.
    grassroots: int


@dataclass(frozen=True, slots=True)
class MapFacts:
    """Everything the map shows of one city on one day, by id."""

    city: str
    as_of: date
    sites: Mapping[str, Site]
    groups: Mapping[str, Group]
    #: Counties in the account, and those drawn grey (不在文件统计范围), by code.
    counties: Mapping[str, str]
    outside: Mapping[str, str]

    def of_county(self, county: str | None) -> list[Site]:
        """Return the sites of a county, or all that lie in any county of the account."""
        return [site for site in self.sites.values() if site.county and county in (None, site.county)]

    def drawn_in(self, county: str | None) -> list[Site]:
        """Return the sites drawn in the view of a county, or of the city: the municipal hospitals stand in it, too."""
        municipal = (site for site in self.sites.values()
                     if site.category == "municipal_hospital" and (county is None or site.region[:6] == county))
        return [*self.of_county(county), *municipal]

    def groups_of(self, county: str) -> list[Group]:
        """Return a county's consortia in their order."""
        return sorted((group for group in self.groups.values() if group.county == county), key=lambda g: g.order)


def map_facts(figures: CityFigures) -> MapFacts:
    """Gather what the map shows from a city's tables and the facts of the day.

    A postings table that holds nothing at all leaves ``posted`` null: nothing was reported, so nobody is missing.
    """
    context, tables = figures.context, figures.tables
    held = context.base.institutions
    regions = tables["regions"]
    own = regions[(regions["level"] == "county") & (regions["region_code"].str[:4] == tables.city_code)]
    names = dict(sorted(zip(own["region_code"], own["name"], strict=True)))
    counties = [str(code) for code in context.base.counties.index]
    groups = context.base.consortia

    posted = _posted(figures) if tables.reported("postings") else None
    frame = tables["institutions"]
    places = positions_of(tables)
    lon, lat = places["lon"].tolist(), places["lat"].tolist()
    # Plain lists: asking an array for one value at a time costs more than all the rest.
    category, region, source = (frame[name].tolist() for name in ("category", "region_code", "position_source"))
    ids = [str(code) for code in held.index]
    group_ids = [str(code) for code in groups.index]
    leads, county_at, central = context.is_lead.tolist(), held.county.tolist(), held.central_town.tolist()
    consortia, supervisors = context.consortium_of.tolist(), context.supervisor_of.tolist()

    sites: dict[str, Site] = {}
    for at in np.flatnonzero(context.is_open & held.in_city).tolist():
        kind = _kind(category[at], lead=leads[at])
        flow = _RECEIVES.get(kind)
        known = not (math.isnan(lon[at]) or math.isnan(lat[at]))
        consortium, supervisor = consortia[at], supervisors[at]
        sites[ids[at]] = Site(
            id=ids[at],
            name=held.names[at],
            category=category[at],
            kind=kind,
            county=counties[county_at[at]] if county_at[at] >= 0 else None,
            region=region[at],
            consortium=group_ids[consortium] if consortium >= 0 else None,
            supervisor=ids[supervisor] if supervisor >= 0 else None,
            lon=lon[at] if known else None,
            lat=lat[at] if known else None,
            position_source=source[at] if isinstance(source[at], str) else None,
            posted=posted[flow][at] if posted is not None and flow else None,
            central_town=central[at],
        )
    return MapFacts(
        city=tables.city_code,
        as_of=figures.as_of,
        sites=sites,
        groups=_groups(figures, counties, ids),
        counties={code: names[code] for code in counties},
        outside={code: name for code, name in names.items() if code not in counties},
    )


def _kind(category: str, *, lead: bool) -> Kind:
    if lead:
        return "lead"
    if category in TOWNSHIP_LEVEL:
        return "grassroots"
    if category == "village_clinic":
        return "clinic"
    if category in _MUNICIPAL:
        return "municipal"
    return "other" if category == "other" else "county"


def _posted(figures: CityFigures) -> dict[str, Counter[int]]:
    """Return distinct counted persons by receiving institution, for each flow."""
    postings = figures.context.base.postings
    found = {}
    for flow in FLOW:
        at = figures.context.counted(flow)
        pairs = {(int(to), int(who)) for to, who in zip(postings.receiver[at], postings.person[at], strict=True)}
        found[flow] = Counter(to for to, _ in pairs)
    return found


def _groups(figures: CityFigures, counties: list[str], ids: list[str]) -> dict[str, Group]:
    context = figures.context
    register = context.base.consortia
    leads = {int(context.consortium_of[at]): ids[at] for at in context.leads}
    members = Counter(context.consortium_of[context.grassroots_members].tolist())
    found: dict[str, Group] = {}
    order: Counter[str] = Counter()
    for at in sorted(context.consortia.tolist(), key=lambda at: str(register.index[at])):
        county = counties[register.county[at]]
        code = str(register.index[at])
        found[code] = Group(code, register.names[at], county, order[county], leads.get(at), members[at])
        order[county] += 1
    return found
