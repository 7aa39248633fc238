"""What a check has to say: findings, and the report that holds them.

A finding names file, row, column, the value found, why it is wrong and how to mend it, in Chinese,
so that it can be sent straight back to whoever prepared the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from data.model import BOUNDARIES, TABLES

Severity = Literal["error", "warning"]

#: Version of the structure of :meth:`Report.to_dict`; raised when a key changes its meaning or goes.
REPORT_VERSION = 1

SEVERITY = {"error": "错误", "warning": "提醒"}

#: A value longer than this is cut in messages; the cell itself is in the file.
_LONGEST_VALUE = 80
#: How many findings of one code, table and column are printed on a terminal.
_PRINTED = {"error": 20, "warning": 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (error) or odd (warning)."""

    #: Stable snake_case name of the rule, for programs and tests.
    code: str
    severity: Severity
    #: Table name as in ``TABLES``, ``boundaries``, or None when it concerns the folder.
    table: str | None
    #: File name inside the source folder; None when it concerns the folder itself.
    file: str | None
    #: Record number as a spreadsheet shows it: the header is row 1. None for a whole file or column.
    row: int | None
    column: str | None
    #: The value found, as text; None where there is no single value.
    value: str | None
    message: str
    fix: str

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data; the keys are the field names."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def place(self) -> str:
        """Where it is, in Chinese: 文件 第 n 行 列."""
        parts = [self.file or "资料目录"]
        if self.row is not None:
            parts.append(f"第 {self.row} 行")
        if self.column is not None:
            parts.append(f"“{self.column}”列")
        return " ".join(parts)


def shown(value: object) -> str:
    """Return a value as it stands in a message: cut when long, control characters made visible."""
    text = "".join(c if c.isprintable() or c == " " else f"\\x{ord(c):02x}" for c in str(value))
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


@dataclass(frozen=True)
class Report:
    """The outcome of a check: what was read and everything found, errors first within each table."""

    source: str
    #: The as-of date (截止日期) the check used, and whether it was stated or taken from the data.
    as_of: date | None
    as_of_stated: bool
    #: Rows read per table that has a file.
    rows: dict[str, int]
    #: Encoding per file read (``utf-8``, ``utf-8-sig``, ``gb18030``, ``parquet``).
    encodings: dict[str, str]
    findings: tuple[Finding, ...]
    #: True when nothing sensible could be read: folder missing, or a required table absent or undecodable.
    unreadable: bool = False

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what stops a publish."""
        return tuple(f for f in self.findings if f.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what is kept and shown, but stops nothing."""
        return tuple(f for f in self.findings if f.severity == "warning")

    @property
    def exit_code(self) -> int:
        """0 clean (warnings allowed), 1 errors found, 2 cannot read."""
        if self.unreadable:
            return 2
        return 1 if self.errors else 0

    def codes(self) -> Counter[str]:
        """Return how often each code was found."""
        return Counter(f.code for f in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data.

        Keys: ``version``, ``source``, ``as_of`` (ISO day or null), ``as_of_stated``, ``status``
        (``clean``, ``errors``, ``unreadable``), ``exit_code``, ``counts`` ({``errors``, ``warnings``}),
        ``codes`` (code → count), ``rows`` (table → rows read), ``encodings`` (file → encoding) and
        ``findings`` (list of {code, severity, table, file, row, column, value, message, fix}).
        """
        return {
            "version": REPORT_VERSION,
            "source": self.source,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "as_of_stated": self.as_of_stated,
            "status": ("clean", "errors", "unreadable")[self.exit_code],
            "exit_code": self.exit_code,
            "counts": {"errors": len(self.errors), "warnings": len(self.warnings)},
            "codes": dict(sorted(self.codes().items())),
            "rows": dict(self.rows),
            "encodings": dict(self.encodings),
            "findings": [f.to_dict() for f in self.findings],
        }

    def verdict(self) -> str:
        """Return the outcome in one Chinese sentence."""
        counted = f"{len(self.errors)} 处错误、{len(self.warnings)} 处提醒"
        if self.unreadable:
            return f"无法读取：{counted}。"
        if self.errors:
            return f"未通过：{counted}。改正全部错误后方可发布。"
        if self.warnings:
            return f"通过：没有错误，有 {len(self.warnings)} 处提醒。"
        return "通过：没有错误，也没有提醒。"

    def to_text(self) -> str:
        """Return the report for a terminal; long runs of the same finding are cut, with their number."""
        lines = [f"资料：{self.source}"]
        if self.as_of:
            lines.append(f"截止日期：{self.as_of}" + ("" if self.as_of_stated else "（未指定，由资料推定）"))
        if self.rows:
            lines.append("读到：" + "，".join(f"{label_of(name)} {count} 行" for name, count in self.rows.items()))
        for severity, title in SEVERITY.items():
            found = [f for f in self.findings if f.severity == severity]
            if found:
                lines += ["", f"{title}（{len(found)}）", *self._section(found)]
        return "\n".join([*lines, "", self.verdict()])

    def _section(self, findings: Sequence[Finding]) -> Iterable[str]:
        kinds: dict[tuple[str, str | None, str | None], list[Finding]] = {}
        for finding in findings:
            kinds.setdefault((finding.code, finding.table, finding.column), []).append(finding)
        for (code, _, _), same in kinds.items():
            most = _PRINTED[same[0].severity]
            for finding in same[:most]:
                value = "" if finding.value is None else f"，填的是“{finding.value}”"
                yield f"  [{code}] {finding.place}{value}：{finding.message}"
                yield f"      怎么改：{finding.fix}"
            if len(same) > most:
                yield f"  [{code}] 还有 {len(same) - most} 处同类问题，见 --json 或 --report"


def label_of(table: str | None) -> str:
    """Return the Chinese name of a table, or the name itself for one that is not in the contract."""
    if table is None:
        return "资料目录"
    if table == BOUNDARIES:
        return "区划边界"
    return TABLES[table].label if table in TABLES else table


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings errors first, then by table in the order of the contract, row, column and code."""
    places = {name: number for number, name in enumerate((None, *TABLES, BOUNDARIES))}

    def key(finding: Finding) -> tuple[Any, ...]:
        return (
            finding.severity != "error",
            places.get(finding.table, len(places)),
            finding.file or "",
            finding.row or 0,
            finding.column or "",
            finding.code,
        )

    return tuple(sorted(findings, key=key))
