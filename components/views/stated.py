"""Published statements (已公布数据) on the page of their subject: quoted with source and date, no figure among them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pandas as pd

from components import html
from components.rows import Row
from components.view import View
from components.views.cached import per_view
from indicators.lists.statements import statements
from indicators.sentences_quality import statements as finding
from indicators.wording import NBSP, date_words

#: What each page speaks of: beginnings of indicator keys, and subjects that no indicator measures; none for everything.
TOPICS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "overview": ((), ()),
    "map": (("consortium.",), ("县级成员单位",)),
    "posting": (("posting.",), ()),
    "remote": (("remote.", "centre."), ()),
    "coverage": (("village.", "family.", "consortium.clinic_coverage"), ()),
    "care": (("care.", "referral.", "booking."), ()),
    "capability": (("capability.", "governance.", "centre.", "pairing.", "beds.", "specialty.", "cost.", "fund."),
                   ("基层标准化建设投入",)),
}
#: Quotations shown at once; more are a click away, and all of them on a page that speaks of much else.
_MOST = 4
_FOLDED = ("overview", "map")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One statement in words: what it is about, of where and when, the document's own words, what it leaves open."""

    subject: str
    value: str
    where: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Stated:
    """The statements on one page, and the documents they are from."""

    title: str
    quotations: tuple[Quotation, ...]
    sources: tuple[str, ...]


@per_view(entries=256)
def stated(view: View, page: str) -> Stated | None:
    """Return what documents have published on a page's subject, of the scope and what lies in it; null for nothing.

    On 总览 it is of the scope alone.
    """
    rows = statements(view.figures, view.scope, below=bool(TOPICS[page][0]))
    rows = rows.loc[[belongs(page, row["subject"], row["keys"]) for row in rows.to_dict("records")]]
    if rows.empty:
        return None
    told = rows.to_dict("records")
    quotations = tuple(
        Quotation(row["subject"], row["value_text"], _where(view, row), row["quote"], row["note"] or "")
        for row in told
    )
    return Stated(finding(rows), quotations, tuple(dict.fromkeys(_source(row) for row in told)))


def belongs(page: str, subject: str, keys: Collection[str]) -> bool:
    """Tell whether a statement stands on a page, by its subject and the indicators that speak of the same."""
    prefixes, subjects = TOPICS[page]
    return not prefixes or subject in subjects or any(key.startswith(prefixes) for key in keys)


def draw(page: str, view: View) -> None:
    """Draw the statements on a page's subject; nothing where there are none."""
    found = stated(view, page)
    if found is not None:
        html.draw("stated", key=f"{page}.stated", stated=found, most=0 if page in _FOLDED else _MOST,
                  wall=view.wall)


def _where(view: View, row: Row) -> str:
    """Return place and period; the place goes without saying where it is the scope itself."""
    place = "" if row["scope_code"] == view.scope else str(row["scope"])
    period = "文件未写时期" if row["period_text"] is None or pd.isna(row["period_text"]) else str(row["period_text"])
    return "，".join(part for part in (place, period) if part)


def _source(row: Row) -> str:
    if row["source"] is None:
        return f"出处编号{NBSP}{row['source_id']}"
    return f"{row['source']}（{row['issuer']}，{date_words(row['dated'])}）"
