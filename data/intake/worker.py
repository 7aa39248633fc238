"""The reading process (读取进程): takes one file after another, holds itself to the limits, answers in JSON.

It is started by :mod:`data.intake.reading_process` and by nobody else. Parsers of hostile files run only here: the
process can write no file, leaves no core dump, and is killed from outside when it takes too long.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO

from data.intake.bounds import hold_to
from data.intake.file_contents import format_of, read_content
from data.intake.grids import Contents
from data.intake.limits import Limits
from data.intake.refusals import out_of_memory, too_large, unreadable
from data.intake.wire import to_json


def serve() -> None:
    """Answer requests (one line of JSON each: number, path, limits) on standard input until it is closed."""
    # openpyxl would load numpy for a check of types; that takes more time and address space than all the rest.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints goes nowhere: answers alone stand on the way back.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        limits = Limits(**{field.name: asked["limits"][field.name] for field in fields(Limits)})
        _answer(answers, asked["number"], Path(asked["path"]), limits)


def _answer(answers: BinaryIO, number: int, path: Path, limits: Limits) -> None:
    hold_to(limits)
    contents = read_path(path, limits)
    try:
        said = to_json(contents)
    except MemoryError:
        said = b""
    if not said or len(said) + len(str(number)) + 2 > limits.answer_bytes:
        said = to_json(out_of_memory().contents(contents.format))
    answers.write(b"%d %s\n" % (number, said))
    answers.flush()


def read_path(path: Path, limits: Limits) -> Contents:
    """Read one file in this process, at most as many bytes of it as the limits allow."""
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError:
        return unreadable().contents(format_of(suffix))
    if len(content) > limits.file_bytes:
        return too_large(len(content), limits.file_bytes).contents(format_of(suffix))
    return read_content(content, suffix, limits)
