"""What one file adds to the register (名册增补), so that the other files of the same intake know it too."""

from __future__ import annotations

import pandas as pd

from data.forms.loading import forms
from data.forms.model import Form
from data.intake.answers import SentFile
from data.intake.register import Entry, Kind, Register, fold

#: Forms that add to the register, in the order they are read: kind, number, name.
_ADDING: dict[str, tuple[Kind, str, str]] = {
    "city_institutions": ("institution", "institution_id", "name"),
    "institutions": ("institution", "institution_id", "name"),
    "memberships": ("consortium", "consortium_id", "consortium_name"),
}
#: The same with the forms themselves.
ADDING: tuple[Form, ...] = tuple(forms()[key] for key in _ADDING)


def grown(register: Register, file: SentFile) -> Register:
    """Return the register with the institutions and consortia that a file brings in, and its new names of known ones.

    What is another sender's is left alone. Whether the file can be published is not asked: what rests on it is
    checked again when somebody is published without it.
    """
    sender = file.sender or ""
    for key, (kind, number_field, name_field) in _ADDING.items():
        if key not in file.forms or not sender:
            continue
        frame = file.forms[key].frame
        what = frame["category"] if kind == "institution" else pd.Series("", index=frame.index)
        county = sender if len(sender) == 6 else None
        added: dict[str, Entry] = {}
        names: dict[tuple[str, str], tuple[Entry, str]] = {}
        for number, name, category in zip(frame[number_field], frame[name_field], what, strict=True):
            if pd.isna(number) or pd.isna(name):
                continue
            entry = register.entry(kind, str(number))
            if entry is None:
                said = "other" if pd.isna(category) else str(category)
                added.setdefault(str(number), Entry(kind, str(number), str(name), county, sender[:4], said))
            elif entry.county == county and register.bearer(entry, str(name)) is None:
                names.setdefault((entry.number, fold(str(name))), (entry, str(name)))
        register = register.extended(added.values(), names.values())
    return register
