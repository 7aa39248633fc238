"""The reading process of a file that came back: one file on standard input, its content as JSON on standard output.

It is started by :mod:`briefing.checking.opening` and by nobody else, and holds itself to the limits before it looks at
a byte. Nothing of a file is ever run.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any

from briefing.checking.reading import TOO_MUCH, Unreadable, read
from data.intake.bounds import hold_to
from data.intake.limits import Limits


def serve() -> None:
    """Read the file that stands on standard input and say what is in it, or why it cannot be read."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints goes nowhere: the answer alone stands on the way back.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    hold_to(limits)
    said: dict[str, Any]
    try:
        said = {"content": asdict(read(sys.stdin.buffer.read(limits.file_bytes + 1), limits))}
    except Unreadable as problem:
        said = {"problem": str(problem)}
    except MemoryError:
        said = {"problem": TOO_MUCH}
    answer = json.dumps(said).encode()
    answers.write(answer if len(answer) <= limits.answer_bytes else json.dumps({"problem": TOO_MUCH}).encode())
    answers.flush()
