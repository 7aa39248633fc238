"""What reading one cell of a form gives (读数): a value with what is to be said of it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from data.findings import shown
from data.intake.personal import masked


@dataclass(frozen=True, slots=True)
class Read:
    """One cell read."""

    #: Typed as the contract: ``str``, ``int``, ``float``, ``bool``, ``date``, ``YYYY-MM``; null is not reported.
    value: Any
    #: What was read as what, where that is not plainly the same text (warning ``value_read_as``), else null.
    said: str | None = None


NOTHING: Final = Read(None)


class ValueProblem(Exception):  # noqa: N818 - it is a finding in the making, not a fault of the program
    """A cell that cannot be read: a code for the finding, why, and how to mend it, in Chinese."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        """Keep the code of the rule, the reason and the way to mend it, personal identifiers hidden."""
        self.code, self.message, self.fix = code, masked(message), masked(fix)
        super().__init__(self.code, self.message, self.fix)


def unreadable(message: str, fix: str) -> ValueProblem:
    """Return the problem of a cell that is not of its column's kind (``type_unreadable``)."""
    return ValueProblem("type_unreadable", message, fix)


def quoted(value: object) -> str:
    """Return a cell's content in quotation marks, personal identifiers hidden."""
    return f"“{shown(' '.join(masked(str(value)).split()))}”"


def read_as(found: object, taken: object) -> str:
    """Say that ``found`` was read as ``taken``."""
    return f"{quoted(found)}按 {taken} 读取"
