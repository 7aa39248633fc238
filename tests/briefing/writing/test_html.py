"""The page read back: every figure at its place, everything escaped, nothing run or fetched, good on paper."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from briefing.composing import document
from briefing.facts import facts_of, fingerprint
from briefing.manifest import NAME, items
from briefing.model import SAMPLE, SCENARIO, Cell, Column, Document, Said, Table
from briefing.writing.html import html_bytes
from briefing.writing.pptx_master import Box
from briefing.writing.svg import cut, lines, room
from briefing.writing.svg_map import placed
from briefing.writing.templating import dense, few, shortened, widths
from data.store import default_store

CASES = (("3302", date(2022, 12, 31)), ("1307", date(2023, 9, 30)), ("330282", date(2022, 12, 31)),
         ("330203-A", date(2022, 12, 31)), ("3302", date(2019, 1, 15)))
_VOID = {"meta", "link", "br", "col", "img", "input", "hr"}
#: What browsers of 2019 do not know.
_TOO_NEW = re.compile(
    r":has\(|:is\(|:where\(|color-mix|@container|subgrid|aspect-ratio\s*:|clamp\(|min\(|max\(|inset\s*:|@layer|oklch"
    r"|\bdvh\b|text-wrap|(?<![-\w])gap\s*:|place-items|accent-color|object-view-box"
)


class Places(HTMLParser):
    """Text by place, tags and their attributes, the text of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.facts: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.words: list[str] = []
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        place = held.get("data-place")
        if place:
            self.texts.setdefault(place, "")
            self.facts[place] = (held.get("data-fact") or "").split()
        if tag not in _VOID:
            self._open.append((tag, place))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self._open]
        if "script" in inside:
            self.scripts.append(data)
        elif "style" not in inside:
            self.words.append(data)
        for _, place in self._open:
            if place:
                self.texts[place] += data


@cache
def made(scope: str, day: date) -> Document:
    snapshot = default_store().open()
    city = scope[:4]
    return document(snapshot.city(city), scope, day, snapshot=snapshot.id, boundaries=snapshot.boundaries(city))


def read(content: bytes) -> Places:
    found = Places()
    found.feed(content.decode())
    assert not found._open
    return found


@cache
def page(scope: str, day: date) -> Places:
    return read(html_bytes(made(scope, day)))


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_every_place_says_what_the_document_says(scope: str, day: date) -> None:
    found = page(scope, day)
    for item in items(made(scope, day)):
        if not item.facts:
            continue
        assert found.facts[item.place] == [fact.id for fact in item.facts]
        # A month of a line is written without its unit; the axis title has it.
        told = found.texts[item.place]
        assert told == item.text or (item.place.startswith("chart") and item.text.startswith(told)), item.place
    assert {id for ids in found.facts.values() for id in ids} == set(facts_of(made(scope, day)))


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_nothing_is_run_or_fetched_or_too_new(scope: str, day: date) -> None:
    found = page(scope, day)
    assert [held.get("type") for tag, held in found.tags if tag == "script"] == ["application/json"]
    assert not [tag for tag, _ in found.tags if tag in ("link", "img", "iframe", "object", "base", "form")]
    for _, held in found.tags:
        assert not [name for name in held if name.startswith("on") or name in ("src", "href")]
    content = html_bytes(made(scope, day)).decode()
    style = content.partition("<style>")[2].partition("</style>")[0]
    assert not _TOO_NEW.search(style)
    assert "url(" not in content
    assert "@import" not in content


def test_the_manifest_names_snapshot_code_and_facts() -> None:
    own = made(*CASES[0])
    found = page(*CASES[0])
    held = json.loads("".join(found.scripts))
    assert (held["snapshot"], held["fingerprint"]) == (own.snapshot, fingerprint(own))
    assert {fact["id"] for item in held["items"] for fact in item["facts"]} == set(facts_of(own))
    assert (NAME, "application/json") in [(held.get("id"), held.get("type")) for _, held in found.tags]
    text = "".join(found.words)
    assert fingerprint(own) in text
    assert own.snapshot in text
    assert "口径与来源" in text


def test_marks_stand_in_the_title_on_every_part_and_on_every_sheet() -> None:
    own = replace(made(*CASES[2]), marks=(SAMPLE, SCENARIO))
    found = read(html_bytes(own))
    text = "".join(found.words)
    assert f"【{SAMPLE}】【{SCENARIO}】" in text
    marks = [held for tag, held in found.tags if tag == "b" and "scenario" in (held.get("class") or "")]
    assert len(marks) == 1 + len(own.slides) + 1 + len(own.tables) + 1
    assert f"{SAMPLE}　{SCENARIO}" in text
    assert SAMPLE not in "".join(read(html_bytes(replace(own, marks=()))).words).replace("标注“示例”", "")


def test_hostile_words_stay_words() -> None:
    own = made(*CASES[0])
    word = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028"
    slide = own.slides[1]
    assert slide.chart is not None
    bad = replace(slide, scope_name=word, finding=replace(slide.finding, text=word),
                  chart=replace(slide.chart, categories=(word, *slide.chart.categories[1:])))
    found = read(html_bytes(replace(own, title=word, slides=(bad,), made_from={"x": word})))
    assert len([tag for tag, _ in found.tags if tag == "script"]) == 1
    assert "img" not in {tag for tag, _ in found.tags}
    assert json.loads("".join(found.scripts))["made_from"] == {"x": word}


