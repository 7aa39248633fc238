"""When a page is settled, and what went wrong in it: used by the browser tests and by benchmarks/clicks.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
#: Milliseconds, and frames drawn, in which nothing may happen before a page counts as settled.
QUIET, QUIET_FRAMES = 250, 8

#: Connected, each run begun and finished, nothing stale or waiting, every answer and picture there, and quiet since.
_SETTLED = """([quiet, frames]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app?.dataset.testScriptState !== "notRunning" || app.dataset.testConnectionState !== "CONNECTED") return false;
  const waiting = '[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stAppSkeleton"]';
  if (document.querySelector(waiting)) return false;
  if (window.__seen.awaited || window.__seen.owed.size) return false;
  if ([...document.images].some(image => !image.complete)) return false;
  return performance.now() - window.__seen.last > quiet && window.__seen.frames > frames;
}"""


def settle(page: Page, timeout: float = 120_000, quiet: int = QUIET) -> float:
    """Wait until the run is finished and all is drawn; return the page's own time (ms) of the last change or drawing.

    A click just before is always seen: it asks the server for a run, and that run must have begun and ended.
    """
    page.wait_for_function(_SETTLED, arg=[quiet, QUIET_FRAMES], timeout=timeout, polling=20)
    last: float = page.evaluate("Math.max(window.__seen.change, window.__seen.draw)")
    return last


class Problems:
    """What a page must not do: errors in its console, uncaught exceptions, failed answers, words with other hosts."""

    def __init__(self, page: Page, own: str) -> None:
        self.found: list[str] = []
        self._own = urlsplit(own).netloc
        self._page = page
        self._handlers: dict[str, Callable[[Any], None]] = {
            "console": lambda m: self._add(f"console {m.type}: {m.text}") if m.type == "error" else None,
            "pageerror": lambda error: self._add(f"uncaught: {error}"),
            "request": lambda request: self._host(request.url),
            "websocket": lambda socket: self._host(socket.url),
            "response": lambda r: self._add(f"{r.status}: {r.url}") if r.status >= 400 else None,
            "requestfailed": lambda request: self._failed(request.url, request.failure or ""),
        }
        for event, handler in self._handlers.items():
            page.on(event, handler)  # type: ignore[call-overload]

    def stop(self) -> None:
        """Listen no longer: what the page does from now on is another test's."""
        for event, handler in self._handlers.items():
            self._page.remove_listener(event, handler)

    def _add(self, text: str) -> None:
        self.found.append(text)

    def _host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._own:
            self._add(f"another host: {url}")

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # a page left before it was finished
            self._add(f"failed: {url} {why}")
