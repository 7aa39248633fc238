"""Words around a table (表外文字) that change what its numbers mean: titles above, notes and sums below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.forms.model import Form
from data.intake.headers import Header, unit_reaches
from data.intake.notes import SheetNotes
from data.intake.stated import period, scaled_unit
from data.intake.values import cell_text


def check_surroundings(form: Form, header: Header, rows: Sequence[int], notes: SheetNotes) -> None:
    """Note ``column_unit`` (单位：万元) and ``period_stated`` (1-12月, 累计) where words outside the data say so.

    Args:
        form: The sheet's form.
        header: Its header.
        rows: Its data rows, counted from 0.
        notes: Takes the findings.
    """
    read = [form.field(name) for name in header.columns]
    data = set(rows)
    told: set[str] = set()
    for row, column, text in _texts(header, data, notes):
        unit = scaled_unit(text)
        if unit is not None and unit not in told and any(unit_reaches(unit, one) for one in read):
            told.add(unit)
            notes.at(
                "column_unit", "error", row, column,
                f"这里写着“{unit}”，这张表的单位不是它，不知道各列的数是按哪个单位填的",
                "按模板的单位换算后填写，并改正或删去这句话",
            )
    if not form.counts_events:
        return
    # A year named in one title and the month in another make the month.
    above = "".join(text for row, _, text in _texts(header, data, notes) if row < header.first)
    for row, column, text in _texts(header, data, notes):
        found = period(text)
        if found is not None and (row > header.last or period(above) is not None):
            notes.at(
                "period_stated", "error", row, column, f"这里写着“{found}”，这张表只收当月的数",
                "填的是累计数就改为当月的数；本来就是当月的数，就改正这句话",
            )
            return


def _texts(header: Header, data: set[int], notes: SheetNotes) -> Iterator[tuple[int, int, str]]:
    """Yield the texts of all rows that are neither header nor data, with their cell."""
    for row, cells in enumerate(notes.grid.rows):
        if row in data or header.first <= row <= header.last:
            continue
        for column, value in enumerate(cells):
            if isinstance(value, str) and (text := cell_text(value)):
                yield row, column, text
