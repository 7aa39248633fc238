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
from briefing.checking.reading import UNKNOWN, Unreadable
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
        raise Unreadable("文件是空的")
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
        raise Unreadable("读取这个文件用时超过上限，已停止读取") from None
    try:
        said = json.loads(done.stdout) if len(done.stdout) <= limits.answer_bytes else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Unreadable("读取这个文件要用的内存或时间超过上限，已停止读取")
    if "content" not in said:
        raise Unreadable(str(said.get("problem", UNKNOWN)))
    return Content(**said["content"])
