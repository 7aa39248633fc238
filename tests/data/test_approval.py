"""审图号: from the environment, else from the store; a map without one says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import approval


def test_the_approval_number_comes_from_the_environment_or_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(approval.APPROVAL_VARIABLE, raising=False)
    assert approval.approval_line(tmp_path / "none") == "示意图（未设审图号）"
    (tmp_path / approval.APPROVAL_FILE).write_text('approval_number = "甲S(2024)1号"', "utf-8")
    assert approval.approval_line(tmp_path) == "审图号：甲S(2024)1号"
    monkeypatch.setenv(approval.APPROVAL_VARIABLE, "乙S(2025)2号")
    assert approval.approval_line(tmp_path) == "审图号：乙S(2025)2号"
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / approval.APPROVAL_FILE).write_text("not toml", "utf-8")
    monkeypatch.delenv(approval.APPROVAL_VARIABLE)
    assert approval.approval_line(broken) == "示意图（未设审图号）"
