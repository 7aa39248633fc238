"""Counts and sums: never negative, parts not above their whole, items with the value they take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from data.findings import Finding
from data.intake.cells import CellError, read_number
from data.model import CAPABILITY, CAPABILITY_VALUES, TABLES
from data.rules.material import Material, cell, plain

#: Numbers that may rightly be below zero: positions, and what a document says.
_SIGNED = {
    ("regions", "lon"),
    ("regions", "lat"),
    ("institutions", "lon"),
    ("institutions", "lat"),
    ("statements", "value"),
}

#: (table, part, whole): the part cannot be more than the whole it is taken from.
_PARTS = (
    ("regions", "population_65plus", "population"),
    ("family_doctors", "key_contracted", "key_population"),
    ("care_seeking", "grassroots_visits", "visits_in"),
    ("outward_referrals", "cases", "total_cases"),
    ("bookings", "to_grassroots", "offered"),
    ("bookings", "used", "offered"),
    ("costs", "fund_in_county_yuan", "fund_all_yuan"),
)


def negatives(material: Material) -> Iterator[Finding]:
    """``negative_count``: a count or a sum of money below zero."""
    for name, table in TABLES.items():
        frame = material.frame(name)
        for column in table.columns:
            if column.kind not in ("int", "float") or (name, column.name) in _SIGNED:
                continue
            for index in frame.index[(frame[column.name] < 0).fillna(False).astype(bool)]:
                yield material.at(
                    "negative_count",
                    "error",
                    name,
                    int(index),
                    column.name,
                    f"{column.label}不能小于 0",
                    "核对原表；冲减请在原月份里改正；没有报送就留空",
                )


def parts(material: Material) -> Iterator[Finding]:
    """``part_exceeds_whole``: a part is larger than the whole it is taken from."""
    for name, part, whole in _PARTS:
        frame, table = material.frame(name), TABLES[name]
        for index in frame.index[(frame[part] > frame[whole]).fillna(False).astype(bool)]:
            yield material.at(
                "part_exceeds_whole",
                "warning",
                name,
                int(index),
                part,
                f"{table.column(part).label}大于{table.column(whole).label}（{plain(cell(frame, index, whole))}）",
                "核对两个数",
            )


def capability_values(material: Material) -> Iterator[Finding]:
    """``value_invalid``: a capability item holds a value it cannot take; ``negative_count`` for one below zero."""
    frame = material.frame("capability").dropna(subset=["item", "value"])
    for index, item, value in frame[["item", "value"]].itertuples(name=None):
        allowed = CAPABILITY_VALUES.get(item)
        if item not in CAPABILITY:
            continue
        label = CAPABILITY[item]
        if allowed is not None:
            if value not in allowed:
                yield material.at(
                    "value_invalid",
                    "error",
                    "capability",
                    index,
                    "value",
                    f"“{label}”没有这个值",
                    f"改为 {'、'.join(allowed)} 之一",
                )
            continue
        try:
            number = read_number(value)
        except CellError as problem:
            yield material.at(
                "value_invalid", "error", "capability", index, "value", f"“{label}”：{problem.message}", problem.fix
            )
            continue
        if number < 0:
            yield material.at(
                "negative_count", "error", "capability", index, "value", f"“{label}”不能小于 0", "核对原表"
            )
        elif item == "drug_catalogue_overlap" and number > 100:
            yield material.at(
                "value_invalid",
                "error",
                "capability",
                index,
                "value",
                f"“{label}”是百分比，不能超过 100",
                "按 0 到 100 填写",
            )


def key_specialties(material: Material) -> Iterator[Finding]:
    """``key_specialties_disagree``: the number of key specialties reported is not that of the rows in ``specialties``.

    Compared on the last day of the last month that has ended by the as-of date, for which both are reported, where
    ``specialties`` has rows of the consortium or of its members at all.
    """
    rows = material.frame("specialties")
    key = rows[rows["kind"] == "key"].dropna(subset=["subject_id", "since"])
    stated = material.frame("capability")
    today = _month_end(material.as_of)
    stated = stated[(stated["item"] == "key_specialties") & (stated["since"] <= today)].dropna(subset=["value"])
    if key.empty or stated.empty:
        return
    members = material.frame("memberships")
    now = members[(members["valid_from"] <= today) & ~(members["valid_to"] <= today)]
    latest = stated.sort_values("since", kind="stable").drop_duplicates("subject_id", keep="last")
    for index, consortium, value in latest[["subject_id", "value"]].itertuples(name=None):
        subjects = {consortium, *now.loc[now["consortium_id"] == consortium, "institution_id"]}
        own = key[key["subject_id"].isin(subjects)]
        if own.empty:
            continue
        number = len(own[(own["since"] <= today) & ~(own["until"] <= today)])
        try:
            same = read_number(value) == number
        except CellError:
            continue
        if not same:
            yield material.at(
                "key_specialties_disagree",
                "warning",
                "capability",
                index,
                "value",
                f"报了 {value} 个重点专科，重点专科表里在 {today.date()} 有 {number} 个",
                "以实际为准，改正其中一张表",
            )


def _month_end(day: date) -> pd.Timestamp:
    """Return a month's last day as it is, any other day as the last one of the month before."""
    return pd.Timestamp(day + timedelta(days=1)).replace(day=1) - pd.Timedelta(days=1)


RULES = (negatives, parts, capability_values, key_specialties)
