"""Files as they are understood, made of plain rows: what a sender would report of a world, and changes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from data.columns import Column
from data.forms import forms
from data.intake.answers import FormRows, SentFile
from data.intake.grids import column_letters
from data.model import TABLES
from data.tables import conform, dtype_of, empty
from tests.data.small_world import small_world
from tests.world_places import month_first, month_last

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]

HEADER = 2


def form_rows(key: str, rows: Iterable[Row], *, complete: bool = True, lacks: Iterable[str] = ()) -> FormRows:
    """Return rows of a form as they are read from its sheet; fields not given are null, ``lacks`` have no column."""
    form, rows = forms()[key], list(rows)
    for row in rows:
        assert set(row) <= {field.name for field in form.fields}, (key, set(row))
    columns = {field.name: column_letters(at) for at, field in enumerate(form.fields) if field.name not in lacks}
    frame = pd.DataFrame(
        {
            field.name: pd.Series(
                [row.get(field.name) for row in rows], dtype=dtype_of(Column(field.name, field.label, field.kind))
            )
            for field in form.fields
        }
    )
    return FormRows(form, frame, form.sheet, tuple(range(HEADER + 1, HEADER + 1 + len(rows))), columns, complete)


def sent(
    sender: str, month: str, forms: Mapping[str, Iterable[Row]], *, complete: bool = True, name: str = ""
) -> SentFile:
    """Return a file of a sender with these forms."""
    read = {key: form_rows(key, rows, complete=complete) for key, rows in forms.items()}
    return SentFile(name or f"{sender}_{month}.xlsx", f"hash{sender}{name}", 1, sender, month, "1", read, ())


def live(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return plain rows as the frames of a live snapshot."""
    return {
        name: conform(name, pd.DataFrame(tables[name])) if tables.get(name) else empty(name) for name in TABLES
    }


@cache
def small() -> dict[str, pd.DataFrame]:
    """Return the small world as live frames; merging changes none of them."""
    return live(small_world())


def plain(frame: pd.DataFrame) -> list[Row]:
    """Return a frame as plain rows, in an order of its own."""
    held = frame.astype(object).where(frame.notna(), None).to_dict("records")
    rows = [
        {name: value.date() if isinstance(value, pd.Timestamp) else value for name, value in row.items()}
        for row in held
    ]
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


def faithful(tables: Tables, sender: str, month: str) -> dict[str, list[Row]]:
    """Return what a sender reports of a world that did not change: registers at the month's end, months as they are."""
    tables = {name: tables.get(name, []) for name in TABLES}
    return _city(tables, sender, month) if len(sender) == 4 else _county(tables, sender, month)


def _county(tables: Tables, county: str, month: str) -> dict[str, list[Row]]:
    first, last = month_first(month), month_last(month)
    institutions = {row["institution_id"]: row for row in tables["institutions"] if row["county_code"] == county}
    consortia = {row["consortium_id"]: row for row in tables["consortia"] if row["county_code"] == county}
    existing = {code for code, row in consortia.items() if holds(row, "established_on", "dissolved_on", last)}
    volumes = [row for row in tables["remote_volumes"] if row["requesting_institution_id"] in institutions]
    remote = []
    lived = [one for one in tables["remote_sites"] if one["opened_on"] <= last and not (
        one["closed_on"] is not None and one["closed_on"] <= first)]
    # Of a site that was closed and opened again within the month it is the last that is reported.
    lasting = {(one["institution_id"], one["service_type"]): one for one in sorted(lived, key=lambda x: x["opened_on"])}
    for site in lasting.values():
        if site["institution_id"] not in institutions:
            continue
        of = {"requesting_institution_id": site["institution_id"], "service_type": site["service_type"]}
        days = {"opened_on": site["opened_on"], "closed_on": site["closed_on"]}
        own = [row for row in volumes if row["month"] == month and all(row[name] == of[name] for name in of)]
        remote += [{**of, **days, **_picked("remote", row), "opened_on": site["opened_on"]} for row in own] or [
            {**of, **days}
        ]
    seen = {(one["requesting_institution_id"], one["service_type"]) for one in remote}
    remote += [
        _picked("remote", row) for row in volumes
        if row["month"] == month and (row["requesting_institution_id"], row["service_type"]) not in seen
    ]
    subjects = {*existing, *institutions, county}
    return {
        "institutions": [
            _picked("institutions", row)
            for row in institutions.values()
            if holds(row, "opened_on", "closed_on", last)
        ],
        "memberships": [
            {**_picked("memberships", row), "consortium_name": consortia[row["consortium_id"]]["name"]}
            for row in tables["memberships"]
            if row["consortium_id"] in existing and holds(row, "valid_from", "valid_to", last)
        ],
        "postings": [
            _picked("postings", row)
            for row in tables["postings"]
            if row["flow"] == "lead_to_member" and row["to_county_code"] == county
            and (row["end_on"] is None or row["end_on"] >= first)
        ],
        "remote": remote,
        "resource_centres": [
            _picked("resource_centres", row) for row in tables["resource_centres"] if row["consortium_id"] in consortia
        ],
        "village_services": [
            _picked("village_services", row)
            for row in tables["village_services"]
            if row["village_code"][:6] == county and holds(row, "valid_from", "valid_to", last)
        ],
        "specialties": [
            _picked("specialties", row)
            for row in tables["specialties"]
            if row["subject_id"] in subjects | set(consortia) and holds(row, "since", "until", last)
        ],
        **{table: state_rows(tables, table, subjects | set(consortia), last) for table in ("capability", "governance")},
        **{
            table: [_picked(table, row) for row in tables[table] if row[column] in owners and row["month"] == month]
            for table, column, owners in (
                ("workforce", "institution_id", institutions), ("family_doctors", "county_code", {county}),
                ("care_seeking", "county_code", {county}), ("outward_referrals", "county_code", {county}),
                ("referrals", "consortium_id", consortia), ("costs", "consortium_id", consortia),
                ("investments", "county_code", {county}),
            )
        },
    }


