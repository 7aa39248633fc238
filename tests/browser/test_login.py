"""The login in a real browser against a real OpenID provider: who is refused, who is let in, and the way out.

The application listens for everybody (0.0.0.0), so that nobody is the local user; all traffic stays on this machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.browser.reading import CONTROLS, english, texts
from tests.browser.server import free_port, serving
from tests.browser.watching import WATCH, settle

SECRET = "only-for-this-test-and-long-enough-"
ICONS = "/map/icons/light.png"
USERS = """
[[users]]
sub = "county-1"
name = "张某某"
roles = ["clerk"]
scopes = ["330203"]

[[users]]
email = "city@example.org"
roles = ["clerk"]
scopes = ["3302"]

[[users]]
sub = "viewer-1"
roles = ["viewer"]
"""
CLAIMS = {
    "county-1": {"name": "another name"},
    "city-1": {"name": "李某某", "email": "city@example.org", "email_verified": True},
    "false-1": {"name": "王某某", "email": "city@example.org", "email_verified": False},
    "viewer-1": {"name": "赵某某"},
}
#: The application as it is; under the account it says what the server answers to two counties' files and the city's.
ASKING = """
import streamlit as st

app = st.App("app.py")  # by this line `streamlit run` knows an application; what it serves is the real one
from app import app
from components import account
from data.access import AccessDenied, require_send

draw = account.draw


def asked(person):
    draw(person)
    for code in ("330203", "330204", "3302"):
        try:
            require_send(person, code)
            st.text(f"可报 {code}")
        except AccessDenied as denied:
            st.text(str(denied))


account.draw = asked
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("access") / "access.toml"


