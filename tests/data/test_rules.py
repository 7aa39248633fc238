"""One bad fixture per rule: each breaks exactly one, and the finding says where, what, why and how to mend it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.checking import check_source
from tests.data import small_world as w
from tests.data.small_world import AS_OF, added, changed, check, row, small_world, volume

DAY = date.fromisoformat


def dropped(table: str, position: int) -> w.Tables:
    tables = small_world()
    del tables[table][position]
    return tables


def replaced(table: str, rows: list[w.Row]) -> w.Tables:
    return {**small_world(), table: rows}


def membership(consortium: str, institution: str, **values: object) -> w.Row:
    given = {"role": "township_member", "valid_from": DAY("2020-01-01"), **values}
    return row("memberships", consortium_id=consortium, institution_id=institution, **given)


def posting(**values: object) -> w.Row:
    given = {
        "posting_id": "P9",
        "person_id": "甲09",
        "flow": "lead_to_member",
        "from_institution_id": "H1",
        "to_institution_id": "T2",
        "to_county_code": "330203",
        "kind": "long_term",
        "title_grade": "senior",
        "start_on": DAY("2022-01-01"),
    }
    return row("postings", **{**given, **values})


def several_consortia(number: int) -> w.Tables:
    tables = small_world()
    for n in range(number - 1):
        hospital, consortium = f"HX{n}", f"CX{n}"
        tables["institutions"].append(
            row(
                "institutions",
                institution_id=hospital,
                name="医院",
                category="county_hospital",
                county_code="330203",
                region_code="330203",
                **w.place("330203"),
            )
        )
        tables["consortia"].append(
            row(
                "consortia",
                consortium_id=consortium,
                name="又一家",
                county_code="330203",
                established_on=DAY("2019-01-01"),
            )
        )
        tables["memberships"].append(membership(consortium, hospital, role="lead", valid_from=DAY("2019-01-01")))
    return tables


#: code → (severity, table, column, world); the finding's value is checked to stand in the row it names.
CASES: dict[str, tuple[str, str, str | None, w.Tables]] = {
    "value_missing": ("error", "institutions", "name", changed("institutions", name=None)),
    "code_unknown": ("error", "institutions", "ownership", changed("institutions", ownership="民营")),
    "code_format": ("error", "regions", "parent_code", changed("regions", 0, parent_code="33")),
    "duplicate_key": ("error", "costs", "consortium_id", added("costs", small_world()["costs"][0])),
    "reference_missing": ("error", "workforce", "institution_id", changed("workforce", institution_id="T404")),
    "subject_kind": ("error", "capability", "subject_id", changed("capability", 2, subject_id="C1")),
    "code_level_mismatch": (
        "error",
        "regions",
        "region_code",
        added("regions", row("regions", region_code="330203101", name="某村", level="village", parent_code="330203")),
    ),
    "membership_overlap": (
        "error",
        "memberships",
        "institution_id",
        replaced(
            "memberships",
            [
                *changed("memberships", 2, valid_to=DAY("2020-01-02"))["memberships"],
                membership("C1", "T2", valid_from=DAY("2020-01-01")),
            ],
        ),
    ),
    "membership_cross_county": (
        "error",
        "memberships",
        "institution_id",
        changed("memberships", 2, consortium_id="C2"),
    ),
    "lead_count": ("error", "consortia", "consortium_id", dropped("memberships", 4)),
    "posting_ends_before_start": ("error", "postings", "end_on", changed("postings", 1, end_on=DAY("2021-12-31"))),
    "posting_to_itself": ("error", "postings", "to_institution_id", changed("postings", to_institution_id="H1")),
    "negative_count": ("error", "workforce", "physicians", changed("workforce", physicians=-1)),
    "value_invalid": ("error", "capability", "value", changed("capability", 1, value="是")),
    "volume_outside_site_life": ("error", "remote_volumes", "month", added("remote_volumes", volume("2022-02", 9))),
    "month_after_as_of": ("error", "costs", "month", changed("costs", month="2023-10")),
    "position_swapped": ("error", "institutions", "lon", changed("institutions", 1, lon=29.75, lat=121.25)),
    "position_outside": ("error", "institutions", "lon", changed("institutions", 1, lat=30.5)),
    "position_near": ("warning", "institutions", "lon", changed("institutions", 1, lat=30.01)),
    "position_missing": ("warning", "institutions", "lon", changed("institutions", 1, lon=None, lat=None)),
    "position_half": ("warning", "institutions", "lat", changed("institutions", 1, lat=None)),
    "datum_missing": ("warning", "institutions", "datum", changed("institutions", 1, datum=None)),
    "consortia_too_many": ("warning", "consortia", "county_code", several_consortia(4)),
    "title_blank": ("warning", "postings", "title_grade", changed("postings", title_grade=None)),
    "posting_overlap": (
        "warning",
        "postings",
        "person_id",
        added("postings", posting(person_id="甲01")),
    ),
    "planned_end_passed": (
        "warning",
        "postings",
        "planned_end_on",
        changed("postings", planned_end_on=AS_OF - timedelta(1)),
    ),
    "planned_end_before_start": (
        "warning",
        "postings",
        "planned_end_on",
        changed("postings", 1, planned_end_on=DAY("2021-12-31")),
    ),
    "posting_county_mismatch": ("warning", "postings", "to_county_code", changed("postings", to_county_code="330212")),
    "person_identified": ("warning", "postings", "person_id", changed("postings", person_id="33020319800101123X")),
    "volume_repeats": ("warning", "remote_volumes", "volume", changed("remote_volumes", volume=12)),
    "volume_without_site": (
        "warning",
        "remote_volumes",
        "requesting_institution_id",
        added("remote_volumes", volume("2023-02", 3, service_type="lab"), volume("2023-03", 4, service_type="lab")),
    ),
    "key_specialties_disagree": ("warning", "capability", "value", changed("capability", value="2")),
    "parent_not_prefix": ("warning", "regions", "parent_code", changed("regions", 5, parent_code="330212")),
    "id_ambiguous": (
        "warning",
        "institutions",
        "institution_id",
        added(
            "institutions",
            row(
                "institutions",
                institution_id="C2",
                name="同号机构",
                category="other",
                county_code="330212",
                region_code="330212",
                **w.place("330212"),
            ),
        ),
    ),
    "supervisor_elsewhere": ("warning", "memberships", "supervisor_id", changed("memberships", 3, supervisor_id="H2")),
    "span_empty": (
        "warning",
        "institutions",
        "closed_on",
        changed("institutions", opened_on=DAY("2020-01-01"), closed_on=DAY("2020-01-01")),
    ),
    "village_overlap": (
        "warning",
        "village_services",
        "village_code",
        added(
            "village_services",
            row("village_services", village_code="330203100201", mode="none", valid_from=DAY("2021-01-01")),
        ),
    ),
    "site_overlap": (
        "warning",
        "remote_sites",
        "opened_on",
        added(
            "remote_sites", row("remote_sites", institution_id="T1", service_type="ecg", opened_on=DAY("2023-06-09"))
        ),
    ),
    "part_exceeds_whole": (
        "warning",
        "care_seeking",
        "grassroots_visits",
        changed("care_seeking", grassroots_visits=91),
    ),
    "boundary_missing": (
        "warning",
        "institutions",
        "lon",
        {
            **added("regions", row("regions", region_code="889901", name="远县", level="county")),
            "institutions": [
                *small_world()["institutions"],
                row(
                    "institutions",
                    institution_id="X",
                    name="远方医院",
                    category="other",
                    county_code="889901",
                    region_code="889901",
                    lon=80.0,
                    lat=40.0,
                    datum="wgs84",
                ),
            ],
        },
    ),
}


def test_the_small_world_has_nothing_to_find() -> None:
    report = check(small_world())
    assert report.findings == ()
    assert report.exit_code == 0


@pytest.mark.parametrize("code", CASES)
def test_rule(code: str) -> None:
    severity, table, column, tables = CASES[code]
    report = check(tables)
    assert {finding.code for finding in report.findings} == {code}
    finding = report.findings[0]
    assert (finding.severity, finding.table, finding.column) == (severity, table, column)
    assert finding.file == f"{table}.csv"
    assert finding.row is not None
    assert 2 <= finding.row <= len(tables[table]) + 1
    assert re.search("[\u4e00-\u9fff]{3}", finding.message)
    assert re.search("[\u4e00-\u9fff]{2}", finding.fix)
    if column is not None and code not in (
        "person_identified",
        "position_swapped",
        "position_outside",
        "position_near",
        "boundary_missing",
    ):
        held = tables[table][finding.row - 2][column]
        assert finding.value == (None if held is None else w.text(held))
    assert report.exit_code == (1 if severity == "error" else 0)


def test_every_rule_has_a_fixture() -> None:
    """A code that stands in a rule, or in the schema, and has no case above fails here."""
    folder = Path("data")
    sources = [folder / "schema.py", *(folder / "rules").glob("*.py")]
    written = {
        code
        for source in sources
        for code in re.findall(r'"([a-z]+(?:_[a-z0-9]+)+)",\s+"(?:error|warning)"', source.read_text(encoding="utf-8"))
    }
    assert len(written) > 30
    assert written <= set(CASES)


@pytest.mark.parametrize(
    ("tables", "code", "row_number", "words"),
    [
        (changed("memberships", 2, consortium_id="C2"), "membership_cross_county", 4, ("跨县", "海曙区", "鄞州区")),
        (changed("memberships", 2, institution_id="M1"), "membership_cross_county", 4, ("没有区县代码",)),
        (changed("institutions", 1, lon=29.75, lat=121.25), "position_swapped", 3, ("填反",)),
        (changed("institutions", 1, lat=30.5), "position_outside", 3, ("坐标越界", "55.4 公里")),
        (changed("institutions", 1, lon=121.75), "position_outside", 3, ("鄞州区",)),
        (changed("institutions", 1, lon=0.0), "position_outside", 3, ("0",)),
        (changed("institutions", 1, lon=500.0), "position_outside", 3, ("不是地球上",)),
        (changed("postings", person_id="33020319800101123X"), "person_identified", 2, ("代号",)),
        (changed("institutions", category="county_hospitals"), "code_unknown", 2, ("没有这个代码",)),
    ],
)
def test_the_sentence_says_what_happened(tables: w.Tables, code: str, row_number: int, words: tuple[str, ...]) -> None:
    finding = next(f for f in check(tables).findings if f.code == code)
    assert finding.row == row_number
    assert all(word in finding.message for word in words)


def test_an_identity_number_is_not_repeated_in_the_report() -> None:
    finding = check(changed("postings", person_id="33020319800101123X")).findings[0]
    assert finding.value == "330***************"


def test_a_wrong_code_names_the_right_one() -> None:
    finding = check(changed("institutions", 4, category="村卫生室")).findings[0]
    assert finding.fix.startswith("改为 village_clinic；")


def test_two_leads_on_one_day_name_the_days_and_both() -> None:
    tables = changed("memberships", 2, role="lead", valid_from=DAY("2021-01-01"), valid_to=DAY("2021-02-01"))
    (finding,) = check(tables).findings
    assert (finding.code, finding.table, finding.row) == ("lead_count", "memberships", 4)
    assert "2021-01-01 至 2021-01-31" in finding.message
    assert "海曙医院" in finding.message
    assert "古林卫生院" in finding.message


def test_one_slip_is_reported_once() -> None:
    """A role that cannot be read is not a missing lead as well, nor a code of a row left out a missing reference."""
    assert check(changed("memberships", 4, role="leed")).codes() == {"code_unknown": 1}
    assert check(added("memberships", small_world()["memberships"][1])).codes() == {"duplicate_key": 1}
    assert check(changed("workforce", institution_id=None)).codes() == {"value_missing": 1}


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        (changed("institutions", 2, county_code="330203.0"), "type_unreadable"),
        (changed("institutions", 2, county_code="3302"), "code_format"),
        (changed("institutions", 2, datum="cgcs2000"), "code_unknown"),
        (changed("institutions", 2, lat="北纬 29"), "type_unreadable"),
        (changed("institutions", 2, lon="东经 121", lat="北纬 29"), "type_unreadable"),
        (changed("postings", title_grade="高级"), "code_unknown"),
    ],
)
def test_a_cell_that_was_refused_is_not_called_missing_or_wrong_by_a_rule(
    tables: w.Tables, code: str, tmp_path: Path
) -> None:
    report = check_source(w.write_folder(tables, tmp_path), AS_OF).report
    assert set(report.codes()) == {code}


@pytest.mark.parametrize("tables", [changed(name, 2, county_code="330299") for name in ("institutions", "consortia")])
def test_a_county_that_is_in_no_row_is_not_wrong_once_more_for_every_member(tables: w.Tables) -> None:
    assert {found.code for found in check(tables).findings if found.severity == "error"} == {"reference_missing"}
