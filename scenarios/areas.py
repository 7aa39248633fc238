"""The map before and after (调整前后的地图): the parts of a city, the villages of a county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indicators.engine import CityFigures
from indicators.model import Figure
from indicators.registers import MODES
from scenarios.comparing import Answer


@dataclass(frozen=True)
class Area:
    """A county of the city with one figure, before and after; null where the key is not given for counties."""

    code: str
    name: str
    before: Figure | None
    after: Figure | None

    @property
    def moved(self) -> bool:
        """Whether the value or what it is judged as is another one."""
        return _seen(self.before) != _seen(self.after)


@dataclass(frozen=True)
class Spot:
    """A village on the map, with how it is served before and after."""

    id: str
    name: str
    #: WGS-84 degrees; null without a known position.
    lon: float | None
    lat: float | None
    #: Whether it has a service; null where nothing was reported.
    before: bool | None
    after: bool | None
    #: How it is served (村级服务方式), a code of ``VILLAGE_MODE``; null for 未报.
    mode_before: str | None
    mode_after: str | None


def areas(answer: Answer, key: str) -> tuple[Area, ...]:
    """Return one figure for every county in the account, before and after, in order of code.

    Raises:
        KeyError: The catalogue has no such key.
    """
    return tuple(
        Area(code, answer.after.name_of(code), answer.before.get(key, code), answer.after.get(key, code))
        for code in answer.after.counties
    )


def village_spots(answer: Answer, county: str) -> tuple[Spot, ...]:
    """Return the villages of a county with how each is served before and after, in order of code.

    Raises:
        UnknownScope: The tables name no such county.
    """
    answer.after.name_of(county)
    then, now = _modes(answer.before, county), _modes(answer.after, county)
    register = answer.after.context.base.villages
    names = dict(zip(register.index, register.names, strict=True))
    regions = answer.after.tables["regions"]
    held = regions[regions["region_code"].isin([*now])]
    # Plain values: asking a frame for one of hundreds of places at a time costs more than all the rest.
    places = {
        code: _place(lon, lat)
        for code, lon, lat in zip(*(held[name].tolist() for name in ("region_code", "lon", "lat")), strict=True)
    }
    return tuple(
        Spot(code, names[code], *places.get(code, (None, None)), _served(then.get(code)), _served(now[code]),
             then.get(code), now[code])
        for code in now
    )  # fmt: skip


def _seen(figure: Figure | None) -> tuple[float | None, str] | None:
    return None if figure is None else (figure.value, figure.status)


def _modes(figures: CityFigures, county: str) -> Mapping[str, str | None]:
    """Return how each village of a county is served, by code; null for 未报."""
    context = figures.context
    held = context.base.villages
    at = np.flatnonzero(figures.holds(held.county, np.full(len(held), -2), county))
    mode = context.village_mode[at].tolist()
    return dict(zip(held.index[at].tolist(), [MODES[one] if one >= 0 else None for one in mode], strict=True))


def _served(mode: str | None) -> bool | None:
    return None if mode is None else mode != "none"


def _place(lon: float, lat: float) -> tuple[float | None, float | None]:
    return (None, None) if np.isnan(lon) or np.isnan(lat) else (lon, lat)
