"""Cards beside the map (信息卡): what is known of a city, a county, a consortium or an institution on the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.map.chosen import Chosen
from components.map.facts import Group, Site
from components.map.layers import OUT_OF_ACCOUNT
from components.map.source import MapSource
from components.views.map_site import facts_of_site
from components.views.map_words import Badge, Fact
from data.model import CATEGORY
from indicators import Figure, catalogue
from indicators.lists import ranking
from indicators.wording import NBSP, gap_words, joined, quantity, rank_words

#: Figures of a place's card, by level, where the policy names no cards that are given there.
_USUAL = ("care.in_county_rate", "care.grassroots_rate", "village.coverage", "remote.volume.total")
#: More lines than this make the card longer than the map beside it.
_MOST_INDICATORS = 6


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is drawn; ``scope`` is what its button opens, with the words on it."""

    title: str
    badges: tuple[Badge, ...]
    facts: tuple[Fact, ...]
    sentences: tuple[str, ...] = ()
    scope: str | None = None
    button: str = ""


def card(source: MapSource, scope: str, what: Chosen | None, key: str) -> Card:
    """Return the card of what was chosen on the map, or else of the scope of the page.

    Args:
        source: Facts and figures of the day.
        scope: City, county or consortium the page shows.
        what: What was chosen; something that no longer exists counts as nothing.
        key: Indicator that colours the map, for the rank.
    """
    facts = source.facts
    if what is not None:
        if what.kind == "institution" and what.id in facts.sites:
            return site_card(source, facts.sites[what.id], scope)
        if what.kind == "consortium" and what.id in facts.groups:
            return group_card(source, facts.groups[what.id], scope)
        if what.kind in ("county", "unaffiliated") and what.id in facts.outside:
            return Card(facts.outside[what.id], (Badge("no_data", f"—{NBSP}{OUT_OF_ACCOUNT}"),), (),
                        ("文件统计范围不含本区县，图上为灰色，不计入任何指标。",))
        if what.kind == "unaffiliated" and what.id in facts.counties:
            return unaffiliated_card(source, what.id)
        if what.kind == "county" and what.id in facts.counties:
            return county_card(source, what.id, scope, key)
    if scope in facts.groups:
        return group_card(source, facts.groups[scope], scope)
    if scope in facts.counties:
        return county_card(source, scope, scope, key)
    return city_card(source)


def city_card(source: MapSource) -> Card:
    """Return the card of the whole city: what there is, who is left over."""
    facts = (*_inventory(source, None), *_indicators(source, source.facts.city))
    hint = "点击区县、机构或医共体范围，这里显示它的情况。"
    return Card(source.figures.name_of(source.facts.city), _missed(source, source.facts.city), facts, (hint,))


def county_card(source: MapSource, county: str, scope: str, key: str) -> Card:
    """Return the card of a county, with its rank by the colouring indicator and what the rank is out of."""
    facts = (*_inventory(source, county), *_indicators(source, county))
    name = source.facts.counties[county]
    sentences = tuple(text for text in (_rank(source, county, key),) if text)
    if scope == county:
        return Card(name, _missed(source, county), facts, sentences, source.facts.city, "返回全市")
    return Card(name, _missed(source, county), facts, sentences, county, f"打开{name}")


def group_card(source: MapSource, group: Group, scope: str) -> Card:
    """Return the card of a consortium: lead, members, and who of them has nobody posted."""
    sites = source.facts.sites
    members = [site for site in sites.values() if site.consortium == group.id and site.kind != "lead"]
    townships = [site for site in members if site.kind == "grassroots"]
    counties = [site.name for site in members if site.kind in ("county", "other")]
    empty = [site.name for site in townships if site.unposted]
    clinics = sum(site.kind == "clinic" for site in members)
    facts = [
        Fact("牵头医院", sites[group.lead].name if group.lead and group.lead in sites else "—"),
        Fact("基层机构", quantity(len(townships), "家")),
        _nobody(townships),
        Fact("村卫生室", quantity(clinics, "家")),
        *([Fact("县级成员", joined(counties, 3, "家"))] if counties else []),
        *_indicators(source, group.id),
    ]
    badges = (Badge("not_met", f"▲{NBSP}{len(empty)}{NBSP}家无人派驻"),) if empty else ()
    sentences = (f"无人派驻：{joined(empty, 6, '家')}。",) if empty else ()
    if scope == group.id:
        back = f"返回{source.facts.counties[group.county]}"
        return Card(group.name, badges, tuple(facts), sentences, group.county, back)
    return Card(group.name, badges, tuple(facts), sentences, group.id, "只看这家医共体")


