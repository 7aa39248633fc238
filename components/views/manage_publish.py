"""The publish (发布) of 数据管理: county by county accept or leave out, then make it live with a note."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import controls, html
from components.controls import Switches
from components.text import plain
from components.views import manage_words as said
from components.views.manage import Manage
from components.views.manage_desk import Desk
from data.access import AccessDenied, require_publish
from data.collecting import PRACTICE, Collection, publish_collection
from data.store import StoreError


def draw(model: Manage, collection: Collection, desk: Desk) -> None:
    """Draw whom to accept, the note and the button."""
    ready = {answer.code: answer.name for answer in collection.senders if answer.acceptable}

    def choose(_: str, value: Any) -> None:
        chosen = set(value) if isinstance(value, list) else set()
        desk.accepted = tuple(code for code in ready if code in chosen)

    html.draw("step", key="manage.publish.title", title="采用哪几家，然后发布")
    if not ready:
        html.draw("note", key="manage.publish.none", words="没有一家可以采用：请把退回单发给各区县，改好再收。")
        return
    if collection.obstacles:
        html.draw("note", key="manage.publish.obstacle", words=said.obstacle(collection))
        return
    if not model.own:
        html.draw("note", key="manage.publish.sample", words=f"{PRACTICE}。")
        return
    controls.panel(
        "manage.accepted", [Switches("accepted", "采用", ready, desk.accepted)], choose, row=True
    )
    with st.form("manage.publish", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        note = st.text_input("备注", key="manage.note", placeholder="这次发布的说明，显示在快照列表里", max_chars=200)
        allowed = bool(desk.accepted) and model.person.may_publish(desk.accepted)
        pressed = st.form_submit_button("发布", type="primary", disabled=not allowed)
    left = len(collection.senders) - len(desk.accepted)
    words = said.choice(len(desk.accepted), left)
    if desk.accepted and not allowed:
        words = "您登记的范围不含其中的单位，不能发布；可以检查、下载退回单。"
    html.draw("note", key="manage.publish.note", words=words)
    if pressed:
        _do_publish(model, collection, desk, ready, note)


def _do_publish(model: Manage, collection: Collection, desk: Desk, ready: dict[str, str], note: str) -> None:
    accepted = desk.accepted
    try:
        require_publish(model.person, accepted)
        with st.spinner("正在核对并发布……"):
            done = publish_collection(collection, accepted, model.store, note, model.person.name)
            # At once: a click meanwhile ends this run at the next thing drawn, and what was done must not be lost.
            names = [ready[code] for code in accepted]
            desk.clear(said.published(done.manifest.snapshot_id, names, collection.month))
    except (StoreError, AccessDenied) as problem:
        st.error(plain(str(problem)))
        return
    st.rerun()
