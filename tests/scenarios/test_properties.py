"""What holds for every scenario on every world: identity, exact sums, no half changes, and no rule broken."""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.checking import check_frames
from data.tables import CityTables
from indicators import compute
from indicators.sentences import LONGEST, width
from indicators.wording_numbers import figure_rounded, with_unit
from scenarios.applying import apply, walk
from scenarios.change import quoted
from scenarios.cli_run import table_rows
from scenarios.comparing import compare
from scenarios.cost import cost_of
from scenarios.covering import covering
from scenarios.files import from_json, from_url, to_json, to_url
from scenarios.headline import headline
from scenarios.model import Scenario
from scenarios.moves import changed_to
from scenarios.naming import names_of
from scenarios.words import paragraph
from tests.scenarios.drawing import Drawing, city_of_world

SEEDS = st.integers(0, 12)
DRAWS = st.integers(0, 2**30)


def errors(tables: CityTables) -> Counter[tuple[str, str | None, str]]:
    """A city cut out of its world may name institutions elsewhere: what counts is what a scenario adds."""
    report = check_frames(dict(tables.frames), tables.as_of).report
    return Counter((f.code, f.table, f.message) for f in report.findings if f.severity == "error")


@cache
def errors_before(seed: int) -> Counter[tuple[str, str | None, str]]:
    return errors(city_of_world(seed))


@given(SEEDS, DRAWS)
@settings(max_examples=6, deadline=None)
def test_applied_tables_break_no_rule(seed: int, draw: int) -> None:
    tables = city_of_world(seed)
    scenario = Drawing(tables, draw).scenario(8)
    assert errors(apply(tables, scenario).tables) - errors_before(seed) == Counter()


@given(SEEDS, DRAWS)
@settings(max_examples=10, deadline=None)
def test_the_answer_is_that_of_the_indicators_and_adds_up(seed: int, draw: int) -> None:
    tables = city_of_world(seed)
    scenario = Drawing(tables, draw).scenario(5)
    answer, applied = compare(tables, scenario), apply(tables, scenario)
    # Coded anew from frames that share nothing, under the same document.
    fresh = CityTables("neu", tables.city_code, tables.as_of, dict(applied.frames), applied.tables.totals)
    after = compute(fresh, applied.as_of, scenario.caliber, applied.policy)
    pd.testing.assert_frame_equal(answer.after.frame(), after.frame())
    before = compute(tables, scenario.as_of, scenario.caliber)
    moved = {(one.key, one.scope): one for one in answer.moved}
    for figure in (figure for scope in after.scopes for figure in after.of_scope(scope)):
        was = before.value(figure.key, figure.scope)
        if was != figure.value:
            assert moved[figure.key, figure.scope].after.value == figure.value
    for one in answer.moved:
        if one.whole is None:
            assert one.contributions == ()
        else:
            assert math.isclose(math.fsum(one.contributions), one.whole, rel_tol=0, abs_tol=1e-9)
            assert not one.after.definition.is_whole or sum(one.contributions) == one.whole
            unit, decimals = one.after.unit, one.after.definition.decimals
            ends = [figure_rounded(value, unit, decimals) for value in (one.path[0], one.path[-1])]
            assert ends[0] + sum(one.printed) == ends[1]
            assert all(one.contributions[refusal.index] == 0 for refusal in answer.refusals)
    assert scenario.name in paragraph(answer, names_of(answer.after.tables))
    for scope in answer.after.scopes:
        assert width(headline(answer, names_of(answer.after.tables), scope)) <= LONGEST


