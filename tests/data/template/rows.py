"""The rows of a form as plain Python values, for tests that know nothing of frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.forms import forms
from data.template.filling import filled
from data.template.known import Known
from data.template.sender import sender_of

Record = dict[str, Any]

def records(frame: pd.DataFrame) -> list[Record]:
    """Return rows as plain Python values, null as None and days as dates."""

    def plain(value: Any) -> Any:
        if pd.isna(value):
            return None
        return value.date() if isinstance(value, pd.Timestamp) else value

    return [{name: plain(value) for name, value in one.items()} for one in frame.to_dict("records")]


def rows_of(live: Mapping[str, pd.DataFrame], sender: str, month: str, key: str) -> list[Record]:
    return records(filled(forms()[key], Known(live, sender_of(live, sender, month))))
