"""Names of sheets that a 退回单 adds to a workbook and that mean nothing when it comes back corrected."""

from __future__ import annotations

#: The list, and the sheet with every finding where the list puts equal ones together.
RETURN_LIST, RETURN_DETAILS = RETURNED = ("退回单", "逐条明细")
