"""The map before and after (调整前后的地图): the parts of a city, the institutions and the villages of a county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.lists.places import positions_of
from indicators.model import Figure
from indicators.registers import MODES
from scenarios.comparing import Answer

_FLOW = "lead_to_member"


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
    """An institution or a village on the map, with what holds there before and after."""

    id: str
    name: str
    #: WGS-84 degrees; null without a known position.
    lon: float | None
    lat: float | None
    #: Whether it is covered (institution: a counted person is posted there; village: it has a service); null where
    #: the question does not arise (no member then, not there yet) or nothing was reported.
    before: bool | None
    after: bool | None
    #: How a village is served (村级服务方式), a code of ``VILLAGE_MODE``; null for institutions and for 未报.
    mode_before: str | None = None
    mode_after: str | None = None

    @property
    def moved(self) -> bool:
        """Whether it looks otherwise after than before."""
        return (self.before, self.mode_before) != (self.after, self.mode_after)


def areas(answer: Answer, key: str) -> tuple[Area, ...]:
    """Return one figure for every county in the account, before and after, in order of code.

    Raises:
        KeyError: The catalogue has no such key.
    """
    return tuple(
        Area(code, answer.after.name_of(code), answer.before.get(key, code), answer.after.get(key, code))
        for code in answer.after.counties
    )


def institution_spots(answer: Answer, county: str) -> tuple[Spot, ...]:
    """Return the grassroots members (基层成员单位) of a county, before or after, in order of id.

    Raises:
        UnknownScope: The tables name no such county.
    """
    answer.after.name_of(county)
    then, now = _posted(answer.before, county), _posted(answer.after, county)
    register = answer.after.context.base.institutions
    names = dict(zip(register.index, register.names, strict=True))
    places = positions_of(answer.after.tables)
    return tuple(
        Spot(id, names[id], *_position(places, id), then.get(id), now.get(id)) for id in sorted({*then, *now})
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


def _posted(figures: CityFigures, county: str) -> Mapping[str, bool]:
    """Return whether each grassroots member of a county has a counted person, by id."""
    context = figures.context
    held, at = context.base.institutions, context.grassroots_members
    at = at[figures.holds(held.county[at], context.consortium_of[at], county)]
    reached = np.isin(at, context.base.postings.receiver[context.counted(_FLOW)])
    return dict(zip(held.index[at].tolist(), reached.tolist(), strict=True))


def _modes(figures: CityFigures, county: str) -> Mapping[str, str | None]:
    """Return how each village of a county is served, by code; null for 未报."""
    context = figures.context
    held = context.base.villages
    at = np.flatnonzero(figures.holds(held.county, np.full(len(held), -2), county))
    mode = context.village_mode[at].tolist()
    return dict(zip(held.index[at].tolist(), [MODES[one] if one >= 0 else None for one in mode], strict=True))


def _served(mode: str | None) -> bool | None:
    return None if mode is None else mode != "none"


def _position(places: pd.DataFrame, id: str) -> tuple[float | None, float | None]:
    return _place(*(float(places[column].get(id, np.nan)) for column in ("lon", "lat")))


def _place(lon: float, lat: float) -> tuple[float | None, float | None]:
    return (None, None) if np.isnan(lon) or np.isnan(lat) else (lon, lat)
