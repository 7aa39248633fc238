"""Which postings (派驻) a sender may report: a county its lead hospitals', the city the municipal ones (市级)."""

from __future__ import annotations

from data.intake.naming import Finder
from data.intake.taking import Taken

_MEND = "从这里删去；方向写错了就改正"


def check_flows(taken: Taken, finder: Finder) -> None:
    """Note ``municipal_row`` in a county's file and ``county_row`` in the city's; a county's blank flow is its own."""
    flows = taken.cells["flow"]
    for position, flow in enumerate(flows):
        if finder.is_city:
            if flow == "lead_to_member":
                taken.problem(
                    "county_row", position, "flow", "牵头医院派到成员单位的人由区县填报，市级报表不收", _MEND
                )
                taken.lost.add(position)
        elif flow is None and not taken.is_bad(position, "flow"):
            flows[position] = "lead_to_member"
        elif flow not in (None, "lead_to_member"):
            taken.problem("municipal_row", position, "flow", "市级派来的人由市里填报，区县报表不收", _MEND)
            taken.lost.add(position)
