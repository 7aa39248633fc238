"""Who may: the rules for a person, at their edges."""

from __future__ import annotations

import getpass
from collections.abc import Callable

import pytest

from data.access import (
    VISITOR,
    AccessDenied,
    Person,
    local_person,
    require_clerk,
    require_publish,
    require_restore,
    require_send,
    require_upload,
    require_view,
)


def person(*roles: str, scopes: tuple[str, ...] = ()) -> Person:
    return Person("张某某", "sub-1", False, frozenset(roles), frozenset(scopes))


COUNTY, CITY = person("clerk", scopes=("330203",)), person("clerk", scopes=("3302",))
VIEWER, UNKNOWN = person("viewer"), person()


def test_the_local_user_may_do_everything_and_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "clerk01")
    local = local_person()
    assert (local.name, local.id, local.local, local.logged_in) == ("clerk01", "local:clerk01", True, False)
    assert local.may_view() and local.is_clerk() and local.may_send("330203") and local.may_send("3302")
    assert local.may_publish(["330203", "130700"]) and local.may_restore() and local.may_restore("3302", "1307")


def test_an_account_without_a_name_still_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert local_person().name == "本机用户"


def test_who_may_view() -> None:
    assert [one.may_view() for one in (COUNTY, CITY, VIEWER, UNKNOWN, VISITOR)] == [True, True, True, False, False]


def test_who_may_hand_in_a_file() -> None:
    anybody = Person(VISITOR.name, "", False, frozenset({"viewer"}), frozenset())
    people = (COUNTY, VIEWER, UNKNOWN, VISITOR, anybody, local_person())
    assert [one.may_upload() for one in people] == [True, True, False, False, False, True]
    require_upload(VIEWER)
    with pytest.raises(AccessDenied, match="访客不能上传文件。请先登录"):
        require_upload(anybody)
    with pytest.raises(AccessDenied, match="没有查看权限"):
        require_upload(UNKNOWN)


@pytest.mark.parametrize(
    ("code", "county", "city"),
    [
        ("330203", True, True), ("330204", False, True), ("3302", False, True), ("130702", False, False),
        ("1307", False, False), ("33020", False, False), ("3302030", False, False), ("", False, False),
        ("33０２０３", False, False), ("3302*", False, False),
    ],
)
def test_a_countys_clerk_sends_for_the_county_a_citys_for_all_of_it(code: str, county: bool, city: bool) -> None:
    assert COUNTY.may_send(code) is county
    assert CITY.may_send(code) is city
    assert not VIEWER.may_send(code) and not person("viewer", scopes=("3302",)).may_send(code)


def test_publishing_needs_the_right_for_every_sender_and_at_least_one() -> None:
    assert COUNTY.may_publish(["330203"]) and CITY.may_publish(["330203", "330204", "3302"])
    assert not COUNTY.may_publish(["330203", "330204"]) and not CITY.may_publish(["330203", "130702"])
    assert not CITY.may_publish([]) and not local_person().may_publish([])


def test_an_older_snapshot_needs_a_clerk_of_every_city_in_it() -> None:
    assert CITY.may_restore() and CITY.may_restore("3302")
    assert not CITY.may_restore("3302", "1307") and not COUNTY.may_restore() and not COUNTY.may_restore("3302")
    assert not CITY.may_restore("330203"), "a county is not a city"
    assert not VIEWER.may_restore() and not VISITOR.may_restore()


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: require_view(VISITOR), ["未登录的访客没有查看权限", "请先登录"]),
        (lambda: require_view(UNKNOWN), ["“张某某”没有查看权限", "联系系统管理员"]),
        (lambda: require_clerk(VIEWER), ["没有经办权限"]),
        (lambda: require_send(VIEWER, "330203"), ["没有经办权限"]),
        (lambda: require_send(COUNTY, "330204"), ["不能报送 330204", "登记的范围是 330203"]),
        (lambda: require_publish(COUNTY, ["330203", "3302"]), ["不能发布 3302 的数据"]),
        (lambda: require_publish(COUNTY, []), ["至少一个"]),
        (lambda: require_restore(COUNTY, ["3302"]), ["3302", "市级经办"]),
        (lambda: require_restore(CITY, ["3302", "1307"]), ["市级经办"]),
        (lambda: require_restore(CITY, []), ["市级经办"]),
    ],
)
def test_a_refusal_says_who_what_and_what_to_do(ask: Callable[[], None], says: list[str]) -> None:
    with pytest.raises(AccessDenied) as denied:
        ask()
    assert all(part in str(denied.value) for part in says)
    assert not any(letter.isascii() and letter.isalpha() for letter in str(denied.value))


def test_what_is_allowed_is_not_refused() -> None:
    require_view(VIEWER)
    require_clerk(COUNTY)
    require_send(COUNTY, "330203")
    require_publish(CITY, ["330203", "3302"])
    require_restore(CITY, ["3302"])
