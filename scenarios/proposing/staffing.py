"""Staffing plan (派驻补齐方案): the fewest persons to send so that everybody has somebody and the targets hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.model import FLOW
from data.tables import CityTables
from indicators.engine import FROM_CITY, CityFigures, PolicyChoice, lazily
from indicators.registers import GRADES
from indicators.scopes import UnknownScope
from indicators.wording import joined
from scenarios.changes_staff import MOST_POSTINGS
from scenarios.model import AddPostings, Change, ExtendPostings, Scenario
from scenarios.proposing.answering import answer
from scenarios.proposing.demands import demands
from scenarios.proposing.milp import Outcome, solve
from scenarios.proposing.moments import moments
from scenarios.proposing.proposal import CannotProposeError, Control, Proposal
from scenarios.proposing.sending import name_of
from scenarios.proposing.staffing_model import NEAR_KM, StaffingModel
from scenarios.proposing.supply import DEFAULT_SHARE

#: Months of a new or renewed posting where no caliber asks for more: a year.
_MONTHS = 12
_TITLE = "intermediate"


@dataclass(frozen=True)
class StaffingWish:
    """What the user may set; every default is stated with the plan."""

    #: Share of a sender's physicians that may be away at a time.
    share: float = DEFAULT_SHARE
    #: Most persons away at a time by institution id, in place of the share.
    limits: Mapping[str, int] | None = None
    #: Look this many months ahead and renew what ends within them before sending others; null: today only.
    renew_within: int | None = None
    #: Term of new and renewed postings, in months; longer where a caliber or ``renew_within`` asks for it.
    months: int = _MONTHS
    #: Title grade of new postings; higher where a caliber asks for it.
    title_grade: str = _TITLE


def propose_staffing(
    tables: CityTables, as_of: date, scope: str | None = None, *, wish: StaffingWish | None = None,
    caliber: str | None = None, policy: PolicyChoice = FROM_CITY, control: Control | None = None,
) -> Proposal:
    """Find the fewest persons to add so that coverage and the person targets hold; see :class:`StaffingModel`.

    Args:
        tables: The tables of the city.
        as_of: The as-of date (截止日期).
        scope: City, county or consortium; null is the city. Targets are those of the scope's own level.
        wish: Limits and terms.
        caliber: A caliber for all flows; null leaves each flow the policy's.
        policy: As for :func:`indicators.compute`.
        control: Time limit, progress, stop.

    Raises:
        CannotProposeError: Postings or memberships were not reported, or the scope is 不在文件统计范围.
        UnknownScope: The tables name no such scope.
    """
    wanted, clock = wish or StaffingWish(), (control or Control()).clock()
    figures = lazily(tables, as_of, caliber, policy)
    scope = scope or tables.city_code
    _check(figures, scope, wanted)
    clock.tell("整理派驻和人员力量")
    model = StaffingModel(
        moments(figures, scope, wanted.renew_within), demands(figures, scope, figures.policy),
        wanted.share, wanted.limits or {},
    )  # fmt: skip
    outcome = solve(model.lp, model.objectives(), clock)
    name = figures.name_of(scope)
    scenario = Scenario(
        name=f"{name}派驻补齐方案"[:60], scope=tables.city_code, snapshot=tables.snapshot_id, as_of=as_of,
        caliber=caliber, changes=_changes(figures, model, outcome, wanted) if len(outcome.x) else (),
    )  # fmt: skip
    return answer(
        model.lp, outcome, clock, scenario=scenario, summary=_summary(model, outcome, name),
        objective=_objective(model), constraints=model.sentences(), assumptions=_assumptions(model, wanted),
        value=outcome.scores[0] if outcome.scores else None, unit="人",
    )  # fmt: skip


def _check(figures: CityFigures, scope: str, wish: StaffingWish) -> None:
    if not figures.knows(scope):
        raise UnknownScope(scope)
    if not figures.in_account(scope):
        raise CannotProposeError(f"{figures.name_of(scope)}不在文件统计范围")
    for table, words in (("postings", "派驻人员"), ("memberships", "成员关系")):
        if not figures.tables.reported(table):
            raise CannotProposeError(f"{words}未报，不能做派驻补齐方案")
    known = set(figures.tables["institutions"]["institution_id"])
    for one, most in (wish.limits or {}).items():
        if one not in known:
            raise CannotProposeError(f"派出上限写了不认识的机构编号“{one}”")
        if most < 0:
            raise CannotProposeError(f"机构 {one} 的派出上限不能小于 0")
    if not 0 <= wish.share <= 1:
        raise CannotProposeError("可派比例应在 0 到 100% 之间")


def _changes(
    figures: CityFigures, model: StaffingModel, outcome: Outcome, wish: StaffingWish
) -> tuple[Change, ...]:
    """Return the renewals, in as few changes as may name them all, and then what is sent, by flow and receiver."""
    base = figures.context.base
    ahead = 0 if wish.renew_within is None else wish.renew_within + 1
    months = max(wish.months, ahead)
    changes: list[Change] = []
    renewed = sorted(str(figures.tables["postings"]["posting_id"].iloc[row]) for row in model.renewed(outcome.x))
    for first in range(0, len(renewed), MOST_POSTINGS):
        changes.append(ExtendPostings(posting_ids=tuple(renewed[first : first + MOST_POSTINGS]), months=months))
    for flow, sender, receiver, persons in model.sent(outcome.x):
        rule = figures.context.rules[flow]
        to_county = flow == "municipal_to_county"
        changes.append(
            AddPostings.model_validate(
                {
                    "flow": flow, "from_institution_id": str(base.institutions.index[sender]),
                    "to_institution_id": None if to_county else str(base.institutions.index[receiver]),
                    "to_county_code": str(base.counties.index[receiver]) if to_county else None,
                    "persons": persons, "title_grade": _grade(wish.title_grade, rule.min_title_grade),
                    "months": max(months, rule.min_months or 0),
                }
            )
        )  # fmt: skip
    return tuple(changes)


def _grade(wished: str, least: str | None) -> str:
    return wished if least is None else max(wished, least, key=GRADES.index)


def _objective(model: StaffingModel) -> str:
    renew = "；其次续派的人次最少" if len(model.renewable) else ""
    return (
        f"增派的人数最少{renew}；同样人数时，先派往每名派驻人员对应人口多、离派出医院近的单位"
        f"（人口 ÷ 派驻人数 ÷（1 + 直线距离 ÷ {NEAR_KM:g} 公里）），再由近的医院派出"
    )


def _summary(model: StaffingModel, outcome: Outcome, name: str) -> str:
    if outcome.status in ("infeasible", "nothing"):
        return f"{name}按所列约束没有可行的派驻方案" if outcome.status == "infeasible" else "没有找到方案"
    sent, renewed = model.sent(outcome.x), model.renewed(outcome.x)
    parts = [f"续派 {len(renewed)} 人次"] if renewed else []
    for flow, label in FLOW.items():
        own = [one for one in sent if one[0] == flow]
        if own:
            places = list(dict.fromkeys(name_of(model.now, flow, one[2]) for one in own))
            parts.append(f"增派 {sum(one[3] for one in own)} 人（{label}，到{joined(places, measure='处')}）")
    return f"{name}{'，'.join(parts)}" if parts else f"{name}不需增派，约束已全部满足"


def _assumptions(model: StaffingModel, wish: StaffingWish) -> tuple[str, ...]:
    found = [f"派出上限按医师数的 {100 * wish.share:g}% 计，是本方案的设定，不是文件规定"]
    free = [one for one, held in model.supply.items() if held.most is None]
    names = model.now.context.base.institutions.names
    if free:
        found.append(f"{joined([names[one] for one in free], measure='家')}人员力量未报，派出人数不设上限")
    blank = sum(one.without_distance for one in model.flows.values())
    if blank:
        found.append(f"{blank} 对派出和接收单位缺坐标，距离按其余的中位数计")
    found.append("距离为直线距离示意；增派的人按新人计，每人只派一处")
    if wish.renew_within is not None:
        found.append("到期按实际结束日期，未登记的按计划结束日期；截止日前已逾期未登记的仍按在派计")
    return tuple(found)
