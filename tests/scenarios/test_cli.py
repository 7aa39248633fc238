"""``python -m scenarios run``: the answer of a file in the terminal, and what it refuses."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from scenarios.cli import main
from scenarios.files import to_json
from tests.scenarios.asking import scenario

#: Two changes on the bundled sample: the second one names nothing that exists.
CHANGES = (
    {"kind": "set_village_mode", "county_code": "330282", "which": "unserved_planned", "mode": "extension"},
    {"kind": "end_postings", "posting_ids": ["没有这一条"]},
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "情景.json"
    path.write_text(to_json(scenario(*CHANGES, snapshot="20000101-old")), encoding="utf-8")
    return path


def test_json_holds_what_moved_with_contributions_and_the_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(file), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (moved,) = [m for m in answer["moved"] if (m["key"], m["scope"]) == ("village.unserved_planned", "330282")]
    assert moved["after"]["value"] == 0 < moved["before"]["value"] == answer["cost"]["villages"]
    assert moved["contributions"] == [moved["whole"], 0] and math.fsum(moved["contributions"]) == moved["whole"]
    assert answer["refusals"][0]["index"] == 1 and answer["watermark"] in answer["paragraph"]
    assert len(answer["covering"]["villages_covered"]) == answer["cost"]["villages"]
    assert "20000101-old" in answer["differences"][0]


def test_the_table_says_the_same_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(file)]) == 0
    text = capsys.readouterr().out
    assert "情景推演·非现状" in text and "慈溪市应设未设卫生室的村改为延伸服务" in text and "未达标 → 达标" in text
    assert "1:−" in text and "没有执行" in text


@pytest.mark.parametrize(("change", "why"), [
    ({"scope": "9999"}, "没有代码为“9999”的市"), ({"as_of": "2099-01-01"}, "晚于数据的截止日期"),
])  # fmt: skip
def test_a_scenario_that_does_not_fit_is_refused_in_one_sentence(
    change: dict[str, str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(to_json(scenario(**change)), encoding="utf-8")
    assert main(["run", str(path)]) == 1
    assert why in capsys.readouterr().err


def test_files_and_stores_that_cannot_be_read_are_named(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(tmp_path / "none.json")]) == 1
    assert "不能读取文件" in capsys.readouterr().err
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert main(["run", str(tmp_path / "bad.json")]) == 1
    assert "bad.json：文件不是 JSON" in capsys.readouterr().err
    assert main(["run", str(file), "--store", str(tmp_path / "no-store")]) == 1
    assert "不能读取数据仓库" in capsys.readouterr().err
