"""The users file (权限文件): one TOML file in which the operator says who may view, send and publish.

It is described for operators in ``docs/access.md``. A file that cannot be read, or says something it may not, gives
nobody any right: there is no falling back to open.

Run as ``python -m data.access_file FILE`` it says whether a file can be used.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from data.access import CLERK, VIEWER, VISITOR, Person
from data.policy_errors import explain
from data.system import reason

#: Environment variable that names the file; without it only the local user of the loopback address may do anything.
VARIABLE = "CONSORTIUM_ATLAS_ACCESS"
#: Clocks of the provider and of this machine may differ by this much.
_SKEW = timedelta(minutes=5)
_LONGEST_NAME = 60



class AccessFileError(ValueError):
    """A users file that cannot be used; the message says in Chinese which file, which key and how to mend it."""


def _code(given: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(?:[0-9]{2})?", given):
        raise ValueError(f"{given!r} 不是代码：区县写 6 位数字，市写 4 位数字，加引号，如 \"330203\"")
    return given


Code = Annotated[str, AfterValidator(_code)]


class User(BaseModel):
    """One account: known by the subject (``sub``) its provider gives it, or by a verified e-mail address."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sub: Annotated[str, StringConstraints(min_length=1)] | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] | None = None
    roles: Annotated[list[Literal["viewer", "clerk"]], Field(min_length=1)]
    scopes: list[Code] = []

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.sub is None) == (self.email is None):
            raise ValueError("sub 和 email 要写一个，并且只写一个")
        if CLERK in self.roles and not self.scopes:
            raise ValueError("经办人（clerk）要在 scopes 里写明区县（6 位）或市（4 位）代码，如 scopes = [\"330203\"]")
        if CLERK not in self.roles and self.scopes:
            raise ValueError("只有经办人（clerk）才写 scopes；请删去 scopes，或在 roles 里加上 \"clerk\"")
        return self


class Access(BaseModel):
    """What the file says: whether all may view, how long a login counts, and the accounts.

    Attributes:
        public_view: True if the pages are open without a login; 数据管理 never is.
        login_hours: Hours after which one has to log in again, counted from the provider's own time of the login.
        users: The accounts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    public_view: bool = False
    login_hours: Annotated[int, Field(ge=1, le=720)] = 12
    users: list[User] = []

    @model_validator(mode="after")
    def _each_account_once(self) -> Self:
        seen: set[str] = set()
        for user in self.users:
            key = f"sub = \"{user.sub}\"" if user.sub is not None else f"email = \"{(user.email or '').lower()}\""
            if key in seen:
                raise ValueError(f"账号 {key} 登记了两次，请只留一个")
            seen.add(key)
        return self

    def visitor(self) -> Person:
        """Return what somebody without a login is."""
        roles = frozenset({VIEWER}) if self.public_view else frozenset[str]()
        return Person(VISITOR.name, "", False, roles, frozenset())

    def person(self, claims: Mapping[str, object], now: datetime) -> Person:
        """Return who these claims (声明) of the OpenID provider stand for.

        Args:
            claims: As signed by the provider and kept by Streamlit; empty without a login.
            now: The time, with its zone.

        Returns:
            A visitor where there is no login or it is too old; an account the file does not know can do no more than
            a visitor, but has a name.
        """
        sub = claims.get("sub")
        if claims.get("is_logged_in") is not True or not isinstance(sub, str) or not sub:
            return self.visitor()
        if not self._is_fresh(claims.get("iat"), now):
            return self.visitor()
        user = self._user(sub, claims)
        roles = self.visitor().roles | frozenset(user.roles if user else ())
        scopes = frozenset(user.scopes if user else ())
        return Person((user and user.name) or _name(claims, sub), sub, False, roles, scopes)

    def _is_fresh(self, issued: object, now: datetime) -> bool:
        """Tell whether the login is recent; one that does not say when it was made is not."""
        if isinstance(issued, bool) or not isinstance(issued, int | float):
            return False
        age = now.timestamp() - issued
        return -_SKEW.total_seconds() <= age < timedelta(hours=self.login_hours).total_seconds()

    def _user(self, sub: str, claims: Mapping[str, object]) -> User | None:
        """Return the account of a subject; by its address only where the provider vouches for that."""
        email = claims.get("email") if claims.get("email_verified") is True else None
        address = email.lower() if isinstance(email, str) and email else None
        by_sub = (user for user in self.users if user.sub == sub)
        by_email = (user for user in self.users if user.email and user.email.lower() == address)
        return next(by_sub, None) or next(by_email, None)


def _name(claims: Mapping[str, object], sub: str) -> str:
    for key in ("name", "preferred_username", "email"):
        given = claims.get(key)
        if isinstance(given, str) and given.strip():
            return " ".join(given.split())[:_LONGEST_NAME]  # it goes into a line of the audit log
    return sub


def configured() -> Path | None:
    """Return the users file the environment names, or None where there is none."""
    named = os.environ.get(VARIABLE, "").strip()
    return Path(named).expanduser() if named else None


def read(path: Path) -> Access:
    """Read the users file.

    Raises:
        AccessFileError: It cannot be read or used.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise AccessFileError(f"权限文件 {path} 读不出来：{reason(problem)}") from None
    except UnicodeDecodeError:
        raise AccessFileError(f"权限文件 {path} 不是 UTF-8 编码，请用 UTF-8 另存") from None
    except tomllib.TOMLDecodeError as problem:
        raise AccessFileError(f"权限文件 {path} {_where(str(problem))}写法不对：不是合法的 TOML") from None
    try:
        return Access.model_validate(told)
    except ValidationError as problem:
        raise AccessFileError(f"权限文件不能用：\n{explain(path, problem)}") from None


def _where(problem: str) -> str:
    """Return ``第 3 行`` of what the TOML reader says in English."""
    line = re.search(r"line (\d+)", problem)
    return f"第 {line[1]} 行" if line else "末尾"


class Keeper:
    """Keeps the file of the environment read, and reads it again when it has changed."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._kept: tuple[Path, tuple[int, ...], Access | AccessFileError] | None = None

    def get(self) -> Access | None:
        """Return what the file says now; None where none is configured.

        Raises:
            AccessFileError: There is one and it cannot be used.
        """
        path = configured()
        if path is None:
            return None
        try:
            found = path.stat()
        except OSError as problem:
            raise AccessFileError(f"权限文件 {path} 读不出来：{reason(problem)}") from None
        state = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        kept = self._kept
        if kept is None or kept[:2] != (path, state):
            answer: Access | AccessFileError
            try:
                answer = read(path)
            except AccessFileError as problem:
                answer = problem
            self._kept = kept = (path, state, answer)
        if isinstance(kept[2], AccessFileError):
            raise AccessFileError(str(kept[2]))
        return kept[2]


def now() -> datetime:
    """Return the time logins are held against."""
    return datetime.now(UTC)


def main(arguments: list[str]) -> int:
    """Say whether the file can be used; return 0 if so."""
    try:
        access = read(Path(arguments[0]))
    except AccessFileError as problem:
        print(problem, file=sys.stderr)
        return 1
    viewing = "不登录也能查看" if access.public_view else "登录后才能查看"
    print(f"权限文件可用：登记账号 {len(access.users)} 个，{viewing}。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