def test_what_is_missing_is_said_in_large_and_never_zero() -> None:
    found = page("3302", date(2019, 1, 15))
    said = [slide.missing for slide in made("3302", date(2019, 1, 15)).slides if slide.missing]
    assert said
    assert len([1 for tag, held in found.tags if held.get("class") == "missing"]) == len(said)
    assert set(said) <= {word.strip() for word in found.words}


def test_a_document_of_nothing_is_still_a_page() -> None:
    own = replace(made(*CASES[2]), slides=(), sections=(), tables=(), calibers=(), policy="")
    assert "没有登记政策文件，各项不设目标" in "".join(read(html_bytes(own)).words)


@pytest.mark.parametrize(("scope", "day"), CASES[:2])
def test_no_name_on_a_map_stands_over_another(scope: str, day: date) -> None:
    picture = next(slide.map for slide in made(scope, day).slides if slide.map is not None)
    labels = placed(picture, 45.0, 14.0)
    assert {label.area.code for label in labels} == {area.code for area in picture.areas}
    assert [(one.area.name, other.area.name) for at, one in enumerate(labels) for other in labels[at + 1:]
            if over(one.box, other.box)] == []


def over(one: Box, other: Box) -> bool:
    # The letters of a line are a little lower than their box.
    return (one.left < other.left + other.wide and other.left < one.left + one.wide
            and one.top + 7 < other.top + other.high and other.top + 7 < one.top + one.high)


@pytest.mark.parametrize("length", [8, 9, 17, 18, 19, 40])
def test_a_long_name_takes_two_lines_at_most_and_keeps_both_ends(length: int) -> None:
    name = "甲" + "医" * (length - 2) + "院"
    said = lines(name, 9.6)
    assert len(said) <= 2
    assert all(room(line) <= 9.6 for line in said)
    assert said[0].startswith("甲")
    assert said[-1].endswith("院")
    assert "".join(said) == name or length > 18


def test_cut_leaves_alone_what_fits_and_never_more_than_the_room() -> None:
    assert cut("海曙区", 3.2) == "海曙区"
    assert cut("海曙区人民医院", 3.2).count("…") == 1
    assert room(cut("海曙区人民医院", 3.2)) <= 3.2
    assert cut("海曙区", 0.5) == "…"


#: Width of a table on paper, and what its cells have beside their words, in em.
PAPER, PADDING = 62.0, 1.2


@pytest.mark.parametrize(("scope", "day"), CASES[:2])
def test_no_number_of_a_table_is_broken_on_paper(scope: str, day: date) -> None:
    for table in made(scope, day).tables:
        paper, beside = (PAPER * 1.18, 0.8) if dense(table) else (PAPER, PADDING)
        for at, (share, column) in enumerate(zip(widths(table), table.columns, strict=True)):
            if column.numeric:
                longest = max(room(row[at].text) for row in table.rows)
                assert float(share.rstrip("%")) / 100 * paper >= longest + beside, (table.name, column.name)
    assert "td.number { white-space: nowrap; }" in html_bytes(made(scope, day)).decode()


def test_shares_of_a_table_are_the_whole_and_words_give_way_to_numbers() -> None:
    def shares(*texts: str, numeric: tuple[int, ...] = ()) -> list[float]:
        columns = tuple(Column(f"列{at}", decimals=0 if at in numeric else None) for at in range(len(texts)))
        made_ = Table("表", Said("表"), columns, (tuple(Cell(text) for text in texts),))
        return [float(share.rstrip("%")) for share in widths(made_)]

    wide = shares("17,033,639,605", *["院" * 40] * 4, numeric=(0,))
    assert sum(wide) == pytest.approx(100, abs=0.3)
    assert wide[0] / 100 * PAPER >= room("17,033,639,605") + PADDING
    assert wide[1] == wide[4]
    only = shares(*["17,033,639,605"] * 9, numeric=tuple(range(9)))
    assert len(set(only)) == 1 and sum(only) == pytest.approx(100, abs=0.5)


LONG = "甲乙丙丁戊己医院"


@pytest.mark.parametrize(("names", "shown"), [
    (["甲医院"] * 2, "甲医院、甲医院"), ([LONG] * 3, f"{LONG}、{LONG}、{LONG}"), (["甲"] * 5, "甲、甲、甲、甲、甲"),
    ([LONG] * 4, f"{LONG}、{LONG}、{LONG}等\u00a04\u00a0个"),
])
def test_of_a_long_list_the_first_names_are_shown_and_it_is_said_so(names: list[str], shown: str) -> None:
    text = "、".join(names)
    table = Table("表", Said("表"), (Column("名"),), ((Cell(text, text),),))
    assert few(text) == shown
    assert shortened(table) == (shown != text)
    page_ = html_bytes(replace(made(*CASES[0]), tables=(table,))).decode()
    assert ("名单较长的只列前面" in page_.partition("sheet@表")[2]) == (shown != text)
