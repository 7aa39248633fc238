"""The lists of 就医格局 and of the gaps against slow, obvious second implementations, over the generated worlds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.policies import Policy
from indicators import CityFigures, catalogue
from indicators.care import PARTS
from indicators.engine import lazily
from indicators.lists.bookings import bookings
from indicators.lists.care_gap import care_gap
from indicators.lists.care_months import CARE_KEYS, care_months
from indicators.lists.ending import ending_postings
from indicators.lists.gaps import largest_gaps
from indicators.lists.outward import outward_specialties
from indicators.lists.questions import leader_questions
from indicators.lists.referrals import referral_months, two_way_referrals
from tests.indicators.city import CITY, City, target
from tests.indicators.oracle import postings
from tests.indicators.oracle.asking import random_policy, same, tables_of
from tests.indicators.oracle.rules import ended_months, in_force
from tests.indicators.oracle.view import View
from tests.worlds import World, as_of_dates, random_world

SEEDS = (703, 705)


def care_policy(seed: int, city: str) -> Policy:
    """A random policy whose care rates all have a lower bound for the city."""
    held = random_policy(seed, city)
    kept = [one for one in held.targets if not one.indicator.startswith("care.")]
    return held.model_copy(update={"targets": (*kept, *(target(key, ">=", 60, ("city", "county")) for key in PARTS))})


@cache
def held_world(seed: int) -> World:
    """Return the world of a seed, made once for all tests of this file."""
    return random_world(seed)


def asked(seed: int) -> Iterator[tuple[World, str, date, CityFigures]]:
    world = held_world(seed)
    for city in world.cities():
        for day in as_of_dates(world, 2):
            yield world, city, day, lazily(tables_of(world, city), day, None, care_policy(seed, city))


def some_scopes(figures: CityFigures) -> list[str]:
    """The city, its last county and its last consortium, where it has them."""
    by_level = {figures.level_of(scope): scope for scope in figures.scopes}
    return list(by_level.values())


def number(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_month_of_care_is_its_own_division(seed: int) -> None:
    for world, city, day, figures in asked(seed):
        months = sorted(ended_months(day, 6))
        for scope in (city, *figures.counties):
            view = View(world, scope, day)
            for held in care_months(figures, scope, months[0], months[-1]):
                wanted = [one["region_code"] for one in View(world, held.scope, day).counties()]
                top, bottom = PARTS[held.key]
                assert held.months == tuple(months)
                for month, value, missing in zip(held.months, held.values, held.missing, strict=True):
                    over = under = 0
                    silent = set()
                    for code in wanted:
                        rows = world.find("care_seeking", county_code=code, month=month)
                        parts = [rows[0][name] for name in (*top, *bottom)] if rows else [None]
                        if None in parts:
                            silent.add(view.name(code))
                            continue
                        over += sum(rows[0][name] for name in top)
                        under += sum(rows[0][name] for name in bottom)
                    expected = 100 * over / under if under else None
                    assert same(expected, value, exact=False), (seed, day, held.key, held.scope, month)
                    assert set(missing) == silent


@pytest.mark.parametrize("seed", SEEDS)
def test_the_months_of_the_year_make_up_the_figure(seed: int) -> None:
    for _, city, day, figures in asked(seed):
        for held in care_months(figures, city, f"{day.year}-01", f"{day.year}-12"):
            tops = [one for one in held.numerators if one is not None]
            bottoms = [one for one in held.denominators if one is not None]
            figure = figures.get(held.key, held.scope)
            assert figure is not None
            assert same(figure.numerator, sum(tops) if tops else None, exact=False)
            assert same(figure.denominator, sum(bottoms) if bottoms else None, exact=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_contributions_of_the_counties_are_the_citys_gap(seed: int) -> None:
    for _, city, _, figures in asked(seed):
        check_contributions(city, figures)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.one_of(st.none(), st.tuples(*[st.one_of(st.none(), st.integers(0, 9), st.integers(0, 10**7))] * 5)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_they_are_for_any_numbers(rows: list[tuple[int | None, ...] | None]) -> None:
    held = City()
    columns = ("visits_in", "visits_out", "grassroots_visits", "inpatients_in", "inpatients_out")
    for at, row in enumerate(rows):
        code = f"3302{at + 1:02d}"
        if at > 1:
            held.add("regions", region_code=code, name=f"县{at + 1}", level="county")
        if row is not None:
            held.care("2022-12", code, **dict(zip(columns, row, strict=True)))
    rules = care_policy(0, CITY).model_copy(update={"caliber": {}})
    check_contributions(CITY, held.quick(policy=rules))


def check_contributions(city: str, figures: CityFigures) -> None:
    for key in CARE_KEYS:
        gap, value = care_gap(figures, key), figures.value(key, city)
        assert (gap is None) == (value is None)
        if gap is None or value is None:
            continue
        rows = gap.counties
        assert gap.distance == 60 - value
        assert rows["contribution"].sum() == pytest.approx(gap.distance, rel=1e-9, abs=1e-9)
        assert rows["share"].sum() == pytest.approx(100)
        assert rows["contribution"].is_monotonic_decreasing
        every = sum(one["denominator"] for one in rows.to_dict("records"))
        for row in rows.to_dict("records"):
            alone = figures.value(key, row["county_code"])
            assert same(alone, number(row["rate"]), exact=False)
            own = -100 * row["numerator"] / every if alone is None else row["denominator"] / every * (60 - alone)
            assert row["contribution"] == pytest.approx(own, rel=1e-9, abs=1e-9)
        names = {figures.name_of(code) for code in figures.counties}
        assert set(gap.silent) == names - set(rows["county"])


@pytest.mark.parametrize("seed", SEEDS)
def test_outward_rates_are_sums_of_rows_with_both(seed: int) -> None:
    for world, city, day, figures in asked(seed):
        window = set(ended_months(day, 36))
        for scope in (city, *figures.counties[-2:]):
            view = View(world, scope, day)
            inside = {one["region_code"] for one in view.counties()}
            sums: dict[str, list[float]] = {}
            for row in world.rows("outward_referrals"):
                if row["county_code"] in inside and row["month"] in window and row["cases"] is not None:
                    one = sums.setdefault(row["specialty"], [0, 0, 0, 0])
                    one[2] += row["cases"]
                    if row["total_cases"] is not None:
                        one[0], one[1], one[3] = one[0] + row["cases"], one[1] + row["total_cases"], 1
            found = outward_specialties(figures, scope).rows
            assert set(found["specialty"]) == set(sums)
            for row in found.to_dict("records"):
                cases, total, every, told = sums[row["specialty"]]
                basis = "cases" if not told else "rate" if total >= 30 else "small"
                assert (row["basis"], row["all_cases"]) == (basis, every), (seed, day, scope, row)
                if told:
                    assert same(100 * cases / total if total else None, number(row["rate"]), exact=False)
                for kind in ("key", "weak"):
                    subjects = {
                        view.name(own)
                        for one in world.rows("specialties")
                        if one["specialty"] == row["specialty"] and one["kind"] == kind
                        and in_force({"valid_from": one["since"], "valid_to": one["until"]}, day)
                        and (own := consortium_of(view, one["subject_id"])) is not None
                        and view.covers_consortium(own)
                    }  # fmt: skip
                    assert set(row[kind]) == subjects, (seed, day, scope, row["specialty"])


def consortium_of(view: View, subject: str) -> str | None:
    """Return the consortium a specialty belongs to: its subject, or the one of the institution."""
    return subject if view.find("consortia", consortium_id=subject) else view.consortium_of(subject)


@pytest.mark.parametrize("seed", SEEDS)
def test_referrals_by_consortium_and_by_month(seed: int) -> None:
    for world, city, day, figures in asked(seed):
        for scope in figures.scopes:
            view = View(world, scope, day)

            def cases(consortium: str, month: str, direction: str, world: World = world) -> int | None:
                rows = world.find("referrals", consortium_id=consortium, month=month, direction=direction)
                return rows[0]["cases"] if rows else None

            def both(consortium: str, month: str) -> tuple[int, int] | None:
                up, down = cases(consortium, month, "up"), cases(consortium, month, "down")
                return None if up is None or down is None else (up, down)

            members = [one["consortium_id"] for one in view.consortia()]
            rows = two_way_referrals(figures, scope).set_index("consortium_id")
            assert sorted(rows.index) == sorted(members)
            for one in members:
                told = [pair for month in view.months if (pair := both(one, month)) is not None]
                up, down = sum(pair[0] for pair in told), sum(pair[1] for pair in told)
                assert same(up if told else None, number(rows.loc[one, "up"]), exact=True)
                share = 100 * down / (up + down) if up + down else None
                assert same(share, number(rows.loc[one, "down_share"]), exact=False)
                assert same(figures.value("referral.down_share", one), share, exact=False)
            months = sorted(ended_months(day, 4))
            for held in referral_months(figures, scope, months[0], months[-1])[:1]:
                for month, up, down in zip(held.months, held.up, held.down, strict=True):
                    told = [pair for one in members if (pair := both(one, month)) is not None]
                    assert same(sum(pair[0] for pair in told) if told else None, up, exact=True), (seed, city, scope)
                    assert same(sum(pair[1] for pair in told) if told else None, down, exact=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_bookings_by_resource_make_up_the_figure_and_compare_like_with_like(seed: int) -> None:
    for world, _, day, figures in asked(seed):
        for scope in some_scopes(figures):
            view = View(world, scope, day)

            def sums(shift: int, view: View = view, world: World = world) -> dict[tuple[str, str, str], tuple]:
                found = {}
                for row in world.rows("bookings"):
                    month = f"{int(row['month'][:4]) + shift}{row['month'][4:]}"
                    if month not in view.months or not view.covers(row["provider_institution_id"]):
                        continue
                    beside = world.find(
                        "bookings", provider_institution_id=row["provider_institution_id"], month=row["month"]
                    )
                    if all(one["offered"] is not None and one["to_grassroots"] is not None for one in beside):
                        key = (row["provider_institution_id"], month, row["resource"])
                        found[key] = (row["offered"], row["to_grassroots"])
                return found

            now, before = sums(0), sums(1)
            rows = bookings(figures, scope).by_resource
            assert set(rows["resource"]) == ({"all", *(key[2] for key in now)} if now else set())
            for row in rows.to_dict("records"):
                own = {key: one for key, one in now.items() if row["resource"] in ("all", key[2])}
                offered, kept = sum(one[0] for one in own.values()), sum(one[1] for one in own.values())
                assert (row["offered"], row["to_grassroots"]) == (offered, kept)
                if row["resource"] == "all":
                    assert same(figures.value("booking.grassroots_share", scope), number(row["share"]), exact=False)
                    continue
                pairs = [key for key in own if key in before]
                then, later = sum(before[key][0] for key in pairs), sum(own[key][0] for key in pairs)
                change = None
                if then and later:
                    change = 100 * sum(own[k][1] for k in pairs) / later - 100 * sum(before[k][1] for k in pairs) / then
                assert same(change, number(row["change"]), exact=False), (seed, day, scope, row["resource"])


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_left_when_the_ending_have_ended(seed: int) -> None:
    for world, city, day, figures in asked(seed):
        rules = figures.context.rules
        for scope in figures.scopes:
            view = View(world, scope, day)
            for one in ending_postings(figures, scope).expected:
                counted = postings.counted(view, one.flow, rules[one.flow].id)
                staying = set()
                for row in counted:
                    planned = row["planned_end_on"] if row["planned_end_on"] and row["planned_end_on"] >= day else None
                    ends = row["end_on"] or planned
                    if ends is None or ends > day + timedelta(90):
                        staying.add(row["person_id"])
                assert one.now == len({row["person_id"] for row in counted})
                assert one.then == len(staying), (seed, city, day, scope, one.flow)


@pytest.mark.parametrize("seed", SEEDS)
def test_gaps_and_questions_hold_together_in_every_scope(seed: int) -> None:
    for _, _, _, figures in asked(seed):
        for scope in some_scopes(figures):
            held = largest_gaps(figures, scope)
            level = figures.level_of(scope)
            states = [
                figure.status
                for key in catalogue()
                if figures.policy is not None and figures.policy.target(key, level) is not None
                and (figure := figures.get(key, scope)) is not None
            ]  # fmt: skip
            assert held.missed == states.count("not_met")
            assert held.met == states.count("met")
            assert len(held.silent) == states.count("no_data")
            assert len(held.largest) == min(5, held.missed)
            sizes = [one.shortfall for one in held.largest]
            assert all(first >= second - 1e-9 for first, second in pairwise(sizes))
            asked_of = leader_questions(figures, scope)
            assert len(asked_of) <= 8
            assert len({one.kind for one in asked_of}) == len(asked_of)
            for one in asked_of:
                assert one.answer.endswith("。")
                assert len(one.answer) > 1
                assert len(one.behind.rows)
                assert "nan" not in one.answer.lower()
                assert "none" not in one.answer.lower()
