"""Views of the bundled sample, for tests of what pages say."""

from __future__ import annotations

from components import loaders
from components.menu import DEFAULT, PAGES
from components.theme import LIGHT
from components.view import View, resolve


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
