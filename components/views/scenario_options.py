"""What the forms of changes offer (可选名称): institutions, consortia, villages and postings of the chosen scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from components.changes import Options
from components.map.facts import Group, MapFacts, Site, map_facts
from components.view import View
from components.views.scenario_kinds import UNCOVERED
from data.codes import (
    CAPABILITY,
    CAPABILITY_OF_CONSORTIUM,
    CAPABILITY_VALUES,
    SERVICE,
    TITLE_GRADE,
    VILLAGE_MODE,
)
from indicators import CityFigures, catalogue
from indicators.lists.posting_reasons import posting_rows
from indicators.wording import NBSP, date_label, target_words
from scenarios.naming import names_of

_LEVELS = {"city": "全市", "county": "区县", "consortium": "医共体"}
_WHICH = {"unserved_planned": "应设未设卫生室的村", "unserved": "所有无服务的村"}
_VALUES = {"yes": "是", "no": "否", "none": "未达标", "basic": "基本标准", "recommended": "推荐标准"}
_YES_NO, _TIER = ("yes", "no"), ("none", "basic", "recommended")
#: Kinds of institution that may lead a consortium.
_HOSPITALS = ("lead", "county")
#: Kinds that send or receive.
_POSTED = ("lead", "county", "grassroots")
Named = Callable[[Site], str]


def options(view: View, figures: CityFigures) -> dict[str, Options]:
    """Return the names that each list of the forms offers, by code.

    Args:
        view: The view; its county, where one is chosen, is all that is offered of places.
        figures: The figures after the changes so far: a consortium they found can be chosen, too.
    """
    facts = map_facts(figures)
    here = [site for site in facts.of_county(view.county) if site.county in facts.counties]
    counties = {code: name for code, name in facts.counties.items() if view.county in (None, code)}
    groups = {code: group for code, group in facts.groups.items() if group.county in counties}
    named = _called(facts, alone=view.county is not None)
    receivers = {site.id: named(site) for site in here if site.kind in ("grassroots", "lead", "county")}
    consortia = {county: {code: group.name for code, group in groups.items() if group.county == county}
                 for county in counties}
    return {
        **_codes(),
        **_staff(view, facts, here, counties, named),
        "receivers": Options.of(receivers),
        "movable": Options.of({site.id: named(site) for site in here
                               if site.kind in ("grassroots", "county") and site.consortium}),
        "consortia": Options(consortia, {site.id: site.county or "" for site in here if site.id in receivers}),
        "siblings": Options(
            {code: {other: one.name for other, one in groups.items() if one.county == group.county and other != code}
             for code, group in groups.items()},
            {code: code for code in groups},
        ),
        "county_codes": Options.of(counties),
        "hospitals": _by_county(here, _HOSPITALS, counties, named),
        "grassroots": _by_county(here, ("grassroots",), counties, named),
        "scopes": Options.of(_scopes(view, counties, {code: group.name for code, group in groups.items()})),
        "villages": _villages(view, figures),
        **_capability(here, groups, named),
        "targets": _targets(figures),
    }  # fmt: skip


def _called(facts: MapFacts, *, alone: bool) -> Named:
    """Return how institutions are called: with their county where several are offered and the name has it not."""

    def named(site: Site) -> str:
        county = facts.counties.get(site.county or "", "")
        return site.name if alone or not county or county in site.name else f"{county} {site.name}"

    return named


def _codes() -> dict[str, Options]:
    return {
        "titles": Options.of(TITLE_GRADE),
        "services": Options.of(SERVICE),
        "all_services": Options.of({"all": "各类远程服务", **SERVICE}),
        "modes": Options.of(VILLAGE_MODE),
        "which": Options.of(_WHICH),
        "levels": Options.of(_LEVELS),
        "yes_no_values": Options.of({code: _VALUES[code] for code in _YES_NO}),
        "tier_values": Options.of({code: _VALUES[code] for code in _TIER}),
        "yes_no_items": Options.of(_items(_YES_NO)),
        "tier_items": Options.of(_items(_TIER)),
        "number_items": Options.of(_items(None)),
    }


def _items(values: tuple[str, ...] | None) -> dict[str, str]:
    return {item: name for item, name in CAPABILITY.items() if CAPABILITY_VALUES[item] == values}


def _staff(
    view: View, facts: MapFacts, here: list[Site], counties: Mapping[str, str], named: Named
) -> dict[str, Options]:
    """Return who may send, who may receive and who is sent."""
    leads = {site.id: named(site) for site in here if site.kind == "lead"}
    members: dict[str, dict[str, str]] = {}
    for site in here:
        if site.kind == "grassroots" and site.consortium:
            where = members.setdefault(site.consortium, {UNCOVERED: f"无人派驻的成员单位（每处{NBSP}1{NBSP}人）"})
            where[site.id] = named(site)
    municipal = {site.id: site.name for site in facts.sites.values() if site.kind == "municipal"}
    anywhere = {} if view.county else {UNCOVERED: f"无人派驻的区县（每处{NBSP}1{NBSP}人）"}
    nobody = {UNCOVERED: f"无人派驻的牵头医院（每处{NBSP}1{NBSP}人）"}
    if view.county:
        nobody = {f"{UNCOVERED}:{view.county}": nobody[UNCOVERED]}
    return {
        "leads": Options.of(leads),
        "members": Options(members, {site.id: site.consortium or "" for site in here if site.kind == "lead"},
                           {site.id: "无人派驻" for site in here if site.unposted}),
        "municipal": Options.of({id: name for id, name in municipal.items()
                                 if facts.sites[id].category == "municipal_hospital"}),
        "municipal_units": Options.of(municipal),
        "all_leads": Options.of(nobody | leads),
        "counties": Options.of(anywhere | dict(counties)),
        "postings": _postings(view),
        "posted": Options.of({site.id: named(site) for site in here if site.kind in _POSTED} | municipal),
    }  # fmt: skip


def _postings(view: View) -> Options:
    """Return the counted postings of the chosen county or of the city, the soonest to end first.

    Before them stand those whose planned end has passed with none recorded, whom to renew or to end is most urgent;
    after them those of which no end is told.
    """
    rows = posting_rows(view.figures, view.county or view.city)
    rows = rows[rows["counted"]]
    last = rows["end_on"].fillna(rows["planned_end_on"])
    rows = rows.assign(last=last, late=last < pd.Timestamp(view.as_of))
    rows = rows.sort_values(["last", "posting_id"], na_position="last", kind="stable")
    # Somebody sent to a county as a whole is received by no institution.
    to = rows["to_name"].where(rows["to_name"].notna(), rows["county"])
    named = {str(id): f"{sender} → {receiver}" for id, sender, receiver in
             zip(rows["posting_id"], rows["from_name"], to, strict=True)}
    notes = {str(id): f"{_end(last, late=late)}，{id}" for id, last, late in
             zip(rows["posting_id"], rows["last"], rows["late"], strict=True)}
    return Options.of(named, notes)


def _end(last: Any, *, late: bool) -> str:
    """Return until when a posting goes, in words; null where no end is told."""
    if pd.isna(last):
        return "没有写明期限"
    day = date_label(pd.Timestamp(last).date())
    return f"计划到 {day}，已逾期" if late else f"到 {day}"


def _by_county(here: Iterable[Site], which: tuple[str, ...], counties: Mapping[str, str], named: Named) -> Options:
    held: dict[str, dict[str, str]] = {code: {} for code in counties}
    for site in here:
        if site.kind in which and site.county:
            held[site.county][site.id] = named(site)
    return Options(held, {code: code for code in counties})


def _scopes(view: View, counties: Mapping[str, str], consortia: Mapping[str, str]) -> dict[str, str]:
    """Return the chosen scope first, then the rest: an edit is mostly about what is being looked at."""
    held = {view.scope: view.scope_name}
    return held | ({} if view.county else {view.city: view.city_name}) | dict(counties) | dict(consortia)


def _villages(view: View, figures: CityFigures) -> Options:
    """Return the villages of the chosen county that have a row in force, those without service first."""
    if view.county is None:
        return Options.of({})
    names = names_of(figures.tables)
    frame = figures.tables["village_services"]
    own = frame[frame["village_code"].str[:6] == view.county]
    day = pd.Timestamp(figures.as_of)
    held = own[(own["valid_from"] <= day) & (own["valid_to"].isna() | (own["valid_to"] > day))]
    modes: dict[str, str] = dict(zip(held["village_code"], held["mode"], strict=True))
    first = sorted(modes, key=lambda code: (modes[code] != "none", code))
    return Options.of({code: names.get(code, code) for code in first},
                      {code: VILLAGE_MODE.get(mode, mode) for code, mode in modes.items()})


def _capability(here: list[Site], groups: Mapping[str, Group], named: Named) -> dict[str, Options]:
    """Return whose capability can be set, by item: a consortium's, a lead's, or a grassroots institution's."""
    leads = {site.id: named(site) for site in here if site.kind == "lead"}
    grassroots = {site.id: named(site) for site in here if site.kind == "grassroots"}
    consortia = {code: group.name for code, group in groups.items()}
    whose = dict.fromkeys(CAPABILITY_OF_CONSORTIUM, "consortium")
    whose |= {"county_strong_hospital": "lead", "grade2_b_capability": "grassroots", "service_tier": "grassroots",
              "beds": "grassroots"}
    return {"subjects": Options({"consortium": consortia, "lead": leads, "grassroots": grassroots}, whose)}


def _targets(figures: CityFigures) -> Options:
    """Return the indicators for which the document sets one number, each with what it says now."""
    aimed = figures.policy.targets if figures.policy else ()
    known = catalogue()
    said: dict[str, list[str]] = {}
    for one in aimed:
        if one.op != "range" and one.indicator in known:
            definition = known[one.indicator]
            said.setdefault(one.indicator, []).append(target_words(one, definition.unit, definition.decimals))
    return Options.of({key: known[key].name for key in said},
                      {key: f"现为{'、'.join(dict.fromkeys(words))}" for key, words in said.items()})
