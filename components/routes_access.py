"""Who may, for all that is not a page (权限中间件): routes of our own, Streamlit's own, and its websocket.

What draws the login page is open: the front end, its pages' addresses, the login's own routes and the websocket, on
which the frame lets no page run before it knows who asks. Everything else needs leave to view, an upload a name as
well; what a page does with a file it asks by itself. Nothing is open because nobody thought of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import access, access_peer, streamlit_login
from components.html import render
from components.menu import PAGES
from components.routes_paths import app_path
from components.theme import FONT_FAMILY, LIGHT
from data.access import AccessDenied, Person, require_upload, require_view

_TITLE = "医共体一张图"
_PAGE = "|".join(map(re.escape, PAGES))
#: The front end and what tells that the server lives: the same for everybody, and without anybody's data.
_FRONT_END = re.compile(
    rf"/static/.*|/favicon\.png|/manifest\.json|/code/[^/]+\.js|(/({_PAGE}))?/_stcore/(health|host-config)"
)
#: Where a login begins and ends, and where the frame speaks for itself.
_LOGIN = re.compile(rf"/|/({_PAGE})/?|/auth/(login|logout)|/oauth2callback")
_STREAM = "/_stcore/stream"
_UPLOAD = "/_stcore/upload_file/"
_READING = ("GET", "HEAD", "OPTIONS")
#: The websocket's close code for a policy that is not met.
_POLICY = 1008


class AccessControl:
    """Middleware that refuses what the person who asks may not have."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        """Wrap ``app``; ``base`` is the configured path prefix, if any."""
        self.app = app
        self.base = f"/{base.strip('/')}" if base.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is allowed, refuse the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        local = access_peer.is_local(scope)
        scope = _marked(scope, local)
        path = app_path(scope).removeprefix(self.base)
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send, local, path)
            return
        reading = scope["method"] in _READING
        if reading and _FRONT_END.fullmatch(path):
            await self.app(scope, receive, send)
            return
        fault = access.fault(local)
        if fault is not None:
            await self._refusal(scope, fault, 403)(scope, receive, send)
            return
        if reading and _LOGIN.fullmatch(path):
            await self.app(scope, receive, send)
            return
        person = access.person(local, _claims(scope))
        try:
            (require_upload if path.startswith(_UPLOAD) else require_view)(person)
        except AccessDenied as denied:
            status = 403 if person.id else 401
            await self._refusal(scope, str(denied), status)(scope, receive, send)
            return
        await self.app(scope, receive, send if person.local or access.is_open_to_all() else _private(send))

    async def _websocket(self, scope: Scope, receive: Receive, send: Send, local: bool, path: str) -> None:
        """Let the pages' websocket through, which the frame answers for, and others for who may view."""
        claims = _claims(scope)
        if path != _STREAM and not access.person(local, claims).may_view():
            await send({"type": "websocket.close", "code": _POLICY})
            return
        await self.app(scope, _Watched(receive, lambda: access.person(local, claims)).receive, send)

    def _refusal(self, scope: Scope, sentence: str, status: int) -> Response:
        """Return the answer that says why not: a page to a browser's reader, JSON to what a page fetches."""
        headers = {"Cache-Control": "no-store"}
        if "text/html" not in Headers(scope=scope).get("accept", ""):
            return JSONResponse({"error": sentence}, status, headers)
        home = f"{scope.get('root_path', '')}{self.base}/" if status == 401 else ""
        page = render("refused", title=_TITLE, sentence=sentence, home=home, t=LIGHT, font=FONT_FAMILY)
        return HTMLResponse(str(page), status, headers)


class _Watched:
    """A page's websocket: the frame is asked at every message of who may not view, and once after rights changed."""

    def __init__(self, receive: Receive, ask: Callable[[], Person]) -> None:
        self._receive, self._ask = receive, ask
        self._known = ask()

    async def receive(self) -> Message:
        """Return the next message that may reach the page."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            person = self._ask()
            same = person == self._known
            if same and person.may_view():
                return message
            whole = streamlit_login.as_whole_run(message.get("bytes") or b"", clicks=same)
            if whole is not None:
                self._known = person
                return {"type": "websocket.receive", "bytes": whole}


def _claims(scope: Scope) -> Mapping[str, Any]:
    return streamlit_login.of_cookies(HTTPConnection(scope).cookies)


def _marked(scope: Scope, local: bool) -> Scope:
    """Return the scope with the mark by which a page knows the local user, and with no other such mark."""
    name = access.MARK.encode()
    headers = [pair for pair in scope["headers"] if pair[0].lower() != name]
    if local:
        headers.append((name, access.MARK_VALUE.encode()))
    return {**scope, "headers": headers}


def _private(send: Send) -> Send:
    """Return ``send`` that keeps answers out of caches shared by several people."""

    async def send_privately(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "public" in headers.get("cache-control", ""):
                headers["cache-control"] = headers["cache-control"].replace("public", "private")
        await send(message)

    return send_privately
