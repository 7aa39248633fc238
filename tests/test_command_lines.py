"""What the command lines that show figures have in common: the store they read, and what a scope names."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.cli import main as briefing
from data.store import Store
from indicators.cli import main as indicators
from scenarios.cli import main as scenarios
from scenarios.files import to_json
from scenarios.model import Scenario
from tests.data.small_world import AS_OF, Tables, changed, publish_in_turn, small_world

DAY = AS_OF.isoformat()
#: A consortium may be called anything but four or six digits.
FIVE_DIGITS = "12345"


def renamed() -> Tables:
    """Return the small world with a consortium whose id is five digits."""
    tables = copy.deepcopy(small_world())
    for rows in tables.values():
        for row in rows:
            row.update({name: FIVE_DIGITS for name, value in row.items() if value == "C1"})
    return tables


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with two snapshots, the later one live."""
    return publish_in_turn(tmp_path_factory.mktemp("published"), changed("regions", 2, population=5), renamed())


@pytest.fixture
def store(published: Path, tmp_path: Path) -> Store:
    """Return a copy of the store that a test may damage."""
    shutil.copytree(published, tmp_path / "store")
    return Store(tmp_path / "store")


def _scenario(folder: Path, snapshot: str) -> str:
    file = folder / "情景.json"
    file.write_text(to_json(Scenario(name="不变", scope="3302", snapshot=snapshot, as_of=AS_OF)), encoding="utf-8")
    return str(file)


def _answers(store: Store, scope: str, folder: Path) -> dict[str, tuple[Callable[[list[str]], int | None], list[str]]]:
    """Return each command line that shows figures, and the words that ask it of this store."""
    root = ["--store", str(store.root)]
    where = ["--scope", scope, "--as-of", DAY, *root]
    return {
        "indicators": (indicators, where),
        "run": (scenarios, ["run", _scenario(folder, "x"), *root]),
        "propose": (scenarios, ["propose", "staffing", *where]),
        "briefing": (briefing, ["build", *where, "--formats", "html", "--out", str(folder / "out")]),
    }


def _asked(main: Callable[[list[str]], int | None], words: list[str]) -> int:
    try:
        return main(words) or 0
    except SystemExit as stopped:
        return int(stopped.code or 0)


@pytest.mark.parametrize("name", ["indicators", "run", "propose", "briefing"])
def test_a_damaged_file_of_the_live_snapshot_is_said_in_a_sentence(
    name: str, store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    live = store.live_id()
    (store.folder(live) / "regions" / "city=3302" / "part.parquet").write_bytes(b"x")
    status = _asked(*_answers(store, "3302", tmp_path)[name])
    said = capfd.readouterr()
    assert status in (1, 2)
    assert f"快照 {live} 不可用：文件 regions/city=3302/part.parquet 的内容与发布时不一致" in said.err
    assert said.out == ""


@pytest.mark.parametrize("name", ["indicators", "run", "propose", "briefing"])
def test_a_snapshot_that_takes_the_place_of_the_live_one_is_told(
    name: str, store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    live = store.live_id()
    asked = _answers(store, "3302", tmp_path)[name]
    assert _asked(*asked) == 0
    assert "不可用" not in capfd.readouterr().err
    shutil.rmtree(store.folder(live))
    assert _asked(*asked) == 0
    (served,) = store.ids()
    assert f"注意：{live} 不可用（CURRENT 指向的快照不存在），用的是 {served}\n" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["indicators", "propose", "briefing"])
def test_a_consortium_may_be_called_five_digits(name: str, store: Store, tmp_path: Path) -> None:
    assert _asked(*_answers(store, FIVE_DIGITS, tmp_path)[name]) == 0
