"""``python -m scenarios run`` with several files: one table, one column each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.store import default_store
from scenarios.cli import main
from scenarios.files import to_json
from tests.scenarios.asking import scenario

SERVE = {"kind": "set_village_mode", "county_code": "330282", "which": "unserved_planned", "mode": "extension"}
NOT = {"kind": "end_postings", "posting_ids": ["没有这一条"]}


def files(tmp_path: Path, *scenarios: dict[str, Any]) -> list[str]:
    paths = []
    for at, fields in enumerate(scenarios):
        changes = fields.pop("changes", ())
        path = tmp_path / f"{at}.json"
        path.write_text(to_json(scenario(*changes, name=f"情景{at}", **fields)), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_several_files_are_one_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = files(tmp_path, {"changes": [SERVE]}, {"changes": [NOT]})
    assert main(["run", *given]) == 0
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert text.startswith("情景推演·非现状") and "1. 情景0：新增服务的村 4 个" in text
    assert "2. 情景1：没有新增投入" in text and "没有执行" in text
    (line,) = [line for line in text.splitlines() if line.startswith("应设未设村数") and "慈溪市" in line]
    assert line.split()[-6:] == ["4", "未达标", "0", "达标", "4", "未达标"]
    assert main(["run", *given, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (row,) = [row for row in told["rows"] if (row["key"], row["scope"]) == ("village.unserved_planned", "330282")]
    assert [figure["value"] for figure in (row["before"], *row["after"])] == [4, 0, 4] and row["whole"] == [-4, 0]
    assert [one["cost"]["villages"] for one in told["scenarios"]] == [4, 0]
    assert [len(one["refusals"]) for one in told["scenarios"]] == [0, 1]


def test_what_moves_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *files(tmp_path, {}, {})]) == 0
    assert "各项指标均无变化。" in capsys.readouterr().out


@pytest.mark.parametrize(("given", "why"), [
    ([{}] * 5, "这里是 5 个"), ([{}, {"as_of": "2022-11-30"}], "不能并列比较"), ([{"scope": "9999"}, {}], "“9999”的市"),
])  # fmt: skip
def test_what_cannot_stand_side_by_side_is_refused(
    given: list[dict[str, Any]], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *files(tmp_path, *(dict(one) for one in given))]) == 1
    assert why in capsys.readouterr().err.replace("\u00a0", " ")


def test_a_founded_consortium_stands_with_its_name_and_no_figure_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {"kind": "found_consortium", "county_code": "330282", "name": "新医共体", "members": [],
             "lead_institution_id": _hospital()}  # fmt: skip
    given = files(tmp_path, {}, {"changes": [found]})
    assert main(["run", *given]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "新医共体" in line]
    assert lines and all("~s" not in line and "—" in line for line in lines)


def _hospital() -> str:
    """An open township hospital of 慈溪市 in the sample."""
    held = default_store().open().city("3302")["institutions"]
    own = held[held["county_code"].eq("330282") & held["category"].eq("township_hospital")]
    return str(own["institution_id"].iloc[0])