@given(SEEDS, DRAWS)
@settings(max_examples=8, deadline=None)
def test_every_state_between_two_changes_is_what_plain_tables_give_to_the_bit(seed: int, draw: int) -> None:
    tables = city_of_world(seed)
    scenario = Drawing(tables, draw).scenario(5)
    answer = compare(tables, scenario, baseline=compute(tables, scenario.as_of, scenario.caliber))
    plain = []
    for count in range(len(scenario.changes) + 1):
        applied = apply(tables, scenario.model_copy(update={"changes": scenario.changes[:count]}))
        # Frames copied and coded anew: nothing is shared with any other state.
        frames = {name: frame.copy() for name, frame in applied.frames.items()}
        fresh = CityTables("neu", tables.city_code, tables.as_of, frames, applied.tables.totals)
        plain.append(compute(fresh, applied.as_of, scenario.caliber, applied.policy))
    for one in answer.moved:
        assert one.path == tuple(figures.value(one.key, one.scope) for figures in plain)
        assert one.before == (plain[0].get(one.key, one.scope) if plain[0].knows(one.scope) else None)
        assert one.after == plain[-1].get(one.key, one.scope)
    assert answer.covering == covering(plain[0], plain[-1])
    assert answer.cost == cost_of(plain[0].tables, plain[-1].tables, answer.after.as_of)


def shown(text: str) -> Decimal:
    """Read a figure as a reader does."""
    return Decimal(text.replace("\u2212", "-").replace(",", "").replace("+", ""))


@given(SEEDS, DRAWS)
@settings(max_examples=15, deadline=None)
def test_printed_contributions_lead_from_the_printed_figure_before_to_the_one_after(seed: int, draw: int) -> None:
    tables = city_of_world(seed)
    answer = compare(tables, Drawing(tables, draw).scenario(6))
    names = names_of(answer.after.tables)
    for one, cells in zip(answer.moved, table_rows(answer, names), strict=True):
        parts = dict(part.split(":") for part in cells[6].split())
        if one.whole is None:
            assert "—" in cells[2:4] and parts == {}
            continue
        assert shown(cells[2]) + sum(map(shown, parts.values())) == shown(cells[3])
        assert {int(at): shown(part) for at, part in parts.items()} == {
            at: part for at, part in enumerate(one.printed, start=1) if part
        }
        # What the text says of the figure are the same two ends.
        assert all(with_unit(cells[at], one.after.unit) in changed_to(one) for at in (2, 3))


@given(SEEDS, DRAWS)
@settings(max_examples=15, deadline=None)
def test_a_refused_change_changes_nothing_and_is_named(seed: int, draw: int) -> None:
    tables = city_of_world(seed)
    scenario = Drawing(tables, draw).scenario(6)
    steps = walk(tables, scenario)
    for before, after in pairwise(steps):
        if after.refusal is not None:
            assert after.state is before.state
            words = quoted(after.refusal.change.words(after.state.names))
            assert words in after.refusal.sentence and after.refusal.sentence.endswith("。")
    assert len(steps) == len(scenario.changes) + 1


@given(SEEDS, DRAWS)
@settings(max_examples=6, deadline=None)
def test_the_same_scenario_gives_the_same_tables_and_leaves_the_old_ones_alone(seed: int, draw: int) -> None:
    tables = city_of_world(seed)
    copies = {name: frame.copy() for name, frame in tables.frames.items()}
    scenario = Drawing(tables, draw).scenario(6)
    first, second = apply(tables, scenario), apply(tables, scenario)
    for name, frame in copies.items():
        pd.testing.assert_frame_equal(frame, tables[name])
        pd.testing.assert_frame_equal(first.frames[name], second.frames[name])
        assert list(first.frames[name].dtypes) == list(frame.dtypes)
    assert first.tables.snapshot_id == second.tables.snapshot_id


@given(SEEDS, DRAWS)
@settings(max_examples=25, deadline=None)
def test_files_and_addresses_hold_the_whole_scenario(seed: int, draw: int) -> None:
    scenario = Drawing(city_of_world(seed), draw).scenario(7)
    assert from_json(to_json(scenario)) == scenario
    packed = to_url(scenario)
    assert packed is None or from_url(packed) == scenario


@given(SEEDS)
@settings(max_examples=5, deadline=None)
def test_no_change_is_the_live_figures(seed: int) -> None:
    tables = city_of_world(seed)
    scenario = Scenario(name="空", scope=tables.city_code, snapshot="memory", as_of=tables.as_of)
    answer = compare(tables, scenario)
    assert answer.moved == () and answer.refusals == () and answer.before is answer.after
    assert apply(tables, scenario).tables is tables
    pd.testing.assert_frame_equal(answer.after.frame(), compute(tables, tables.as_of).frame())
