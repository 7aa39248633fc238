"""What holds of every page: it opens by its own link, on both screens and in both themes, in Chinese, without an error.

An error in the console, an answer above 399 or a word with another host fails any test here: `visit` sees to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from components import loaders
from components.menu import DEFAULT, PAGES
from data.store import default_store
from tests.browser.choosing import choose
from tests.browser.conftest import SIZES, Told, Visit
from tests.browser.findings import clauses
from tests.browser.reading import english, texts, violations

BROKEN = "未能生成"


@dataclass(frozen=True)
class Scope:
    """A place one can look at: its code, and the words that must then stand on the page."""

    kind: str
    code: str
    name: str


def scopes() -> list[Scope]:
    """Both cities, and one county and one consortium of each."""
    snapshot = default_store().open()
    found = []
    for city in snapshot.cities():
        tables = snapshot.city(city)
        regions = tables["regions"]
        name = regions.loc[regions["region_code"] == city, "name"]
        found.append(Scope("city", city, str(name.iloc[0])))
        consortium = tables["consortia"].sort_values("consortium_id").iloc[0]
        county = str(consortium["county_code"])
        found.append(Scope("county", county, str(regions.loc[regions["region_code"] == county, "name"].iloc[0])))
        found.append(Scope("consortium", str(consortium["consortium_id"]), str(consortium["name"])))
    return found


EVERY = scopes()
CITIES = [scope for scope in EVERY if scope.kind == "city"]
COUNTY = next(scope for scope in EVERY if scope.kind == "county")
CONSORTIUM = next(s for s in EVERY if s.kind == "consortium" and not s.code.startswith(COUNTY.code[:4]))


def path(page: str, scope: Scope | None = None) -> str:
    return ("/" if page == DEFAULT else f"/{page}") + (f"?scope={scope.code}" if scope else "")


def named(scope: Scope) -> str:
    return f"{scope.code}-{scope.kind}"


#: What each page said when it was opened by its link, by page and scope: opened once, compared again.
Read = dict[tuple[str, str], list[str]]


@pytest.fixture(scope="module")
def read() -> Read:
    return {}


def said(page: Page) -> list[str]:
    """Every text of the page but what a selector announces while it is open (it is read out and stays behind)."""
    return [text for text in texts(page) if not re.fullmatch(r"\d+ options? available\.|option .*", text)]


def last_day(scope: Scope) -> str:
    """The last month's end of the scope's city, which is what a page shows when no month is asked for."""
    snapshot = loaders.live_snapshot()
    places = loaders.places(snapshot, scope.code[:4])
    return places.as_of(places.months[-1], snapshot.manifest.as_of).isoformat()


def finding(page: Page) -> str:
    return page.locator(".ca-heading h2").inner_text().replace("\u00a0", " ")


@pytest.mark.parametrize("scope", [*CITIES, COUNTY, CONSORTIUM], ids=named)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", PAGES)
def test_a_page_opens_by_its_link(visit: Visit, told: Told, read: Read, key: str, size: str, scope: Scope) -> None:
    """One load, every check: what is wrong is listed by the check that found it.

    A city is looked at on the laptop in the light theme and on the wall in the dark one, and by axe in both.
    """
    city = scope in CITIES
    page = visit(path(key, scope), size=size, dark=city and size == "wall")
    shown = texts(page)
    if size == "laptop":
        read[key, scope.code] = said(page)
    day = last_day(scope)
    heading = finding(page)
    expected = clauses(key, scope.kind, told(scope.code, day), told(scope.code[:4], day))
    wrong = {
        "not drawn": [text for text in shown if BROKEN in text] + page.get_by_test_id("stException").all_inner_texts(),
        "not named": [n for n in (scope.name, PAGES[key].name, "示例数据") if not any(n in text for text in shown)],
        "English": english(page, set(scope.code.split("-"))),
        "not what the command line prints": [f"{words}: {heading}" for words in expected if words not in heading],
        "wider than the screen": [over for over in [overflow(page)] if over > 0],
        "axe": violations(page) if city else [],
    }
    assert {check: found for check, found in wrong.items() if found} == {}


def overflow(page: Page) -> int:
    return int(page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth"))


@pytest.mark.parametrize("key", PAGES)
def test_another_city_leaves_no_stale_filter(visit: Visit, read: Read, key: str) -> None:
    second = next(city for city in CITIES if not COUNTY.code.startswith(city.code))
    page = visit(path(key, COUNTY))
    choose(page, "市", second.name)
    assert f"scope={second.code}" in page.url
    assert COUNTY.code not in page.url
    assert not [text for text in texts(page) if BROKEN in text]
    fresh = read.get((key, second.code)) or said(visit(path(key, second)))
    assert said(page) == fresh
