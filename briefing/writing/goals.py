"""What a file says of a target in 口径与来源 (目标与出处), the same in every format."""

from __future__ import annotations

from briefing.model import Caliber, Document
from indicators.scopes import level_of
from indicators.wording import NO_TARGET


def goal(document: Document, one: Caliber) -> str:
    """Return a target with where it stands; where the scope has none, that the document sets none for it.

    Of a county or consortium the document may set one for the city alone.
    """
    return one.target or (NO_TARGET if level_of(document.scope) == "city" else "文件未对本级设目标")
