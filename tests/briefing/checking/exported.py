"""Exports for the tests of the check: made once each, and edited as somebody would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import docx
from openpyxl import load_workbook
from pptx import Presentation

from briefing.checking.check import check
from briefing.checking.content import Content
from briefing.checking.opening import LIMITS
from briefing.checking.reading import read
from briefing.checking.report import Report
from briefing.composing import document
from briefing.manifest import NAME
from briefing.model import Document
from briefing.writing import WRITERS
from data.store import default_store
from scenarios.model import Scenario
from tests.plans import END

COUNTY, DAY = "330282", date(2022, 12, 31)
NBSP = "\u00a0"


@cache
def made(scope: str = COUNTY, day: date = DAY, scenario: bool = False) -> Document:
    snapshot = default_store().open()
    city = scope[:4]
    changes = (END,)
    asked = Scenario(name="撤回", scope=city, snapshot=snapshot.id, as_of=day, changes=changes) if scenario else None
    return document(snapshot.city(city), scope, day, snapshot=snapshot.id, boundaries=snapshot.boundaries(city),
                    scenario=asked)


@cache
def content(form: str, scope: str = COUNTY, day: date = DAY, scenario: bool = False) -> bytes:
    return WRITERS[form](made(scope, day, scenario))


def reading(held: bytes) -> Content:
    """Read a file in this very process: the process of its own has tests of its own."""
    return read(held, LIMITS)


def checked(held: bytes, name: str = "传回.pptx") -> Report:
    return check(held, name, default_store(), read_file=reading)


def dropped(held: bytes, and_then: Callable[[bytes], bytes] = lambda part: part) -> bytes:
    """A file as another program saves it, which drops the part in which the manifest stands.

    Args:
        held: A deck or a brief.
        and_then: What becomes of every part besides.
    """
    whole, out = zipfile.ZipFile(io.BytesIO(held)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as kept:
        for name in whole.namelist():
            part = whole.read(name)
            if NAME.encode() in part[:400]:
                part = b'<?xml version="1.0"?>\n<other/>'
            kept.writestr(name, and_then(part))
    return out.getvalue()


def _edited(opened: Any, edit: Callable[[Any], object]) -> bytes:
    edit(opened)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def workbook(edit: Callable[[Any], object], held: bytes | None = None) -> bytes:
    return _edited(load_workbook(io.BytesIO(held or content("xlsx"))), edit)


def deck(edit: Callable[[Any], object]) -> bytes:
    return _edited(Presentation(io.BytesIO(content("pptx"))), edit)


def brief(edit: Callable[[Any], object]) -> bytes:
    return _edited(docx.Document(io.BytesIO(content("docx"))), edit)


def page(id: str) -> int:
    """On which page of a deck a slide stands, the first being the title."""
    return 2 + [slide.id for slide in made().slides].index(id)


def shape(opened: Any, place: str) -> Any:
    """The shape at a place of a deck."""
    return next(one for slide in opened.slides for one in slide.shapes if one.name == place)
