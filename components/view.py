"""The view (视图): what the reader has chosen, read from the address bar and nowhere else.

Five parameters: ``scope`` (four digits a city, six a county, anything else a consortium), ``month`` (``YYYY-MM``),
``caliber`` (absent: as the document says for each flow), ``policy`` (absent: the one in force in the city on the day)
and ``screen`` (absent: laptop). Whatever a reader can write into an address is either understood or replaced, with one
sentence saying so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from components import loaders
from components.places import Places
from components.theme import Theme
from data.policies import Policy, policies_of, policy_by_id
from data.store import Snapshot
from data.tables import CityTables
from indicators import CityFigures
from indicators.wording import month_words

Level = Literal["city", "county", "consortium"]
Screen = Literal["laptop", "wall"]
PARAMETERS = ("scope", "month", "caliber", "policy", "screen")


@dataclass(frozen=True, slots=True)
class Selection:
    """The parameters after they were understood; every code in it exists."""

    city: str
    county: str | None
    consortium: str | None
    month: str
    caliber: str | None
    screen: Screen
    #: The document the reader chose; None takes the one in force.
    policy: str | None = None

    @property
    def scope(self) -> str:
        """Return the code of the finest part chosen."""
        return self.consortium or self.county or self.city

    def query(self) -> dict[str, str]:
        """Return the parameters as they stand in an address; scope and month always, the others unless default."""
        query = {"scope": self.scope, "month": self.month}
        if self.caliber:
            query["caliber"] = self.caliber
        if self.policy:
            query["policy"] = self.policy
        if self.screen != "laptop":
            query["screen"] = self.screen
        return query


@dataclass(frozen=True, slots=True)
class View:
    """All a page needs to know: the choice, the snapshot it is of, and the figures, finished and shared."""

    page: str
    page_name: str
    selection: Selection
    snapshot: Snapshot
    places: Places
    as_of: date
    theme: Theme
    #: The document every target is taken from; None where no target is set.
    policy: Policy | None

    @property
    def city(self) -> str:
        """Return the city's four digits."""
        return self.selection.city

    @property
    def city_name(self) -> str:
        """Return the city's name, such as 宁波市."""
        return self.places.name

    @property
    def county(self) -> str | None:
        """Return the chosen county's code, also when a consortium in it is chosen; None for the whole city."""
        return self.selection.county

    @property
    def county_name(self) -> str | None:
        """Return the chosen county's name; None for the whole city."""
        return self.places.counties.get(self.county) if self.county else None

    @property
    def consortium(self) -> str | None:
        """Return the chosen consortium's id; None unless one is chosen."""
        return self.selection.consortium

    @property
    def scope(self) -> str:
        """Return the code every figure of the page is asked for."""
        return self.selection.scope

    @property
    def level(self) -> Level:
        """Return the kind of scope."""
        if self.consortium:
            return "consortium"
        return "county" if self.county else "city"

    @property
    def scope_name(self) -> str:
        """Return the scope's name: 宁波市, 海曙区, or the consortium's."""
        if self.consortium:
            return self.places.consortia[self.consortium].name
        return self.county_name or self.city_name

    @property
    def month(self) -> str:
        """Return the chosen month, ``YYYY-MM``."""
        return self.selection.month

    @property
    def caliber(self) -> str | None:
        """Return the caliber (口径) the reader chose for all flows; None leaves each flow its own."""
        return self.selection.caliber

    @property
    def in_force(self) -> Policy | None:
        """Return the policy in force (现行文件) in the city on this day; None where the city has none."""
        return loaders.policy(self.city, self.as_of)

    @property
    def instead(self) -> str | None:
        """Return the id of the policy shown instead of the one in force; None when it is that one."""
        own = self.in_force
        return None if self.policy is None or (own is not None and own.id == self.policy.id) else self.policy.id

    @property
    def screen(self) -> Screen:
        """Return the display preference; ``wall`` (大屏) draws taller maps and charts."""
        return self.selection.screen

    @property
    def wall(self) -> bool:
        """Tell whether charts and tables are drawn for 大屏."""
        return self.screen == "wall"

    @property
    def has_sample(self) -> bool:
        """Tell whether any row of this city is sample data."""
        return self.places.has_sample

    @property
    def tables(self) -> CityTables:
        """Return the city's rows."""
        return loaders.tables(self.snapshot, self.city)

    @property
    def figures(self) -> CityFigures:
        """Return every figure of the city on this day under this caliber and policy."""
        return loaders.figures(self.snapshot, self.city, self.as_of, self.caliber, self.instead)

    @property
    def whole(self) -> View:
        """Return the view of the whole city, for what is the same whichever part of it is chosen."""
        return replace(self, selection=replace(self.selection, county=None, consortium=None))

    @property
    def around(self) -> View:
        """Return the view of the county around a consortium, for what is said of the county as a whole."""
        return replace(self, selection=replace(self.selection, consortium=None))

    @property
    def key(self) -> tuple[str, str, str, str | None, str | None]:
        """Return what a page caches its view model by: snapshot, scope, day, caliber, policy not in force."""
        return (self.snapshot.id, self.scope, self.as_of.isoformat(), self.caliber, self.instead)


