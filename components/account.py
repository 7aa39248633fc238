"""The account (账号): who is logged in, and the way in and out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Literal

import streamlit as st

from components import access, streamlit_login
from components.menu import Entry
from components.text import plain
from data.access import AccessDenied, Person, require_clerk, require_view

_LOG = logging.getLogger(__name__)


def draw(person: Person) -> None:
    """Draw who is logged in with the way out, or the way in for a visitor; nothing for the local user."""
    if person.local:
        return
    if person.logged_in:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f":gray[:small[已登录：{plain(person.name)}]]", width="content")
            _out("account.out", "tertiary")
    else:
        _in("account.in", "tertiary")


def refuse(title: str, person: Person) -> None:
    """Draw the page of somebody who may not view: why, and what to do about it."""
    st.header(title, anchor=False)
    fault = access.fault_of_session()
    if fault is not None:
        st.error(plain(fault))
    elif person.logged_in:
        st.warning(plain(_denied(require_view, person)))
        _out("refused.out", "secondary")
    else:
        st.markdown("登录后才能查看。")
        _in("refused.in", "primary")


def may_open(entry: Entry, person: Person) -> bool:
    """Tell whether a page may be run; where not, draw the reason in its place."""
    denied = _denied(require_clerk, person) if entry.for_clerks else None
    if denied is None:
        return True
    st.warning(plain(denied))
    if not person.logged_in:
        _in("page.in", "primary")
    return False


def _denied(check: Callable[[Person], None], person: Person) -> str | None:
    """Return the sentence with which a rule refuses, None if it does not."""
    try:
        check(person)
    except AccessDenied as denied:
        return str(denied)
    return None


def _in(key: str, kind: Literal["primary", "tertiary"]) -> None:
    """Draw the way in; where the settings lack something the reader is told so and the log says what."""
    fault = streamlit_login.fault()
    if fault is not None:
        _LOG.error("nobody can log in: %s", fault)
        st.warning("登录还没有设置好，请联系系统管理员：原因已写入服务器日志。")
        return
    st.button("登录", key=key, type=kind, on_click=st.login)


def _out(key: str, kind: Literal["secondary", "tertiary"]) -> None:
    """Draw the way out."""
    st.button("退出", key=key, type=kind, on_click=st.logout)
