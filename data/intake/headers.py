"""Where the header (表头) of a sheet is and which field of the form each of its columns is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from data.forms.loading import forms
from data.forms.model import Field, Form
from data.intake.grids import Grid
from data.intake.stated import is_money_unit, of_other_time, scaled_unit
from data.intake.units import is_money
from data.intake.values import cell_text

#: The header is looked for in the first rows only, and may be up to three rows high.
FIRST_ROWS, _HIGHEST = 20, 3
#: Columns that only count the rows.
_COUNTING = frozenset({"序号", "序", "行号", "行次", "no", "no."})
_BRACKET = re.compile(r"(.+?)[(\[【](.*)[)\]】]")
_MUST = re.compile(r"[(\[【](必填|选填|必选|可选|必填项|选填项)[)\]】]")
#: What stands in brackets after a header and is only its unit.
_UNIT = re.compile(
    r"(单位:?)?[十百千万亿]*(元|角|名|人|人次|人数|个|家|例|例次|件|次|支|队|张|度|分|分钟|小时|时|秒|天|日|%|‰)|[万千百亿]"
)
#: A unit that makes a count mean something else.
_SCALED = re.compile(r"[十百千万亿%‰]")


@dataclass(frozen=True)
class Header:
    """The header found: its rows counted from 0, and what its columns are."""

    first: int
    last: int
    #: Column of each field, counted from 0.
    columns: Mapping[str, int]
    #: Columns that are no field, with what their header says.
    unknown: Mapping[int, str] = field(default_factory=dict)
    #: Columns that only count the rows (序号).
    counting: frozenset[int] = frozenset()
    #: Fields that more than one column claims: all of them.
    twice: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    #: Columns whose header names another unit than the form asks for.
    scaled: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """Number of fields found, less those that are found twice."""
        return len(self.columns) - len(self.twice)


def find_header(grid: Grid, form: Form) -> Header | None:
    """Return the header that fits most fields of the form; null if no row fits at least two.

    One row is tried alone and together with the one or two below it: a parent over its children, joined or the
    child alone. Of equal ones the lowest and then the highest up counts.
    """
    texts = _Texts(grid)
    best: Header | None = None
    for high in range(1, _HIGHEST + 1):
        for first in range(min(FIRST_ROWS, len(grid.rows)) - high + 1):
            found = _header(texts, form, first, first + high - 1)
            if found.score >= 2 and (best is None or found.score > best.score):
                best = found
    return best or _doubled(texts, form)


def _doubled(texts: _Texts, form: Form) -> Header | None:
    """Return the first row with labels that stand there twice (本月, 累计 side by side), so that this can be said."""
    for first in range(min(FIRST_ROWS, len(texts))):
        found = _header(texts, form, first, first)
        if len(found.columns) >= 2 and found.twice:
            return found
    return None


def why_no_header(form: Form, *, months_across: bool) -> tuple[str, str]:
    """Return why a sheet has no header, and what it should be; ``months_across``: each month is a column of its own."""
    labels = "、".join(f"“{one.label}”" for one in form.fields if one.named_by is None and one.name != "month")
    mend = f"表头占一行，放在标题下面，列名照模板写：{labels}；不报就删除这张工作表"
    if months_across:
        return "各个月份排成了列，一张表只收一个月", f"只留当月的数；{mend}"
    return f"前 {FIRST_ROWS} 行里没有找到“{form.sheet}”的表头", mend


def fits(header: Header | None, form: Form) -> bool:
    """Tell whether a header is plainly this form's: half of its fields and all it cannot do without."""
    if header is None:
        return False
    return header.score * 2 >= len(form.fields) and not missing(header, form)


def missing(header: Header, form: Form) -> tuple[Field, ...]:
    """Return the required fields that no column is; one that is numbered may come by its name instead."""
    return tuple(
        one
        for one in form.fields
        if one.required and one.name not in header.columns and one.named_by not in header.columns
    )


def without_brackets(label: str) -> str:
    """Return a header as it is compared, without the words in brackets behind it."""
    bare = _bare(label)
    split = _BRACKET.fullmatch(bare)
    return split[1] if split else bare


def unit_reaches(unit: str, one: Field) -> bool:
    """Tell whether a unit stated for many columns is about this one: 万元 about amounts, 万人次 about counts."""
    return one.kind in ("int", "float") and is_money(one) == is_money_unit(unit)


