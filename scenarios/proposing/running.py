"""Running HiGHS so that nobody waits for it: short runs beside this thread, long ones in a process that can be ended.

``scipy.optimize.milp`` can neither be interrupted nor tell how far it is. Most programs are solved in the first second,
for which starting a process would be the larger part; a thread is enough there, and ends by itself.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from scenarios.proposing.program import Program, Solved, solved
from scenarios.proposing.proposal import Clock

#: Seconds that a run in this process may take at most: so long it goes on after somebody stops.
QUICK = 1.0
#: How often somebody who wants to stop is asked, in seconds.
POLL = 0.02
_ROOT = Path(__file__).resolve().parents[2]


class Runner:
    """Runs programs one after the other; when it is left, nothing that runs longer than ``QUICK`` goes on."""

    def __init__(self, clock: Clock) -> None:
        """Hold the clock; the process is started when it is first needed."""
        self.clock = clock
        self._child: subprocess.Popen[bytes] | None = None
        self._waiting: threading.Thread | None = None

    def __enter__(self) -> Runner:
        """Return the runner."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process, whatever it is doing."""
        child = self._child
        if child is None:
            return
        child.kill()
        child.wait()
        # Whoever waits for an answer finds the pipe ended.
        if self._waiting is not None:
            self._waiting.join()
        put, get = _pipes(child)
        with suppress(BrokenPipeError):
            put.close()
        get.close()

    def run(self, program: Program, seconds: float) -> Solved | None:
        """Run a program for at most so long; null when somebody stopped it before its end."""
        child = None if seconds <= QUICK else self._child or self._started()
        kept: list[Solved] = []
        failed: list[BaseException] = []

        def beside() -> None:
            try:
                kept.append(solved(program, seconds) if child is None else _asked(child, program, seconds))
            except BaseException as error:  # raised again by whoever waits
                failed.append(error)

        # No daemon: a thread that is torn down inside HiGHS takes the whole process with it.
        thread = threading.Thread(target=beside, name="milp")
        thread.start()
        if child is not None:
            self._waiting = thread
        while thread.is_alive():
            thread.join(POLL)
            if thread.is_alive() and self.clock.stopped:
                return None
        if failed:
            raise failed[0]
        return kept[0]

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "scenarios.proposing.child"]
        # A session of its own, so that Ctrl+C in a terminal reaches this process only.
        self._child = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        return self._child


def _asked(child: subprocess.Popen[bytes], program: Program, seconds: float) -> Solved:
    put, get = _pipes(child)
    # Starting takes part of the time.
    pickle.dump((program, time.time() + seconds), put)
    put.flush()
    answer: Solved = pickle.load(get)
    return answer


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin is not None and child.stdout is not None
    return child.stdin, child.stdout
