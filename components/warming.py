"""Work done ahead of the first visitor (预热): the figures and map facts each city opens with."""

from __future__ import annotations

import logging

from components import loaders
from components.map.serving import source_of

_LOG = logging.getLogger(__name__)


def warm() -> None:
    """Compute what every city's pages open with; a store that cannot be read is the pages' to explain, not ours."""
    try:
        snapshot = loaders.live_snapshot()
        for city in snapshot.cities():
            places = loaders.places(snapshot, city)
            source_of(snapshot, city, places.as_of(places.months[-1], snapshot.manifest.as_of), None)
    except Exception:
        _LOG.exception("could not compute the first view ahead")
