"""The lists behind the figures against the oracle: who, and why, not only how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from data.policies import Policy
from indicators import CityFigures, catalogue, lists, series
from tests.indicators.oracle import postings, remote
from tests.indicators.oracle.answers import answers
from tests.indicators.oracle.asking import ask, random_policy, same, tables_of
from tests.indicators.oracle.movement import last_month_ends
from tests.indicators.oracle.rules import end_of, in_force, open_on, overlaps, start_of
from tests.indicators.oracle.view import TOWNSHIP_LEVEL, View
from tests.worlds import World, as_of_dates, random_world

SEEDS = range(400, 406)


def asked(seed: int) -> Iterator[tuple[World, str, date, Policy, CityFigures]]:
    world = random_world(seed)
    for turn, city in enumerate(world.cities()):
        policy = random_policy(seed + turn, city)
        for day in as_of_dates(world, 2):
            yield world, city, day, policy, ask(world, city, day, None, policy)


def caliber_of(policy: Policy, flow: str) -> str:
    return policy.caliber.get(flow, "headcount")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_posting_carries_the_oracles_reason(seed: int) -> None:
    for world, city, day, policy, figures in asked(seed):
        view = View(world, city, day)
        rows = lists.posting_rows(figures, city).set_index("posting_id")
        for posting in world.rows("postings"):
            why = postings.reason(view, posting, caliber_of(policy, posting["flow"]))
            here = why is None and postings.covers(view, posting)
            assert not here or posting["posting_id"] in rows.index, (seed, day, posting)
            if posting["posting_id"] in rows.index:
                row = rows.loc[posting["posting_id"]]
                assert (row["counted"], row["reason"]) == (why is None, why or "counted"), (seed, day, posting)
                assert row["in_force"] == (why not in ("not_started", "ended"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tally_and_the_uncounted_rows_add_up(seed: int) -> None:
    for _, city, _, _, figures in asked(seed):
        for scope in figures.scopes:
            rows, tally = lists.posting_rows(figures, scope), lists.reason_tally(figures, scope)
            assert tally["postings"].sum() == len(rows)
            left = tally[tally["in_force"] & (tally["reason"] != "counted")]["postings"].sum()
            assert left == len(lists.uncounted_postings(figures, scope)), (seed, scope)
            for flow in postings.FLOWS:
                persons = tally[(tally["flow"] == flow) & (tally["reason"] == "counted")]["persons"].sum()
                figure = figures.get(f"posting.{flow}.persons", scope)
                if figure is not None and figure.value is not None:
                    assert persons == figure.value, (seed, city, scope, flow)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_posted_is_who_the_coverage_lacks_and_the_unaffiliated(seed: int) -> None:
    for world, city, day, policy, figures in asked(seed):
        for scope in figures.scopes:
            view = View(world, scope, day)
            got = lists.unposted_institutions(figures, scope)
            reached, units = postings.coverage(view, "lead_to_member", caliber_of(policy, "lead_to_member"))
            wanted = set(units) - set(reached) if view.reported("postings") else set()
            assert set(got[~got["unaffiliated"]]["institution_id"]) == wanted, (seed, city, day, scope)
            alone = {
                row["institution_id"]
                for row in view.institutions(*TOWNSHIP_LEVEL)
                if view.consortium_of(row["institution_id"]) is None and view.reported("postings")
            }
            assert set(got[got["unaffiliated"]]["institution_id"]) == alone, (seed, city, day, scope)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_sends_to_whom_counts_distinct_persons(seed: int) -> None:
    for world, _, day, policy, figures in asked(seed):
        for scope in figures.scopes:
            view = View(world, scope, day)
            persons: dict[tuple[str, str, str], set[str]] = {}
            for flow in postings.FLOWS:
                if flow == "municipal_to_county" and view.level == "consortium":
                    continue
                for row in postings.counted(view, flow, caliber_of(policy, flow)):
                    county = row["to_county_code"]
                    if flow != "municipal_to_county":
                        party = row["from_institution_id" if flow == "lead_to_member" else "to_institution_id"]
                        county = view.consortium(view.led_by(party))["county_code"]
                    persons.setdefault((flow, row["from_institution_id"], county), set()).add(row["person_id"])
            got = lists.who_sends_to_whom(figures, scope)
            found = {
                (row.flow, row.from_institution_id, row.county_code): row.persons for row in got.itertuples(index=False)
            }
            assert found == {key: len(people) for key, people in persons.items()}, (seed, day, scope)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_calibers_stand_side_by_side(seed: int) -> None:
    for world, city, day, policy, figures in asked(seed):
        expected = {caliber: answers(world, city, day, caliber, policy) for caliber in ("headcount", "eligible")}
        for scope in figures.scopes:
            for row in lists.caliber_comparison(figures, scope).itertuples(index=False):
                for name in ("persons", "coverage"):
                    answer = expected[row.caliber].get((f"posting.{row.flow}.{name}", scope))
                    got = getattr(row, name)
                    value = None if answer is None else answer.value
                    assert same(value, None if pd.isna(got) else got, exact=False), (seed, day, scope, row)


@pytest.mark.parametrize("seed", SEEDS)
def test_overdue_postings_are_those_past_their_planned_end_without_an_end(seed: int) -> None:
    for world, city, day, policy, figures in asked(seed):
        got = set(lists.overdue_postings(figures, city)["posting_id"])
        late = [
            row
            for row in world.rows("postings")
            if row["start_on"] <= day
            and row["end_on"] is None
            and row["planned_end_on"]
            and row["planned_end_on"] < day
        ]
        assert got <= {row["posting_id"] for row in late}
        view = View(world, city, day)
        inside = {row["posting_id"] for row in late if postings.ends_fit(view, row) and postings.covers(view, row)}
        assert inside <= got, (seed, city, day, policy)


@pytest.mark.parametrize("seed", SEEDS)
def test_places_without_a_consortium_or_a_service_are_named(seed: int) -> None:
    for world, city, day, _, figures in asked(seed):
        for scope in (scope for scope in figures.scopes if scope.isdigit() and len(scope) <= 6):
            view = View(world, scope, day)
            wanted = {
                row["institution_id"]
                for row in view.institutions(*TOWNSHIP_LEVEL, "village_clinic")
                if view.consortium_of(row["institution_id"]) is None
            }
            assert set(lists.unaffiliated(figures, scope)["institution_id"]) == wanted, (seed, city, day, scope)
            bare = {
                row["village_code"]: row["clinic_planned"]
                for row in world.rows("village_services")
                if row["mode"] == "none" and in_force(row, day) and view.covers_county(row["village_code"][:6])
            }
            got = lists.uncovered_villages(figures, scope)
            planned = {row.village_code: row.planned for row in got.itertuples(index=False)}
            assert planned == bare, (seed, city, day, scope)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_matrix_tells_unopened_unused_used_and_unreported_apart(seed: int) -> None:
    for world, city, day, _, figures in asked(seed):
        view = View(world, city, day)
        opened = {row["institution_id"] for row in view.institutions(*TOWNSHIP_LEVEL)}
        matrix = lists.remote_matrix(figures, city, list(remote.TYPES))
        if not view.reported("remote_sites"):
            assert matrix.empty
            continue
        assert len(matrix) == len(opened) * len(remote.TYPES)
        for row in matrix.itertuples(index=False):
            told = remote.recent(view, row.institution_id, row.service_type)
            volumes = [one["volume"] for one in told if one["volume"] is not None]
            if not remote.has_open_site(view, row.institution_id, row.service_type):
                state = "not_open"
            else:
                state = "in_use" if any(volumes) else "unused" if volumes else "not_reported"
            assert row.state == state, (seed, day, row)


@pytest.mark.parametrize("seed", SEEDS)
def test_volumes_by_month_and_who_is_missing_from_them(seed: int) -> None:
    for world, _, day, _, figures in asked(seed):
        for scope in figures.scopes:
            view = View(world, scope, day)
            if not view.months:
                continue
            for held in lists.monthly_volumes(figures, scope, view.months[0], view.months[-1]):
                assert held.months == tuple(view.months)
                rows = [row for row in world.rows("remote_volumes") if row["service_type"] == held.service]
                rows = [row for row in rows if view.covers(row["requesting_institution_id"])]
                for month, value, missing in zip(held.months, held.values, held.missing, strict=True):
                    told = [row["volume"] for row in rows if row["month"] == month and row["volume"] is not None]
                    assert value == (sum(told) if told else None), (seed, day, scope, held.service, month)
                    due = {
                        site["institution_id"]
                        for site in world.rows("remote_sites")
                        if site["service_type"] == held.service
                        and overlaps(site, month)
                        and view.covers(site["institution_id"])
                    }
                    silent = {one for one in due if not remote.month_reported(view, one, held.service, month)}
                    assert missing == len(silent), (seed, day, scope, held.service, month, silent)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_behind_a_figure_add_up_to_it(seed: int) -> None:
    for _, _, day, _, figures in asked(seed):
        for key, scope in ((key, scope) for key in catalogue() for scope in figures.scopes):
            figure = figures.get(key, scope)
            if figure is None or figure.value is None:
                continue
            rows = figures.rows(key, scope)
            told = rows[rows["reported"].astype(bool)]
            if key.endswith(".persons"):
                assert told["person_id"].nunique() == figure.value, (seed, day, key, scope)
            elif figure.denominator is None:
                assert same(float(told["numerator"].sum()), figure.value, exact=False), (seed, day, key, scope)
            else:
                assert same(float(told["numerator"].sum()), figure.numerator, exact=False), (seed, day, key, scope)
                assert same(float(told["denominator"].sum()), figure.denominator, exact=False), (seed, day, key, scope)


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_a_series_holds_what_the_oracle_says_on_each_day(seed: int) -> None:
    world = random_world(seed)
    for city in world.cities():
        policy = random_policy(seed, city)
        days = last_month_ends(world.as_of, 4)
        expected = [answers(world, city, day, None, policy) for day in days]
        scopes = list(dict.fromkeys(scope for _, scope in expected[0]))
        got = series(tables_of(world, city), list(catalogue()), scopes, days, None, policy)
        held = {(row.month_end.date(), row.key, row.scope): row.value for row in got.itertuples(index=False)}
        for day, answer in zip(days, expected, strict=True):
            for (key, scope), one in answer.items():
                value = held[day, key, scope]
                note = (seed, city, day, key, scope)
                assert same(one.value, None if pd.isna(value) else value, exact=False), note


def test_a_site_closed_on_the_first_day_of_a_month_is_not_due_in_it() -> None:
    site = {"opened_on": date(2023, 1, 1), "closed_on": date(2023, 5, 1)}
    assert [overlaps(site, f"2023-0{number}") for number in (4, 5)] == [True, False]
    assert open_on(site, end_of("2023-04"))
    assert not open_on(site, start_of("2023-05"))
