"""Who may (权限): a person with what the operator lets them do, and the rules every server function asks.

A person is the local user of this machine, somebody logged in, or a visitor. Roles are ``viewer`` (查看) and
``clerk`` (经办); a clerk's scopes are six-digit counties and four-digit cities. A city's clerk sends for all its
counties and for the city itself; a county's clerk for that county alone.
"""

from __future__ import annotations

import getpass
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

VIEWER: Final = "viewer"
CLERK: Final = "clerk"
ROLES: Final = frozenset({VIEWER, CLERK})

_CITY_DIGITS: Final = 4
_COUNTY_DIGITS: Final = 6


class AccessDenied(Exception):  # noqa: N818  (not an error of the program: an answer)
    """Somebody asked for what they may not do; the message is a Chinese sentence for them."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever asks.

    Attributes:
        name: What they are called on the page and in the audit log.
        id: ``local:<user>``, or the OpenID subject (``sub``); empty for a visitor who has not logged in.
        local: True for the user of this very machine, who may do everything.
        roles: Some of :data:`ROLES`.
        scopes: Counties (six digits) and cities (four digits) a clerk acts for; of no meaning to others.
    """

    name: str
    id: str
    local: bool
    roles: frozenset[str]
    scopes: frozenset[str]

    @property
    def logged_in(self) -> bool:
        """True for somebody who has come by the login."""
        return bool(self.id) and not self.local

    def may_view(self) -> bool:
        """True if the pages and what they are drawn from may be shown."""
        return self.local or bool(self.roles & ROLES)

    def may_upload(self) -> bool:
        """True if files may be handed to a page that reads them for this person alone and keeps nothing (核对).

        Whoever may view and is known by name: who has not logged in could fill the memory unseen. What becomes of a
        file each page asks by itself; taking data in is a clerk's.
        """
        return self.may_view() and bool(self.id)

    def is_clerk(self) -> bool:
        """True if 数据管理 may be opened at all."""
        return self.local or CLERK in self.roles

    def may_send(self, code: str) -> bool:
        """True if workbooks of this sender (报送单位) may be taken in: a county, or a city for its own workbook."""
        if not _is_code(code):
            return False
        return self.local or (CLERK in self.roles and not self.scopes.isdisjoint({code, code[:_CITY_DIGITS]}))

    def may_publish(self, codes: Collection[str]) -> bool:
        """True if a snapshot may go live that changes what these senders sent; never for nobody's rows."""
        return bool(codes) and all(map(self.may_send, codes))

    def may_restore(self, *cities: str) -> bool:
        """True if an older snapshot may be put back, which turns back every county of these cities (four digits).

        Without a city it says whether there is any city this person could do so for.
        """
        if not cities:
            return self.local or (CLERK in self.roles and any(len(code) == _CITY_DIGITS for code in self.scopes))
        return all(len(city) == _CITY_DIGITS and self.may_send(city) for city in cities)


#: Somebody who has not logged in, where viewing is not open to all.
VISITOR: Final = Person("访客", "", False, frozenset(), frozenset())


def local_person() -> Person:
    """Return the local user (本机用户): everything is theirs, and the audit log names their account."""
    try:
        account = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in some containers
        account = "本机用户"
    return Person(account, f"local:{account}", True, ROLES, frozenset())


def require_view(person: Person) -> None:
    """Raise :class:`AccessDenied` unless the person may view."""
    if not person.may_view():
        raise AccessDenied(f"{_whose(person)}没有查看权限。{_remedy(person)}")


def require_upload(person: Person) -> None:
    """Raise :class:`AccessDenied` unless the person may hand files to a page."""
    require_view(person)
    if not person.may_upload():
        raise AccessDenied(f"{_whose(person)}不能上传文件。{_remedy(person)}")


def require_clerk(person: Person) -> None:
    """Raise :class:`AccessDenied` unless the person may open 数据管理."""
    if not person.is_clerk():
        raise AccessDenied(f"{_whose(person)}没有经办权限，不能使用数据管理。{_remedy(person)}")


def require_send(person: Person, code: str) -> None:
    """Raise :class:`AccessDenied` unless the person may send for this county or city."""
    require_clerk(person)
    if not person.may_send(code):
        raise AccessDenied(f"{_whose(person)}不能报送 {code} 的数据{_registered(person)}。{_remedy(person)}")


def require_publish(person: Person, codes: Collection[str]) -> None:
    """Raise :class:`AccessDenied` unless the person may publish the rows of all these senders."""
    require_clerk(person)
    if not codes:
        raise AccessDenied("没有可以发布的报送单位：请先选定至少一个。")
    refused = sorted(code for code in codes if not person.may_send(code))
    if refused:
        whole = "、".join(refused)
        raise AccessDenied(f"{_whose(person)}不能发布 {whole} 的数据{_registered(person)}。{_remedy(person)}")


def require_restore(person: Person, cities: Collection[str]) -> None:
    """Raise :class:`AccessDenied` unless the person may put back an older snapshot of a store with these cities."""
    require_clerk(person)
    if not cities or not person.may_restore(*cities):
        raise AccessDenied(
            f"恢复旧快照会改动全市数据，{_whose(person)}没有 {'、'.join(sorted(cities)) or '任何市'} 的市级经办权限。"
            f"{_remedy(person)}"
        )


def _is_code(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) in (_CITY_DIGITS, _COUNTY_DIGITS)


def _whose(person: Person) -> str:
    return f"账号“{person.name}”" if person.id else "未登录的访客"


def _registered(person: Person) -> str:
    return f"，登记的范围是 {'、'.join(sorted(person.scopes))}" if person.scopes else ""


def _remedy(person: Person) -> str:
    return "需要时请联系系统管理员登记。" if person.id else "请先登录。"
