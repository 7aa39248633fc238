"""The agenda as a file and in an address; whatever else comes is refused in Chinese."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.agenda import IDS, LARGEST, Agenda, BadAgenda, Item, default_agenda, from_json, from_url, to_json, to_url
from data.store import default_store
from indicators import compute

items = st.builds(
    Item, id=st.sampled_from(IDS), scope=st.text(min_size=1, max_size=12), note=st.text(max_size=40),
    shown=st.booleans(),
)


@given(st.builds(Agenda, name=st.text(min_size=1, max_size=60), items=st.lists(items, max_size=12).map(tuple)))
def test_what_is_written_is_read(agenda: Agenda) -> None:
    assert from_json(to_json(agenda)) == agenda
    packed = to_url(agenda)
    assert packed is None or from_url(packed) == agenda


def test_the_usual_agenda_of_a_city_ends_with_its_counties() -> None:
    figures = compute(default_store().open().city("3302"), date(2022, 12, 31))
    subjects = [id for id in IDS if id not in ("scenario", "published")]
    city = default_agenda(figures, "3302")
    assert [item.id for item in city.items[: len(subjects)]] == subjects
    assert [item.scope for item in city.items[len(subjects):]] == figures.counties
    group = default_agenda(figures, "330203-A")
    assert {item.id for item in group.items} <= set(IDS) - {"coverage", "care", "posting.municipal_to_county"}


def test_what_was_published_stands_where_no_target_is_set() -> None:
    figures = compute(default_store().open().city("1307"), date(2023, 9, 30))
    scopes = ("1307", "130727", "130722")
    shown = {scope: [item.id for item in default_agenda(figures, scope).items] for scope in scopes}
    assert "published" in shown["1307"]
    assert "published" in shown["130727"]
    assert "published" not in shown["130722"]  # nothing was published of it


def test_a_scenario_is_told_first() -> None:
    figures = compute(default_store().open().city("3302"), date(2022, 12, 31))
    assert default_agenda(figures, "330282", scenario=True).items[0] == Item(id="scenario", scope="330282")
    assert "scenario" not in {item.id for item in default_agenda(figures, "330282").items}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "读不通"), ("[]", "缺少 items"), ('{"items": []}', "版本"), (b"\xff\xfe", "UTF-8"),
        ('{"version": 1, "items": [{"id": "x", "scope": "3302"}]}', "第 1 页：没有这种页"),
        ('{"version": 1, "items": [{"id": "care"}]}', "第 1 页：缺少一项"),
        ('{"version": 1, "items": [], "more": 1}', "不认识"),
        ('{"version": 1, "items": [' + ",".join(['{"id":"care","scope":"1"}'] * 201) + "]}", "页数太多"),
        (" " * (LARGEST + 1), "太大"),
    ],
)  # fmt: skip
def test_what_is_no_agenda_is_refused_in_chinese(text: str | bytes, said: str) -> None:
    with pytest.raises(BadAgenda, match=said):
        from_json(text)


def test_the_longest_notes_on_all_slides_are_read_again() -> None:
    full = Agenda(items=tuple(Item(id="care", scope="3302", note="\U00020000" * 2_000) for _ in range(200)))
    assert from_json(to_json(full).encode()) == full


def test_a_note_loses_what_no_file_can_hold() -> None:
    note = "一\x00二\x0b三\ufffe四\u202e五\r\n六\t七<b>&=1"
    assert Item(id="care", scope="3302", note=note).note == "一二三四五\n六\t七<b>&=1"


@pytest.mark.parametrize("packed", ["", "!!", "abcd", "x" * 2_001])
def test_a_broken_address_is_refused(packed: str) -> None:
    with pytest.raises(BadAgenda, match="链接中的议程"):
        from_url(packed)


def test_an_agenda_too_long_for_an_address_has_none() -> None:
    def note(at: int) -> str:
        return "".join(chr(0x4E00 + (at * 37 + k * 101) % 20_000) for k in range(99))

    many = tuple(Item(id="care", scope=str(at), note=note(at)) for at in range(60))
    assert to_url(Agenda(items=many)) is None
