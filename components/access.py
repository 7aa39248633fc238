"""Who asks (当前用户), for the pages: the local user, whoever has logged in, or a visitor.

The rules are in :mod:`data.access`. Server functions that change anything ask ``require_send``, ``require_publish`` or
``require_restore`` there with :func:`current`, whatever the page has shown; they raise ``AccessDenied`` with a Chinese
sentence.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from components import streamlit_login
from data.access import VISITOR, Person, local_person
from data.access_file import Access, AccessFileError, Keeper, now

_LOG = logging.getLogger(__name__)
_KEEPER = Keeper()
#: The header by which the middleware tells a page that the connection is the local user's; its value cannot be guessed.
MARK: Final = "x-consortium-atlas-local"
MARK_VALUE: Final = secrets.token_hex(16)

NOT_SET_UP: Final = (
    "看板从本机以外的地址打开，而管理员还没有设置谁可以查看，因此不提供任何内容。"
    "请管理员按项目说明 docs/access.md 写好权限文件，再用 --access 指明该文件重新启动。"
)
#: Said in place of an uploader to whom the server would refuse the file (components/routes_access.py).
UPLOAD_NEEDS_LOGIN: Final = "上传文件要先登录。"
BROKEN: Final = "权限文件有误，暂时不提供任何内容。请联系系统管理员：出错的位置和改法已写入服务器日志。"


def current() -> Person:
    """Return who asks for this run of a page; without any right where the settings are not in order."""
    return person(_is_local_session(), streamlit_login.of_session())


def person(local: bool, claims: Mapping[str, Any]) -> Person:
    """Return who a connection stands for.

    Args:
        local: It can only be the local user's (:mod:`components.access_peer`); counts where no users file is set.
        claims: What the login says; empty without one.
    """
    try:
        access = _settings()
    except AccessFileError:
        return VISITOR
    if access is None:
        return local_person() if local else VISITOR
    return access.person(claims, now())


def fault(local: bool) -> str | None:
    """Return why nobody at such a connection can be let in, logged in or not: a Chinese sentence; None if they can."""
    try:
        access = _settings()
    except AccessFileError:
        return BROKEN
    return NOT_SET_UP if access is None and not local else None


def fault_of_session() -> str | None:
    """Return :func:`fault` for the session of this run."""
    return fault(_is_local_session())


def is_open_to_all() -> bool:
    """Tell whether viewing needs no login."""
    return person(False, {}).may_view()


_said: list[str] = []


def _settings() -> Access | None:
    """Return the users file as it is now, and write what is wrong with it to the log, once for each wrong."""
    try:
        found = _KEEPER.get()
    except AccessFileError as problem:
        if _said != [str(problem)]:
            _LOG.error("%s", problem)
            _said[:] = [str(problem)]
        raise
    _said.clear()
    return found


def _is_local_session() -> bool:
    if not streamlit_login.is_served():
        return True
    return hmac.compare_digest((st.context.headers.get(MARK) or "").encode(), MARK_VALUE.encode())
