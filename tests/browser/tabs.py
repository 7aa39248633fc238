"""Tabs that are used again: a new one costs as much as the page in it, and the front end must be compiled anew."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from tests.browser.watching import Problems, settle

#: Visits before a tab is closed: the browser keeps fifty steps of its history and no more.
MOST = 20

Profile = tuple[str, bool]


@dataclass
class Tab:
    """One tab of a profile (size of the screen, whether dark), and what goes wrong in it while a test holds it."""

    page: Page
    profile: Profile
    problems: Problems
    #: The server it is at.
    base: str
    visits: int = 1


@dataclass
class Tabs:
    """All tabs of a run; those no test holds wait for the next."""

    profiles: dict[Profile, BrowserContext]
    app_url: str
    _free: dict[Profile, list[Tab]] = field(default_factory=dict)

    def open(self, path: str, size: str, dark: bool, base: str | None = None) -> Tab:
        """Open a path in a tab that nobody holds and wait until it is settled."""
        profile, own = (size, dark), base or self.app_url
        waiting = self._free.setdefault(profile, [])
        if waiting:
            tab = waiting.pop()
            tab.visits += 1
            tab.base = own
            tab.problems = Problems(tab.page, own)
        else:
            page = self.profiles[profile].new_page()
            tab = Tab(page, profile, Problems(page, own), own)
        # A tab behind another draws a frame a second at most, and to be settled takes several.
        tab.page.bring_to_front()
        tab.page.goto(own + path)
        settle(tab.page)
        return tab

    def release(self, tab: Tab) -> list[str]:
        """Take a tab back; return what went wrong in it.

        A tab at a server of a test's own is not used again: that server ends, and the page would go on asking for it.
        """
        tab.problems.stop()
        own = tab.base == self.app_url
        if own and tab.visits < MOST and not tab.problems.found and not tab.page.is_closed():
            self._free[tab.profile].append(tab)
        else:
            tab.page.close()
        return tab.problems.found
