"""The forms (报表) counties and the city fill in: their sheets and columns, how each is named, asked and read."""

from __future__ import annotations

from data.forms.loading import forms, forms_of
from data.forms.model import VERSION, Field, Form, Mark

__all__ = ["VERSION", "Field", "Form", "Mark", "forms", "forms_of"]
