"""Names of bookmarks are what Word takes, and tell the place they are of."""

from __future__ import annotations

import re

import pytest

from briefing.bookmarks import bookmark, place_of
from briefing.manifest import items
from tests.briefing.writing.decks import CASES, made

#: What Word takes as a name, at most forty characters.
_WORD = re.compile(r"_\w{1,39}")


def test_the_places_of_documents_can_be_read_from_their_names() -> None:
    places = [item.place for case in CASES for item in items(made(*case))
              if item.place.startswith(("paragraph", "cell", "title"))]
    assert len(places) > 500
    for place in places:
        assert _WORD.fullmatch(bookmark(place)), place
        if "sheet@" in place or place.startswith("paragraph"):
            assert place_of(bookmark(place)) == place


@pytest.mark.parametrize("place", ["cell0.1@sheet@" + "表" * 30, "title@sheet@a_b", "title@sheet@a/b", "x1@a"])
def test_a_place_that_does_not_fit_has_a_name_that_only_the_manifest_tells(place: str) -> None:
    assert _WORD.fullmatch(bookmark(place))
    assert bookmark(place) != bookmark(place + "0")
    assert place_of(bookmark(place)) is None


def test_forty_characters_fit_and_one_more_does_not() -> None:
    place = "title@sheet@" + "表" * 25
    assert len(bookmark(place)) == 40
    assert place_of(bookmark(place)) == place
    assert place_of(bookmark(f"{place}表")) is None


@pytest.mark.parametrize("name", ["_Toc12345", "_GoBack", "书签", "_", "_Hlk_1"])
def test_bookmarks_of_others_are_of_no_place_of_a_document(name: str) -> None:
    known = {item.place for item in items(made(*CASES[0]))}
    assert place_of(name) not in known
