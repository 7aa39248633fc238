"""run.py: what it says to a person, what it installs and when, and what it starts. Nothing is installed for real."""

from __future__ import annotations

import ast
import json
import os
import runpy
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import run

SCRIPT = Path(run.__file__)
PIP_FAILS, PIP_WORKS = 1, 0


def bilingual(text: str) -> bool:
    """True if the text has a sentence in Chinese and one in English."""
    return any("\u4e00" <= c <= "\u9fff" for c in text) and sum(c.isascii() and c.isalpha() for c in text) > 12


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with requirements of its own, so that a test may change them."""
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands for the programs run.py calls: records them, and lets a test choose what pip and venv answer."""
    state = SimpleNamespace(calls=[], pip=PIP_WORKS, venv=0, runs=True)

    def fake_run(command: list[str], **_: object) -> SimpleNamespace:
        if command[1:3] == ["-m", "venv"]:
            state.calls.append("venv")
            folder = Path(command[3])
            if not state.venv:
                run.venv_python(folder).parent.mkdir(parents=True)
                run.venv_python(folder).touch()
            return SimpleNamespace(returncode=state.venv)
        if command[1:4] == ["-m", "pip", "install"]:
            state.calls.append(Path(command[-1]).name)
            return SimpleNamespace(returncode=state.pip)
        assert command[1:] == ["-c", "pass"], command
        return SimpleNamespace(returncode=0 if state.runs and Path(command[0]).exists() else 1)

    monkeypatch.setattr(run.subprocess, "run", fake_run)
    return state


# --- an old interpreter ----------------------------------------------------------------------------------------------


def test_the_whole_file_parses_on_python_3_6() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_so_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 12, "final", 0))
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert bilingual(said)
    assert said.count("3.11") == 2
    assert said.count("3.10") == 2


# --- the environment -------------------------------------------------------------------------------------------------


def test_a_bare_machine_gets_an_environment_and_the_requirements(project: Path, machine: SimpleNamespace) -> None:
    python = run.prepare("app", project / ".venv", project)
    assert python == run.venv_python(project / ".venv")
    assert machine.calls == ["venv", "requirements.txt"]


def test_the_second_start_installs_nothing(project: Path, machine: SimpleNamespace) -> None:
    run.prepare("app", project / ".venv", project)
    machine.calls.clear()
    run.prepare("app", project / ".venv", project)
    assert machine.calls == []


@pytest.mark.parametrize("changed", ["requirements.txt", "constraints.txt"])
def test_changed_requirements_are_installed_into_the_same_environment(
    project: Path, machine: SimpleNamespace, changed: str
) -> None:
    run.prepare("app", project / ".venv", project)
    machine.calls.clear()
    (project / changed).write_text("streamlit==1.67.0\n", encoding="utf-8")
    run.prepare("app", project / ".venv", project)
    assert machine.calls == ["requirements.txt"]


def test_line_ends_of_windows_are_not_a_change(project: Path, machine: SimpleNamespace) -> None:
    run.prepare("app", project / ".venv", project)
    machine.calls.clear()
    (project / "requirements.txt").write_bytes(b"# requirements.txt\r\n")
    run.prepare("app", project / ".venv", project)
    assert machine.calls == []


def test_the_test_tools_are_added_once_and_serve_the_application_too(project: Path, machine: SimpleNamespace) -> None:
    run.prepare("app", project / ".venv", project)
    machine.calls.clear()
    run.prepare("dev", project / ".venv", project)
    run.prepare("dev", project / ".venv", project)
    run.prepare("app", project / ".venv", project)
    assert machine.calls == ["requirements-dev.txt"]


def test_after_new_requirements_of_the_application_the_test_tools_are_installed_again(
    project: Path, machine: SimpleNamespace
) -> None:
    run.prepare("dev", project / ".venv", project)
    (project / "requirements.txt").write_text("streamlit==1.67.0\n", encoding="utf-8")
    run.prepare("app", project / ".venv", project)
    machine.calls.clear()
    run.prepare("dev", project / ".venv", project)
    assert machine.calls == ["requirements-dev.txt"]


