"""The wall as a file: every slide in it from the beginning, readable, escaped, and a small picture of each."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from briefing.agenda import LONGEST_INTERVAL
from briefing.composing import document
from briefing.facts import fingerprint
from briefing.manifest import of_slides
from briefing.model import SAMPLE, SCENARIO, Document, Slide
from briefing.writing.svg import (
    BAR,
    BEHIND,
    BLUE,
    EDGE,
    GREY,
    INK,
    LINE,
    NO_CLASS,
    ORANGE,
    QUIET,
    SAMPLE_GROUND,
    SERIES,
    contrast,
    under_ink,
)
from briefing.writing.wall import thumb_bytes, wall_bytes
from data.store import default_store
from tests.briefing.writing.test_html import Places, read

CASES = (("3302", date(2022, 12, 31)), ("1307", date(2023, 9, 30)), ("330282", date(2022, 12, 31)),
         ("330203-A", date(2022, 12, 31)), ("3302", date(2019, 1, 15)))
#: Ink and the greys beside it are one colour, and so are the tints of each other one.
_NEUTRAL = {INK, GREY, BAR, LINE, NO_CLASS, QUIET, EDGE, "#FFFFFF"}
_SVG = "{http://www.w3.org/2000/svg}"


@cache
def made(scope: str, day: date) -> Document:
    snapshot = default_store().open()
    city = scope[:4]
    return document(snapshot.city(city), scope, day, snapshot=snapshot.id, boundaries=snapshot.boundaries(city))


def text(found: Places) -> str:
    return "".join(found.words)


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_every_slide_is_there_from_the_beginning_with_all_it_says(scope: str, day: date) -> None:
    own = made(scope, day)
    found = read(wall_bytes(own))
    slides = [held for tag, held in found.tags if tag == "section" and "data-slide" in held]
    assert [held["data-slide"] for held in slides] == [slide.key_id for slide in own.slides]
    assert [held.get("data-missing") or "" for held in slides] == [slide.missing for slide in own.slides]
    for item in of_slides(own):
        # Of a figure that is not the one in large, one line is shown: its state, or else its course or target.
        if item.facts and (item.place in found.facts or not re.match(r"(goal|course)\d+@", item.place)):
            assert found.facts[item.place] == [fact.id for fact in item.facts]
            assert item.text.startswith(found.texts[item.place]) or found.texts[item.place].endswith(item.text)
    for slide in own.slides:
        assert slide.missing in text(found)
        assert all(source in text(found) for source in slide.sources)


def test_it_runs_its_own_script_and_fetches_nothing() -> None:
    own = made(*CASES[0])
    content = wall_bytes(own).decode()
    found = read(content.encode())
    assert [held.get("type") for tag, held in found.tags if tag == "script"] == ["application/json", None]
    for tag, held in found.tags:
        assert tag not in ("link", "img", "iframe", "object", "base", "form")
        assert not [name for name in held if name.startswith("on") or name in ("src", "href")]
    assert "url(" not in content
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|import)\s*\(", content)


def test_marks_snapshot_and_code_stand_on_every_slide_and_in_the_title() -> None:
    own = replace(made(*CASES[2]), marks=(SAMPLE, SCENARIO))
    found = read(wall_bytes(own))
    assert f"【{SAMPLE}】【{SCENARIO}】{own.title}" in text(found)
    assert text(found).count(f"核对码 {fingerprint(own)}") >= len(own.slides)
    marks = [held for tag, held in found.tags if tag == "b" and "scenario" in (held.get("class") or "")]
    assert len(marks) == len(own.slides) + 1  # and one in the presenter's bar


def test_notes_are_carried_and_hostile_words_stay_words() -> None:
    own = made(*CASES[0])
    word = "</script></style><b onclick=alert(1)>&\"'"
    slide = replace(own.slides[0], notes=word, scope_name=word, finding=replace(own.slides[0].finding, text=word))
    bad = replace(own, title=word, slides=(slide,))
    found = read(wall_bytes(bad))
    assert text(found).count(word) >= 3
    assert len([tag for tag, _ in found.tags if tag == "script"]) == 2
    ET.fromstring(thumb_bytes(bad, 1))


def test_windows_of_another_show_of_the_same_figures_are_not_in_step() -> None:
    own = made(*CASES[2])
    turned = replace(own, slides=own.slides[::-1])
    noted = replace(own, slides=(replace(own.slides[0], notes="另有备注"), *own.slides[1:]))
    assert fingerprint(own) == fingerprint(turned) == fingerprint(noted)
    shows = (wall_bytes(own), wall_bytes(turned), wall_bytes(noted), wall_bytes(own, 20))
    names = {held["data-wall"] for content in shows for tag, held in read(content).tags if tag == "body"}
    assert len(names) == 4
    assert wall_bytes(own) == wall_bytes(own)


def test_an_agenda_of_nothing_says_so() -> None:
    assert "议程中没有页" in text(read(wall_bytes(replace(made(*CASES[2]), slides=()))))


@pytest.mark.parametrize("seconds", [0, 1, LONGEST_INTERVAL])
def test_the_interval_stands_in_the_file(seconds: int) -> None:
    assert f'data-interval="{seconds}"' in wall_bytes(made(*CASES[2]), seconds).decode()


@pytest.mark.parametrize("seconds", [-1, LONGEST_INTERVAL + 1])
def test_an_interval_that_cannot_be_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="interval"):
        wall_bytes(made(*CASES[2]), seconds)


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_each_slide_has_a_small_picture(scope: str, day: date) -> None:
    own = made(scope, day)
    for number, slide in enumerate(own.slides, start=1):
        picture = ET.fromstring(thumb_bytes(own, number))
        assert slide.finding.text in "".join(picture.itertext())
        assert not [element for element in picture.iter() if element.tag.endswith(("script", "image"))]


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_four_colours_at_most_on_a_slide(scope: str, day: date) -> None:
    own = made(scope, day)
    for number, slide in enumerate(own.slides, start=1):
        assert len(hues(own, number, slide)) <= 3, slide.key_id  # beside ink and its greys


def hues(own: Document, number: int, slide: Slide) -> set[str]:
    picture = ET.fromstring(thumb_bytes(own, number))
    used = {SAMPLE_GROUND}
    for element in picture.iter():
        used |= {element.get(name, "").upper() for name in ("fill", "stroke")}
        if "not_met" in element.get("class", "").split():
            used.add(ORANGE)
    return {hue(colour) for colour in used - {"", "NONE"} if colour not in _NEUTRAL}


def hue(colour: str) -> str:
    red, green, blue = (int(colour[at: at + 2], 16) for at in (1, 3, 5))
    if blue > red:
        return "blue"
    return "yellow" if colour == SAMPLE_GROUND else "orange" if red > green else colour


def test_words_are_read_well_on_their_ground() -> None:
    for colour in (INK, GREY, ORANGE, BLUE):
        assert contrast(colour, "#FFFFFF") >= 7, colour
    for ground in (SAMPLE_GROUND, NO_CLASS):
        assert contrast(INK, ground) >= 7
    for bar in (BEHIND, SERIES):
        assert contrast(bar, "#FFFFFF") >= 3
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast(INK, INK) == 1


@pytest.mark.parametrize(("scope", "day"), CASES[:2])
def test_names_on_a_map_are_read_well_and_the_legend_has_its_colours(scope: str, day: date) -> None:
    own = made(scope, day)
    at = next(number for number, slide in enumerate(own.slides, start=1) if slide.map is not None)
    picture = ET.fromstring(thumb_bytes(own, at))
    fills = {path.get("fill", "") for path in picture.iter(f"{_SVG}path")}
    legend = {rect.get("fill", "") for rect in picture.iter(f"{_SVG}rect")}
    assert all(contrast(INK, fill) >= 7 for fill in fills)
    assert fills <= legend


def test_a_fill_is_made_lighter_only_where_it_must() -> None:
    assert under_ink("#C6DCEE") == "#C6DCEE"
    assert under_ink("#DB8F4D") != "#DB8F4D"
    assert 7 <= contrast(INK, under_ink("#DB8F4D")) < 8
    assert contrast(INK, under_ink("#000000")) >= 7
