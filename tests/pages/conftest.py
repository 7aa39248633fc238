"""The application in memory, on the bundled sample or on a store of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

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
    return {one.name: one for one in offered(_panel(app).bytes)}


def choose(app: AppTest, name: str, value: str) -> AppTest:
    """Choose in the sidebar as a browser does: it names the selector and the code, offered or not."""
    states: WidgetStates = app._tree.get_widget_states()
    states.widgets.append(trigger(_panel(app).id, "chosen", [name, value]))
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

    def walk(block: object) -> Iterator[str]:
        proto = getattr(block, "proto", None)
        if getattr(proto, "component_name", "") == "consortium_atlas_region":
            yield proto.bytes.decode()
        for child in getattr(block, "children", {}).values():
            yield from walk(child)

    return list(walk(app.main))


def finding(app: AppTest) -> str:
    """The sentence at the head of the page; empty without one."""
    found = [re.search(r"<h2>(.*?)</h2>", markup, re.S) for markup in regions(app)]
    return next((text_of(match[1]) for match in found if match), "")


def line(app: AppTest) -> str:
    """The line over the finding: page, sample, scope, day, 口径, snapshot."""
    found = [re.search(r'ca-heading">\s*<p>(.*?)</p>', markup, re.S) for markup in regions(app)]
    return next((text_of(match[1]) for match in found if match), "")


def _panel(app: AppTest):
    blocks = (getattr(block, "proto", None) for block in app.sidebar.children.values())
    return next(proto for proto in blocks if getattr(proto, "component_name", "") == COMPONENT)
