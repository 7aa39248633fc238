"""The middleware of who may: what is open, what needs leave to view, what a clerk's, and the pages' websocket."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from components import access, access_peer
from components.menu import PAGES
from components.routes_access import AccessControl
from data.access_file import VARIABLE
from tests.logins import USER, cookies, secrets_in

CLERK, VIEWER, UNKNOWN = "s-clerk", "s-viewer", "s-unknown"
FILE = f"""
[[users]]
sub = "{CLERK}"
roles = ["clerk"]
scopes = ["330203"]

[[users]]
sub = "{VIEWER}"
roles = ["viewer"]
"""
OPEN = ["/static/js/index.js", "/favicon.png", "/manifest.json", "/_stcore/health", "/_stcore/host-config",
        "/posting/_stcore/health", "/code/region-0123.js"]  # fmt: skip
LOGIN = ["/", "/posting", "/posting/", "/map", "/overview", "/auth/login", "/auth/logout", "/oauth2callback"]
VIEWING = [
    "/wall/token", "/wall/token/1.svg", "/page/latest.html", "/page/3302.html",
    "/map/20220630-abc/3302/2022-06-30/land.json", "/map/icons/light.png", "/files/token/name.csv", "/media/abc.png",
    "/component/x/index.html", "/_stcore/metrics", "/_stcore/bidi-components/x/y.js", "/_stcore/agent/sessions",
    "/_stcore/script-health-check", "/app/static/x", "/nothing", "/posting/map", "/code/a/b.js", "//map/x",
    "/static", "/x/_stcore/health", "/_stcore/stream", "/files/static/js/index.js", "/postings",
]  # fmt: skip
UPLOAD = "/_stcore/upload_file/session/file"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "access.toml"
    path.write_text(FILE, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    with secrets_in(tmp_path):
        yield path


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(access_peer, "listens_locally", lambda *_: True)


def client(user: str | None = None, *, base: str = "", age: float = 0, **options: Any) -> TestClient:
    """A browser at a server that answers everything it is let through to with what it got."""

    async def everything(request: Request) -> PlainTextResponse:
        told = f"{request.method} {request.headers.get(access.MARK)}"
        return PlainTextResponse(told, headers={"Cache-Control": "public, max-age=9"})

    async def stream(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(str(websocket.headers.get(access.MARK)))
        async for message in websocket.iter_bytes():
            await websocket.send_bytes(message)

    methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS"]
    routes = [WebSocketRoute("/{path:path}", stream), Route("/{path:path}", everything, methods=methods)]
    app = Starlette(routes=routes, middleware=[Middleware(AccessControl, base=base)])
    signed = cookies({**USER, "sub": user, "iat": time.time() - age}) if user else None
    options = {"client": ("127.0.0.1", 50000), "base_url": "http://127.0.0.1:8501", **options}
    return TestClient(app, cookies=signed, follow_redirects=False, **options)


def statuses(browser: TestClient, paths: list[str], method: str = "GET") -> dict[str, int]:
    return {path: browser.request(method, path).status_code for path in paths}


# --- without a users file ---------------------------------------------------------------------------------------------


def test_the_local_user_gets_everything(unset: None) -> None:
    paths = [*OPEN, *LOGIN, *VIEWING]
    assert statuses(client(), paths) == dict.fromkeys(paths, 200)
    assert client().put(UPLOAD).status_code == 200
    assert client().get("/map/x").headers["cache-control"] == "public, max-age=9"


@pytest.mark.parametrize(
    ("options", "headers"),
    [
        ({"client": ("192.168.1.7", 1)}, {}), ({"base_url": "http://atlas.example.org"}, {}),
        ({}, {"X-Forwarded-For": "127.0.0.1"}), ({}, {"Host": "rebound.example.org"}), ({}, {"Origin": "http://x.org"}),
    ],
)
def test_everybody_else_gets_nothing_but_a_page_that_says_what_to_do(
    unset: None, options: dict[str, Any], headers: dict[str, str]
) -> None:
    browser = client(**options)
    for path in [*LOGIN, *VIEWING]:
        answer = browser.get(path, headers=headers)
        assert answer.status_code == 403 and "docs/access.md" in answer.json()["error"]
    page = browser.get("/", headers={**headers, "Accept": "text/html"})
    assert page.status_code == 403 and 'lang="zh-CN"' in page.text and "管理员" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert browser.put(UPLOAD, headers=headers).status_code == 403
    assert statuses(browser, OPEN) == dict.fromkeys(OPEN, 200), "by these the page is drawn and the server watched"


def test_the_mark_of_the_local_user_cannot_be_brought_along(unset: None) -> None:
    for name in (access.MARK, access.MARK.upper()):
        assert client().get("/x", headers={name: "x"}).text == f"GET {access.MARK_VALUE}"
        got = client(client=("10.0.0.1", 1)).get("/static/x", headers={name: access.MARK_VALUE})
        assert got.text == "GET None"


# --- with one ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("user", "status"), [(None, 401), (UNKNOWN, 403), (VIEWER, 200), (CLERK, 200)])
def test_what_is_shown_needs_leave_to_view(file: Path, user: str | None, status: int) -> None:
    browser = client(user)
    assert statuses(browser, VIEWING) == dict.fromkeys(VIEWING, status)
    assert statuses(browser, [*OPEN, *LOGIN]) == dict.fromkeys([*OPEN, *LOGIN], 200), "the login page can be drawn"


@pytest.mark.parametrize(("user", "public", "status"), [
    (None, False, 401), (UNKNOWN, False, 403), (VIEWER, False, 200), (CLERK, False, 200),
    (None, True, 401), (UNKNOWN, True, 200), (VIEWER, True, 200), (CLERK, True, 200),
])
def test_an_upload_needs_a_name_and_leave_to_view(file: Path, user: str | None, public: bool, status: int) -> None:
    file.write_text(f"public_view = {str(public).lower()}\n{FILE}", encoding="utf-8")
    for method in ("PUT", "DELETE", "OPTIONS"):
        assert client(user).request(method, UPLOAD).status_code == status


def test_viewing_is_open_where_the_operator_says_so(file: Path) -> None:
    file.write_text(f"public_view = true\n{FILE}", encoding="utf-8")
    assert statuses(client(), VIEWING) == dict.fromkeys(VIEWING, 200)
    assert client().get("/map/x").headers["cache-control"] == "public, max-age=9"


def test_no_shared_cache_keeps_what_needs_a_login(file: Path) -> None:
    assert client(VIEWER).get("/map/x").headers["cache-control"] == "private, max-age=9"
    assert client(VIEWER).get("/static/x").headers["cache-control"] == "public, max-age=9"


def test_somebody_at_the_very_machine_logs_in_as_well(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_peer, "listens_locally", lambda *_: True)
    assert client().get("/map/x").status_code == 401


@pytest.mark.parametrize("age", [12 * 3600 + 1, 40 * 86400])
def test_an_old_login_does_not_count(file: Path, age: float) -> None:
    assert client(CLERK, age=age).get("/map/x").status_code == 401


def test_a_tampered_login_does_not_count(file: Path) -> None:
    browser = client(CLERK)
    name, value = next((name, value) for name, value in browser.cookies.items() if name == "_streamlit_user")
    browser.cookies.clear()
    browser.cookies.set(name, re.sub(r"^.{9}", "AAAAAAAAA", value))
    assert browser.get("/map/x").status_code == 401


def test_a_page_that_writes_needs_more_than_its_address(file: Path) -> None:
    for method in ("POST", "PUT", "DELETE"):
        paths = [*OPEN, *LOGIN]
        assert statuses(client(), paths, method) == dict.fromkeys(paths, 401)


def test_a_refusal_in_a_browser_leads_to_the_login(file: Path) -> None:
    asked = {"Accept": "text/html"}
    page = client().get("/files/a/b.csv", headers=asked)
    assert page.status_code == 401 and 'href="/"' in page.text and "请先登录" in page.text
    assert 'href="/atlas/"' in client(base="atlas").get("/atlas/files/a/b", headers=asked).text
    assert "href" not in client(UNKNOWN).get("/files/a/b.csv", headers=asked).text


def test_names_of_accounts_are_drawn_as_text(file: Path) -> None:
    signed = cookies({**USER, "sub": UNKNOWN, "name": "<script>", "iat": time.time()})
    browser = client()
    browser.cookies.update(signed)
    assert "<script>" not in browser.get("/map/x", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("wrong", ["public_view = ", "public_view = true\nusers = 1", None])
def test_a_broken_file_lets_nobody_in(file: Path, wrong: str | None, caplog: pytest.LogCaptureFixture) -> None:
    if wrong is None:
        file.unlink()
    else:
        file.write_text(wrong, encoding="utf-8")
    for user in (None, CLERK):
        browser = client(user)
        assert statuses(browser, [*LOGIN, *VIEWING, UPLOAD]) == dict.fromkeys([*LOGIN, *VIEWING, UPLOAD], 403)
        answer = browser.get("/").json()["error"]
        assert "权限文件有误" in answer and str(file) not in answer, "what is wrong is for the log, not for the world"
    assert len([record for record in caplog.records if "access.toml" in record.message]) == 1, "said once"


def test_it_works_under_a_prefix(file: Path) -> None:
    browser = client(base="/atlas/")
    assert browser.get("/atlas/posting").status_code == browser.get("/atlas/static/x").status_code == 200
    assert browser.get("/atlas/map/x").status_code == browser.get("/map/x").status_code == 401
    assert client(base="atlas").put("/atlas" + UPLOAD).status_code == 401


def test_every_page_of_the_menu_can_show_its_login(file: Path) -> None:
    paths = [f"/{key}" for key in PAGES]
    assert statuses(client(), paths) == dict.fromkeys(paths, 200)


# --- the websocket ----------------------------------------------------------------------------------------------------

STREAM = "/_stcore/stream"


def click(socket: WebSocketTestSession, words: str) -> None:
    """What the front end sends when something in a part of a page is clicked."""
    asked = BackMsg()
    asked.rerun_script.query_string, asked.rerun_script.fragment_id = words, "part"
    asked.rerun_script.widget_states.widgets.add(id="publish", trigger_value=True)
    socket.send_bytes(asked.SerializeToString())


def arrived(socket: WebSocketTestSession) -> tuple[str, str, int]:
    """The words of the click that reached the page, the part that is to run (empty: the whole page), and its clicks."""
    got = BackMsg()
    got.ParseFromString(socket.receive_bytes())
    return got.rerun_script.query_string, got.rerun_script.fragment_id, len(got.rerun_script.widget_states.widgets)


def test_the_pages_websocket_is_open_and_says_who_is_local(unset: None) -> None:
    for browser, mark in ((client(), access.MARK_VALUE), (client(client=("10.0.0.1", 1)), None)):
        with browser.websocket_connect(f"ws://127.0.0.1:8501{STREAM}") as socket:
            assert socket.receive_text() == str(mark)


@pytest.mark.parametrize(("user", "part"), [(None, ""), (UNKNOWN, ""), (VIEWER, "part")])
def test_a_part_of_a_page_runs_alone_only_for_who_may_view(file: Path, user: str | None, part: str) -> None:
    with client(user).websocket_connect(STREAM) as socket:
        socket.receive_text()
        for words in ("a", "b"):
            click(socket, words)
            assert arrived(socket) == (words, part, 1)


def test_who_may_not_view_reaches_a_page_by_running_it_alone(file: Path) -> None:
    with client(UNKNOWN).websocket_connect(STREAM) as socket:
        socket.receive_text()
        other = BackMsg()
        other.clear_cache = True
        for dropped in (other.SerializeToString(), b"", b"\xff\xff"):
            socket.send_bytes(dropped)
        socket.send_text("text")
        click(socket, "a")
        assert arrived(socket) == ("a", "", 1)


def test_any_other_websocket_needs_leave_to_view(file: Path) -> None:
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/other"):
        pass
    with client(VIEWER).websocket_connect("/other") as socket:
        assert socket.receive_text() == "None"


@pytest.mark.parametrize(
    ("after", "then"),
    [("", ""), ("public_view = ", ""), ("public_view = true", "part"), (FILE.replace("330203", "3302"), "part")],
)
def test_once_rights_have_changed_the_frame_is_asked_anew(file: Path, after: str, then: str) -> None:
    with client(CLERK).websocket_connect(STREAM) as socket:
        socket.receive_text()
        click(socket, "a")
        assert arrived(socket) == ("a", "part", 1)
        file.write_text(after, encoding="utf-8")
        for words, part, clicks in (("b", "", 0), ("c", then, 1)):
            click(socket, words)
            assert arrived(socket) == (words, part, clicks)


def test_once_the_login_is_too_old_the_frame_is_asked_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with client(CLERK).websocket_connect(STREAM) as socket:
        socket.receive_text()
        later = access.now() + timedelta(hours=13)
        monkeypatch.setattr(access, "now", lambda: later)
        click(socket, "a")
        assert arrived(socket) == ("a", "", 0)
