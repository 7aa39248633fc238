"""Which tables each family of the catalogue reads (指标读哪些表): where none of them changed, its figures did not."""

from __future__ import annotations

from collections.abc import Set

#: What every figure hangs on: the scopes it is given for.
_SCOPES = ("regions", "consortia")
_MEMBERS = ("institutions", "memberships")
_GROUPS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("consortium.count", "consortium.counties_in_range"), ()),
    (("consortium.township_coverage", "consortium.clinic_coverage"), _MEMBERS),
    (
        ("posting.persons", "posting.lead_to_member.coverage", "posting.municipal_to_lead.coverage",
         "posting.municipal_to_county.coverage"),
        (*_MEMBERS, "postings"),
    ),
    (("pairing.lead_coverage",), (*_MEMBERS, "pairings")),
    (
        ("remote.volume", "remote.volume.total", "remote.open_rate", "remote.use_rate"),
        (*_MEMBERS, "remote_sites", "remote_volumes"),
    ),
    (("centre.open_rate",), ("resource_centres",)),
    (("village.coverage", "village.unserved", "village.unserved_planned"), ("village_services", "institutions")),
    (("family.contract_rate", "family.key_contract_rate"), ("family_doctors",)),
    (("care.in_county_rate", "care.grassroots_rate", "care.inpatient_in_county_rate"), ("care_seeking",)),
    (("referral.down_share",), ("referrals",)),
    (("booking.grassroots_share",), (*_MEMBERS, "bookings")),
    (
        ("beds.grassroots", "capability.lead_standard_rate", "capability.central_town_grade2_rate"),
        (*_MEMBERS, "capability"),
    ),
    (("capability.consortium_rate", "capability.key_specialties_rate"), ("capability",)),
    (("specialty.count",), (*_MEMBERS, "specialties")),
    (("governance.consortium_rate", "governance.county_rate"), ("governance",)),
    (
        ("cost.outpatient_mean", "cost.inpatient_mean", "cost.drug_share", "cost.consumable_share",
         "fund.in_county_share"),
        ("costs",),
    ),
)  # fmt: skip
#: The tables of each family; a test holds it against what the functions read.
READS: dict[str, frozenset[str]] = {
    family: frozenset((*_SCOPES, *tables)) for families, tables in _GROUPS for family in families
}


def untouched(same: Set[str]) -> frozenset[str]:
    """Return the families that read none but these tables."""
    return frozenset(family for family, tables in READS.items() if tables <= same)
