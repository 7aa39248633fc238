"""Rates over the months of counties, consortia and providers: care seeking, contracts, referrals, bookings, costs."""

from __future__ import annotations

from collections.abc import Callable

from tests.indicators.oracle.rules import Row, end_of, has_ended, month_words
from tests.indicators.oracle.view import View

Parts = tuple[float, float]
#: A rate over units: numerator, denominator, and who did not report.
Rate = tuple[float, float, set[str]]


def year_to_date_rate(view: View, units: list[str], parts: Callable[[str, str], Parts | None]) -> Rate:
    """Sum of numerators over sum of denominators of the units that reported all parts; the others are listed.

    For monthly tables the unit is a county's (consortium's, provider's) month. A month that ended before a
    consortium was established is no unit of it, unless it was reported all the same.
    """
    begun = {row["consortium_id"]: row["established_on"] for row in view.rows("consortia")}
    top = bottom = 0.0
    missing = set()
    for unit in units:
        for month in view.months:
            found = parts(unit, month)
            if found is None:
                if begun.get(unit) is None or begun[unit] <= end_of(month):
                    missing.add(f"{view.name(unit)} {month_words(month)}")
            else:
                top, bottom = top + found[0], bottom + found[1]
    return top, bottom, missing


def _row(view: View, table: str, **key: str) -> Row | None:
    return next(iter(view.find(table, **key)), None)


def _parts(row: Row | None, top: list[str], bottom: list[str]) -> Parts | None:
    """Add up the parts of a rate; null unless every part is there."""
    if row is None or any(row[name] is None for name in [*top, *bottom]):
        return None
    return sum(row[name] for name in top), sum(row[name] for name in bottom)


def care(view: View, top: str, *bottom: str) -> Rate:
    """Care seeking of the residents of each county, year to date, e.g. visits_in ÷ (visits_in + visits_out)."""
    counties = [row["region_code"] for row in view.counties()]
    return year_to_date_rate(
        view,
        counties,
        lambda unit, month: _parts(_row(view, "care_seeking", county_code=unit, month=month), [top], list(bottom)),
    )


def costs(view: View, top: list[str], bottom: list[str]) -> Rate:
    """Return fee ÷ visits and the like over the months of the consortia that exist on D, year to date."""
    consortia = [row["consortium_id"] for row in view.consortia()]
    return year_to_date_rate(
        view, consortia, lambda unit, month: _parts(_row(view, "costs", consortium_id=unit, month=month), top, bottom)
    )


def down_share(view: View) -> Rate:
    """Down ÷ (up + down), year to date; a consortium's month is reported when both directions are."""

    def parts(unit: str, month: str) -> Parts | None:
        cases = {}
        for direction in ("up", "down"):
            row = _row(view, "referrals", consortium_id=unit, month=month, direction=direction)
            cases[direction] = None if row is None else row["cases"]
        if cases["up"] is None or cases["down"] is None:
            return None
        return cases["down"], cases["up"] + cases["down"]

    return year_to_date_rate(view, [row["consortium_id"] for row in view.consortia()], parts)


def grassroots_share(view: View) -> Rate:
    """to_grassroots ÷ offered, year to date; a provider's month is reported when every row of it has both.

    There is no register of providers: one is known by a row in an ended month, and then due every month.
    """
    known = {row["provider_institution_id"] for row in view.rows("bookings") if has_ended(row["month"], view.day)}
    providers = [provider for provider in known if view.covers(provider)]
    top = bottom = 0
    missing = set()
    for provider in providers:
        for month in view.months:
            rows = view.find("bookings", provider_institution_id=provider, month=month)
            if not rows or any(row["offered"] is None or row["to_grassroots"] is None for row in rows):
                missing.add(f"{view.name(provider)} {month_words(month)}")
                continue
            top += sum(row["to_grassroots"] for row in rows)
            bottom += sum(row["offered"] for row in rows)
    return top, bottom, missing


def contract_rate(view: View, *, key_population: bool) -> Rate:
    """Contracted ÷ population, or key_contracted ÷ key_population.

    Each county's latest ended month in which all parts are reported.
    """
    top = bottom = 0
    missing = set()
    for county in view.counties():
        complete: list[tuple[str, Parts]] = []
        for row in view.rows("family_doctors"):
            if row["county_code"] != county["region_code"] or not has_ended(row["month"], view.day):
                continue
            people = row["key_population"] if key_population else county["population"]
            contracted = row["key_contracted"] if key_population else row["contracted"]
            if people is not None and contracted is not None:
                complete.append((row["month"], (contracted, people)))
        if not complete:
            missing.add(county["name"])
            continue
        contracted, people = max(complete)[1]
        top, bottom = top + contracted, bottom + people
    return top, bottom, missing
