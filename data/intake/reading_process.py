"""One reading process from outside: started when needed, asked, listened to, killed, started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from data.intake.file_contents import format_of
from data.intake.grids import Contents
from data.intake.limits import Limits
from data.intake.refusals import RefusedError, damaged, out_of_memory, out_of_time
from data.intake.wire import from_json

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from data.intake.worker import serve; serve()"
#: What the process sees of the environment: what it needs to start, and no secret.
_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
#: Seconds a process that has closed its answers may take to end before it is made to.
_DYING = 2.0


class ReadingProcess:
    """A process that reads files one after another; used by one thread at a time.

    A process that was killed, crashed or said what is no answer is replaced by a new one for the next file.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0
        self._closed = False
        #: No process may be started behind the back of who closes.
        self._starting = threading.Lock()

    def read(self, path: Path, limits: Limits) -> Contents:
        """Read one file; a failure of the process is a flaw of the file and never an exception."""
        used = self._process is not None
        contents = self._attempt(path, limits)
        if used and self._process is None and not any(flaw.code == "reading_timeout" for flaw in contents.flaws):
            # What earlier files left behind in a process must not decide about this one.
            contents = self._attempt(path, limits)
        return contents

    def _attempt(self, path: Path, limits: Limits) -> Contents:
        """Read one file once; a process that failed, or was short of memory, is not kept."""
        with self._starting:
            if self._closed:
                return _stopped().contents(format_of(path.suffix))
            process = self._process = self._process or self._start()
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limits.seconds, kill)
        timer.start()
        try:
            answer = self._ask(process, path, limits)
        finally:
            timer.cancel()
        if answer is not None and not late.is_set():
            if any(flaw.code == "reading_memory" for flaw in answer.flaws):
                process.kill()
                self._end(process)
                self._process = None
            return answer
        code = self._end(process)
        self._process = None
        if self._closed:
            return _stopped().contents(format_of(path.suffix))
        return _failure(code, late=late.is_set()).contents(format_of(path.suffix))

    def close(self) -> None:
        """End the process; a file that is being read is given up."""
        with self._starting:
            self._closed = True
            process = self._process
        if process is not None:
            process.kill()
            self._end(process)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            # -I: no environment variable and no folder of the user decides what is imported.
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            cwd=_ROOT,
        )

    def _ask(self, process: subprocess.Popen[bytes], path: Path, limits: Limits) -> Contents | None:
        assert process.stdin is not None and process.stdout is not None
        self._number += 1
        asked = {"number": self._number, "path": str(path.absolute()), "limits": asdict(limits)}
        try:
            process.stdin.write(json.dumps(asked).encode("ascii") + b"\n")
            process.stdin.flush()
            line = process.stdout.readline(limits.answer_bytes)
        except OSError:
            return None
        number, _, said = line.partition(b" ")
        if number != str(self._number).encode() or not said.endswith(b"\n"):
            return None
        try:
            return from_json(said)
        except ValueError:
            return None

    def _end(self, process: subprocess.Popen[bytes]) -> int | None:
        """End a process and return how it ended by itself; null where it had to be killed for talking nonsense."""
        code: int | None = None
        try:
            code = process.wait(_DYING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue  # what was still to be said to a dead process
        return code


def _failure(code: int | None, *, late: bool) -> RefusedError:
    """Return what the end of a process says about the file it was reading; ``code`` is negative for a signal."""
    if late or code == -_signal("SIGXCPU"):
        return out_of_time()
    # SIGKILL: the system was short of memory; SIGABRT: calamine was refused memory.
    if code in (-_signal("SIGKILL"), -_signal("SIGABRT")):
        return out_of_memory()
    return damaged("读取它的程序中途停了")


def _signal(name: str) -> int:
    # Windows lacks some, and ends processes without signals: no code equals minus a thousand there.
    return int(getattr(signal, name, 1000))


def _stopped() -> RefusedError:
    return RefusedError("reading_stopped", "读取被中止，这个文件没有读完", "重新读取一次")
