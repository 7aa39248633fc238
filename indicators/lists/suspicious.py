"""Remote volumes that look wrong (存疑), each with a sentence that can be sent back to who reported it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.model import SERVICE
from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.lists.frames import institution_columns, sorted_by
from indicators.lists.volume_jumps import jumps, median_before, shifted, typical_change
from indicators.months import Bools, Floats, Ints, day_of, last_day, month_text, month_words
from indicators.registers import SERVICES
from indicators.wording import NBSP, quantity

#: What may be wrong, gravest first; a jump may well be real and stands last.
KINDS = {
    "no_site": "无站点",
    "copied": "与上月相同",
    "zero": "疑以零代未报",
    "round": "连续取整",
    "jump": "大幅波动",
}
#: Below this, two equal months or a zero are chance.
SMALL = 20
#: Two months in a row that are multiples of this.
ROUND = 50


@dataclass(frozen=True)
class _Cube:
    """Volumes of every institution of the city: institution × service × month, from the first reported month on."""

    rows: Ints
    months: Ints
    volume: Floats
    #: Which institutions lie in the scope; the others only serve to compare.
    inside: Bools
    #: First month that is looked at; those before only serve to compare.
    start: int


def suspicious_volumes(figures: CityFigures, scope: str, *, year_to_date: bool = True) -> pd.DataFrame:
    """Return the volumes of the year to date (or of all ended months) that look wrong, gravest and largest first.

    no_site: a volume in a month in which no site of the service was open. copied: the same as the month before; with
    several services at once the sentence says so. zero: a 0 where the months before were well above it and others
    reported more. round: multiples of 50 two months running. jump: see :func:`indicators.lists.volume_jumps.jumps`;
    the farthest beyond its typical change first. A volume is told alike in every scope that holds it.

    Returns:
        Columns institution_id, name, county_code, county, consortium_id, consortium, service_type, service_label,
        month, month_label, volume, before (the month before; NaN is 未报), kind, kind_label and sentence in Chinese.
    """
    cube = _cube(figures, scope, year_to_date=year_to_date)
    found = [row for kind, hits in _tests(figures, cube).items() for row in _rows(figures, cube, kind, hits)]
    columns = [
        "institution_id", "name", "county_code", "county", "consortium_id", "consortium", "service_type",
        "service_label", "month", "month_label", "volume", "before", "kind", "kind_label", "sentence",
        "order", "weight",
    ]
    frame = pd.DataFrame(found, columns=columns)
    ordered = sorted_by(frame, ["order", "weight", "month"], ascending=[True, False, False])
    return ordered.drop(columns=["order", "weight"])


def _cube(figures: CityFigures, scope: str, *, year_to_date: bool) -> _Cube:
    context = figures.context
    remote = context.base.remote
    home = context.home_of_institutions(remote.subject)
    rows = np.flatnonzero(home.in_city)
    inside = figures.holds(home.county, home.consortium, scope)[rows]
    # Without any volume there is no first month.
    first = remote.first_month if remote.volume.shape[2] else context.january
    start = context.january if year_to_date else first
    first = min(first, start)
    months = np.arange(first, context.last_month + 1)
    return _Cube(rows, months, remote.months(first, context.last_month)[rows], inside, start)


def _tests(figures: CityFigures, cube: _Cube) -> dict[str, Bools]:
    volume, before = cube.volume, shifted(cube.volume)
    told = ~np.isnan(volume)
    looked = told & (cube.months >= cube.start) & cube.inside[:, None, None]
    no_site = looked & (volume > 0) & ~_alive(figures, cube)
    copied = looked & (volume == before) & (volume >= SMALL)
    # Of several zeros running the first is told.
    zero = looked & (volume == 0) & (before != 0) & (median_before(volume) >= SMALL)
    zero &= np.nansum(volume, axis=0) > 0
    full = told & (volume >= ROUND) & (np.mod(np.nan_to_num(volume), ROUND) == 0)
    rounded = looked & full & shifted(full.astype(np.float64), 0.0).astype(np.bool_)
    # A zero or a copied month is also a jump or a round number; the plainer word is said once.
    return {
        "no_site": no_site,
        "copied": copied & ~no_site,
        "zero": zero & ~no_site,
        "round": rounded & ~no_site & ~copied,
        "jump": looked & jumps(volume) & ~no_site & ~zero & ~copied & ~rounded,
    }


def _rows(figures: CityFigures, cube: _Cube, kind: str, hits: Bools) -> Iterator[tuple[Any, ...]]:
    context = figures.context
    at, service, month = np.nonzero(hits)
    institutions = context.base.remote.subject[cube.rows[at]]
    who = pd.DataFrame(institution_columns(context, institutions)).to_dict("records")
    before, typical = shifted(cube.volume), typical_change(cube.volume)
    together = hits.sum(axis=1)
    for one, person in enumerate(who):
        i, s, m = at[one], service[one], month[one]
        value, earlier = float(cube.volume[i, s, m]), float(before[i, s, m])
        number = int(cube.months[m])
        yield (
            person["institution_id"], person["name"], person["county_code"], person["county"],
            person["consortium_id"], person["consortium"], SERVICES[s], SERVICE[SERVICES[s]], month_text(number),
            month_words(number), value, earlier, kind, KINDS[kind],
            _sentence(kind, person["name"], SERVICES[s], number, value, earlier, int(together[i, m]),
                      float(typical[i, s])),
            tuple(KINDS).index(kind),
            abs(value - earlier) / max(float(typical[i, s]), 1.0) if kind == "jump" else value,
        )


def _sentence(
    kind: str, name: str, service: str, month: int, value: float, before: float, together: int, typical: float
) -> str:
    unit = catalogue()[f"remote.volume.{service}"].unit
    subject = f"{name}{month_words(month)}{SERVICE[service]}"
    amount = quantity(value, unit)
    if kind == "no_site":
        return f"{subject}报{NBSP}{amount}，但当月没有开通站点"
    if kind == "copied":
        more = f"，当月共{NBSP}{together}{NBSP}项服务与上月相同" if together > 1 else ""
        return f"{subject}报{NBSP}{amount}，与上月完全相同{more}"
    if kind == "jump":
        usual = f"平常每月变动约{NBSP}{quantity(typical, unit)}"
        return f"{subject}由上月{NBSP}{quantity(before, unit)}变为{NBSP}{amount}，{usual}"
    if kind == "zero":
        return f"{subject}报{NBSP}{quantity(0, unit)}，而前几个月都有服务量，可能是以 0 代未报"
    return f"{subject}报{NBSP}{amount}，连续两个月为 {ROUND} 的整数倍"


def _alive(figures: CityFigures, cube: _Cube) -> Bools:
    """Tell in which months any site of the institution's service was open for at least a day."""
    remote = figures.context.base.remote
    alive = np.zeros((len(remote.subject), len(SERVICES), len(cube.months)), dtype=np.bool_)
    held = np.flatnonzero((remote.site_row >= 0) & (remote.site_service >= 0))
    ends = np.array([day_of(last_day(int(month))) for month in cube.months], dtype=np.int64)
    starts = np.array([day_of(last_day(int(month) - 1)) + 1 for month in cube.months], dtype=np.int64)
    # closed_on itself is a day on which the site is no longer open.
    open_then = (remote.site_opened[held, None] <= ends) & (remote.site_closed[held, None] > starts)
    np.logical_or.at(alive, (remote.site_row[held], remote.site_service[held]), open_then)
    return alive[cube.rows]
