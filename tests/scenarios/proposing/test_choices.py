"""What somebody who asks for a plan can choose: who sends, with what each can spare, and who may lead."""

from __future__ import annotations

from datetime import date

import pytest

from data.store import default_store
from indicators.engine import FROM_CITY, CityFigures, lazily
from scenarios.proposing.choices import leaders, senders


@pytest.fixture(scope="module")
def figures() -> CityFigures:
    return lazily(default_store().open().city("3302"), date(2022, 12, 31), None, FROM_CITY)


def test_a_county_asks_its_lead_hospitals_only_and_a_city_those_of_the_city_too(figures):
    own = senders(figures, "330203", 0.1)
    assert {one.id[:6] for one in own} == {"330203"}
    every = senders(figures, "3302", 0.1)
    assert {one.id for one in own} < {one.id for one in every}
    assert any(one.id.startswith("3302-") for one in every)


def test_each_stands_with_what_it_can_spare_at_that_share(figures):
    # Counted by hand from the tables: 527 physicians, 18 persons away; the hospitals of the city reported none.
    tenth, fifth = ({one.name: one.spare for one in senders(figures, "3302", share)} for share in (0.1, 0.2))
    held = tenth["宁波市海曙区人民医院"]
    assert (held.most, held.away, held.left) == (52, 18, 34)
    assert fifth["宁波市海曙区人民医院"].most == 105
    assert tenth["宁波市第一医院"].most is None


def test_hospitals_that_lead_stand_before_those_that_may(figures):
    own = leaders(figures, "330205")
    assert [one.leads for one in own] == sorted((one.leads for one in own), reverse=True)
    assert own[0].leads
    assert not own[-1].leads
    assert {one.id[:6] for one in own} == {"330205"}
