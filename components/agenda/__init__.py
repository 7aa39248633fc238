"""The agenda of a meeting as one component of our own (议程): see :mod:`components.agenda.editor`."""

from components.agenda.editor import Row, Sheet, editor

__all__ = ["Row", "Sheet", "editor"]
