"""Whose rows a file holds (各行是谁的): told by the institutions, consortia and places that its rows name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from data.intake.grids import Contents, Grid, Value
from data.intake.register import Kind, Register
from data.intake.sheets import is_aside
from data.intake.values import cell_text

_KINDS: tuple[Kind, ...] = ("institution", "consortium", "region")
#: One row of another county's may be a slip of the pen; that is said of its cell.
_FEWEST = 2
#: Longer texts are no names.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of a file name somebody, and the county that most of them name."""

    #: Rows that name an institution, consortium or place of one county alone.
    told: int
    #: Code of the county that most of these rows name; null where there are none.
    county: str | None
    #: How many of them name it.
    count: int

    def strange_to(self, sender: str) -> bool:
        """Tell whether more than half of the rows, and not just one, are of another county than the sender."""
        # All counties of a city are that city's.
        if self.county is None or self.county.startswith(sender):
            return False
        return self.count >= _FEWEST and 2 * self.count > self.told


def rows_by_county(contents: Contents, register: Register) -> Rows:
    """Count the rows of all sheets by the county that they name; rows that name several, or none, do not count.

    Only names and numbers that one county alone bears tell; municipal and outside ones are everybody's.
    """
    known: dict[str, str | None] = {}
    counts: Counter[str] = Counter()
    for grid in contents.grids:
        if grid.visible and not is_aside(grid.name):
            _count(grid, register, known, counts)
    county, count = max(sorted(counts.items()), key=lambda pair: pair[1], default=(None, 0))
    return Rows(counts.total(), county, count)


def _count(grid: Grid, register: Register, known: dict[str, str | None], counts: Counter[str]) -> None:
    for cells in grid.rows:
        counties = {county for value in cells if (county := _county(value, register, known)) is not None}
        if len(counties) == 1:
            counts[counties.pop()] += 1


def _county(value: Value, register: Register, known: dict[str, str | None]) -> str | None:
    """Return the county that a cell names alone; null for all else."""
    if not isinstance(value, str) or not 1 < len(value) <= _LONGEST:
        return None
    if value not in known:
        text = cell_text(value)
        found = {one.entry for kind in _KINDS for one in register.bearers(kind, text)}
        found |= {entry for kind in _KINDS if (entry := register.entry(kind, text)) is not None}
        counties = {entry.county for entry in found}
        known[value] = counties.pop() if len(counties) == 1 else None
    return known[value]
