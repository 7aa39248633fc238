"""The sample behaves like life: what it was made to show is there, counted from the indicators a page would show."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.checking import check_frames
from data.sample.build import STORE
from data.sample.common import AS_OF, last_day, months
from data.store import Store
from data.tables import CityTables
from indicators import compute, series
from indicators.lists.bookings import bookings
from indicators.lists.capacity import capacity_matrix

NINGBO_END, ZHANGJIAKOU_END = date(2022, 12, 31), date(2023, 9, 30)
CITIES = ("3302", "1307")


@pytest.fixture(scope="module")
def cities() -> dict[str, CityTables]:
    snapshot = Store(STORE).open()
    return {code: snapshot.city(code) for code in CITIES}


@pytest.fixture(scope="module")
def counts(cities) -> pd.DataFrame:
    keys = [f"posting.{flow}.persons" for flow in ("lead_to_member", "municipal_to_lead", "municipal_to_county")]
    ends = [last_day(month) for month in months("2019-01", "2022-12")]
    values = series(cities["3302"], keys, ["3302"], ends, None)
    return values.pivot_table(index="month_end", columns="key", values="value")


@pytest.fixture(scope="module")
def codes(cities) -> pd.Series:
    frames = {
        name: pd.concat([tables[name] for tables in cities.values()]).drop_duplicates(ignore_index=True)
        for name in cities["3302"].frames
    }
    report = check_frames(frames, AS_OF).report
    return pd.Series([f"{finding.severity} {finding.code}" for finding in report.findings]).value_counts()


def on(counts: pd.DataFrame, month: str, flow: str) -> int:
    return int(counts.loc[pd.Timestamp(last_day(month)), f"posting.{flow}.persons"])


@pytest.mark.parametrize(
    ("flow", "month", "persons"),
    [
        ("lead_to_member", "2019-12", 281),
        ("lead_to_member", "2020-10", 300),
        ("lead_to_member", "2020-11", 301),
        ("lead_to_member", "2022-12", 286),
        ("municipal_to_lead", "2020-09", 150),
        ("municipal_to_lead", "2020-10", 151),
        ("municipal_to_county", "2020-10", 99),
        ("municipal_to_county", "2020-11", 100),
        ("municipal_to_county", "2022-12", 97),
    ],
)
def test_the_posted_stand_below_at_and_above_the_targets(counts, flow, month, persons):
    assert on(counts, month, flow) == persons


def test_exactly_the_target_is_not_more_than_it(cities):
    october, november = (compute(cities["3302"], last_day(month)) for month in ("2020-10", "2020-11"))
    for key in ("posting.lead_to_member.persons", "posting.municipal_to_lead.persons"):
        assert november.get(key, "3302").status == "met"
    assert october.get("posting.lead_to_member.persons", "3302").status == "not_met"
    assert november.get("posting.municipal_to_county.persons", "3302").status == "met"


def test_zhangjiakous_township_hospitals_come_to_be_covered(cities):
    first = compute(cities["1307"], date(2022, 1, 31)).get("consortium.township_coverage", "1307").value
    last = compute(cities["1307"], ZHANGJIAKOU_END).get("consortium.township_coverage", "1307").value
    assert first < 60 and last == 100


def test_a_handful_of_institutions_have_nobody_posted_and_two_belong_nowhere(cities):
    figures = compute(cities["3302"], NINGBO_END)
    posted = figures.get("posting.lead_to_member.coverage", "3302")
    affiliated = figures.get("consortium.township_coverage", "3302")
    assert posted.denominator - posted.numerator == 10
    assert affiliated.denominator - affiliated.numerator == 2


def test_rates_stand_above_at_and_below_their_targets(cities):
    figures = compute(cities["3302"], NINGBO_END)
    counties = [scope for scope in figures.scopes if len(scope) == 6]
    for key, at, target in (("care.in_county_rate", "330213", 90), ("care.grassroots_rate", "330281", 65)):
        values = {scope: figures.get(key, scope).value for scope in counties}
        assert values[at] == target and figures.get(key, at).status == "met"
        assert min(values.values()) < target - 1 and max(values.values()) > target + 1
        assert abs(figures.get(key, "3302").value - target) < 1


def test_what_a_county_did_not_report_is_named(cities):
    figures = compute(cities["3302"], NINGBO_END)
    volumes = figures.get("remote.volume.ecg", "3302")
    assert "余姚市" in "".join(volumes.not_reported) and volumes.value > 0
    assert set(figures.get("care.in_county_rate", "3302").not_reported) == {"慈溪市 2022年7月", "慈溪市 2022年8月"}


def test_a_county_that_missed_two_months_has_no_rows_and_no_receipt(cities):
    for code, county, gap in (("3302", "330281", ["2022-03", "2022-04"]), ("1307", "130723", ["2022-11", "2022-12"])):
        volumes, sent = cities[code]["remote_volumes"], cities[code]["submissions"]
        own = volumes[volumes["requesting_institution_id"].str.startswith(county)]
        assert not own["month"].isin(gap).any()
        receipt = sent[(sent["county_code"] == county) & (sent["table"] == "remote_volumes")].set_index("month")
        assert receipt.loc[gap, ["received_on", "rows"]].isna().all(axis=None)
        assert receipt.drop(index=gap)["received_on"].notna().all()


def test_received_rows_are_those_there_are(cities):
    columns = {"remote_volumes": "requesting_institution_id", "referrals": "consortium_id", "costs": "consortium_id"}
    for tables in cities.values():
        for name, sent in tables["submissions"].groupby("table"):
            frame = tables[name]
            county = frame[columns.get(name, "county_code")].str[:6]
            there = frame.groupby([county.to_numpy(), frame["month"]]).size()
            stated = sent.dropna(subset=["rows"]).set_index(["county_code", "month"])["rows"]
            assert stated.astype(int).to_dict() == there.astype(int).to_dict()


def test_some_sites_were_opened_and_never_used(cities):
    for tables in cities.values():
        volumes = (
            tables["remote_volumes"]
            .groupby(["requesting_institution_id", "service_type"])["volume"]
            .agg(["sum", "size"])
        )
        assert ((volumes["sum"] == 0) & (volumes["size"] >= 6)).sum() >= 2


def test_one_institution_and_one_county_copied_the_month_before(cities):
    volumes = cities["3302"]["remote_volumes"]
    wide = volumes.pivot_table(
        index=["requesting_institution_id", "service_type"], columns="month", values="volume", aggfunc="sum"
    )
    xiangshan = wide[wide.index.get_level_values(0).str.startswith("330225")].dropna(subset=["2021-10", "2021-11"])
    assert len(xiangshan) > 30 and (xiangshan["2021-10"] == xiangshan["2021-11"]).all()
    assert (xiangshan["2021-09"] != xiangshan["2021-10"]).mean() > 0.8


def test_volumes_grow_and_follow_the_seasons(cities):
    ecg = cities["3302"]["remote_volumes"].query("service_type == 'ecg'").groupby("month")["volume"].sum()
    yearly = ecg.groupby(ecg.index.str[:4]).sum()
    assert yearly.is_monotonic_increasing
    for year in ("2021", "2022"):
        assert ecg[f"{year}-02"] < 0.85 * ecg[f"{year}-01"]
        assert ecg[f"{year}-12"] > 1.15 * ecg[f"{year}-07"]
    assert ecg["2020-02"] < 0.5 * ecg["2020-01"]


def test_counties_differ_in_size(cities):
    for tables in cities.values():
        sizes = tables["memberships"].groupby("consortium_id").size()
        assert sizes.max() > 4 * sizes.min()


def test_villages_have_every_kind_of_service_and_some_should_have_a_clinic(cities):
    for code, end in (("3302", NINGBO_END), ("1307", ZHANGJIAKOU_END)):
        services = cities[code]["village_services"]
        now = services[services["valid_to"].isna()]
        assert set(now["mode"]) == {"clinic", "extension", "mobile", "none"}
        assert 10 < compute(cities[code], end).get("village.unserved_planned", code).value < 40
        assert services["valid_to"].notna().sum() > 50


def test_memberships_of_2020_differ_from_those_of_2022(cities):
    memberships = cities["3302"]["memberships"].query("role == 'township_member'")
    moved = memberships[memberships["institution_id"].duplicated(keep=False)]
    assert len(moved) == 2 * 6 and set(moved["institution_id"].str[:6]) == {"330281"}
    institutions = cities["3302"]["institutions"]
    townships = institutions[institutions["category"].isin(["township_hospital", "community_health_centre"])]
    assert townships["opened_on"].notna().sum() == townships["closed_on"].notna().sum() == 1


def test_postings_of_every_kind_are_there(cities):
    for tables in cities.values():
        postings = tables["postings"]
        assert {"long_term", "mobile", "short_term"} <= set(postings["kind"])
        assert postings["title_grade"].isna().any() and (postings["title_grade"] == "junior").any()
        served = (postings["planned_end_on"] - postings["start_on"]).dt.days
        assert (served < 400).any() and (served > 700).any()
        assert (postings["planned_end_on"].isna() & postings["end_on"].isna()).any()
        assert postings["to_institution_id"].isna().any()
        starts = postings["start_on"].dt.month.value_counts(normalize=True)
        assert starts[[3, 4, 9, 10]].sum() > 0.4


def test_the_check_finds_no_error_and_every_planted_oddity(codes):
    assert not [code for code in codes.index if code.startswith("error")]
    expected = {"planned_end_passed": 15, "posting_overlap": 2, "position_near": 5, "position_missing": 16,
                "volume_without_site": 2}  # fmt: skip
    assert {code: int(codes[f"warning {code}"]) for code in expected} == expected
    assert {"warning title_blank", "warning volume_repeats"} <= set(codes.index)


def yearly(cities, key, scope, years):
    ends = [date(year, 9, 30) for year in years]
    return series(cities[scope[:4]], [key], [scope], ends, None)["value"].tolist()


def test_some_rise_and_one_falls(cities):
    rising, falling = (yearly(cities, "care.in_county_rate", code, (2022, 2023)) for code in ("130730", "130731"))
    assert rising[1] > rising[0] and falling[1] < falling[0]
    shares = {code: yearly(cities, "cost.drug_share", code, (2019, 2022)) for code in ("330281-A", "330281-B")}
    assert shares["330281-A"][1] < shares["330281-A"][0]
    assert shares["330281-B"][1] > shares["330281-B"][0]


def share_of_months(tables: CityTables, county: str, part: str, *whole: str) -> pd.Series:
    rows = tables["care_seeking"].query("county_code == @county").set_index("month")
    return (100 * rows[part] / rows[[*whole]].sum(axis=1, skipna=False)).astype(float).dropna()


def test_visits_know_the_festival_the_epidemic_and_the_winter(cities):
    care = cities["3302"]["care_seeking"]
    visits = care.assign(all=care["visits_in"] + care["visits_out"]).pivot_table(
        index="month", columns="county_code", values="all", aggfunc="sum"
    ).astype(float)
    assert (visits.loc["2019-02"] < 0.9 * visits.loc["2019-01"]).all()
    # People leave a county of factories for the festival, and hardly a county of villages.
    dip = visits.loc["2019-02"] / visits.loc["2019-01"]
    assert dip["330206"] < dip["330225"] - 0.1
    whole = visits.drop(columns="330206").loc["2020-02"]
    assert (whole < 0.6 * visits.loc["2019-12", whole.index]).all()
    assert (visits.loc["2022-12"].drop("330282") < 0.98 * visits.loc["2022-11"].drop("330282")).all()
    assert (visits.loc["2019-12"] > 1.03 * visits.loc["2019-09"]).all()


@pytest.mark.parametrize("code", CITIES)
def test_no_countys_rate_is_a_straight_line(cities, code):
    for county in cities[code]["care_seeking"]["county_code"].unique():
        for part, whole in (("visits_in", ("visits_in", "visits_out")), ("grassroots_visits", ("visits_in",))):
            months_of = share_of_months(cities[code], county, part, *whole)
            line = np.corrcoef(np.arange(len(months_of)), months_of)[0, 1]
            # The share of its ups and downs that a straight line would explain.
            assert line**2 < 0.94


def test_one_county_falls_for_years_and_one_hospital_opening_shows(cities):
    before, *falling = yearly(cities, "care.in_county_rate", "330205", (2019, 2020, 2021, 2022))
    assert sorted(falling, reverse=True) == falling and falling[-1] < before - 1
    beilun = share_of_months(cities["3302"], "330206", "visits_in", "visits_in", "visits_out")
    assert beilun["2020-09"] - beilun["2020-08"] > 1


@pytest.mark.parametrize("code", CITIES)
def test_hospitals_differ_in_what_they_open_and_some_open_less(cities, code):
    end = NINGBO_END if code == "3302" else ZHANGJIAKOU_END
    opened = bookings(compute(cities[code], end), code)
    change = opened.by_provider["change"]
    assert (change > 1).any() and (change < -0.5).any() and (change.abs() < 1.5).any()
    assert opened.by_resource["share"].round(0).nunique() >= 4
    every = set(cities[code]["bookings"]["provider_institution_id"])
    assert every - set(opened.by_provider["provider_id"]), "one did not say what it keeps"


@pytest.mark.parametrize("code", CITIES)
def test_down_referral_and_fees_go_different_ways(cities, code):
    ends = (2019, 2022) if code == "3302" else (2022, 2023)
    shares = [yearly(cities, "referral.down_share", one, ends) for one in cities[code]["consortia"]["consortium_id"]]
    known = [(first, last) for first, last in shares if pd.notna(first) and pd.notna(last)]
    assert any(last < first for first, last in known) and sum(last > first for first, last in known) > len(known) / 2


def test_doctors_leave_one_county_and_come_to_the_others(cities):
    staff = cities["3302"]["workforce"]
    staff = staff.assign(county=staff["institution_id"].str[:6])
    doctors = staff.pivot_table(index="county", columns="month", values="physicians", aggfunc="sum").astype(float)
    assert list(doctors.index[doctors["2022-12"] < doctors["2019-06"]]) == ["330225"]


def test_no_and_not_reported_both_occur_and_days_spread_over_years(cities):
    for code in CITIES:
        matrix = capacity_matrix(compute(cities[code], NINGBO_END if code == "3302" else ZHANGJIAKOU_END), code)
        assert {"yes", "partial", "no", "number", "not_reported", "open", "building", "planned", "none"} <= set(
            matrix["state"]
        )
        assert matrix["since"].dt.year.nunique() >= 3
        # A state that someone reported is marked as such wherever it is told.
        assert set(matrix.loc[matrix["item"] == "plan_issued", "provenance"]) == {"reported"}


def test_nobody_has_a_name(cities):
    for tables in cities.values():
        people = tables["postings"]["person_id"]
        assert people.str.fullmatch(r"(NB|ZJK)P[0-9]{5}").all()
        names = pd.concat([tables["institutions"]["name"], tables["consortia"]["name"], tables["aliases"]["name"]])
        assert names.str.contains("(?:院|卫生室|中心|血站|医共体|集团|部）|院）)$").all()


def test_some_names_are_long_and_some_are_former(cities):
    lengths = pd.concat([tables["institutions"]["name"] for tables in cities.values()]).str.len()
    assert 36 <= lengths.max() <= 45
    assert len(cities["3302"]["aliases"]) >= 3
