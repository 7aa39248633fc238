"""Chromium as the browser tests and the benchmarks use it: found on the machine, started so that it draws the map."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Playwright, sync_playwright

#: A software GPU, since a server has none, and nothing that talks to the outside.
FLAGS = [
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--no-sandbox",
    "--disable-background-networking",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
#: Where Windows and macOS keep theirs, which is not on the path.
_PLACES = (
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, or None: an installed one, else the one Playwright has downloaded."""
    if found := _installed():
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window; Playwright takes its own where none is installed."""
    return playwright.chromium.launch(executable_path=_installed(), args=FLAGS)


def _installed() -> str | None:
    on_path = (shutil.which(name) for name in _NAMES)
    in_place = (path for place in _PLACES if os.path.exists(path := os.path.expandvars(place)))
    return next((found for found in (*on_path, *in_place) if found), None)
