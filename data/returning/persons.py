"""Names of persons (姓名) around the cells of a 退回单: its properties, comments and names of sheets.

What a county wrote into its cells goes back to it as it was (personal numbers that were found are hidden); the list,
the log and every report hide names too. But a 退回单 is printed, passed on and kept by others, and who made, last saved
or commented a workbook, or a sheet that is called after whoever filled it in, is nothing that anybody needs to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList

from data.intake.personal import masked, masked_sheets
from data.returning.values_copy import free_name

#: Who has made the file, as its properties say.
AUTHOR = "退回单"


def without_properties(book: Workbook, title: str) -> None:
    """Replace what the file's properties say (作者, 最后保存者, 单位) by whose 退回单 it is."""
    book.properties = DocumentProperties(creator=AUTHOR, title=title)
    # A plain attribute that the types of openpyxl do not know.
    vars(book)["custom_doc_props"] = CustomPropertyList()


def without_commenters(book: Workbook) -> None:
    """Take the authors from comments, and hide names and numbers of persons in what they say."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author != AUTHOR:
                    # A comment of Excel's begins with its author.
                    kept = Comment(masked(cell.comment.text), "")
                    kept.width, kept.height = cell.comment.width, cell.comment.height
                    cell.comment = kept


def renamed_sheets(book: Workbook) -> dict[str, str]:
    """Call sheets as they may be said; returns the name each has now by the name it had.

    One that a formula, a name or a drop-down mentions keeps its name, for it would no longer be found.
    """
    said = masked_sheets(book.sheetnames)
    names: dict[str, str] = {}
    mentions = "\n".join(_mentions(book)) if any(name != shown for name, shown in said.items()) else ""
    for sheet in book.worksheets:
        name = sheet.title
        if said[name] != name and name not in mentions:
            sheet.title = free_name(said[name], set(book.sheetnames) - {name})
        names[name] = sheet.title
    return names


def _mentions(book: Workbook) -> Iterable[str]:
    """Yield all texts of a workbook that may mention a sheet by its name."""
    holders: list[Mapping[str, object]] = [book.defined_names]
    for sheet in book.worksheets:
        holders.append(sheet.defined_names)
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str) and value.startswith("="))
        for words in sheet.data_validations.dataValidation:
            yield from (text for text in (words.formula1, words.formula2) if text)
    for holder in holders:
        yield from (getattr(defined, "attr_text", None) or "" for defined in holder.values())
