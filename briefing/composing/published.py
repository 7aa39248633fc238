"""已公布数据: what documents have published, quoted as it stands there; never computed with, never compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from briefing.agenda import NAMES
from briefing.composing import saying
from briefing.composing.ground import Ground
from briefing.model import Cell, Column, Said, Slide, Table
from indicators.lists.statements import statements
from indicators.wording import NBSP, date_words, quantity

_ROWS: Final = 8
_COLUMNS: Final = {"scope": "范围", "subject": "主题", "value_text": "数据", "period_text": "期间", "quote": "原文",
                   "source": "出处"}


def published(ground: Ground, scope: str) -> Slide:
    """Return the slide of what documents have published of a scope, as quoted."""
    made = quoted(ground, scope, most=_ROWS, columns=("subject", "value_text", "period_text"))
    finding = made.title if made is not None else Said(f"{ground.who(scope)}没有文件公布的数据。")
    shown = replace(made, title=Said("数据和期间（原文）")) if made is not None else None
    return Slide(
        "published", NAMES["published"], scope, ground.figures.name_of(scope), finding, table=shown,
        missing="" if made is not None else "没有文件公布的数据", sources=_sources(ground, scope),
    )


def quoted(
    ground: Ground, scope: str, *, below: bool = False, most: int | None = None,
    columns: tuple[str, ...] = tuple(_COLUMNS),
) -> Table | None:
    """Return the statements as a table, word for word; null where there are none.

    Args:
        ground: The figures.
        scope: City, county or consortium.
        below: Also those about the counties and consortia of the scope.
        most: How many rows; null for all.
        columns: Which columns.
    """
    rows = statements(ground.figures, scope, below=below)
    if rows.empty:
        return None
    # What is counted comes before what is only stated.
    bare = ~rows["value_text"].str.contains(r"\d", regex=True).to_numpy(dtype="bool")
    rows = rows.assign(bare=bare).sort_values("bare", kind="stable", ignore_index=True)
    count = saying.counted("list.已公布数据" if below else "list.已公布数据.own", scope, len(rows), "项")
    title = saying.said(f"文件公布了{ground.who(scope)}{NBSP}{count.text}数据，原文照录，不参与计算。", [count])
    cells = tuple(
        tuple(Cell(words := str(row[column] or ("未写明" if column == "period_text" else "")), words)
              for column in columns)
        for row in rows.head(most or len(rows)).to_dict("records")
    )
    left = len(rows) - len(cells)
    return Table("已公布数据", title, tuple(Column(_COLUMNS[column]) for column in columns), cells,
                 (f"另有{NBSP}{quantity(left, '项')}未列。",) if left else ())


def _sources(ground: Ground, scope: str) -> tuple[str, ...]:
    """Return the line at the foot: the documents quoted, with their day."""
    rows = statements(ground.figures, scope)
    known = rows[rows["source"].notna()].drop_duplicates("source")
    said = [f"{row['issuer']}，{date_words(row['dated'])}，{row['source']}" for row in known.to_dict("records")]
    return (*said, f"数据快照 {ground.snapshot}")
