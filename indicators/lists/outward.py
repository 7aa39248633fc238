"""Which specialties patients leave for (外转专科): the top ten by outward rate, and who already works on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.model import SPECIALTY_KIND
from indicators.aggregate import PERCENT
from indicators.coding import numbers
from indicators.engine import CityFigures
from indicators.lists.frames import pick
from indicators.months import MONTHS_A_YEAR, Bools, Ints, month_text, months
from indicators.registers import positions

#: 近三年: the months looked at, and how many specialties stand in the list.
YEARS = 3
MOST = 10
#: With fewer cases of residents than this a rate is not ranked (基数过小).
SMALL = 30
#: Kinds of specialty by which a consortium addresses an outward one.
ADDRESSING = ("key", "weak")

#: The rule, as a page states it.
RULE = (
    "近三年（36\u00a0个已结束月份）外转例数÷居民该专科总例数，只计两项都报的行；总例数不足\u00a030\u00a0例不排名；"
    "未报总例数的专科另按外转例数排；专科名称与重点、薄弱专科名称完全相同才算已列入"
)

COLUMNS = [
    "specialty", "rank", "tied", "basis", "basis_label", "cases", "total_cases", "rate", "all_cases", "counties",
    *ADDRESSING, "addressed", "addressed_label",
]
BASES = {"rate": "按外转率", "small": "基数过小，不排名", "cases": "未报总例数，只按外转例数"}


@dataclass(frozen=True, slots=True)
class Outward:
    """The specialties with the highest outward rate of a scope over three years."""

    #: First and last month looked at, ``YYYY-MM``.
    first: str
    last: str
    #: Months of these in which anything was reported.
    months: int
    #: Columns of :data:`COLUMNS`.
    rows: pd.DataFrame
    #: Counties of the scope that reported no case at all in these months.
    silent: tuple[str, ...]


def outward_specialties(figures: CityFigures, scope: str, most: int = MOST) -> Outward:
    """Return the specialties of a scope by outward rate over the 36 ended months up to the day.

    The rate is cases ÷ all cases of residents in that specialty, each summed over the rows in which both were
    reported. A specialty with fewer than 30 such cases has no rank and stands after the ranked ones; one without any
    row that gives the total is ordered by cases alone, apart from the others, and says so. At most ``most`` of the
    former two and ``most`` of the latter are given. The table is the counties', so a consortium has no rows.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        most: How many specialties.

    Returns:
        ``rows`` has specialty, rank (Int64, null where it is not ranked), tied (others of the same rank), basis
        (``rate``, ``small`` or ``cases``) with its Chinese, cases and total_cases (of the rows with both), rate (%),
        all_cases (all reported outward cases), counties (that reported any), key and weak (names of the scope's
        consortia that have it as 重点 or 薄弱专科 in force on the day, by exactly this name, their member institutions'
        included), addressed (null where ``specialties`` was not reported) and its Chinese.
    """
    context, counties = figures.context, figures.context.base.counties
    first = context.last_month - YEARS * MONTHS_A_YEAR + 1
    held = figures.tables["outward_referrals"]
    county, month = positions(held["county_code"], counties.index), months(held["month"])
    inside = figures.holds(np.arange(len(counties)), np.full(len(counties), -2), scope)
    cases = numbers(held["cases"])
    at = np.flatnonzero(
        (county >= 0) & np.append(inside, False)[county]
        & (month >= first) & (month <= context.last_month) & ~np.isnan(cases)
    )
    table = pd.DataFrame(
        {
            "specialty": held["specialty"].to_numpy()[at],
            "county": county[at],
            "all_cases": cases[at],
            "total_cases": numbers(held["total_cases"])[at],
        }
    )
    told = set(county[at].tolist())
    return Outward(
        month_text(first), month_text(context.last_month), len(np.unique(month[at])),
        _addressed(figures, scope, _top(_sums(table), most)),
        tuple(counties.names[one] for one in np.flatnonzero(inside) if one not in told),
    )


def _sums(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per specialty: cases and totals of the rows with both, and all cases."""
    both = table["total_cases"].notna()
    table = table.assign(cases=table["all_cases"].where(both), told=both)
    by = table.groupby("specialty", sort=True)
    found = by.agg(
        cases=("cases", "sum"), total_cases=("total_cases", "sum"), all_cases=("all_cases", "sum"),
        counties=("county", "nunique"), told=("told", "any"),
    ).reset_index()
    # A specialty that nobody fell ill in has no rate: nothing to divide by.
    total = found["total_cases"].to_numpy(dtype=np.float64)
    found["rate"] = np.divide(
        found["cases"].to_numpy(dtype=np.float64) * PERCENT, total, out=np.full(len(found), np.nan), where=total > 0
    )
    found["basis"] = np.where(~found["told"], "cases", np.where(total >= SMALL, "rate", "small"))
    return found.drop(columns="told")