def _city(tables: Tables, city: str, month: str) -> dict[str, list[Row]]:
    first, last = month_first(month), month_last(month)
    of = {row["institution_id"]: row["county_code"] or row["region_code"] for row in tables["institutions"]}
    municipal = [
        row for row in tables["institutions"] if row["county_code"] is None and row["region_code"][:4] == city
    ]
    return {
        "city_institutions": [
            _picked("city_institutions", row) for row in municipal if holds(row, "opened_on", "closed_on", last)
        ],
        "city_postings": [
            _picked("city_postings", row)
            for row in tables["postings"]
            if row["flow"] != "lead_to_member" and row["to_county_code"][:4] == city
            and (row["end_on"] is None or row["end_on"] >= first)
        ],
        "bookings": [
            _picked("bookings", row)
            for row in tables["bookings"]
            if row["month"] == month and row["provider_institution_id"] in {one["institution_id"] for one in municipal}
        ],
        "pairings": [
            _picked("pairings", row)
            for row in tables["pairings"]
            if of[row["institution_id"]][:4] == city and holds(row, "valid_from", "valid_to", last)
        ],
        "statements": [_picked("statements", row) for row in tables["statements"] if row["scope_code"][:4] == city],
    }


def state_rows(tables: Tables, table: str, subjects: Iterable[str], day: date) -> list[Row]:
    """Return the values in force on a day of these subjects."""
    state: dict[tuple[str, str], Row] = {}
    for row in sorted(tables[table], key=lambda row: row["since"]):
        if row["subject_id"] in subjects and row["since"] <= day:
            state[row["subject_id"], row["item"]] = _picked(table, row)
    return list(state.values())


def holds(row: Row, start: str, end: str, day: date) -> bool:
    """Tell whether a row of plain values is in force on a day."""
    return (row[start] is None or row[start] <= day) and (row[end] is None or row[end] > day)


def _picked(key: str, row: Row) -> Row:
    return {field.name: row[field.name] for field in forms()[key].fields if field.name in row}


def without(reported: Mapping[str, list[Row]], key: str, wanted: Callable[[Row], bool]) -> dict[str, list[Row]]:
    """Return what is reported without the rows of a form that fit."""
    return {**reported, key: [row for row in reported[key] if not wanted(row)]}


def altered(
    reported: Mapping[str, list[Row]], key: str, wanted: Callable[[Row], bool], **values: Any
) -> dict[str, list[Row]]:
    """Return what is reported with columns of the rows that fit set."""
    return {**reported, key: [{**row, **values} if wanted(row) else row for row in reported[key]]}


def codes(findings: Iterable[Any]) -> set[str]:
    """Return the codes of findings."""
    return {one.code for one in findings}
