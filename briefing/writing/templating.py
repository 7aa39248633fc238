"""Templates of what is written as HTML (网页模板): every value is escaped, an unknown name is an error."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from briefing.manifest import NAME, beside, manifest
from briefing.model import SCENARIO, Document, Table
from briefing.writing import svg
from indicators.wording import joined

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
#: Most width of a heading and of a cell in one line; a long text, and what its column gets; room round a cell; in em.
_HEAD, _CELL, _LONG, _TEXT, _PAD = 5.0, 16.0, 30.0, 24.0, 1.4
#: Words that are never broken, and width of a page; where that is narrow, room of a heading and of a few words; in em.
_SHORT, _PAGE, _LEAST, _FEW = 7.0, 60.0, 3.0, 7.0
#: Columns of a table that is written as large as others, and how much more stands on a page where one is not.
_MANY, _SMALLER = 9, 1.18
#: Names of a long list that a cell shows.
_NAMES: Final = 3
#: What would end a script, or begin something else in one.
_HARMFUL = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@cache
def environment() -> Environment:
    """Return the environment of the templates in ``briefing/templates/``."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )
    made.globals.update(
        colour={name.lower(): getattr(svg, name) for name in (
            "INK", "GREY", "ORANGE", "BLUE", "BAR", "BEHIND", "SERIES", "LINE", "QUIET", "SAMPLE_GROUND")},
        font=Markup(svg.FONT), held=held, is_scenario=is_scenario, attributes=attributes,
        beside=beside, clauses=clauses, widths=widths, dense=dense, few=few, shortened=shortened,
        under_ink=svg.under_ink,
    )
    return made


def render(template: str, **values: Any) -> Markup:
    """Return a template filled in; ``template`` is a file of ``briefing/templates/`` without ``.j2``."""
    return Markup(environment().get_template(f"{template}.j2").render(**values))


def text_of(name: str) -> Markup:
    """Return a file of ``briefing/templates/`` as it is: a script of our own."""
    return Markup((_TEMPLATES / name).read_text("utf-8"))


def attributes(place: str, *facts: Any) -> Markup:
    """Return the attributes by which a place is found again in a file that comes back; none without a fact."""
    held_ = svg.of_facts(place, facts)
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in held_.items())


def is_scenario(mark: str) -> bool:
    """Tell whether a mark is that of a scenario, which is drawn as ink turned round."""
    return mark == SCENARIO


def clauses(sentence: str) -> list[str]:
    """Return a sentence in pieces between which a line may break first: after ；, else after ，."""
    for mark in "；，":
        pieces = sentence.split(mark)
        if len(pieces) > 1:
            return [*(piece + mark for piece in pieces[:-1]), pieces[-1]]
    return [sentence]


def widths(table: Table) -> list[str]:
    """Return the width of each column in shares of the whole, by the longest text that stands in it.

    Where all ask for more than a page has, numbers and short words keep what they need, or they would be broken; of
    what is left every other column gets its part, and enough for a few words in any case.
    """
    page = _PAGE * _SMALLER if dense(table) else _PAGE
    wanted, needed, whole = [], [], []
    for at, column in enumerate(table.columns):
        most = max((svg.room(few(row[at].text)) for row in table.rows), default=0.0)
        head = min(svg.room(column.name + column.unit), _HEAD)
        wanted.append(_PAD + max(head, min(most, _CELL) if most < _LONG else _TEXT))
        needed.append(_PAD + max(min(head, _LEAST), most))
        whole.append(column.numeric or most <= _SHORT)
    if sum(wanted) > page:
        kept = sum(wide for wide, own in zip(needed, whole, strict=True) if own)
        others = sum(wide for wide, own in zip(wanted, whole, strict=True) if not own)
        part = max(page - kept, _FEW * whole.count(False)) / (others or 1.0)
        wanted = [need if own else wide * part for wide, need, own in zip(wanted, needed, whole, strict=True)]
    return [f"{100 * one / sum(wanted):.1f}%" for one in wanted]


def dense(table: Table) -> bool:
    """Tell whether a table has so many columns that it is written smaller."""
    return len(table.columns) > _MANY


def few(text: str) -> str:
    """Return a list of many names as its first three and how many there are; any other text as it is."""
    names = text.split("、")
    return joined(names, _NAMES) if len(names) > _NAMES and svg.room(text) > _LONG else text


def shortened(table: Table) -> bool:
    """Tell whether a table holds lists of which only the first names are shown."""
    return any(few(cell.text) != cell.text for row in table.rows for cell in row)


def held(document: Document) -> Markup:
    """Return the manifest as a part of the page that no browser runs."""
    said = json.dumps(manifest(document), ensure_ascii=False, separators=(",", ":")).translate(_HARMFUL)
    return Markup('<script type="application/json" id="{}">').format(NAME) + Markup(said) + Markup("</script>")
