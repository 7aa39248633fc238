"""How long an intake (收表) takes: from a folder with a city's workbooks to findings, and to a published snapshot.

Run from the repository: ``python -m benchmarks.intake`` (``--help`` lists the options). The workbooks are templates of
a month that the bundled sample has, so that every sheet is full: ten counties and the city. In each, visits and cases
of the month are one more than the sample says, so that there is something to publish. Everything is done on copies.

floor    python-calamine reads the values of all sheets of the same files, one after another, and nothing else
open     the files are opened in reading processes, with all that is looked at besides values
find     from the folder to findings and changes: :func:`data.collecting.collect`
publish  from accepted findings to a new live snapshot: :func:`data.collecting.publish_collection`

The rounds of all four take turns, so that whatever else the machine is doing weighs on all alike: the median by the
clock, and the least that the processor spent, reading processes included. Memory is the most that was held at any
moment, by the process that collects and by the largest of its reading processes.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine
from openpyxl import load_workbook

from data.collecting import Collection, collect, publish_collection
from data.intake.opening import open_files
from data.model import TABLES
from data.sample.copying import copy_sample
from data.store import Store
from data.template import template

CITY, MONTH = "3302", "2022-12"
#: What the issue asks for: seconds from the folder to findings.
AIM = 10.0
#: Sheets in which the month's numbers are one more, and the first column that holds some.
_CHANGED = {"就医流向": "县域内就诊人次", "双向转诊": "例数", "预约资源": "投放数"}
_HEADER = 2


@dataclass
class Measured:
    """Seconds of each round, and what was found."""

    clock: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)
    files: int = 0
    size: int = 0
    errors: int = 0
    warnings: int = 0
    changes: int = 0
    #: Bytes, of the collecting process and of the largest reading process.
    peak: int = 0
    peak_of_reader: int = 0


def prepare(folder: Path) -> None:
    """Write the workbooks of the city and its counties."""
    copy_sample(folder / "store")
    snapshot = Store(folder / "store").open()
    live = {name: snapshot.table(name) for name in TABLES}
    regions = live["regions"]
    counties = regions[(regions["level"] == "county") & (regions["parent_code"] == CITY)]["region_code"]
    (folder / "sent").mkdir()
    for sender in (CITY, *sorted(counties)):
        name, content = template(live, sender, MONTH)
        (folder / "sent" / name).write_bytes(_changed(content))


def _changed(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    for sheet, label in _CHANGED.items():
        if sheet not in book.sheetnames:
            continue
        held: Any = book[sheet]
        column = next(cell.column for cell in held[_HEADER] if str(cell.value).rstrip("*") == label)
        for row in range(_HEADER + 1, held.max_row + 1):
            cell = held.cell(row, column)
            if isinstance(cell.value, int):
                cell.value += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def measure(folder: Path, rounds: int) -> Measured:
    """Do everything in turn, so often."""
    paths = sorted((folder / "sent").iterdir())
    measured = Measured(files=len(paths), size=sum(path.stat().st_size for path in paths))

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begun, spent = time.perf_counter(), sum(os.times()[:4])
        result = work()
        measured.clock.setdefault(name, []).append(time.perf_counter() - begun)
        measured.processor.setdefault(name, []).append(sum(os.times()[:4]) - spent)
        return result

    for number in range(rounds):
        store = Store(folder / f"store{number}")
        copy_sample(store.root)
        timed("floor", lambda: [_values(path) for path in paths])
        timed("open", lambda: open_files(paths))
        collection: Collection = timed("find", lambda store=store: collect([folder / "sent"], store, month=MONTH))
        accepted = [answer.code for answer in collection.senders if answer.acceptable]
        assert len(accepted) == len(paths), [answer.errors[:3] for answer in collection.senders if answer.errors]
        timed(
            "publish",
            lambda store=store, held=collection, codes=accepted: publish_collection(held, codes, store, note="测速"),
        )
        measured.errors = sum(len(answer.errors) for answer in collection.senders)
        measured.warnings = sum(len(answer.warnings) for answer in collection.senders)
        measured.changes = sum(len(answer.changes) for answer in collection.senders)
    measured.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    measured.peak_of_reader = _peak_of_reader(folder / "sent")
    return measured


def _peak_of_reader(sent: Path) -> int:
    """Return the memory of the largest reading process.

    A process just started is counted with what its parent held, so that the parent must be one that holds little.
    """
    script = (
        "import resource, sys; from pathlib import Path; from data.intake.opening import open_files;"
        "open_files(sorted(Path(sys.argv[1]).iterdir()));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    root = Path(__file__).resolve().parent.parent
    told = subprocess.run(
        [sys.executable, "-c", script, str(sent)], check=True, capture_output=True, text=True, cwd=root
    )
    return int(told.stdout) * 1024


def _values(path: Path) -> list[Any]:
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def report(measured: Measured) -> None:
    """Print each as seconds and as a multiple of the floor."""
    median = {name: statistics.median(seconds) for name, seconds in measured.clock.items()}
    least = {name: min(seconds) for name, seconds in measured.processor.items()}
    for taken in (median, least):
        taken["whole"] = taken["find"] + taken["publish"]
    print(f"{measured.files} workbooks, {measured.size / 1024:.0f} KiB; {measured.errors} errors, "
          f"{measured.warnings} warnings, {measured.changes} changes; load {os.getloadavg()[0]:.1f}")
    print(f"{'':42s}  by the clock        of the processor")
    for name, label in (
        ("floor", "floor: calamine reads all values"), ("open", "open in reading processes"),
        ("find", "from the folder to findings"), ("publish", "from findings to a published snapshot"),
        ("whole", "from the folder to a published snapshot"),
    ):
        print(f"{label:42s}{median[name]:7.2f} s {median[name] / median['floor']:6.1f} x"
              f"{least[name]:9.2f} s {least[name] / least['floor']:6.1f} x")
    opened, checked = (measured.files / median[name] for name in ("open", "find"))
    print(f"files per second: {opened:.1f} opened, {checked:.1f} checked")
    print(f"peak memory: {measured.peak / 2**20:.0f} MiB collecting, {measured.peak_of_reader / 2**20:.0f} MiB reading")
    verdict = "held" if median["find"] < AIM else "MISSED"
    print(f"aim of {AIM:.0f} s from the folder to findings: {verdict}")


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is done (5)")
    rounds = parser.parse_args().rounds
    # Each in a process of its own, so that its memory is told apart.
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        with ProcessPoolExecutor(1, mp_context=fresh) as preparing:
            preparing.submit(prepare, Path(name)).result()
        with ProcessPoolExecutor(1, mp_context=fresh) as measuring:
            report(measuring.submit(measure, Path(name), rounds).result())


if __name__ == "__main__":
    main()
