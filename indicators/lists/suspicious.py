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
from indicators.months import Bools, Floats, Ints, day_of, last_day, month_text, month_words
from indicators.registers import SERVICES

#: What may be wrong, gravest first.
KINDS = {
    "no_site": "无站点",
    "copied": "与上月相同",
    "jump": "大幅波动",
    "zero": "疑以零代未报",
    "round": "连续取整",
}
#: Below this, two equal months or a zero are chance.
SMALL = 20
#: A change is a jump beyond so many times the institution's typical change, and beyond half of where it stood.
TIMES, SHARE = 3.0, 0.5
#: A typical change needs so many changes to be told, of the months looked back upon.
ENOUGH, LOOK_BACK = 6, 12
#: Two months in a row that are multiples of this.
ROUND = 50


@dataclass(frozen=True)
class _Cube:
    """Volumes of the looked-at months and of those before: institution × service × month."""

    rows: Ints
    months: Ints
    volume: Floats
    #: What the whole city reported: service × month.
    city: Floats
    #: First month that is looked at; those before only serve to compare.
    start: int


def suspicious_volumes(figures: CityFigures, scope: str, *, year_to_date: bool = True) -> pd.DataFrame:
    """Return the volumes of the year to date (or of all ended months) that look wrong, gravest and largest first.

    no_site: a volume in a month in which no site of the service was open. copied: the same as the month before; with
    several services at once the sentence says so. jump: a change beyond three times the institution's typical change
    and half of its level, both as it stands and after the city's common (seasonal) change is taken off. zero: a 0
    where the months before were well above it and others reported more. round: multiples of 50 two months running.

    Returns:
        Columns institution_id, name, county_code, county, consortium_id, consortium, service_type, service_label,
        month, month_label, volume, before (the month before; NaN is 未报), kind, kind_label and sentence in Chinese.
    """
    cube = _cube(figures, scope, year_to_date=year_to_date)
    found = [row for kind, hits in _tests(figures, cube).items() for row in _rows(figures, cube, kind, hits)]
    columns = [
        "institution_id", "name", "county_code", "county", "consortium_id", "consortium", "service_type",
        "service_label", "month", "month_label", "volume", "before", "kind", "kind_label", "sentence", "order",
    ]
    frame = pd.DataFrame(found, columns=columns)
    return sorted_by(frame, ["order", "volume", "month"], ascending=[True, False, False]).drop(columns="order")


def _cube(figures: CityFigures, scope: str, *, year_to_date: bool) -> _Cube:
    context = figures.context
    remote = context.base.remote
    home = context.home_of_institutions(remote.subject)
    rows = np.flatnonzero(home.in_city & figures.holds(home.county, home.consortium, scope))
    start = context.january if year_to_date else remote.first_month
    first = start - LOOK_BACK
    months = np.arange(first, context.last_month + 1)
    volume = remote.months(first, context.last_month)
    return _Cube(rows, months, volume[rows], np.nansum(volume[home.in_city], axis=0), start)


def _tests(figures: CityFigures, cube: _Cube) -> dict[str, Bools]:
    volume, before = cube.volume, _shifted(cube.volume)
    told = ~np.isnan(volume)
    looked = told & (cube.months >= cube.start)
    no_site = looked & (volume > 0) & ~_alive(figures, cube)
    copied = looked & (volume == before) & (volume >= SMALL)
    jump = looked & _jumps(cube)
    usual = _median_before(volume)
    # Of several zeros running the first is told.
    zero = looked & (volume == 0) & (before != 0) & (usual >= SMALL) & (cube.city > 0)
    full = told & (volume >= ROUND) & (np.mod(np.nan_to_num(volume), ROUND) == 0)
    rounded = looked & full & _shifted(full.astype(np.float64), 0.0).astype(np.bool_)
    # A zero or a copied month is also a jump or a round number; the plainer word is said once.
    return {
        "no_site": no_site,
        "copied": copied & ~no_site,
        "jump": jump & ~no_site & ~zero & ~copied,
        "zero": zero & ~no_site,
        "round": rounded & ~no_site & ~copied,
    }


