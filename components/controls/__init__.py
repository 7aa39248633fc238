"""Controls (控件): lists, switches, a search and a slider, all of a panel drawn as one element."""

from components.controls.panel import (
    COMPONENT,
    Control,
    Number,
    Numbers,
    Search,
    Selector,
    Slider,
    Switches,
    offered,
    panel,
)

__all__ = [
    "COMPONENT",
    "Control",
    "Number",
    "Numbers",
    "Search",
    "Selector",
    "Slider",
    "Switches",
    "offered",
    "panel",
]
