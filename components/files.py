"""Files offered beside a table or chart (下载): built only when somebody asks, served from a route of the app.

A table announces its file under a key of what it holds; the address is a keyed hash of that, so it is the same on
every rerun (nothing is sent again) and cannot be guessed. Old entries are dropped; then the page must be reloaded.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.routes_paths import base

_SECRET = secrets.token_bytes(32)
_MOST = 512

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that can be had: its name and what builds its bytes."""

    name: str
    build: Callable[[], bytes]


_offers: OrderedDict[str, Offer] = OrderedDict()
_lock = threading.Lock()


def register(key: tuple[object, ...], name: str, build: Callable[[], bytes]) -> str:
    """Offer a file and return its address (a path on this server).

    Args:
        key: Everything the content depends on (snapshot, scope, month, caliber, table); equal keys, equal files.
        name: File name shown to the reader; may be Chinese.
        build: Returns the bytes; called in a worker thread, at most when the file is fetched.
    """
    token = hmac.new(_SECRET, repr((key, name)).encode(), sha256).hexdigest()
    with _lock:
        _offers[token] = Offer(name, build)
        _offers.move_to_end(token)
        while len(_offers) > _MOST:
            _offers.popitem(last=False)
    return f"{base()}/files/{token}/{quote(name)}"


async def serve(request: Request) -> Response:
    """Answer ``GET /files/{token}/{name}`` with the file, or say in Chinese that the page must be opened again."""
    with _lock:
        offer = _offers.get(request.path_params["token"])
    if offer is None:
        return PlainTextResponse("文件已过期，请回到页面刷新后重新下载。", status_code=404)
    content = await run_in_threadpool(offer.build)
    kind = _TYPES.get(offer.name.rpartition(".")[2], "application/octet-stream")
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", offer.name)
    return Response(
        content,
        media_type=kind,
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(offer.name)}",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
