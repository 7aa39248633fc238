"""Send the front end's files compressed, each compressed once and kept in memory.

The server under us sends its scripts and styles as they lie on disk: some 14 MB for a page with a map. Compressing
them per request would spend the processor on every visit, so each file is compressed when first asked for (a tenth
of a second for the largest) and served from memory afterwards. Their names carry a hash of their content, so the
browser may keep them for good.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import brotli
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from components.routes_paths import app_path

#: Text formats that shrink; fonts and pictures are compressed already.
SUFFIXES = frozenset({".js", ".css", ".json", ".svg", ".map", ".txt", ".wasm"})
#: One year, as the front end's own server sends for names that carry a hash.
IMMUTABLE = "public, immutable, max-age=31536000"
#: Brotli 6 and gzip 6: a tenth of a second for 3 MB, and within 3 % of the size that ten times the effort reaches.
EFFORT = 6
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda raw: brotli.compress(raw, quality=EFFORT),
    "gzip": lambda raw: gzip.compress(raw, EFFORT, mtime=0),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire: bytes, encoding and media type."""

    body: bytes
    encoding: str
    media_type: str


def preferred_encoding(accept: str) -> str | None:
    """Choose brotli, else gzip, else None, from an ``Accept-Encoding`` header; ``;q=0`` refuses."""
    offered = {}
    for part in accept.lower().split(","):
        name, _, weight = part.strip().partition(";")
        offered[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ENCODERS if offered.get(name)), None)


class AssetCache:
    """Compressed files of one folder, by relative path and encoding; bounded by what the folder holds."""

    def __init__(self, folder: Path) -> None:
        """Serve files below ``folder`` and nothing outside it."""
        self.folder = folder
        # Only names found here are ever opened, so no request can lead anywhere else.
        self._files = {
            path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in SUFFIXES
        }
        self._kept: dict[tuple[str, str], Asset] = {}
        self._lock = Lock()

    def get(self, relative: str, encoding: str) -> Asset | None:
        """Return the file compressed, or None where there is none of that name, or none that would shrink."""
        key = (relative, encoding)
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        path = self._files.get(relative)
        if path is None:
            return None
        with self._lock:  # many modules are asked for at once; compress each of them once
            if key not in self._kept:
                media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                media = "text/javascript" if path.suffix == ".js" else media
                self._kept[key] = Asset(ENCODERS[encoding](path.read_bytes()), encoding, media)
            return self._kept[key]


class CompressedAssets:
    """Middleware answering ``/static/…`` from an :class:`AssetCache`; all else passes through, websockets untouched."""

    def __init__(self, app: ASGIApp, folder: Path, prefix: str = "/static/") -> None:
        """Wrap ``app``; ``folder`` holds what ``prefix`` addresses."""
        self.app = app
        self.cache = AssetCache(folder)
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET or HEAD for a known asset from the cache, else hand on."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            path = app_path(scope)
            if path.startswith(self.prefix):
                response = await self._answer(path.removeprefix(self.prefix), Headers(scope=scope))
                if response is not None:
                    await response(scope, receive, send)
                    return
        await self.app(scope, receive, send)

    async def _answer(self, relative: str, headers: Headers) -> Response | None:
        encoding = preferred_encoding(headers.get("accept-encoding", ""))
        if encoding is None or "range" in headers:
            return None
        asset = await to_thread.run_sync(self.cache.get, relative, encoding)
        if asset is None:
            return None
        tag = f'"{relative}-{encoding}"'
        common = {"Cache-Control": IMMUTABLE, "ETag": tag, "Vary": "Accept-Encoding"}
        if headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=common)
        return Response(asset.body, media_type=asset.media_type, headers={**common, "Content-Encoding": asset.encoding})
