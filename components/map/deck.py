"""The deck (图层组) as the browser gets it: compact JSON, data by URL, clicks that do not fade the other layers.

Two habits of the front end shape this module:

* A selection in a layer that has an ``id`` fades every other layer to 40 %. A layer without one reports the click
  just as well, fades nothing, and its selection is dropped when the next deck arrives. So layers made by
  :func:`pick` have none, and there is one of them per deck.gl class at most, or their default ids would clash.
* Its JSON is plain data, so layers are plain dictionaries here, with expressions marked ``@@=`` here and in
  components/map/strokes.py and nowhere else: no name from a table can become an expression.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

#: Colour with opacity, 0–255 each, as deck.gl takes it.
Rgba = list[int]
#: One layer, ready for JSON, in deck.gl's own (camel case) names.
Layer = dict[str, Any]
#: How far one may zoom out, where the drawn land would end, and in, where rough outlines would show.
_OUT, _IN = 0.6, 4.5
CLEAR: Rgba = [0, 0, 0, 0]
#: Where a view looks: ``longitude``, ``latitude``, ``zoom``.
Place = Mapping[str, float]


class CompactDeck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types, so its class is Any
    """A deck with no basemap, no outside request and no indentation in its JSON."""

    #: The JSON, once written; in a slot, as what stands in the instance's own dictionary is part of the JSON.
    __slots__ = ("written",)
    written: str | None

    def __init__(
        self, layers: Sequence[Layer], view: str, places: Mapping[str, Place], tooltip_style: Mapping[str, str]
    ) -> None:
        """Draw ``layers`` in order from the view of this name among those of all ``places``, north always up.

        The front end first draws new layers where it looked before, and only then looks where it is told to; unless
        it has been told before where the view of that name is. So every deck tells of all views.
        """
        self.written = None
        zoom = places[view]["zoom"]
        controller = {"dragRotate": False, "touchRotate": False, "keyboard": True,
                      "minZoom": zoom - _OUT, "maxZoom": zoom + _IN}
        super().__init__(
            layers=list(layers),
            # First one for a view it was not told of, such as another city's.
            initial_view_state={**next(iter(places.values())), **places},
            views=[pdk.View(type="MapView", id="map", view_state=view, controller=controller)],
            map_provider=None,  # and no map_style: None would mean "the theme's tiles", fetched from outside
            # ``text`` is set as text, so a name with markup in it stays a name.
            tooltip={"text": "{tip}", "style": dict(tooltip_style)},
        )

    def to_json(self) -> str:
        """Return the deck as compact JSON, written once: a deck is never changed, and drawn for many."""
        if self.written is None:
            self.written = json.dumps(
                self, sort_keys=True, default=default_serialize, separators=(",", ":"), ensure_ascii=False
            )
        return self.written


def field(name: str) -> str:
    """Build the expression "this record's ``name``"."""
    return f"@@={name}"


def drawn(kind: str, name: str, data: str | list[Any], **props: Any) -> Layer:
    """Return a layer that is seen and cannot be clicked.

    deck.gl keeps the colours it has computed until told that their rule changed; every expression has its trigger.
    """
    return {"@@type": kind, "id": name, "data": data, "pickable": False, "updateTriggers": _triggers(props), **props}


def pick(kind: str, data: str | list[Any], **props: Any) -> Layer:
    """Return a layer that can be hovered and clicked; its records carry ``kind``, ``id`` and ``tip``."""
    return {"@@type": kind, "data": data, "pickable": True, "updateTriggers": _triggers(props), **props}


def _triggers(props: Mapping[str, Any]) -> dict[str, int]:
    """Return a short mark of each expression, which changes with it."""
    return {key: crc32(value.encode()) for key, value in props.items()
            if isinstance(value, str) and value.startswith("@@=")}
