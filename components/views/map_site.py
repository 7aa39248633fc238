"""What the card of one institution says: where it belongs, staff posted, remote services, what is missing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from components.map import naming
from components.map.facts import Site
from components.map.source import MapSource
from components.views.map_words import Badge, Fact
from data.geography import nearest
from data.model import CATEGORY, SERVICE
from indicators import catalogue
from indicators.lists.remote_matrix import STATES, offered, state_of_sites
from indicators.registers import MODES, SERVICES
from indicators.wording import NBSP, distance_words, joined, month_words, quantity

_SOURCES = {"surveyed": "实测", "township_box": "乡镇范围内示意", "geonames": "地名点示意", "seeded": "区县内示意"}


def facts_of_site(source: MapSource, site: Site) -> tuple[tuple[Badge, ...], tuple[Fact, ...], tuple[str, ...]]:
    """Return badges, lines and sentences of an institution's card."""
    facts = [*_belonging(source, site)]
    badges: list[Badge] = []
    sentences: list[str] = []
    if site.kind == "grassroots":
        badges += _posting_badge(source, site)
        facts += _staff(source, site)
        remote, absent, idle = _remote(source, site)
        facts += [*remote, *_villages(source, site)]
        lacking = [*(["派驻人员"] if site.unposted else []), *absent]
        if lacking:
            missing = joined(lacking, len(lacking))
            sentences.append(f"缺：{missing}。{_nearest_posted(source, site) if site.unposted else ''}")
        if idle:
            sentences.append(f"已开通未使用：{joined(idle, len(idle))}。")
    elif site.kind in ("lead", "county"):
        facts += _staff(source, site)
    if site.kind == "lead":
        facts += _led(source, site)
    where = _SOURCES.get(site.position_source or "", "示意") if site.placed else "无坐标，图上不显示"
    facts.append(Fact("位置", where))
    return tuple(badges), tuple(facts), tuple(sentences)


def _belonging(source: MapSource, site: Site) -> list[Fact]:
    sites, group = source.facts.sites, source.facts.groups.get(site.consortium or "")
    facts = [Fact("类别", CATEGORY.get(site.category, site.category))]
    if group is None:
        return [*facts, Fact("所属医共体", naming.without_consortium(site.county))]
    facts.append(Fact("所属医共体", group.name))
    if site.kind == "lead":
        return [*facts, Fact("角色", "牵头医院")]
    above = sites.get(site.supervisor or "") or sites.get(group.lead or "")
    return [*facts, Fact("上级", above.name if above else "—")]


def _posting_badge(source: MapSource, site: Site) -> list[Badge]:
    if site.posted is None:
        return [Badge("no_data", f"—{NBSP}派驻未报")]
    if site.posted:
        return [Badge("met", f"●{NBSP}派驻{NBSP}{site.posted}{NBSP}人")]
    last = _last_posting(source, site)
    days = f"{NBSP}{(source.as_of - last).days}{NBSP}天" if last is not None else ""
    return [Badge("not_met", f"▲{NBSP}无人派驻{days}")]


def _staff(source: MapSource, site: Site) -> list[Fact]:
    facts = [Fact("现有派驻", "— 未报" if site.posted is None else quantity(site.posted, "人"))]
    last = _last_posting(source, site) if site.posted == 0 else None
    if last is not None:
        facts.append(Fact("上次派驻", f"至{NBSP}{month_words(last.strftime('%Y-%m'))}"))
    return facts


def _last_posting(source: MapSource, site: Site) -> date | None:
    """Return the last day of the latest long-term posting to a site that has ended; None where there was none."""
    postings = source.figures.tables["postings"]
    ended = postings[(postings["to_institution_id"] == site.id) & (postings["kind"] == "long_term")]["end_on"].dropna()
    past = [moment.date() for moment in ended if moment.date() < source.as_of]
    return max(past, default=None)


def _remote(source: MapSource, site: Site) -> tuple[list[Fact], list[str], list[str]]:
    """Return the remote services a site has opened, a line each; the names of the missing, and of those that lie idle.

    Missing is what others in the city have and it has not, as in the matrix of 远程服务.
    """
    if not source.figures.tables.reported("remote_sites"):
        return [Fact("远程服务", "— 未报")], [], []
    context, at = source.figures.context, np.array([_position(source, site)])
    states = {service: state_of_sites(context, service, at)[0] for service in offered(context)}
    facts = [
        Fact(SERVICE[service], _use(source, int(at[0]), service, state))
        for service, state in states.items() if state != "not_open"
    ]
    absent, idle = ([SERVICE[service] for service, state in states.items() if state == wanted]
                    for wanted in ("not_open", "unused"))
    return facts, absent, idle


def _use(source: MapSource, at: int, service: str, state: str) -> str:
    """Return the state of an open service in words, with the volume of the year where it is in use."""
    context = source.figures.context
    rows = np.flatnonzero(context.base.remote.subject == at)
    year = context.year_volume[rows, SERVICES.index(service)].ravel()
    known = year[~np.isnan(year)]
    if state == "not_reported":
        return "— 未报"
    if state != "in_use" or not len(known):
        return STATES[state]
    return f"{STATES[state]}　本年{NBSP}{quantity(float(known.sum()), catalogue()[f'remote.volume.{service}'].unit)}"


def _villages(source: MapSource, site: Site) -> list[Fact]:
    clinics = sum(other.supervisor == site.id for other in source.facts.sites.values())
    context, base = source.figures.context, source.figures.context.base
    town = site.region[:9]
    inside = [at for at, code in enumerate(base.villages.index) if str(code)[:9] == town] if len(town) == 9 else []
    facts = [Fact("辖村卫生室", quantity(clinics, "家"))]
    if inside:
        modes = context.village_mode[inside]
        none = int((modes == MODES.index("none")).sum())
        facts.append(Fact("无服务村", quantity(none, "个"), status="not_met" if none else ""))
    return facts


def _led(source: MapSource, site: Site) -> list[Fact]:
    same = [other for other in source.facts.sites.values() if other.consortium == site.consortium]
    members = [other for other in same if other.id != site.id]
    townships = [other for other in members if other.kind == "grassroots"]
    sent = sum(other.posted or 0 for other in townships)
    facts = [Fact("管理基层机构", quantity(len(townships), "家")),
             Fact("管理村卫生室", quantity(sum(other.kind == "clinic" for other in members), "家"))]
    if not any(other.posted is None for other in townships):
        facts.append(Fact("派往基层", quantity(sent, "人")))
    return facts


def _nearest_posted(source: MapSource, site: Site) -> str:
    """Return where the nearest institution with somebody posted is, in a straight line."""
    others = [other for other in source.facts.sites.values()
              if other.kind == "grassroots" and other.posted and other.placed and other.county == site.county]
    if not site.placed or not others:
        return ""
    at, to = (np.array([[one.lon, one.lat] for one in some], dtype=np.float64) for some in ([site], others))
    index, metres = nearest(at[:, 0], at[:, 1], to[:, 0], to[:, 1])
    return f"最近的有派驻机构为{others[index[0]].name}，直线距离{NBSP}{distance_words(metres[0] / 1000)}（示意）。"


def _position(source: MapSource, site: Site) -> int:
    return int(source.figures.context.base.institutions.index.get_indexer(pd.Index([site.id]))[0])
