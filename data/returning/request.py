"""What is asked of the process that makes a 退回单, and how it is said on the way there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from data.intake.answers import CellFinding


def kept_suffix(name: str) -> str:
    """Return how the name of a 退回单 ends: ``.xlsm`` for an .xlsm, ``.xlsx`` for all others."""
    return ".xlsm" if PurePath(name).suffix.lower() == ".xlsm" else ".xlsx"


@dataclass(frozen=True)
class Request:
    """A 退回单 to be made."""

    #: Heading of the list: whose, of which month.
    title: str
    #: Name of the file as it was sent, which the findings name too.
    file: str
    #: The same with personal data hidden, for the list.
    shown_file: str
    findings: tuple[CellFinding, ...]
    #: What a sheet is called in a copy, by its name in the file: a .csv knows no name of its sheet.
    titles: dict[str, str]
    #: Day on the list.
    sent_back: date

    @property
    def suffix(self) -> str:
        """How the 退回单's name ends: as the file's where that can be kept."""
        return kept_suffix(self.file)

    def to_json(self) -> bytes:
        """Return the request as one line."""
        plain = {**asdict(self), "sent_back": self.sent_back.isoformat()}
        return json.dumps(plain).encode("ascii")

    @classmethod
    def from_json(cls, line: bytes) -> Request:
        """Return the request that a line holds."""
        plain: dict[str, Any] = json.loads(line)
        return cls(
            title=plain["title"],
            file=plain["file"],
            shown_file=plain["shown_file"],
            findings=tuple(CellFinding(**found) for found in plain["findings"]),
            titles=plain["titles"],
            sent_back=date.fromisoformat(plain["sent_back"]),
        )
