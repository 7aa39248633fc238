"""What a reader wishes of a plan (设定): what the controls show, what comes back from them, and the wish they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from components.controls import Control, Number, Numbers, Selector, Slider, Switches
from components.view import View
from components.views.cached import per_view
from components.views.names import short
from components.views.scenario_plans import Kind, Wish
from data.codes import TITLE_GRADE, VILLAGE_MODE
from indicators.wording import NBSP
from scenarios.proposing.affiliation import DEFAULT_SPREAD, AffiliationWish
from scenarios.proposing.choices import Leader, Sender, leaders, senders
from scenarios.proposing.staffing import StaffingWish
from scenarios.proposing.supply import DEFAULT_SHARE
from scenarios.proposing.villages import VillageWish

#: Ends of what can be set; they only keep slips of the finger out.
_SHARES, _SPREADS = (1, 50), (0, 100)
_MONTHS, _POINTS, _METRES, _MINUTES, _PERSONS = (1, 120), (1, 500), (100, 50_000), (1, 600), (0, 1000)
_MOST_LEADS = 3
_RENEW: Final = {"": "只看截止日期当天"} | {
    str(months): f"{months}{NBSP}个月内到期的先续派" for months in (3, 6, 12)
}
_GOALS: Final = {"most": "新设几个点，覆盖最多", "all": "最少几个点，覆盖全部"}
_REACHES: Final = {"metres": "按直线距离", "travel": "按通行时间表"}
_WHERE: Final = {"any": "没有同类服务点的村都可以", "unserved": "只在无服务的村", "planned": "只在应设未设卫生室的村"}
_KINDS: Final = {code: f"设{VILLAGE_MODE[code]}" for code in ("clinic", "extension")}
_JOINED: Final = {"joined": "成员尽量相连成片", "loose": "可以不相连"}


@dataclass
class Wishes:
    """One session's settings, each with a good default; they stay when the view changes."""

    kind: Kind = "staffing"
    #: ``scenario``: on top of the changes on the desk; ``live``: of the state of things; empty: not chosen.
    base: Literal["scenario", "live", ""] = ""
    share: float = 100 * DEFAULT_SHARE
    limits: dict[str, int] = field(default_factory=dict)
    renew: str = ""
    months: int = 12
    grade: str = "intermediate"
    goal: str = "most"
    points: int = 10
    reach: str = "metres"
    metres: float = 1000.0
    minutes: float = 30.0
    service: Literal["clinic", "extension"] = "clinic"
    where: Literal["any", "unserved", "planned"] = "any"
    #: How many consortia, and the lead chosen for each place; both by county, as hospitals belong to one.
    count: dict[str, int] = field(default_factory=dict)
    leads: dict[tuple[str, int], str] = field(default_factory=dict)
    spread: float = 100 * DEFAULT_SPREAD
    together: str = "joined"

    def take(self, view: View, name: str, value: object) -> None:
        """Take up what was chosen in a control; it comes from a browser and may be anything."""
        if name in _OFFERED and value in _OFFERED[name]:
            setattr(self, name, value)
        elif name in _ENDS and isinstance(value, int | float) and _ENDS[name][0] <= value <= _ENDS[name][1]:
            setattr(self, name, round(value))
        elif name == "limits" and isinstance(value, dict):
            known = {one.id for one in hospitals(view, self.share / 100)}
            self.limits = {
                code: round(most) for code, most in value.items()
                if code in known and isinstance(most, int | float) and _PERSONS[0] <= most <= _PERSONS[1]
            }  # fmt: skip
        elif view.county is not None:
            self._take_lead(view, view.county, name, value)

    def _take_lead(self, view: View, county: str, name: str, value: object) -> None:
        offered = may_lead(view)
        if name == "count" and value in _counts(offered):
            self.count[county] = int(str(value))
        elif name.startswith("lead") and name[4:].isdecimal() and value in [one.id for one in offered]:
            place, chosen = int(name[4:]), self.chosen(view)
            if place >= len(chosen):
                return
            # Whoever takes a place that is another's gives that one its own: nobody leads twice.
            for other, id in enumerate(chosen):
                self.leads[county, other] = chosen[place] if id == value else id
            self.leads[county, place] = str(value)

    def chosen(self, view: View) -> tuple[str, ...]:
        """Return the leads of the affiliation, one for each consortium, none twice."""
        offered, county = may_lead(view), view.county or ""
        most = min(_MOST_LEADS, len(offered))
        now = sum(one.leads for one in offered)
        count = min(self.count.get(county, max(1, now)), most)
        ids = [one.id for one in offered]
        found: list[str] = []
        for place in range(count):
            own = self.leads.get((county, place))
            found.append(own if own in ids and own not in found else next(id for id in ids if id not in found))
        return tuple(found)

    def wish(self, view: View) -> Wish:
        """Return the wish of the chosen kind; a table of travel times is not in it."""
        if self.kind == "staffing":
            known = {one.id for one in hospitals(view, self.share / 100)}
            return StaffingWish(
                share=self.share / 100, limits={code: most for code, most in self.limits.items() if code in known},
                renew_within=int(self.renew) if self.renew else None, months=self.months, title_grade=self.grade,
            )
        if self.kind == "villages":
            by_time = self.reach == "travel"
            return VillageWish(
                metres=None if by_time else self.metres, minutes=self.minutes if by_time else None,
                points=self.points if self.goal == "most" else None, kind=self.service, where=self.where,
            )
        return AffiliationWish(self.chosen(view), self.spread / 100, self.together == "joined")

    def controls(self, view: View) -> list[Control]:
        """Return the controls of the chosen kind, showing what is set."""
        make = {"staffing": self._staffing, "villages": self._villages, "affiliation": self._affiliation}
        return make[self.kind](view)

    def _staffing(self, view: View) -> list[Control]:
        offered = hospitals(view, self.share / 100)
        given = sum(one.id in self.limits for one in offered)
        rows = [(one.id, _called(view, one), _limit(one), self.limits.get(one.id)) for one in offered]
        label = f"给某家医院单独设上限（已设{NBSP}{given}{NBSP}家）" if given else "给某家医院单独设上限"
        return [
            Slider("share", "每家最多派出医师数的", self.share, *_SHARES, 1, "%"),
            Numbers("limits", label, rows, *_PERSONS, 1, "人"),
            Selector("renew", "到期的派驻", _RENEW, self.renew),
            Number("months", "增派、续派的期限", self.months, *_MONTHS, 1, "个月"),
            Selector("grade", "增派人员的职称", TITLE_GRADE, self.grade),
        ]

    def _villages(self, view: View) -> list[Control]:
        goal: list[Control] = [Switches("goal", "求什么", _GOALS, (self.goal,), many=False)]
        if self.goal == "most":
            goal.append(Number("points", "最多新设", self.points, *_POINTS, 1, "个点"))
        goal.append(Switches("reach", "怎样算覆盖", _REACHES, (self.reach,), many=False))
        if self.reach == "metres":
            goal.append(Number("metres", "多远以内算覆盖", self.metres, *_METRES, 1, "米"))
        else:
            goal.append(Number("minutes", "多久以内算覆盖", self.minutes, *_MINUTES, 1, "分钟"))
        return [
            *goal, Switches("service", "设什么", _KINDS, (self.service,), many=False),
            Selector("where", "设在哪里", _WHERE, self.where),
        ]

    def _affiliation(self, view: View) -> list[Control]:
        offered, chosen = may_lead(view), self.chosen(view)
        names = {one.id: short(one.name, _around(view), 22) + ("（现为牵头）" if one.leads else "")
                 for one in offered}
        counts = {code: f"分成{NBSP}{code}{NBSP}家" for code in _counts(offered)}
        return [
            Switches("count", "分成几家医共体", counts, (str(len(chosen)),), many=False),
            *(Selector(f"lead{at}", f"第{NBSP}{at + 1}{NBSP}家的牵头医院", names, id) for at, id in enumerate(chosen)),
            Slider("spread", "各家人口与平均数最多相差", self.spread, *_SPREADS, 5, "%"),
            Switches("together", "是否相连", _JOINED, (self.together,), many=False),
        ]


