"""What the two documents state, counted in the bundled sample."""

from datetime import date

import pandas as pd
import pytest

from data import reference
from data.sample.build import STORE
from data.store import Store
from data.tables import CityTables

AS_OF = pd.Timestamp(date(2023, 9, 30))
YANGYUAN = "130727"
TOWNSHIP_LEVEL = ["township_hospital", "community_health_centre"]


@pytest.fixture(scope="module")
def zhangjiakou() -> CityTables:
    return Store(STORE).open().city("1307")


@pytest.fixture(scope="module")
def ningbo() -> CityTables:
    return Store(STORE).open().city("3302")


def own(tables: CityTables, name: str, column: str, prefix: str) -> pd.DataFrame:
    frame = tables[name]
    return frame[frame[column].str.startswith(prefix, na=False)]


def in_force(memberships: pd.DataFrame) -> pd.DataFrame:
    ended = memberships["valid_to"].notna() & (memberships["valid_to"] <= AS_OF)
    return memberships[(memberships["valid_from"] <= AS_OF) & ~ended]


def test_zhangjiakou_has_one_consortium_in_each_of_fourteen_counties_led_by_a_county_or_tcm_hospital(zhangjiakou):
    consortia = zhangjiakou["consortia"]
    assert len(consortia) == consortia["county_code"].nunique() == 14
    assert (consortia["established_on"] <= AS_OF).all() and consortia["dissolved_on"].isna().all()
    leads = in_force(zhangjiakou["memberships"]).query("role == 'lead'")
    category = zhangjiakou["institutions"].set_index("institution_id")["category"]
    assert len(leads) == 14
    assert set(leads["institution_id"].map(category)) == {"county_hospital", "tcm_hospital"}


def test_zhangjiakou_has_203_township_hospitals_all_covered_and_no_community_health_centre(zhangjiakou):
    institutions = zhangjiakou["institutions"]
    hospitals = institutions[institutions["category"] == "township_hospital"]
    assert len(hospitals) == 203 and hospitals["closed_on"].isna().all()
    assert set(hospitals["institution_id"]) <= set(in_force(zhangjiakou["memberships"])["institution_id"])
    assert not (institutions["category"] == "community_health_centre").any()
    assert hospitals["county_code"].nunique() == 14
    assert (hospitals["provenance"] == "sample").all()


def test_the_two_central_districts_are_out_of_the_account_and_hold_nothing(zhangjiakou):
    regions = zhangjiakou["regions"].set_index("region_code")
    for code in ("130702", "130703"):
        assert not regions.loc[code, "in_account"]
        assert own(zhangjiakou, "institutions", "region_code", code).empty
        assert own(zhangjiakou, "institutions", "county_code", code).empty
    counties = regions[(regions["level"] == "county") & regions["in_account"].fillna(True)]
    assert len(counties) == 14


def test_yangyuan_has_the_members_the_report_names(zhangjiakou):
    members = in_force(own(zhangjiakou, "memberships", "institution_id", YANGYUAN))
    category = zhangjiakou["institutions"].set_index("institution_id")["category"]
    kinds = members.assign(category=members["institution_id"].map(category)).groupby("role")["category"]
    assert kinds.get_group("lead").tolist() == ["county_hospital"]
    assert sorted(kinds.get_group("county_member")) == ["cdc", "mch_centre", "tcm_hospital"]
    assert kinds.get_group("township_member").tolist() == ["township_hospital"] * 14
    assert kinds.get_group("village_member").tolist() == ["village_clinic"] * 301
    assert len(own(zhangjiakou, "institutions", "county_code", YANGYUAN)) == 4 + 14 + 301


def test_yangyuan_has_a_township_hospital_in_each_township_and_a_clinic_in_each_village(zhangjiakou):
    regions, institutions = zhangjiakou["regions"], own(zhangjiakou, "institutions", "county_code", YANGYUAN)
    townships = regions.loc[regions["parent_code"] == YANGYUAN, "region_code"]
    hospitals = institutions[institutions["category"] == "township_hospital"]
    assert len(townships) == 14 and sorted(hospitals["region_code"]) == sorted(townships)
    committees = reference.villages()
    villages = committees[(committees["committee"] == "village") & committees["region_code"].str.startswith(YANGYUAN)]
    clinics = institutions[(institutions["category"] == "village_clinic") & institutions["closed_on"].isna()]
    assert len(clinics) == 301 and sorted(clinics["region_code"]) == sorted(villages["region_code"])
    services = own(zhangjiakou, "village_services", "village_code", YANGYUAN)
    assert len(services) == 301 and (services["mode"] == "clinic").all()


@pytest.mark.parametrize(("service", "total"), [("ecg", 1023), ("imaging", 73)])
def test_yangyuans_remote_services_add_up_to_the_stated_total(zhangjiakou, service, total):
    volumes = own(zhangjiakou, "remote_volumes", "requesting_institution_id", YANGYUAN)
    year = volumes[(volumes["service_type"] == service) & volumes["month"].between("2023-01", "2023-09")]
    assert year["volume"].sum() == total
    assert year["month"].nunique() == 9 and year["requesting_institution_id"].nunique() > 5
    assert year["volume"].notna().all() and (year["provenance"] == "sample").all()
    stated = zhangjiakou["statements"].query("scope_code == '130727'")
    assert total in stated["value"].tolist()


