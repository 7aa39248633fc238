"""Slots and equipment opened to grassroots booking (向基层开放的号源和大型设备): the share, its base and its change.

The rule is that of ``booking.grassroots_share``: a provider's month enters with all its resources or not at all, so
that the resources add up to the figure. The document wants the share to rise step by step (逐步提高).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.model import RESOURCE
from indicators.aggregate import PERCENT
from indicators.engine import CityFigures
from indicators.lists.frames import pick
from indicators.months import MONTHS_A_YEAR, month_number, month_text

#: Who opens them: the lead of a consortium, a municipal hospital, or anybody else.
PROVIDERS = {"lead": "牵头医院", "municipal": "市级医院", "other": "其他机构"}
#: The row over all resources.
ALL = "all"

NUMBERS = ["offered", "to_grassroots", "share", "offered_matched", "share_matched", "offered_before", "share_before",
           "change"]


@dataclass(frozen=True, slots=True)
class Bookings:
    """The share of slots kept for the grassroots in a scope, this year so far against the same months a year before.

    Both frames have offered, to_grassroots and share (%) of the year to date, and for the comparison, over the
    provider-months reported in both years, offered_matched and share_matched of this year, offered_before and
    share_before of the year before, and change in 百分点. NaN is 未报, 无可比数据 or a base of 0.
    """

    #: First resource ``all`` (合计), then each that was offered: resource, resource_label and the numbers.
    by_resource: pd.DataFrame
    #: provider_id, provider, kind (of :data:`PROVIDERS`), kind_label, county (null for municipal), months (reported in
    #: full) and the numbers; leads first, then municipal hospitals, the largest offer first.
    by_provider: pd.DataFrame


def bookings(figures: CityFigures, scope: str) -> Bookings:
    """Return what providers of a scope opened to grassroots booking, by resource and by provider.

    A county's and a consortium's providers are its own: municipal hospitals belong to the city alone.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
    """
    context = figures.context
    now = _rows(figures, scope, context.january, context.last_month)
    before = _rows(figures, scope, context.january - MONTHS_A_YEAR, context.last_month - MONTHS_A_YEAR)
    before["month"] += MONTHS_A_YEAR
    codes = [code for code in RESOURCE if (now["resource"] == code).any()]
    order = pd.DataFrame({"resource": [ALL, *codes] if codes else []}, dtype="str")
    order["resource_label"] = [RESOURCE.get(code, "合计") for code in order["resource"]]
    same = ["provider", "month", "resource"]
    whole = _compared(now.assign(resource=ALL), before.assign(resource=ALL), "resource", same[:2])
    each = _compared(now, before, "resource", same)
    by_resource = order.merge(pd.concat([whole, each]), on="resource", how="left")
    return Bookings(_typed(by_resource, ["resource", "resource_label"]), _providers(figures, now, before))


def booking_months(figures: CityFigures, scope: str, first: str, last: str) -> pd.DataFrame:
    """Return offered, to_grassroots and share by month and resource, the sum of all resources as ``all``.

    Args:
        figures: The figures of the day; months that have not ended by it are left out.
        scope: Code of the city, a county or a consortium.
        first: First month, ``YYYY-MM``.
        last: Last month.

    Returns:
        Columns month (``YYYY-MM``), resource, resource_label, offered, to_grassroots, share (%): every month for
        every resource that was ever offered in them, NaN where no provider reported it.
    """
    start, stop = month_number(first), min(month_number(last), figures.context.last_month)
    held = _rows(figures, scope, start, stop)
    codes = [code for code in RESOURCE if (held["resource"] == code).any()]
    every = pd.concat([held.assign(resource=ALL), held]).groupby(["month", "resource"])[["offered", "to_grassroots"]]
    order = pd.MultiIndex.from_product(
        [range(start, stop + 1), [ALL, *codes] if codes else []], names=["month", "resource"]
    )
    found = every.sum().reindex(order).reset_index()
    found["share"] = _share(found)
    found["month"] = [month_text(int(one)) for one in found["month"]]
    found.insert(2, "resource_label", [RESOURCE.get(code, "合计") for code in found["resource"]])
    return found


def _rows(figures: CityFigures, scope: str, first: int, last: int) -> pd.DataFrame:
    """Return the rows of provider-months reported in full: provider (position), month, resource, both numbers."""
    context, held = figures.context, figures.context.base.bookings
    home = context.home_of_institutions(held.provider)
    inside = home.in_city & figures.holds(home.county, home.consortium, scope)
    at = np.flatnonzero(inside & (held.month >= first) & (held.month <= last))
    frame = pd.DataFrame(
        {
            "provider": held.provider[at],
            "month": held.month[at],
            "resource": context.base.frames["bookings"]["resource"].to_numpy()[at],
            "offered": held.offered[at],
            "to_grassroots": held.to_grassroots[at],
        }
    )
    told = frame[["offered", "to_grassroots"]].notna().all(axis=1)
    full = told.groupby([frame["provider"], frame["month"]]).transform("all")
    return frame[full.to_numpy(dtype=np.bool_)].reset_index(drop=True)


def _compared(now: pd.DataFrame, before: pd.DataFrame, by: str, same: list[str]) -> pd.DataFrame:
    """Return the numbers of :data:`NUMBERS` by one column; ``same`` says which rows of both years belong together."""
    columns = list(dict.fromkeys([by, *same]))
    both = ["offered", "to_grassroots"]
    pairs = now.groupby(columns, as_index=False)[both].sum().merge(
        before.groupby(columns, as_index=False)[both].sum(), on=columns, suffixes=("", "_before")
    )
    found = now.groupby(by)[both].sum()
    found["share"] = _share(found)
    matched = pairs.groupby(by)[["offered", "to_grassroots", "offered_before", "to_grassroots_before"]].sum()
    matched = matched.reindex(found.index)
    found["offered_matched"], found["share_matched"] = matched["offered"], _share(matched)
    found["offered_before"], found["share_before"] = matched["offered_before"], _share(matched, "_before")
    found["change"] = found["share_matched"] - found["share_before"]
    return found.reset_index()


def _providers(figures: CityFigures, now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    context, base = figures.context, figures.context.base
    found = _compared(now, before, "provider", ["provider", "month"])
    at = found["provider"].to_numpy(dtype=np.int64)
    municipal = base.institutions.of("municipal_hospital")
    kind = ["lead" if context.is_lead[one] else "municipal" if municipal[one] else "other" for one in at.tolist()]
    found["provider_id"] = pick(base.institutions.index, at)
    found["kind"], found["kind_label"] = kind, [PROVIDERS[one] for one in kind]
    found["county"] = pick(base.counties.names, base.institutions.county[at])
    found["months"] = now.groupby("provider")["month"].nunique().reindex(at).to_numpy()
    found["provider"] = pick(base.institutions.names, at)
    found["order"] = [tuple(PROVIDERS).index(one) for one in kind]
    found = found.sort_values(["order", "offered", "provider_id"], ascending=[True, False, True], ignore_index=True)
    return _typed(found, ["provider_id", "provider", "kind", "kind_label", "county", "months"])


def _typed(frame: pd.DataFrame, first: list[str]) -> pd.DataFrame:
    return frame[[*first, *NUMBERS]].astype(dict.fromkeys(NUMBERS, "float64"))


def _share(sums: pd.DataFrame, suffix: str = "") -> pd.Series[float]:
    """Return to_grassroots ÷ offered, %; NaN where nothing was offered."""
    offered = sums[f"offered{suffix}"]
    return PERCENT * sums[f"to_grassroots{suffix}"] / offered.where(offered > 0)
