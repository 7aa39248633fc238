"""The check (核对): a file that came back, held against the snapshot it says it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from briefing.checking.again import Again, Unmade, again
from briefing.checking.comparing import Compared
from briefing.checking.content import Content, Held
from briefing.checking.naming import Naming
from briefing.checking.opening import LIMITS, opened
from briefing.checking.reading import Unreadable, read
from briefing.checking.report import Report
from briefing.facts import fingerprint
from briefing.naming import WHAT
from briefing.writing import WRITERS
from data.store import Store, StoreError, default_store
from indicators.wording import date_words


def check(
    content: bytes, name: str, store: Store | None = None, *, read_file: Callable[[bytes], Content] = opened
) -> Report:
    """Hold a file against its snapshot; what cannot be read or made again is a report that says so.

    Args:
        content: The file.
        name: Its name, for the report.
        store: Where the snapshot is; null for the store in use.
        read_file: Reads the file; raises :class:`~briefing.checking.reading.Unreadable`.
    """
    try:
        found = read_file(content)
    except Unreadable as problem:
        return Report(name, f"没有核对：{problem}")
    store = store or default_store()
    about = Report(name, form=WHAT[found.form], snapshot=found.snapshot, printed=found.code,
                   known=found.snapshot in store.ids(), live=found.snapshot == _live(store))
    if found.made_from is None:
        return _unsaid(about, found)
    if found.form not in WRITERS:
        return replace(about, problem=f"没有核对：本系统现在不导出{WHAT[found.form]}")
    snapshot = found.made_from.get("snapshot", "")
    about = replace(about, snapshot=snapshot, known=snapshot in store.ids(), live=snapshot == _live(store))
    try:
        made, expected = _expected(str(store.root), found.form, tuple(sorted(found.made_from.items())))
    except Unmade as problem:
        return replace(about, problem=f"没有核对：{problem}")
    document = made.document
    compared = Compared(document, expected, found.places, Naming(document, made.figures, found.form))
    marks = "".join(f"（{mark}）" for mark in document.marks)
    return replace(
        about, subject=f"{document.scope_name}，截止 {date_words(document.as_of)}{marks}",
        recomputed=fingerprint(document), equal=compared.equal, changed=tuple(compared.changed),
        lost=tuple(compared.lost), words=tuple(compared.words),
    )


@lru_cache(maxsize=8)
def _expected(root: str, form: str, made_from: tuple[tuple[str, str], ...]) -> tuple[Again, dict[str, Held]]:
    """Return what the snapshot gives, and what stands at each place of the file it gives; snapshots never change."""
    made = again(dict(made_from), Store(Path(root)))
    return made, read(WRITERS[form](made.document), LIMITS).places


def _live(store: Store) -> str:
    try:
        return store.live_id()
    except StoreError:
        return ""


def _unsaid(about: Report, found: Content) -> Report:
    """Say what can be said of a file that does not say (any more) what it was made from."""
    why = "文件里没有本系统写入的清单，可能是被别的软件另存时丢掉了，也可能不是本系统导出的"
    if not found.snapshot:
        return replace(about, problem=f"没有核对：{why}；文中也没有印数据快照编号和核对码")
    held = "本机的数据仓库里有这个快照" if about.known else "本机的数据仓库里没有这个快照"
    code = f"、核对码 {found.code}" if found.code else ""
    return replace(about, problem=f"不能逐处核对：{why}。文中印的是数据快照 {found.snapshot}{code}，{held}；"
                                "请按该快照重新导出一份，对比两份的核对码")