def _rows(figures: CityFigures, cube: _Cube, kind: str, hits: Bools) -> Iterator[tuple[Any, ...]]:
    context = figures.context
    at, service, month = np.nonzero(hits)
    institutions = context.base.remote.subject[cube.rows[at]]
    who = pd.DataFrame(institution_columns(context, institutions)).to_dict("records")
    before = _shifted(cube.volume)
    together = hits.sum(axis=1)
    for one, person in enumerate(who):
        i, s, m = at[one], service[one], month[one]
        value, earlier = float(cube.volume[i, s, m]), float(before[i, s, m])
        number = int(cube.months[m])
        yield (
            person["institution_id"], person["name"], person["county_code"], person["county"],
            person["consortium_id"], person["consortium"], SERVICES[s], SERVICE[SERVICES[s]], month_text(number),
            month_words(number), value, earlier, kind, KINDS[kind],
            _sentence(kind, person["name"], SERVICES[s], number, value, earlier, int(together[i, m])),
            tuple(KINDS).index(kind),
        )


def _sentence(kind: str, name: str, service: str, month: int, value: float, before: float, together: int) -> str:
    unit = catalogue()[f"remote.volume.{service}"].unit
    subject = f"{name}{month_words(month)}{SERVICE[service]}"
    amount = f"{value:.0f} {unit}"
    if kind == "no_site":
        return f"{subject}报 {amount}，但当月没有开通站点"
    if kind == "copied":
        more = f"，当月共 {together} 项服务与上月相同" if together > 1 else ""
        return f"{subject}报 {amount}，与上月完全相同{more}"
    if kind == "jump":
        return f"{subject}由上月 {before:.0f} {unit}变为 {amount}，远超其平常变动"
    if kind == "zero":
        return f"{subject}报 0 {unit}，而前几个月都有服务量，可能是以 0 代未报"
    return f"{subject}报 {amount}，连续两个月为 {ROUND} 的整数倍"


def _shifted(values: Floats, first: float = np.nan) -> Floats:
    """Return the values of the month before."""
    moved = np.full(values.shape, first)
    moved[:, :, 1:] = values[:, :, :-1]
    return moved


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


def _jumps(cube: _Cube) -> Bools:
    """Tell which months changed far more than the institution's service is wont to, season taken off."""
    volume, before = cube.volume, _shifted(cube.volume)
    level = np.where((before > 0) & (np.fmin(volume, before) >= 0) & (_median_before(volume) >= SMALL), before, np.nan)
    change = (volume - before) / level
    # Everybody falls in the month of the Spring Festival; what all do is no one's jump.
    by_month = np.moveaxis(change, 0, 2)
    common = np.where((~np.isnan(by_month)).sum(axis=2) >= ENOUGH, _median(by_month), 0.0)
    own = change - common[None]
    past = _windows(_shifted(np.abs(own)), LOOK_BACK)
    known = (~np.isnan(past)).sum(axis=3) >= ENOUGH
    typical = np.where(known, _median(past), np.nan)
    far: Bools = (np.abs(own) > TIMES * typical) & (np.abs(own) > SHARE) & (np.abs(change) > SHARE)
    return far


def _median_before(volume: Floats) -> Floats:
    """Return the median of the reported months before each month, of those looked back upon; NaN for too few."""
    past = _windows(_shifted(volume), ENOUGH)
    known = (~np.isnan(past)).sum(axis=3) >= ENOUGH // 2
    return np.where(known, _median(past), np.nan)


def _windows(values: Floats, length: int) -> Floats:
    """Return for each month the values of the last ``length`` months up to it, as a fourth axis."""
    blank = np.full((*values.shape[:2], length - 1), np.nan)
    windows: Floats = np.lib.stride_tricks.sliding_window_view(np.concatenate([blank, values], axis=2), length, axis=2)
    return windows


def _median(values: Floats) -> Floats:
    """Return the median over the last axis of what is not NaN; NaN where there is nothing."""
    if values.shape[-1] == 0:
        return np.full(values.shape[:-1], np.nan)
    # Sorting puts NaN last, so the middle of what is known is found by counting; far faster than nanmedian.
    ordered = np.sort(values, axis=-1)
    known = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    low, high = np.maximum(known - 1, 0) // 2, np.maximum(known, 1) // 2
    middle = (np.take_along_axis(ordered, low, axis=-1) + np.take_along_axis(ordered, high, axis=-1)) / 2
    return np.where(known == 0, np.nan, middle)[..., 0]
