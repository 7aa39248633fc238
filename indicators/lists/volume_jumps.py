"""Jumps of a monthly volume (大幅波动): far beyond what that series is wont to change, and large in itself."""

from __future__ import annotations

import numpy as np

from indicators.months import Bools, Floats

#: A change is a jump beyond so many times the typical one.
TIMES = 3.0
#: A typical change needs so many reported months, and the city's common change so many institutions.
ENOUGH = 6
#: A jump is also more than so many times √ of the larger month: a count of n varies by about √n by chance alone, and
#: the difference of two by √2 times that, so this is nearly three times what chance gives.
CHANCE = 4.0
#: And more than this part of the larger month: below it nobody would be called.
SHARE = 0.5


def typical_change(volume: Floats) -> Floats:
    """Return the median absolute change from month to month of each series; NaN for too few reported months.

    Args:
        volume: Series × service × month; NaN is 未报. A change is known where a month and the one before were reported.
    """
    usual = median(np.abs(volume[:, :, 1:] - volume[:, :, :-1]))
    return np.where((~np.isnan(volume)).sum(axis=2) >= ENOUGH, usual, np.nan)


def jumps(volume: Floats, share: float = SHARE) -> Bools:
    """Tell which months of which series jumped; the way back from a jump is not told again.

    A jump is a change from the month before of more than :data:`TIMES` the series' typical change, more than
    :data:`CHANCE` × √ of the larger of the two months and more than the part ``share`` of it. All three hold both as it
    stands and after the common (seasonal) change of the service, the median over the institutions, is taken off:
    everybody falls in the month of the Spring Festival, and what all do is no one's jump.

    Args:
        volume: Series × service × month; NaN is 未报.
        share: The least part; smaller where a series is the sum of many institutions and so steadier.
    """
    before = shifted(volume)
    change = volume - before
    larger = np.fmax(volume, before)
    rate = change / np.where(before > 0, before, np.nan)
    by_month = np.moveaxis(rate, 0, 2)
    common = np.where((~np.isnan(by_month)).sum(axis=2) >= ENOUGH, median(by_month), 0.0)
    own = change - before * common[None]
    told = (~np.isnan(volume)).sum(axis=2) >= ENOUGH
    far = told[:, :, None] & (larger > 0)
    for moved in (change, own):
        far &= np.abs(moved) > TIMES * median(np.abs(moved))[:, :, None]
        far &= (np.abs(moved) > CHANCE * np.sqrt(larger)) & (np.abs(moved) > share * larger)
    back = far & (shifted(far * np.sign(np.nan_to_num(change)), 0.0) * np.sign(np.nan_to_num(change)) < 0)
    found: Bools = far & ~back
    return found


def shifted(values: Floats, first: float = np.nan) -> Floats:
    """Return the values of the month before."""
    moved = np.full(values.shape, first)
    moved[:, :, 1:] = values[:, :, :-1]
    return moved


def median_before(volume: Floats) -> Floats:
    """Return the median of the last :data:`ENOUGH` months before each month, of those reported; NaN for too few."""
    past = _windows(shifted(volume), ENOUGH)
    known = (~np.isnan(past)).sum(axis=3) >= ENOUGH // 2
    return np.where(known, median(past), np.nan)


def _windows(values: Floats, length: int) -> Floats:
    """Return for each month the values of the last ``length`` months up to it, as a fourth axis."""
    if values.shape[2] == 0:
        return np.empty((*values.shape, length))
    blank = np.full((*values.shape[:2], length - 1), np.nan)
    windows: Floats = np.lib.stride_tricks.sliding_window_view(np.concatenate([blank, values], axis=2), length, axis=2)
    return windows


def median(values: Floats) -> Floats:
    """Return the median over the last axis of what is not NaN; NaN where there is nothing."""
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    # Sorting puts NaN last, so the middle of what is known is found by counting; far faster than nanmedian.
    ordered = np.sort(values, axis=-1)
    known = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    low, high = np.maximum(known - 1, 0) // 2, np.maximum(known, 1) // 2
    middle = (np.take_along_axis(ordered, low, axis=-1) + np.take_along_axis(ordered, high, axis=-1)) / 2
    found: Floats = np.where(known == 0, np.nan, middle)[..., 0]
    return found
