"""``python -m data template``: which files it writes, and that it writes all of them or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.cli import main
from data.publishing import publish_source
from data.store import Store
from tests.data.small_world import AS_OF, small_world, write_folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    world = small_world()
    world["regions"].append({**world["regions"][3], "region_code": "330299", "name": "开发区", "in_account": False})
    folder = tmp_path_factory.mktemp("template")
    publish_source(write_folder(world, folder / "source"), Store(folder / "store"), AS_OF)
    return str(folder / "store")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_several_counties_and_the_city(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "新" / "模板"
    senders = ["--county", "330203", "--county", "130727", "--county", "330203", "--city", "3302"]
    assert main(["template", *senders, "--month", "2023-08", "--out", str(out), "--store", store]) == 0
    assert names(out) == ["130727阳原县_2023-08.xlsx", "330203海曙区_2023-08.xlsx", "3302宁波市_2023-08.xlsx"]
    assert f"已写入 {out / '330203海曙区_2023-08.xlsx'}" in capsys.readouterr().out


def test_all_counties_in_the_account(store: str, tmp_path: Path) -> None:
    assert main(["template", "--city", "3302", "--all", "--month", "2023-08", "--out", str(tmp_path), "--store",
                 store]) == 0
    assert names(tmp_path) == ["330203海曙区_2023-08.xlsx", "330212鄞州区_2023-08.xlsx", "3302宁波市_2023-08.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--month", "2023-08"], "写上 --county 或 --city"),
        (["--county", "330203", "--all", "--month", "2023-08"], "--all 要和 --city 一起用"),
        (["--county", "330203"], "缺少"),
        (["--county", "990203", "--month", "2023-08"], "数据快照里没有 990203，只有这些市和它们的区县：1307、3302"),
        (["--county", "330203", "--county", "330298", "--month", "2023-08"], "没有代码为 330298 的区县"),
        (["--county", "330299", "--month", "2023-08"], "开发区（330299）不在文件统计范围内"),
        (["--county", "330203", "--month", "2023-13"], "“2023-13”不是月份"),
        (["--county", "330203", "--month", "9999-01"], "9999-01 还没有到"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    arguments: list[str], says: str, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", *arguments, "--out", str(tmp_path), "--store", store]) == 2
    assert says in capsys.readouterr().err
    assert names(tmp_path) == []


def test_a_folder_that_is_a_file(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    arguments = ["template", "--county", "330203", "--month", "2023-08", "--out", str(tmp_path / "out")]
    assert main([*arguments, "--store", store]) == 2
    assert "写不进去" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file_whole(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "330203海曙区_2023-08.xlsx"
    old.write_bytes(b"old")
    arguments = ["template", "--county", "330203", "--month", "2023-08", "--out", str(tmp_path), "--store", store]

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert main(arguments) == 2
    assert "磁盘空间不足" in capsys.readouterr().err
    assert (names(tmp_path), old.read_bytes()) == ([old.name], b"old")
    assert main(arguments) == 0
    assert (names(tmp_path), old.read_bytes()[:2]) == ([old.name], b"PK")


def test_an_empty_store_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    assert main(["template", "--county", "330203", "--month", "2023-08", "--out", out, "--store", str(tmp_path)]) == 1
    assert "还没有发布过快照" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
