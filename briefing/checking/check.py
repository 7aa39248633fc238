"""The check (核对): a file that came back, held against the snapshot it says it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from briefing.checking.again import Again, Unmade, again, approval_of
from briefing.checking.comparing import Compared
from briefing.checking.content import COPY, PAGE, Content, Held
from briefing.checking.guessing import guessed
from briefing.checking.naming import Naming
from briefing.checking.opening import LIMITS, opened
from briefing.checking.reading import WALL, Unreadable, read
from briefing.checking.report import Report
from briefing.checking.texts import plain
from briefing.edition import edition
from briefing.facts import fingerprint
from briefing.model import OTHER_DOCUMENT, SCENARIO, Document
from briefing.naming import WHAT
from briefing.writing import WRITERS
from briefing.writing.wall import wall_bytes
from data.approval import approval_line
from data.store import Store, StoreError, default_store
from indicators.wording import date_words

#: What a file is, and what writes it, the wall (会议放映) among them.
_FORMS: Final = {**WHAT, WALL: "会议放映"}
_WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = {**WRITERS, WALL: wall_bytes}
_WHY: Final = "文件里没有本系统写入的清单，可能是被别的软件另存或粘贴到别的文件时丢掉了，也可能不是本系统导出的"


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
    about = Report(name, form=_FORMS[found.form], snapshot=found.snapshot, printed=found.code,
                   known=found.snapshot in store.ids(), live=found.snapshot == _live(store))
    made_from = found.made_from
    if made_from is None:
        made_from = guessed(found, store)
        if made_from is None:
            return _unsaid(about, found)
    snapshot = made_from.get("snapshot", "")
    about = replace(about, snapshot=snapshot, known=snapshot in store.ids(), live=snapshot == _live(store))
    try:
        made, expected = _expected(str(store.root), found.form, tuple(sorted(made_from.items())))
    except Unmade as problem:
        return replace(about, problem=f"没有核对：{problem}") if found.made_from else _unsaid(about, found)
    if found.made_from is None:
        return _guessed(about, made, expected, found)
    printed, own = approval_of(made_from, store), approval_line(store.root)
    return _held(replace(about, other_edition=found.edition != edition(), recomputed=fingerprint(made.document),
                         approvals=(printed, own) if printed != own else None), made, expected, found)


def _held(about: Report, made: Again, expected: Mapping[str, Held], found: Content) -> Report:
    """Return the report with what comparing found."""
    document = made.document
    pages = {place.partition("@")[2]: round(held) for place, held in found.places.items()
             if place.startswith(f"{PAGE}@") and isinstance(held, float)}
    compared = Compared(document, expected, found.places, Naming(document, made.figures, found.form, pages))
    marks = "".join(f"（{mark}）" for mark in document.marks)
    return replace(
        about, subject=f"{document.scope_name}，截止 {date_words(document.as_of)}{marks}", equal=compared.equal,
        changed=tuple(compared.changed), lost=tuple(compared.lost), words=tuple(compared.words),
        added=tuple(compared.added), hidden=tuple(compared.hidden), moved=compared.moved,
        scenario=SCENARIO in document.marks,
    )


@lru_cache(maxsize=8)
def _expected(root: str, form: str, made_from: tuple[tuple[str, str], ...]) -> tuple[Again, dict[str, Held]]:
    """Return what the snapshot gives, and what stands at each place of the file it gives; snapshots never change."""
    made = again(dict(made_from), Store(Path(root)))
    return made, read(_WRITERS[form](made.document), LIMITS).places


def _live(store: Store) -> str:
    try:
        return store.live_id()
    except StoreError:
        return ""


def _guessed(about: Report, made: Again, expected: Mapping[str, Held], found: Content) -> Report:
    """Hold a file that does not say what it was made from against what is printed in it.

    Of one whose code is not that of the usual agenda only what is there is compared: what is not there may never have
    been.
    """
    document, code = made.document, fingerprint(made.document)
    texts = "\n".join(plain(held) for held in found.places.values() if isinstance(held, str))
    if plain(document.caliber) not in texts or (document.policy and plain(document.policy) not in texts):
        # Made by another caliber or document: every figure would seem to be changed.
        return _unsaid(about, found)
    how = f"{_WHY}；按文中印的快照和截止日期，以{document.scope_name}的常用议程重新编排后核对"
    if found.code == code:
        return _held(replace(about, recomputed=code, guessed=f"{how}；文中印的核对码与它的相同"), made, expected, found)
    there = {_part(place) for place in found.places}
    own = {place: held for place, held in expected.items() if _part(place) in there}
    said = f"印的核对码 {found.code} 与它的 {code} 不同" if found.code else "文中没有印核对码"
    return _held(replace(about, guessed=f"{how}；{said}，所以只核对文件里有的部分，缺少的页不作判断"), made, own, found)


def _part(place: str) -> str:
    """Return the part of a file that a place lies in: its slide, its table, its section."""
    at = place.partition(COPY)[0].partition("@")[2]
    return at.partition("@")[2] if at.startswith(("table@", "chart@", "map@")) else at


def _unsaid(about: Report, found: Content) -> Report:
    """Say what can be said of a file that does not say (any more) what it was made from, and what to do about it."""
    if not found.snapshot:
        return replace(about, problem=f"没有核对：{_WHY}；文中也没有印数据快照编号和核对码")
    code = f"、核对码 {found.code}" if found.code else ""
    printed = f"没有核对：{_WHY}。文中印的是数据快照 {found.snapshot}{code}"
    if not about.known:
        return replace(about, problem=f"{printed}，本机的数据仓库里没有这个快照；请到导出它的那台机器上核对")
    marks = [mark for mark in (SCENARIO, OTHER_DOCUMENT) if any(mark in str(text) for text in found.places.values())]
    which = f"，标着“{'”“'.join(marks)}”" if marks else ""
    own = {SCENARIO: "、情景", OTHER_DOCUMENT: "、政策文件"}
    same = f"范围、日期、口径{''.join(own[mark] for mark in marks)}"
    return replace(about, problem=(
        f"{printed}{which}，但不知道是按什么{same}导出的。请向对方要导出时的原件；没有原件，就按同样的{same}重新导出一份，"
        "人工逐处对照（核对码相同只说明出自同样的数字，不说明没有改动）"
    ))
