"""The application in memory, on the bundled sample or on a store of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from components.controls import COMPONENT, Selector, offered
from tests.triggers import trigger

ENTRY = Path(__file__).resolve().parents[2] / "pages" / "index.py"
#: Opens the application at a page with the parameters of an address.
Open = Callable[..., AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    """`opened(scope="330203")` runs the first page; `opened("definitions")` another; `store=` another store."""
    monkeypatch.delenv("CONSORTIUM_ATLAS_STORE", raising=False)
    st.cache_resource.clear()

    def run(page: str | None = None, *, store: Path | None = None, **query: str) -> AppTest:
        if store is not None:
            monkeypatch.setenv("CONSORTIUM_ATLAS_STORE", str(store))
        app = AppTest.from_file(str(ENTRY), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page is not None:
            app.switch_page(f"{page}.py").run()
        assert not app.exception
        return app

    return run


def selectors(app: AppTest) -> dict[str, Selector]:
    """What the sidebar offers and shows, by name."""
    return {one.name: one for one in offered(_panels(app)[0].bytes)}


def selector(app: AppTest, name: str) -> Selector:
    """What one selector offers and shows, of the page or the sidebar."""
    return next(one for panel in _panels(app) for one in offered(panel.bytes) if one.name == name)


def choose(app: AppTest, name: str, value: str) -> AppTest:
    """Choose as a browser does: it names the selector and the code, offered or not; in the sidebar unless elsewhere."""
    states: WidgetStates = app._tree.get_widget_states()
    first, *others = _panels(app)
    panel = next((one for one in others if name in {held.name for held in offered(one.bytes)}), first)
    states.widgets.append(trigger(panel.id, "chosen", [name, value]))
    return app._run(states)


class _Text(HTMLParser):
    """The text of a piece of markup, block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def text_of(markup: str) -> str:
    """What a reader sees of markup: no tags, one space for any white space."""
    parser = _Text()
    parser.feed(markup)
    return " ".join(" ".join(parser.found).replace("\u00a0", " ").split())


def regions(app: AppTest) -> list[str]:
    """The markup of every block of our own in the main part, in order."""
    found = _components(app.main)
    return [proto.bytes.decode() for proto in found if proto.component_name == "consortium_atlas_region"]


def finding(app: AppTest) -> str:
    """The sentence at the head of the page; empty without one."""
    found = [re.search(r"<h2>(.*?)</h2>", markup, re.S) for markup in regions(app)]
    return next((text_of(match[1]) for match in found if match), "")


def line(app: AppTest) -> str:
    """The line over the finding: page, sample, scope, day, 口径, snapshot."""
    found = [re.search(r'ca-heading">\s*<p>(.*?)</p>', markup, re.S) for markup in regions(app)]
    return next((text_of(match[1]) for match in found if match), "")


def _panels(app: AppTest) -> list[Any]:
    """Every panel of controls, the sidebar's first."""
    found = (proto for part in (app.sidebar, app.main) for proto in _components(part))
    return [proto for proto in found if proto.component_name == COMPONENT]


def _components(block: Any) -> Iterator[Any]:
    proto = getattr(block, "proto", None)
    if getattr(proto, "component_name", ""):
        yield proto
    for child in getattr(block, "children", {}).values():
        yield from _components(child)