@pytest.fixture(scope="module")
def url(file: Path) -> Iterator[str]:
    script, secrets, port = file.with_name("asking.py"), file.with_name("secrets.toml"), free_port()
    script.write_text(ASKING, encoding="utf-8")
    file.write_text(USERS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the provider of the tests speaks http
        with run_server_in_thread(user_claims=[User(sub=sub, claims=told) for sub, told in CLAIMS.items()]) as provider:
            settings = {
                "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
                "cookie_secret": SECRET,
                "client_id": "atlas",
                "client_secret": "none",
                "server_metadata_url": f"http://127.0.0.1:{provider.server_port}/.well-known/openid-configuration",
            }
            lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
            secrets.write_text("\n".join(["[auth]", *lines]), encoding="utf-8")
            options = ["--server.address", "0.0.0.0", "--secrets.files", str(secrets)]
            with serving(script, port=port, access=file, options=options) as address:
                yield address


@pytest.fixture
def context(browser: Browser, file: Path, url: str) -> Iterator[BrowserContext]:
    """A browser that nobody has logged in with and that reaches no other machine."""
    file.write_text(USERS, encoding="utf-8")
    own = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    own.add_init_script(WATCH)
    own.route("**/*", lambda route: route.continue_() if "//127.0.0.1:" in route.request.url else route.abort())
    yield own
    own.close()


@pytest.fixture
def log_in(context: BrowserContext, url: str) -> Callable[[str], Page]:
    """Log in as a subject of the provider, from the page a visitor gets."""

    def go(sub: str) -> Page:
        page = context.new_page()
        page.goto(url + "/posting")
        page.get_by_role("button", name="登录").click()
        page.locator(f'button[name="sub"][value="{sub}"]').click()
        page.wait_for_url(f"{url}/**")
        settle(page)
        return page

    return go


def signed(user: dict[str, Any]) -> str:
    return create_signed_value(SECRET, "_streamlit_user", json.dumps(user)).decode()


def keep(context: BrowserContext, url: str, value: str) -> None:
    context.add_cookies([{"name": "_streamlit_user", "value": value, "url": url}])


def said(page: Page) -> str:
    return " ".join(texts(page))


def test_a_visitor_gets_one_sentence_and_one_button(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.goto(url + "/posting?scope=330203")
    settle(page)
    assert [text for text in texts(page) if text not in CONTROLS] == ["医共体一张图", "登录后才能查看。", "登录"]
    assert english(page) == []
    assert page.url == f"{url}/posting?scope=330203", "the address stays"
    assert context.request.get(url + ICONS).status == 401
    assert context.request.put(url + "/_stcore/upload_file/a/b").status == 401


def test_a_countys_clerk_logs_in_sends_for_that_county_alone_and_logs_out(
    context: BrowserContext, url: str, log_in: Callable[[str], Page]
) -> None:
    page = log_in("county-1")
    assert "已登录：张某某" in said(page) and "总览" in said(page)
    assert "可报 330203" in said(page)
    assert "账号“张某某”不能报送 330204 的数据，登记的范围是 330203。" in said(page)
    assert "可报 3302 " not in said(page) + " "
    assert english(page) == []
    answer = context.request.get(url + ICONS)
    assert answer.status == 200 and "private" in answer.headers["cache-control"]

    page.get_by_role("button", name="退出").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{url}/**")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert context.request.get(url + ICONS).status == 401


def test_a_citys_clerk_is_known_by_a_verified_address(log_in: Callable[[str], Page]) -> None:
    page = log_in("city-1")
    assert "已登录：李某某" in said(page)
    assert all(f"可报 {code}" in texts(page) for code in ("330203", "330204", "3302"))


def test_an_address_nobody_has_verified_opens_nothing(
    context: BrowserContext, url: str, log_in: Callable[[str], Page]
) -> None:
    page = log_in("false-1")
    assert "账号“王某某”没有查看权限。" in said(page)
    assert [one.inner_text() for one in page.get_by_role("button").all()] == ["退出"]
    assert context.request.get(url + ICONS).status == 403


def test_only_a_cookie_that_is_whole_signed_by_us_and_fresh_counts(context: BrowserContext, url: str) -> None:
    user = {"is_logged_in": True, "sub": "county-1", "provider": "default", "origin": url, "iat": time.time()}
    good, old = signed(user), signed({**user, "iat": time.time() - 12 * 3600 - 1})
    forged = create_signed_value("another secret of sufficient length", "_streamlit_user", json.dumps(user)).decode()
    page = context.new_page()
    for cookie, counts in ((f"A{good[1:]}", False), (good[:-9], False), (forged, False), (old, False), (good, True)):
        keep(context, url, cookie)
        assert context.request.get(url + ICONS).status == (200 if counts else 401)
        page.goto(url)
        settle(page)
        assert ("登录后才能查看。" in said(page)) is not counts
        assert ("已登录：张某某" in said(page)) is counts


def test_who_loses_the_right_sees_nothing_more_on_the_next_click(
    context: BrowserContext, url: str, file: Path, log_in: Callable[[str], Page]
) -> None:
    page = log_in("viewer-1")
    assert "总览" in said(page)
    file.write_text(USERS.replace("viewer-1", "viewer-2"), encoding="utf-8")
    page.get_by_test_id("stTopNavSection").filter(has_text="看现状").click()
    page.get_by_test_id("stTopNavPopover").get_by_text("远程服务", exact=True).click()
    expect(page.get_by_text("没有查看权限")).to_be_visible()
    assert "总览" not in said(page)
    assert context.request.get(url + ICONS).status == 403


def test_where_viewing_is_open_a_clerk_still_finds_the_login(context: BrowserContext, url: str, file: Path) -> None:
    file.write_text(f"public_view = true\n{USERS}", encoding="utf-8")
    page = context.new_page()
    page.goto(url)
    settle(page)
    assert "总览" in said(page) and "未登录的访客没有经办权限" in said(page)
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert context.request.get(url + ICONS).status == 200
    assert context.request.put(url + "/_stcore/upload_file/a/b").status == 401


def test_open_to_others_without_a_users_file_it_shows_nothing() -> None:
    with serving(options=["--server.address", "0.0.0.0"]) as address, httpx.Client(base_url=address) as client:
        answer = client.get("/", headers={"Accept": "text/html"})
        assert answer.status_code == 403 and "docs/access.md" in answer.text
        assert client.get(ICONS).status_code == 403
