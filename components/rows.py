"""A row (行) of a frame or of a table as it is read: what stands in it, by column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Pandas calls the columns of ``to_dict("records")`` hashable, not text, so a row that is only read is any mapping.
Row = Mapping[Any, Any]
