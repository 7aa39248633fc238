"""What 人员下沉 says: how many are posted against the target, how that went, who has nobody, what is not counted."""

from __future__ import annotations

from dataclasses import dataclass

from components import charts, source
from components.kpi import KpiCard
from components.panels import Panel, Tab
from components.view import View
from components.views import listing, posting_flows, posting_lists
from components.views.bar_rows import drawn
from components.views.cached import per_view
from components.views.listing import Listing
from components.views.names import short
from components.views.posting_history import history
from data.model import FLOW
from indicators import sentences
from indicators import sentences_posting as said
from indicators.lists.posted_parts import posted_parts
from indicators.wording import quantity

KEYS = tuple(f"posting.{flow}.{what}" for flow in FLOW for what in ("persons", "coverage"))
_PART = {"city": "区县", "county": "医共体", "consortium": "机构"}


@dataclass(frozen=True, slots=True)
class Posting:
    """All that 人员下沉 draws, in words."""

    finding: str
    cards: tuple[KpiCard, ...]
    course: tuple[Tab, ...]
    unposted: Listing
    panels: tuple[Panel, ...]
    overdue: Listing
    senders: Listing


@per_view()
def posting(view: View) -> Posting:
    """Return the view model, from the cache when anyone has looked at the same view before."""
    figures = view.figures
    past = history(view)
    return Posting(
        finding=sentences.posting(
            view.level,
            view.scope_name,
            [figures.get(f"posting.{flow}.persons", view.scope) for flow in FLOW],
            figures.get("posting.lead_to_member.coverage", view.scope),
        ),
        cards=posting_flows.cards(view, past),
        course=posting_flows.tabs(view, past),
        unposted=posting_lists.unposted(view),
        panels=(_parts(view), posting_lists.reasons(view), posting_lists.calibers(view)),
        overdue=posting_lists.overdue(view),
        senders=posting_lists.senders(view),
    )


def _parts(view: View) -> Panel:
    """Return the bars by county (by consortium, by institution), stacked by flow."""
    frame = posted_parts(view.figures, view.scope)
    flows = [flow for flow in FLOW if frame[flow].notna().any()]
    colours = dict(zip(FLOW, view.theme.categorical, strict=False))
    rows, totals = [], {}
    for row in frame.to_dict("records"):
        told = [(flow, row[flow]) for flow in flows if row[flow] == row[flow]]
        total = sum(value for _, value in told) if told else None
        name = short(row["part"], (view.city_name, view.county_name or ""))
        totals[name] = total
        rows.append(
            charts.Bar(
                name,
                [charts.Segment(FLOW[flow], value, colours[flow]) for flow, value in told],
                quantity(total, "人") if told else "— 未报",
            )
        )
    title = said.parts(totals, _PART[view.level])
    return Panel(
        title=title,
        body=drawn(view, rows, f"{title}。") if rows else "没有可列的区县或机构。",
        key=tuple((colours[flow], FLOW[flow]) for flow in flows),
        note="条长为各方向人数相加；同一人在两个方向各计一次。",
        caliber=tuple(
            pair
            for flow in flows
            if (figure := view.figures.get(f"posting.{flow}.persons", view.scope)) is not None
            for pair in source.pairs(figure)[:3]
        ),
    )


def draw_uncounted(view: View) -> None:
    """Draw the rows behind the tally; they are made when a reader opens them."""
    listing.draw("posting.rows", view, _uncounted(view), height=420)


@per_view(entries=32)
def _uncounted(view: View) -> Listing:
    return posting_lists.uncounted(view)