@per_view()
def hospitals(view: View, share: float) -> tuple[Sender, ...]:
    """Return who may send persons in the scope of a view, with what each can spare at that share."""
    return senders(view.figures, view.scope, share)


@per_view()
def may_lead(view: View) -> tuple[Leader, ...]:
    """Return who may lead a consortium in the county of a view; nobody without a county."""
    return leaders(view.figures, view.county) if view.county else ()


def _counts(offered: Sequence[Leader]) -> tuple[str, ...]:
    return tuple(str(count) for count in range(1, min(_MOST_LEADS, len(offered)) + 1))


def _called(view: View, one: Sender) -> str:
    away = f"（已派{NBSP}{one.spare.away}{NBSP}人）" if one.spare.away else ""
    return short(one.name, _around(view), 22) + away


def _around(view: View) -> tuple[str, ...]:
    return (view.city_name, view.county_name or "")


def _limit(one: Sender) -> str:
    return "不限" if one.spare.most is None else f"{one.spare.most}"


_OFFERED: Final[Mapping[str, Any]] = {
    "renew": tuple(_RENEW), "grade": tuple(TITLE_GRADE), "goal": tuple(_GOALS), "reach": tuple(_REACHES),
    "service": tuple(_KINDS), "where": tuple(_WHERE), "together": tuple(_JOINED), "base": ("scenario", "live"),
}
_ENDS: Final[Mapping[str, tuple[float, float]]] = {
    "share": _SHARES, "months": _MONTHS, "points": _POINTS, "metres": _METRES, "minutes": _MINUTES, "spread": _SPREADS,
}
