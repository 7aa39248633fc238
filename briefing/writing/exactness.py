"""How exactly a rate is shown by a program that rounds for itself (位数): never as all or none where it is neither."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Digits beyond those a rate usually has, at most.
_MOST: Final = 4


def decimals_for(values: Iterable[float | None], unit: str, decimals: int) -> int:
    """Return with how many decimals numbers are formatted.

    Office programs round 99.97% to 100.0%, which is read as 全部: such a rate gets more digits.

    Args:
        values: The numbers that share the format; null says nothing.
        unit: Their unit; of other units than ``%`` nothing is meant by 100.
        decimals: How many they usually have.
    """
    if unit != "%":
        return decimals
    between = [value for value in values if value is not None and 0 < value < 100]
    return next((places for places in range(decimals, decimals + _MOST)
                 if all(0 < round(value, places) < 100 for value in between)), decimals + _MOST)
