"""Everything `python3 run.py test` runs, each step by its own program, then one line that sums it up.

Exit code: 0 all held; 1 something failed; 3 nothing failed, but a part could not be run on this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Tests that need programs of the machine stand in folders of their own: a browser, an office suite.
BROWSER_TESTS = Path("tests") / "browser"
OFFICE_TESTS = Path("tests") / "office"
NOTHING_COLLECTED = 5  # pytest's exit code


@dataclass
class Outcome:
    """What one step found. `missing` says why it could not be run here."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    missing: str | None = None
    seconds: float = field(default=0.0, compare=False)

    def words(self) -> str:
        if self.missing:
            return f"未运行 not run: {self.missing}"
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


# --- what this machine lacks ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """A program or font some step needs, how to see that it is there, and its Debian package."""

    name: str
    present: Callable[[], bool]
    package: str


def _chromium() -> bool:
    from tests.browser.chromium import find_chromium

    return find_chromium() is not None


def find_office() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _office_part(program: str) -> Callable[[], bool]:
    """Tells whether LibreOffice has a program of its own here; Debian packs each by itself, others all together."""
    def present() -> bool:
        office = find_office()
        return office is not None and (
            not sys.platform.startswith("linux") or (Path(office).resolve().parent / program).exists()
        )
    return present


def _chinese_font() -> bool:
    if not sys.platform.startswith("linux"):
        return True  # Windows and macOS bring one
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True).stdout.strip())


BROWSER_NEEDS = (
    Need("Chromium", _chromium, "chromium"),
    Need("a Chinese font (中文字体)", _chinese_font, "fonts-noto-cjk"),
)

OFFICE_NEEDS = (
    Need("LibreOffice Calc", _office_part("scalc"), "libreoffice-calc"),
    Need("LibreOffice Impress", _office_part("simpress"), "libreoffice-impress"),
    Need("LibreOffice Writer", _office_part("swriter"), "libreoffice-writer"),
    Need("pdftoppm, pdftotext", lambda: shutil.which("pdftoppm") is not None, "poppler-utils"),
    Need("a Chinese font (中文字体)", _chinese_font, "fonts-noto-cjk"),
)


def provide(needs: tuple[Need, ...]) -> str | None:
    """Install what is missing on a Debian machine, as root; return what is still missing, or None."""
    lacking = [need for need in needs if not need.present()]
    if lacking and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        packages = [need.package for need in lacking]
        print(f"安装 installing: {' '.join(packages)}", flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=env)
        subprocess.run(["apt-get", "install", "-qy", "--no-install-recommends", *packages], env=env)
        lacking = [need for need in lacking if not need.present()]
    return "、".join(need.name for need in lacking) or None


# --- the steps --------------------------------------------------------------------------------------------------------


def checker(module_or_program: list[str]) -> Outcome:
    """One program whose exit code is its verdict."""
    code = subprocess.run(module_or_program, cwd=ROOT).returncode
    return Outcome(passed=int(code == 0), failed=int(code != 0))


