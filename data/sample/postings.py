"""Posted staff (派驻人员): month by month, so that the counted persons follow the plan's curve exactly.

Each month the terms that are over end, and as many people set out (or go home early) as the plan's figure for
the last day of the month needs. What a caliber leaves out stands beside it: short terms, blank titles, 巡诊.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.sample.common import AS_OF, Plan, Row, add_months, day_in, last_day, month_of, months, path, shift, stream
from data.sample.hosts import Route

#: People set out in spring and autumn: share of a year's movement by month, January first.
WAVES = (0.5, 0.25, 2.2, 1.8, 0.7, 0.6, 0.5, 0.5, 2.0, 1.6, 0.8, 0.55)
#: The shortest term (months) that the sample treats as a full one; the rule itself stands in the calibers' TOML.
FULL_TERM = 18
_TITLES = ("junior", "intermediate", "associate_senior", "senior")


@dataclass(slots=True)
class Posting:
    """One posting as it will be written, but for its id."""

    person: str
    flow: str
    origin: str
    target: str | None
    county: str
    kind: str
    duty: str | None
    grade: str | None
    mode: str | None
    start: date
    planned: date | None
    end: date | None = None

    def in_force(self, day: date) -> bool:
        """Tell whether it is under way on a day; the last day counts."""
        return self.start <= day and (self.end is None or self.end >= day)

    def full(self) -> bool:
        """Tell whether title and term are what the stricter caliber asks for."""
        over = self.end or self.planned
        return self.grade in _TITLES[1:] and over is not None and over >= add_months(self.start, FULL_TERM)


@dataclass
class People:
    """Pseudonyms (代号) of one city: never a name."""

    prefix: str
    count: int = 0
    grades: dict[str, str | None] = field(default_factory=dict)

    def new(self, grade: str | None) -> str:
        """Return a pseudonym nobody has yet."""
        self.count += 1
        code = f"{self.prefix}P{self.count:05d}"
        self.grades[code] = grade
        return code


class Flow:
    """The postings of one flow while they are being generated."""

    def __init__(self, plan: Plan, flow: str, route: Route, people: People) -> None:
        """Prepare a flow; nothing is drawn yet."""
        self.flow, self.route, self.people = flow, route, people
        self.settings: Plan = plan["postings"][flow]
        self.rng = stream("postings", plan["city"], flow)
        self.months = months(plan["first_month"], plan["last_month"])
        self.overdue = int(plan["postings"]["overdue"]) if flow == "lead_to_member" else 0
        self.stays = set(months(shift(plan["last_month"], -11), shift(plan["last_month"], -1)))
        self.posts: list[Posting] = []

    def run(self) -> list[Posting]:
        """Return every posting of the flow, from the standing ones before the first month to the last."""
        opening = shift(self.months[0], -1)
        goals = self._goals([opening, *self.months])
        self._meet(opening, goals[0], spread=9)
        for month, goal in zip(self.months, goals[1:], strict=True):
            self._return_home(month)
            self._meet(month, goal)
        for post in self.posts:
            if post.end is not None and post.end > AS_OF:
                # The clerks know that it goes on, not yet that it ended; who stays on has a new planned end.
                if post.planned is not None and post.planned <= AS_OF:
                    post.planned = post.end
                post.end = None
        return self.posts

    def _goals(self, over: list[str]) -> list[int]:
        """Return the persons wanted each month: the plan's on its months, a little up or down between them."""
        named = {str(month) for month, _ in self.settings["stock"]}
        values = path(self.settings["stock"], over, WAVES)
        drift = self.rng.normal(0, 0.006, len(over))
        return [round(v) if m in named else round(v * (1 + d)) for m, v, d in zip(over, values, drift, strict=True)]

    def counted(self, day: date) -> list[Posting]:
        """Return the postings that count on a day by the plan's caliber."""
        return [p for p in self.posts if self._counts(p, day)]

    def _counts(self, post: Posting, day: date) -> bool:
        strict = self.settings["control"] == "eligible"
        return post.in_force(day) and (not strict or post.full()) and self.route.fits(post.origin, post.target, day)

    def _meet(self, month: str, goal: int, spread: int = 1) -> None:
        """Send people out, or call them back, until as many are counted on the month's last day as are wanted."""
        day = last_day(month)
        held = self.counted(day)
        for _ in range(4 * goal + 40):
            gap = goal - len({p.person for p in held})
            if gap == 0:
                return
            if gap > 0:
                started = month if spread == 1 else shift(month, -int(self.rng.integers(0, spread)))
                post = self._send(started, day, held)
                if self._counts(post, day):
                    held.append(post)
            elif not self._call_back(day, held):
                return

    def _send(self, month: str, day: date, held: list[Posting]) -> Posting:
        """Send one person; beside the full ones, some who the stricter caliber will not count."""
        loose = self.rng.random() < self.settings.get("ineligible_share", 0.0)
        hurry = 1.0 if month >= self.months[-4] else 0.12
        chosen = self.route.choose(self.rng, day, held, hurry)
        if chosen is None:
            raise ValueError(f"{self.flow} {month}: nobody can be sent anywhere")
        origin, target, county = chosen
        grade, term = self._free() if self.flow == "lead_to_member" else self._full()
        if loose:
            grade, term = self._flawed(grade, term)
        start = min(day_in(self.rng, month), day)
        person = self._veteran(origin, start, grade) or self.people.new(grade)
        planned = add_months(start, term) if term else None
        if planned is not None and self.rng.random() < 0.03:
            planned -= timedelta(days=1)
        post = Posting(
            person,
            self.flow,
            origin,
            target,
            county,
            "long_term",
            self._duty(),
            grade,
            self._mode(),
            start,
            planned,
            self._end(start, planned),
        )
        self.posts.append(post)
        return post

    def _free(self) -> tuple[str | None, int | None]:
        """Title and term (months) of a posting below the county: mixed, as in life."""
        grade = self.rng.choice(
            ["junior", "intermediate", "associate_senior", "senior", ""], p=[0.17, 0.47, 0.27, 0.06, 0.03]
        )
        term = int(self.rng.choice([6, 12, 18, 24, 36, 0], p=[0.06, 0.31, 0.2, 0.29, 0.1, 0.04]))
        return (str(grade) or None), (term or None)

    def _full(self) -> tuple[str | None, int | None]:
        grade = str(self.rng.choice(["intermediate", "associate_senior", "senior"], p=[0.42, 0.43, 0.15]))
        return grade, int(self.rng.choice([18, 24, 30, 36], p=[0.3, 0.5, 0.08, 0.12]))

    def _flawed(self, grade: str | None, term: int | None) -> tuple[str | None, int | None]:
        flaw = self.rng.choice(["short", "short", "short", "blank", "junior", "open"])
        if flaw == "short":
            return grade, int(self.rng.choice([6, 12, 12, 15]))
        if flaw == "open":
            return grade, None
        return (None if flaw == "blank" else "junior"), term

    def _duty(self) -> str:
        shares = {"lead_to_member": [0.71, 0.21, 0.08], "municipal_to_lead": [0.84, 0.15, 0.01]}
        return str(
            self.rng.choice(["clinical", "management", "public_health"], p=shares.get(self.flow, [0.55, 0.1, 0.35]))
        )

    def _mode(self) -> str | None:
        if self.flow == "lead_to_member":
            return None
        modes = ["full_trusteeship", "specialty_trusteeship", "specialty_cooperation", "other"]
        return str(self.rng.choice(modes, p=[0.17, 0.33, 0.44, 0.06]))

    def _end(self, start: date, planned: date | None) -> date | None:
        """Most go on the planned day; some stay on, some go early (never so early that a full term is broken)."""
        if planned is None:
            end = add_months(start, int(self.rng.integers(10, 30)))
            return end if end <= AS_OF else None
        luck = self.rng.random()
        if luck < 0.1:
            return add_months(planned, int(self.rng.integers(1, 5)))
        if luck > 0.93 and self.settings["control"] == "headcount":
            early = planned - timedelta(days=int(self.rng.integers(20, 150)))
            return early if early > start + timedelta(days=60) else planned
        return planned

    def _veteran(self, origin: str, start: date, grade: str | None) -> str | None:
        """Now and then someone who came home at least two months before goes out again."""
        if self.rng.random() > 0.2:
            return None
        busy = {p.person for p in self.posts if p.end is None or p.end > start - timedelta(days=60)}
        free = sorted(
            {p.person for p in self.posts if p.origin == origin and self.people.grades[p.person] == grade} - busy
        )
        return free[int(self.rng.integers(len(free)))] if free else None

    def _return_home(self, month: str) -> None:
        """Leave a few ends unrecorded (计划期满未登记返回), and empty the institutions that the plan empties."""
        day = last_day(month)
        for post in self.posts:
            gone = self.route.emptied(post.target)
            if gone is not None and post.start <= gone and (post.end is None or post.end > gone):
                post.end = gone
            due = post.end is not None and post.planned is not None and month_of(post.planned) == month
            forgotten = self.overdue and due and gone is None and month in self.stays and self.rng.random() < 0.2
            if forgotten and self.route.lasting(post.origin, post.target, day):
                post.end = None
                self.overdue -= 1

    def _call_back(self, day: date, held: list[Posting]) -> bool:
        """Send one person home early, from where others stay and only after a full term where terms are asked for.

        Returns False when there is nobody who could go.
        """
        strict = self.settings["control"] == "eligible"
        at = Counter(p.target for p in held)
        leaving = day - timedelta(days=int(self.rng.integers(1, 20)))
        served = FULL_TERM if strict else 3
        free = [p for p in held if p.end is not None and at[p.target] > 1 and leaving >= add_months(p.start, served)]
        if not free:
            return False
        free.sort(key=lambda p: (p.end or date.max, p.person))
        post = free[int(self.rng.integers(min(len(free), 12)))]
        post.end = leaving
        held.remove(post)
        if not strict and post.planned is not None and post.planned < leaving:
            post.planned = leaving
        return True


