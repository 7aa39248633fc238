"""What holds of every page: it opens by its own link, on both screens and in both themes, in Chinese, without an error.

An error in the console, an answer above 399 or a word with another host fails any test here: `visit` sees to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from components.menu import DEFAULT, PAGES
from data.store import default_store
from tests.browser.conftest import SIZES, Visit
from tests.browser.reading import english, texts, violations
from tests.browser.watching import settle

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


@pytest.mark.parametrize("scope", [*CITIES, COUNTY, CONSORTIUM], ids=named)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", PAGES)
def test_a_page_opens_by_its_link_in_chinese_and_without_an_error(
    visit: Visit, key: str, size: str, scope: Scope
) -> None:
    page = visit(path(key, scope), size=size)
    shown = texts(page)
    assert not [text for text in shown if BROKEN in text]
    assert any(scope.name in text for text in shown)
    assert any(PAGES[key].name in text for text in shown)
    assert page.get_by_test_id("stException").count() == 0
    assert english(page, {word for code in (scope.code,) for word in code.split("-")}) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("scope", CITIES, ids=named)
@pytest.mark.parametrize("key", PAGES)
def test_axe_finds_nothing_serious(visit: Visit, key: str, scope: Scope, dark: bool) -> None:
    assert violations(visit(path(key, scope), dark=dark)) == []


@pytest.mark.parametrize("key", PAGES)
def test_a_page_fits_the_width_of_the_laptop(visit: Visit, key: str) -> None:
    page = visit(path(key))
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def said(page: Page) -> list[str]:
    """Every text of the page but what a selector announces while it is open (it is read out and stays behind)."""
    return [text for text in texts(page) if not re.fullmatch(r"\d+ options? available\.|option .*", text)]


@pytest.mark.parametrize("key", PAGES)
def test_another_city_leaves_no_stale_filter(visit: Visit, key: str) -> None:
    second = next(city for city in CITIES if not COUNTY.code.startswith(city.code))
    page = visit(path(key, COUNTY))
    page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").first.locator("input").click()
    page.get_by_role("option", name=second.name).click()
    settle(page)
    assert f"scope={second.code}" in page.url
    assert COUNTY.code not in page.url
    assert not [text for text in texts(page) if BROKEN in text]
    fresh = visit(page.url.removeprefix(page.evaluate("location.origin")))
    assert said(fresh) == said(page)
