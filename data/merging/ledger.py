"""The live tables while files are merged into them (总账): rows change, go and come, the rest stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from data.merging.origins import Origin
from data.merging.plain import Row, plain_columns
from data.model import TABLES
from data.tables import conform, conform_all

_T = TypeVar("_T")


@dataclass(eq=False)
class Line:
    """One row of a table while it is merged."""

    table: str
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
    #: Columns as they are now, by name; emptied by every change.
    now: dict[str, dict[Any, Any]] = field(default_factory=dict)

    @cached_property
    def plain(self) -> dict[str, list[Any]]:
        """The live columns as plain values."""
        return plain_columns(self.live)


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
        self._known: dict[Hashable, Any] = {}
        #: Sender whose file is merged at the moment.
        self.sender = ""

    def live(self, table: str) -> pd.DataFrame:
        """Return the live frame of a table; its index is that of :meth:`take`."""
        return self._tables[table].live

    def once(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what ``make`` gives, worked out for the first of all senders; it may hang on live frames alone."""
        if key not in self._known:
            self._known[key] = make()
        known: _T = self._known[key]
        return known

    def rows(self, table: str, wanted: pd.Series[bool]) -> list[Row]:
        """Return the live rows that ``wanted`` (a mask of the live frame) names, as plain values."""
        columns = self._tables[table].plain
        return [{name: values[at] for name, values in columns.items()} for at in _true(wanted)]

    def take(self, table: str, wanted: pd.Series[bool]) -> list[Line]:
        """Return the rows that ``wanted`` (a mask of the live frame) names, without those dropped meanwhile."""
        held = self._tables[table]
        columns = held.plain
        labels = _true(wanted)
        for label in labels:
            if label not in held.by_label:
                row = {name: values[label] for name, values in columns.items()}
                held.by_label[label] = Line(table, row, dict(row), label)
        return [line for label in labels if not (line := held.by_label[label]).dropped]

    def added(self, table: str) -> list[Line]:
        """Return the rows that are new, without those dropped again."""
        return [line for line in self._tables[table].added if not line.dropped]

    def add(self, table: str, values: Row, origin: Origin | None) -> Line:
        """Add a row; columns not given are null, ``provenance`` is ``reported``."""
        row = {name: values.get(name) for name in TABLES[table].names}
        row["provenance"] = row["provenance"] or "reported"
        line = Line(table, row, None, None, origin, self.sender)
        self._tables[table].added.append(line)
        self._tables[table].now.clear()
        return line

    def change(self, line: Line, origin: Origin | None = None, /, **values: Any) -> None:
        """Set columns of a row, and where it was reported."""
        if any(line.now[name] != value for name, value in values.items()):
            line.now.update(values)
            line.sender = self.sender
            self._tables[line.table].now.clear()
        if origin is not None:
            line.origin = origin

    def drop(self, line: Line) -> None:
        """Take a row out."""
        line.dropped, line.sender = True, self.sender
        self._tables[line.table].now.clear()

    def lines(self, table: str) -> Iterator[Line]:
        """Yield every row of a table that a file touched or named, dropped ones too."""
        held = self._tables[table]
        yield from held.by_label.values()
        yield from (line for line in held.added if not line.dropped)

    def column(self, table: str, name: str) -> Mapping[str, Any]:
        """Return a column by the (single) key of the table, as it is now."""
        held, key = self._tables[table], TABLES[table].key[0]
        if name not in held.now:
            values = dict(zip(held.plain[key], held.plain[name], strict=True))
            values.update((line.now[key], line.now[name]) for line in self.lines(table))
            held.now[name] = values
        return held.now[name]

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


def _true(mask: pd.Series[bool]) -> list[int]:
    """Return where a mask of a live frame is true: its index counts from 0."""
    found: list[int] = np.flatnonzero(mask.to_numpy(dtype=bool)).tolist()
    return found


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
