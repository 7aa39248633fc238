"""The users file: what it says of an account, what is wrong with it, and that a change counts at once."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.access import Person
from data.access_file import VARIABLE, Access, AccessFileError, Keeper, configured, main, read

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FILE = """
[[users]]
sub = "s-county"
name = "张某某"
roles = ["clerk"]
scopes = ["330203"]

[[users]]
email = "City.Clerk@example.org"
roles = ["clerk"]
scopes = ["3302"]

[[users]]
sub = "s-viewer"
roles = ["viewer"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "access.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def claims(sub: str, *, age: timedelta = timedelta(0), **others: object) -> dict[str, object]:
    return {"is_logged_in": True, "sub": sub, "iat": (NOW - age).timestamp(), **others}


def known(access: Access, sub: str, **others: object) -> Person:
    return access.person(claims(sub, **others), NOW)


def test_an_account_is_known_by_its_subject(file: Path) -> None:
    found = known(read(file), "s-county", name="another name")
    assert found == Person("张某某", "s-county", False, frozenset({"clerk"}), frozenset({"330203"}))
    assert known(read(file), "s-viewer").may_view() and not known(read(file), "s-viewer").is_clerk()


@pytest.mark.parametrize(
    ("verified", "is_clerk"), [(True, True), (False, False), ("true", False), (None, False), (1, False)]
)
def test_an_address_counts_only_if_the_provider_has_verified_it(file: Path, verified: object, is_clerk: bool) -> None:
    found = known(read(file), "s-1", email="city.clerk@EXAMPLE.org", email_verified=verified, name="李某某")
    assert found.is_clerk() is is_clerk
    assert (found.name, found.id) == ("李某某", "s-1")


def test_the_subject_goes_before_the_address(file: Path) -> None:
    found = known(read(file), "s-viewer", email="city.clerk@example.org", email_verified=True)
    assert not found.is_clerk()


@pytest.mark.parametrize("told", [{}, {"sub": "s-county"}, {"is_logged_in": False}, {"is_logged_in": "True"}])
def test_without_a_login_there_is_no_account(file: Path, told: dict[str, object]) -> None:
    assert read(file).person(told, NOW) == Person("访客", "", False, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("age", "counts"),
    [
        (timedelta(0), True), (timedelta(hours=12, seconds=-1), True), (timedelta(hours=12), False),
        (timedelta(minutes=-5), True), (timedelta(minutes=-5, seconds=-1), False),
    ],
)
def test_a_login_counts_for_twelve_hours(file: Path, age: timedelta, counts: bool) -> None:
    assert known(read(file), "s-county", age=age).logged_in is counts


@pytest.mark.parametrize("issued", [None, True, "1772442000", float("nan")])
def test_a_login_that_does_not_say_when_does_not_count(file: Path, issued: object) -> None:
    assert not read(file).person({**claims("s-county"), "iat": issued}, NOW).logged_in


def test_an_unknown_account_is_named_and_may_do_what_a_visitor_may(file: Path) -> None:
    closed, open_ = read(file), Access(public_view=True)
    for access in (closed, open_):
        unknown = known(access, "s-9", email="x@example.org", email_verified=True)
        assert unknown.logged_in and unknown.name == "x@example.org" and not unknown.is_clerk()
        assert unknown.may_view() is access.visitor().may_view() is access.public_view


def test_a_name_stays_on_one_line_of_the_log(file: Path) -> None:
    assert known(read(file), "s-9", name="a\nb" * 100).name == ("a b" * 100)[:60]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('public_view = "yes"', "access.toml：public_view：应为 true 或 false"),
        ("login_hours = 0", "login_hours：不能小于 1"),
        ("login_hours = 721", "login_hours：不能大于 720"),
        ("login_hours = 1.5", "login_hours：应为整数"),
        ("public = true", "public：不认识的字段"),
        ('[[users]]\nsub = "a"\nroles = ["admin"]', "第 1 个 users 的 第 1 个 roles：只能是"),
        ('[[users]]\nsub = "a"\nroles = "clerk"', "第 1 个 users 的 roles：应为列表"),
        ('[[users]]\nsub = "a"\nroles = []', "roles：至少要有一项"),
        ('[[users]]\nsub = "a"', "第 1 个 users 的 roles：缺少这一项"),
        ('[[users]]\nroles = ["viewer"]', "sub 和 email 要写一个"),
        ('[[users]]\nsub = "a"\nemail = "a@b.c"\nroles = ["viewer"]', "只写一个"),
        ('[[users]]\nsub = ""\nroles = ["viewer"]', "第 1 个 users 的 sub：不能为空"),
        ('[[users]]\nemail = "a"\nroles = ["viewer"]', "第 1 个 users 的 email：写法不对"),
        ('[[users]]\nsub = "a"\nroles = ["clerk"]', "要在 scopes 里写明"),
        ('[[users]]\nsub = "a"\nroles = ["viewer"]\nscopes = ["3302"]', "只有经办人（clerk）才写 scopes"),
        ('[[users]]\nsub = "a"\nroles = ["clerk"]\nscopes = ["33020"]', "6 位数字"),
        ('[[users]]\nsub = "a"\nroles = ["clerk"]\nscopes = ["33０２"]', "6 位数字"),
        ('[[users]]\nsub = "a"\nroles = ["clerk"]\nscopes = [3302]', "应为文字（加引号）"),
        ('[[users]]\nsub = "a"\nroles = ["viewer"]\n' * 2, "登记了两次"),
        (
            '[[users]]\nemail = "a@b.c"\nroles = ["viewer"]\n[[users]]\nemail = "A@B.c"\nroles = ["viewer"]',
            "登记了两次",
        ),
        ("public_view = \n", "第 1 行写法不对"),
    ],
)
def test_a_file_that_says_what_it_may_not_is_refused_with_the_place(file: Path, text: str, says: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AccessFileError) as wrong:
        read(file)
    assert says in str(wrong.value) and "access.toml" in str(wrong.value)


