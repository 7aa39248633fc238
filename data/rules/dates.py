"""Spans that end before they begin, and states of a village or a site that overlap: odd, but no error."""

from __future__ import annotations

from collections.abc import Iterator

from data.findings import Finding
from data.model import TABLES
from data.rules.material import Material, cell, day
from data.rules.spans import filled, overlapping

#: (table, first day, first day no longer in it).
_SPANS = (
    ("institutions", "opened_on", "closed_on"),
    ("consortia", "established_on", "dissolved_on"),
    ("memberships", "valid_from", "valid_to"),
    ("aliases", "valid_from", "valid_to"),
    ("remote_sites", "opened_on", "closed_on"),
    ("village_services", "valid_from", "valid_to"),
    ("pairings", "valid_from", "valid_to"),
    ("specialties", "since", "until"),
)


def empty_spans(material: Material) -> Iterator[Finding]:
    """``span_empty``: a row that is in force on no day, since it ends on or before the day it begins."""
    for name, start, end in _SPANS:
        frame, table = material.frame(name), TABLES[name]
        for index in frame.index[frame[end] <= frame[start]]:
            yield material.at(
                "span_empty",
                "warning",
                name,
                int(index),
                end,
                f"{table.column(end).label}不晚于{table.column(start).label} {day(cell(frame, index, start))}，"
                "这一行在任何一天都不生效",
                "核对两个日期；终止当天不再计入",
            )


def village_twice(material: Material) -> Iterator[Finding]:
    """``village_overlap``: a village has two states of service on one day and would count twice."""
    frame = material.frame("village_services")
    spans = filled(frame, "valid_from", "valid_to")
    for here, earlier in overlapping(frame["village_code"], spans["start"], spans["end"]):
        yield material.at(
            "village_overlap",
            "warning",
            "village_services",
            here,
            "village_code",
            f"{material.region_name(frame.loc[here, 'village_code'])}与第 "
            f"{material.row_number('village_services', earlier)} 行的时间重叠，同一天有两种服务方式",
            "给前一行填失效日期",
        )


def site_twice(material: Material) -> Iterator[Finding]:
    """``site_overlap``: two sites of one service in one institution are open on one day."""
    frame = material.frame("remote_sites")
    spans = filled(frame, "opened_on", "closed_on")
    owner = (frame["institution_id"] + "|" + frame["service_type"]).where(frame["opened_on"].notna())
    for here, earlier in overlapping(owner, spans["start"], spans["end"]):
        yield material.at(
            "site_overlap",
            "warning",
            "remote_sites",
            here,
            "opened_on",
            f"与第 {material.row_number('remote_sites', earlier)} 行是同一机构、同一服务，开通时间重叠",
            "给前一行填停用日期，或删去重复的一行",
        )


RULES = (empty_spans, village_twice, site_twice)
