"""The edition of the program changes with the code that exports are made by, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing import edition as module


@pytest.mark.parametrize(("path", "tells"), [
    ("indicators/a.py", True), ("data/policies/a.toml", True), ("briefing/templates/a.j2", True),
    ("briefing/checking/a.py", False), ("data/sample/a.py", False), ("components/a.py", False),
    ("data/a.parquet", False),
])
def test_what_changes_it(path: str, tells: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    before = module.edition.__wrapped__()
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("1")
    after = module.edition.__wrapped__()
    assert len(after) == 8
    assert (after != before) is tells
    shutil.rmtree(tmp_path / path.partition("/")[0])
    assert module.edition.__wrapped__() == before
