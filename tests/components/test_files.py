"""Downloads: same content same address, unguessable, built only when fetched, bounded."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components import files


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[Route("/files/{token}/{name}", files.serve)]))


def test_a_file_is_built_when_fetched_and_named_in_chinese(client: TestClient) -> None:
    built: list[int] = []

    def build() -> bytes:
        built.append(1)
        return "﻿区县\n".encode()

    url = files.register(("snapshot", "3302", "test"), "无人派驻.csv", build)
    assert built == []
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "无人派驻.csv" in unquote(answer.headers["content-disposition"])
    assert answer.headers["content-type"].startswith("text/csv")
    assert built == [1]


def test_equal_keys_have_one_address_and_others_another() -> None:
    first = files.register(("a", 1), "x.csv", bytes)
    assert files.register(("a", 1), "x.csv", bytes) == first
    assert files.register(("a", 2), "x.csv", bytes) != first


def test_an_unknown_or_dropped_address_says_so(client: TestClient) -> None:
    assert client.get("/files/" + "0" * 64 + "/x.csv").status_code == 404
    url = files.register(("dropped",), "x.csv", bytes)
    for number in range(600):
        files.register(("filler", number), "x.csv", bytes)
    answer = client.get(url)
    assert answer.status_code == 404
    assert "刷新" in answer.text
