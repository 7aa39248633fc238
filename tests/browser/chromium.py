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


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, or None: one on the path, else the one Playwright has downloaded."""
    if found := _on_path():
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window; Playwright takes its own where none is on the path."""
    return playwright.chromium.launch(executable_path=_on_path(), args=FLAGS)


def _on_path() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)