def test_a_half_installed_environment_is_made_anew(project: Path, machine: SimpleNamespace) -> None:
    machine.pip = PIP_FAILS
    with pytest.raises(run.Stop):
        run.prepare("app", project / ".venv", project)
    left_over = project / ".venv" / "half-a-package"
    left_over.touch()
    machine.pip, machine.calls = PIP_WORKS, []
    run.prepare("app", project / ".venv", project)
    assert machine.calls == ["venv", "requirements.txt"]
    assert not left_over.exists()


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"python": "2.7.18"}'])
def test_a_stamp_that_is_broken_or_of_another_python_is_not_believed(
    project: Path, machine: SimpleNamespace, stamp: str
) -> None:
    run.prepare("app", project / ".venv", project)
    (project / ".venv" / "atlas-stamp.json").write_text(stamp, encoding="utf-8")
    machine.calls.clear()
    run.prepare("app", project / ".venv", project)
    assert machine.calls == ["venv", "requirements.txt"]


def test_an_environment_whose_interpreter_no_longer_runs_is_made_anew(project: Path, machine: SimpleNamespace) -> None:
    run.prepare("app", project / ".venv", project)
    run.venv_python(project / ".venv").unlink()
    machine.calls.clear()
    run.prepare("app", project / ".venv", project)
    assert machine.calls == ["venv", "requirements.txt"]


def test_a_failed_install_says_what_to_do_in_both_languages_and_leaves_no_stamp(
    project: Path, machine: SimpleNamespace
) -> None:
    machine.pip = PIP_FAILS
    with pytest.raises(run.Stop) as stop:
        run.prepare("app", project / ".venv", project)
    assert bilingual(stop.value.chinese + stop.value.english)
    assert "PIP_FIND_LINKS" in stop.value.chinese
    assert run.read_stamp(project / ".venv") == {}


def test_a_missing_venv_module_is_named(project: Path, machine: SimpleNamespace) -> None:
    machine.venv = 1
    with pytest.raises(run.Stop, match="python3-venv"):
        run.prepare("app", project / ".venv", project)


def test_the_stamp_is_json_with_the_python_version(project: Path, machine: SimpleNamespace) -> None:
    run.prepare("app", project / ".venv", project)
    stamp = json.loads((project / ".venv" / "atlas-stamp.json").read_text(encoding="utf-8"))
    assert stamp["python"] == ".".join(map(str, sys.version_info[:3]))


# --- ports, hosts and stores -----------------------------------------------------------------------------------------


@pytest.fixture
def taken() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_the_next_free_one(taken: int) -> None:
    with pytest.raises(run.Stop) as stop:
        run.require_port("127.0.0.1", taken)
    assert str(taken) in stop.value.chinese
    assert str(taken) in stop.value.english
    suggested = int(stop.value.english.rsplit("--port ", 1)[1])
    assert suggested > taken
    assert run.port_is_free("127.0.0.1", suggested)


def test_a_port_taken_on_this_machine_is_taken_for_the_network_as_well(taken: int) -> None:
    assert not run.port_is_free("0.0.0.0", taken)


def test_a_free_port_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert run.port_is_free("127.0.0.1", port)


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_out_of_range_is_refused(port: str) -> None:
    with pytest.raises(run.Stop) as stop:
        run.parse(["--port", port])
    assert bilingual(stop.value.chinese + stop.value.english)


def test_a_host_of_another_machine_is_refused() -> None:
    with pytest.raises(run.Stop, match=r"192\.0\.2\.1"):
        run.port_is_free("192.0.2.1", 8610)


def test_a_folder_without_a_published_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(run.Stop) as stop:
        run.require_store(str(tmp_path))
    assert "CURRENT" in stop.value.chinese
    assert "publish" in stop.value.english


