"""The store: reading by city, and what is served when something is damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data.manifest import SnapshotDamagedError, StoreError
from data.model import TABLES
from data.publishing import publish_frames
from data.store import STORE_VARIABLE, Snapshot, Store, default_store
from data.tables import city_tables
from tests.data.small_world import AS_OF, BOXES, boundaries, changed, frames, publish_in_turn, small_world


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with two snapshots; the later, in which Haishu has 5 people, is live."""
    return publish_in_turn(tmp_path_factory.mktemp("store"), small_world(), changed("regions", 2, population=5))


@pytest.fixture
def store(published: Path, tmp_path: Path) -> Store:
    """Return a copy of the store that a test may damage."""
    shutil.copytree(published, tmp_path / "store")
    return Store(tmp_path / "store")


def older(store: Store) -> str:
    return next(name for name in store.ids() if name != store.live_id())


def file_of(store: Store, name: str, table: str, part: str) -> Path:
    return store.folder(name) / table / f"city={part}" / "part.parquet"


def population(snapshot: Snapshot) -> int:
    regions = snapshot.city("3302")["regions"].set_index("region_code")
    return int(regions["population"]["330203"])


# by city


@pytest.mark.parametrize("city", ["3302", "1307"])
def test_a_city_reads_as_it_would_be_cut_from_memory(published: Path, city: str) -> None:
    snapshot = Store(published).open()
    ours = snapshot.city(city)
    theirs = city_tables(frames(changed("regions", 2, population=5)), city, AS_OF)
    assert (ours.as_of, ours.totals, ours.city_code) == (theirs.as_of, theirs.totals, city)
    assert ours.snapshot_id == snapshot.id
    for name in TABLES:
        pd.testing.assert_frame_equal(ours[name], theirs[name])


def test_reading_one_city_never_opens_the_files_of_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path) or read(path))
    _, tables = store.read("3302")
    snapshot = store.open()
    snapshot.boundaries("3302")
    snapshot.territories("3302")
    assert len(tables["institutions"]) > 0
    assert len(opened) > 20
    assert {path.parent.name for path in opened} == {"city=3302", "city=shared"}


def test_a_city_reads_while_another_ones_files_are_gone(store: Store) -> None:
    for part in store.folder(store.live_id()).glob("*/city=1307"):
        shutil.rmtree(part)
    snapshot, tables = store.read("3302")
    assert snapshot.refused == ()
    assert len(tables["regions"]) == 5
    with pytest.raises(SnapshotDamagedError, match="不可用"):
        snapshot.city("1307")


def test_whole_tables_hold_the_rows_of_all_cities(published: Path) -> None:
    assert len(Store(published).open().table("institutions")) == 8


def test_cities_and_an_unknown_one(published: Path) -> None:
    snapshot = Store(published).open()
    assert snapshot.cities() == ["1307", "3302"]
    for ask in (snapshot.city, snapshot.boundaries, snapshot.territories):
        with pytest.raises(KeyError):
            ask("3301")


def test_boundaries_carry_names_and_territories_cover_the_county(published: Path) -> None:
    snapshot = Store(published).open()
    land = snapshot.boundaries("3302").set_index("region_code")
    assert land.loc["330203", "name"] == "海曙区"
    assert land.loc["330203", "geometry"].bounds == pytest.approx(BOXES["330203"])
    assert land.crs.to_epsg() == 4326
    areas = snapshot.territories("3302")
    now = areas[areas["valid_to"].isna()]
    assert now["consortium_id"].tolist() == ["C1"]
    assert now.geometry.iloc[0].area == pytest.approx(land.loc["330203", "geometry"].area, rel=0.01)


# damage


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [flip, lambda path: path.write_bytes(b""), Path.unlink], ids=["flip", "cut", "gone"])
def test_a_file_that_does_not_fit_its_hash_is_refused_and_the_last_good_one_served(
    store: Store, damage: Callable[[Path], None]
) -> None:
    live, good = store.live_id(), older(store)
    damage(file_of(store, live, "regions", "3302"))
    snapshot, tables = store.read("3302")
    assert (snapshot.id, tables.snapshot_id) == (good, good)
    (refused,) = snapshot.refused
    assert refused.snapshot_id == live
    assert "regions/city=3302" in refused.reason
    assert population(snapshot) == 1000
    # It is remembered: now it is refused without asking for the city.
    assert store.open().id == good
    assert store.live_id() == live


