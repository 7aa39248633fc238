"""What every change of a scenario shares: its form, and the way it names places in Chinese."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from indicators.wording import joined

#: Chinese names by code or identifier of regions, institutions, consortia and indicators.
Names = Mapping[str, str]
#: A code or an identifier.
Code = Annotated[str, Field(min_length=1, max_length=80)]
CountyCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
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


def listed(names: Names, codes: Iterable[str], unit: str) -> str:
    """Return some names joined, the first few written out and all of them counted."""
    return joined([called(names, code) for code in codes], measure=unit)
