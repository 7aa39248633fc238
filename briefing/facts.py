"""The facts of a document (数字清单): every number that is printed, and the short code of all of them (核对码)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from briefing.model import Document, Fact, Said, Section, Table
from indicators.catalogue import catalogue

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another when read aloud


def facts_of(document: Document) -> dict[str, Fact]:
    """Return every fact of a document by its id, in the order of slides, sections and tables."""
    found: dict[str, Fact] = {}
    for fact in _all(document):
        found.setdefault(fact.id, fact)
    return found


def indicator_of(fact: Fact) -> str:
    """Return the key of the indicator a fact is of, also where it counts what is left of one; empty where of none."""
    known = catalogue()
    parts = fact.key.split(".")
    return next((key for end in range(len(parts), 0, -1) if (key := ".".join(parts[:end])) in known), "")


def fingerprint(document: Document) -> str:
    """Return the 核对码 of a document: equal for equal figures of the same snapshot, and for nothing else."""
    text = "\n".join(
        [document.snapshot, *(f"{id} {fact.value!r} {fact.text}" for id, fact in sorted(facts_of(document).items()))]
    )
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    code = "".join(_LETTERS[digest >> 5 * at & 31] for at in range(8))
    return f"{code[:4]}-{code[4:]}"


def _all(document: Document) -> Iterator[Fact]:
    for slide in document.slides:
        yield from slide.finding.facts
        for figure in (one for one in (slide.key, *slide.others) if one is not None):
            yield figure.fact
            yield from figure.beside
        if slide.chart is not None:
            yield from (fact for series in slide.chart.series for fact in series.facts if fact is not None)
        if slide.table is not None:
            yield from _of_table(slide.table)
        if slide.map is not None:
            yield from (area.fact for area in slide.map.areas if area.fact is not None)
    yield from _of_sections(document.sections)
    for table in document.tables:
        yield from _of_table(table)


def _of_sections(sections: tuple[Section, ...]) -> Iterator[Fact]:
    for section in sections:
        yield from _of_said(section.paragraphs)
        for table in section.tables:
            yield from _of_table(table)
        yield from _of_sections(section.sections)


def _of_said(said: tuple[Said, ...]) -> Iterator[Fact]:
    for one in said:
        yield from one.facts


def _of_table(table: Table) -> Iterator[Fact]:
    yield from table.title.facts
    yield from (cell.fact for row in table.rows for cell in row if cell.fact is not None)