def test_damage_is_found_when_the_file_is_read_even_if_it_came_after_opening(store: Store) -> None:
    snapshot = store.open()
    flip(file_of(store, snapshot.id, "costs", "3302"))
    with pytest.raises(SnapshotDamagedError, match="校验值不符"):
        snapshot.city("3302")
    assert store.open().id == older(store)


def test_a_snapshot_that_was_put_right_is_served_again(store: Store) -> None:
    live = store.live_id()
    path = file_of(store, live, "regions", "3302")
    content = path.read_bytes()
    path.write_bytes(b"damaged")
    assert store.open(city="3302").id != live
    path.write_bytes(content)
    assert store.open(city="3302").id == live
    assert store.open(city="3302").refused == ()


def test_asked_for_by_id_a_damaged_snapshot_is_not_replaced_by_another(store: Store) -> None:
    live = store.live_id()
    flip(file_of(store, live, "regions", "3302"))
    with pytest.raises(SnapshotDamagedError):
        store.open(live, city="3302")
    assert store.open(older(store)).refused == ()
    with pytest.raises(StoreError, match="没有编号为"):
        store.open("20200101-000000")


def test_when_all_are_damaged_the_sentence_names_each(store: Store) -> None:
    for name in store.ids():
        flip(file_of(store, name, "regions", "3302"))
    with pytest.raises(StoreError) as caught:
        store.read("3302")
    assert all(name in str(caught.value) for name in store.ids())


# manifests


def edited(store: Store, change: Callable[[dict[str, object]], object]) -> None:
    path = store.folder(store.live_id()) / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda s: (s.folder(s.live_id()) / "manifest.json").unlink(), "缺少 manifest.json"),
        (lambda s: (s.folder(s.live_id()) / "manifest.json").write_text("{"), "已损坏"),
        (lambda s: (s.folder(s.live_id()) / "manifest.json").write_bytes(b"\xff"), "已损坏"),
        (lambda s: (s.folder(s.live_id()) / "manifest.json").write_text("[]"), "不完整"),
        (lambda s: edited(s, lambda c: c.update(schema_version=99)), "格式版本是 99"),
        (lambda s: edited(s, lambda c: c.pop("files")), "不完整"),
        (lambda s: edited(s, lambda c: c["rows"].update(postings=0)), "与快照编号不符"),
        (lambda s: edited(s, lambda c: c["files"].popitem()), "与快照编号不符"),
        (lambda s: edited(s, lambda c: c.update(as_of="2023-12-31")), "与快照编号不符"),
        (lambda s: edited(s, lambda c: c.update(snapshot_id="20230930-aaaaaa")), "与快照编号不符"),
    ],
)
def test_a_manifest_that_cannot_be_trusted_is_refused(
    store: Store, damage: Callable[[Store], object], words: str
) -> None:
    live, good = store.live_id(), older(store)
    damage(store)
    snapshot = store.open()
    assert snapshot.id == good
    assert [(r.snapshot_id, words in r.reason) for r in snapshot.refused] == [(live, True)]
    assert [manifest.snapshot_id for manifest in store.manifests()] == [good]


def test_a_note_may_be_corrected(store: Store) -> None:
    edited(store, lambda content: content.update(note="更正"))
    assert store.open().manifest.note == "更正"


# CURRENT


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"..\\x", b"20230930-ffffff"])
def test_without_a_usable_current_the_newest_is_served_with_a_notice(store: Store, content: bytes | None) -> None:
    newest = store.live_id()
    (store.root / "CURRENT").unlink()
    if content is not None:
        (store.root / "CURRENT").write_bytes(content)
    snapshot = store.open()
    assert snapshot.id == newest == store.live_id()
    assert len(snapshot.refused) == 1
    assert "CURRENT" in snapshot.refused[0].reason


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "nowhere"):
        for ask in (Store(root).live_id, Store(root).open):
            with pytest.raises(StoreError, match="还没有发布过"):
                ask()


def test_what_is_open_stays_open_while_a_new_one_goes_live(store: Store) -> None:
    before = store.open()
    first = before.city("3302")
    done = publish_frames(frames(changed("regions", 2, population=7)), store, AS_OF, boundaries=boundaries())
    assert store.live_id() == done.manifest.snapshot_id != before.id
    assert population(store.open()) == 7
    assert population(before) == 5
    pd.testing.assert_frame_equal(before.city("3302")["regions"], first["regions"])


def test_the_store_is_named_by_the_environment_or_bundled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    assert default_store().root == tmp_path
    monkeypatch.setenv(STORE_VARIABLE, " ")
    assert default_store().root.parts[-3:] == ("data", "sample", "store")
