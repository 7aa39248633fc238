"""Static regions of a page (静态区块) as one block each: cards, badges, lists, charts.

A page of many small Streamlit elements costs a multiple of an empty page per click; one block costs next to nothing.
``st.html`` would do but for SVG, which it strips; so a block is a component of our own that sets its markup.
Templates stand in ``components/templates/``; every value is escaped by Jinja2, so a name with markup is drawn as text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from components import code, visiting
from components.theme import FONT_FAMILY, LIGHT, Theme, current_theme

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the template environment: escaping always on, an unknown name is an error rather than a blank."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates change with the code, so nobody need look at their files on every rerun.
        auto_reload=False,
    )


def render(template: str, **values: Any) -> Markup:
    """Return a template filled in; ``template`` is a file of ``components/templates/`` without its suffix."""
    # Markup is right here: the environment has escaped every value, and the template itself is ours.
    return Markup(environment().get_template(f"{template}.html.j2").render(**values))


_REGION = st.components.v2.component(
    "consortium_atlas_region",
    html='<div class="ca-root"></div>\n',
    js=code.fetched("region", visiting.SCRIPT + (_TEMPLATES.parent / "region.js").read_text("utf-8")),
    isolate_styles=False,
)


def draw(template: str, *, key: str, on_open: Callable[[str], None] | None = None, **values: Any) -> None:
    """Draw a template as one block of the page.

    Args:
        template: A file of ``components/templates/`` without its suffix.
        key: Unique on the page; keeps the block in place.
        on_open: Called with what a clicked part (``data-open``) stands for, before the run that follows.
        values: What the template names.
    """
    # Bytes go as they are; as JSON every Chinese character would be six bytes instead of three.
    _REGION(key=key, data=str(render(template, **values)).encode(), on_opened_change=opener(key, on_open))


def opener(key: str, on_open: Callable[[str], None] | None, event: str = "opened") -> Callable[[], None]:
    """Return the callback of a component's ``opened`` (or another event): hands on what was clicked, if asked for."""

    def call() -> None:
        state = st.session_state.get(key)
        what = getattr(state, event, None)
        if on_open is not None and what is not None:
            on_open(str(what))

    return call


@cache
def stylesheet(theme: Theme) -> str:
    """Return the style sheet of all blocks in the colours of one theme."""
    sheet, paper = (environment().get_template(name) for name in ("style.css.j2", "print.css.j2"))
    said = sheet.render(t=theme, font=FONT_FAMILY)
    if theme is not LIGHT:
        # Nobody prints white words on white paper.
        said += f"@media print {{ {sheet.render(t=LIGHT, font=FONT_FAMILY)} }}"
    return said + paper.render(t=LIGHT)


def draw_stylesheet() -> None:
    """Send the style sheet; the frame does so once per run, before anything is drawn."""
    st.html(f"<style>{stylesheet(current_theme())}</style>")
