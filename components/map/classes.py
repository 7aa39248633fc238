"""Classes of a coloured map (分级): few, with round breaks, the target in the middle, each with its range in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Side = Literal["below", "above", "plain"]
#: Class of an area whose figure was not reported, and of one outside the account of the documents.
NOT_REPORTED = -1
OUTSIDE = -2
_PLAIN = 5
_SIDE = {"below": 3, "above": 2}


@dataclass(frozen=True, slots=True)
class Class:
    """One class: its index among the colours of its side (0 the lowest values) and its range in words."""

    side: Side
    step: int
    words: str


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one map, lowest values first, and the breaks between them.

    ``met_above`` says on which side of the target the values that meet it lie; None where there is no target.
    """

    classes: tuple[Class, ...]
    breaks: tuple[float, ...]
    met_above: bool | None
    #: A value equal to the target's break belongs above it (``>=``) or below it (``>``, ``<=``).
    edge_above: bool = True
    #: Which break is the target; -1 without one.
    target_at: int = -1

    def of(self, value: float | None) -> int:
        """Return the class of a value; :data:`NOT_REPORTED` for null."""
        if value is None or math.isnan(value):
            return NOT_REPORTED
        index = 0
        for at, edge in enumerate(self.breaks):
            if value > edge or (value == edge and (self.edge_above or at != self.target_at)):
                index = at + 1
        return index


def classify(
    values: Sequence[float | None],
    decimals: int,
    target: float | None = None,
    op: Literal[">", ">=", "<="] = ">=",
    *,
    most: float | None = None,
) -> Classes:
    """Return classes for the values of a map.

    Args:
        values: Values of the areas; null is left out.
        decimals: Decimals the figure is shown with; breaks are no finer.
        target: The target; None gives classes without a middle break.
        op: How the target is to be read.
        most: The largest value there can be (100 for a rate), so that its class is not "100 以上".

    Returns:
        Up to three classes below the target and two above (only those that hold a value, but always one on each
        side); or up to five equal classes without a target.
    """
    known = sorted(value for value in values if value is not None and not math.isnan(value))
    if target is not None:
        below = [value for value in known if value < target or (op in (">", "<=") and value == target)]
        above = known[len(below) :]
        low = _breaks(below[0], target, _SIDE["below"], decimals) if below else ()
        high = _breaks(target, above[-1], _SIDE["above"], decimals) if above else ()
        edges = (*low, float(target), *high)
        sides: list[tuple[Side, int]] = [("below", _SIDE["below"] - 1 - at) for at in reversed(range(len(low) + 1))]
        sides += [("above", at) for at in range(len(high) + 1)]
        edge_above = op == ">="
        words = _words(edges, decimals, edge_above=edge_above, target_at=len(low), most=most)
        classes = tuple(Class(side, step, text) for (side, step), text in zip(sides, words, strict=True))
        return Classes(classes, edges, op != "<=", edge_above, len(low))
    if not known:
        return Classes((), (), None)
    if decimals == 0 and len(set(known)) <= _PLAIN:
        # A handful of counts: each is its own class, so nothing need be read as a range.
        edges = tuple(sorted(set(known)))[1:]
        words = [_number(value, 0) for value in sorted(set(known))]
    else:
        edges = _breaks(known[0], known[-1], _PLAIN, decimals)
        words = _words(edges, decimals, most=most) if edges else [_number(known[0], decimals)]
    return Classes(tuple(Class("plain", step, text) for step, text in enumerate(words)), edges, None)


def _breaks(low: float, high: float, most: int, decimals: int) -> tuple[float, ...]:
    """Return at most ``most`` − 1 round breaks strictly between two values, equally spaced."""
    finest = 10.0**-decimals
    if high - low < finest:
        return ()
    power = 10 ** math.floor(math.log10(high - low))
    for step in sorted(factor * power * shift for factor in (1, 2, 2.5, 5) for shift in (0.1, 1, 10)):
        if step < finest or not math.isclose(step / finest, round(step / finest), rel_tol=1e-9):
            continue
        first = math.floor(low / step + 1e-9) + 1
        count = math.ceil(high / step - 1e-9) - first
        if count <= most - 1:
            # Equal spacing counted from zero gives the roundest figures.
            return tuple(round((first + at) * step, decimals) for at in range(max(count, 0)))
    return ()


def _words(
    edges: Sequence[float], decimals: int, *, edge_above: bool = True, target_at: int = -1, most: float | None = None
) -> list[str]:
    if not edges:
        return []
    text = [_number(edge, decimals) for edge in edges]
    above_last = edge_above or target_at != len(edges) - 1
    below_first = edge_above or target_at != 0
    words = [f"不足\u00a0{text[0]}" if below_first else f"{text[0]}\u00a0及以下"]
    words += [f"{low}～{high}" for low, high in pairwise(text)]
    if edges[-1] == most:
        words.append(text[-1])
    else:
        words.append(f"{text[-1]}\u00a0以上" if above_last else f"超过\u00a0{text[-1]}")
    return words


def _number(value: float, decimals: int) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.{decimals}f}"
