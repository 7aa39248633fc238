"""Addresses: where a request's path lies within the app, and the default page's address sent to ``/``."""

from __future__ import annotations

import streamlit as st
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

#: The page the frame opens first; the front end gives it no address of its own.
DEFAULT_PAGE = "/overview"


def base() -> str:
    """Return the path under which the app is configured to be served, ``/name`` or nothing: all addresses begin so."""
    prefix = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{prefix}" if prefix else ""


def app_path(scope: Scope) -> str:
    """Return the request's path as the app sees it, without the part under which it is mounted."""
    path, root = str(scope.get("path", "")), str(scope.get("root_path", ""))
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


class DefaultPage:
    """Middleware that sends the default page's own name to ``/``, keeping the query, so that such a link opens."""

    def __init__(self, app: ASGIApp, page: str = DEFAULT_PAGE, base: str = "") -> None:
        """Wrap ``app``; ``base`` is the configured path prefix, if any."""
        self.app = app
        self.page = page
        self.base = f"/{base.strip('/')}" if base.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect the default page, hand everything else on."""
        if scope["type"] == "http" and app_path(scope).removeprefix(self.base).rstrip("/") == self.page:
            query = scope.get("query_string", b"").decode("latin-1")
            home = f"{scope.get('root_path', '')}{self.base}/"
            await RedirectResponse(f"{home}?{query}" if query else home)(scope, receive, send)
            return
        await self.app(scope, receive, send)
