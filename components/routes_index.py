"""The one HTML file of the front end, told where its server is, in which language it speaks and what to fetch early.

Left alone, a deep link first asks ``/<page>/_stcore/health`` and ``/<page>/_stcore/host-config``, gets two 404s that
the browser logs as errors, and only then asks the right place. Answering them would be wrong: the front end would take
``/<page>`` for the root of the app. It offers a better way, an object ``window.__streamlit`` for whoever hosts it: with
the server's address in it nothing is guessed, no question is asked, and the page connects at once.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.html import render
from components.routes_assets import ENCODERS, preferred_encoding
from components.theme import FONT_FAMILY, LIGHT

_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_STYLE = f"max-width: 36em; margin: 18% auto 0; padding: 0 24px; font: 16px/1.7 {FONT_FAMILY}; color: {LIGHT.ink}"
_CONDITIONS = frozenset({b"if-none-match", b"if-modified-since"})
#: Pages whose address is of one content for ever: what their tag says holds, and a browser may ask by it.
_LASTING = "/wall/"
TITLE = "医共体一张图"
#: By this the front end's page is told from pages of our own, which are sent as they are.
_OWN_TITLE = "<title>Streamlit</title>"
#: What the front end would otherwise ask ``host-config``; the origins are those that may frame the app: only our own.
HOST_CONFIG = {
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "blockErrorDialogs": False,
    "disableFullscreenMode": True,
}


def early_scripts(static: Path) -> list[str]:
    """Name the large script that draws the map, so that a page with a map need not first run to ask for it."""
    return [f"static/js/{path.name}" for path in sorted((static / "static" / "js").glob("DeckGlJsonChart.*.js"))]


def rewrite(html: str, base: str, early: list[str]) -> str:
    """Return the page in Chinese, with the server's address, early fetches, and a way out for browsers too old for it.

    Unknown HTML comes back as it was.
    """
    if "<head>" not in html or _OWN_TITLE not in html:
        return html
    place = f"location.origin+{json.dumps(base)}"
    told = (
        f"<script>window.__streamlit={{BACKEND_BASE_URL:{place},"
        f"HOST_CONFIG:Object.assign({{allowedOrigins:[location.origin]}},{json.dumps(HOST_CONFIG)})}}</script>"
    )
    links = "".join(f'<link rel="modulepreload" crossorigin href="{base}/{path}">' for path in early)
    html = html.replace('lang="en"', 'lang="zh-CN"', 1)
    html = html.replace(_OWN_TITLE, f"<title>{TITLE}</title>", 1)
    # What the front end would tell a browser without script is English, and the rest see a white page.
    outdated = render("outdated", base=base, style=_STYLE, title=TITLE)
    html = _NO_SCRIPT.sub("", html).replace("</body>", f"{outdated}</body>", 1)
    return html.replace("<head>", f"<head>{told}", 1).replace("</head>", f"{links}</head>", 1)


class IndexPage:
    """Middleware that applies :func:`rewrite` to the HTML the front end's server sends, compressed."""

    def __init__(self, app: ASGIApp, static: Path, base: str = "") -> None:
        """Wrap ``app``; ``static`` is the front end's folder, ``base`` the configured path prefix."""
        self.app = app
        self.base = f"/{base.strip('/')}" if base.strip("/") else ""
        self.early = early_scripts(static)
        self._kept: dict[tuple[bytes, str, str | None], bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; hold an HTML answer back until it is whole, then send it rewritten."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        encoding = preferred_encoding(Headers(scope=scope).get("accept-encoding", ""))
        root = str(scope.get("root_path", ""))
        lasting = _LASTING in scope["path"]
        start: Message | None = None
        parts: list[bytes] = []

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                is_page = headers.get("content-type", "").startswith("text/html") and message["status"] == 200
                if is_page and "content-encoding" not in headers:
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                if message.get("more_body", False):
                    return
                body = self._body(b"".join(parts), f"{root}{self.base}", encoding)
                headers_out = MutableHeaders(scope=start)
                for name in () if lasting else ("etag", "last-modified"):  # they describe the file, not what is sent
                    del headers_out[name]
                headers_out["content-length"] = str(len(body))
                headers_out["vary"] = "Accept-Encoding"
                if encoding:
                    headers_out["content-encoding"] = encoding
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            await send(message)

        # The file is asked for whole and plain: a conditional request would be answered from the file's own date and
        # leave the reader with an older rewrite, a compressed one could not be read here.
        if _wants_page(scope):
            dropped = {b"accept-encoding"} if lasting else {b"accept-encoding", *_CONDITIONS}
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in dropped]}
        await self.app(scope, receive, hold)

    def _body(self, raw: bytes, base: str, encoding: str | None) -> bytes:
        key = (raw, base, encoding)
        if key not in self._kept:
            if len(self._kept) > 16:
                self._kept.clear()
            body = rewrite(raw.decode("utf-8"), base, self.early).encode()
            self._kept[key] = ENCODERS[encoding](body) if encoding else body
        return self._kept[key]


def _wants_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")
