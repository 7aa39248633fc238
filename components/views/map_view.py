"""What 医共体地图 says and shows for one view: the finding, the places one can search for, the colouring indicators."""

from __future__ import annotations

from components.map.facts import Site
from components.map.naming import institution_label
from components.map.source import MapSource
from components.views.area import short_county
from indicators import catalogue
from indicators.sentences import fitted
from indicators.wording import NBSP, joined, missed_words, quantity

#: Offered first for colouring, where the policy's cards are not given by county.
_USUAL = ("care.in_county_rate", "care.grassroots_rate", "village.coverage", "posting.lead_to_member.coverage")


def finding(source: MapSource, county: str | None, consortium: str | None, key: str) -> str:
    """Return the page's sentence: how many consortia manage how many institutions, and what stands out."""
    facts = source.facts
    if consortium in facts.groups:
        return _of_consortium(source, consortium or "")
    townships = [site for site in facts.of_county(county) if site.kind == "grassroots"]
    groups = [group for group in facts.groups.values() if county in (None, group.county)]
    held = [site for site in townships if site.consortium is not None]
    where = facts.counties.get(county or "", "")
    if not groups:
        first = f"{where or '全市'}没有医共体"
        if townships:
            first += f"，{quantity(len(townships), '家')}基层机构未归属"
    else:
        lead = f"{where}{NBSP}" if where else ""
        first = f"{lead}{quantity(len(groups), '家')}医共体管{NBSP}{quantity(len(held), '家')}基层机构"
    loose = len(townships) - len(held)
    left = f"{quantity(loose, '家')}未归属" if loose and groups else ""
    if county is None:
        return fitted([first, left, _colouring(source, key)])
    return fitted([first, left, _unposted(source, county, held)])  # coverage is asked of members only


def _of_consortium(source: MapSource, consortium: str) -> str:
    group = source.facts.groups[consortium]
    townships = [site for site in source.facts.sites.values()
                 if site.consortium == consortium and site.kind == "grassroots"]
    clinics = sum(site.consortium == consortium and site.kind == "clinic" for site in source.facts.sites.values())
    first = f"{group.name}管{NBSP}{quantity(len(townships), '家')}基层机构、{quantity(clinics, '家')}村卫生室"
    return fitted([first, _unposted(source, group.county, townships)])


def _unposted(source: MapSource, county: str, townships: list[Site]) -> str:
    if any(site.posted is None for site in townships):
        return "派驻情况未报"
    place = (source.facts.counties.get(county, ""), source.figures.name_of(source.facts.city))
    empty = [institution_label(site.name, *place) for site in townships if site.unposted]
    if not townships:
        return ""
    if not empty:
        return "所管基层机构全部有人派驻"
    return f"{joined(empty, 3, '家')}{'' if len(empty) > 3 else f'{NBSP}{len(empty)}{NBSP}家'}无人派驻"


def _colouring(source: MapSource, key: str) -> str:
    """Return what the colours of the whole city say: how many reported, and who misses the target."""
    definition = catalogue()[key]
    figures = {code: source.figures.get(key, code) for code in source.facts.counties}
    known = {code: figure for code, figure in figures.items() if figure is not None and figure.value is not None}
    total = len(source.facts.counties)
    if not known:
        return f"{definition.short}各区县均未报"
    missed = sorted((figure.value or 0.0, code) for code, figure in known.items() if figure.status == "not_met")
    names = [source.facts.counties[code] for _, code in (missed if definition.direction == "up" else reversed(missed))]
    told = "" if len(known) == total else f"{NBSP}{len(known)}{NBSP}个区县已报，"
    targets = [figure.target for figure in known.values() if figure.target is not None]
    if not targets:
        return _lowest(source, key) if definition.direction != "none" else ""
    if not names:
        return f"{definition.short}{told or '各区县'}均达标"
    short = [short_county(name) for name in names]
    who = "、".join(short) if len(short) <= 3 else f"{NBSP}{len(short)}{NBSP}个区县"
    return f"{definition.short}{told}{who}{missed_words(targets[0], definition.unit, definition.decimals)}"


def _lowest(source: MapSource, key: str) -> str:
    """Return who is last by an indicator without a target, with the value; nothing where several are."""
    definition = catalogue()[key]
    values = {code: source.figures.value(key, code) for code in source.facts.counties}
    known = {code: value for code, value in values.items() if value is not None}
    worst = (min if definition.direction == "up" else max)(known.values())
    last = [source.facts.counties[code] for code, value in known.items() if value == worst]
    if len(last) != 1 or len(known) < 2:
        return ""
    word = "最低" if definition.direction == "up" else "最高"
    return f"{definition.short}{last[0]}{word}，{quantity(worst, definition.unit, definition.decimals)}"


def colouring_keys(source: MapSource) -> list[str]:
    """Return the indicators a county map can be coloured by, those of the policy first."""
    policy = source.figures.policy
    first = [*(target.indicator for target in policy.targets if "county" in target.levels)] if policy else []
    own = [key for key, definition in catalogue().items() if "county" in definition.scopes]
    given = dict.fromkeys([*first, *(policy.cards if policy else ()), *_USUAL, *own])
    return [key for key in given if key in own and not _empty(source, key)]


def _empty(source: MapSource, key: str) -> bool:
    return all(source.figures.value(key, code) is None for code in source.facts.counties)


def default_key(keys: list[str]) -> str:
    """Return the indicator the map is coloured by until the reader chooses."""
    return next((key for key in _USUAL if key in keys), keys[0] if keys else _USUAL[0])
