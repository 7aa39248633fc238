"""The warnings (提醒) of the check, kept with the snapshot (数据快照) they were found in.

A file ``findings.json`` beside the tables: what was odd when they were published, by file, row and column, for whoever
asks months later. It is held against its hash when it is read, as every file of a snapshot is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from data.findings import Finding

#: Name of the file inside a snapshot.
FINDINGS = "findings.json"


def findings_file(findings: Iterable[Finding]) -> tuple[bytes, int]:
    """Return the bytes of ``findings.json``, one finding a line so that two can be compared, and how many there are."""
    lines = [json.dumps(finding.to_dict(), ensure_ascii=False) for finding in findings]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode(), len(lines)


def read_findings(content: bytes) -> tuple[Finding, ...]:
    """Read the bytes of :func:`findings_file`; fields that later versions add are left out.

    Raises:
        ValueError: They are not such a list (also ``TypeError`` or ``KeyError``).
    """
    return tuple(Finding(**{name: entry[name] for name in Finding.__slots__}) for entry in json.loads(content))
