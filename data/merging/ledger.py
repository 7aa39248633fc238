"""The live tables while files are merged into them (总账): rows change, go and come, the rest stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data.merging.origins import Origin
from data.merging.plain import Row, plain_columns, plain_rows
from data.model import TABLES
from data.tables import conform, conform_all


@dataclass(eq=False)
class Line:
    """One row of a table while it is merged."""

    now: Row
    #: The row as it is live; null for one that is new.
    before: Row | None = None
    #: Its index in the live frame; null for one that is new.
    label: int | None = None
    #: Where it was reported; null where no file names it.
    origin: Origin | None = None
    #: Whose file changed it last.
    sender: str = ""
    dropped: bool = False

    @property
    def touched(self) -> bool:
        """Tell whether it is not as it is live."""
        return self.dropped or self.now != self.before


@dataclass
class _Held:
    live: pd.DataFrame
    by_label: dict[int, Line] = field(default_factory=dict)
    added: list[Line] = field(default_factory=list)


class Ledger:
    """Whole frames of every table, with the rows that files change beside them."""

    def __init__(self, live: Mapping[str, pd.DataFrame]) -> None:
        """Hold the live frames; none of them is changed.

        Args:
            live: Conformed frames by table, an absent one empty.
        """
        self._tables = {
            name: _Held(frame.reset_index(drop=True) if name in live else frame)
            for name, frame in _typed(live).items()
        }
        #: Sender whose file is merged at the moment.
        self.sender = ""

    def live(self, table: str) -> pd.DataFrame:
        """Return the live frame of a table; its index is that of :meth:`take`."""
        return self._tables[table].live

    def take(self, table: str, wanted: pd.Series[bool]) -> list[Line]:
        """Return the rows that ``wanted`` (a mask of the live frame) names, without those dropped meanwhile."""
        held = self._tables[table]
        labels = wanted.index[wanted.to_numpy(dtype=bool)]
        fresh = [label for label in labels if label not in held.by_label]
        for label, row in zip(fresh, plain_rows(held.live.loc[fresh]), strict=True):
            held.by_label[int(label)] = Line(row, dict(row), int(label))
        return [line for label in labels if not (line := held.by_label[int(label)]).dropped]

    def added(self, table: str) -> list[Line]:
        """Return the rows that are new, without those dropped again."""
        return [line for line in self._tables[table].added if not line.dropped]

    def add(self, table: str, values: Row, origin: Origin | None) -> Line:
        """Add a row; columns not given are null, ``provenance`` is ``reported``."""
        row = {name: values.get(name) for name in TABLES[table].names}
        row["provenance"] = row["provenance"] or "reported"
        line = Line(row, None, None, origin, self.sender)
        self._tables[table].added.append(line)
        return line

    def change(self, line: Line, origin: Origin | None = None, /, **values: Any) -> None:
        """Set columns of a row, and where it was reported."""
        if any(line.now[name] != value for name, value in values.items()):
            line.now.update(values)
            line.sender = self.sender
        if origin is not None:
            line.origin = origin

    def drop(self, line: Line) -> None:
        """Take a row out."""
        line.dropped, line.sender = True, self.sender

    def lines(self, table: str) -> Iterator[Line]:
        """Yield every row of a table that a file touched or named, dropped ones too."""
        held = self._tables[table]
        yield from held.by_label.values()
        yield from (line for line in held.added if not line.dropped)

    def column(self, table: str, name: str) -> dict[str, Any]:
        """Return a column by the (single) key of the table, as it is now."""
        held, key = self._tables[table], TABLES[table].key[0]
        live = plain_columns(held.live[[key, name]])
        values = dict(zip(live[key], live[name], strict=True))
        for line in self.lines(table):
            values[line.now[key]] = line.now[name]
        return values

    def frames(self) -> tuple[dict[str, pd.DataFrame], dict[str, dict[int, Origin]]]:
        """Return the whole frames, and by table the origin of each row that has one, by its index.

        Rows that nothing changed stand first, in the order and with the very values of the live frame.
        """
        frames: dict[str, pd.DataFrame] = {}
        origins: dict[str, dict[int, Origin]] = {}
        for name, held in self._tables.items():
            gone = [label for label, line in held.by_label.items() if line.touched]
            kept = held.live.drop(index=gone) if gone else held.live
            put = [line for line in held.by_label.values() if line.touched and not line.dropped]
            put += [line for line in held.added if not line.dropped]
            frames[name] = _joined(name, kept, put)
            origins[name] = dict(_places(held, kept, put))
        return frames, origins


def _typed(live: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    missing = conform_all({})
    return {name: conform(name, live[name], by_key=False) if name in live else missing[name] for name in TABLES}


def _joined(table: str, kept: pd.DataFrame, put: list[Line]) -> pd.DataFrame:
    if not put:
        return kept.reset_index(drop=True)
    rows = pd.DataFrame(
        {name: pd.Series([line.now[name] for line in put], dtype=object) for name in TABLES[table].names}
    )
    added = conform(table, rows, by_key=False)
    return pd.concat([kept, added], ignore_index=True) if len(kept) else added


def _places(held: _Held, kept: pd.DataFrame, put: Iterable[Line]) -> Iterator[tuple[int, Origin]]:
    named = {label: line.origin for label, line in held.by_label.items() if line.origin is not None}
    if named:
        for position, label in enumerate(kept.index):
            if (origin := named.get(label)) is not None:
                yield position, origin
    for number, line in enumerate(put, len(kept)):
        if line.origin is not None:
            yield number, line.origin
