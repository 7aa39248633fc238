"""Slides as an office suite draws them: every page, no words cut or outside, no chart or map left empty."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from briefing.model import Document
from briefing.writing.pptx import pptx_bytes
from tests.briefing.writing.decks import CASES, content, hard, made, opened, plain
from tests.office.conftest import Saved

#: Pages are drawn this many pixels wide.
WIDE = 960
POINTS = 960.0
CITIES = CASES[:2]


@dataclass(frozen=True)
class Drawn:
    """One presentation as PDF and pictures."""

    deck: Any
    pdf: Path
    pages: list[NDArray[np.uint8]]

    def words(self, page: int) -> list[tuple[str, float, float, float, float]]:
        """The words of a page with left, top, right and bottom in points."""
        said = subprocess.run(
            ["pdftotext", "-bbox", "-f", str(page + 1), "-l", str(page + 1), str(self.pdf), "-"],
            check=True, capture_output=True, text=True,
        ).stdout
        root = ElementTree.fromstring(re.sub(r'xmlns="[^"]*"', "", said))
        sheet = next(root.iter("page"))
        scale = POINTS / float(sheet.get("width", "1"))
        return [
            (word.text or "", *(float(word.get(side, "0")) * scale for side in ("xMin", "yMin", "xMax", "yMax")))
            for word in root.iter("word")
        ]


Draw = Callable[[str, bytes], Drawn]


@pytest.fixture(scope="module")
def draw(saved: Saved, tmp_path_factory: pytest.TempPathFactory) -> Draw:
    folder = tmp_path_factory.mktemp("slides")
    held: dict[str, Drawn] = {}

    def drawn(name: str, written: bytes) -> Drawn:
        if name not in held:
            path = folder / f"{name}.pptx"
            path.write_bytes(written)
            pdf = saved(path, "pdf")
            subprocess.run(
                ["pdftoppm", "-png", "-scale-to-x", str(WIDE), "-scale-to-y", "-1", str(pdf), str(folder / name)],
                check=True, capture_output=True,
            )
            pages = [np.asarray(Image.open(page).convert("RGB")) for page in sorted(folder.glob(f"{name}-*.png"))]
            held[name] = Drawn(opened(written), pdf, pages)
        return held[name]

    return drawn


def even(text: str) -> str:
    """A text without spaces, its characters as a PDF may give them back."""
    return plain(unicodedata.normalize("NFKC", text))


@pytest.fixture(params=[*CITIES, "hard"], ids=["3302", "1307", "hard"])
def case(request: pytest.FixtureRequest, draw: Draw) -> tuple[Document, Drawn]:
    if request.param == "hard":
        return hard(), draw("hard", pptx_bytes(hard()))
    scope, day = request.param
    return made(scope, day), draw(scope, content(scope, day))


def test_a_page_for_every_slide_with_its_finding_and_figures_whole(case: tuple[Document, Drawn]) -> None:
    document, drawn = case
    assert len(drawn.pages) == len(drawn.deck.slides)
    for page, slide in enumerate(document.slides, 1):
        said = even("".join(word[0] for word in drawn.words(page)))
        assert even(slide.finding.text) in said
        for one in filter(None, (slide.key, *slide.others)):
            assert even(one.number) in said  # its unit, being smaller, may come back after other words
            assert even(one.unit) in said
        if slide.missing:
            assert even(slide.missing) in said
        for mark in document.marks:
            assert even(mark) in said


def test_no_words_stand_outside_the_shape_they_belong_to(case: tuple[Document, Drawn]) -> None:
    _, drawn = case
    for page, slide in enumerate(drawn.deck.slides):
        boxes = [
            (shape.left / 12700, shape.top / 12700, (shape.left + shape.width) / 12700,
             (shape.top + shape.height) / 12700)
            for shape in slide.shapes if shape.has_text_frame or shape.has_table or shape.has_chart
        ]  # fmt: skip
        for word, left, top, right, bottom in drawn.words(page):
            middle = (top + bottom) / 2
            inside = any(
                box[0] - 3 <= left and right <= box[2] + 6 and box[1] - 4 <= middle <= box[3] + 4 for box in boxes
            )
            assert inside, (page + 1, word, left, top, right, bottom)


def test_charts_and_maps_are_drawn(case: tuple[Document, Drawn]) -> None:
    document, drawn = case
    for page, slide in enumerate(document.slides, 1):
        picture = drawn.pages[page].astype(int)
        right = picture[round(150 * WIDE / POINTS): round(484 * WIDE / POINTS), round(396 * WIDE / POINTS):]
        ink = float((right.min(axis=2) < 245).mean())
        if slide.chart is not None and slide.chart.kind == "bar":
            assert ink > 0.05
        elif slide.chart is not None:
            assert ink > 0.015
        elif slide.map is not None:
            coloured = float((right.max(axis=2) - right.min(axis=2) > 12).mean())
            assert coloured > 0.08
    assert {slide.id for slide in document.slides if slide.chart is not None}


def test_no_sign_is_drawn_as_an_empty_box(case: tuple[Document, Drawn]) -> None:
    """Fonts of the PDF hold every sign: one that no font has comes back as U+FFFD or is not there at all."""
    _, drawn = case
    said = subprocess.run(["pdftotext", str(drawn.pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert "\ufffd" not in said
    for sign in {"▲", "●", "示", "口"}:
        shown = any(sign in shape.text_frame.text for slide in drawn.deck.slides for shape in slide.shapes
                    if shape.has_text_frame)
        assert (sign in said) or not shown


def test_an_edit_in_the_office_keeps_places_and_what_it_was_made_from(saved: Saved, tmp_path: Path) -> None:
    """The suite saves the file anew: figures keep their shapes' names, charts stay charts, tables tables."""
    path = tmp_path / "sent.pptx"
    path.write_bytes(content(*CASES[2]))
    before, after = opened(path.read_bytes()), opened(saved(path, "pptx").read_bytes())
    assert len(after.slides) == len(before.slides)
    for own, other in zip(before.slides, after.slides, strict=True):
        names = {shape.name for shape in own.shapes if not shape.is_placeholder and "@" in shape.name}
        assert names <= {shape.name for shape in other.shapes}
        for kind in ("has_chart", "has_table"):
            assert sum(getattr(shape, kind) for shape in own.shapes) == sum(
                getattr(shape, kind) for shape in other.shapes)
