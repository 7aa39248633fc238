"""A file that came back, opened (打开回传文件): read in a process of its own, within limits, never run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from briefing.checking.content import Content
from briefing.checking.reading import AGAIN, DAMAGED, TOO_MUCH, Unreadable
from data.intake.limits import Limits

#: A deck of a city is 160 kB; the limits are far above what somebody puts into one.
LIMITS: Final = replace(Limits(), memory_bytes=2 * 1024**3)
_ROOT: Final = Path(__file__).resolve().parents[2]
_START: Final = "import sys; sys.path.insert(0, sys.argv[1]); from briefing.checking.worker import serve; serve()"
#: What the process sees of the environment: what it needs to start, and no secret.
_ENVIRONMENT: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")


def opened(content: bytes, limits: Limits = LIMITS) -> Content:
    """Read a file.

    Raises:
        Unreadable: It cannot be read within the limits; the message is a Chinese sentence without its full stop.
    """
    if not content:
        raise Unreadable(f"文件是空的；{AGAIN}")
    if len(content) > limits.file_bytes:
        raise Unreadable(f"文件有 {len(content) / 2**20:.1f} MB，超过上限 {limits.file_bytes / 2**20:.0f} MB")
    try:
        done = subprocess.run(
            # -I: no environment variable and no folder of the user decides what is imported.
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT)],
            input=json.dumps(asdict(limits)).encode() + b"\n" + content, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=limits.seconds, check=False, cwd=_ROOT,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_MUCH) from None
    if done.returncode:
        # Below zero: a signal, by which the system ends what takes too much.
        raise Unreadable(TOO_MUCH if done.returncode < 0 else DAMAGED)
    said = json.loads(done.stdout)
    if "content" not in said:
        raise Unreadable(said["problem"])
    return Content(**said["content"])
