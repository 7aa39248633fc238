"""退回单: what goes back to a county, its own workbook with every faulty cell marked, and one page to print."""

from __future__ import annotations

from data.returning.workbook import return_list, return_name, return_workbook

__all__ = ["return_list", "return_name", "return_workbook"]
