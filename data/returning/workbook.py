"""The 退回单 of one file, and the list of one sender alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from data.forms.asides import RETURN_LIST
from data.intake.answers import CellFinding, SentFile
from data.intake.personal import masked
from data.returning.making import list_alone
from data.returning.process import make_apart
from data.returning.request import Request, kept_suffix

#: What no file system takes in a name.
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_NAME = 60


def return_workbook(
    original: bytes,
    file: SentFile,
    findings: Sequence[CellFinding],
    sender_name: str,
    month: str | None,
    *,
    sent_back: date | None = None,
) -> tuple[str, bytes]:
    """Return the 退回单 of a file: its own workbook with the faulty cells marked, the list to print in front.

    A .xls, .ods or .csv, and a workbook too large to be marked, becomes an .xlsx with the same values in the same
    cells; of what cannot be read at all, and of a file whose marking fails, there is the list alone. The original is
    parsed in a process of its own.

    Args:
        original: The bytes of the file.
        file: What was understood of it.
        findings: What goes on the list; those of other files stand in it with their file's name.
        sender_name: Name of the county or city.
        month: ``YYYY-MM``; null where it is not known.
        sent_back: Day on the list; today when left out.

    Returns:
        File name and bytes of an .xlsx, or an .xlsm where that was sent.
    """
    titles = {} if not _is_csv(file) else {rows.sheet: rows.form.sheet for rows in file.forms.values()}
    named = [
        replace(found, sheet=titles.get(found.sheet or "", found.sheet)) if found.file == file.name else found
        for found in findings
    ]
    request = replace(_request(sender_name, month, file.name, named, sent_back), titles=titles)
    made = make_apart(request, original)
    return return_name(file, sender_name, month), made if made is not None else list_alone(request)


def return_list(
    sender_name: str, month: str | None, findings: Sequence[CellFinding], *, sent_back: date | None = None
) -> bytes:
    """Return the list of a sender's findings alone, an .xlsx to print; each names its file."""
    return list_alone(_request(sender_name, month, "", findings, sent_back))


def _request(
    sender_name: str, month: str | None, file: str, findings: Sequence[CellFinding], sent_back: date | None
) -> Request:
    spoken = f" {int(month[:4])}年{int(month[5:])}月" if month else ""
    files = dict.fromkeys(found.file for found in findings)
    return Request(
        title=f"{sender_name}{spoken} 报送数据退回单",
        file=file,
        shown_file=masked(file) if file else "、".join(masked(name) for name in files),
        findings=tuple(findings),
        titles={},
        sent_back=sent_back or date.today(),
    )


def return_name(file: SentFile, sender_name: str, month: str | None) -> str:
    """Return the name of a file's 退回单, which :func:`return_workbook` gives too."""
    return f"{_stem(file, sender_name, month)}_{RETURN_LIST}{kept_suffix(file.name)}"


def _stem(file: SentFile, sender_name: str, month: str | None) -> str:
    if file.sender is None:
        return _safe(masked(PurePath(file.name).stem))
    # A .csv holds one form of many, and a sender sends several.
    one_form = _is_csv(file) and len(file.forms) == 1
    form = f"_{next(iter(file.forms.values())).form.sheet}" if one_form else ""
    return _safe(f"{file.sender}{sender_name}" + (f"_{month}" if month else "") + form)


def _is_csv(file: SentFile) -> bool:
    return PurePath(file.name).suffix.lower() == ".csv"


def _safe(name: str) -> str:
    return _FORBIDDEN.sub("_", name).strip(" .")[:_LONGEST_NAME] or RETURN_LIST
