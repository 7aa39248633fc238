"""A document says what ``python -m indicators`` prints, and no number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from briefing.composing import document
from briefing.composing.slides import missing
from briefing.facts import facts_of, fingerprint
from briefing.model import OTHER_DOCUMENT, SAMPLE, Document, Fact, KeyFigure, Said, Section
from briefing.standing import loose, standing
from data.policies import policy_by_id
from data.store import default_store
from indicators import CityFigures, compute
from indicators.change import change_of
from indicators.cli import ask
from indicators.sentences import LONGEST, width

CASES = (
    ("3302", date(2022, 12, 31)), ("3302", date(2021, 6, 30)), ("3302", date(2022, 7, 15)), ("3302", date(2019, 1, 15)),
    ("330282", date(2022, 12, 31)), ("330203", date(2019, 1, 15)), ("330203-A", date(2022, 12, 31)),
    ("1307", date(2023, 9, 30)), ("1307", date(2022, 2, 28)), ("130727", date(2023, 9, 30)),
    ("130702", date(2023, 9, 30)),
)  # fmt: skip
PARTS = ("value", "numerator", "denominator", "gap")


@cache
def figures(city: str, day: date) -> CityFigures:
    return compute(default_store().open().city(city), day)


@cache
def made(scope: str, day: date) -> Document:
    snapshot = default_store().open()
    city = scope[:4]
    held = figures(city, day)
    return document(held.tables, scope, day, snapshot=snapshot.id, boundaries=snapshot.boundaries(city), figures=held)


def sentences(document: Document) -> list[Said]:
    found = [slide.finding for slide in document.slides] + [table.title for table in document.tables]
    found += [slide.table.title for slide in document.slides if slide.table is not None]

    def below(sections: tuple[Section, ...]) -> None:
        for section in sections:
            found.extend(section.paragraphs)
            below(section.sections)

    below(document.sections)
    return found


def key_figures(document: Document) -> Iterator[KeyFigure]:
    for slide in document.slides:
        yield from (one for one in (slide.key, *slide.others) if one is not None)


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_every_fact_is_what_the_indicators_give(scope: str, day: date) -> None:
    held = figures(scope[:4], day)
    told = {(one.key, code): one for code in {scope, *held.scopes} for one in held.of_scope(code)}
    checked = 0
    for fact in facts_of(made(scope, day)).values():
        figure = told.get((fact.key.removesuffix(".left").removesuffix(".missing"), fact.scope))
        if figure is None:
            continue
        checked += 1
        if fact.part in PARTS:
            assert fact.value == getattr(figure, fact.part), fact
        elif fact.part == "change_year":
            assert fact.value == change_of(held, fact.key, fact.scope).value, fact
        elif fact.part == "target":
            assert figure.target is not None
            assert fact.value == figure.target.value or isinstance(figure.target.value, tuple), fact
        elif fact.key.endswith(".left"):
            assert figure.numerator is not None
            assert figure.denominator is not None
            assert fact.value == pytest.approx(figure.denominator - figure.numerator)
        elif fact.key.endswith(".missing"):
            assert fact.value == len(figure.not_reported)
    assert checked > 100 or scope in ("330203-A", "130702")


@pytest.mark.parametrize(("scope", "day"), [("330282", date(2022, 12, 31)), ("1307", date(2023, 9, 30))])
def test_what_is_printed_is_what_the_command_line_prints(scope: str, day: date) -> None:
    facts = {(fact.key, fact.part): fact for fact in facts_of(made(scope, day)).values() if fact.scope == scope}
    told = ask(scope, day, None, None, None)
    shown = [one for one in told if (one.key, "value") in facts]
    assert len(shown) == len(told)  # the workbook holds every one
    assert all(facts[one.key, "value"].value == one.value for one in shown)


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_one_name_stands_for_one_number(scope: str, day: date) -> None:
    held = made(scope, day)
    once = facts_of(held)
    for said in sentences(held):
        for fact in said.facts:
            assert once[fact.id].value == fact.value, fact


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_no_sentence_holds_a_number_that_is_of_no_fact(scope: str, day: date) -> None:
    for said in sentences(made(scope, day)):
        assert not loose(said), said.text
        assert tuple(one.fact for one in standing(said.text, said.facts)) == said.facts
    for figure in key_figures(made(scope, day)):
        for text in (figure.state, figure.target, figure.course):
            assert not loose(Said(text, figure.beside)), text


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_a_finding_fits_on_a_slide_and_what_is_missing_is_said(scope: str, day: date) -> None:
    held = made(scope, day)
    assert held.slides
    for slide in held.slides:
        assert width(slide.finding.text) <= LONGEST, slide.finding.text
        assert slide.finding.text.endswith("。")
        if slide.missing:
            assert (slide.key, slide.chart, slide.table, slide.map) == (None, None, None, None)
        elif slide.id != "published":
            assert slide.key is not None
            assert slide.key.fact.value is not None
        if slide.chart is not None:
            assert len(slide.chart.categories) <= (7 if slide.chart.kind == "bar" else 12)
        assert slide.sources[0]


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_what_is_written_is_chinese_and_speaks_of_no_page(scope: str, day: date) -> None:
    for said in sentences(made(scope, day)):
        quoted = re.sub(r"NB\d+|ZJK\d+", "", said.text)
        assert not re.search(r"[A-Za-z]{2,}|None|nan|<|左侧|；。|。。|，。|，，", quoted), said.text
        assert "\u00a0\u00a0" not in said.text


def test_a_month_nobody_reported_is_missing_and_never_zero() -> None:
    found = {slide.id: slide for slide in made("3302", date(2019, 1, 15)).slides if slide.scope == "3302"}
    assert found["care"].missing == "县域内就诊率未报"
    assert "未报" in found["care"].finding.text
    assert found["remote"].missing == "远程服务量未报"
    months = next(table for table in made("1307", date(2022, 2, 28)).tables if table.name == "远程逐月")
    assert all(cell.value is None for cell in months.rows[0][1:])
    assert {cell.text for cell in months.rows[0][1:]} == {"—"}


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_which_slides_have_no_data_is_known_before_they_are_made(scope: str, day: date) -> None:
    for slide in made(scope, day).slides:
        assert missing(figures(scope[:4], day), slide.id, slide.scope) == bool(slide.missing), slide.key_id


def test_a_county_out_of_account_has_no_figures_and_says_so() -> None:
    held = made("130702", date(2023, 9, 30))
    assert held.slides
    assert all(slide.missing for slide in held.slides)
    assert not [fact for fact in facts_of(held).values() if fact.part in PARTS and fact.value is not None]


def test_a_document_without_numeric_targets_is_quoted_and_sets_none() -> None:
    held = made("1307", date(2023, 9, 30))
    slide = next(one for one in held.slides if one.id == "published")
    assert slide.table is not None
    assert ["县域医共体", "14个"] in [[cell.text for cell in row[:2]] for row in slide.table.rows]
    assert slide.sources[0].startswith("张家口新闻网，2023\u00a0年\u00a09\u00a0月\u00a026\u00a0日")
    headings = [section.heading for section in held.sections]
    assert "八、已公布数据" in headings
    assert not any("主要差距" in heading for heading in headings)
    assert not any(fact.part in ("gap", "target") and fact.value is not None for fact in facts_of(held).values())
    last = next(section for section in held.sections if "各区县比较" in section.heading)
    assert "下花园区" in last.paragraphs[-1].text + last.paragraphs[0].text


def test_a_county_without_targets_is_held_against_the_city() -> None:
    slide = made("130727", date(2023, 9, 30)).slides[0]
    assert slide.table is not None
    held = figures("1307", date(2023, 9, 30))
    rows = {row[0].text: row for row in slide.table.rows}
    assert rows["县域内就诊率"][1].value == held.value("care.in_county_rate", "130727")
    assert rows["县域内就诊率"][2].value == held.value("care.in_county_rate", "1307")
    assert rows["县域内就诊率"][4].text.startswith("14\u00a0个区县中第")
    assert rows["牵头派驻人数"][2].text == ""  # a count of the whole city says nothing of a county's


def test_steps_follow_from_the_gaps_by_rule() -> None:
    held = made("3302", date(2022, 12, 31))
    steps = next(section for section in held.sections if section.heading.endswith("下一步")).paragraphs
    gaps = figures("3302", date(2022, 12, 31))
    assert steps[0].text.startswith("一是")
    assert steps[10].text.startswith("十一是")
    left = gaps.get("pairing.lead_coverage", "3302")
    assert left is not None
    assert left.denominator is not None
    assert left.numerator is not None
    count = round(left.denominator - left.numerator)
    assert any(f"为没有上级医院结对的\u00a0{count}\u00a0家牵头医院落实结对" in step.text for step in steps)


def test_marks_name_sample_data_and_another_document() -> None:
    day = date(2022, 12, 31)
    assert made("330282", day).marks == (SAMPLE,)
    tables = figures("3302", day).tables
    other = document(tables, "330282", day, snapshot="x", policy=policy_by_id("national-2024"))
    assert other.marks == (SAMPLE, OTHER_DOCUMENT)
    none = document(tables, "330282", day, snapshot="x", policy=None)
    assert none.marks == (SAMPLE, OTHER_DOCUMENT)
    assert none.policy == ""
    assert "policy" not in none.made_from


def test_the_fingerprint_is_the_same_for_the_same_figures_and_another_for_others() -> None:
    day = date(2022, 12, 31)
    tables = figures("3302", day).tables
    one, same, other = (document(tables, scope, day, snapshot="x") for scope in ("330282", "330282", "330281"))
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", fingerprint(one))


def test_a_number_in_a_sentence_is_of_the_fact_whose_unit_it_has() -> None:
    persons, places = (Fact("a", "3302", "value", 15, f"15\u00a0{unit}") for unit in ("人", "家"))
    said = Said("还差\u00a015\u00a0家。", (persons,))
    assert loose(said) == ["15"]
    assert [one.fact for one in standing(said.text, (persons, places))] == [places]
    assert not loose(Said("2022\u00a0年\u00a012\u00a0月，“15 个”，《2024 版》。"))


def test_a_city_without_targets_counts_no_missed_ones() -> None:
    def columns(city: str, day: date) -> set[str]:
        return {column.name for table in made(city, day).tables if table.name == "各区县" for column in table.columns}

    assert "未达标" in columns("3302", date(2022, 12, 31))
    assert columns("1307", date(2023, 9, 30))
    assert "未达标" not in columns("1307", date(2023, 9, 30))
