"""Scripts by address: each component's message names its script, which is served whole and kept for good."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import code
from components.routes import ROUTES


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


def address(line: str) -> str:
    found = re.search(r'"(/code/[a-z]+-[0-9a-f]{12}\.js)"', line)
    assert found and len(line) < 200
    return found[1]


def test_a_script_is_served_with_its_style_under_a_name_made_of_both(client: TestClient) -> None:
    script = "export default function ({ data }) { return data; }\n"
    plain, styled = code.fetched("trial", script), code.fetched("trial", script, ".a { color: red; }")
    assert address(plain) != address(styled) == address(code.fetched("trial", script, ".a { color: red; }"))
    answer = client.get(address(plain))
    assert answer.text == "export function show({ data }) { return data; }\n"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    told = client.get(address(styled)).text
    assert told.count("export function show(") == 1 and '".a { color: red; }"' in told and "default" not in told


def test_the_table_and_the_blocks_are_drawn_by_scripts_that_are_served(client: TestClient) -> None:
    import components.grid
    import components.html  # registers its script

    assert components.grid.table
    names = [name for name in code.addresses() if name.startswith(("/code/grid-", "/code/region-"))]
    assert len(names) == 2
    for name in names:
        assert "export function show(" in client.get(name).text


def test_a_script_of_another_version_is_not_found_and_not_kept(client: TestClient) -> None:
    answer = client.get("/code/grid-000000000000.js")
    assert answer.status_code == 404 and answer.headers["cache-control"] == "no-store"
