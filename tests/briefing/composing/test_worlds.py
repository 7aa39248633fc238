"""Worlds with every edge of the contract: documents are made of them, and hold together in themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from briefing.composing import document
from briefing.facts import facts_of
from briefing.model import Chart, Document
from data.tables import city_tables
from indicators.engine import lazily
from tests.worlds import frames, random_world

SEEDS = (1, 7)


def documents(seed: int) -> Iterator[Document]:
    world = random_world(seed)
    held = frames(world)
    for city in world.cities():
        figures = lazily(city_tables(held, city, world.as_of), world.as_of)
        for scope in figures.scopes[::3]:
            yield document(figures.tables, scope, world.as_of, snapshot="x", figures=figures)


def rest(chart: Chart) -> None:
    """Bars are worst first, the last of all beyond apart, and say how many there are."""
    (series,) = chart.series
    values = [value or 0.0 for value in series.values]
    alone = [at for at, fact in enumerate(series.facts) if fact is None]
    assert alone in ([], [len(values) - 1])
    if alone:
        assert re.fullmatch(r"其余\u00a0\d+\u00a0个合计", chart.categories[-1])
    own = values[:len(values) - len(alone)]
    assert own in (sorted(own), sorted(own, reverse=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_document_of_any_world_holds_together(seed: int) -> None:
    count = 0
    for made in documents(seed):
        count += 1
        for fact in facts_of(made).values():
            if fact.part != "target":
                assert (fact.value is None) == (fact.text == "—"), fact
        for slide in made.slides:
            if slide.chart is not None and slide.chart.kind == "bar":
                rest(slide.chart)
            for one in (slide.key, *slide.others):
                assert one is None or (one.number == "—") == (one.fact.value is None)
    assert count > 1
