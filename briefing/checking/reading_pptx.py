"""A presentation (演示文稿) that came back: words of its shapes, numbers of its charts, cells of its tables."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn

from briefing.checking.carried import manifest_of
from briefing.checking.content import COMMENT, HIDDEN, NAMELESS, PAGE, PICTURE, Held, Places
from briefing.checking.formats import written
from briefing.checking.properties import held_properties, said_in
from briefing.checking.remarks import comments

#: Part of a presentation in which its masters and layouts are: what stands there is drawn on every slide.
MASTER: Final = "master"


def places(content: bytes) -> tuple[dict[str, Any] | None, dict[str, Held]]:
    """Return the manifest, null where it is gone, and what stands at each place.

    A shape is a place by its name. LibreOffice renames what came from a layout (PlaceHolder 1): such a shape, and a
    text that somebody added, is ``?@`` and the slide on which it stands; a slide of somebody else is ``#`` and its
    number. What stands on a master or layout beside its placeholders is of the part ``master``.
    """
    deck = Presentation(io.BytesIO(content))
    held = Places()
    for number, slide in enumerate(deck.slides, 1):
        shapes = list(_all(slide.shapes))
        at = _slide_of(shapes) or f"#{number}"
        held.put(f"{PAGE}@{at}", float(number))
        if slide._element.get("show") in ("0", "false"):
            held.put(f"{HIDDEN}@{at}", "整页")
        for shape in shapes:
            _shape(shape, at, held)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            held.put(f"notes@{at}", slide.notes_slide.notes_text_frame.text)
        _pictures(slide, at, held)
        for text in comments(slide.part):
            held.put(f"{COMMENT}@{at}", text)
    _masters(deck, held)
    return manifest_of(deck.part) or said_in(held_properties(content)), held.held


def _all(shapes: Any) -> Iterator[Any]:
    """Yield shapes, those inside a group too."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _all(shape.shapes)
        else:
            yield shape


def _slide_of(shapes: list[Any]) -> str:
    """Return the name of the slide, which most of its shapes bear after their own; empty where none does."""
    names = Counter(shape.name.split("@", 1)[1] for shape in shapes if "@" in shape.name)
    return names.most_common(1)[0][0] if names else ""


def _shape(shape: Any, at: str, held: Places) -> None:
    named = "@" in shape.name
    if getattr(shape, "has_chart", False) and shape.has_chart:
        _chart(shape.chart, at, held)
    elif getattr(shape, "has_table", False) and shape.has_table:
        _table(shape.table, at, held)
    elif shape.has_text_frame and (named or shape.text_frame.text.strip()):
        if not _is_number(shape):
            held.put(shape.name if named else f"{NAMELESS}@{at}", shape.text_frame.text)
    elif not named and not shape.is_placeholder:
        # A picture, an object of another program, a shape over a figure: something is shown that cannot be read.
        held.put(f"{PICTURE}@{at}", "")


def _pictures(slide: Any, at: str, held: Places) -> None:
    """Say that a slide has a picture, be it the ground of the page or what a shape is filled with."""
    if any(True for _ in slide._element.iter(qn("a:blip"))):
        held.put(f"{PICTURE}@{at}", "")


def _masters(deck: Any, held: Places) -> None:
    """Read what masters and layouts draw on slides: each once, as a program that saves anew may write many of them."""
    pages = [page for master in deck.slide_masters for page in (master, *master.slide_layouts)]
    for page in pages:
        _pictures(page, MASTER, held)
    drawn = [shape for page in pages for shape in _all(page.shapes) if not shape.is_placeholder]
    texts = [shape.text_frame.text.strip() if shape.has_text_frame else "" for shape in drawn]
    for text in dict.fromkeys(filter(None, texts)):
        held.put(f"{NAMELESS}@{MASTER}", text)
    # The first page has a rule of ours, which is known by its name and its size.
    for thing in dict.fromkeys(_thing(shape) for shape, text in zip(drawn, texts, strict=True) if not text):
        held.put(f"{PICTURE}.{thing}@{MASTER}", "")


def _thing(shape: Any) -> str:
    """Return what tells a shape of a master from others: its name and its size in points."""
    return f"{shape.name.replace('@', '')}.{round((shape.width or 0) / 12700)}.{round((shape.height or 0) / 12700)}"


def _is_number(shape: Any) -> bool:
    """Tell whether a shape is the slide's number, which every program writes anew."""
    return bool(shape.is_placeholder) and "SLIDE_NUMBER" in str(shape.placeholder_format.type)


def _chart(chart: Any, at: str, held: Places) -> None:
    """Read a chart's numbers as they are drawn, what somebody wrote over them, and its workbook if it has one."""
    for number, series in enumerate(series for plot in chart.plots for series in plot.series):
        held.put(f"series{number}@{at}", series.name)
        for point, value in enumerate(series.values):
            held.put(f"chart{number}.{point}@{at}", value)
        for label in series._element.iter(qn("c:dLbl")):
            if words := _words(label):
                held.put(f"written{number}.{label.find(qn('c:idx')).get('val')}@{at}", words)
    for point, name in enumerate(chart.plots[0].categories):
        held.put(f"category{point}@{at}", str(name))
    held.put(f"format@{at}", "　".join(sorted({
        written(form.get("formatCode", "")) for labels in chart._chartSpace.iter(qn("c:dLbls"))
        for form in labels.iter(qn("c:numFmt"))})))
    for title in chart._chartSpace.iter(qn("c:title")):
        if words := _words(title):
            held.put(f"{NAMELESS}@{at}", words)
    part = chart.part.chart_workbook.xlsx_part
    if part is None:
        return
    book = load_workbook(io.BytesIO(part.blob))
    for row, line in enumerate(book.worksheets[0].iter_rows(min_row=2, values_only=True)):
        for column, value in enumerate(line[1:]):
            if value is not None or line[0] is not None:
                said = float(value) if isinstance(value, int | float) else None if value is None else str(value)
                held.put(f"book{column}.{row}@{at}", said)


def _words(element: Any) -> str:
    """Return what is written in a part of a chart by hand; empty where the program puts its numbers there."""
    written = element.find(qn("c:tx"))
    return "".join(text.text or "" for text in written.iter(qn("a:t"))).strip() if written is not None else ""


def _table(table: Any, at: str, held: Places) -> None:
    for row, line in enumerate(table.rows):
        for column, cell in enumerate(line.cells):
            name = f"head.{column}@table@{at}" if row == 0 else f"cell{row - 1}.{column}@table@{at}"
            held.put(name, cell.text_frame.text)
