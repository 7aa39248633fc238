"""Capability, governance and beds: the state of a subject on D, and the share of subjects with yes."""

from __future__ import annotations

from data.model import CENTRE
from tests.indicators.oracle.rules import Row, in_force, open_on
from tests.indicators.oracle.view import View

CAPABILITY_OF_CONSORTIUM = (
    "shared_pharmacy",
    "chest_pain_centre",
    "stroke_centre",
    "trauma_centre",
    "chronic_centre",
    "maternal_centre",
    "child_centre",
)
GOVERNANCE_OF_COUNTY = (
    "plan_issued",
    "party_secretary_is_bureau_head",
    "package_payment",
    "diagnosis_catalogue",
    "referral_rules",
    "performance_evaluation",
)
GOVERNANCE_OF_CONSORTIUM = (
    "president_under_party",
    "unified_personnel",
    "unified_finance",
    "unified_assets",
    "management_centres",
    "info_platform",
    "mutual_recognition",
)


def state(view: View, table: str, subject: str, item: str) -> str | None:
    """For capability and governance the state on D is the row with the latest since ≤ D; null is not reported."""
    latest = None
    for row in view.find(table, subject_id=subject, item=item):
        if row["since"] > view.day:
            continue
        if latest is None or row["since"] > latest["since"]:
            latest = row
    return None if latest is None else latest["value"]


def share(
    view: View, table: str, subjects: list[str], item: str, yes: set[str] | None = None
) -> tuple[int, int, set[str]]:
    """Return (subjects with yes, subjects that reported, names of the others)."""
    states = {subject: state(view, table, subject, item) for subject in subjects}
    reported = [value for value in states.values() if value is not None]
    met = [value for value in reported if (value == "yes" if yes is None else value in yes)]
    return len(met), len(reported), {view.name(subject) for subject, value in states.items() if value is None}


def lead_standard(view: View) -> tuple[int, int, set[str]]:
    """Lead hospitals with county_strong_hospital = yes ÷ those that reported."""
    return share(view, "capability", view.leads(), "county_strong_hospital")


def central_town_grade2(view: View) -> tuple[int, int, set[str]]:
    """Open central_town institutions with grade2_b_capability = yes ÷ those that reported."""
    subjects = [row["institution_id"] for row in view.institutions() if row["central_town"] is True]
    return share(view, "capability", subjects, "grade2_b_capability")


def key_specialties(view: View) -> tuple[int, int, set[str]]:
    """Consortia with key_specialties ≥ 2 ÷ those that reported."""
    states = {
        row["consortium_id"]: state(view, "capability", row["consortium_id"], "key_specialties")
        for row in view.consortia()
    }
    reported = [float(value) for value in states.values() if value is not None]
    return (
        sum(value >= 2 for value in reported),
        len(reported),
        {view.name(subject) for subject, value in states.items() if value is None},
    )


def consortia_with(view: View, table: str, item: str) -> tuple[int, int, set[str]]:
    """Consortia that exist on D with yes ÷ those that reported."""
    return share(view, table, [row["consortium_id"] for row in view.consortia()], item)


def counties_with(view: View, item: str) -> tuple[int, int, set[str]]:
    """Counties with yes ÷ those that reported (partial is reported, and not yes)."""
    return share(view, "governance", [row["region_code"] for row in view.counties()], item)


def beds(view: View) -> tuple[float | None, set[str]]:
    """Sum of beds of open grassroots members that reported."""
    states = {member: state(view, "capability", member, "beds") for member in view.township_members()}
    reported = [float(value) for value in states.values() if value is not None]
    return (sum(reported) if reported else None), {
        view.name(member) for member, value in states.items() if value is None
    }


def specialties(view: View, kind: str) -> int:
    """Specialties of a kind in force on D of a consortium in scope or an institution in scope.

    *In force*: since ≤ D and (until null or > D).
    """
    consortia = {row["consortium_id"] for row in view.rows("consortia")}
    total = 0
    for row in view.rows("specialties"):
        if row["kind"] != kind or not in_force({"valid_from": row["since"], "valid_to": row["until"]}, view.day):
            continue
        subject = row["subject_id"]
        total += view.covers_consortium(subject) if subject in consortia else view.covers(subject)
    return total


def paired_leads(view: View) -> tuple[int, int]:
    """Lead hospitals with ≥ 1 pairing in force ÷ lead hospitals."""
    paired = {row["institution_id"] for row in view.rows("pairings") if in_force(row, view.day)}
    return sum(lead in paired for lead in view.leads()), len(view.leads())


def centres(view: View, required: tuple[str, ...]) -> tuple[int, int, set[str]]:
    """Centres with status open (opened_on null or ≤ D), of those required of each consortium ÷ required with a row.

    A row whose status is null is not reported.
    """
    built = reported = 0
    missing = set()
    for consortium in view.consortia():
        for centre in required:
            rows = [
                row
                for row in view.rows("resource_centres")
                if row["consortium_id"] == consortium["consortium_id"]
                and row["centre_type"] == centre
                and row["status"] is not None
            ]
            if not rows:
                missing.add(f"{consortium['name']} {CENTRE[centre]}")
                continue
            reported += 1
            built += rows[0]["status"] == "open" and open_on({**rows[0], "closed_on": None}, view.day)
    return built, reported, missing


def villages(view: View, *modes: str) -> tuple[int, int]:
    """Return (villages with one of the modes in force, villages with a row in force)."""
    rows = _village_rows(view)
    chosen = {row["village_code"] for row in rows if row["mode"] in modes}
    return len(chosen), len({row["village_code"] for row in rows})


def unserved_planned(view: View) -> tuple[int | None]:
    """Villages with mode none in force that have clinic_planned = true (应设未设).

    Null means not reported: where there are such villages and none of them reported clinic_planned, it is null.
    """
    rows = _village_rows(view)
    unserved = [row for row in rows if row["mode"] == "none"]
    told = [row for row in unserved if row["clinic_planned"] is not None]
    if not rows or (unserved and not told):
        return (None,)
    return (sum(row["clinic_planned"] for row in told),)


def _village_rows(view: View) -> list[Row]:
    return [
        row
        for row in view.rows("village_services")
        if in_force(row, view.day) and view.covers_county(row["village_code"][:6])
    ]