def test_yangyuans_family_doctors_stand_in_a_row_of_their_own_with_nothing_else(zhangjiakou):
    rows = zhangjiakou["family_doctors"].query("county_code == '130727' and month == '2023-09'")
    row = rows.iloc[0].dropna().to_dict()
    assert row == {
        "county_code": YANGYUAN,
        "month": "2023-09",
        "teams": 80,
        "doctors": 507,
        "patrol_teams": 417,
        "provenance": "reported",
    }


def test_yangyuan_has_seven_resource_centres_and_six_management_centres_as_reported(zhangjiakou):
    consortium = zhangjiakou["consortia"].query("county_code == '130727'")["consortium_id"].item()
    centres = zhangjiakou["resource_centres"].query("consortium_id == @consortium")
    assert set(centres["centre_type"]) == {
        "ecg", "imaging", "consultation", "lab", "sterile", "emergency", "pathology",
    }  # fmt: skip
    assert (centres["status"] == "open").all() and (centres["provenance"] == "reported").all()
    assert centres["opened_on"].isna().all()
    governance = zhangjiakou["governance"].query("item == 'management_centres'")
    assert governance[["subject_id", "value", "provenance"]].to_numpy().tolist() == [[consortium, "yes", "reported"]]
    assert zhangjiakou["statements"].set_index("statement_id").loc["yy-management-centres", "value"] == 6


def test_4300_of_investment_is_a_statement_and_no_row(zhangjiakou):
    assert zhangjiakou["statements"].set_index("statement_id").loc["yy-investment", "value"] == 4300
    assert own(zhangjiakou, "investments", "county_code", YANGYUAN).empty


def test_what_the_document_says_of_the_city_is_no_countys_yes(zhangjiakou):
    items = set(zhangjiakou["governance"]["item"])
    assert not items & {
        "president_under_party", "party_secretary_is_bureau_head", "package_payment",
        "unified_personnel", "unified_finance", "unified_assets",
    }  # fmt: skip


@pytest.mark.parametrize(("city", "counties", "by"), [("3302", 10, "2019-03-31"), ("1307", 14, "2023-09-30")])
def test_every_county_had_issued_its_plan_as_reported(city, counties, by, request):
    tables = request.getfixturevalue({"3302": "ningbo", "1307": "zhangjiakou"}[city])
    plans = tables["governance"].query("item == 'plan_issued'")
    assert len(plans) == plans["subject_id"].nunique() == counties
    assert set(plans["value"]) == {"yes"} and set(plans["provenance"]) == {"reported"}
    assert (plans["since"] <= pd.Timestamp(by)).all()


def test_the_statements_are_those_of_the_reference(zhangjiakou, ningbo):
    held = pd.concat([ningbo["statements"], zhangjiakou["statements"]]).drop_duplicates("statement_id")
    expected = reference.statements()
    assert sorted(held["statement_id"]) == sorted(expected["statement_id"])
    assert set(held["provenance"]) == {"reported"}


def test_only_what_was_stated_in_full_is_reported_activity(zhangjiakou, ningbo):
    places = {"regions", "statements"}
    reported = {
        (name, key)
        for tables in (zhangjiakou, ningbo)
        for name, frame in tables.frames.items()
        if name not in places
        for key in frame.loc[frame["provenance"] == "reported"].iloc[:, 0]
    }
    assert {name for name, _ in reported} == {"family_doctors", "governance", "resource_centres"}
    assert len({key for name, key in reported if name == "governance"}) == 10 + 14 + 1


def test_places_are_those_of_the_reference(zhangjiakou, ningbo):
    expected = reference.regions().set_index("region_code")
    for tables, counties, townships in ((ningbo, 10, 157), (zhangjiakou, 16, 233)):
        regions = tables["regions"]
        regions = regions[regions["region_code"].str.startswith(tables.city_code)].set_index("region_code")
        assert regions["level"].value_counts()[["county", "township"]].tolist() == [counties, townships]
        for column in ("name", "level", "lon", "lat"):
            pd.testing.assert_series_equal(regions[column], expected.loc[regions.index, column])
        same = regions["level"] == "county"
        assert (regions.loc[same, "population"] == expected.loc[regions.index[same], "population"]).all()


def test_every_township_of_ningbo_has_an_institution(ningbo):
    regions, institutions = ningbo["regions"], ningbo["institutions"]
    townships = regions.loc[
        (regions["level"] == "township") & regions["region_code"].str.startswith("3302"), "region_code"
    ]
    grassroots = institutions[institutions["category"].isin(TOWNSHIP_LEVEL) & institutions["closed_on"].isna()]
    assert sorted(grassroots["region_code"]) == sorted(townships)


def test_ningbo_has_one_to_three_consortia_in_each_county_each_with_a_lead_hospital(ningbo):
    consortia = ningbo["consortia"]
    assert consortia["county_code"].nunique() == 10
    assert consortia.groupby("county_code").size().between(1, 3).all()
    leads = in_force(ningbo["memberships"]).query("role == 'lead'")
    assert sorted(leads["consortium_id"]) == sorted(consortia["consortium_id"])


def test_the_other_counties_have_villages_and_clinics_too(zhangjiakou):
    institutions = zhangjiakou["institutions"]
    clinics = institutions[institutions["category"] == "village_clinic"].groupby("county_code").size()
    villages = zhangjiakou["village_services"]["village_code"].str[:6].value_counts()
    assert len(clinics) == len(villages) == 14 and clinics.min() > 20