def _top(found: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the first of each order, ranked: by rate, the small ones after them, and by cases apart."""
    with_rate = found.assign(small=found["basis"] == "small")[found["basis"] != "cases"].sort_values(
        ["small", "rate", "all_cases", "specialty"], ascending=[True, False, False, True], na_position="last"
    )
    by_cases = found[found["basis"] == "cases"].sort_values(["all_cases", "specialty"], ascending=[False, True])
    ranks = {
        "rate": found.loc[found["basis"] == "rate", "rate"],
        "cases": found.loc[found["basis"] == "cases", "all_cases"],
    }
    rows = pd.concat([with_rate.drop(columns="small").head(most), by_cases.head(most)], ignore_index=True)
    own = [row.all_cases if row.basis == "cases" else row.rate for row in rows.itertuples(index=False)]
    placed = [
        None if basis == "small" else (int((ranks[basis] > value).sum()) + 1, int((ranks[basis] == value).sum()) - 1)
        for basis, value in zip(rows["basis"], own, strict=True)
    ]
    rows["rank"] = pd.array([None if one is None else one[0] for one in placed], dtype="Int64")
    rows["tied"] = np.array([0 if one is None else one[1] for one in placed], dtype=np.int64)
    rows["basis_label"] = rows["basis"].map(BASES)
    # Over rows without any total the two sums are unknown, and no zeros.
    rows.loc[rows["basis"] == "cases", ["cases", "total_cases"]] = np.nan
    return rows


def _addressed(figures: CityFigures, scope: str, rows: pd.DataFrame) -> pd.DataFrame:
    context, base = figures.context, figures.context.base
    held = base.specialties
    reported = figures.tables.reported("specialties")
    home = context.home_of_institutions(held.institution)
    own = np.where(held.consortium >= 0, held.consortium, home.consortium)
    exists = np.append(context.exists, False)[own]
    county = np.append(base.consortia.county, -1)[own]
    in_scope = exists & (county >= 0) & figures.holds(county, own, scope)
    active = in_scope & held.in_force(context.day)
    names = np.array(held.names, dtype=object)
    found: dict[str, list[Any]] = {kind: [] for kind in ADDRESSING}
    for specialty in rows["specialty"]:
        for kind in ADDRESSING:
            found[kind].append(_consortia(figures, own, active & (names == specialty) & held.of(kind)))
    for kind in ADDRESSING:
        rows[kind] = pd.Series(found[kind], dtype="object")
    some = [bool(key or weak) for key, weak in zip(*found.values(), strict=True)]
    rows["addressed"] = pd.Series([one if reported else None for one in some], dtype="object")
    rows["addressed_label"] = [
        _words(key, weak) if reported else "专科情况未报" for key, weak in zip(*found.values(), strict=True)
    ]
    return rows[COLUMNS]


def _consortia(figures: CityFigures, own: Ints, which: Bools) -> tuple[str, ...]:
    return tuple(pick(figures.context.base.consortia.names, np.unique(own[which])))


def _words(key: tuple[str, ...], weak: tuple[str, ...]) -> str:
    held = zip(ADDRESSING, (key, weak), strict=True)
    said = [f"{len(names)} 家列为{SPECIALTY_KIND[kind]}" for kind, names in held if names]
    return "，".join(said) or "没有医共体列为重点或薄弱专科"
