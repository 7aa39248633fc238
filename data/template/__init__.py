"""The template (空白模板): a workbook for a county or the city, filled with what the live snapshot knows."""

from __future__ import annotations

from data.template.building import template
from data.template.sender import TemplateError

__all__ = ["TemplateError", "template"]
