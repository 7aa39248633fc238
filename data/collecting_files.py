"""The files of one intake (来件): found in folders, hashed, opened apart, and understood."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data.findings import Severity
from data.forms import forms_of
from data.intake.answers import CellFinding, SentFile
from data.intake.belonging import Belonging, belonging
from data.intake.grids import Contents
from data.intake.growing import ADDING, grown
from data.intake.notes import Notes, named
from data.intake.opening import open_files
from data.intake.personal import masked
from data.intake.register import Register
from data.intake.sheets import assign
from data.intake.understanding import understand
from data.manifest import StoreError
from data.merging.calendar import Month
from data.system import reason

_PIECE = 1024 * 1024
#: What Windows and macOS put into folders and archives.
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
#: Told how far the reading is: words for the reader, and the share from 0 to 1.
Progress = Callable[[str, float], None]


def listed(paths: Iterable[Path]) -> list[Path]:
    """Return the files among paths: a folder stands for its files and those of all folders in it.

    Lock files of an open workbook (``~$``), hidden files and what systems leave behind are passed over; links to
    folders are not followed.

    Raises:
        StoreError: A path does not exist or a folder cannot be read.
    """
    found: list[Path] = []
    for path in paths:
        try:
            if path.is_dir():
                found += _below(path)
            elif path.exists():
                found.append(path)
            else:
                raise StoreError(f"{path} 不存在，检查路径是否写对")
        except OSError as problem:
            raise StoreError(f"{path} 打不开（{reason(problem)}）") from problem
    return found


def _below(folder: Path) -> list[Path]:
    """Return the files of a folder, then those of each of its folders."""
    inner = sorted(folder.iterdir())
    found = [one for one in inner if one.is_file() and not _passed_over(one)]
    for one in inner:
        if one.is_dir() and not one.is_symlink() and not _passed_over(one):
            found += _below(one)
    return found


def received(
    paths: Sequence[Path],
    live: Mapping[str, pd.DataFrame],
    month: str | None,
    fallback: str,
    may_send: Callable[[str], bool] | None,
    names: Mapping[Path, str],
    progress: Progress,
    latest: str,
) -> tuple[list[SentFile], str]:
    """Open and understand files; returns them, and the month that is collected.

    Args:
        paths: The files.
        live: Frames of the live snapshot.
        month: The month to collect; null for the one that most files state.
        fallback: The month where no file states one.
        may_send: Whether files of a sender may be taken; null for all.
        names: What files are called, where that is not the name of the path.
        progress: Told how far it is, from 0 to 1.
        latest: The last month that has begun: a later one is a slip, and no file decides for it.
    """
    total = max(len(paths), 1)
    contents = open_files(
        paths, progress=lambda done, count: progress(f"正在打开文件（{done}/{count}）", 0.7 * done / max(count, 1))
    )
    called = [names.get(path, path.name) for path in paths]
    # Names and places are needed to tell whose a file is; which of them are open in the month comes later.
    known = Register.of(live, Month(month or fallback).last)
    owners = [belonging(one, name, known, None, Notes(name)) for one, name in zip(contents, called, strict=True)]
    wanted = month or _usual(owners, latest) or fallback
    register = known if wanted == (month or fallback) else Register.of(live, Month(wanted).last)
    files: dict[int, SentFile] = {}
    for number, at in enumerate(_reading_order(contents, called, owners)):
        name, owner = called[at], owners[at]
        progress(f"正在核对单元格（{number + 1}/{total}）：{masked(name)}", 0.7 + 0.3 * number / total)
        sha256, size = _hash(paths[at])
        if owner.sender is not None and may_send is not None and not may_send(owner.sender):
            files[at] = _not_allowed(name, sha256, size, owner, register)
        else:
            files[at] = understand(contents[at], name, sha256, size, register, month=wanted)
            register = grown(register, files[at])
    return united(without_twins(told_apart([files[at] for at in sorted(files)]))), wanted


def _reading_order(contents: Sequence[Contents], names: Sequence[str], owners: Sequence[Belonging]) -> list[int]:
    """Return in which order files are understood: the cities' before the counties', 机构 before what names them.

    A county may name the city's new hospital, and one sheet of a sender what another file of the same sender adds.
    """

    def order(at: int) -> tuple[int, int, int]:
        sender = owners[at].sender
        if sender is None or not contents[at].readable:
            return 2, 0, at
        held = assign(contents[at], "city" if len(sender) == 4 else "county", names[at], Notes(""))
        first = next((number for number, form in enumerate(ADDING) if form.key in held), len(ADDING))
        return int(len(sender) != 4), first, at

    return sorted(range(len(contents)), key=order)


def told_apart(files: Sequence[SentFile]) -> list[SentFile]:
    """Number files that are called alike, in folders of their own or once a name in them is hidden: ``报表（2）.xlsx``.

    Findings name the file they are of, and nothing else tells whose cell D17 is meant.
    """
    taken: set[str] = set()
    found = []
    for file in files:
        path, name, number = Path(file.name), file.name, 1
        while name in taken:
            number += 1
            name = f"{path.stem}（{number}）{path.suffix}"
        taken.add(name)
        findings = tuple(replace(one, file=name) for one in file.findings)
        found.append(file if name == file.name else replace(file, name=name, findings=findings))
    return found


def without_twins(files: Sequence[SentFile]) -> list[SentFile]:
    """Note files that say the same thing twice.

    ``file_twice``: the same bytes again are not read a second time. ``form_twice``: two files of one sender hold the
    same sheet, so that nobody can tell which counts; both are told.
    """
    taken: list[SentFile] = []
    by_form: dict[tuple[str, str], int] = {}
    kept: dict[str, SentFile] = {}
    for file in files:
        # Of copies the one counts of which most was understood: a name can tell the sender, and that of its copy not.
        if file.sha256 not in kept or len(file.forms) > len(kept[file.sha256].forms):
            kept[file.sha256] = file
    for file in files:
        best = kept[file.sha256]
        if file.sha256 and best is not file:
            message = f"与“{best.name}”是同一个文件，只采用一份"
            twin = _of_file(file, "file_twice", "warning", message, "删去多余的一份")
            taken.append(replace(file, forms={}, findings=(twin,)))
            continue
        taken.append(file)
        if file.sender is None:
            continue
        for key, rows in file.forms.items():
            other = by_form.setdefault((file.sender, key), len(taken) - 1)
            if other != len(taken) - 1:
                for here, there in ((other, file.name), (len(taken) - 1, taken[other].name)):
                    taken[here] = _noted(taken[here], _form_twice(taken[here], key, rows.form.sheet, there))
    return taken


def united(files: Sequence[SentFile]) -> list[SentFile]:
    """Take back ``sheet_missing`` where another file of the same sender holds what one lacks; what all lack is said."""
    held: dict[str, set[str]] = {}
    for file in files:
        held.setdefault(file.sender or "", set()).update(file.forms)
    count = Counter(file.sender for file in files)
    told: set[str | None] = set()
    found = []
    for file in files:
        missing = next((one for one in file.findings if one.code == "sheet_missing"), None)
        if missing is None or file.sender is None or count[file.sender] == 1:
            found.append(file)
            continue
        findings = [one for one in file.findings if one is not missing]
        own = forms_of("city" if len(file.sender) == 4 else "county")
        absent = [form.sheet for form in own if form.key not in held[file.sender]]
        if absent and file.sender not in told:
            told.add(file.sender)
            message = f"几个文件里都没有这些工作表：{named(absent, 20)}，按没有报送处理，系统里原有的不动"
            findings.append(replace(missing, message=message))
        found.append(replace(file, findings=tuple(findings)))
    return found


def _form_twice(file: SentFile, key: str, sheet: str, other: str) -> CellFinding:
    named = file.forms[key].sheet
    return CellFinding(
        "form_twice", "error", file.name, named, None, None, f"“{sheet}”在“{other}”里也有，不知道以哪一份为准",
        "每张表只留一份，把另一份里的这张表删去再报", file.sender,
    )


def _noted(file: SentFile, finding: CellFinding) -> SentFile:
    return replace(file, findings=(*file.findings, finding))


def _not_allowed(name: str, sha256: str, size: int, owner: Belonging, register: Register) -> SentFile:
    """Return a file of a sender for whom this user may not send; nothing in it is looked at."""
    sender = owner.sender or ""
    file = SentFile(masked(name), sha256, size, sender, owner.month, owner.version, {}, ())
    message = f"您的账号不能报送{register.name_of(sender)}（{sender}）的数据，这个文件没有读取"
    return _noted(file, _of_file(file, "not_allowed", "error", message, "由该单位的经办人报送，或请管理员添加权限"))


def _of_file(file: SentFile, code: str, severity: Severity, message: str, fix: str) -> CellFinding:
    return CellFinding(code, severity, file.name, None, None, None, message, fix, file.sender)


def _usual(owners: Iterable[Belonging], latest: str) -> str | None:
    """Return the month that most files state, of several the later; null where none states one that has begun."""
    counts = Counter(owner.month for owner in owners if owner.month is not None and owner.month <= latest)
    return max(counts, key=lambda month: (counts[month], month)) if counts else None


def hashes(paths: Iterable[Path]) -> dict[str, Path]:
    """Return files by their hash, those that cannot be read left out."""
    return {sha256: path for path in paths if (sha256 := _hash(path)[0])}


def _hash(path: Path) -> tuple[str, int]:
    """Return the hash and the size of a file; the empty text and 0 where it cannot be read, which opening it told."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError:
        return "", 0
    return digest.hexdigest(), size


def _passed_over(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.casefold() in _LEFT_BEHIND