def test_a_file_that_cannot_be_read_is_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(AccessFileError, match="不存在"):
        read(tmp_path / "none.toml")
    file.write_bytes("# 权限".encode("gb18030"))
    with pytest.raises(AccessFileError, match="UTF-8"):
        read(file)


def test_an_empty_file_lets_nobody_in_and_a_mark_of_notepad_does_no_harm(file: Path) -> None:
    file.write_text("", encoding="utf-8-sig")
    assert read(file) == Access() and not read(file).visitor().may_view()


def test_the_example_for_operators_can_be_used_as_it_stands(file: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "access.md").read_text(encoding="utf-8")
    file.write_text(guide.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert [user.roles for user in read(file).users] == [["clerk"], ["clerk"], ["viewer"]]


def test_a_change_counts_at_once_and_a_broken_file_never_opens(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(file))
    keeper = Keeper()
    first = keeper.get()
    assert first is not None and keeper.get() is first, "what has not changed is not read again"
    _replace(file, "public_view = true")
    assert keeper.get() == Access(public_view=True)
    _replace(file, "public_view = ")
    for _ in range(2):
        with pytest.raises(AccessFileError):
            keeper.get()
    file.unlink()
    with pytest.raises(AccessFileError):
        keeper.get()
    _replace(file, FILE)
    assert keeper.get() == first


def test_no_file_is_configured_unless_the_environment_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, "", "  "):
        monkeypatch.delenv(VARIABLE, raising=False)
        if value is not None:
            monkeypatch.setenv(VARIABLE, value)
        assert configured() is None and Keeper().get() is None


def test_the_command_says_whether_a_file_can_be_used(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file)]) == 0
    assert "登记账号 3 个，登录后才能查看" in capsys.readouterr().out
    file.write_text("x = 1", encoding="utf-8")
    assert main([str(file)]) == 1
    assert "不认识的字段" in capsys.readouterr().err


def _replace(file: Path, text: str) -> None:
    """Write as editors do: a new file in the old one's place."""
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, file)
