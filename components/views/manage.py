"""What 数据管理 says and may do: the store it works on, the month it collects, and who the reader is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components import access
from components.view import View
from components.views import manage_words as said
from components.views.manage_desk import Desk
from data.access import Person
from data.store import Store, default_store, is_bundled
from indicators.months import month_number, month_of, month_text

#: Months offered for collecting: the one after the last that holds data, and so many before it.
_BACK = 12


@dataclass(frozen=True, slots=True)
class Manage:
    """All that 数据管理 draws, but the answer on the desk."""

    finding: str
    store: Store
    #: False on the bundled sample, into which nothing is published.
    own: bool
    person: Person
    #: The month that is collected, and those that may be chosen, the latest first.
    month: str
    months: tuple[str, ...]


def manage(view: View, desk: Desk) -> Manage:
    """Return the view model of this run."""
    store = default_store()
    own = not is_bundled(store)
    months = months_of(view.places.months[-1] if view.places.months else month_text(month_of(view.as_of)), date.today())
    month = desk.month if desk.month in months else months[0]
    if desk.done:
        finding = desk.done
    elif desk.collection is not None:
        finding = said.answered(desk.collection)
    else:
        finding = said.idle(month, own=own)
    return Manage(finding, store, own, access.current(), month, months)


def months_of(last: str, today: date) -> tuple[str, ...]:
    """Return the months that may be collected: the one after the last with data, then the earlier ones.

    Args:
        last: The last month that holds data, ``YYYY-MM``.
        today: A month that has not ended is not collected.
    """
    latest = min(month_number(last) + 1, month_of(today) - 1)
    return tuple(month_text(month) for month in range(latest, latest - _BACK - 1, -1))
