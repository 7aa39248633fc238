"""One at a time: the lock of a store, and the sentences said where it or the disk refuses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from data.manifest import StoreError
from data.store import SNAPSHOTS, Store
from data.system import reason

#: Files and folders that are being written; whatever bears this name when the lock is free is left over.
TEMPORARY = ".publishing-"
_LOCK = ".lock"
#: How long a second publisher waits for the first.
WAIT_SECONDS = 60.0


class PublishError(StoreError):
    """A publish did not happen; the message says why, in Chinese. The live snapshot is as it was."""


@contextmanager
def exclusively(store: Store, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Let one publisher in, clear what a killed one left, and turn system errors into sentences.

    Raises:
        PublishError: Another publish goes on, or the system refused something in the block.
    """
    try:
        (store.root / SNAPSHOTS).mkdir(parents=True, exist_ok=True)
        with FileLock(store.root / _LOCK, timeout=wait):
            for left in store.root.glob(TEMPORARY + "*"):
                _remove(left)
            yield
    except Timeout as problem:
        raise PublishError(f"另一个发布正在进行，等了 {wait:g} 秒仍未结束，请稍后再试") from problem
    except OSError as problem:
        where = f"（{problem.filename}）" if problem.filename else ""
        raise PublishError(f"没有发布：{reason(problem)}{where}。正在使用的快照没有变化") from problem


def _remove(left: Path) -> None:
    # What cannot be removed is in nobody's way: no snapshot and not CURRENT bears such a name.
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        with suppress(OSError):
            left.unlink()
