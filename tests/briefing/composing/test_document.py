"""A document says what ``python -m indicators`` prints, and no number of its own."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from briefing.composing import document
from briefing.facts import facts_of, fingerprint
from briefing.model import SAMPLE, SCENARIO, Document, Said, Section
from briefing.standing import NUMBER
from data.store import default_store
from indicators import compute
from indicators.cli import ask
from indicators.sentences import LONGEST, width
from scenarios.model import Scenario, SetVillageMode

CASES = (
    ("3302", date(2022, 12, 31)), ("3302", date(2022, 7, 15)), ("330282", date(2022, 12, 31)),
    ("330203-A", date(2022, 12, 31)), ("1307", date(2023, 9, 30)), ("130727", date(2023, 9, 30)),
    ("130702", date(2023, 9, 30)), ("3302", date(2019, 1, 15)),
)  # fmt: skip
#: Numbers that stand in a sentence without being of a figure: the term of a target.
_ELSEWHERE = re.compile(r"期限[^，。；]*")


@cache
def made(scope: str, day: date) -> Document:
    snapshot = default_store().open()
    city = scope[:4]
    return document(snapshot.city(city), scope, day, snapshot=snapshot.id, boundaries=snapshot.boundaries(city))


def sentences(document: Document) -> list[Said]:
    found = [slide.finding for slide in document.slides] + [table.title for table in document.tables]

    def below(sections: tuple[Section, ...]) -> None:
        for section in sections:
            found.extend(section.paragraphs)
            below(section.sections)

    below(document.sections)
    return found


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_every_fact_is_what_the_command_line_prints(scope: str, day: date) -> None:
    asked = {scope, *_parts(scope, day)}
    told = {(one.key, one.scope): one for code in asked for one in ask(code, day, None, None, None)}
    checked = 0
    for fact in facts_of(made(scope, day)).values():
        figure = told.get((fact.key, fact.scope))
        if figure is None or fact.part not in ("value", "numerator", "denominator", "gap"):
            continue
        assert fact.value == getattr(figure, fact.part), fact
        checked += 1
    assert checked > 20 or day.year == 2019


def _parts(scope: str, day: date) -> list[str]:
    figures = compute(default_store().open().city(scope[:4]), day)
    return [one for one in figures.scopes if one != scope]


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_no_sentence_holds_a_number_that_is_of_no_fact(scope: str, day: date) -> None:
    for said in sentences(made(scope, day)):
        rest = _ELSEWHERE.sub("", said.text)
        known = {token for fact in said.facts for token in NUMBER.findall(fact.text)}
        assert not [token for token in NUMBER.findall(rest) if token not in known], said.text


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_a_finding_fits_on_a_slide_and_what_is_missing_is_said(scope: str, day: date) -> None:
    for slide in made(scope, day).slides:
        assert width(slide.finding.text) <= LONGEST + 2, slide.finding.text
        assert slide.finding.text.endswith("。")
        if slide.missing:
            assert (slide.key, slide.chart, slide.table, slide.map) == (None, None, None, None)
        else:
            assert slide.key is not None
            assert slide.key.fact.value is not None
        assert not re.search(r"[A-Za-z]{3,}", slide.finding.text)
        assert "左侧" not in slide.finding.text


def test_a_month_nobody_reported_is_missing_and_never_zero() -> None:
    found = {slide.id: slide for slide in made("3302", date(2019, 1, 15)).slides if slide.scope == "3302"}
    assert found["care"].missing
    assert "未报" in found["care"].finding.text
    assert found["remote"].missing


def test_marks_name_sample_data_and_a_scenario() -> None:
    snapshot = default_store().open()
    day = date(2022, 12, 31)
    served = SetVillageMode(county_code="330282", which="unserved_planned", mode="extension")
    scenario = Scenario(name="试", scope="3302", snapshot=snapshot.id, as_of=day, changes=(served,))
    plain = made("330282", day)
    what_if = document(snapshot.city("3302"), "330282", day, snapshot=snapshot.id, scenario=scenario)
    assert plain.marks == (SAMPLE,)
    assert what_if.marks == (SAMPLE, SCENARIO)
    before, after = facts_of(plain), facts_of(what_if)
    key = "village.unserved_planned#value@330282"
    assert (before[key].value, after[key].value) == (4, 0)
    assert what_if.sections[0].paragraphs[0].text.startswith("【情景推演·非现状】")
    assert fingerprint(plain) != fingerprint(what_if)


def test_the_fingerprint_is_the_same_for_the_same_figures() -> None:
    day = date(2022, 12, 31)
    made.cache_clear()
    first = fingerprint(made("330282", day))
    made.cache_clear()
    assert fingerprint(made("330282", day)) == first
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", first)
    assert fingerprint(made("330281", day)) != first


def test_a_city_without_targets_counts_no_missed_ones() -> None:
    def columns(city: str, day: date) -> set[str]:
        return {column.name for table in made(city, day).tables if table.name == "各区县" for column in table.columns}

    assert "未达标" in columns("3302", date(2022, 12, 31))
    assert columns("1307", date(2023, 9, 30))
    assert "未达标" not in columns("1307", date(2023, 9, 30))
