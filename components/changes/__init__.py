"""The panel of changes (调整): one form for every kind, a list to edit and reorder, one message for all of them."""

from components.changes.editor import COMPONENT, Field, Form, Options, Panel, Preset, Row, editor

__all__ = ["COMPONENT", "Field", "Form", "Options", "Panel", "Preset", "Row", "editor"]
