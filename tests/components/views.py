"""Views of the bundled sample, for tests of what pages say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import streamlit as st

from components import loaders
from components.menu import DEFAULT, PAGES
from components.theme import LIGHT
from components.view import View, resolve
from data.model import TABLES
from data.tables import CityTables, empty
from indicators import compute


def view_of(**params: str) -> View:
    """Return the view that an address with these parameters opens; a mistake in them fails the test."""
    snapshot = loaders.live_snapshot()
    day = snapshot.manifest.as_of

    def places(city: str):
        return loaders.places(snapshot, city)

    selection, notes = resolve(params, list(loaders.cities(snapshot)), places, day, loaders.calibers())
    assert not notes, notes
    own = places(selection.city)
    as_of = own.as_of(selection.month, day)
    return View(
        page=DEFAULT, page_name=PAGES[DEFAULT].name, selection=selection, snapshot=snapshot, places=own,
        as_of=as_of, theme=LIGHT, policy=loaders.policy(selection.city, as_of, selection.policy),
    )  # fmt: skip


@contextmanager
def unreported(view: View, *kept: str, names: tuple[str, ...] = ()) -> Iterator[None]:
    """Let the view's city have reported nothing of some tables: those named, or all but the ones kept."""
    held = view.tables
    gone = names or tuple(name for name in TABLES if name not in kept)
    frames = {**held.frames, **{name: empty(name) for name in gone}}
    bare = CityTables("bare", held.city_code, held.as_of, frames, {**held.totals, **dict.fromkeys(gone, 0)})
    figures = compute(bare, view.as_of)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "tables", lambda *_: bare)
        patch.setattr(loaders, "figures", lambda *_: figures)
        st.cache_resource.clear()
        try:
            yield
        finally:
            st.cache_resource.clear()
