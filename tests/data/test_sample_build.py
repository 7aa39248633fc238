"""The bundled sample is what its generator makes of it, byte for byte, and small."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.sample.assemble import assemble
from data.sample.build import STORE, rebuild
from data.sample.common import add_months, load_plan, months, path, shift, split, stream
from data.store import Store


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    return assemble()


def test_a_rebuild_gives_the_committed_bytes_and_no_error(tmp_path, frames):
    published = rebuild(tmp_path / "data" / "store", frames)
    assert published.report.exit_code == 0
    assert files(tmp_path / "data" / "store") == files(STORE)
    assert [folder.name for folder in (tmp_path / "data").iterdir()] == ["store"]


def test_a_rebuild_takes_the_place_of_other_snapshots_and_of_a_changed_manifest(tmp_path, frames):
    store = tmp_path / "store"
    shutil.copytree(STORE, store)
    old = store / "snapshots" / "20200101-abcdef"
    old.mkdir()
    (old / "manifest.json").write_text("{}", encoding="utf-8")
    (store / "snapshots" / Store(STORE).live_id() / "manifest.json").write_text("{}", encoding="utf-8")
    rebuild(store, frames)
    assert files(store) == files(STORE)


def test_the_store_is_small():
    assert sum(len(content) for content in files(STORE).values()) < 5_000_000


def test_opening_one_city_needs_nothing_of_the_other(tmp_path):
    shutil.copytree(STORE, tmp_path / "store")
    for folder in (tmp_path / "store").rglob("city=1307"):
        shutil.rmtree(folder)
    tables = Store(tmp_path / "store").open().city("3302")
    assert len(tables["postings"]) > 1000


def test_a_subject_draws_the_same_whatever_the_others_do():
    first = stream("villages", "3302").random(4)
    stream("postings", "3302").random(100)
    assert np.array_equal(first, stream("villages", "3302").random(4))
    assert not np.array_equal(first, stream("villages", "1307").random(4))


@pytest.mark.parametrize(("total", "weights"), [(1023, [3.0, 1.0, 0.2]), (7, [1.0] * 9), (0, [1.0, 2.0])])
def test_a_split_adds_up(total, weights):
    parts = split(total, weights)
    assert sum(parts) == total and min(parts) >= 0


def test_a_path_passes_through_its_knots():
    over = months("2019-01", "2019-12")
    values = path([["2019-03", 10], ["2019-09", 40]], over, [1.0] * 12)
    assert (values[0], values[2], values[5], values[8], values[11]) == (10, 10, 25, 40, 40)


def test_months_are_calendar_months():
    assert shift("2019-11", 3) == "2020-02" and shift("2020-01", -1) == "2019-12"
    assert add_months(date(2021, 3, 31), 18).isoformat() == "2022-09-30"


@pytest.mark.parametrize("name", ["ningbo", "zhangjiakou"])
def test_plans_name_no_one(name):
    text = repr(load_plan(name))
    assert "主任" not in text and "院长" not in text