def unaffiliated_card(source: MapSource, county: str) -> Card:
    """Return the card of a county's unaffiliated cells (未归属)."""
    left = [site for site in source.facts.of_county(county) if site.kind == "grassroots" and site.consortium is None]
    facts = tuple(Fact(CATEGORY.get(site.category, ""), site.name, "▲ 无人派驻" if site.unposted else "", "not_met")
                  for site in left)
    return Card("未归属", (Badge("no_data", f"{len(left)}{NBSP}家基层机构"),), facts,
                ("斜线范围内最近的基层机构不属于任何医共体；近似范围，非行政界线。",),
                county, f"返回{source.facts.counties[county]}")


def site_card(source: MapSource, site: Site, scope: str) -> Card:
    """Return the card of an institution: who it is, who supervises it, who is posted, what it lacks."""
    badges, facts, sentences = facts_of_site(source, site)
    if site.county and scope == source.facts.city:
        return Card(site.name, badges, facts, sentences, site.county, f"打开{source.facts.counties[site.county]}")
    return Card(site.name, badges, facts, sentences, scope, f"返回{source.figures.name_of(scope)}")


def _inventory(source: MapSource, county: str | None) -> list[Fact]:
    here = source.facts.of_county(county)
    groups = [group for group in source.facts.groups.values() if county in (None, group.county)]
    townships = [site for site in here if site.kind == "grassroots"]
    loose = sum(site.consortium is None for site in townships)
    return [
        Fact("医共体", quantity(len(groups), "家")),
        Fact("基层机构", quantity(len(townships), "家")),
        _nobody(townships),
        Fact("未归属", quantity(loose, "家"), status="not_met" if loose else ""),
        Fact("村卫生室", quantity(sum(site.kind == "clinic" for site in here), "家")),
    ]


def _nobody(townships: Sequence[Site]) -> Fact:
    if any(site.posted is None for site in townships):
        return Fact("无人派驻", "— 未报", status="no_data")
    members = [site for site in townships if site.consortium is not None]
    empty = sum(site.unposted for site in members)
    # Coverage is asked of members only, so the unaffiliated stand apart, as on every page.
    loose = sum(site.unposted for site in townships) - empty
    tail = f"另有未归属{NBSP}{quantity(loose, '家')}" if loose else ""
    return Fact("无人派驻", quantity(empty, "家"), tail)


def _indicators(source: MapSource, scope: str) -> list[Fact]:
    policy = source.figures.policy
    level = source.figures.level_of(scope)
    asked = [*(policy.cards if policy else ()), *_USUAL]
    keys = [key for key in dict.fromkeys(asked) if key in catalogue() and level in catalogue()[key].scopes]
    facts = []
    for key in keys[:_MOST_INDICATORS]:
        figure = source.figures.get(key, scope)
        if figure is not None:
            facts.append(_fact(figure))
    return facts


def _fact(figure: Figure) -> Fact:
    definition = figure.definition
    if figure.value is None:
        return Fact(definition.short, "— 未报", status="no_data")
    # Where none is the target, the gap is the figure itself.
    wanting = figure.status == "not_met" and figure.gap != figure.value
    tail = gap_words(figure.gap, figure.unit, definition.decimals) if wanting else ""
    return Fact(definition.short, quantity(figure.value, figure.unit, definition.decimals), tail, figure.status)


def _missed(source: MapSource, scope: str) -> tuple[Badge, ...]:
    judged = [figure for figure in source.figures.of_scope(scope) if figure.target is not None]
    missed = sum(figure.status == "not_met" for figure in judged)
    met = sum(figure.status == "met" for figure in judged)
    if missed:
        return (Badge("not_met", f"▲{NBSP}未达标{NBSP}{missed}{NBSP}项"),)
    if met:
        return (Badge("met", f"●{NBSP}已报的{NBSP}{met}{NBSP}项均达标"),)
    return (Badge("no_data", f"—{NBSP}文件未设目标" if not judged else f"—{NBSP}未报"),)


def _rank(source: MapSource, county: str, key: str) -> str:
    """Return 县域内就诊率在 9 个已报区县中第 9; nothing where the indicator knows no better and worse."""
    rank = ranking(source.figures, key, county)
    if rank.position is None and catalogue()[key].direction == "none":
        return ""
    words = rank_words(rank.position, rank.base, "个已报区县", tied=rank.tied > 0)
    return f"{catalogue()[key].short}：{words}。" if source.figures.value(key, county) is not None else ""