def side_postings(plan: Plan, route: Route, people: People) -> list[Posting]:
    """Return 巡诊 and short postings, which no caliber counts; 巡诊 goes first to where nobody is posted."""
    rng = stream("side postings", plan["city"])
    span, posts = months(plan["first_month"], plan["last_month"]), []
    kinds = [("mobile", plan["postings"]["mobile"], (2, 12)), ("short_term", plan["postings"]["short_term"], (1, 5))]
    for kind, count, (low, high) in kinds:
        for _ in range(count):
            month = span[int(rng.integers(len(span)))]
            start = day_in(rng, month)
            chosen = route.anywhere(rng, start, lonely=kind == "mobile")
            if chosen is None:
                continue
            grade = str(rng.choice(_TITLES, p=[0.1, 0.5, 0.32, 0.08]))
            planned = add_months(start, int(rng.integers(low, high + 1)))
            origin, target, county = chosen
            posts.append(
                Posting(
                    people.new(grade),
                    route.flow,
                    origin,
                    target,
                    county,
                    kind,
                    "clinical",
                    grade,
                    None,
                    start,
                    planned,
                    planned if planned <= AS_OF else None,
                )
            )
    return posts


def posting_rows(prefix: str, posts: list[Posting]) -> list[Row]:
    """Return the rows of the table, numbered in the order in which people set out."""
    order = sorted(posts, key=lambda p: (p.start, p.flow, p.person, p.target or ""))
    return [
        {
            "posting_id": f"{prefix}{number:05d}",
            "person_id": p.person,
            "flow": p.flow,
            "from_institution_id": p.origin,
            "to_institution_id": p.target,
            "to_county_code": p.county,
            "kind": p.kind,
            "duty": p.duty,
            "title_grade": p.grade,
            "mode": p.mode,
            "start_on": p.start,
            "planned_end_on": p.planned,
            "end_on": p.end,
            "provenance": "sample",
        }
        for number, p in enumerate(order, 1)
    ]


