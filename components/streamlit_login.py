"""Streamlit's login as our own routes see it (登录): its signed cookie, what its settings lack, a page's messages.

Pages ask ``st.user``, which is documented. Routes beside the pages have no such thing and read the cookie that
``st.login`` leaves, by Streamlit's own functions. Those are internals: whatever of them 权限 rests on stands in this
module alone, and ``tests/components/test_streamlit_login.py`` fails when they change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.auth_util import get_origin_from_redirect_uri, get_secrets_auth_section, validate_auth_credentials
from streamlit.errors import StreamlitAuthError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

#: The provider of ``st.login()`` without a name: accounts in the users file belong to it.
PROVIDER = "default"
#: A secret one could guess would let anybody sign a login.
SHORTEST_SECRET = 32


def is_served() -> bool:
    """Tell whether this process serves pages to browsers; in a test or a script there is nobody but the caller."""
    return config._server_mode is not None


def is_streamlits_own_server() -> bool:
    """Tell whether ``streamlit run`` listens, at ``server.address``; else it is uvicorn or another, at its own."""
    return str(config._server_mode).startswith("starlette-")


def fault() -> str | None:
    """Return why nobody can log in, in Chinese for the server's log; None if the settings are whole."""
    try:
        validate_auth_credentials(PROVIDER)
    except StreamlitAuthError as problem:
        return f"secrets.toml 的 [auth] 不完整：{' '.join(str(problem).split())}"
    if len(str(get_secrets_auth_section().get("cookie_secret", ""))) < SHORTEST_SECRET:
        return f"secrets.toml 里 [auth] 的 cookie_secret 太短，至少要 {SHORTEST_SECRET} 个字符"
    if st.get_option("server.trustedUserHeaders"):
        return "server.trustedUserHeaders 会让请求头冒充登录，请去掉这项设置"
    return None


def of_session() -> Mapping[str, Any]:
    """Return the claims (声明) of whoever is logged in to the session of this run; empty without a login."""
    return _accepted(st.user.to_dict())


def of_cookies(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the claims signed into the cookies of a request; empty if there is no login or it was tampered with."""
    if USER_COOKIE_NAME not in cookies:
        return {}
    signed = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    try:
        told = json.loads(signed) if signed else None
    except ValueError:  # signed for something else
        return {}
    if not isinstance(told, dict) or told.get("origin") != get_origin_from_redirect_uri():
        return {}
    return _accepted(told)


def as_whole_run(message: bytes, clicks: bool) -> bytes | None:
    """Return a browser's message to its page so that the whole page runs; None if it runs nothing.

    A part of a page (fragment) otherwise runs alone, past the frame and its question who asks. What was clicked runs
    before the frame (callbacks); without ``clicks`` it is left out, with the state of all controls.
    """
    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except Exception:  # protobuf's own class of error; the package is Streamlit's requirement and none of ours
        return None
    if asked.WhichOneof("type") != "rerun_script":
        return None
    asked.rerun_script.fragment_id = ""
    if not clicks:
        asked.rerun_script.ClearField("widget_states")
    whole: bytes = asked.SerializeToString()
    return whole


def _accepted(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return claims of our provider, if what signed them can be relied on."""
    return claims if claims.get("provider") == PROVIDER and fault() is None else {}
