"""What every change of a scenario shares: its form, and the way it names places in Chinese."""

from __future__ import annotations

import unicodedata
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from indicators.wording import joined

#: Chinese names by code or identifier of regions, institutions, consortia and indicators.
Names = Mapping[str, str]
#: A code or an identifier.
Code = Annotated[str, Field(min_length=1, max_length=80)]
CountyCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
_INNER = str.maketrans("“”", "‘’")


def one_line(text: str) -> str:
    """Return a name as it can stand within a sentence: white space and control characters are single spaces."""
    return " ".join("".join(" " if unicodedata.category(one) == "Cc" else one for one in text).split())


def _trimmed(given: Any) -> Any:
    return one_line(given) if isinstance(given, str) else given


Name = Annotated[str, Field(min_length=1, max_length=60), BeforeValidator(_trimmed)]
#: Targets, counts: far more than there is of anything; beyond it a figure can no longer be written.
MOST = 1_000_000_000
#: Persons, months: whole and at least one; the upper ends only keep slips of the finger out.
Persons = Annotated[int, Field(ge=1, le=10_000)]
Months = Annotated[int, Field(ge=1, le=600)]


class BaseChange(BaseModel):
    """One change (调整): frozen, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @abstractmethod
    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""


def called(names: Names, code: str) -> str:
    """Return the name of a code; the code itself where it is not known."""
    return names.get(code, code)


def quoted(text: str) -> str:
    """Return a text in quotation marks; those within it become the inner ones (引号里的引号)."""
    return f"“{text.translate(_INNER)}”"


def digits(value: float) -> str:
    """Return a number as a reader writes it, with all its digits and never with an exponent."""
    return f"{Decimal(f'{value:.15g}'):f}"


def listed(names: Names, codes: Iterable[str], unit: str) -> str:
    """Return some names joined, the first few written out and all of them counted."""
    return joined([called(names, code) for code in codes], measure=unit)
