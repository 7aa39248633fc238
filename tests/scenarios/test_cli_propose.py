"""``python -m scenarios propose``: plans that ``run`` takes, refusals in Chinese, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.cli import main


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["propose", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_plan_is_a_scenario_that_run_answers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, err = ask(capsys, "staffing", "--scope", "330281", "--as-of", "2022-12-31", "--format", "json")
    told = json.loads(out)
    assert (status, err, told["optimal"], told["gap"], told["infeasible"]) == (0, "", True, 0, [])
    assert told["scenario"]["changes"] and told["objective"] and told["constraints"] and told["watermark"]
    file = tmp_path / "方案.json"
    file.write_text(json.dumps(told["scenario"]), encoding="utf-8")
    assert main(["run", str(file), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert not answer["refusals"] and answer["cost"]["persons"] == told["value"]


@pytest.mark.parametrize(("scope", "day"), [("330282", "2022-12-31"), ("130732", "2023-09-30")])
def test_without_a_day_it_is_the_last_month_with_data_of_the_city(
    capsys: pytest.CaptureFixture[str], scope: str, day: str
) -> None:
    _, out, _ = ask(capsys, "villages", "--scope", scope, "--within", "3000", "--points", "0", "--format", "json")
    assert json.loads(out)["scenario"]["as_of"] == day


def test_what_cannot_be_is_said_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "staffing", "--scope", "130732", "--share", "0")
    assert status == 0
    assert "没有可行的派驻方案" in out and "不能同时满足的约束：" in out and "调整：" not in out
    assert "还可派\u00a00\u00a0人" in out


@pytest.mark.parametrize(
    "words", [("staffing",), ("villages", "--within", "1000"), ("affiliation", "--lead", "130702-H1")]
)
def test_there_is_no_plan_for_a_county_out_of_account(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    status, out, err = ask(capsys, *words, "--scope", "130702")
    assert (status, out) == (1, "")
    assert "文件统计范围" in err


def test_villages_by_distance_and_by_a_table_of_times(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    where = ("villages", "--scope", "330282", "--as-of", "2022-12-31")
    status, out, _ = ask(capsys, *where, "--within", "1000", "--points", "2", "--kind", "extension")
    assert status == 0 and "新设延伸服务" in out and "直线距离示意" in out and "已证明最优" in out
    file = tmp_path / "时间.csv"
    file.write_text("from,to,minutes\n330282113207,330282118223,5\n", encoding="utf-8")
    status, out, _ = ask(capsys, *where, "--travel", str(file), "--minutes", "10", "--points", "1")
    assert status == 0 and "通行时间表" in out and "直线距离" not in out


def test_an_affiliation_names_its_leads(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "affiliation", "--scope", "330282", "--lead", "330282-H1")
    assert status == 0 and "并入" in out and "人口" in out


@pytest.mark.parametrize(("words", "code", "said"), [
    (("staffing", "--scope", "9999"), 1, "没有代码为“9999”的市"),
    (("staffing", "--scope", "330299"), 1, "330299"),
    (("staffing", "--scope", "无此"), 1, "没有编号为“无此”"),
    (("staffing", "--scope", "3302", "--as-of", "2031-01-01"), 1, "晚于"),
    (("staffing", "--scope", "3302", "--caliber", "x"), 1, "没有口径"),
    (("staffing", "--scope", "3302", "--limit", "a:3"), 1, "机构编号=人数"),
    (("staffing",), 2, "--scope"),
    (("villages", "--scope", "330282"), 1, "距离"),
    (("villages", "--scope", "330282", "--travel", "没有.csv", "--minutes", "3"), 1, "不能读取文件"),
    (("affiliation", "--scope", "330282"), 2, "--lead"),
    (("affiliation", "--scope", "330282", "--lead", "x"), 1, "没有编号为“x”的机构"),
])  # fmt: skip
def test_refusals_are_one_chinese_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    status, out, err = ask(capsys, *words)
    assert (status, out) == (code, "")
    assert said in err and "Traceback" not in err


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("staffing",), ("villages",), ("affiliation",)):
        status, out, _ = ask(capsys, *words, "--help")
        assert status == 0 and "用法" in out and "Usage" not in out
