"""The rows of a sheet settled: who is meant, for which month, whose they are, and which of them can be taken."""

from __future__ import annotations

from data.forms.model import Field
from data.intake.consortia import settle_consortia
from data.intake.municipal import check_flows
from data.intake.naming import Finder
from data.intake.reading_names import look_up, number_postings, number_statements
from data.intake.registering import settle_institutions
from data.intake.sense import check_repeats, check_rows
from data.intake.taking import Taken


def settle(taken: Taken, finder: Finder, month: str | None) -> None:
    """Look up who is meant, fill in sender and month, and check the rows."""
    form = taken.form
    _place(taken, finder, month)
    if form.key in ("institutions", "city_institutions"):
        settle_institutions(taken, finder)
    elif form.key == "memberships":
        settle_consortia(taken, finder)
    look_up(taken, finder)
    if "flow" in taken.cells:
        check_flows(taken, finder)
    _lose(taken)
    if "posting_id" in taken.cells:
        number_postings(taken, finder)
    if "statement_id" in taken.cells:
        number_statements(taken, finder)
    check_rows(taken)
    check_repeats(taken)


def _place(taken: Taken, finder: Finder, month: str | None) -> None:
    """Fill in the sender's code and the month where they are blank; notes ``other_month_row``."""
    if "county_code" in taken.cells:
        codes, names = taken.cells["county_code"], taken.cells["county_name"]
        for position in range(len(taken.rows)):
            if codes[position] is None and names[position] is None:
                codes[position] = finder.sender
    if "month" not in taken.cells:
        return
    months = taken.cells["month"]
    for position, held in enumerate(months):
        if held is None:
            months[position] = month
        elif month is not None and held != month:
            message = f"这一行是 {held} 的，本表是 {month} 的"
            taken.problem("other_month_row", position, "month", message, f"删去这一行，或把月份改为 {month}")
            taken.lost.add(position)


def _lose(taken: Taken) -> None:
    """Leave out rows without what a row needs; notes ``required_missing`` where nothing else was said of the cell."""
    numbering = {one.named_by: one.name for one in taken.form.fields if one.named_by is not None}
    for one in taken.form.fields:
        asked = one.name in taken.header.columns or one.named_by in taken.header.columns
        by_name = taken.cells[one.named_by] if one.named_by is not None else [None] * len(taken.rows)
        numbers = taken.cells[numbering.get(one.name, one.name)]
        for position, value in enumerate(taken.cells[one.name]):
            empty = value is None and by_name[position] is None
            if one.required and asked and empty and not taken.is_bad(position, one.name):
                message = f"“{one.label}”没有填，这一行不能用"
                taken.problem("required_missing", position, one.name, message, "补上；多余的行请整行删除")
            # A name that nobody bears names nothing.
            needed = one.required and (value is None or numbers[position] is None)
            if needed or (value is None and one.name in taken.form.key_fields and _is_unclear(taken, one, position)):
                taken.lost.add(position)


def _is_unclear(taken: Taken, one: Field, position: int) -> bool:
    return any(taken.is_bad(position, name) for name in (one.name, one.named_by) if name is not None)
