"""让程序提方案: the smallest plan that reaches the targets, looked for beside the page and taken over as changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import streamlit as st

from components import controls, html
from components.controls import Switches
from components.frame import caliber_words
from components.jobs import Job, Jobs
from components.text import plain
from components.view import View
from components.views import listing, scenario_files, scenario_travel
from components.views import scenario_plan_words as said
from components.views.listing import Listing
from components.views.scenario_desk import Desk
from components.views.scenario_plans import EXPECTED, KINDS, Found, Question, work
from components.views.scenario_wishes import Wishes
from indicators.wording import NBSP, date_words, quantity
from scenarios.words import WATERMARK

#: Key of the session's part of this section.
SESSION: Final = "scenario.proposals"
#: Seconds a plan may be looked for; then the best so far is taken.
SECONDS: Final = 20.0
_TITLE: Final = "让程序提方案：求达到目标的最小方案"
#: Plans that are kept for whoever comes back to a view.
_KEPT: Final = 12


@dataclass
class Proposals:
    """One session's settings, the search that is on, and the plans that were found, the latest first."""

    wishes: Wishes = field(default_factory=Wishes)
    jobs: Jobs[Found] = field(default_factory=Jobs)
    #: What the search that is on was asked.
    asked: Question | None = None
    found: list[Found] = field(default_factory=list)
    #: What could not be answered last, and why.
    failed: tuple[Question, str] | None = None
    #: Whether the desk was changed, so that the whole page must follow.
    moved: bool = False

    def collect(self) -> None:
        """Take in what has ended."""
        done = self.jobs.taken()
        question, self.asked = (self.asked, None) if done is not None else (None, self.asked)
        if done is None or question is None:
            return
        if done.problem:
            self.failed = (question, done.problem)
        elif done.made is not None:
            others = [one for one in self.found if not one.question.same_place(question)]
            self.found = [done.made, *others][:_KEPT]

    def of(self, question: Question, desk: Desk) -> Found | None:
        """Return the plan to show for a question: of the same view and base, or one that was just taken over."""
        for one in self.found:
            taken = one.changes != () and desk.changes == (*one.question.base, *one.changes)
            if one.question.same_place(question) and (one.question.base == question.base or taken):
                return one
        return None


def session() -> Proposals:
    """Return this session's part of the section."""
    held: Proposals = st.session_state.setdefault(SESSION, Proposals())
    return held


@st.fragment
def draw(view: View, desk: Desk) -> None:
    """Draw the section: what may be asked for, the settings, and the search or its plan beside them."""
    held = session()
    if held.moved:
        held.moved = False
        st.rerun()
    held.collect()
    _kinds(view, held.wishes)
    left, right = st.columns([1, 1.9], gap="medium")
    with left:
        question = _settings(view, desk, held)
    found = None
    with right:
        if held.asked is not None:
            _searching()
        else:
            found = _result(view, desk, held, question)
    if found is not None:
        html.draw(
            "scenario_plan_terms", key="proposals.terms", objective=found.proposal.objective,
            constraints=found.proposal.constraints, assumptions=found.proposal.assumptions,
        )


def _kinds(view: View, wishes: Wishes) -> None:
    """Draw the choice between the kinds of plan that the scope allows."""
    if view.level != "county":
        wishes.kind = "staffing"

    def choose(_: str, value: Any) -> None:
        if value in tuple(KINDS):
            wishes.kind = value

    if view.level == "county":
        html.draw("step", key="proposals.title", title=_TITLE)
        words: dict[str, str] = dict(KINDS.items())
        controls.panel("proposals.kind", [Switches("kind", "哪种方案", words, (wishes.kind,), many=False)], choose)
    else:
        where = "换成整个区县" if view.level == "consortium" else "在左边选一个区县"
        more = f"{where}后，还可以求村级服务点方案和归属方案。"
        html.draw("scenario_plan_head", key="proposals.title", title=_TITLE, words=more)


