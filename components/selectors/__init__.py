"""Selectors (选择框): labelled lists to choose one of, all of a panel drawn as one element."""

from components.selectors.panel import COMPONENT, Selector, offered, panel

__all__ = ["COMPONENT", "Selector", "offered", "panel"]
