"""Two texts of one place: numbers of facts, other numbers, and words, each told apart."""

from __future__ import annotations

import pytest

from briefing.checking.texts import Changed, changes
from briefing.model import Fact

NBSP = "\u00a0"
POSTED = Fact("posting.lead_to_member.persons", "3302", "value", 286.0, f"286{NBSP}人")
GAP = Fact("posting.lead_to_member.persons", "3302", "gap", 15.0, f"15{NBSP}人")
TEXT = f"全市派驻{NBSP}286{NBSP}人，还差{NBSP}15{NBSP}人；2022{NBSP}年填报。"


@pytest.mark.parametrize(("now", "found", "reworded"), [
    (TEXT, [], False),
    ("全市派驻 286 人，\n还差 15 人；2022 年填报。", [], False),
    ("全市派驻２８６人，还差15人；2022年填报。", [], False),
    (TEXT.replace("286", "300"), [Changed(POSTED, f"286{NBSP}人", f"300{NBSP}人")], False),
    (TEXT.replace("286", "28.6"), [Changed(POSTED, f"286{NBSP}人", f"28.6{NBSP}人")], False),
    (TEXT.replace(f"286{NBSP}人", f"286{NBSP}万人"), [Changed(POSTED, f"286{NBSP}人", f"286{NBSP}万人")], False),
    (TEXT.replace("286", "15").replace(f"还差{NBSP}15", f"还差{NBSP}286"),
     [Changed(POSTED, f"286{NBSP}人", f"15{NBSP}人"), Changed(GAP, f"15{NBSP}人", f"286{NBSP}人")], False),
    (TEXT.replace("2022", "2023"), [Changed(None, "2022", "2023")], False),
    (TEXT.replace("还差", "超出"), [], True),
    (TEXT.replace("286", "300").replace("还差", "超出"), [Changed(POSTED, f"286{NBSP}人", f"300{NBSP}人")], True),
    (TEXT.replace("填报", "填报 3 次"), [Changed(None, "", "3")], True),
])
def test_what_was_done_to_a_text(now: str, found: list[Changed], reworded: bool) -> None:
    assert changes(TEXT, now, [POSTED, GAP]) == (found, reworded)


def test_a_number_that_was_taken_out_is_gone() -> None:
    found, reworded = changes(TEXT, TEXT.replace(f"286{NBSP}人", ""), [POSTED, GAP])
    assert found == [Changed(POSTED, f"286{NBSP}人", "")]
    assert not reworded


def test_a_text_of_nothing_is_all_gone() -> None:
    found, _ = changes(TEXT, "", [POSTED, GAP])
    assert [one.now for one in found] == ["", "", ""]


def test_a_text_of_any_length_is_compared_as_far_as_it_was_long() -> None:
    found, reworded = changes(TEXT, TEXT.replace("286", "300") + "一二三" * 10_000, [POSTED, GAP])
    assert found == [Changed(POSTED, f"286{NBSP}人", f"300{NBSP}人")]
    assert reworded


def test_a_code_is_no_number() -> None:
    """It is held against the figures as a whole."""
    assert changes("核对码 EPMZ-58QD", "核对码 AAAA-2222", []) == ([], False)
