"""The routes and the middleware, over HTTP but without a network."""

from __future__ import annotations

import gzip
import io
import re
import socket
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from components.map import icons
from components.map.addresses import LayerAddress, version
from components.routes import ROUTES
from components.routes_assets import IMMUTABLE, AssetCache, CompressedAssets, preferred_encoding
from components.routes_headers import HEADERS, SecurityHeaders
from components.routes_index import IndexPage, rewrite
from components.routes_nodelay import NoDelay
from components.routes_paths import DefaultPage
from data.store import default_store

PAGE = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body></body></html>'


# --- the map's layers ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


@pytest.fixture(scope="module")
def land() -> LayerAddress:
    snapshot = default_store().open()
    return LayerAddress(snapshot.id, "3302", snapshot.manifest.as_of, "fills", ("consortium.count",))


def test_a_layer_comes_compressed_to_keep_and_with_a_tag(client: TestClient, land: LayerAddress) -> None:
    answer = client.get(land.url, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert len({record["id"] for record in answer.json()}) == 10
    again = client.get(land.url, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    plain = client.get(land.url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.json() == answer.json()


def test_a_layer_of_a_chosen_document_has_an_address_of_its_own(client: TestClient, land: LayerAddress) -> None:
    chosen = replace(land, policy="national-2024")
    assert chosen.url != land.url
    assert len(client.get(chosen.url).json()) == len(client.get(land.url).json())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_marks_come_as_one_picture_with_the_place_of_each(client: TestClient, theme: str) -> None:
    picture, places = client.get(icons.url(theme, "png")), client.get(icons.url(theme, "json"))
    assert picture.headers["content-type"] == "image/png" and "immutable" in picture.headers["cache-control"]
    size = Image.open(io.BytesIO(picture.content)).size
    for place in places.json().values():
        assert place["x"] + place["width"] <= size[0] and place["y"] + place["height"] <= size[1]
    assert client.get(f"/map/icons/{theme}.exe").status_code == 404
    assert client.get("/map/icons/other.png").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/map/{id}/9999/{day}/land.json",
        "/map/{id}/3302/2022-06-15/land.json",  # a day no selector offers
        "/map/{id}/3302/{day}/nothing.json",
        "/map/{id}/3302/{day}/areas~330299.json",
        "/map/{id}/3302/{day}/land~~other.json",
        "/map/{id}/3302/{day}/land~~~other.json",
        "/map/{id}/3302/{day}/land~~~zhangjiakou-2023.json",  # a document of another city
        "/map/20000101-000000/3302/{day}/land.json",
        "/map/%2e%2e/3302/{day}/land.json",
        "/map/..%2f..%2fetc/3302/{day}/land.json",
        "/map/{id}%00/3302/{day}/land.json",
    ],
)
def test_what_does_not_exist_is_a_404_in_json(client: TestClient, land: LayerAddress, path: str) -> None:
    answer = client.get(path.format(id=land.snapshot, day=land.as_of.isoformat()))
    assert answer.status_code == 404
    if answer.headers["content-type"] == "application/json":  # a path with a slash in it meets no route at all
        assert "error" in answer.json()
        assert answer.headers["cache-control"] == "no-store"


def test_the_version_changes_the_address_and_not_the_answer(client: TestClient, land: LayerAddress) -> None:
    assert f"?v={version()}" in land.url
    assert client.get(land.url.split("?")[0]).json() == client.get(land.url).json()


# --- compressed assets -----------------------------------------------------------------------------------------------


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "index.abc.js").write_text("let a = 1;\n" * 500)
    (folder / "picture.png").write_bytes(b"\x89PNG" * 200)
    (tmp_path / "secret.js").write_text("secret")
    return folder


def _asset_app(folder: Path) -> TestClient:
    async def own(request: Request) -> PlainTextResponse:
        return PlainTextResponse("own " + request.url.path)

    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("hello")
        await websocket.close()

    routes = [WebSocketRoute("/static/stream", socket), Route("/{path:path}", own)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(CompressedAssets, folder=folder)]))


