"""Files are checked while another process publishes and rolls back: each is held against its own snapshot."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from briefing.checking.check import check
from briefing.composing import document
from briefing.writing import WRITERS
from data.publishing import make_live, publish_frames
from data.store import Store
from tests.briefing.checking.exported import reading
from tests.worlds import frames, random_world

ROOT = Path(__file__).parents[3]
#: Publishes another world, then goes back and forth between the two, until its input is closed.
OTHER = """
import sys, threading
from datetime import date
from pathlib import Path
from data.publishing import make_live, publish_frames
from data.store import Store
from tests.worlds import frames, random_world
store, first = Store(Path(sys.argv[1])), sys.argv[2]
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
print("begun", flush=True)
other = publish_frames(frames(random_world(2)), store, date(2023, 9, 30)).manifest.snapshot_id
while not ended.wait(0.02):
    make_live(store, first)
    make_live(store, other)
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str, dict[str, bytes]]:
    store = Store(tmp_path_factory.mktemp("store"))
    id = publish_frames(frames(random_world(1)), store, date(2023, 9, 30)).manifest.snapshot_id
    snapshot = store.open()
    city = snapshot.cities()[0]
    made = document(snapshot.city(city), city, date(2023, 9, 30), snapshot=id, boundaries=snapshot.boundaries(city))
    return store, id, {form: WRITERS[form](made) for form in ("docx", "xlsx", "html")}


def test_what_goes_on_meanwhile_changes_nothing(exported: tuple[Store, str, dict[str, bytes]]) -> None:
    store, id, files = exported
    other = subprocess.Popen([sys.executable, "-c", OTHER, str(store.root), id], cwd=ROOT,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "begun\n"
    for held in files.values():
        report = check(held, "件", store, read_file=reading)
        assert report.unchanged and report.snapshot == id and report.known, report
    other.communicate()
    assert other.returncode == 0
    assert len(store.ids()) == 2


def test_after_another_was_published_or_taken_back_it_is_said_which_one_is_live(
    exported: tuple[Store, str, dict[str, bytes]]
) -> None:
    store, id, files = exported
    publish_frames(frames(random_world(2)), store, date(2023, 9, 30))
    report = check(files["docx"], "件", store, read_file=reading)
    assert report.unchanged and not report.live
    assert f"出自数据快照 {id}，不是现行快照，现在看板用的是另一个" in report.notes
    make_live(store, id)
    assert check(files["docx"], "件", store, read_file=reading).live
