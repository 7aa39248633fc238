"""From CSV files through check, publish and ``python -m indicators`` to JSON: the oracle's answers come out."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import cli as data_cli
from data.policies import policy_for
from indicators import cli
from tests.indicators.oracle.answers import Answer, answers
from tests.indicators.oracle.asking import same
from tests.worlds import World, as_of_dates, random_world, write_source

#: Worlds of Ningbo, of Zhangjiakou and of both.
SEEDS = (1, 4, 8)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """One store per world, published by the command line."""
    found = {}
    for seed in SEEDS:
        world, folder = random_world(seed), tmp_path_factory.mktemp(f"world{seed}")
        source = write_source(world, folder / "source")
        found[seed] = folder / "store"
        code = data_cli.main(["publish", str(source), "--store", str(found[seed]), "--as-of", str(world.as_of)])
        assert code == 0, seed
    return found


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    cli.main(list(arguments))
    return capsys.readouterr().out


def asked(capsys: pytest.CaptureFixture[str], store: Path, scope: str, day: date, *more: str) -> list[dict[str, Any]]:
    shown = printed(capsys, "--scope", scope, "--as-of", str(day), "--store", str(store), "--format", "json", *more)
    return json.loads(shown)


def oracle_of(world: World, city: str, day: date, caliber: str | None) -> dict[tuple[str, str], Answer]:
    return answers(world, city, day, caliber, policy_for(city))


def compare(answer: Answer, shown: dict[str, Any], note: object) -> None:
    exact = answer.denominator is None
    assert same(answer.value, shown["value"], exact=exact), (note, answer, shown)
    assert same(answer.gap, shown["gap"], exact=False), (note, answer, shown)
    assert (shown["status"], shown["caliber"]) == (answer.status, answer.caliber), (note, answer, shown)
    if answer.denominator:
        assert same(answer.numerator, shown["numerator"], exact=False), (note, answer, shown)
        assert same(answer.denominator, shown["denominator"], exact=False), (note, answer, shown)
    if answer.not_reported is not None:
        assert set(shown["not_reported"]) == answer.not_reported, (note, answer, shown)
    assert (shown["target"] is None) == (answer.status == "no_target"), (note, shown)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_json_of_every_scope_is_what_the_oracle_says(
    seed: int, stores: dict[int, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    world = random_world(seed)
    for city in world.cities():
        for day, caliber in zip(as_of_dates(world), (None, "eligible", "headcount"), strict=True):
            expected = oracle_of(world, city, day, caliber)
            for scope in dict.fromkeys(scope for _, scope in expected):
                more = () if caliber is None else ("--caliber", caliber)
                shown = {row["key"]: row for row in asked(capsys, stores[seed], scope, day, *more)}
                wanted = {key: answer for (key, at), answer in expected.items() if at == scope}
                assert set(shown) == set(wanted), (seed, scope)
                for key, answer in wanted.items():
                    assert (shown[key]["scope"], shown[key]["as_of"]) == (scope, str(day))
                    compare(answer, shown[key], (seed, city, day, scope, key))


def test_by_county_prints_every_county_in_the_account(
    stores: dict[int, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    world = random_world(SEEDS[0])
    city = world.cities()[0]
    expected = oracle_of(world, city, world.as_of, None)
    shown = asked(capsys, stores[SEEDS[0]], city, world.as_of, "--by", "county")
    got = {(row["key"], row["scope"]) for row in shown}
    assert got == {(key, scope) for key, scope in expected if scope.isdigit() and len(scope) == 6}
    for row in shown:
        compare(expected[row["key"], row["scope"]], row, row["key"])


def test_table_and_csv_hold_the_same_values_as_json(
    stores: dict[int, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    world = random_world(SEEDS[1])
    city, store = world.cities()[0], stores[SEEDS[1]]
    common = ("--scope", city, "--as-of", str(world.as_of), "--store", str(store))
    rows = asked(capsys, store, city, world.as_of)
    sheet = list(csv.DictReader(io.StringIO(printed(capsys, *common, "--format", "csv").lstrip("\ufeff"))))
    assert [row["指标"] for row in sheet] == [row["key"] for row in rows]
    for line, row in zip(sheet, rows, strict=True):
        assert line["数值"] == "" if row["value"] is None else float(line["数值"]) == row["value"]
    table = printed(capsys, *common)
    assert all(row["name"] in table for row in rows)


def test_a_county_outside_the_account_has_nothing_but_null(
    stores: dict[int, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in SEEDS:
        world = random_world(seed)
        for county in world.rows("regions"):
            if county["level"] == "county" and county["in_account"] is False:
                shown = asked(capsys, stores[seed], county["region_code"], world.as_of)
                assert {(row["value"], row["status"]) for row in shown} <= {(None, "no_data")}


def run(*arguments: str, module: str = "indicators") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_command_itself_prints_the_oracles_count(stores: dict[int, Path]) -> None:
    seed = SEEDS[0]
    world = random_world(seed)
    city = world.cities()[0]
    done = run("--scope", city, "--as-of", str(world.as_of), "--store", str(stores[seed]), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    shown = {row["key"]: row["value"] for row in json.loads(done.stdout)}
    expected = oracle_of(world, city, world.as_of, None)["consortium.count", city].value
    assert shown["consortium.count"] == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("--scope", "9999"),
        ("--scope", "999999"),
        ("--scope", "没有"),
        ("--caliber", "everyone"),
        ("--as-of", "2099-01-01"),
        ("--as-of", "2023-02-30"),
        ("--format", "yaml"),
        ("--store", "/nowhere/at/all"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_one_sentence(
    arguments: tuple[str, str], stores: dict[int, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    seed = SEEDS[0]
    world = random_world(seed)
    given = {"--scope": world.cities()[0], "--as-of": str(world.as_of), "--store": str(stores[seed])}
    given |= dict([arguments])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main([part for pair in given.items() for part in pair])
    out, err = capsys.readouterr()
    assert ended.value.code not in (0, None)
    assert out == ""
    assert "Traceback" not in err
    assert any("\u4e00" <= letter <= "\u9fff" for letter in err)
