"""What an export carries about itself (随件清单): what it was made from, and what stands at each place of it.

The places have names of their own (``finding@remote@3302``), which every writer gives to the shapes, paragraphs or
cells it draws; so a file that comes back, perhaps edited, can be read place by place (核对).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefing.edition import edition
from briefing.facts import fingerprint
from briefing.model import Chart, Document, Fact, KeyFigure, MapPicture, Said, Section, Slide, Table
from briefing.standing import standing

#: Name of the part of a file in which the manifest stands.
NAME = "consortium-atlas-manifest"
FORM = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a document: its name, its words, and the facts whose numbers stand in them."""

    place: str
    text: str
    facts: tuple[Fact, ...]


def manifest(document: Document) -> dict[str, Any]:
    """Return the manifest as it is written into a file."""
    return {
        "form": FORM,
        "snapshot": document.snapshot,
        "fingerprint": fingerprint(document),
        "edition": edition(),
        "made_from": document.made_from,
        "items": [
            {"place": item.place, "text": item.text,
             "facts": [{"id": fact.id, "value": fact.value, "text": fact.text} for fact in item.facts]}
            for item in items(document)
        ],
    }  # fmt: skip


def items(document: Document) -> list[Item]:
    """Return every place of a document that holds a number, in the order in which it is drawn."""
    return [*of_slides(document), *of_sections(document.sections), *of_tables(document.tables)]


def of_slides(document: Document) -> Iterator[Item]:
    """Yield the places of the slides."""
    for slide in document.slides:
        yield from _slide(slide)


def _slide(slide: Slide) -> Iterator[Item]:
    at = slide.key_id
    yield Item(f"finding@{at}", slide.finding.text, slide.finding.facts)
    for number, figure in enumerate(one for one in (slide.key, *slide.others) if one is not None):
        yield Item(f"figure{number}@{at}", words_of(figure), (figure.fact,))
        yield from (one for one in beside(figure, number, at) if one.facts)
    if slide.chart is not None:
        yield from _chart(slide.chart, at)
    if slide.map is not None:
        yield from _map(slide.map, at)
    if slide.table is not None:
        yield from _table(slide.table, f"table@{at}")


def beside(figure: KeyFigure, number: int, at: str) -> tuple[Item, Item, Item]:
    """Return state, target and course of a figure in large as places, each with the facts whose numbers stand in it.

    Args:
        figure: The figure.
        number: Which of its slide's figures it is; 0 for the one in large.
        at: The slide.
    """
    left, found = list(figure.beside), []
    for part, words in (("state", figure.state), ("goal", figure.target), ("course", figure.course)):
        held = tuple(one.fact for one in standing(words, left))
        left = left[len(held):]
        found.append(Item(f"{part}{number or ''}@{at}", words, held))
    return found[0], found[1], found[2]


def words_of(figure: KeyFigure) -> str:
    """Return a figure in large as one text: its number and its unit."""
    return f"{figure.number}{figure.unit}"


def _chart(chart: Chart, at: str) -> Iterator[Item]:
    for number, series in enumerate(chart.series):
        for point, fact in enumerate(series.facts):
            if fact is not None:
                yield Item(f"chart{number}.{point}@{at}", fact.text, (fact,))


def _map(picture: MapPicture, at: str) -> Iterator[Item]:
    for area in picture.areas:
        if area.fact is not None:
            yield Item(f"map.{area.code}@{at}", area.words[-1], (area.fact,))


def of_sections(sections: tuple[Section, ...], before: str = "") -> Iterator[Item]:
    """Yield the places of the brief: its paragraphs by section and number."""
    for number, section in enumerate(sections):
        at = f"{before}{number}"
        for line, said in enumerate(section.paragraphs):
            yield _said(f"paragraph{line}@{at}", said)
        for line, table in enumerate(section.tables):
            yield from _table(table, f"table{line}@{at}")
        yield from of_sections(section.sections, f"{at}.")


def _said(place: str, said: Said) -> Item:
    return Item(place, said.text, said.facts)


def of_tables(tables: tuple[Table, ...]) -> Iterator[Item]:
    """Yield the places of the tables behind the view: their cells by row and column."""
    for table in tables:
        yield from _table(table, f"sheet@{table.name}")


def _table(table: Table, at: str) -> Iterator[Item]:
    if table.title.facts:
        yield Item(f"title@{at}", table.title.text, table.title.facts)
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if cell.fact is not None:
                yield Item(f"cell{row}.{column}@{at}", cell.text, (cell.fact,))
