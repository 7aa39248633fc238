"""Affiliation plan (归属方案): a county's grassroots members divided over one to three consortia, even and near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from data.geography import geodesic_m
from data.tables import CityTables
from indicators.engine import CityFigures, lazily
from indicators.lists.places import positions_of
from indicators.months import Ints
from indicators.scopes import UnknownScope
from scenarios.model import Change, FoundConsortium, MergeConsortia, ReassignMember, Scenario
from scenarios.proposing.affiliation_model import AffiliationModel, Members, balance, pieces
from scenarios.proposing.answering import answer
from scenarios.proposing.milp import Outcome, solve
from scenarios.proposing.neighbours import neighbours
from scenarios.proposing.people import filled, of_grassroots
from scenarios.proposing.proposal import CannotProposeError, Control, Proposal

#: How far the people of a consortium may be from an even part where nobody says otherwise. No document sets it.
DEFAULT_SPREAD = 0.25
#: Consortia that can be asked for; beyond, the program takes too long.
_MOST = 3
_METRES = 1000.0


@dataclass(frozen=True)
class AffiliationWish:
    """Which hospitals lead, how even it must be, and whether members must hang together."""

    #: Institution ids, one per consortium.
    leads: tuple[str, ...]
    spread: float = DEFAULT_SPREAD
    #: Members of a consortium are neighbours where that is possible (尽量相连成片); false leaves it out.
    contiguous: bool = True


def propose_affiliation(
    tables: CityTables, as_of: date, county: str, wish: AffiliationWish, *,
    boundaries: gpd.GeoDataFrame | None = None, control: Control | None = None,
) -> Proposal:
    """Divide the open township-level institutions of a county among the consortia of the given leads.

    The members of a consortium hang together if that is possible at all with the people even; where it is not, the
    best division without it is given and says into how many pieces it falls. Consortia whose lead is not among the
    given ones are merged; leads that have none found one.

    Args:
        tables: The tables of the city.
        as_of: The as-of date (截止日期).
        county: Six digits.
        wish: Leads and limits.
        boundaries: ``region_code`` and ``geometry`` of the counties; null takes a box, which neighbours rarely mind.
        control: Time limit, progress, stop.

    Raises:
        CannotProposeError: A lead is unknown, closed or elsewhere, or the county has no such institution.
        UnknownScope: The tables name no such county.
    """
    clock = (control or Control()).clock()
    figures = lazily(tables, as_of, None, None)
    leads = _leads(figures, county, wish)
    clock.tell("整理成员单位和相邻关系")
    at = _members(figures, county, leads)
    held = _held(figures, at, leads, county, boundaries)
    model = AffiliationModel(held, wish.spread, contiguous=wish.contiguous)
    outcome = solve(model.lp, model.objectives(), clock)
    apart = ""
    if outcome.status == "infeasible" and wish.contiguous:
        loose = AffiliationModel(held, wish.spread, contiguous=False)
        again = solve(loose.lp, loose.objectives(), clock)
        if len(again.x):
            model, outcome, apart = loose, again, "人口均衡与成员相连不能同时满足，本方案只保证人口均衡"
    parts = model.parts(outcome.x) if len(outcome.x) else np.zeros(0, dtype=np.int64)
    name = figures.name_of(county)
    scenario = Scenario(
        name=f"{name}归属调整方案", scope=tables.city_code, snapshot=tables.snapshot_id, as_of=as_of,
        changes=_changes(figures, county, leads, at, parts) if len(parts) else (),
    )
    return answer(
        model.lp, outcome, clock, scenario=scenario, summary=_summary(name, outcome, parts, held),
        objective="各家人口距离（服务人口 × 到牵头医院的直线距离）的平均数与最大数之和最小，即又近又均衡",
        constraints=_sentences(held, wish, contiguous=wish.contiguous and not apart),
        assumptions=_assumptions(figures, at, held, apart, parts),
        value=outcome.scores[0] * model.scale if outcome.scores else None,
    )  # fmt: skip


def _leads(figures: CityFigures, county: str, wish: AffiliationWish) -> list[int]:
    if not figures.knows(county):
        raise UnknownScope(county)
    if figures.level_of(county) != "county" or county not in figures.counties:
        raise CannotProposeError("归属方案按文件统计范围内的区县做，请写 6 位区县代码")
    if not 1 <= len(wish.leads) <= _MOST or len(set(wish.leads)) < len(wish.leads):
        raise CannotProposeError(f"牵头医院写 1 至 {_MOST} 家，各写一次")
    if not wish.spread >= 0:
        raise CannotProposeError("人口允许相差的比例不能小于 0")
    context = figures.context
    held = context.base.institutions
    found = []
    for one in wish.leads:
        at = int(held.index.get_indexer(pd.Index([one]))[0])
        if at < 0:
            raise CannotProposeError(f"没有编号为“{one}”的机构")
        if held.county[at] != context.base.counties.index.get_loc(county):
            raise CannotProposeError(f"{held.names[at]}不在{figures.name_of(county)}")
        if not context.is_open[at]:
            raise CannotProposeError(f"{held.names[at]}在截止日期不在运营")
        found.append(at)
    theirs = context.consortia[context.base.consortia.county[context.consortia] == held.county[found[0]]]
    if len(theirs) and not context.is_lead[found].any():
        raise CannotProposeError("给出的医院里至少要有一家现在就是牵头医院，否则原有的医共体没有去处")
    return found


def _members(figures: CityFigures, county: str, leads: Sequence[int]) -> Ints:
    context = figures.context
    held = context.base.institutions
    own = held.county == context.base.counties.index.get_loc(county)
    at = np.flatnonzero(held.township_level & context.is_open & own)
    at = at[~np.isin(at, leads)]
    if len(at) < len(leads):
        raise CannotProposeError(f"{figures.name_of(county)}的基层机构比医共体还少，不能分")
    return at


def _held(
    figures: CityFigures, at: Ints, leads: Sequence[int], county: str, boundaries: gpd.GeoDataFrame | None
) -> Members:
    names = figures.context.base.institutions.names
    places = positions_of(figures.tables)[["lon", "lat"]].to_numpy()
    here, there = places[at], places[list(leads)]
    km = geodesic_m(here[:, None, 0], here[:, None, 1], there[None, :, 0], there[None, :, 1]) / _METRES
    located = ~np.isnan(here).any(axis=1)
    land = None
    if boundaries is not None:
        own = boundaries.loc[boundaries["region_code"] == county, "geometry"]
        land = own.iloc[0] if len(own) else None
    on_ground = np.flatnonzero(located)
    pairs = neighbours(here[located, 0], here[located, 1], land)
    return Members(
        [names[one] for one in at], [names[one] for one in leads], filled(of_grassroots(figures, at)), filled(km),
        located, [(int(on_ground[one]), int(on_ground[other])) for one, other in pairs],
    )  # fmt: skip


def _changes(
    figures: CityFigures, county: str, leads: Sequence[int], at: Ints, parts: Ints
) -> tuple[Change, ...]:
    """Return mergers, then new consortia with their members, then who moves; who is in the right place stays."""
    context, base = figures.context, figures.context.base
    code = [str(one) for one in base.institutions.index]
    home = context.consortium_of
    kept = {part: int(home[lead]) for part, lead in enumerate(leads) if context.is_lead[lead]}
    here = [one for one in context.consortia.tolist() if base.consortia.index[one] is not None
            and base.consortia.county[one] == base.institutions.county[leads[0]]]  # fmt: skip
    gone = [one for one in here if one not in kept.values()]
    changes: list[Change] = []
    now = {int(one): int(home[one]) for one in at}
    if gone and kept:
        into = next(iter(kept.values()))
        changes.append(MergeConsortia(
            from_ids=tuple(str(base.consortia.index[one]) for one in gone), into_id=str(base.consortia.index[into])
        ))  # fmt: skip
        now = {one: into if held in gone else held for one, held in now.items()}
    for part, lead in enumerate(leads):
        own = [int(one) for one in at[parts == part]]
        if part not in kept:
            name = f"{base.institutions.names[lead]}医共体"[:60]
            changes.append(FoundConsortium(
                county_code=county, name=name, lead_institution_id=code[lead], members=tuple(code[one] for one in own)
            ))  # fmt: skip
            continue
        changes += [
            ReassignMember(institution_id=code[one], consortium_id=str(base.consortia.index[kept[part]]))
            for one in own if now[one] != kept[part]
        ]  # fmt: skip
    return tuple(changes)


def _summary(name: str, outcome: Outcome, parts: Ints, held: Members) -> str:
    if not len(parts):
        return f"{name}按所列约束没有可行的划分" if outcome.status == "infeasible" else "没有找到方案"
    told = [
        f"{lead}牵头 {int((parts == part).sum())} 家、{people:,.0f} 人、平均 {km:.1f} 公里"
        for part, (lead, (people, km)) in enumerate(zip(held.leads, balance(parts, held), strict=True))
    ]
    return f"{name} {len(held.names)} 家基层机构分为 {len(held.leads)} 家医共体：{'；'.join(told)}"


def _sentences(held: Members, wish: AffiliationWish, *, contiguous: bool) -> tuple[str, ...]:
    found = [f"{len(held.names)} 家基层机构（乡镇卫生院、社区卫生服务中心）各归一家医共体，每家至少 1 家"]
    found.append(f"各家服务人口与平均数相差不超过 {100 * wish.spread:g}%")
    if contiguous:
        found.append("每家医共体的成员相连成片（近似范围相邻）")
    return tuple(found)


def _assumptions(figures: CityFigures, at: Ints, held: Members, apart: str, parts: Ints) -> tuple[str, ...]:
    blank = int(np.isnan(of_grassroots(figures, at)).sum())
    found = ["人口按所在乡镇街道的常住人口计，同一乡镇有几家的平均分", "距离为直线距离示意，不是路程"]
    if blank:
        found.append(f"{blank} 家所在乡镇的人口未报，按其余的中位数计")
    if not held.located.all():
        found.append(f"{int((~held.located).sum())} 家没有坐标，距离按中位数计，不看是否相连")
    if apart and len(parts):
        found.append(f"{apart}，共 {pieces(parts, held)} 片")
    return tuple(found)
