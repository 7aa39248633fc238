"""Writing that lasts: a file or a rename is on disk when the call returns, so that a power cut loses nothing said."""

from __future__ import annotations

import os
from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Write a file, making its folder if need be, and wait until it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then into it; what stood there stands till then."""
    # Its own name may be as long as a name can be, so the other one is not made of it.
    temporary = path.with_name(f".{os.getpid()}.part")
    try:
        write_file(temporary, content)
        os.replace(temporary, path)
        flush_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    # A rename lasts only once its folder is on disk. Windows has no such call and does it by itself.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
