"""The wall (会议放映): every slide in one file, turned by keys, in step with the presenter's window, alive alone."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from markupsafe import Markup

from briefing.agenda import LONGEST_INTERVAL
from briefing.facts import fingerprint
from briefing.model import Document, Slide
from briefing.writing import svg_charts
from briefing.writing.svg import room
from briefing.writing.svg_map import county_map
from briefing.writing.templating import render, text_of
from indicators.wording import date_words

#: What a picture and its title may take in all under a finding of one line, in sizes of the words, of which a screen
#: is 36 high; what a second line takes of it; what the other figures take below, one alone in one line; what the title
#: takes; how large a chart's words are.
_ROOM, _SECOND, _OTHERS, _ALONE, _TITLE, _WORDS = 26.3, 2.3, 6.2, 3.2, 2.2, 1.12
#: Most width of a map.
_WIDE = 18.0
#: Width of a line of a finding.
_LINE = 60 / 1.72
#: What stands beside the key figure; decides how a slide is laid out.
Kind = Literal["missing", "map", "picture", "table", "figures", "single"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One slide as it is put on the wall: what it looks like, and its picture."""

    slide: Slide
    number: int
    kind: Kind
    chart: Markup | None
    map: Markup | None


def wall_bytes(document: Document, interval: int = 0) -> bytes:
    """Return the wall as one self-contained HTML file.

    Args:
        document: What is shown; nothing of it changes afterwards, whatever is published.
        interval: Seconds after which it turns by itself; 0 for turning by hand alone.

    Raises:
        ValueError: The interval is below 0 or above :data:`briefing.agenda.LONGEST_INTERVAL`.
    """
    if not 0 <= interval <= LONGEST_INTERVAL:
        raise ValueError(f"an interval of {interval} seconds")
    page = render(
        "wall.html", document=document, code=fingerprint(document), day=date_words(document.as_of), interval=interval,
        name=_name(document, interval),
        longest=LONGEST_INTERVAL, slides=[_drawn(slide, at) for at, slide in enumerate(document.slides, start=1)],
        script=text_of("wall.js"),
    )
    return page.encode()


def _name(document: Document, interval: int) -> str:
    """Return what windows know each other by: the same for the same show, and for no other with the same figures."""
    told = [document.snapshot, fingerprint(document), interval, *((one.key_id, one.notes) for one in document.slides)]
    return sha256(repr(told).encode()).hexdigest()[:16]


def thumb_bytes(document: Document, number: int) -> bytes:
    """Return one slide, by its number from 1 on, as a small picture (缩略图) in SVG."""
    drawn = _drawn(document.slides[number - 1], number)
    return render("thumb.svg", document=document, code=fingerprint(document), day=date_words(document.as_of),
                  drawn=drawn, total=len(document.slides)).encode()


def _drawn(slide: Slide, number: int) -> Drawn:
    at = slide.key_id
    chart = svg_charts.chart(slide.chart, at, height=_height(slide)) if slide.chart is not None else None
    picture = county_map(slide.map, at, wide=_WIDE, high=_free(slide)) if slide.map is not None else None
    return Drawn(slide, number, _kind(slide), chart, picture)


def _height(slide: Slide) -> float:
    """Return how high the chart of a slide may be, in its own words."""
    others = 0.0 if not slide.others else _ALONE if len(slide.others) == 1 else _OTHERS
    return (_free(slide) - others - _TITLE) / _WORDS


def _free(slide: Slide) -> float:
    """Return the height that the finding leaves."""
    return _ROOM - (_SECOND if room(slide.finding.text) > _LINE else 0.0)


def _kind(slide: Slide) -> Kind:
    if slide.missing:
        return "missing"
    if slide.key is None:
        return "table"
    if slide.map is not None:
        return "map"
    if slide.chart is not None or slide.table is not None:
        return "picture"
    return "figures" if slide.others else "single"
