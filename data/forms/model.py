"""What a form (报表) is: one sheet of a workbook, and how its columns become rows of the data contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.columns import Kind

#: Version of the template; written into every workbook and raised when a sheet or a column changes its meaning.
VERSION = "1"

#: Who fills a form in: a county (区县), or the city for the rows whose sender is municipal (市级).
Sender = Literal["county", "city"]
#: How a form's rows are kept. ``register`` (名册): the state at the month's end, closed and opened by date;
#: ``state``: a value that holds until another is given (capability, governance, resource centres); ``month``: counts
#: of the month itself; ``text``: quotations (statements).
Keeping = Literal["register", "state", "month", "text"]
#: What a mark of absence (``无``, ``/``, ``—``, ``未开展``) means in a column: not reported, zero, or not to be known.
Meaning = Literal["null", "zero", "ask"]

#: Monthly forms that say how many there are at the month's end: a sum since the year's beginning is the same.
_STOCKS = frozenset({"workforce", "family_doctors"})


@dataclass(frozen=True, slots=True)
class Mark:
    """How one column reads the marks people write instead of a number or a word."""

    #: By mark, as written after NFKC and without spaces: ``无``, ``/``, ``—``, ``未开展``, ``未报`` ...
    meanings: dict[str, Meaning]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a form."""

    #: Unique in the form; the name of the column of the contract where it fills one.
    name: str
    #: The header in the template.
    label: str
    kind: Kind
    #: The table whose column ``name`` this fills; null for a companion that is only read to find or prove another,
    #: such as the name of an institution beside its number.
    table: str | None
    #: A row without it cannot be taken.
    required: bool
    #: Codes with the words that stand in the workbook; null where any text is taken.
    choices: dict[str, str] | None
    #: Other headers met in real files, matched after NFKC, without spaces and line breaks.
    aliases: tuple[str, ...]
    #: The 口径 shown on the header: what is counted, the unit, what an empty cell means.
    note: str
    marks: Mark
    #: ``regions``, ``institutions``, ``consortia`` or ``any`` (an institution, a consortium or the county) for a column
    #: that names one by its number.
    refers_to: str | None = None
    #: The field that holds the name of what this one numbers; null where there is none.
    named_by: str | None = None
    #: Width in the template, in characters.
    width: int = 14


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet of a workbook."""

    #: English name of the subject, unique among forms: ``institutions``, ``remote``, ``city_postings`` ...
    key: str
    #: Name of the sheet in the template.
    sheet: str
    #: Other names of the sheet met in real files.
    aliases: tuple[str, ...]
    sender: Sender
    keeping: Keeping
    #: Tables of the contract its rows go to.
    tables: tuple[str, ...]
    fields: tuple[Field, ...]
    #: Fields that together name a row: two rows with the same are a repetition.
    key_fields: tuple[str, ...]
    #: One or two sentences for the instruction sheet.
    about: str

    @property
    def counts_events(self) -> bool:
        """Tell whether it counts what happened in the month, so that other periods are other numbers (not stocks)."""
        return self.keeping == "month" and self.key not in _STOCKS

    def field(self, name: str) -> Field:
        """Return the field of this name; ``KeyError`` if there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(f"{self.key}.{name}")