def build_postings(plan: Plan, routes: dict[str, Route], people: People) -> list[Row]:
    """Return the rows of ``postings``: three flows, what stands beside them, and the oddities of the plan."""
    posts: list[Posting] = []
    for flow, route in routes.items():
        posts += Flow(plan, flow, route, people).run()
    posts += side_postings(plan, routes["lead_to_member"], people)
    posts += _misfits(plan, routes, posts)
    posts += _two_at_once(plan, routes["lead_to_member"], posts)
    return posting_rows(plan["prefix"], posts)


def _misfits(plan: Plan, routes: dict[str, Route], posts: list[Posting]) -> list[Posting]:
    """Return postings whose ends do not fit their flow: a municipal doctor at a hospital that leads nothing."""
    rng = stream("misfits", plan["city"])
    flow = routes["municipal_to_lead"]
    counties = sorted(routes["municipal_to_county"].county_units)
    found = []
    for number in range(plan["postings"]["misfits"]):
        county = counties[int(rng.integers(len(counties)))]
        target = next(i for i in routes["municipal_to_county"].county_units[county] if "-M" in i)
        start = day_in(rng, shift(plan["last_month"], -3 * number - 2))
        sender = next(iter(flow.senders))
        free = sorted(
            {p.person for p in posts if p.origin == sender and p.end is not None and p.end < start}
            - {p.person for p in posts if p.end is None or p.end >= start}
        )
        if free:
            found.append(
                Posting(
                    free[number],
                    flow.flow,
                    sender,
                    target,
                    county,
                    "long_term",
                    "clinical",
                    "associate_senior",
                    "specialty_cooperation",
                    start,
                    add_months(start, 24),
                )
            )
    return found


def _two_at_once(plan: Plan, route: Route, posts: list[Posting]) -> list[Posting]:
    """Return a second posting of someone who is already out, at another member of the same consortium."""
    rng = stream("two at once", plan["city"])
    start = day_in(rng, shift(plan["last_month"], -7))
    homes = route.home(start)
    for post in posts:
        lasts = post.planned is not None and post.planned > add_months(start, 9) and post.end is None
        if post.flow != route.flow or post.kind != "long_term" or not lasts or post.start >= start:
            continue
        others = [
            i
            for i in route.weights
            if homes.get(i) == homes.get(post.target or "")
            and i != post.target
            and i not in route.never
            and i not in route.until
        ]
        if post.target in homes and others:
            target = others[int(rng.integers(len(others)))]
            return [
                Posting(
                    post.person,
                    post.flow,
                    post.origin,
                    target,
                    post.county,
                    "long_term",
                    "clinical",
                    post.grade,
                    None,
                    start,
                    post.planned,
                )
            ]
    return []
