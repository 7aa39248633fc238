"""What a table of the data contract is made of: columns, keys, and the columns that many tables share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.codes import PROVENANCE

Kind = Literal["code", "text", "date", "month", "bool", "int", "float"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds and whether null (未报) is allowed."""

    name: str
    label: str
    kind: Kind
    nullable: bool = False
    choices: dict[str, str] | None = None
    #: Table whose key this value must be found in (``regions``, ``institutions`` or ``consortia``).
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its Chinese name, columns, primary key and whether it is a register (名册)."""

    name: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    #: In a register an absent row means none; elsewhere an absent row means not reported.
    register: bool = False
    required: bool = False

    def column(self, name: str) -> Column:
        """Return the column of this name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def col(
    name: str,
    label: str,
    kind: Kind = "text",
    *,
    null: bool = False,
    of: dict[str, str] | None = None,
    to: str | None = None,
) -> Column:
    """Return a column; by default a text that may not be null."""
    return Column(name, label, kind, null, of, to)


_PROVENANCE = col("provenance", "数据来源", of=PROVENANCE)


def table_of(
    name: str, label: str, key: tuple[str, ...], *columns: Column, register: bool = False, required: bool = False
) -> Table:
    """Return a table, with the column that every table has last."""
    return Table(name, label, (*columns, _PROVENANCE), key, register, required)


def region(name: str = "region_code", label: str = "行政区划代码", *, null: bool = False) -> Column:
    """Return a column that names a region."""
    return col(name, label, "code", null=null, to="regions")


def county(name: str = "county_code", *, null: bool = False) -> Column:
    """Return a column that names a county."""
    return region(name, "区县代码", null=null)


def institution(name: str = "institution_id", label: str = "机构编号", *, null: bool = False) -> Column:
    """Return a column that names an institution."""
    return col(name, label, "code", null=null, to="institutions")


def consortium() -> Column:
    """Return the column that names the consortium."""
    return col("consortium_id", "医共体编号", "code", to="consortia")


def count(name: str, label: str) -> Column:
    """Return a column of a number that may be unreported."""
    return col(name, label, "int", null=True)


def yuan(name: str, label: str) -> Column:
    """Return a column of an amount in yuan that may be unreported."""
    return col(name, label, "float", null=True)


def day(name: str, label: str, *, null: bool = True) -> Column:
    """Return a column of a date."""
    return col(name, label, "date", null=null)


MONTH = col("month", "月份", "month")
POINT = (
    col("lon", "经度", "float", null=True),
    col("lat", "纬度", "float", null=True),
)
POSITION_SOURCE = col("position_source", "位置来源", null=True)
