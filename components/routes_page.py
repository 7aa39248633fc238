"""The page that opens anywhere by address (网页版): of the live snapshot, for browsers that cannot run the app.

``/page/{scope}.html`` is the page of a city, county or consortium in its last month; ``/page/latest.html`` that of the
city the app opens with.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import partial
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from briefing.composing import document
from briefing.writing.html import html_bytes
from components import loaders
from components.view import resolve
from data.approval import approval_line
from data.store import SnapshotDamagedError, StoreError, default_store

#: Stands for the city that the app opens with.
LATEST: Final = "latest"
_MOST: Final = 32
#: The page has a script of no kind and fetches nothing.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " \
                 "frame-ancestors 'self'"
_HEADERS: Final = {"Cache-Control": "no-cache", "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
_UNKEPT: Final = {"Cache-Control": "no-store"}

_kept: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
_lock = threading.Lock()


async def serve(request: Request) -> Response:
    """Answer ``GET /page/{scope}.html``, or say in Chinese that there is no such page."""
    try:
        content = await run_in_threadpool(_page, request.path_params["scope"])
    except (StoreError, SnapshotDamagedError):
        return PlainTextResponse("没有可读的数据快照，请稍后再试。", 503, _UNKEPT)
    if content is None:
        return PlainTextResponse("没有这个市、区县或医共体的网页版。", 404, _UNKEPT)
    return Response(content, media_type="text/html", headers=_HEADERS)


def _page(scope: str) -> bytes | None:
    """Return the page of a scope, made once for each snapshot; null where there is no such scope."""
    snapshot, root = loaders.live_snapshot(), default_store().root
    day = snapshot.manifest.as_of
    chosen, replaced = resolve(
        {} if scope == LATEST else {"scope": scope}, list(loaders.cities(snapshot)), partial(loaders.places, snapshot),
        day, {},
    )
    if replaced:
        return None
    key = (str(root), snapshot.id, chosen.scope)
    # One at a time: several old machines that open the page together wait for the same one.
    with _lock:
        if key not in _kept:
            as_of = loaders.places(snapshot, chosen.city).as_of(chosen.month, day)
            _kept[key] = html_bytes(document(
                loaders.tables(snapshot, chosen.city), chosen.scope, as_of, snapshot=snapshot.id,
                boundaries=snapshot.boundaries(chosen.city), approval=approval_line(root),
                figures=loaders.figures(snapshot, chosen.city, as_of, None),
            ))
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
        return _kept[key]
