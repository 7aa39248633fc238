"""What was true before the month stays true: every figure of every scope on the eve, unless a file says otherwise."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.forms import forms as forms_by_key
from data.merging import merge
from data.tables import city_tables
from indicators import CityFigures
from indicators.engine import lazily
from tests.data.merging.sending import codes, faithful, live, plain, sent
from tests.world_places import month_first, month_of, shift_months
from tests.worlds import random_world

DAY = date(2024, 3, 8)
#: What says that earlier months change.
SAID = {"reported_late", "history_attribute", "posting_amended"}
few = settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate])


def changed(forms: dict, pick: random.Random, first: date) -> dict:
    """Return a workbook as it might come: rows gone, attributes changed, days in the month, people moved."""
    found = {}
    for key, rows in forms.items():
        kept = [dict(one) for one in rows if pick.random() < 0.8] or rows
        for one in kept:
            if pick.random() < 0.3:
                _change(key, one, pick, first)
        if kept:
            found[key] = kept
    return found


def _change(key: str, one: dict, pick: random.Random, first: date) -> None:
    day = first + timedelta(pick.randrange(25))
    if key in ("institutions", "city_institutions"):
        one.update(pick.choice([{"closed_on": day}, {"ownership": "private"}, {"name": one["name"] + "新"}]))
    elif key == "memberships" and one["role"] != "lead":
        one.update(role="county_member")
    elif key in ("postings", "city_postings"):
        one.update(pick.choice([{"end_on": max(day, one["start_on"])}, {"kind": "mobile"}, {"kind": "long_term"}]))
    elif key == "remote":
        one.update(pick.choice([{"volume": pick.randrange(900)}, {"closed_on": day}]))
    elif key == "village_services":
        one.update(mode=pick.choice(["clinic", "none", "mobile"]))
    elif key == "capability" and one["value"] in ("yes", "no"):
        one.update(value=pick.choice(["yes", "no", None]))
    elif key == "governance":
        one.update(value=pick.choice(["yes", "no", "partial", None]))
    elif key == "specialties":
        one.update(until=day)


def said(frames, world, city: str, day: date) -> dict:
    figures: CityFigures = lazily(city_tables(frames, city, max(world.as_of, day)), day)
    return {
        (figure.key, scope): (figure.value, figure.numerator, figure.denominator, tuple(figure.not_reported))
        for scope in figures.scopes
        for figure in figures.of_scope(scope)
    }


@few
@given(st.integers(0, 2**20))
def test_no_figure_of_the_eve_changes(seed):
    world, pick = random_world(seed), random.Random(seed)
    held = live(world.tables)
    month = month_of(shift_months(world.as_of, 1))
    first = month_first(month)
    senders = [*world.cities(), *_counties(world)]
    frames, taken = held, set()
    for sender in senders:
        forms = changed(faithful(world.tables, sender, month), pick, first)
        merged = merge(frames, [sent(sender, month, forms)], month, DAY)
        # Where a sheet changes earlier months that is said of it, and it is left out here.
        told = {one.sheet for one in merged.findings if one.code in SAID}
        forms = {key: rows for key, rows in forms.items() if forms_by_key()[key].sheet not in told}
        if forms:
            merged = merge(frames, [sent(sender, month, forms)], month, DAY)
            assert not codes(merged.findings) & SAID
            frames = merged.frames
            taken |= set(forms)
    assert len(taken) > 3
    eve = first - timedelta(1)
    for city in world.cities():
        before, after = said(held, world, city, eve), said(frames, world, city, eve)
        # Names are of today: a renamed institution that did not report is named by its new name.
        assert [key for key in before if before[key][:3] != after[key][:3]] == []


@few
@given(st.integers(0, 2**20))
def test_a_world_reported_as_it_is_changes_nothing_and_the_same_file_twice_is_one(seed):
    world, pick = random_world(seed), random.Random(seed)
    held = live(world.tables)
    month = month_of(world.as_of)
    first = month_first(month)
    for sender in pick.sample([*world.cities(), *_counties(world)], 2):
        forms = faithful(world.tables, sender, month)
        told = merge(held, [sent(sender, month, forms)], month, DAY).changes
        # Volumes without a site are in worlds on purpose; whoever reports one has a site.
        assert [one for one in told if (one.table, one.kind) != ("remote_sites", "added")] == []
        again = changed(forms, pick, first)
        one = merge(held, [sent(sender, month, again)], month, DAY)
        two = merge(one.frames, [sent(sender, month, again)], month, DAY)
        assert not two.changes
        for table, frame in one.frames.items():
            assert plain(frame) == plain(two.frames[table]), table


def _counties(world) -> list[str]:
    return [one["region_code"] for one in world.rows("regions") if one["level"] == "county"]
