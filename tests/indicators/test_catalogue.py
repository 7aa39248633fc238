"""The catalogue says everything of every key, and code and catalogue fit together."""

from __future__ import annotations

import re

import pytest

from data.model import CAPABILITY_OF_CONSORTIUM, CAPABILITY_VALUES, FLOW, GOVERNANCE, SERVICE, TABLES
from data.policies import load_policies
from indicators import catalogue
from indicators.model import LEVELS, Definition
from indicators.subjects import INDICATORS

DEFINITIONS = list(catalogue().values())


def test_every_key_of_the_data_contract_is_there() -> None:
    yes_no = [item for item in CAPABILITY_OF_CONSORTIUM if CAPABILITY_VALUES[item] is not None]
    expected = {
        "consortium.count", "consortium.counties_in_range", "consortium.township_coverage",
        "consortium.clinic_coverage", "pairing.lead_coverage", "remote.volume.total", "centre.open_rate",
        "village.coverage", "village.unserved", "village.unserved_planned", "family.contract_rate",
        "family.key_contract_rate", "care.in_county_rate", "care.grassroots_rate", "care.inpatient_in_county_rate",
        "referral.down_share", "booking.grassroots_share", "capability.lead_standard_rate",
        "capability.central_town_grade2_rate", "capability.key_specialties_rate", "specialty.county_feature_count",
        "specialty.city_feature_count", "beds.grassroots", "cost.outpatient_mean", "cost.inpatient_mean",
        "cost.drug_share", "cost.consumable_share", "fund.in_county_share",
        *(f"posting.{flow}.{what}" for flow in FLOW for what in ("persons", "coverage")),
        *(f"remote.{what}.{service}" for what in ("volume", "open_rate", "use_rate") for service in SERVICE),
        *(f"capability.{item}_rate" for item in yes_no),
        *(f"governance.{item}_rate" for item in GOVERNANCE),
    }  # fmt: skip
    assert set(catalogue()) == expected


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.key)
def test_an_entry_says_all_that_a_page_shows(definition: Definition) -> None:
    words = [definition.name, definition.short, definition.formula, definition.numerator, definition.caveat,
             definition.source, definition.subject, definition.null_means, definition.unit]
    assert all(words)
    assert not any("{" in text or "None" in text for text in words)
    assert bool(definition.denominator) == (definition.measure in ("rate", "mean"))
    assert (definition.unit == "%") == definition.is_rate
    assert definition.family in INDICATORS
    assert set(definition.scopes) <= set(LEVELS)
    assert all(table in TABLES for table in definition.tables)


def test_every_function_is_used_and_names_are_told_apart() -> None:
    assert {one.family for one in DEFINITIONS} == set(INDICATORS)
    names = [one.name for one in DEFINITIONS]
    assert len(set(names)) == len(names)


def test_units_of_remote_services_are_those_an_official_expects() -> None:
    units = {one.item: one.unit for one in DEFINITIONS if one.family == "remote.volume"}
    assert (units["ecg"], units["imaging"], units["lab"], units["sterile"]) == ("例", "例", "例次", "件")


def test_every_target_is_on_an_indicator_given_at_its_levels_and_in_its_unit() -> None:
    for policy in load_policies():
        for target in policy.targets:
            definition = catalogue()[target.indicator]
            assert set(target.levels) <= set(definition.scopes), target.indicator
        assert set(policy.cards) <= set(catalogue())


def test_the_numbers_of_a_definition_stand_in_its_words() -> None:
    for one in DEFINITIONS:
        for number in one.parameters.values():
            assert re.search(rf"\b{number}\b", one.formula + one.caveat), one.key
