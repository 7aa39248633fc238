"""Who asks, for a page: without a server, by the mark of the middleware, by the login; and the frame's gate."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from components import access, account, streamlit_login
from components.menu import Entry
from data.access import VISITOR, Person
from data.access_file import VARIABLE
from tests.logins import USER, secrets_in

ENTRY = Path(__file__).resolve().parents[2] / "pages" / "index.py"
FILE = """
[[users]]
sub = "s-clerk"
name = "张某某"
roles = ["clerk"]
scopes = ["330203"]
"""
#: Says who the session's browser is: the header of the middleware, and the login's claims.
Session = Callable[[str | None, dict[str, Any]], None]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    def be(mark: str | None, claims: dict[str, Any]) -> None:
        headers = {} if mark is None else {access.MARK: mark}
        monkeypatch.setattr(streamlit_login, "is_served", lambda: True)
        monkeypatch.setattr(st.context.__class__, "headers", headers)
        monkeypatch.setattr(streamlit_login, "of_session", lambda: claims)

    monkeypatch.delenv(VARIABLE, raising=False)
    return be


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: Session) -> Iterator[Path]:
    path = tmp_path / "access.toml"
    path.write_text(FILE, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    with secrets_in(tmp_path):
        yield path


def claims(sub: str) -> dict[str, Any]:
    return {**USER, "sub": sub, "iat": time.time()}


def test_where_nothing_is_served_there_is_only_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert access.current().local


@pytest.mark.parametrize(
    ("mark", "local"), [(access.MARK_VALUE, True), (None, False), ("", False), ("1", False), ("é", False)],
    ids=["the mark", "none", "empty", "a guess", "not Latin"],  # the mark is another in each process
)
def test_a_browser_is_the_local_user_by_the_middlewares_word_alone(
    session: Session, mark: str | None, local: bool
) -> None:
    session(mark, claims("s-clerk"))
    assert access.current().local is local
    assert access.fault_of_session() == (None if local else access.NOT_SET_UP)
    assert local or access.current() == VISITOR, "a login is nothing where no file says what it may do"


def test_with_a_users_file_there_is_no_local_user(file: Path, session: Session) -> None:
    session(access.MARK_VALUE, {})
    assert access.current() == VISITOR
    session(access.MARK_VALUE, claims("s-clerk"))
    assert access.current() == Person("张某某", "s-clerk", False, frozenset({"clerk"}), frozenset({"330203"}))


def test_a_broken_file_leaves_nobody_any_right(file: Path, session: Session) -> None:
    session(access.MARK_VALUE, claims("s-clerk"))
    file.write_text("public_view = true\nx = 1", encoding="utf-8")
    assert access.current() == VISITOR and access.fault_of_session() == access.BROKEN
    assert not access.is_open_to_all()


def test_claims_of_the_session_count_only_with_whole_settings(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(st.user.__class__, "to_dict", lambda _: claims("s-clerk"))
    assert streamlit_login.of_session()["sub"] == "s-clerk"
    monkeypatch.setattr(streamlit_login, "fault", lambda: "wrong")
    assert streamlit_login.of_session() == {}


# --- the frame -------------------------------------------------------------------------------------------------------


def said(app: AppTest) -> str:
    return " ".join(str(one.value) for kind in ("title", "markdown", "warning", "error") for one in app.get(kind))


def buttons(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


def opened() -> AppTest:
    """The frame's first page."""
    app = AppTest.from_file(str(ENTRY), default_timeout=60).run()
    assert not app.exception
    return app


def test_a_visitor_gets_a_sentence_and_a_button_and_nothing_is_computed(
    file: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from components import loaders

    def never(*_: object) -> None:
        raise AssertionError("the data was opened for somebody who may not view")

    monkeypatch.setattr(loaders, "live_snapshot", never)
    session(None, {})
    app = opened()
    assert "登录后才能查看。" in said(app) and buttons(app) == ["登录"]
    session(None, claims("s-unknown"))
    app = opened()
    assert "没有查看权限" in said(app) and buttons(app) == ["退出"]
    file.write_text("x = 1", encoding="utf-8")
    app = opened()
    assert "权限文件有误" in said(app) and buttons(app) == []


def test_without_settings_of_a_login_the_page_says_so(
    file: Path, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    (file.parent / "secrets.toml").write_text("[auth]\n", encoding="utf-8")
    secrets_singleton._reset()
    session(None, {})
    app = opened()
    assert "登录还没有设置好" in said(app) and buttons(app) == []
    assert any("secrets.toml" in record.getMessage() for record in caplog.records)


def test_who_is_logged_in_stands_in_the_sidebar_with_the_way_out(file: Path, session: Session) -> None:
    session(None, claims("s-clerk"))
    app = opened()
    assert "已登录：张某某" in " ".join(str(one.value) for one in app.sidebar.markdown)
    assert [one.label for one in app.sidebar.button] == ["退出"]


def test_the_local_user_sees_nothing_of_it(session: Session) -> None:
    session(access.MARK_VALUE, {})
    assert buttons(opened()) == []


# --- a clerk's page --------------------------------------------------------------------------------------------------

SCRIPT = """
import streamlit as st
from components import account
from components.menu import Entry
from components import access

if account.may_open(Entry("manage", "数据管理", "", for_clerks=st.session_state.for_clerks), access.current()):
    st.write("opened")
"""


@pytest.mark.parametrize(
    ("sub", "for_clerks", "shown"),
    [
        ("s-clerk", True, "opened"), ("s-viewer", True, "没有经办权限"),
        (None, True, "请先登录"), (None, False, "opened"),
    ],
)
def test_a_clerks_page_runs_for_a_clerk_alone(
    file: Path, session: Session, sub: str | None, for_clerks: bool, shown: str
) -> None:
    session(None, claims(sub) if sub else {})
    app = AppTest.from_string(SCRIPT)
    app.session_state["for_clerks"] = for_clerks
    app.run()
    assert not app.exception
    assert shown in said(app) and ("opened" in said(app)) is (shown == "opened")
    assert buttons(app) == (["登录"] if shown == "请先登录" else [])


def test_data_management_is_a_clerks_page() -> None:
    from components import menu

    entries = [entry for section in menu._ALL.values() for entry in section]
    assert [entry.key for entry in entries if entry.for_clerks] == ["manage"]
    assert account.may_open(Entry("x", "x", ""), VISITOR)
