"""The process in which a 退回单 is made: what was sent is parsed again here, within limits, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from data.returning.request import Request

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from data.returning.process import serve; serve()"
#: What the process sees of the environment: what it needs to start, and no secret.
_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH")
SECONDS = 60.0
MEMORY_BYTES = 2 * 1024 * 1024 * 1024
_FILE_BYTES = 512 * 1024 * 1024


def make_apart(request: Request, content: bytes, *, seconds: float = SECONDS) -> bytes | None:
    """Return the bytes of a 退回单 made in a process of its own; null where that failed or took too long."""
    # openpyxl writes sheets to temporary files; theirs go with the folder even when the process is killed.
    with tempfile.TemporaryDirectory(prefix="returning-") as folder:
        try:
            done = subprocess.run(
                # -I: no environment variable and no folder of the user decides what is imported.
                [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT)],
                input=request.to_json() + b"\n" + content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                    **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder),
                    # Every thread of the arithmetic library would take address space for itself.
                    "OPENBLAS_NUM_THREADS": "1",
                },
                cwd=_ROOT,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"PK") else None


def serve() -> None:
    """Answer one request on standard input: its line of JSON, then the bytes of the file."""
    _limit()
    from data.returning.making import make

    answer = os.fdopen(os.dup(1), "wb")
    # What a library prints goes nowhere: the answer alone stands on the way back.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    request = Request.from_json(sys.stdin.buffer.readline())
    answer.write(make(request, sys.stdin.buffer.read()))
    answer.close()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits: there only the time is bounded
        return
    for kind, most in (
        (resource.RLIMIT_CPU, int(SECONDS) + 1),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        try:
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (ValueError, OSError):
            # macOS refuses a bound on address space below what is mapped already; the clock still bounds the work.
            continue
