"""Which function gives the units of which key: the meeting point of code and catalogue."""

from __future__ import annotations

from collections.abc import Callable

from indicators.context import Context
from indicators.model import Definition
from indicators.units import Units

#: ``None`` says that the figure cannot be given at all: the policy requires no centre, for instance.
Make = Callable[[Context, Definition], Units | None]

INDICATORS: dict[str, Make] = {}


def indicator(*families: str) -> Callable[[Make], Make]:
    """Register a function for the keys of one or more families of the catalogue."""

    def register(make: Make) -> Make:
        for family in families:
            if family in INDICATORS:
                raise ValueError(f"two functions for {family}")
            INDICATORS[family] = make
        return make

    return register

