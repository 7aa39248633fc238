"""The wall by address: made once, as it was offered, sent as it is, and fetching from nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from app import STATIC
from briefing.composing import document
from briefing.model import Document
from components import routes_wall
from components.routes import ROUTES
from components.routes_headers import SecurityHeaders
from components.routes_index import IndexPage
from data.store import default_store


@pytest.fixture(scope="module")
def made() -> Document:
    snapshot = default_store().open()
    return document(snapshot.city("3302"), "330282", date(2022, 12, 31), snapshot=snapshot.id)


@pytest.fixture
def client() -> TestClient:
    middleware = [Middleware(SecurityHeaders), Middleware(IndexPage, static=STATIC)]
    return TestClient(Starlette(routes=ROUTES, middleware=middleware))


def test_it_is_made_once_and_stays_what_it_was(client: TestClient, made: Document) -> None:
    calls = []

    def build() -> Document:
        calls.append(1)
        return replace(made, title=f"第{len(calls)}次")

    address = routes_wall.register(("test", "once"), build)
    assert calls == []
    first = client.get(address)
    assert routes_wall.register(("test", "once"), build) == address
    assert client.get(f"{address}/1.svg").status_code == 200
    assert client.get(address).content == first.content == routes_wall.page(address)
    assert calls == [1]
    assert "第1次" in first.text


def test_it_is_sent_as_it_is_and_may_fetch_nothing(client: TestClient, made: Document) -> None:
    answer = client.get(routes_wall.register(("test", "sent"), lambda: made))
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "__streamlit" not in answer.text
    assert "modulepreload" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "connect-src" not in policy


def test_a_browser_that_has_it_keeps_it_though_the_server_was_started_anew(client: TestClient, made: Document) -> None:
    address = routes_wall.register(("test", "kept"), lambda: made)
    first = client.get(address)
    tag = first.headers["etag"]
    with routes_wall._lock:
        routes_wall._offers.pop(address.rpartition("/")[2])
    again = client.get(address, headers={"If-None-Match": tag, "Accept": "text/html"})
    assert (again.status_code, again.content) == (304, b"")
    # A browser takes over the headers of such an answer.
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 404


def test_other_content_or_another_interval_is_another_address(made: Document) -> None:
    found = {routes_wall.register(("test", key), lambda: made, interval) for key in ("a", "b") for interval in (0, 10)}
    assert len(found) == 4


def test_slides_have_pictures_and_nothing_else_has(client: TestClient, made: Document) -> None:
    address = routes_wall.register(("test", "pictures"), lambda: made)
    count = len(made.slides)
    answers = {number: client.get(f"{address}/{number}.svg") for number in (0, 1, count, count + 1)}
    assert [answer.status_code for answer in answers.values()] == [404, 200, 200, 404]
    assert answers[1].headers["content-type"] == "image/svg+xml"
    assert made.slides[0].finding.text[:8] in answers[1].text


def test_what_was_never_offered_or_was_dropped_is_said_in_chinese(client: TestClient, made: Document) -> None:
    address = routes_wall.register(("test", "dropped"), lambda: made)
    for number in range(routes_wall._MOST):
        routes_wall.register(("test", number), lambda: made)
    for path in ("/wall/abc", "/wall/abc/1.svg", address):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "放映已过期" in answer.text
        assert answer.headers["cache-control"] == "no-store"
    with pytest.raises(KeyError):
        routes_wall.page(address)