def resolve(
    params: Mapping[str, str],
    cities: Sequence[str],
    places_of: Callable[[str], Places],
    snapshot_as_of: date,
    calibers: Mapping[str, object],
) -> tuple[Selection, list[str]]:
    """Understand the parameters, replacing what cannot be.

    Args:
        params: What stands in the address; anything at all.
        cities: Codes of the cities that can be opened, the first being the default.
        places_of: Gives the choices of a city, by its code.
        snapshot_as_of: The snapshot's as-of date.
        calibers: The calibers that exist, by id.

    Returns:
        The selection and one Chinese sentence for each replacement.
    """
    notes: list[str] = []
    city, county, consortium = _scope(params.get("scope", ""), cities, places_of, notes)
    places = places_of(city)

    month = params.get("month", "")
    latest = places.months[-1]
    if month not in places.months:
        if month:
            notes.append(f"链接中的截止月份“{month[:20]}”没有数据，已改为 {month_words(latest)}。")
        month = latest

    if consortium and not places.consortia[consortium].exists_on(places.as_of(month, snapshot_as_of)):
        # Asked for by its code, so it is shown empty rather than silently replaced by its county.
        notes.append(f"{places.consortia[consortium].name}在 {month_words(month)}尚未成立或已撤销，该月没有数据。")

    caliber: str | None = params.get("caliber", "") or None
    if caliber and caliber not in calibers:
        notes.append(f"链接中的派驻口径“{caliber[:20]}”不存在，已改为按文件逐项默认。")
        caliber = None

    policy = _policy(params.get("policy", ""), places, notes)

    screen = params.get("screen", "") or "laptop"
    if screen not in ("laptop", "wall"):
        notes.append(f"链接中的屏幕“{screen[:20]}”不存在，已改为笔记本。")
        screen = "laptop"
    return Selection(city, county, consortium, month, caliber, "wall" if screen == "wall" else "laptop", policy), notes


def _policy(asked: str, places: Places, notes: list[str]) -> str | None:
    """Understand the id of a document: one that may be chosen in the city, or None for the one in force."""
    if not asked or any(policy.id == asked for policy in policies_of(places.city)):
        return asked or None
    known = policy_by_id(asked)
    why = f"链接中的政策文件“{asked[:20]}”不存在" if known is None else f"“{known.title}”不适用于{places.name}"
    notes.append(f"{why}，已改为现行文件。")
    return None


def _scope(
    scope: str, cities: Sequence[str], places_of: Callable[[str], Places], notes: list[str]
) -> tuple[str, str | None, str | None]:
    """Understand a scope code: the city, the county and the consortium it stands for."""
    if not scope:
        return cities[0], None, None
    if scope.isdecimal() and len(scope) in (4, 6):
        city = scope[:4]
        if city in cities:
            if len(scope) == 4:
                return city, None, None
            places = places_of(city)
            if scope in places.counties:
                return city, scope, None
            if scope in places.outside:
                notes.append(f"{places.outside[scope]}不在文件统计范围，已改为{places.name}。")
            else:
                notes.append(f"链接中的区县代码“{scope}”不存在，已改为{places.name}。")
            return city, None, None
    else:
        for city in cities:
            places = places_of(city)
            if scope in places.consortia:
                return city, places.consortia[scope].county, scope
    notes.append(f"链接中的范围“{scope[:20]}”不存在，已改为{places_of(cities[0]).name}。")
    return cities[0], None, None
