"""Every number that is printed is a fact at a named place, those beside a figure in large too."""

from __future__ import annotations

from dataclasses import replace

from briefing.facts import facts_of, fingerprint
from briefing.manifest import beside, items
from tests.briefing.writing.decks import CASES, made


def test_the_numbers_beside_a_figure_are_facts_of_their_places() -> None:
    own = made(*CASES[0])
    key = own.slides[0].key
    assert key is not None
    state, goal, course = beside(key, 0, "overview@3302")
    assert (state.place, goal.place, course.place) == tuple(
        f"{part}@overview@3302" for part in ("state", "goal", "course"))
    assert [fact.text for one in (state, goal, course) for fact in one.facts] == [fact.text for fact in key.beside]
    assert state.facts and goal.facts
    known = {item.place: item.facts for item in items(own)}
    assert known[state.place] == state.facts
    assert {fact.id for fact in key.beside} <= set(facts_of(own))


def test_another_number_beside_a_figure_is_another_code() -> None:
    own = made(*CASES[0])
    slide = own.slides[0]
    assert slide.key is not None
    course = replace(slide.key.beside[-1], key="course.of_its_own", text="−99")
    other = replace(own, slides=(replace(slide, key=replace(slide.key, beside=(course,))), *own.slides[1:]))
    assert fingerprint(other) != fingerprint(own)
