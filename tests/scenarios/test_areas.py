"""The map before and after: counties of a city, villages of a county."""

from __future__ import annotations

import pytest

from indicators import UnknownScope
from scenarios.areas import areas, village_spots
from tests.indicators.city import EAST, WEST
from tests.scenarios.asking import ask, city

COVERAGE = "posting.lead_to_member.coverage"
SEND = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": f"l{EAST}", "persons": 1,
        "to_institution_id": "h1", "title_grade": "senior", "months": 24}  # fmt: skip


def test_every_county_stands_with_its_figure_before_and_after() -> None:
    east, west = areas(ask(SEND), COVERAGE)
    assert [(one.code, one.name, one.moved) for one in (east, west)] == [(EAST, "东县", True), (WEST, "西县", False)]
    assert east.before and east.after and (east.before.value, east.after.value) == (25, 50)
    with pytest.raises(KeyError):
        areas(ask(), "no.such.key")


def test_without_changes_no_county_moves() -> None:
    assert [one.moved for one in areas(ask(), COVERAGE)] == [False, False]


def test_villages_stand_with_how_they_are_served() -> None:
    made = city()
    made.add("regions", region_code=f"{EAST}003002", name="无报村", level="village", lon=121.0, lat=30.0)
    clinic = {"kind": "add_clinic", "village_code": f"{EAST}003001"}
    drop = {"kind": "set_village_mode", "village_codes": [f"{EAST}001001"], "mode": "none"}
    spots = village_spots(ask(clinic, drop, on=made), EAST)
    assert [(one.id[-6:], one.before, one.after, one.mode_before, one.mode_after) for one in spots] == [
        ("001001", True, False, "clinic", "none"), ("002001", False, False, "none", "none"),
        ("003001", False, True, "none", "clinic"), ("003002", None, None, None, None),
    ]  # fmt: skip
    assert (spots[-1].lon, spots[-1].lat) == (121.0, 30.0) and spots[0].lon is None


def test_another_county_is_not_drawn_and_an_unknown_one_is_refused() -> None:
    answer = ask(SEND)
    assert village_spots(answer, WEST) == ()
    with pytest.raises(UnknownScope):
        village_spots(answer, "330299")
