"""Colours of the map (配色) from the interface's tokens, as the browser takes them: [red, green, blue, opacity]."""

from __future__ import annotations

from components.map.classes import NOT_REPORTED, OUTSIDE, Classes
from components.map.deck import Rgba
from components.theme import Theme


def rgba(colour: str, opacity: float = 1.0) -> Rgba:
    """Return ``#RRGGBB`` with an opacity of 0 to 1."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)] + [round(255 * opacity)]


def class_colours(classes: Classes, theme: Theme) -> dict[int, str]:
    """Return the colour of each class by its index, with those of 未报 and 不在文件统计范围.

    With a target, orange is always the side that does not meet it, darker the farther away.
    """
    colours = {NOT_REPORTED: theme.map_missing, OUTSIDE: theme.land}
    below = [entry for entry in classes.classes if entry.side == "below"]
    for index, entry in enumerate(classes.classes):
        if entry.side == "plain":
            # Few classes are spread over the whole scale, so that the lightest and the darkest always differ.
            last = max(len(classes.classes) - 1, 1)
            colours[index] = theme.map_sequential[1 + round(entry.step * (len(theme.map_sequential) - 2) / last)]
        elif classes.met_above:
            colours[index] = theme.map_below[entry.step] if entry.side == "below" else theme.map_above[entry.step]
        else:
            # 不超过: the far end of the met side is below, two steps of blue serve three classes.
            depth = min(entry.step, 1)
            far = len(theme.map_above) - 1
            colours[index] = (
                theme.map_above[min(far, len(below) - 1 - index)]
                if entry.side == "below"
                else theme.map_below[len(theme.map_below) - 1 - depth]
            )
    return colours


def consortium_colour(order: int, theme: Theme) -> str:
    """Return the colour of the consortium at a place in its county's order; names always stand beside it."""
    return theme.categorical[order % len(theme.categorical)]


def label_colour(order: int, theme: Theme) -> str:
    """Return the colour of a consortium's name: its own, drawn towards ink until it can be read on its tint."""
    share = 0.5 if theme.kind == "light" else 0.35
    own, ink = rgba(consortium_colour(order, theme)), rgba(theme.ink)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(own[:3], ink[:3], strict=True))
