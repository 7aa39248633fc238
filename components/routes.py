"""Routes of our own beside the pages: the map's layers, the files offered for download, the wall."""

from __future__ import annotations

import gzip

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from components import code, files, routes_page, routes_wall
from components.map import icons
from components.map.addresses import parse
from components.map.serving import CACHE
from components.theme import THEMES

_FOREVER = "public, max-age=31536000, immutable"


async def map_layer(request: Request) -> Response:
    """Answer one layer of the map as JSON; what does not exist is a 404 in JSON too."""
    address = parse(**request.path_params)
    body = await to_thread.run_sync(CACHE.get, address) if address is not None else None
    if body is None:
        return JSONResponse({"error": "没有这个图层"}, status_code=404, headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": _FOREVER, "ETag": body.etag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == body.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            body.gzipped, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"}
        )
    return Response(gzip.decompress(body.gzipped), media_type="application/json", headers=headers)


async def map_icons(request: Request) -> Response:
    """Answer the picture of all marks of a theme (``png``), or where each mark is in it (``json``)."""
    kind, suffix = request.path_params["theme"], request.path_params["suffix"]
    if kind not in THEMES or suffix not in ("png", "json"):
        return JSONResponse({"error": "没有这个图标"}, status_code=404, headers={"Cache-Control": "no-store"})
    atlas = icons.atlas(kind)
    headers = {"Cache-Control": _FOREVER, "ETag": f'"{atlas.tag}"'}
    if suffix == "json":
        return JSONResponse(atlas.mapping, headers=headers)
    return Response(atlas.png, media_type="image/png", headers=headers)


ROUTES = [
    Route("/map/icons/{theme}.{suffix}", map_icons, methods=["GET"]),
    Route("/map/{snapshot}/{city}/{as_of}/{layer}.json", map_layer, methods=["GET"]),
    Route("/code/{name}.js", code.serve, methods=["GET"]),
    Route("/files/{token}/{name}", files.serve, methods=["GET"]),
    Route("/page/{scope}.html", routes_page.serve, methods=["GET"]),
    Route("/wall/{token}", routes_wall.serve, methods=["GET"]),
    Route("/wall/{token}/{number:int}.svg", routes_wall.serve_thumb, methods=["GET"]),
]
