"""Published statements (已公布数据): added and replaced by number, never taken away."""

from __future__ import annotations

from data.intake.notes import named
from data.intake.numbering import number_of
from data.merging.belonging import Belonging
from data.merging.calendar import Month
from data.merging.ledger import Ledger
from data.merging.reported import Reports, Sheet
from data.model import TABLES


def merge_statements(ledger: Ledger, reports: Reports, sheet: Sheet, _: Month) -> int:
    """Take 已公布数据 over; returns how many rows were taken. Notes ``statement_missing``."""
    own = {line.now["statement_id"]: line for line in
           ledger.take("statements", Belonging(ledger, reports.sender).rows("statements"))}
    columns = [column for column in TABLES["statements"].columns if column.name not in ("statement_id", "provenance")]
    needed = [column.name for column in columns if not column.nullable]
    taken: set[str] = set()
    for row, origin in sheet.lines:
        if None in (row[name] for name in needed):
            continue
        said = (row[name] for name in ("scope_code", "subject", "value_text", "quote"))
        number = str(row["statement_id"] or number_of(reports.sender, *said))
        if number in taken:
            continue
        taken.add(number)
        values = {column.name: row[column.name] for column in columns if sheet.has(column.name)}
        line = own.get(number)
        if line is None:
            ledger.add("statements", {**values, "statement_id": number}, origin)
        else:
            differs = any(line.now[name] != value for name, value in values.items())
            ledger.change(line, origin, **values, **({"provenance": "reported"} if differs else {}))
    missing = [number for number in own if number not in taken]
    if missing and sheet.rows.complete:
        reports.whole(
            sheet, "statement_missing", "warning",
            f"已有的 {len(missing)} 条在这张表里没有，仍然保留：{named(missing)}", "引用过的数据不会删除，不用动",
        )
    return len(taken)
