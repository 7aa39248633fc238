"""Months and remote volumes: not after the as-of date, within the life of a site, not copied from before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from data.findings import Finding
from data.model import SERVICE, TABLES
from data.rules.material import ALWAYS, FOREVER, Material, day

_SITE = ["requesting_institution_id", "service_type"]


def months_ahead(material: Material) -> Iterator[Finding]:
    """``month_after_as_of``: a month later than the month of the as-of date; that month itself is allowed."""
    last = f"{material.as_of:%Y-%m}"
    for name, table in TABLES.items():
        if "month" not in table.names:
            continue
        frame = material.frame(name)
        for index in frame.index[(frame["month"] > last).fillna(False).astype(bool)]:
            yield material.at(
                "month_after_as_of",
                "error",
                name,
                int(index),
                "month",
                f"月份晚于截止日期 {material.as_of}",
                "核对月份；确是新数据就把截止日期改到那个月",
            )


def outside_life(material: Material) -> Iterator[Finding]:
    """``volume_outside_site_life`` and ``volume_without_site``: a volume in a month in which no site was open.

    A site is open from ``opened_on`` to the day before ``closed_on``; one open day in the month is enough. Where
    the institution has sites of that service, a volume outside all of them is an error; where it has none, the
    site may merely not have been reported, which is said once per institution and service. A null volume
    claims nothing.
    """
    rows = material.frame("remote_volumes").dropna(subset=[*_SITE, "month", "volume"])
    if rows.empty or not material.complete("remote_sites"):
        return
    sites = material.frame("remote_sites").dropna(subset=["institution_id", "service_type"])
    sites = sites.rename(columns={"institution_id": _SITE[0]})
    sites = sites.assign(start=sites["opened_on"].fillna(ALWAYS), end=sites["closed_on"].fillna(FOREVER))
    first = pd.to_datetime(rows["month"], format="%Y-%m").astype("datetime64[ms]")
    asked = rows[_SITE].assign(index=rows.index, first=first, after=first + pd.offsets.MonthBegin(1))
    both = asked.merge(sites[[*_SITE, "start", "end"]], on=_SITE, how="left")
    both["open"] = (both["start"] < both["after"]) & (both["end"] > both["first"])
    found = both.groupby("index").agg(open=("open", "any"), known=("start", "count"))
    known = found["known"].gt(0)
    outside = found.index[known & ~found["open"]]
    lives = dict(list(sites.groupby(_SITE))) if len(outside) else {}
    for index in outside:
        where = (str(rows.loc[index, _SITE[0]]), str(rows.loc[index, _SITE[1]]))
        yield material.at(
            "volume_outside_site_life",
            "error",
            "remote_volumes",
            int(index),
            "month",
            f"{material.institution_name(where[0])}的{_service(where[1])}站点在这个月没有开通"
            f"（开通时间：{_periods(lives[where])}），却有服务量",
            "核对月份，或改正远程站点表的开通、停用日期",
        )
    yield from _without_site(material, rows.loc[found.index[~known]])


def _without_site(material: Material, rows: pd.DataFrame) -> Iterator[Finding]:
    for (institution, service), own in rows.groupby(_SITE):
        yield material.at(
            "volume_without_site",
            "warning",
            "remote_volumes",
            int(own.index[0]),
            _SITE[0],
            f"{material.institution_name(str(institution))}有 {len(own)} 个月的{_service(str(service))}服务量，"
            "远程站点表里却没有这个站点",
            "在远程站点表里补上站点和开通日期",
        )


def _service(code: str) -> str:
    return SERVICE.get(code, code)


def _periods(sites: pd.DataFrame) -> str:
    parts = []
    for start, end in sites.sort_values("start")[["start", "end"]].itertuples(index=False):
        until = "至今" if end == FOREVER else f"至 {day(end - pd.Timedelta(days=1))}"
        parts.append(f"{'最初' if start == ALWAYS else day(start)} {until}")
    return "、".join(parts)


def repeated(material: Material) -> Iterator[Finding]:
    """``volume_repeats``: a volume above zero equal to that of the month before, as if it had been copied."""
    frame = material.frame("remote_volumes")
    own = [*_SITE, "providing_institution_id"]
    rows = frame.dropna(subset=[*own, "month", "volume"])
    number = rows["month"].str[:4].astype("int64") * 12 + rows["month"].str[5:].astype("int64")
    rows = rows.assign(number=number).sort_values([*own, "number"], kind="stable")
    before = rows.shift(1)
    same: pd.Series[Any] = (rows[[*own, "volume"]] == before[[*own, "volume"]]).fillna(False).all(axis=1)
    following = (rows["number"] - before["number"]).eq(1)
    copied = rows.index[same & following & rows["volume"].gt(0)]
    for index in np.sort(copied.to_numpy()):
        yield material.at(
            "volume_repeats",
            "warning",
            "remote_volumes",
            int(index),
            "volume",
            "与上一个月完全相同，可能是照抄",
            "核对原始记录；确实相同可以保留",
        )


RULES = (months_ahead, outside_life, repeated)
