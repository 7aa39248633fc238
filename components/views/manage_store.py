"""The third step of 数据管理: earlier snapshots, which can be restored, and the log of what was done."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from components import grid, html, loaders
from components.opening import opening
from components.text import plain
from components.views import manage_lists as lists
from components.views.manage import Manage
from components.views.manage_desk import Desk
from data import audit
from data.access import AccessDenied, require_restore
from data.manifest import Manifest
from data.publishing import make_live
from data.store import StoreError
from indicators.wording import quantity

#: Entries of the log that are drawn; the file holds all.
_MOST = 200


def draw(model: Manage, desk: Desk) -> None:
    """Draw the snapshots and, behind a click, the log."""
    manifests = model.store.manifests()
    live = loaders.live_snapshot().id

    def choose(snapshot: str) -> None:
        desk.snapshot = snapshot

    known = {one.snapshot_id for one in manifests}
    chosen = desk.snapshot if desk.snapshot in known else ""
    grid.table(
        "manage.snapshots", "数据快照", lists.SNAPSHOTS, lists.snapshots(manifests, live), row_id="id", on_open=choose,
        selected=chosen, title=f"{quantity(len(manifests), '份')}快照都保留着，随时可以恢复", height=260,
        caption="点一行选中，再按“恢复”。快照发布后不再改动，恢复只是换用哪一份。",
    )
    if chosen and chosen != live and model.own:
        _restore(model, desk, chosen, cities_in(manifests, live, chosen))
    opening("审计日志：谁在什么时候做了什么", "manage.log.open", partial(_log, model))


def cities_in(manifests: Iterable[Manifest], *snapshots: str) -> tuple[str, ...]:
    """Return the cities of some snapshots together: one that a restored snapshot has and the live one lacks comes back.

    Args:
        manifests: Those of the store.
        snapshots: Ids.
    """
    return tuple(sorted({city for one in manifests if one.snapshot_id in snapshots for city in one.cities}))


def _restore(model: Manage, desk: Desk, chosen: str, cities: tuple[str, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        allowed = model.person.may_restore(*cities)
        pressed = st.button(f"恢复 {chosen}", key="manage.restore", disabled=not allowed)
        words = "恢复后，所有人下一次点击就看到这一份；现在的快照仍保留。" if allowed else "恢复快照由市级管理员进行。"
        html.draw("note", key="manage.restore.note", words=words)
    if not pressed:
        return
    try:
        require_restore(model.person, cities)
        make_live(model.store, chosen, by=model.person.name)
    except (StoreError, AccessDenied) as problem:
        st.error(plain(str(problem)))
        return
    desk.clear(f"已恢复快照 {chosen}")
    desk.snapshot = ""
    st.rerun()


def _log(model: Manage) -> None:
    entries = list(reversed(audit.entries(model.store)))
    for broken in audit.verify(model.store):
        st.warning(plain(broken))
    grid.table(
        "manage.log", "审计日志", lists.LOG, lists.log(entries[:_MOST]), height=320,
        caption="只能追加，不能修改；每一行都含上一行的校验值，改动会被发现。", empty="还没有记录。",
        download=("审计日志.csv", ("log", len(entries), entries[0].at if entries else ""),
                  partial(lists.log_file, entries)) if entries else None,
    )
