"""Scripts of our own components (脚本), fetched once by address: a message names its script instead of carrying it.

Streamlit sends a component's script and style with every element that it draws, eight kilobytes for each table of a
page on each click. What it gets from us is one line that fetches the script from a route of the app; its name carries
a hash of its content, so the browser keeps it for good.
"""

from __future__ import annotations

import json
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.routes_paths import base

_FOREVER = "public, max-age=31536000, immutable"
#: A component is drawn by ``default`` of its script; its style goes into the root it lives in, once.
_LINE = """const code = import(location.origin + "%s");
export default (given) => { code.then((own) => own.show(given)); };
"""
_SHOW = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(%s);
export function show(given) {
  const root = given.parentElement.getRootNode();
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  draw(given);
}
"""
_scripts: dict[str, bytes] = {}


def fetched(name: str, script: str, style: str = "") -> str:
    """Offer a script at an address and return the line that a component has in its place.

    Args:
        name: Latin letters; part of the address.
        script: A module without imports whose ``export default function (given)`` draws the component.
        style: CSS of the component alone.
    """
    body = script.replace("export default function (", "export function show(", 1) if not style else (
        script.replace("export default function (", "function draw(", 1) + _SHOW % json.dumps(style)
    )
    content = body.encode()
    address = f"/code/{name}-{sha256(content).hexdigest()[:12]}.js"
    _scripts[address] = content
    return _LINE % (base() + address)


def addresses() -> list[str]:
    """Return the addresses of all scripts offered."""
    return list(_scripts)


async def serve(request: Request) -> Response:
    """Answer ``GET /code/{name}.js``; a script of another version of the program is a 404."""
    content = _scripts.get(f"/code/{request.path_params['name']}.js")
    if content is None:
        return PlainTextResponse("没有这个脚本，请刷新页面。", status_code=404, headers={"Cache-Control": "no-store"})
    return Response(content, media_type="text/javascript", headers={"Cache-Control": _FOREVER})
