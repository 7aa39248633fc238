"""What must hold of every figure of every world, whatever the numbers are."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.model import FLOW
from indicators import CityFigures
from tests.indicators.oracle.asking import ask, random_policy, same
from tests.world_places import Row, full_row, month_last
from tests.worlds import World, worlds

#: A world takes a while to ask; the same few are drawn each time, so that a failure can be found again.
#: Shrinking is left out: a smaller seed is not a smaller world.
relaxed = settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
seeds = st.integers(0, 2**20)

#: Tables of months, and the keys that stand on each.
MONTHLY = {
    "remote_volumes": ("remote.volume.", "remote.use_rate."),
    "family_doctors": ("family.",),
    "care_seeking": ("care.",),
    "referrals": ("referral.",),
    "bookings": ("booking.",),
    "costs": ("cost.", "fund."),
}
#: Counts of things that lie in one county each, so that the counties add up to the city.
ADDITIVE = ("remote.volume.", "village.unserved", "specialty.", "beds.")


def said(figures: CityFigures, *, names: bool = True) -> dict[tuple[str, str], Any]:
    """Return everything that was answered, rates rounded so that the order of a sum does not matter."""

    def round_off(value: float | None) -> float | None:
        return None if value is None else round(value, 6)

    return {
        (figure.key, scope): (
            round_off(figure.value), round_off(figure.numerator), round_off(figure.denominator),
            figure.status, round_off(figure.gap), frozenset(figure.not_reported) if names else None,
        )
        for scope in figures.scopes
        for figure in figures.of_scope(scope)
    }  # fmt: skip


def counties_of(world: World, city: str) -> list[Row]:
    return [
        row
        for row in world.rows("regions")
        if row["level"] == "county" and row["region_code"][:4] == city and row["in_account"] is not False
    ]


@relaxed
@given(worlds(), seeds)
def test_the_order_of_rows_does_not_matter(world: World, seed: int) -> None:
    pick = random.Random(seed)
    shuffled = world.with_rows(**{name: pick.sample(rows, len(rows)) for name, rows in world.tables.items()})
    for city in world.cities():
        policy = random_policy(seed, city)
        assert said(ask(world, city, world.as_of, None, policy)) == said(ask(shuffled, city, world.as_of, None, policy))


@relaxed
@given(worlds())
def test_counties_add_up_to_their_city(world: World) -> None:
    # what belongs to no county (municipal hospitals) belongs to the city only
    counties = {row["institution_id"]: row["county_code"] for row in world.rows("institutions")}
    world = world.changed("remote_volumes", lambda row: row if counties[row["requesting_institution_id"]] else None)
    world = world.changed("bookings", lambda row: row if counties[row["provider_institution_id"]] else None)
    world = world.changed("specialties", lambda row: row if counties.get(row["subject_id"], "C") else None)
    for city in world.cities():
        figures = ask(world, city, world.as_of)
        for figure in figures.of_scope(city):
            parts = [figures.get(figure.key, county["region_code"]) for county in counties_of(world, city)]
            if figure.key == "consortium.count" or figure.key.startswith(ADDITIVE):
                values = [part.value for part in parts if part.value is not None]
                assert figure.value == (sum(values) if values else None), figure.key
            elif figure.key.endswith(".persons"):
                values = [part.value for part in parts if part.value is not None]
                assert not values or max(values) <= figure.value <= sum(values), figure.key
            elif figure.value is not None:
                for name in ("numerator", "denominator"):
                    total = sum(getattr(part, name) or 0 for part in parts)
                    assert same(getattr(figure, name), total, exact=False), (figure.key, name)


@relaxed
@given(worlds(), seeds)
def test_a_posting_that_is_not_counted_changes_no_figure(world: World, seed: int) -> None:
    if not world.rows("postings"):
        return
    day, pick = world.as_of, random.Random(seed)
    clinics = [row["institution_id"] for row in world.rows("institutions") if row["county_code"]]
    county = next(row["region_code"] for row in world.rows("regions") if row["level"] == "county")
    base = pick.choice(world.rows("postings"))
    uncounted = [
        {**base, "start_on": day + timedelta(1), "end_on": None, "planned_end_on": None},
        {**base, "start_on": day - timedelta(900), "end_on": day - timedelta(1)},
        *({**base, "kind": kind} for kind in ("short_term", "mobile", "other")),
        {**base, "flow": "municipal_to_county", "from_institution_id": pick.choice(clinics), "to_institution_id": None},
        {**base, "flow": "municipal_to_lead", "to_institution_id": None},
        {**base, "flow": "lead_to_member", "to_institution_id": None, "to_county_code": county},
    ]
    rows = [
        full_row("postings", {**row, "posting_id": f"新{number}", "person_id": f"新{number}"})
        for number, row in enumerate(uncounted)
    ]
    more = world.with_rows(postings=world.rows("postings") + rows)
    for city in world.cities():
        assert said(ask(world, city, day)) == said(ask(more, city, day))


@relaxed
@given(worlds())
def test_eligible_is_never_more_than_headcount(world: World) -> None:
    for city in world.cities():
        head, eligible = (ask(world, city, world.as_of, caliber) for caliber in ("headcount", "eligible"))
        for flow in FLOW:
            for key in (f"posting.{flow}.persons", f"posting.{flow}.coverage"):
                for scope in head.scopes:
                    wide, narrow = head.get(key, scope), eligible.get(key, scope)
                    assert (wide is None) == (narrow is None)
                    if wide is not None and wide.value is not None:
                        assert narrow.value <= wide.value, (key, scope)
                        assert narrow.denominator == wide.denominator, (key, scope)


#: How a row of each table tells when it begins.
BEGINS = {
    "memberships": "valid_from", "postings": "start_on", "remote_sites": "opened_on", "pairings": "valid_from",
    "village_services": "valid_from", "specialties": "since", "capability": "since", "governance": "since",
}  # fmt: skip


@relaxed
@given(worlds(), st.integers(0, 500))
def test_what_begins_after_the_day_never_counts(world: World, back: int) -> None:
    day = world.as_of - timedelta(back)
    past = world
    for table, column in BEGINS.items():
        past = past.changed(table, lambda row, column=column: row if row[column] <= day else None)
    for table in MONTHLY:
        past = past.changed(table, lambda row: row if month_last(row["month"]) <= day else None)
    # a table left without any row would read as never reported, which is another matter
    past = past.with_rows(**{table: rows for table, rows in world.tables.items() if not past.rows(table)})
    for city in world.cities():
        assert said(ask(world, city, day)) == said(ask(past, city, day))


@relaxed
@given(worlds())
def test_renaming_changes_no_number(world: World) -> None:
    renamed = world
    for table in ("regions", "institutions", "consortia"):
        renamed = renamed.changed(table, lambda row: {**row, "name": f"<b>新名</b>{row['name']}"})
    for city in world.cities():
        before, after = ask(world, city, world.as_of), ask(renamed, city, world.as_of)
        assert said(before, names=False) == said(after, names=False)


@relaxed
@given(worlds(), st.integers(2, 9))
def test_scaling_volumes_scales_their_sums_and_no_rate(world: World, times: int) -> None:
    def scale(row: Row) -> Row:
        return {**row, "volume": None if row["volume"] is None else row["volume"] * times}

    scaled = world.changed("remote_volumes", scale)
    for city in world.cities():
        before, after = ask(world, city, world.as_of), ask(scaled, city, world.as_of)
        for scope in before.scopes:
            for figure in before.of_scope(scope):
                factor = times if figure.key.startswith("remote.volume.") else 1
                expected = None if figure.value is None else figure.value * factor
                assert after.get(figure.key, scope).value == expected, (figure.key, scope)


@relaxed
@given(worlds())
def test_a_county_that_stops_reporting_is_named_and_left_out(world: World) -> None:
    for city in world.cities():
        counties = counties_of(world, city)
        silent, others = counties[0], counties[1:]
        quiet = world.changed(
            "care_seeking", lambda row, silent=silent: None if row["county_code"] == silent["region_code"] else row
        )
        if not quiet.rows("care_seeking"):
            continue
        before, after = ask(world, city, world.as_of), ask(quiet, city, world.as_of)
        for key in ("care.in_county_rate", "care.grassroots_rate", "care.inpatient_in_county_rate"):
            here = after.get(key, silent["region_code"])
            assert here.value is None
            assert set(here.not_reported) <= set(after.get(key, city).not_reported)
            assert bool(here.not_reported) == ((world.as_of + timedelta(1)).month > 1 or world.as_of.month == 12)
            for county in others:
                assert after.get(key, county["region_code"]) == before.get(key, county["region_code"])
            parts = [before.get(key, county["region_code"]) for county in others]
            total = sum(part.denominator or 0 for part in parts)
            value = 100 * sum(part.numerator or 0 for part in parts) / total if total else None
            assert same(value, after.get(key, city).value, exact=False)
        untouched = {key: value for key, value in said(before).items() if not key[0].startswith("care.")}
        assert untouched.items() <= said(after).items()


@relaxed
@given(worlds(), st.sampled_from(sorted(MONTHLY)))
def test_null_never_turns_into_zero(world: World, table: str) -> None:
    """Tables all of whose counts are null, and tables with no row at all, give null."""
    keys = {"county_code", "month", "consortium_id", "direction", "provenance", "resource", "service_type"}

    def blank(row: Row) -> Row:
        return {name: value if name in keys or name.endswith("institution_id") else None for name, value in row.items()}

    for without in (world.changed(table, blank), world.with_rows(**{table: []}), world.without(table)):
        for city in world.cities():
            figures = ask(without, city, world.as_of)
            for scope in figures.scopes:
                for figure in figures.of_scope(scope):
                    if figure.key.startswith(MONTHLY[table]):
                        assert figure.value is None, (figure.key, scope)
                        assert figure.status in ("no_data", "no_target")


@relaxed
@given(worlds())
def test_an_absent_table_gives_null_and_leaves_other_tables_figures(world: World) -> None:
    for table, keys in {
        "pairings": ("pairing.",), "specialties": ("specialty.",), "governance": ("governance.",),
        "resource_centres": ("centre.",), "village_services": ("village.",), "postings": ("posting.",),
        "remote_sites": ("remote.open_rate.", "remote.use_rate."), "capability": ("capability.", "beds."),
    }.items():  # fmt: skip
        city = world.cities()[0]
        before, after = said(ask(world, city, world.as_of)), said(ask(world.without(table), city, world.as_of))
        for (key, scope), answer in after.items():
            if key.startswith(keys):
                assert answer[0] is None, (key, scope)
            elif not (table == "remote_sites" and key.startswith("remote.volume.")):  # sites say who is due
                assert answer == before[key, scope], (key, scope)


@relaxed
@given(worlds(), seeds)
def test_what_happens_in_a_county_outside_the_account_does_not_matter(world: World, seed: int) -> None:
    pick = random.Random(seed)
    for city in world.cities():
        every = [
            row["region_code"]
            for row in world.rows("regions")
            if row["level"] == "county" and row["region_code"][:4] == city
        ]
        if len(every) < 2:
            continue
        out = pick.choice(every)
        world = world.changed(
            "regions", lambda row, out=out: {**row, "in_account": False} if row["region_code"] == out else row
        )
        assert said(ask(world, city, world.as_of)) == said(ask(emptied(world, out), city, world.as_of))


def emptied(world: World, county: str) -> World:
    """Return the world without any row that lies in a county (its places, institutions and consortia stay)."""
    mine = {row["institution_id"] for row in world.rows("institutions") if row["county_code"] == county}
    mine |= {row["consortium_id"] for row in world.rows("consortia") if row["county_code"] == county} | {county}
    owners = ("county_code", "consortium_id", "subject_id", "requesting_institution_id", "provider_institution_id")
    changed = world
    for table in world.tables:
        if table in ("regions", "institutions", "consortia", "postings"):
            continue

        def keep(row: Row) -> Row | None:
            owned = any(row.get(name) in mine for name in owners) or row.get("village_code", "")[:6] == county
            return None if owned or (row.get("institution_id") in mine and "village_code" not in row) else row

        fewer = changed.changed(table, keep)
        changed = fewer if fewer.rows(table) else changed
    return changed


@relaxed
@given(worlds(), st.dates(date(2021, 1, 1), date(2024, 12, 31)))
def test_percentages_of_parts_lie_between_nothing_and_all(world: World, day: date) -> None:
    """Rates whose numerator is a part of the denominator; contracts and costs may pass 100."""
    free = ("family.", "booking.", "fund.", "care.grassroots_rate", "cost.")
    for city in world.cities():
        figures = ask(world, city, min(day, world.as_of))
        for scope in figures.scopes:
            for figure in figures.of_scope(scope):
                if figure.unit == "%" and figure.value is not None and not figure.key.startswith(free):
                    assert 0 <= figure.value <= 100, (figure.key, scope)
                if figure.denominator == 0:
                    assert figure.value is None, (figure.key, scope)
                elif figure.unit == "%" and figure.value is not None:
                    # multiplied first: 29 of 100 are exactly 29 and meet a target of 29
                    assert figure.value == 100 * figure.numerator / figure.denominator, (figure.key, scope)
