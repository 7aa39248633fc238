"""Number formats (数字格式): whether what is shown is the number that stands there, and with which words."""

from __future__ import annotations

import re
from typing import Final

#: What of a format changes no digit: colours and conditions, room, brackets round what is negative.
_QUIET: Final = re.compile(r'\[[^\]]*\]|_.|\*.|\\[ ()\-]|"[ \-]*"|[()\-+ ]')
#: A number as it is, more or less exactly.
_NUMBER: Final = re.compile(r"general|g/通用格式|@|[#,]*[0#](?:\.[0#?]+)?", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)')


def shows(form: str) -> bool:
    """Tell whether a number format shows the number itself, not another one, a share of it or words."""
    return all(_NUMBER.fullmatch(_QUIET.sub("", part)) for part in (form or "General").split(";")[:2])


def written(form: str) -> str:
    """Return what a number format writes, ``#`` where the number itself stands: ``#人``, ``#%``.

    Formats that differ in nothing but how exactly they show a number write the same.
    """
    said = {"".join(_one(part).split()) for part in form.split(";")[:2]}
    return "；".join(sorted(said))


def _one(part: str) -> str:
    text, at = "", 0
    for quoted in _QUOTED.finditer(part):
        text += _NUMBER.sub("#", _QUIET.sub("", part[at : quoted.start()])) + (quoted[1] or quoted[2] or "")
        at = quoted.end()
    return text + _NUMBER.sub("#", _QUIET.sub("", part[at:]))