def test_a_script_is_sent_compressed_as_the_browser_prefers(assets: Path) -> None:
    client, raw = _asset_app(assets), (assets / "js" / "index.abc.js").read_bytes()
    for accept, name, decode in (("gzip, br", "br", brotli.decompress), ("gzip, deflate", "gzip", gzip.decompress)):
        with client.stream("GET", "/static/js/index.abc.js", headers={"Accept-Encoding": accept}) as answer:
            assert decode(b"".join(answer.iter_raw())) == raw
            assert answer.headers["content-encoding"] == name
            assert answer.headers["cache-control"] == IMMUTABLE
            assert answer.headers["content-type"].startswith("text/javascript")
            assert int(answer.headers["content-length"]) < len(raw) / 10
            tag = answer.headers["etag"]
        again = client.get("/static/js/index.abc.js", headers={"Accept-Encoding": accept, "If-None-Match": tag})
        assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/static/js/index.abc.js", "identity"), ("/static/js/index.abc.js", "br;q=0"),
        ("/static/picture.png", "br"), ("/static/js/none.js", "br"), ("/static/../secret.js", "br"),
        ("/static/%2e%2e/secret.js", "br"), ("/static/js", "br"), ("/static/js/%00.js", "br"), ("/other.js", "br"),
    ],
)
def test_everything_else_is_left_to_the_server_beneath(assets: Path, path: str, accept: str) -> None:
    answer = _asset_app(assets).get(path, headers={"Accept-Encoding": accept})
    assert answer.text.startswith("own ") and "content-encoding" not in answer.headers


def test_a_range_is_left_to_the_server_beneath(assets: Path) -> None:
    asked = {"Accept-Encoding": "br", "Range": "bytes=0-9"}
    assert _asset_app(assets).get("/static/js/index.abc.js", headers=asked).text.startswith("own ")


def test_websockets_pass_untouched(assets: Path) -> None:
    with _asset_app(assets).websocket_connect("/static/stream") as socket:
        assert socket.receive_text() == "hello"


