"""The wall by address (会议放映): made once of the snapshot it was offered with, and never again of another.

The address is a keyed hash of everything the wall depends on, as for files (:mod:`components.files`): the same on
every rerun, not to be guessed. What is published meanwhile has another snapshot, so another address.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from briefing.model import Document
from briefing.writing.wall import thumb_bytes, wall_bytes
from components.routes_paths import base

_SECRET = secrets.token_bytes(32)
_MOST = 96
#: A wall runs its own script and fetches nothing at all, from this server neither.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; " \
          "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_FOREVER = "public, max-age=31536000, immutable"
_HEADERS = {"Cache-Control": _FOREVER, "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
_GONE = "放映已过期，请回到“会议放映”页刷新后重新开始。"


@dataclass
class Offer:
    """A deck that can be shown: how it is made, and what has been made of it."""

    build: Callable[[], Document]
    interval: int
    _document: Document | None = None
    _page: bytes | None = None
    _thumbs: dict[int, bytes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self) -> bytes:
        """Return the wall; made at the first call."""
        with self._lock:
            if self._page is None:
                self._page = wall_bytes(self._made(), self.interval)
            return self._page

    def thumb(self, number: int) -> bytes | None:
        """Return the small picture of a slide, by its number from 1 on; null where there is none."""
        with self._lock:
            if number not in self._thumbs:
                if not 1 <= number <= len(self._made().slides):
                    return None
                self._thumbs[number] = thumb_bytes(self._made(), number)
            return self._thumbs[number]

    def _made(self) -> Document:
        if self._document is None:
            self._document = self.build()
        return self._document


_offers: OrderedDict[str, Offer] = OrderedDict()
_lock = threading.Lock()


def register(key: tuple[object, ...], build: Callable[[], Document], interval: int = 0) -> str:
    """Offer a deck and return its address, a path on this server; its slides' pictures are below it, ``/1.svg`` on.

    Args:
        key: Everything the deck depends on (snapshot, scope, day, caliber, agenda, scenario).
        build: Composes it; called once, in a worker thread, when it is first asked for.
        interval: Seconds after which the wall turns by itself; 0 for turning by hand.
    """
    token = hmac.new(_SECRET, repr((key, interval)).encode(), sha256).hexdigest()
    with _lock:
        _offers.setdefault(token, Offer(build, interval))
        _offers.move_to_end(token)
        while len(_offers) > _MOST:
            _offers.popitem(last=False)
    return f"{base()}/wall/{token}"


def page(address: str) -> bytes:
    """Return the wall at an address that :func:`register` gave, as a file to take away.

    Raises:
        KeyError: It has been dropped since; the page must be opened again.
    """
    with _lock:
        offer = _offers[address.rpartition("/")[2]]
    return offer.page()


async def serve(request: Request) -> Response:
    """Answer ``GET /wall/{token}`` with the wall, or say in Chinese that it must be started again.

    A browser that has it already keeps it: an address is of one content for ever, also when the server was started
    anew in the middle of a meeting and knows nothing of it.
    """
    tag = f'W/"{request.path_params["token"]}"'  # the same words, however they are packed
    if tag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers={"ETag": tag, **_HEADERS})
    offer = _of(request)
    if offer is None:
        return PlainTextResponse(_GONE, status_code=404, headers={"Cache-Control": "no-store"})
    content = await run_in_threadpool(offer.page)
    return Response(content, media_type="text/html", headers={"ETag": tag, **_HEADERS})


async def serve_thumb(request: Request) -> Response:
    """Answer ``GET /wall/{token}/{number}.svg`` with the small picture of a slide."""
    offer = _of(request)
    content = await run_in_threadpool(offer.thumb, request.path_params["number"]) if offer is not None else None
    if content is None:
        return PlainTextResponse(_GONE, status_code=404, headers={"Cache-Control": "no-store"})
    return Response(content, media_type="image/svg+xml", headers=_HEADERS)


def _of(request: Request) -> Offer | None:
    with _lock:
        return _offers.get(request.path_params["token"])
