"""The page that opens anywhere, by address: of the live snapshot, whole, without script, and of no scope unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import loaders, routes_page
from components.routes import ROUTES
from data.store import default_store


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.delenv("CONSORTIUM_ATLAS_STORE", raising=False)
    routes_page._kept.clear()
    return TestClient(Starlette(routes=ROUTES))


@pytest.mark.parametrize(("scope", "name", "day"), [
    ("330282", "慈溪市", "2023"), ("330203-A", "海曙区", "2023"), ("130727", "阳原县", "2023"),
])
def test_every_scope_has_its_page(client: TestClient, scope: str, name: str, day: str) -> None:
    answer = client.get(f"/page/{scope}.html")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for said in (name, "示例数据", default_store().open().id, day):
        assert said in answer.text


def test_the_latest_page_is_of_the_city_the_app_opens_with(client: TestClient) -> None:
    first, *_ = loaders.cities(loaders.live_snapshot()).values()
    assert f"<title>【示例数据】{first}县域医共体建设情况</title>" in client.get("/page/latest.html").text


def test_a_page_is_made_once_for_a_snapshot(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/page/330282.html").content
    monkeypatch.setattr(routes_page, "html_bytes", lambda document: b"another")
    assert client.get("/page/330282.html").content == first
    assert client.get("/page/330281.html").content == b"another"


@pytest.mark.parametrize("scope", ["9999", "330299", "nobody", "3302<b>"])
def test_an_unknown_scope_has_none(client: TestClient, scope: str) -> None:
    answer = client.get(f"/page/{scope}.html")
    assert answer.status_code == 404
    assert answer.text == "没有这个市、区县或医共体的网页版。"


def test_an_empty_store_is_said(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONSORTIUM_ATLAS_STORE", str(tmp_path))
    answer = client.get("/page/latest.html")
    assert answer.status_code == 503
    assert "没有可读的数据快照" in answer.text
