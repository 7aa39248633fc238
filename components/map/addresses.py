"""Addresses of the map's layers: built by the page, read by the route, strict in what they accept.

``/map/<snapshot>/<city>/<as_of>/<layer>.json?v=<version>``, where ``<layer>`` is a name with its arguments and, where
the reader chose one, the caliber and the policy: ``fills~care.in_county_rate``, ``marks~cgl~330226~~eligible``,
``fills~centre.open_rate~~~national-2024``. An address names everything its content depends on, so the browser may keep
the answer for good; the version stands for the code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

#: What each layer takes, in order; a trailing ``?`` may be left out.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "land": (),
    "territories": ("county",),
    "fills": ("key",),
    "lines": ("shown", "county?"),
    "marks": ("shown", "county?"),
    "outline": ("county",),
    "territory_edges": ("county",),
    "county_labels": ("key", "screen"),
    "county_leaders": ("key", "screen"),
    "place_labels": ("county", "screen"),
    "search": ("county?",),
}
#: What stands in an address where nothing is switched on.
NOTHING = "-"
_SNAPSHOT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_CITY = re.compile(r"[0-9]{4}")
_LAYER = re.compile(
    r"(?P<name>[a-z_]+)(?P<arguments>(?:~[A-Za-z0-9_.-]+)*)(?:~~(?P<caliber>[a-z_]+))?(?:~~~(?P<policy>[a-z0-9-]+))?"
)


@dataclass(frozen=True, slots=True)
class LayerAddress:
    """One layer: of which snapshot, city and day, under which caliber and policy, with which arguments."""

    snapshot: str
    city: str
    as_of: date
    name: str
    arguments: tuple[str, ...] = ()
    #: Null: each flow's own, as the policy has it.
    caliber: str | None = None
    #: Null: the one in force in the city on the day.
    policy: str | None = None

    @property
    def url(self) -> str:
        """Return the path from the root of the app, with the version of the code."""
        layer = "~".join((self.name, *self.arguments)) + (f"~~{self.caliber}" if self.caliber else "")
        layer += f"~~~{self.policy}" if self.policy else ""
        return f"/map/{self.snapshot}/{self.city}/{self.as_of.isoformat()}/{layer}.json?v={version()}"


def parse(snapshot: str, city: str, as_of: str, layer: str) -> LayerAddress | None:
    """Read the parts of an address; None for anything that is not one. Whether it exists is not asked here."""
    found = _LAYER.fullmatch(layer)
    if not (found and _SNAPSHOT.fullmatch(snapshot) and _CITY.fullmatch(city)):
        return None
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        return None
    arguments = tuple(found["arguments"].split("~")[1:])
    wanted = ARGUMENTS.get(found["name"])
    if wanted is None or not sum(not kind.endswith("?") for kind in wanted) <= len(arguments) <= len(wanted):
        return None
    if day.isoformat() != as_of:  # 20220630 is an ISO date too, but one address must have one spelling
        return None
    return LayerAddress(snapshot, city, day, found["name"], arguments, found["caliber"], found["policy"])


@cache
def version() -> str:
    """Return a mark of the code that makes the layers: after an upgrade, what the browser kept is asked for anew."""
    here = Path(__file__).parent
    digest = sha256()
    for path in sorted(here.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
