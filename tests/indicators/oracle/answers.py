"""Every key of data-model.md for one scope on one day: value, parts, who did not report, status, gap."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.indicators.oracle import months, postings, remote, states
from tests.indicators.oracle.view import TOWNSHIP_LEVEL, View
from tests.worlds import World

#: Value, numerator, denominator and who did not report (null where the contract does not say who is listed).
Raw = tuple[float | None, float | None, float | None, set[str] | None]


@dataclass(frozen=True)
class Answer:
    """What the oracle says of one key and scope."""

    key: str
    scope: str
    value: float | None
    numerator: float | None
    denominator: float | None
    not_reported: frozenset[str] | None
    caliber: str | None
    status: str
    gap: float | None


#: Keys about counties or villages are given for a city or a county and absent for a consortium.
NOT_FOR_CONSORTIA = (
    "consortium.counties_in_range",
    "consortium.township_coverage",
    "consortium.clinic_coverage",
    "posting.municipal_to_county.",
    "village.",
    "family.",
    "care.",
    *(f"governance.{item}_rate" for item in states.GOVERNANCE_OF_COUNTY),
)


def count(value: float | None, missing: set[str] | None = None) -> Raw:
    """Return a number of things; it has no parts."""
    return value, None, None, missing


def rate(top: float, bottom: float, missing: set[str] | None = None, times: float = 100) -> Raw:
    """Percentages are 0–100, unrounded. x ÷ 0 and anything built on nothing reported is null."""
    return (times * top / bottom if bottom else None), top, bottom, missing


NOTHING: Raw = (None, None, None, None)


def raw_answers(
    view: View, calibers: dict[str, str], required: tuple[str, ...]
) -> Iterator[tuple[str, Callable[[], Raw]]]:
    """Yield every key with the rule that answers it; ``calibers`` names one per flow."""
    yield from _structure(view)
    yield from _postings(view, calibers)
    yield from _remote(view)
    yield from _villages_and_centres(view, required)
    yield from _months(view)
    yield from _states(view)


def _of(view: View, tables: tuple[str, ...], answer: Callable[[], Raw]) -> Callable[[], Raw]:
    """Registers: an absent or empty table gives null."""
    return lambda: answer() if view.reported(*tables) else NOTHING


def _structure(view: View) -> Iterator[tuple[str, Callable[[], Raw]]]:
    def per_county() -> list[int]:
        return [
            sum(row["county_code"] == county["region_code"] for row in view.consortia()) for county in view.counties()
        ]

    def affiliated(*categories: str) -> Raw:
        ids = [row["institution_id"] for row in view.institutions(*categories)]
        return rate(sum(view.consortium_of(identity) is not None for identity in ids), len(ids))

    # consortia that exist on D
    yield "consortium.count", _of(view, ("consortia",), lambda: count(len(view.consortia())))
    # counties with 1 to 3 of them ÷ counties, %
    yield (
        "consortium.counties_in_range",
        _of(view, ("consortia",), lambda: rate(sum(1 <= number <= 3 for number in per_county()), len(per_county()))),
    )
    # open township_hospital and community_health_centre with a membership in force ÷ all open ones, %
    yield "consortium.township_coverage", _of(view, ("memberships",), lambda: affiliated(*TOWNSHIP_LEVEL))
    # the same for village_clinic, %
    yield "consortium.clinic_coverage", _of(view, ("memberships",), lambda: affiliated("village_clinic"))
    # lead hospitals with ≥ 1 pairing in force ÷ lead hospitals, %
    yield "pairing.lead_coverage", _of(view, ("pairings", "memberships"), lambda: rate(*states.paired_leads(view)))


def _postings(view: View, calibers: dict[str, str]) -> Iterator[tuple[str, Callable[[], Raw]]]:
    for flow in postings.FLOWS:
        tables = ("postings",) if flow == "municipal_to_county" else ("postings", "memberships")

        def coverage(flow: str = flow) -> Raw:
            reached, units = postings.coverage(view, flow, calibers[flow])
            return rate(len(reached), len(units))

        def persons(flow: str = flow) -> Raw:
            return count(postings.persons(view, flow, calibers[flow]))

        yield f"posting.{flow}.persons", _of(view, tables, persons)
        yield f"posting.{flow}.coverage", _of(view, tables, coverage)


def _remote(view: View) -> Iterator[tuple[str, Callable[[], Raw]]]:
    def volume(*services: str) -> Raw:
        if not view.reported("remote_volumes"):
            return NOTHING
        return count(remote.volume(view, services), remote.not_reported(view, services))

    yield "remote.volume.total", lambda: volume(*remote.TOTAL)
    for service in remote.TYPES:
        yield f"remote.volume.{service}", lambda service=service: volume(service)
        tables = ("remote_sites", "memberships")
        yield (
            f"remote.open_rate.{service}",
            _of(view, tables, lambda service=service: rate(*remote.open_rate(view, service))),
        )
        tables = ("remote_sites", "memberships", "remote_volumes")
        yield (
            f"remote.use_rate.{service}",
            _of(view, tables, lambda service=service: rate(*remote.use_rate(view, service))),
        )


def _villages_and_centres(view: View, required: tuple[str, ...]) -> Iterator[tuple[str, Callable[[], Raw]]]:
    # where the policy requires none: null
    yield (
        "centre.open_rate",
        _of(view, ("resource_centres",), lambda: rate(*states.centres(view, required)) if required else NOTHING),
    )

    def unserved() -> Raw:
        number, known = states.villages(view, "none")
        return count(number if known else None)

    # villages with mode clinic, extension or mobile in force ÷ villages with a row in force, %
    yield (
        "village.coverage",
        _of(view, ("village_services",), lambda: rate(*states.villages(view, "clinic", "extension", "mobile"))),
    )
    # villages with mode none in force; those of them with clinic_planned = true
    yield "village.unserved", unserved
    yield "village.unserved_planned", lambda: count(*states.unserved_planned(view))


def _months(view: View) -> Iterator[tuple[str, Callable[[], Raw]]]:
    def of(table: str, answer: Callable[[], months.Rate], times: float = 100) -> Callable[[], Raw]:
        return _of(view, (table,), lambda: rate(*answer(), times=times))

    fees = ["outpatient_fee_yuan", "inpatient_fee_yuan"]
    # contracted ÷ population; key_contracted ÷ key_population
    yield "family.contract_rate", of("family_doctors", lambda: months.contract_rate(view, key_population=False))
    yield "family.key_contract_rate", of("family_doctors", lambda: months.contract_rate(view, key_population=True))
    yield "care.in_county_rate", of("care_seeking", lambda: months.care(view, "visits_in", "visits_in", "visits_out"))
    yield "care.grassroots_rate", of("care_seeking", lambda: months.care(view, "grassroots_visits", "visits_in"))
    yield (
        "care.inpatient_in_county_rate",
        of("care_seeking", lambda: months.care(view, "inpatients_in", "inpatients_in", "inpatients_out")),
    )
    yield "referral.down_share", of("referrals", lambda: months.down_share(view))
    yield "booking.grassroots_share", of("bookings", lambda: months.grassroots_share(view))
    # fee ÷ visits; fee ÷ discharges; drug or consumable fee ÷ both fees; fund_in_county ÷ fund_all; year to date
    yield (
        "cost.outpatient_mean",
        of("costs", lambda: months.costs(view, ["outpatient_fee_yuan"], ["outpatient_visits"]), times=1),
    )
    yield (
        "cost.inpatient_mean",
        of("costs", lambda: months.costs(view, ["inpatient_fee_yuan"], ["discharges"]), times=1),
    )
    yield "cost.drug_share", of("costs", lambda: months.costs(view, ["drug_fee_yuan"], fees))
    yield "cost.consumable_share", of("costs", lambda: months.costs(view, ["consumable_fee_yuan"], fees))
    yield "fund.in_county_share", of("costs", lambda: months.costs(view, ["fund_in_county_yuan"], ["fund_all_yuan"]))


def _states(view: View) -> Iterator[tuple[str, Callable[[], Raw]]]:
    def of(table: str, answer: Callable[[], tuple[float, float, set[str]]]) -> Callable[[], Raw]:
        return _of(view, (table,), lambda: rate(*answer()))

    yield "capability.lead_standard_rate", of("capability", lambda: states.lead_standard(view))
    yield "capability.central_town_grade2_rate", of("capability", lambda: states.central_town_grade2(view))
    yield "capability.key_specialties_rate", of("capability", lambda: states.key_specialties(view))
    for item in states.CAPABILITY_OF_CONSORTIUM:
        yield (
            f"capability.{item}_rate",
            of("capability", lambda item=item: states.consortia_with(view, "capability", item)),
        )
    for item in states.GOVERNANCE_OF_CONSORTIUM:
        yield (
            f"governance.{item}_rate",
            of("governance", lambda item=item: states.consortia_with(view, "governance", item)),
        )
    for item in states.GOVERNANCE_OF_COUNTY:
        yield f"governance.{item}_rate", of("governance", lambda item=item: states.counties_with(view, item))
    yield "beds.grassroots", _of(view, ("capability",), lambda: count(*states.beds(view)))
    for kind in ("county_feature", "city_feature"):
        yield (
            f"specialty.{kind}_count",
            _of(view, ("specialties",), lambda kind=kind: count(states.specialties(view, kind))),
        )


def whole(key: str) -> bool:
    """Whether a key counts whole things (people, institutions, services), so that > 300 is first met by 301."""
    return (
        key == "consortium.count"
        or key.endswith((".persons", "_count"))
        or key.startswith(("remote.volume.", "village.unserved", "beds."))
    )


def judge(key: str, value: float | None, target: Any) -> tuple[str, float | None]:
    """Target status: met / not_met by op, no_data, or no_target (none at this level, target and gap null).

    *Gap* in the value's own unit: how far to the nearest value that meets the target (> 300 with 286 counted: 15;
    met: 0).
    """
    if target is None:
        return "no_target", None
    if value is None:
        return "no_data", None
    bound = target.value
    if target.op == "range":
        low, high = bound
        gap = low - value if value < low else value - high if value > high else 0
        return ("met" if low <= value <= high else "not_met"), gap
    if target.op == ">":
        if value > bound:
            return "met", 0
        return "not_met", (math.floor(bound) + 1 if whole(key) else bound) - value
    if target.op == ">=":
        return ("met", 0) if value >= bound else ("not_met", bound - value)
    return ("met", 0) if value <= bound else ("not_met", value - bound)


def answers(world: World, city: str, day: date, caliber: str | None, policy: Any) -> dict[tuple[str, str], Answer]:
    """Return the answer of every key for the city, its counties in the account and their consortia."""
    # a policy that names no caliber counts every flow by headcount; a choice overrides it for all flows
    named = {} if policy is None else policy.caliber
    calibers = {flow: caliber or named.get(flow, "headcount") for flow in postings.FLOWS}
    required = () if policy is None else tuple(policy.required_centres)
    found = {}
    for scope in scopes(world, city, day):
        view = View(world, scope, day)
        for key, answer in raw_answers(view, calibers, required):
            if view.level == "consortium" and key.startswith(NOT_FOR_CONSORTIA):
                continue
            value, top, bottom, missing = answer()
            target = None if policy is None else policy.target(key, view.level)
            status, gap = judge(key, value, target)
            flow = key.split(".")[1] if key.startswith("posting.") else None
            found[key, scope] = Answer(
                key, scope, value, top, bottom, None if missing is None else frozenset(missing),
                calibers[flow] if flow else None, status, gap,
            )  # fmt: skip
    return found


def scopes(world: World, city: str, day: date) -> list[str]:
    """Return the city, every county in the account and every consortium of one."""
    view = View(world, city, day)
    counties = [row["region_code"] for row in view.counties()]
    return [
        city,
        *counties,
        *(row["consortium_id"] for row in world.rows("consortia") if row["county_code"] in counties),
    ]
