"""The page that opens anywhere (网页版): one file, no script, nothing fetched, good on a screen of 2019 and on A4."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from briefing.facts import fingerprint
from briefing.model import Document, KeyFigure, Section, Slide
from briefing.writing import svg_charts
from briefing.writing.goals import goal
from briefing.writing.svg_map import county_map
from briefing.writing.templating import render
from indicators.wording import date_words

#: Height of a chart and of a map, and width of a map, in sizes of the words around.
_CHART, _MAP, _WIDE = 15.0, 25.0, 30.0


@dataclass(frozen=True, slots=True)
class Part:
    """One slide as a part of the page: its figures in order, and its picture drawn."""

    slide: Slide
    figures: tuple[KeyFigure, ...]
    chart: Markup | None
    map: Markup | None


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the brief with what stands under it; ``at`` names its places, ``depth`` is 0 or 1."""

    at: str
    depth: int
    section: Section


def html_bytes(document: Document) -> bytes:
    """Return a document as one self-contained HTML file."""
    page = render(
        "page.html", document=document, code=fingerprint(document), day=date_words(document.as_of),
        goals={one.key: goal(document, one) for one in document.calibers},
        parts_=[_part(slide) for slide in document.slides], headings=_headings(document.sections),
    )
    return page.encode()


def _part(slide: Slide) -> Part:
    at = slide.key_id
    chart = svg_charts.chart(slide.chart, at, height=_CHART, every=True) if slide.chart is not None else None
    picture = county_map(slide.map, at, wide=_WIDE, high=_MAP) if slide.map is not None else None
    return Part(slide, tuple(one for one in (slide.key, *slide.others) if one is not None), chart, picture)


def _headings(sections: tuple[Section, ...], before: str = "", depth: int = 0) -> list[Heading]:
    found = []
    for number, section in enumerate(sections):
        at = f"{before}{number}"
        found += [Heading(at, depth, section), *_headings(section.sections, f"{at}.", depth + 1)]
    return found
