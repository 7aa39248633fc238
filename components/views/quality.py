"""What 数据质量 says: what was due and came, what looks wrong in it, and what the check warned of."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from components import charts
from components.panels import Panel
from components.view import View
from components.views import quality_lists
from components.views.bar_rows import drawn
from components.views.cached import per_view
from components.views.listing import Listing
from indicators import sentences_quality as said
from indicators.lists.submissions import completeness, completeness_by, submissions
from indicators.wording import share_words


@dataclass(frozen=True, slots=True)
class Quality:
    """All that 数据质量 draws, in words, but the sheet of reports and the warnings, which are made when asked for."""

    finding: str
    panels: tuple[Panel, ...]
    missing: Listing
    doubts: Listing
    positions: Listing


@per_view()
def quality(view: View) -> Quality:
    """Return the view model, made once per view for all readers."""
    scope = view.scope
    rows = submissions(view.figures, scope)
    by_county = completeness_by(rows)
    doubts, positions = quality_lists.doubts(view), quality_lists.positions(view)
    held = completeness(view.figures, scope, rows)
    count = len(doubts.frame) if isinstance(doubts.frame, pd.DataFrame) else 0
    return Quality(
        finding=said.quality(view.level, view.scope_name, held, by_county, count + len(positions.rows),
                             rows["month"].min() if len(rows) else ""),
        panels=(
            *([_shares(view, "各区县报送完整率", by_county)] if view.level == "city" else []),
            _shares(view, "各类报表报送完整率", completeness_by(rows, "table")),
        ) if len(rows) else (),
        missing=quality_lists.missing(view, rows),
        doubts=doubts,
        positions=positions,
    )


def _shares(view: View, title: str, frame: pd.DataFrame) -> Panel:
    """Return received of due as bars, the least complete first."""
    rows = [
        charts.Bar(row["name"], [charts.Segment("已报", row["share"], view.theme.series)],
                   f"{share_words(row['received'], row['due'])}（{row['received']}/{row['due']}）")
        for row in frame.sort_values(["share", "code"], kind="stable").to_dict("records")
    ]
    return Panel(title, drawn(view, rows, title, top=100.0), "只算应报的：报送登记里有这一份；已报÷应报，各月合计。")
