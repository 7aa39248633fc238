"""Townships and villages: the civil-affairs list joined to the statistics bureau's villages.

The two code systems give different nine digits to the same place, and the same nine digits to different
places. They are joined by (county, name stem), and the statistics code is kept where there is one, because
it begins the twelve digits of the township's villages.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

CITIES = {"3302": "宁波市", "1307": "张家口市"}

_SUFFIXES = ("街道办事处", "街道", "镇", "乡")

#: Names written differently in the two lists, as (county, stem in civil affairs): stem in statistics.
_SAME_PLACE = {("130705", "天泰寺街"): "天泰寺", ("130723", "阎油坊"): "闫油坊"}

#: Kind of a village unit by the hundreds of its last three digits (statistics bureau's coding rule).
COMMITTEE = {
    "0": "residents",
    "1": "residents",
    "2": "village",
    "3": "village",
    "4": "residents_like",
    "5": "village_like",
}


@dataclass(frozen=True, slots=True)
class Township:
    """A township or street: the code used here, its name and its code in the civil-affairs list."""

    code: str
    name: str
    civil_affairs_code: str
    #: ``statistics`` (linked to its villages), ``civil_affairs`` or ``local`` (made up); the latter two have none.
    code_source: str

    @property
    def county(self) -> str:
        """Six digits of the county."""
        return self.code[:6]


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community: its twelve digits, display and official name and kind of committee."""

    code: str
    name: str
    official_name: str
    committee: str


@dataclass(frozen=True, slots=True)
class DroppedUnit:
    """A statistics unit that no township of the civil-affairs list corresponds to, with its villages left out."""

    code: str
    name: str
    village_committees: int
    residents_committees: int
    reason: str


@dataclass(frozen=True, slots=True)
class Divisions:
    """Everything below the counties of both cities, each list sorted by code."""

    townships: list[Township]
    villages: list[Village]
    dropped: list[DroppedUnit]


def stem(name: str) -> str:
    """Return a township's name without 街道, 镇 or 乡."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


def short_name(official: str) -> str:
    """Return the name people use: ``南关村村民委员会`` is 南关村, ``新盛社区居民委员会`` is 新盛社区."""
    for ending in ("村民委员会", "村委会"):
        if official.endswith(ending):
            place = official[: -len(ending)]
            return place if place.endswith("村") else place + "村"
    for ending in ("居民委员会", "居委会"):
        if official.endswith(ending):
            place = official[: -len(ending)]
            return place if place.endswith("社区") else place + "居委会"
    return official


def join_divisions(townships_json: bytes, villages_sqlite: bytes) -> Divisions:
    """Join the civil-affairs townships of both cities with the statistics bureau's units and villages.

    Args:
        townships_json: County code (12 digits) to ``{"townships": {name: code}}``.
        villages_sqlite: Tables ``street`` and ``village`` with code, name and parent codes.
    """
    listed = _civil_affairs(townships_json)
    units, members = _statistics(villages_sqlite)
    by_stem: dict[tuple[str, str], str] = {}
    for code, name in units.items():
        # A county may list 孔家庄镇 and 孔家庄街道; the first code is the township itself, later ones were split off.
        by_stem.setdefault((code[:6], stem(name)), code)
    townships: list[Township] = []
    for county, name, civil_code in listed:
        key = (county, _SAME_PLACE.get((county, stem(name)), stem(name)))
        if key in by_stem:
            townships.append(Township(by_stem[key], name, civil_code, "statistics"))
        elif civil_code not in units:
            townships.append(Township(civil_code, name, civil_code, "civil_affairs"))
        else:
            # The statistics bureau uses these nine digits for another township of the county; neither list uses 9xx.
            townships.append(Township(f"{county}9{civil_code[-2:]}", name, civil_code, "local"))
    kept = {township.code for township in townships}
    villages = [
        Village(code, short_name(name), name, COMMITTEE[code[9]])
        for unit, rows in members.items() if unit in kept for code, name in rows
    ]
    dropped = [_dropped(code, units[code], members.get(code, [])) for code in units if code not in kept]
    return Divisions(
        sorted(townships, key=lambda t: t.code),
        sorted(villages, key=lambda v: v.code),
        sorted(dropped, key=lambda u: u.code),
    )


def _dropped(code: str, name: str, rows: list[tuple[str, str]]) -> DroppedUnit:
    kinds = [COMMITTEE[village[9]] for village, _ in rows]
    zone = code[4:6] in {"71", "72", "73"}
    reason = "功能区, 12 位代码不属任何区县" if zone else "民政名录无此乡级单位"
    return DroppedUnit(code, name, kinds.count("village"), len(kinds) - kinds.count("village"), reason)


def _civil_affairs(townships_json: bytes) -> list[tuple[str, str, str]]:
    """Return (county, name, nine-digit code) of both cities."""
    entries = json.loads(townships_json)
    return [
        (county[:6], name, code[:9])
        for county, entry in entries.items() if county[:4] in CITIES
        for name, code in entry["townships"].items()
    ]


def _statistics(villages_sqlite: bytes) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Return the township-level units by code, and the (code, name) of the villages of each."""
    places = ",".join("?" * len(CITIES))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "villages.sqlite"
        path.write_bytes(villages_sqlite)
        connection = sqlite3.connect(path)
        units = dict(connection.execute(
            f"SELECT code, name FROM street WHERE cityCode IN ({places}) ORDER BY code", tuple(CITIES)))
        rows = connection.execute(
            f"SELECT streetCode, code, name FROM village WHERE cityCode IN ({places}) ORDER BY code", tuple(CITIES))
        members: dict[str, list[tuple[str, str]]] = {}
        for unit, code, name in rows:
            members.setdefault(unit, []).append((code, name))
        connection.close()
    return units, members
