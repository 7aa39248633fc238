"""Numbers of a sentence are given to the facts they are of, also where two are printed alike."""

from __future__ import annotations

from briefing.facts import indicator_of
from briefing.model import Fact
from briefing.standing import standing

LEFT = Fact("posting.lead_to_member.coverage.left", "3302", "count", 1, "1\u00a0家")
PART = Fact("capability.lead_standard_rate", "3302", "numerator", 1, "1")
FIRST = Fact("pairing.lead_coverage", "3302", "gap", 33.3, "33.3\u00a0个百分点")
SECOND = Fact("capability.central_town_grade2_rate", "3302", "gap", 33.3, "33.3\u00a0个百分点")


def test_a_number_with_its_unit_is_of_the_fact_that_has_that_unit() -> None:
    text = "其中 1\u00a0家无人派驻。"
    (found,) = standing(text, [PART, LEFT])
    assert found.fact is LEFT
    assert text[: found.end].endswith("家")


def test_two_facts_printed_alike_are_named_in_the_order_given() -> None:
    found = standing("结对差 33.3\u00a0个百分点、中心镇差 33.3\u00a0个百分点。", [FIRST, SECOND])
    assert [one.fact for one in found] == [FIRST, SECOND]


def test_a_number_of_no_fact_is_left_out_and_one_said_twice_is_found_twice() -> None:
    assert standing("2022 年", [LEFT]) == []
    assert [one.fact for one in standing("1\u00a0家，还是 1\u00a0家", [LEFT])] == [LEFT, LEFT]


def test_a_count_is_of_the_indicator_it_counts_the_rest_of() -> None:
    assert indicator_of(LEFT) == "posting.lead_to_member.coverage"
    assert indicator_of(FIRST) == "pairing.lead_coverage"
    assert indicator_of(Fact("targets.missed", "3302", "count", 3, "3\u00a0项")) == ""


def test_a_number_is_found_whatever_space_stands_before_its_unit() -> None:
    for space in ("\u00a0", " ", "", "\u2009"):
        (found,) = standing(f"其中 1{space}家无人派驻。", [PART, LEFT])
        assert found.fact is LEFT