def _header(texts: _Texts, form: Form, first: int, last: int) -> Header:
    claims: dict[str, list[int]] = {}
    scaled: dict[str, tuple[int, str]] = {}
    unknown: dict[int, str] = {}
    counting: set[int] = set()
    for column in range(texts.width):
        levels = texts.levels(first, last, column)
        if not levels:
            continue
        for label, above in _candidates(levels):
            if _bare(label) in _COUNTING:
                counting.add(column)
                break
            # 本年累计 over 门诊人次 is not the month's 门诊人次.
            if (hit := _match(label, form)) and not (form.counts_events and of_other_time(above)):
                claims.setdefault(hit[0], []).append(column)
                over = scaled_unit(above)
                unit = hit[1] or (over if over and unit_reaches(over, form.field(hit[0])) else None)
                if unit:
                    scaled[hit[0]] = (column, unit)
                break
        else:
            unknown[column] = "".join(levels)
    return Header(
        first,
        last,
        {name: columns[0] for name, columns in claims.items()},
        unknown,
        frozenset(counting),
        {name: tuple(columns) for name, columns in claims.items() if len(columns) > 1},
        scaled,
    )


class _Texts:
    """The texts of the rows that may be a header, merged ranges filled."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self.width = len(grid.rows[0]) if grid.rows else 0
        most = FIRST_ROWS + _HIGHEST
        self._rows = [[cell_text(value) for value in row] for row in grid.rows[:most]]
        #: The same, where a text stands over its own column only: that of the lowest row is no parent.
        self._own = [list(row) for row in self._rows]
        for top, left, bottom, right in grid.merged:
            if top < len(self._rows) and left < self.width:
                text = self._own[top][left]
                for row, own in zip(self._rows[top : bottom + 1], self._own[top : bottom + 1], strict=True):
                    row[left : right + 1] = [text] * len(row[left : right + 1])
                    own[left] = text

    def __len__(self) -> int:
        """Return how many rows there are among the first."""
        return len(self._rows)

    def levels(self, first: int, last: int, column: int) -> tuple[str, ...]:
        """Return the texts over a column from the highest to the lowest, repeated ones once, empty ones not."""
        held: list[str] = []
        for number in range(first, last + 1):
            text = (self._own if number == last else self._rows)[number][column]
            if not text and number < last and self._own[last][column]:
                text = self._over(number, column)
            if text and text not in held:
                held.append(text)
        return tuple(held)

    def _over(self, row: int, column: int) -> str:
        """Return the text left of an empty cell: where merged ranges are not known it may stand over this column."""
        return next((text for text in reversed(self._own[row][:column]) if text), "")


def _candidates(levels: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what may be the label of a column, and what stands above it and is no part of it."""
    yield "".join(levels), ""
    if len(levels) > 2:
        yield "".join(levels[-2:]), levels[0]
    if len(levels) > 1:
        yield levels[-1], "".join(levels[:-1])


@lru_cache(maxsize=4096)
def _bare(label: str) -> str:
    return _MUST.sub("", cell_text(label)).strip("*★:、.").casefold()


def _match(label: str, form: Form) -> tuple[str, str | None] | None:
    """Return the field of a header, and the unit it names where that is another than the form's."""
    exact, bases = _labels(form.key)
    bare = _bare(label)
    if bare in exact:
        return exact[bare], None
    split = _BRACKET.fullmatch(bare)
    base, unit = (split[1], split[2]) if split else (bare, "")
    if base not in bases or (unit and not _UNIT.fullmatch(unit)):
        return None
    name, units = bases[base]
    unit = unit.removeprefix("单位").lstrip(":")
    other = unit not in units if units and unit else bool(_SCALED.search(unit))
    return name, unit if other else None


@cache
def _labels(key: str) -> tuple[dict[str, str], dict[str, tuple[str, frozenset[str]]]]:
    """Return field by label or alias, and by those without a unit in brackets together with the units allowed.

    A label of one field goes before the alias of another.
    """
    exact: dict[str, str] = {}
    bases: dict[str, tuple[str, frozenset[str]]] = {}
    form = forms()[key]
    aliases = [(one, alias) for one in form.fields for alias in one.aliases]
    for one, name in [*((one, one.label) for one in form.fields), *aliases]:
        bare = _bare(name)
        split = _BRACKET.fullmatch(bare)
        exact.setdefault(bare, one.name)
        bases.setdefault(split[1] if split else bare, (one.name, _units(one)))
    return exact, bases


def _units(one: Field) -> frozenset[str]:
    found = (_BRACKET.fullmatch(_bare(name)) for name in (one.label, *one.aliases))
    return frozenset(split[2] for split in found if split and _UNIT.fullmatch(split[2]))
