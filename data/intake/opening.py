"""Files as they were sent, opened (打开文件): each read in a process of its own rights, within limits, never followed.

Nothing a file holds raises here: what cannot be read is a :class:`~data.intake.grids.Contents` without sheets, with a
flaw that says why and how to mend it.
"""

from __future__ import annotations

import queue
import stat
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from data.intake.file_contents import format_of
from data.intake.grids import Contents
from data.intake.limits import Limits
from data.intake.reading_process import ReadingProcess
from data.intake.refusals import RefusedError, too_large, unreadable

_DEFAULT = Limits()


def open_file(path: Path, *, limits: Limits = _DEFAULT) -> Contents:
    """Open one file; see :func:`open_files`."""
    return open_files([path], limits=limits)[0]


def open_files(
    paths: Sequence[Path],
    *,
    limits: Limits = _DEFAULT,
    workers: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> list[Contents]:
    """Open files, several at once, and return their contents in the order given.

    Args:
        paths: The files; the ending of a name counts only where the content leaves a choice.
        limits: What the reading of each file may cost.
        workers: Reading processes at work at the same time.
        progress: Called in the calling thread with how many files are done, and of how many.
    """
    opened: list[Contents | None] = [_refused_unread(path, limits) for path in paths]
    todo = [number for number, contents in enumerate(opened) if contents is None]
    done = len(paths) - len(todo)
    if progress is not None and done:
        progress(done, len(paths))
    readers = [ReadingProcess() for _ in range(min(workers, len(todo)))]
    idle: queue.SimpleQueue[ReadingProcess] = queue.SimpleQueue()
    for reader in readers:
        idle.put(reader)

    def read(path: Path) -> Contents:
        reader = idle.get()
        try:
            return reader.read(path, limits)
        finally:
            idle.put(reader)

    with ThreadPoolExecutor(max(len(readers), 1)) as threads:
        try:
            reading = {threads.submit(read, paths[number]): number for number in todo}
            for finished in as_completed(reading):
                opened[reading[finished]] = finished.result()
                done += 1
                if progress is not None:
                    progress(done, len(paths))
        finally:
            # Also where the caller gave up: what still runs is ended, and what still waits is answered at once.
            for reader in readers:
                reader.close()
    return [contents for contents in opened if contents is not None]


def _refused_unread(path: Path, limits: Limits) -> Contents | None:
    """Return the refusal of what need not be read to be refused; null where it must be."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return unreadable().contents(format_of(path.suffix))
    if not stat.S_ISREG(about.st_mode):
        what = "文件夹" if stat.S_ISDIR(about.st_mode) else "特殊文件"
        refusal = RefusedError("file_unreadable", f"这是{what}，不是文件", "请发送里面的文件本身")
        return refusal.contents(format_of(path.suffix))
    if about.st_size > limits.file_bytes:
        return too_large(about.st_size, limits.file_bytes).contents(format_of(path.suffix))
    return None