def pytest(arguments: list[str], selected: bool) -> Outcome:
    """Run pytest and count. `selected`: the caller chose tests, so that none collected is not a failure."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments]
        code = subprocess.run(command, cwd=ROOT).returncode
        if code == NOTHING_COLLECTED and selected:
            return Outcome()
        outcome = count(report)
    if code and not outcome.failed:
        outcome.failed = 1  # it could not even begin, or broke off
    return outcome


def count(report: Path) -> Outcome:
    """Counts of a JUnit report; nothing if pytest wrote none."""
    outcome = Outcome()
    if not report.exists():
        return outcome
    for suite in ET.parse(report).getroot().iter("testsuite"):
        total, failed, errors, skipped = (int(suite.get(k, 0)) for k in ("tests", "failures", "errors", "skipped"))
        outcome.failed += failed + errors
        outcome.skipped += skipped
        outcome.passed += total - failed - errors - skipped
    return outcome


def split(arguments: list[str]) -> tuple[list[str] | None, list[str] | None, list[str] | None]:
    """Arguments for tests that need nothing, a browser, an office suite; None where the paths named leave it out."""
    paths = [a for a in arguments if not a.startswith("-") and _file(a).exists()]
    options = [a for a in arguments if a not in paths]
    browser = [p for p in paths if _file(p).is_relative_to(ROOT / BROWSER_TESTS)]
    office = [p for p in paths if _file(p).is_relative_to(ROOT / OFFICE_TESTS)]
    others = [p for p in paths if p not in browser and p not in office]
    ignored = [f"--ignore={BROWSER_TESTS}", f"--ignore={OFFICE_TESTS}"]
    if not paths:
        return ["tests", *ignored, *options], [str(BROWSER_TESTS), *options], [str(OFFICE_TESTS), *options]
    return (
        [*others, *ignored, *options] if others else None,
        [*browser, *options] if browser else None,
        [*office, *options] if office else None,
    )


def _file(argument: str) -> Path:
    return (ROOT / re.split("::", argument)[0]).resolve()


def browser_tests(arguments: list[str], selected: bool) -> Outcome:
    missing = provide(BROWSER_NEEDS)
    if missing:
        return Outcome(missing=f"{missing} 缺失 missing")
    # Each worker has a server and a browser of its own, which keep more than one core busy between them.
    return pytest(["-n", str(min(2, os.cpu_count() or 1)), *arguments], selected)


def office_tests(arguments: list[str], selected: bool) -> Outcome:
    missing = provide(OFFICE_NEEDS)
    if missing:
        return Outcome(missing=f"{missing} 缺失 missing")
    return pytest(arguments, selected)  # one after another: two of its processes would share a profile


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    plain, browser, office = split(arguments)
    lint_imports = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports"
    workers = str(min(4, os.cpu_count() or 1))
    steps: list[tuple[str, Callable[[], Outcome]]] = [
        ("ruff 代码风格", lambda: checker([sys.executable, "-m", "ruff", "check", "."])),
        ("mypy 类型", lambda: checker([sys.executable, "-m", "mypy"])),
        ("import-linter 依赖方向", lambda: checker([lint_imports])),
    ]
    if plain is not None:
        steps.append(("pytest 单元与页面", lambda: pytest(["-n", workers, *plain], bool(arguments))))
    if browser is not None:
        steps.append(("pytest 浏览器", lambda: browser_tests(browser, bool(arguments))))
    if office is not None:
        steps.append(("pytest 办公软件", lambda: office_tests(office, bool(arguments))))

    outcomes: list[tuple[str, Outcome]] = []
    for number, (name, step) in enumerate(steps, 1):
        print(f"\n=== [{number}/{len(steps)}] {name} ===", flush=True)
        begun = time.monotonic()
        outcome = step()
        outcome.seconds = time.monotonic() - begun
        outcomes.append((name, outcome))
    return summary(outcomes)


def summary(outcomes: list[tuple[str, Outcome]]) -> int:
    """Print each step's result and the sum as the last line; return the exit code."""
    print("\n=== 汇总 summary ===")
    for name, outcome in outcomes:
        print(f"{name}: {outcome.words()} ({outcome.seconds:.0f} s)")
    passed, failed, skipped = (sum(getattr(o, kind) for _, o in outcomes) for kind in ("passed", "failed", "skipped"))
    missing = sum(1 for _, o in outcomes if o.missing)
    line = f"{passed} passed, {failed} failed"
    if skipped:
        line += f", {skipped} skipped"
    if missing:
        line += f", {missing} not run"
    print(f"{line} in {sum(o.seconds for _, o in outcomes):.0f} s", flush=True)
    return 1 if failed else 3 if missing else 0


if __name__ == "__main__":
    for _stream in (sys.stdout, sys.stderr):
        _stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    sys.exit(main(sys.argv[1:]))
