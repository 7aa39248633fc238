"""The local user: only a connection that can be nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from starlette.types import Scope

from components import streamlit_login
from components.access_peer import is_local, is_loopback, listens_locally

HERE = ("127.0.0.1", 8501)


def scope(
    client: Any = ("127.0.0.1", 50000), server: Any = HERE, host: str | None = "127.0.0.1:8501", **headers: str
) -> Scope:
    told = {**({"host": host} if host is not None else {}), **{k.replace("_", "-"): v for k, v in headers.items()}}
    pairs = [(name.encode(), value.encode()) for name, value in told.items()]
    return {"type": "http", "client": client, "server": server, "headers": pairs}


@pytest.fixture(autouse=True)
def address(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What `server.address` says, and whether Streamlit's own server listens there."""
    told: dict[str, Any] = {"address": "127.0.0.1", "own": True}
    monkeypatch.setattr(st, "get_option", lambda name: told["address"] if name == "server.address" else None)
    monkeypatch.setattr(streamlit_login, "is_streamlits_own_server", lambda: told["own"])
    return told


@pytest.mark.parametrize(
    "given",
    [
        scope(), scope(host="localhost:8501"), scope(host="LOCALHOST"), scope(client=("::1", 1), server=("::1", 8501)),
        scope(host="[::1]:8501"), scope(client=("::ffff:127.0.0.1", 1)), scope(origin="http://localhost:8501"),
        scope(referer="http://127.0.0.1:8501/posting"),
    ],
)
def test_a_browser_at_this_machine_is_the_local_user(given: Scope) -> None:
    assert is_local(given)


@pytest.mark.parametrize(
    "given",
    [
        scope(client=("192.168.1.7", 1)), scope(client=("::ffff:192.168.1.7", 1)), scope(client=("testclient", 1)),
        scope(client=None), scope(server=("192.168.1.20", 8501)), scope(server=("/run/atlas.sock", None)),
        scope(server=None), scope(host=None), scope(host=""), scope(host="atlas.example.org"),
        scope(host="127.0.0.1.example.org"), scope(host="localhost.example.org:8501"), scope(host="127.0.0.1@evil.org"),
        scope(host="x@127.0.0.1"), scope(host="[::1"), scope(host="192.168.1.20:8501"), scope(host="0.0.0.0:8501"),
        scope(x_forwarded_for="127.0.0.1"), scope(x_forwarded_proto="https"), scope(forwarded="for=127.0.0.1"),
        scope(via="1.1 proxy"), scope(x_real_ip="127.0.0.1"), scope(x_forwarded_anything=""),
        scope(origin="https://atlas.example.org"), scope(origin="null"), scope(origin=""),
        scope(referer="http://atlas.example.org/"),
    ],
)
def test_everybody_else_is_not(given: Scope) -> None:
    assert not is_local(given)


def test_two_hosts_in_one_request_are_nobodys() -> None:
    twice = scope()
    twice["headers"].append((b"host", b"localhost"))
    assert not is_local(twice)


@pytest.mark.parametrize(
    ("address_told", "own", "local"),
    [
        ("127.0.0.1", True, True), ("localhost", True, True), ("::1", True, True), ("0.0.0.0", True, False),
        ("192.168.1.20", True, False), ("::", True, False), (None, True, False), ("", True, False),
        ("127.0.0.1", False, True), ("0.0.0.0", False, False), (None, False, True),
    ],
)
def test_a_server_open_to_others_has_no_local_user(
    address: dict[str, Any], address_told: str | None, own: bool, local: bool
) -> None:
    assert listens_locally(address_told, own) is local
    address.update(address=address_told, own=own)
    assert is_local(scope()) is local


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("localhost.", True), ("128.0.0.1", False), ("2130706433", False),
     ("::ffff:10.0.0.1", False), ("", False)],
)  # fmt: skip
def test_which_addresses_are_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
