"""How a sheet prints: A4 landscape, as wide as the page, the header on every page."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet


def set_up_print(sheet: Worksheet, repeated: str | None, sample: bool) -> None:
    """Set a sheet up for printing.

    Args:
        sheet: The sheet.
        repeated: Rows to repeat on every page, as ``$1:$2``; null for none.
        sample: It holds sample data (示例数据), which every page has to say.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    margins.header = margins.footer = 0.3
    # Always there in a new sheet, whatever the stubs say.
    footer: Any = sheet.oddFooter
    footer.center.text = "第 &P 页，共 &N 页"
    if sample:
        header: Any = sheet.oddHeader
        header.right.text = "示例数据"
    if repeated is not None:
        sheet.print_title_rows = repeated