def test_a_store_is_taken_by_its_full_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "CURRENT").write_text("2024", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run.require_store("own") == (tmp_path / "own").resolve()
    assert run.require_store(None) is None


# --- what is started -------------------------------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Stands for the programs run.py starts: keeps each command line with its environment."""
    commands: list[dict] = []

    class Ended:
        def __init__(self, command: list[str], **options: object) -> None:
            commands.append({"command": command, **options})

        def wait(self, timeout: float | None = None) -> int:
            return 0

        def poll(self) -> int:
            return 0

        def terminate(self) -> None:
            raise AssertionError("nobody asked for it to be ended")

    monkeypatch.setattr(run.subprocess, "Popen", Ended)
    monkeypatch.setattr(run, "prepare", lambda kind: Path(f"/{kind}/python"))
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    return commands


def test_it_serves_the_application_to_this_machine_only(started: list[dict], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "port_is_free", lambda host, port: True)
    assert run.main(["--port", "8610"]) == 0
    command = started[0]["command"]
    assert command[0] == str(Path("/app/python"))
    assert command[1:5] == ["-m", "streamlit", "run", "app.py"]
    assert command[command.index("--server.port") + 1] == "8610"
    assert command[command.index("--server.address") + 1] == "127.0.0.1"
    assert started[0]["cwd"] == run.ROOT


def test_the_store_reaches_the_application(
    started: list[dict], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "port_is_free", lambda host, port: True)
    (tmp_path / "CURRENT").write_text("2024", encoding="utf-8")
    run.main(["--store", str(tmp_path)])
    assert started[0]["env"]["CONSORTIUM_ATLAS_STORE"] == str(tmp_path.resolve())


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Stands for the check of the users file: keeps its command lines; a file named bad.toml cannot be used."""
    commands: list[list[str]] = []

    def check(command: list[str], **_: object) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(returncode=int(command[-1].endswith("bad.toml")))

    monkeypatch.delenv(run.ACCESS_VARIABLE, raising=False)
    monkeypatch.setattr(run, "port_is_free", lambda host, port: True)
    monkeypatch.setattr(run.subprocess, "run", check)
    return commands


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20"])
def test_others_are_not_let_in_before_it_is_said_who_may(
    started: list[dict], checked: list[list[str]], host: str
) -> None:
    with pytest.raises(run.Stop) as stop:
        run.main(["--host", host])
    assert "--access" in stop.value.chinese and "docs/access.md" in stop.value.chinese
    assert bilingual(stop.value.chinese + stop.value.english)
    assert started == []


def test_this_machines_user_needs_no_users_file(started: list[dict], checked: list[list[str]]) -> None:
    run.main(["--host", "localhost"])
    assert run.ACCESS_VARIABLE not in started[0]["env"]
    assert checked == []


@pytest.mark.parametrize("by", ["option", "environment"])
def test_the_users_file_is_checked_and_reaches_the_application(
    started: list[dict], checked: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, by: str
) -> None:
    file = tmp_path / "access.toml"
    file.touch()
    if by == "option":
        run.main(["--host", "0.0.0.0", "--access", str(file)])
    else:
        monkeypatch.setenv(run.ACCESS_VARIABLE, str(file))
        run.main(["--host", "0.0.0.0"])
    assert checked[0][1:] == ["-m", "data.access_file", str(file.resolve())]
    assert started[0]["env"][run.ACCESS_VARIABLE] == str(file.resolve())


def test_a_users_file_that_is_missing_or_wrong_starts_nothing(
    started: list[dict], checked: list[list[str]], tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").touch()
    for name in ("none.toml", "bad.toml"):
        with pytest.raises(run.Stop) as stop:
            run.main(["--access", str(tmp_path / name)])
        assert name in stop.value.chinese and bilingual(stop.value.chinese + stop.value.english)
    assert started == []


def test_a_taken_port_is_told_before_anything_is_installed(started: list[dict], taken: int) -> None:
    with pytest.raises(run.Stop):
        run.main(["--port", str(taken)])
    assert started == []


def test_extra_arguments_of_test_reach_the_suite(started: list[dict]) -> None:
    assert run.main(["test", "-k", "foo", "--maxfail=1"]) == 0
    assert started[0]["command"] == [str(Path("/dev/python")), str(run.ROOT / "tests" / "suite.py"), "-k", "foo",
                                     "--maxfail=1"]  # fmt: skip


@pytest.mark.parametrize("program", ["data", "indicators", "scenarios", "briefing"])
def test_the_command_lines_run_in_the_environment_and_in_the_callers_folder(
    started: list[dict], program: str
) -> None:
    run.main([program, "check", "tables"])
    assert started[0]["command"] == [str(Path("/app/python")), "-m", program, "check", "tables"]
    assert "cwd" not in started[0]
    assert started[0]["env"]["PYTHONPATH"] == str(run.ROOT)


def test_the_messages_reach_a_terminal_that_knows_no_chinese(taken: int) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--port", str(taken)], capture_output=True, text=True, encoding="utf-8", env=env
    )
    assert done.returncode == 1
    assert bilingual(done.stderr)
    assert "Traceback" not in done.stderr