def _settings(view: View, desk: Desk, held: Proposals) -> Question:
    """Draw the settings with the button that starts the search; return what it would ask."""
    wishes = held.wishes

    def choose(name: str, value: Any) -> None:
        wishes.take(view, name, value)

    shown = wishes.controls(view)
    on_top = bool(desk.changes) and wishes.base != "live"
    if desk.changes:
        bases = {"scenario": f"在当前情景之上（{quantity(len(desk.changes), '项')}）", "live": "从现状出发"}
        shown = [Switches("base", "从哪里出发", bases, ("scenario" if on_top else "live",), many=False), *shown]
    controls.panel("proposals.settings", shown, choose)
    by_time = wishes.kind == "villages" and wishes.reach == "travel"
    travel = scenario_travel.draw(view) if by_time else None
    question = Question(
        kind=wishes.kind, view=view.key, base=desk.changes if on_top else (), wish=wishes.wish(view), travel=travel,
        where=f"{view.scope_name}　·　截止{NBSP}{date_words(view.as_of)}　·　口径：{caliber_words(view)}",
    )
    words = "重新计算" if held.of(question, desk) else "开始计算"
    # No callback: a number that is typed and sent with the same click must count.
    if st.button(words, key="proposals.start", type="primary", disabled=by_time and travel is None):
        held.failed, held.asked = None, question
        held.jobs.start(work(view, question, desk.scenario(view)), SECONDS, expected=EXPECTED)
    return question


@st.fragment(run_every=0.5)
def _searching() -> None:
    """Draw how far the search is, twice a second, until it has ended; nothing else is redrawn meanwhile."""
    held = session()
    job, question = held.jobs.current, held.asked
    if job is None or question is None or job.ended:
        # The whole page, as the section around this part cannot be redrawn from here.
        st.rerun()
    look = job.look()
    html.draw(
        "scenario_plan_working", key="proposals.working", title=f"正在求{KINDS[question.kind]}",
        where=question.where, words=said.working(look), share=min(100, round(100 * look.seconds / SECONDS)),
    )
    # A block of its own: one that is drawn anew twice a second loses every other click.
    html.draw("scenario_plan_stop", key="proposals.stop", on_open=lambda _: _stop(job))


def _stop(job: Job[Found]) -> None:
    job.stop()


def _result(view: View, desk: Desk, held: Proposals, question: Question) -> Found | None:
    """Draw the plan of the view, or what would be looked for and why the last search gave nothing; return the plan."""
    if held.failed is not None and held.failed[0].same_place(question):
        st.warning(plain(f"没有求{KINDS[question.kind]}：{held.failed[1]}。"))
    found = held.of(question, desk)
    if found is None:
        older = [one.question for one in held.found if one.question.kind == question.kind]
        elsewhere = [one for one in older if one.view != question.view]
        html.draw(
            "scenario_plan_aims", key="proposals.aims", aims=said.AIMS[question.kind],
            other=said.other(elsewhere[0]) if elsewhere else "",
        )
        return None
    _card(view, desk, held, found, question)
    return found


def _card(view: View, desk: Desk, held: Proposals, found: Found, question: Question) -> None:
    """Draw one plan: sentence, certainty, buttons, rows."""
    proposal, own = found.proposal, found.question
    taken = bool(found.changes) and desk.changes[-len(found.changes):] == found.changes

    def act(what: str) -> None:
        _take_over(desk, held.wishes, found, what)
        held.moved = True

    html.draw(
        "scenario_plan", key="proposals.plan", on_open=act, title=said.finding(found), mark=WATERMARK,
        tone="not_met" if proposal.impossible else "met" if proposal.optimal else "no_data",
        certainty=proposal.certainty, basis=said.basis(found), summary=said.summary(found),
        changed=(own.wish, own.travel) != (question.wish, question.travel),
        conflicts=[one for one in (proposal.infeasible, *proposal.also_infeasible) if one],
        relax=said.relax(own.kind) if proposal.infeasible else "",
        offer=bool(found.changes) and not taken, taken=taken, base=len(own.base), present=len(desk.changes),
    )
    if found.plan.rows:
        listing.draw("proposals.rows", view, _listing(view, found), height=470 if view.wall else 300,
                     content=(sha256(proposal.scenario.model_dump_json().encode()).hexdigest(),))


def _take_over(desk: Desk, wishes: Wishes, found: Found, what: str) -> None:
    """Put a plan on the desk: in place of what is there, or behind it."""
    # What comes on top of changes is no plan without them.
    if what == "add" or found.question.base:
        desk.put((*desk.changes, *found.changes), desk.name if desk.changes else found.proposal.scenario.name)
    else:
        desk.put(found.changes, found.proposal.scenario.name)
    wishes.base = "scenario" if found.question.base else "live"


def _listing(view: View, found: Found) -> Listing:
    plan, name = found.plan, found.proposal.scenario.name
    return Listing(
        title=name, columns=plan.columns, rows=plan.rows,
        frame=plan.frame.assign(scenario=name, watermark=WATERMARK), headings=scenario_files.headings(plan.headings),
        file=scenario_files.name(view, found.proposal.scenario, "方案", "csv"), caption=WATERMARK,
    )
