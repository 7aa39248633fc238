"""From the bytes of a file to its contents, whatever its format; runs inside the reading process."""

from __future__ import annotations

from dataclasses import replace

from data.intake.csv_grid import read_csv
from data.intake.formats import name_flaws, recognise
from data.intake.grids import Contents
from data.intake.limits import Limits
from data.intake.refusals import RefusedError, out_of_memory


def read_content(content: bytes, suffix: str, limits: Limits) -> Contents:
    """Read a file; what cannot be read is a file without sheets and with the reason as its flaw.

    Args:
        content: The whole file.
        suffix: How its name ends, ``.xlsx``.
        limits: What the reading may cost.
    """
    file_format = format_of(suffix)
    try:
        file_format = recognise(content, suffix)
        if file_format == "csv":
            contents = read_csv(content, limits)
        else:
            # openpyxl and calamine are loaded only by who needs them.
            from data.intake.spreadsheets import read_spreadsheet

            contents = read_spreadsheet(content, file_format, limits)
    except RefusedError as refusal:
        return refusal.contents(file_format)
    except MemoryError:
        return out_of_memory().contents(file_format)
    return replace(contents, flaws=(*name_flaws(file_format, suffix), *contents.flaws))


def format_of(suffix: str) -> str:
    """Return the format a name claims, for a file that was not looked into; empty where it claims none."""
    return suffix.lower().removeprefix(".")
