"""Remote services: volumes of the year to date, sites opened, sites used."""

from __future__ import annotations

from tests.indicators.oracle.rules import Row, ended_months, open_on, overlaps
from tests.indicators.oracle.view import View

TYPES = ("ecg", "imaging", "consultation", "lab", "pathology", "sterile", "emergency", "logistics")
#: remote.volume.total: of ecg, imaging, consultation, lab and pathology.
TOTAL = ("ecg", "imaging", "consultation", "lab", "pathology")


def volume(view: View, services: tuple[str, ...]) -> int | None:
    """Sum of volume, year to date, by requesting institution in scope; null when nothing was reported."""
    reported = [
        row["volume"]
        for row in view.rows("remote_volumes")
        if row["service_type"] in services
        and row["month"] in view.months
        and row["volume"] is not None
        and view.covers(row["requesting_institution_id"])
    ]
    return sum(reported) if reported else None


def month_reported(view: View, institution: str, service: str, month: str) -> bool:
    """Whether any provider's row of the month has a volume."""
    rows = view.find("remote_volumes", requesting_institution_id=institution, service_type=service, month=month)
    return any(row["volume"] is not None for row in rows)


def not_reported(view: View, services: tuple[str, ...]) -> set[str]:
    """Name the institutions with an open site and a due month missing.

    A due month is an ended month of the year to date that overlaps the life of the site.
    """
    missing = set()
    for site in view.rows("remote_sites"):
        if (
            site["service_type"] not in services
            or not open_on(site, view.day)
            or not view.covers(site["institution_id"])
        ):
            continue
        for month in view.months:
            if overlaps(site, month) and not month_reported(view, site["institution_id"], site["service_type"], month):
                missing.add(view.name(site["institution_id"]))
    return missing


def has_open_site(view: View, institution: str, service: str) -> bool:
    """Whether an institution has a site of the type open on D."""
    sites = view.find("remote_sites", institution_id=institution, service_type=service)
    return any(open_on(site, view.day) for site in sites)


def open_rate(view: View, service: str) -> tuple[int, int]:
    """Open member township-level institutions with an open site on D, of all such open members."""
    members = view.township_members()
    return sum(has_open_site(view, member, service) for member in members), len(members)


def use_rate(view: View, service: str) -> tuple[int, int, set[str]]:
    """Of those open sites: volume > 0 in the last three ended months, of the sites that reported in any of them."""
    used, reporting, silent = 0, 0, set()
    for member in view.township_members():
        if not has_open_site(view, member, service):
            continue
        volumes = [row["volume"] for row in recent(view, member, service) if row["volume"] is not None]
        if not volumes:
            silent.add(view.name(member))
            continue
        reporting += 1
        used += any(volume > 0 for volume in volumes)
    return used, reporting, silent


def recent(view: View, institution: str, service: str) -> list[Row]:
    """Return the rows of the last three ended months of one institution and service."""
    rows = view.find("remote_volumes", requesting_institution_id=institution, service_type=service)
    return [row for row in rows if row["month"] in ended_months(view.day, 3)]
