"""Rows behind a figure (明细), fetched when a reader opens them and not before."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


@st.fragment
def opening(label: str, key: str, draw: Callable[[], None]) -> None:
    """Draw a closed section; its content is made and sent on the first click, and nothing else is redrawn then."""
    section = st.expander(label, key=key, on_change="rerun")
    if section.open:
        with section:
            draw()