def test_a_file_is_compressed_once(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = AssetCache(assets)
    first = cache.get("js/index.abc.js", "br")
    (assets / "js" / "index.abc.js").write_text("changed")
    assert cache.get("js/index.abc.js", "br") is first


def test_brotli_is_preferred_where_it_is_offered() -> None:
    assert preferred_encoding("gzip, deflate, br, zstd") == "br"
    assert preferred_encoding("gzip;q=0.5") == "gzip"
    assert preferred_encoding("br;q=0, gzip;q=0") is None
    assert preferred_encoding("") is None


# --- the page itself -------------------------------------------------------------------------------------------------


def _page_app(tmp_path: Path, base: str = "") -> TestClient:
    js = tmp_path / "static" / "js"
    js.mkdir(parents=True)
    (js / "DeckGlJsonChart.x1.js").write_text("")

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(PAGE, headers={"ETag": '"file"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"})

    async def other(request: Request) -> PlainTextResponse:
        return PlainTextResponse("text")

    routes = [Route("/data.txt", other), Route("/away", RedirectResponse("/")), Route("/{path:path}", page)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(IndexPage, static=tmp_path, base=base)]))


def test_the_page_is_in_chinese_knows_its_server_and_fetches_the_map_early(tmp_path: Path) -> None:
    answer = _page_app(tmp_path).get("/posting?scope=3302", headers={"Accept": "text/html"})
    assert 'lang="zh-CN"' in answer.text and "<title>医共体一张图</title>" in answer.text
    assert 'BACKEND_BASE_URL:location.origin+""' in answer.text
    assert 'href="/static/js/DeckGlJsonChart.x1.js"' in answer.text
    assert answer.text.index("window.__streamlit") < answer.text.index("<title>")
    assert "etag" not in answer.headers and "last-modified" not in answer.headers


def test_the_page_is_compressed_and_other_answers_are_not_touched(tmp_path: Path) -> None:
    client = _page_app(tmp_path)
    with client.stream("GET", "/", headers={"Accept": "text/html", "Accept-Encoding": "br"}) as answer:
        assert "医共体一张图" in brotli.decompress(b"".join(answer.iter_raw())).decode()
        assert answer.headers["content-encoding"] == "br"
    assert client.get("/data.txt").text == "text"
    assert client.get("/away", follow_redirects=False).status_code == 307
    assert client.head("/").status_code == 200


def test_the_page_under_a_prefix_names_the_prefix(tmp_path: Path) -> None:
    text = _page_app(tmp_path, base="atlas/").get("/", headers={"Accept": "text/html"}).text
    assert 'BACKEND_BASE_URL:location.origin+"/atlas"' in text and 'href="/atlas/static/js/' in text


def test_a_browser_that_cannot_run_the_page_finds_a_way_out(tmp_path: Path) -> None:
    text = _page_app(tmp_path, base="atlas").get("/", headers={"Accept": "text/html"}).text
    [told] = re.findall("<noscript>.*?</noscript>", text, re.DOTALL)
    assert 'href="/atlas/page/latest.html"' in told and "看板不能运行" in told
    script = text[text.rindex("<script>"): text.rindex("</script>")]
    assert '"/atlas" + "/page/"' in script
    # Whatever is younger than the browsers it is for would be a white page again.
    assert re.findall(r"\b(?:const|let|class|async|await)\b|=>|`|\?\.|\?\?", script) == []


def test_html_that_is_not_the_front_end_stays_as_it_is() -> None:
    assert rewrite("<p>Bad Request</p>", "", []) == "<p>Bad Request</p>"


# --- addresses and headers -------------------------------------------------------------------------------------------


def _address_app(base: str = "") -> TestClient:
    async def home(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.url.path)

    app = Starlette(
        routes=[Mount("/", routes=[Route("/{path:path}", home)])],
        middleware=[Middleware(SecurityHeaders), Middleware(DefaultPage, base=base)],
    )
    return TestClient(app)


@pytest.mark.parametrize("path", ["/overview", "/overview/"])
def test_the_default_pages_name_leads_home_with_its_query(path: str) -> None:
    answer = _address_app().get(f"{path}?scope=330226&month=2022-06", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/?scope=330226&month=2022-06"
    assert _address_app("atlas").get("/atlas/overview", follow_redirects=False).headers["location"] == "/atlas/"


@pytest.mark.parametrize("path", ["/", "/posting", "/overviews", "/x/overview"])
def test_no_other_address_is_sent_away(path: str) -> None:
    assert _address_app().get(path, follow_redirects=False).text == path


def test_every_answer_keeps_the_browser_inside_the_house() -> None:
    headers = _address_app().get("/").headers
    assert all(headers[name] == value for name, value in HEADERS.items())
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "http" not in policy and "*" not in policy


# --- answers sent at once --------------------------------------------------------------------------------------------


class Connection:
    """What uvicorn's ``receive`` belongs to, as far as the middleware looks."""

    def __init__(self, own: socket.socket | None) -> None:
        self.transport = self
        self.own = own

    def get_extra_info(self, name: str) -> socket.socket | None:
        return self.own if name == "socket" else None

    async def receive(self) -> dict[str, str]:
        return {"type": "http.disconnect"}


@pytest.mark.anyio
@pytest.mark.parametrize("open_", [True, False])
async def test_a_connection_sends_at_once_and_one_that_is_closed_is_no_error(open_: bool) -> None:
    reached = []

    async def app(scope, receive, send) -> None:
        reached.append(scope["type"])

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as own:
        if not open_:
            own.close()
        await NoDelay(app)({"type": "websocket"}, Connection(own).receive, None)
        assert not open_ or own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await NoDelay(app)({"type": "http"}, Connection(None).receive, None)
    await NoDelay(app)({"type": "lifespan"}, app, None)
    assert reached == ["websocket", "http", "lifespan"]
