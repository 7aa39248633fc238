"""How a figure moved, in words (指标变化): from what to what, and in which direction."""

from __future__ import annotations

from indicators.model import Figure
from indicators.wording import NBSP, NULL, quantity
from scenarios.comparing import Moved


def value_of(figure: Figure | None) -> str:
    """Return a figure with its unit; "—" where there is none."""
    return NULL if figure is None else quantity(figure.value, figure.unit, figure.definition.decimals)


def changed_to(one: Moved) -> str:
    """Return ``由 286 人增至 301 人``, ``由 93.5% 升至 100.0%``; what was not reported (未报) at an end says so."""
    if one.before is None or one.before.value is None:
        return f"由无数据变为{NBSP}{value_of(one.after)}"
    start = f"由{NBSP}{apart(value_of(one.before))}"
    if one.after.value is None:
        return f"{start}变为无数据"
    rate = one.after.unit == "%"
    # Both ends may be printed alike, and then nothing rises.
    printed = sum(one.printed)
    verb = "变为" if not printed else ("升至" if rate else "增至") if printed > 0 else ("降至" if rate else "减至")
    return f"{start}{verb}{NBSP}{value_of(one.after)}"


def apart(figure: str) -> str:
    """Return a figure as Han follow it: a space after %, none after a unit in Han."""
    return figure + NBSP if figure.endswith("%") else figure
