"""tests/suite.py: which tests it hands to which step, how it counts, and what its last line and exit code say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import suite
from tests.suite import Need, Outcome

REPORT = """<?xml version="1.0"?><testsuites>
<testsuite name="pytest" tests="10" failures="2" errors="1" skipped="3"/></testsuites>"""


IGNORED = [f"--ignore={suite.BROWSER_TESTS}", f"--ignore={suite.OFFICE_TESTS}"]


def test_without_paths_all_tests_run_in_their_parts_with_the_options() -> None:
    plain, browser, office = suite.split(["-k", "foo"])
    assert plain == ["tests", *IGNORED, "-k", "foo"]
    assert browser == [str(suite.BROWSER_TESTS), "-k", "foo"]
    assert office == [str(suite.OFFICE_TESTS), "-k", "foo"]


def test_a_path_runs_in_its_own_part_only() -> None:
    assert suite.split(["tests/test_tooling_suite.py", "-x"]) == (
        ["tests/test_tooling_suite.py", *IGNORED, "-x"], None, None
    )
    assert suite.split(["tests/browser/conftest.py::one"]) == (None, ["tests/browser/conftest.py::one"], None)
    assert suite.split(["tests/office/conftest.py"]) == (None, None, ["tests/office/conftest.py"])


def test_office_tests_name_what_they_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "provide", lambda _: "LibreOffice")
    assert suite.office_tests([], selected=False).missing == "LibreOffice 缺失 missing"


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    assert suite.count(report) == Outcome(passed=4, failed=3, skipped=3)
    assert suite.count(tmp_path / "none.xml") == Outcome()


@pytest.mark.parametrize(
    ("outcomes", "line", "code"),
    [
        ([Outcome(passed=3), Outcome(passed=1)], "4 passed, 0 failed", 0),
        ([Outcome(passed=3, skipped=2)], "3 passed, 0 failed, 2 skipped", 0),
        ([Outcome(passed=3), Outcome(missing="Chromium")], "3 passed, 0 failed, 1 not run", 3),
        ([Outcome(passed=3, failed=1), Outcome(missing="Chromium")], "3 passed, 1 failed, 1 not run", 1),
    ],
)
def test_the_last_line_and_the_exit_code_say_the_same(
    outcomes: list[Outcome], line: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suite.summary([(f"step {i}", outcome) for i, outcome in enumerate(outcomes)]) == code
    assert capsys.readouterr().out.splitlines()[-1].startswith(line + " in ")


def test_a_step_that_cannot_run_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    suite.summary([("pytest 浏览器", Outcome(missing="Chromium 缺失"))])
    assert "not run: Chromium 缺失" in capsys.readouterr().out


def test_what_is_missing_is_named_where_it_cannot_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite.shutil, "which", lambda _: None)
    there, missing = Need("here", lambda: True, "a"), Need("Chromium", lambda: False, "chromium")
    assert suite.provide((there, missing)) == "Chromium"
    assert suite.provide((there,)) is None


def test_on_debian_only_what_is_missing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(suite.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(suite.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(suite.subprocess, "run", lambda command, **_: installed.append(command))
    needs = (Need("Chromium", lambda: bool(installed), "chromium"), Need("font", lambda: True, "fonts-noto-cjk"))
    assert suite.provide(needs) is None
    assert installed[-1][:2] == ["apt-get", "install"]
    assert installed[-1][-1] == "chromium"
    assert "fonts-noto-cjk" not in installed[-1]


def test_the_browser_tests_run_in_two_processes_where_there_are_two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr(suite, "provide", lambda _: None)
    monkeypatch.setattr(suite, "pytest", lambda arguments, selected: given.append(arguments))
    for cores in (1, 2, 16):
        monkeypatch.setattr(suite.os, "cpu_count", lambda cores=cores: cores)
        suite.browser_tests(["tests/browser"], selected=False)
    assert given == [["-n", count, "tests/browser"] for count in ("1", "2", "2")]


def test_a_run_that_breaks_off_without_a_report_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        returncode = 4

    monkeypatch.setattr(suite.subprocess, "run", lambda *_, **__: Broken())
    assert suite.pytest([], selected=True).failed == 1


def test_nothing_collected_fails_unless_the_caller_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing:
        returncode = suite.NOTHING_COLLECTED

    monkeypatch.setattr(suite.subprocess, "run", lambda *_, **__: Nothing())
    assert suite.pytest([], selected=True) == Outcome()
    assert suite.pytest([], selected=False).failed == 1
