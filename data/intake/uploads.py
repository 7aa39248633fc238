"""Files that a browser sends (上传): kept for one intake in a private folder, under numbers, within limits.

What the user's computer calls a file is only ever text here; no path is made from it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO

from data.system import reason

_PREFIX = "consortium-uploads-"
#: Folders that were not closed (power cut, killed process) go after this many seconds.
_LEFT_OVER_AFTER = 24 * 3600
_PIECE = 1024 * 1024
#: Endings that are kept, since they help to tell what a file is; any other file has none.
_SUFFIX = re.compile(r"\.[a-z]{2,4}")
_LONGEST_NAME = 150
_MEGABYTE = 1024 * 1024


class UploadError(Exception):
    """A file is not taken; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much one intake may send."""

    file_bytes: int = 20 * _MEGABYTE
    total_bytes: int = 200 * _MEGABYTE
    files: int = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken."""

    #: Where it is: a numbered name in the private folder.
    path: Path
    #: Its name as it was sent, without folders; unique among the files of the intake.
    name: str
    sha256: str
    size: int


class Uploads:
    """The private folder of one intake; a context manager that removes it at the end."""

    def __init__(self, root: Path | None = None, limits: UploadLimits | None = None) -> None:
        """Make the folder, readable by this user alone, and remove what earlier ones left over.

        Args:
            root: Folder to make it in; the system's folder for temporary files when left out.
            limits: How much may be sent.

        Raises:
            UploadError: The folder cannot be made.
        """
        self.limits = limits or UploadLimits()
        self.files: list[Upload] = []
        base = Path(tempfile.gettempdir()) if root is None else root
        try:
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
            _remove_left_over(base)
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        except OSError as problem:
            raise UploadError(f"上传的文件没有地方存放（{reason(problem)}）") from problem

    def __enter__(self) -> Uploads:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the folder, whatever happened."""
        self.close()

    def close(self) -> None:
        """Remove the folder and the files; may be called again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.files.clear()

    @property
    def names(self) -> dict[Path, str]:
        """Return what each file is called, by its path, in the order they came."""
        return {file.path: file.name for file in self.files}

    def add(self, name: str, content: BinaryIO) -> Upload:
        """Take one file; reading stops where it is larger than allowed.

        Raises:
            UploadError: It is too large, there are too many, or it cannot be written; nothing of it is kept.
        """
        shown = self._free_name(_plain(name))
        if len(self.files) >= self.limits.files:
            raise UploadError(f"“{shown}”没有收：一次最多上传 {self.limits.files} 个文件，请分批上传")
        ending = PurePosixPath(shown).suffix.lower()
        number = len(self.files) + 1
        path = self.folder / f"{number:03}{ending if _SUFFIX.fullmatch(ending) else ''}"
        try:
            sha256, size = self._write(path, shown, content)
        except OSError as problem:
            path.unlink(missing_ok=True)
            raise UploadError(f"“{shown}”没有收：写不进去（{reason(problem)}）") from problem
        except UploadError:
            path.unlink(missing_ok=True)
            raise
        taken = Upload(path, shown, sha256, size)
        self.files.append(taken)
        return taken

    def _write(self, path: Path, shown: str, content: BinaryIO) -> tuple[str, int]:
        left = self.limits.total_bytes - sum(file.size for file in self.files)
        digest, size = hashlib.sha256(), 0
        # Exclusive: nothing that lies there already, a link least of all, is ever written to.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            while piece := content.read(_PIECE):
                size += len(piece)
                if size > self.limits.file_bytes:
                    most = _megabytes(self.limits.file_bytes)
                    mend = "删去图片和无关的工作表，或只粘贴数值到空白模板后再上传"
                    raise UploadError(f"“{shown}”没有收：超过单个文件的上限 {most}。{mend}")
                if size > left:
                    most = _megabytes(self.limits.total_bytes)
                    raise UploadError(f"“{shown}”没有收：这一次上传的文件合计超过上限 {most}，请分批上传")
                digest.update(piece)
                file.write(piece)
        return digest.hexdigest(), size

    def _free_name(self, name: str) -> str:
        taken = {file.name for file in self.files}
        found, number = name, 1
        while found in taken:
            number += 1
            path = PurePosixPath(name)
            found = f"{path.stem}（{number}）{path.suffix}"
        return found


def _plain(name: str) -> str:
    """Return the last part of a name that a browser gave, without folders and control characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(one for one in last if one.isprintable()).strip()
    stem, dot, ending = printable.rpartition(".")
    cut = printable if len(printable) <= _LONGEST_NAME else f"{stem[: _LONGEST_NAME - 10]}{dot}{ending[:9]}"
    return cut if cut.strip(".") else "未命名"


def _megabytes(count: int) -> str:
    return f"{count / _MEGABYTE:g} MB"


def _remove_left_over(base: Path) -> None:
    before = time.time() - _LEFT_OVER_AFTER
    for folder in base.glob(_PREFIX + "*"):
        try:
            found = folder.lstat()
        except OSError:
            continue
        # In a folder that everybody may write to, only what is this user's own is touched; a link is never followed.
        if found.st_mtime < before and (not hasattr(os, "getuid") or found.st_uid == os.getuid()):
            shutil.rmtree(folder, ignore_errors=True)
