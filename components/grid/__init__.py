"""Tables (表格): sortable in the browser, tinted cells, rows that open something, a download beside each."""

from components.grid.table import Cell, Col, table

__all__ = ["Cell", "Col", "table"]
