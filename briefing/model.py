"""The one model behind the wall, the slides, the brief and the workbook: what is said, and of which figures.

Whatever a writer draws comes from here in words and numbers that are finished; a writer computes nothing. So every
export says the same, and whatever is given back can be held against it (核对).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from indicators.model import Status

#: What of a figure is printed: its value, what it is made of, how far it is from its target, how it changed.
Part = Literal["value", "numerator", "denominator", "gap", "count", "change_year", "change_month", "target"]
#: Marks that stand on everything they concern.
SAMPLE, SCENARIO, OTHER_DOCUMENT = "示例数据", "情景推演·非现状", "非现行文件"


@dataclass(frozen=True, slots=True)
class Fact:
    """One number as it is printed, and what it is of: the thing that is checked when an export comes back."""

    #: Key of the indicator; of a number that is none (how many institutions a list names), a name of its own.
    key: str
    #: City, county or consortium.
    scope: str
    part: Part
    #: Unrounded; null means 未报.
    value: float | None
    #: As printed, unit included: ``286 人``.
    text: str
    #: Month or day it speaks of where that is not the deck's own, ``YYYY-MM`` or ISO; empty otherwise.
    at: str = ""

    @property
    def id(self) -> str:
        """Return what tells it from every other fact of a deck."""
        return "@".join(filter(None, (f"{self.key}#{self.part}", self.scope, self.at)))


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the facts whose numbers stand in it, in order."""

    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure in large: what it is, its number and unit apart, and how it stands to its target."""

    label: str
    #: ``286``; ``—`` where nothing was reported.
    number: str
    unit: str
    status: Status
    #: Word and shape: ``▲ 未达标 差 15 人``; empty without a target.
    state: str
    #: ``目标 超过 300 人``; says 文件未设目标 where there is none.
    target: str
    #: Pace or trend, such as ``按近半年速度，2022 年 12 月达标``; empty where there is none.
    course: str
    fact: Fact
    #: Facts whose numbers stand in state, target and course, in that order.
    beside: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart, along its categories; null is 未报 and leaves a gap."""

    name: str
    values: tuple[float | None, ...]
    #: One for each value; null for a category that is no figure of its own (其余 4 个区县).
    facts: tuple[Fact | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with one question: bars side by side (worst first), or a line over months."""

    kind: Literal["bar", "line"]
    #: What it shows, with the unit: ``各区县无人派驻的基层机构（家）``.
    title: str
    unit: str
    decimals: int
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    #: Categories that fall short: they alone are coloured.
    behind: frozenset[int] = frozenset()
    #: Where the line of the target is drawn; null without one.
    target: float | None = None
    target_words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; a numeric one is right-aligned."""

    name: str
    unit: str = ""
    decimals: int | None = None

    @property
    def numeric(self) -> bool:
        """Tell whether it holds numbers."""
        return self.decimals is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: how it is printed, and the value behind it (null: 未报)."""

    text: str
    value: float | str | date | bool | None = None
    status: Status | None = None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with the sentence over them."""

    #: Short name, such as a sheet's: ``无人派驻``.
    name: str
    title: Said
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: What the reader must know: caliber, units, who is left out.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """One county of a map: its rings in the map's units, its class, the words on it."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    #: Index into the map's classes; null is drawn grey.
    group: int | None
    #: Lines of its label, and where they are centred.
    words: tuple[str, ...]
    x: float
    y: float
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class MapClass:
    """One step of the legend: its words, and its colour as ``#RRGGBB``."""

    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map of counties by class; ``width`` and ``height`` are its own units, y downwards."""

    title: str
    width: float
    height: float
    areas: tuple[Area, ...]
    classes: tuple[MapClass, ...]
    #: 示意图（未设审图号）, 近似范围 and the like.
    note: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: one finding, one key figure, one picture; all else is small."""

    #: Its kind, such as ``posting.lead_to_member``; with the scope it names the slide.
    id: str
    #: Name of the subject (人员下沉).
    name: str
    scope: str
    scope_name: str
    finding: Said
    key: KeyFigure | None = None
    #: At most three more figures.
    others: tuple[KeyFigure, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    map: MapPicture | None = None
    #: What is said in large letters where the data is missing; empty otherwise.
    missing: str = ""
    #: What the presenter reads (备注).
    notes: str = ""
    #: The line at the foot: source and caliber.
    sources: tuple[str, ...] = ()

    @property
    def key_id(self) -> str:
        """Return what tells it from every other slide of a deck."""
        return f"{self.id}@{self.scope}"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the brief: a heading, sentences one after another, tables, and sections below it."""

    heading: str
    paragraphs: tuple[Said, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Caliber:
    """One line of 口径与来源: what a key means, how it is counted, where its target stands."""

    key: str
    name: str
    formula: str
    source: str
    caveat: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """All that is exported of one scope on one day: slides, brief, tables, calibers."""

    title: str
    scope: str
    scope_name: str
    as_of: date
    snapshot: str
    #: Name of the caliber (口径) of postings in words.
    caliber: str
    #: Title of the document targets are taken from; empty where there is none.
    policy: str
    #: SAMPLE, SCENARIO, OTHER_DOCUMENT, those that hold.
    marks: tuple[str, ...]
    slides: tuple[Slide, ...]
    sections: tuple[Section, ...]
    #: Every table behind the view, for the workbook; the brief's appendix takes those it names.
    tables: tuple[Table, ...]
    calibers: tuple[Caliber, ...]
    #: What it was made from, so that it can be made again: parameters by name.
    made_from: dict[str, str] = field(default_factory=dict)
