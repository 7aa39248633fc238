"""A scenario's document tells before and after as the answer gives them, marked on every part."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from briefing.agenda import Agenda, Item
from briefing.composing import document
from briefing.composing.ground import AS_IS
from briefing.facts import facts_of, fingerprint
from briefing.model import SAMPLE, SCENARIO, Document, Said, Section
from briefing.standing import loose
from data.store import default_store
from indicators.sentences import LONGEST, width
from scenarios.applying import Unfit
from scenarios.comparing import Answer, compare
from scenarios.model import AddPostings, Scenario, SetTarget, SetVillageMode

DAY = date(2022, 12, 31)
CHANGES = (
    SetVillageMode(county_code="330282", which="unserved_planned", mode="extension"),
    AddPostings(flow="municipal_to_county", from_institution_id="330200-M1", to_county_code="330205", persons=5,
                title_grade="intermediate", months=24),
)


@cache
def asked(changed: bool = True) -> tuple[Scenario, Answer]:
    snapshot = default_store().open()
    tables = snapshot.city("3302")
    senders = tables["institutions"]
    hospital = senders.loc[senders["category"] == "municipal_hospital", "institution_id"].iloc[0]
    made = (CHANGES[0], CHANGES[1].model_copy(update={"from_institution_id": hospital}))
    scenario = Scenario(name="服务点与下派", scope="3302", snapshot=snapshot.id, as_of=DAY,
                        changes=made if changed else ())
    return scenario, compare(tables, scenario)


@cache
def made(scope: str, changed: bool = True) -> Document:
    scenario, answer = asked(changed)
    return document(answer.before.tables, scope, DAY, snapshot="x", scenario=scenario)


def paragraphs(section: Section) -> list[Said]:
    return [*section.paragraphs, *(said for below in section.sections for said in paragraphs(below))]


@pytest.mark.parametrize("scope", ["3302", "330282", "330205", "330203-A"])
def test_before_and_after_are_the_answers_own(scope: str) -> None:
    _, answer = asked()
    held = made(scope)
    told = set()
    for fact in facts_of(held).values():
        if fact.part != "value" or not answer.after.knows(fact.scope) or "." not in fact.key or "month" in fact.key:
            continue
        figures = answer.before if fact.at == AS_IS else answer.after
        assert fact.value == figures.value(fact.key, fact.scope), fact
        if fact.at == AS_IS and fact.scope == scope:
            told.add(fact.key)
    assert told >= {one.key for one in answer.of_scope(scope)}


@pytest.mark.parametrize("scope", ["3302", "330282", "330203-A"])
def test_every_part_is_marked_and_every_number_known(scope: str) -> None:
    held = made(scope)
    assert held.marks == (SAMPLE, SCENARIO)
    assert held.title.endswith("（情景推演）")
    assert held.slides[0].id == "scenario"
    assert width(held.slides[0].finding.text) <= LONGEST
    opening = held.sections[0]
    assert opening.heading == "一、情景推演"
    assert opening.paragraphs[0].text.startswith("【情景推演·非现状】")
    for said in [*(slide.finding for slide in held.slides), *(one for part in held.sections for one in
                                                             paragraphs(part))]:
        assert not loose(said), said.text


def test_the_slide_shows_what_moved_beside_what_is() -> None:
    _, answer = asked()
    slide = made("330282").slides[0]
    assert slide.key is not None
    before, after = (one.get("village.unserved_planned", "330282") for one in (answer.before, answer.after))
    assert before is not None
    assert after is not None
    assert (slide.key.fact.value, slide.key.beside[-1].value) == (after.value, before.value)
    assert slide.key.course == f"现状\u00a0{before.value}\u00a0个"
    assert slide.table is not None
    row = slide.table.rows[0]
    assert [cell.value for cell in row[:4]] == ["应设未设村", before.value, after.value, -4.0]
    assert row[5].text == "未达标 → 达标"


def test_changes_are_listed_in_order() -> None:
    _, answer = asked()
    table = next(one for one in made("3302").tables if one.name == "情景调整")
    assert [row[1].text for row in table.rows] == list(answer.changes)
    assert {row[2].text for row in table.rows} == {"已执行"}


def test_a_scenario_that_changes_nothing_has_the_live_figures_and_says_so() -> None:
    held = made("330282", False)
    assert "没有作调整" in held.slides[0].finding.text
    assert held.slides[0].table is None
    assert fingerprint(held) != fingerprint(made("330282"))
    figures = {fact.id: fact.value for fact in facts_of(held).values() if fact.part == "value"}
    _, answer = asked()
    key = "village.unserved_planned#value@330282"
    assert figures[key] == answer.before.value("village.unserved_planned", "330282")


def test_an_agenda_with_the_scenario_shows_it_only_with_a_scenario() -> None:
    scenario, answer = asked()
    agenda = Agenda(items=(Item(id="scenario", scope="330282", note="先说结论"), Item(id="care", scope="330282"),
                           Item(id="remote", scope="330282", shown=False)))
    tables = answer.before.tables
    with_it = document(tables, "330282", DAY, snapshot="x", scenario=scenario, agenda=agenda)
    assert [slide.id for slide in with_it.slides] == ["scenario", "care"]
    assert with_it.slides[0].notes.startswith("先说结论\n【情景推演")
    assert [slide.id for slide in document(tables, "330282", DAY, snapshot="x", agenda=agenda).slides] == ["care"]


def test_a_scenario_of_another_city_is_refused() -> None:
    scenario, _ = asked()
    with pytest.raises(Unfit, match="3302"):
        document(default_store().open().city("1307"), "1307", DAY, snapshot="x", scenario=scenario)


def test_a_change_that_was_made_in_part_says_so_and_one_that_was_not_why() -> None:
    tables = asked()[1].before.tables
    post = AddPostings(flow="lead_to_member", from_institution_id="330225-H1", to="uncovered", to_county_code="330225",
                       persons=16, title_grade="intermediate", months=24)
    none = post.model_copy(update={"from_institution_id": "330282-H1", "to_county_code": "330282"})
    scenario = Scenario(name="派驻", scope="3302", snapshot="x", as_of=DAY, changes=(post, none, CHANGES[0]))
    told = document(tables, "330225", DAY, snapshot="x", scenario=scenario, agenda=Agenda())
    rows = next(table for table in told.tables if table.name == "情景调整").rows
    done = [row[2].text for row in rows]
    assert done[0].startswith("已执行；另有")
    assert "人没有派出" in done[0]
    assert done[1].startswith("没有执行：")
    assert done[2] == "已执行"


def test_a_target_of_the_scenario_is_never_told_as_the_documents() -> None:
    tables = asked()[1].before.tables
    key = "posting.lead_to_member.persons"
    held = asked()[1].before.value(key, "3302")
    assert held is not None
    agenda = Agenda(items=(Item(id="overview", scope="3302"), Item(id="posting.lead_to_member", scope="3302")))

    def told(value: float) -> Document:
        change = SetTarget(indicator=key, value=value)
        scenario = Scenario(name="另设", scope="3302", snapshot="x", as_of=DAY, changes=(change,))
        return document(tables, "3302", DAY, snapshot="x", scenario=scenario, agenda=agenda)

    met, missed = told(held - 1), told(held + 4)
    assert "，已达到另设的目标" in met.slides[0].finding.text
    assert "，已达到另设的目标" in met.slides[1].finding.text
    assert "距另设的目标还差\u00a05\u00a0人" in missed.slides[0].finding.text
    for made in (met, missed):
        assert made.slides[0].key is not None
        assert made.slides[0].key.target.startswith("另设的目标 超过")
        assert "已过文件年度" not in made.slides[0].key.target
        assert made.policy.endswith("，情景另设的除外")
        goals = {cell.text for table in made.tables for row in table.rows for cell in row if "超过" in cell.text}
        assert any(goal.endswith("（另设）") for goal in goals)
    assert "，情景另设的除外" not in document(tables, "3302", DAY, snapshot="x", agenda=agenda).policy
