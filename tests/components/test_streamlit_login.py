"""Streamlit's login cookie, written by Streamlit's own code and read by ours: fails when Streamlit changes it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette import starlette_websocket

from components import streamlit_login
from tests.logins import GOOD, SECRETS, USER, Settings, cookies, secrets_in


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with secrets_in(tmp_path) as own:
        yield own


def test_our_routes_read_the_login_as_streamlit_wrote_it(settings: Settings) -> None:
    found = streamlit_login.of_cookies(cookies(USER))
    assert (found["sub"], found["name"], found["is_logged_in"]) == ("s-1", "张某某", True)


def test_a_long_login_comes_in_several_cookies(settings: Settings) -> None:
    sent = cookies({**USER, "groups": Random(1).randbytes(6000).hex()})  # nothing that can be compressed away
    assert len(sent) > 3
    assert streamlit_login.of_cookies(sent)["sub"] == "s-1"
    sent.pop("_streamlit_user_2")
    assert streamlit_login.of_cookies(sent) == {}


def test_streamlit_reads_the_same_of_it_for_its_pages(settings: Settings) -> None:
    signed = cookies(USER)["_streamlit_user"]
    theirs_read = starlette_websocket._parse_user_cookie_signed(signed, "http://127.0.0.1:8501")
    ours = dict(streamlit_login.of_cookies({"_streamlit_user": signed}))
    assert theirs_read == {key: value for key, value in ours.items() if key != "origin"}


@pytest.mark.parametrize("place", [0, 10, -9])
def test_a_cookie_that_was_tampered_with_is_no_login(settings: Settings, place: int) -> None:
    sent = cookies(USER)
    letters = list(sent["_streamlit_user"])
    letters[place] = "A" if letters[place] != "A" else "B"
    assert streamlit_login.of_cookies({**sent, "_streamlit_user": "".join(letters)}) == {}


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "é", "{}"])
def test_what_is_not_a_cookie_of_streamlit_is_no_login(settings: Settings, value: str) -> None:
    assert streamlit_login.of_cookies({"_streamlit_user": value}) == {}
    assert streamlit_login.of_cookies({}) == {}


def test_a_cookie_signed_with_another_secret_is_no_login(settings: Settings) -> None:
    sent = cookies(USER)
    settings.write(GOOD[::-1])
    assert streamlit_login.of_cookies(sent) == {}


def test_a_cookie_older_than_streamlit_allows_is_no_login(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = cookies(USER)
    later = time.time() + 32 * 86400
    monkeypatch.setattr(time, "time", lambda: later)
    assert streamlit_login.of_cookies(sent) == {}


@pytest.mark.parametrize("changed", [{"origin": "http://other.example"}, {"provider": "other"}, {"provider": None}])
def test_a_login_at_another_address_or_provider_does_not_count(settings: Settings, changed: dict[str, Any]) -> None:
    assert streamlit_login.of_cookies(cookies({**USER, **changed})) == {}


def test_a_secret_one_could_guess_lets_nobody_in(settings: Settings) -> None:
    assert streamlit_login.fault() is None
    settings.write(GOOD[:-1])
    assert "cookie_secret" in (streamlit_login.fault() or "")
    assert streamlit_login.of_cookies(cookies(USER)) == {}


@pytest.mark.parametrize("missing", ["redirect_uri", "cookie_secret", "client_id", "server_metadata_url", "[auth]"])
def test_settings_that_lack_something_let_nobody_in_and_say_what(settings: Settings, missing: str) -> None:
    sent = cookies(USER)
    settings.write(text="\n".join(line for line in SECRETS.splitlines() if not line.startswith(missing)))
    assert "secrets.toml" in (streamlit_login.fault() or "")
    assert streamlit_login.of_cookies(sent) == {}


def test_headers_of_a_proxy_are_not_taken_for_a_login(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamlit_login.st, "get_option", lambda _: {"X-User": "sub"})
    assert "trustedUserHeaders" in (streamlit_login.fault() or "")


def test_a_process_that_serves_nobody_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for mode, served, own in ((None, False, False), ("starlette-app", True, True), ("asgi-server", True, False)):
        monkeypatch.setattr(config, "_server_mode", mode)
        assert (streamlit_login.is_served(), streamlit_login.is_streamlits_own_server()) == (served, own)


def test_a_part_of_a_page_becomes_the_whole_page_with_what_was_clicked_or_without() -> None:
    asked = BackMsg()
    asked.rerun_script.fragment_id, asked.rerun_script.page_script_hash = "part", "page"
    asked.rerun_script.widget_states.widgets.add(id="button", trigger_value=True)
    whole = BackMsg()
    whole.ParseFromString(streamlit_login.as_whole_run(asked.SerializeToString(), clicks=True) or b"")
    without = BackMsg()
    without.ParseFromString(streamlit_login.as_whole_run(asked.SerializeToString(), clicks=False) or b"")
    asked.rerun_script.fragment_id = ""
    assert whole == asked
    asked.rerun_script.ClearField("widget_states")
    assert without == asked
    asked.stop_script = True
    assert streamlit_login.as_whole_run(asked.SerializeToString(), clicks=True) is None
    assert streamlit_login.as_whole_run(b"\xff", clicks=True) is None
