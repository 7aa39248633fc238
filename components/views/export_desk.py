"""One session's part of 材料导出: what is to be made, the files that were made, the file that came back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from briefing.checking.check import check
from briefing.checking.report import Report
from briefing.model import Document
from briefing.naming import WHAT, file_name
from briefing.writing import WRITERS
from components.jobs import Jobs
from data.store import Store
from scenarios.proposing.proposal import Control, Progress

_SESSION: Final = "export.desk"
#: Seconds after which nobody waits any more; a city's four files take about three.
SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one document, by the ending of their names."""

    #: What the document was made from.
    key: tuple[tuple[str, str], ...]
    files: Mapping[str, tuple[str, bytes]]


def key_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Return what tells a document from every other: all it was made from."""
    return tuple(sorted(document.made_from.items()))


class Writing:
    """Files to be written one after another; ``done`` says how many are."""

    def __init__(self, document: Document, forms: tuple[str, ...]) -> None:
        """Nothing is written yet."""
        self.document, self.forms = document, forms
        self.done = 0

    def __call__(self, control: Control) -> Written:
        """Write the files, telling how far it is; called beside the page."""
        began, files = time.monotonic(), dict[str, tuple[str, bytes]]()
        for form in self.forms:
            if control.stop is not None and control.stop():
                break
            if control.progress is not None:
                control.progress(Progress(f"正在写{WHAT[form]}", time.monotonic() - began))
            files[form] = (file_name(self.document, form), WRITERS[form](self.document))
            self.done += 1
        return Written(key_of(self.document), files)


class Checking:
    """A file to be held against its snapshot."""

    def __init__(self, name: str, content: bytes, store: Store) -> None:
        """Nothing is read yet."""
        self.name, self.content, self.store = name, content, store

    def __call__(self, control: Control) -> Report:
        """Check the file; called beside the page."""
        if control.progress is not None:
            control.progress(Progress("正在读取文件并重新计算", 0.0))
        return check(self.content, self.name, self.store)


@dataclass
class Desk:
    """What one session has chosen and had made."""

    #: Endings of the files to be made; null for all there are.
    forms: tuple[str, ...] | None = None
    writing: Jobs[Written] = field(default_factory=Jobs)
    task: Writing | None = None
    made: Written | None = None
    checking: Jobs[Report] = field(default_factory=Jobs)
    #: The uploaded file that is being checked or was checked last; empty without one.
    sent: str = ""
    #: Its name.
    name: str = ""
    report: Report | None = None
    #: What could not be done last, in Chinese.
    problem: str = ""

    def write(self, task: Writing) -> None:
        """Begin to write files."""
        self.task, self.problem = task, ""
        self.writing.start(task, SECONDS)

    def examine(self, id: str, task: Checking) -> None:
        """Begin to check a file."""
        self.sent, self.name, self.report = id, task.name, None
        self.checking.start(task, SECONDS)

    def collect(self) -> None:
        """Take in what has ended."""
        written = self.writing.taken()
        if written is not None:
            self.task = None
            self.problem = f"文件没有写成：{written.problem}。" if written.problem else ""
            if written.made is not None:
                before = self.made.files if self.made is not None and self.made.key == written.made.key else {}
                self.made = Written(written.made.key, {**before, **written.made.files})
        checked = self.checking.taken()
        if checked is not None:
            self.report = checked.made or Report(self.name, f"没有核对：{checked.problem or '计算被停止'}")


def desk() -> Desk:
    """Return this session's desk, with what has ended taken in."""
    held: Desk = st.session_state.setdefault(_SESSION, Desk())
    held.collect()
    return held
