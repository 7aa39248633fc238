"""Completeness counts what was due and nothing else; without a record everybody counts as having sent everything."""

from __future__ import annotations

import pytest

from indicators import lists
from indicators.lists.submissions import COLUMNS
from tests.indicators.city import CITY, EAST, WEST, City


def sent(city: City, month: str, county: str = EAST, table: str = "care_seeking", on: str | None = "2023-05-05",
         rows: int | None = 1) -> City:
    row = {"county_code": county, "month": month, "table": table, "received_on": on, "rows": rows}
    city.rows.setdefault("submissions", []).append(row)
    return city


def test_only_what_was_due_counts() -> None:
    city = sent(sent(sent(City(), "2022-01"), "2022-02", on=None), "2022-01", WEST)
    figures = city.figures()
    found = lists.completeness(figures, CITY)
    assert (found.received, found.due, found.assumed) == (2, 3, False)
    assert found.share == pytest.approx(200 / 3)
    assert lists.completeness(figures, EAST).share == 50
    assert lists.completeness(figures, WEST).share == 100


@pytest.mark.parametrize(("day", "due"), [("2022-01-30", 0), ("2022-01-31", 1), ("2022-02-28", 2)])
def test_a_month_is_due_once_it_has_ended_and_nothing_over_nothing_is_null(day: str, due: int) -> None:
    city = sent(sent(City(), "2022-01"), "2022-02")
    found = lists.completeness(city.figures(day), EAST)
    assert (found.due, found.share) == (due, 100 if due else None)


def test_without_a_record_every_county_sent_every_table_every_month() -> None:
    city = City().care("2022-10", visits_in=1).care("2022-12", visits_in=1)
    city.add("family_doctors", county_code=WEST, month="2022-12", teams=1)
    rows = lists.submissions(city.figures(), CITY)
    assert rows.groupby("table").size().to_dict() == {"care_seeking": 6, "family_doctors": 2}
    assert set(rows["state"]) == {"assumed"} and set(rows["doubt"]) == {""}
    found = lists.completeness(city.figures(), CITY)
    assert (found.share, found.assumed) == (100, True)
    assert lists.completeness(City().figures(), CITY).share is None


def test_a_record_that_tells_another_story_than_the_data_is_doubted() -> None:
    city = sent(sent(sent(City(), "2022-01", rows=3), "2022-02", on=None, rows=None), "2022-03", rows=None)
    sent(city, "2022-04", rows=None)
    for month in ("2022-01", "2022-02", "2022-04"):
        city.care(month, visits_in=1)
    rows = lists.submissions(city.figures(), EAST)
    assert rows["doubt"].str.replace("\u00a0", " ").tolist() == [
        "记录 3 行，数据中有 1 行", "没有收到记录，数据中却有 1 行", "记录已收到，数据中没有这个月", "",
    ]
    assert rows["rows_held"].tolist() == [1, 1, 0, 1]


def test_rows_find_their_county_by_institution_and_by_consortium() -> None:
    city = City().volume("2022-01", 5).volume("2022-01", 7, service="lab").volume("2022-01", 1, id=f"t{WEST}")
    city.add("costs", consortium_id=f"c{WEST}", month="2022-01")
    for table in ("remote_volumes", "costs"):
        sent(sent(city, "2022-01", table=table, rows=None), "2022-01", WEST, table=table, rows=None)
    held = lists.submissions(city.figures(), CITY).set_index(["table", "county"])["rows_held"].to_dict()
    assert held == {("remote_volumes", "东县"): 2, ("remote_volumes", "西县"): 1, ("costs", "东县"): 0,
                    ("costs", "西县"): 1}


def test_a_table_without_months_is_named_and_not_counted_in_rows() -> None:
    row = lists.submissions(sent(City(), "2022-01", table="postings").figures(), EAST).iloc[0]
    assert (row["table_label"], row["doubt"]) == ("派驻人员", "")


def test_sums_by_county_month_and_table() -> None:
    city = sent(sent(sent(City(), "2022-01"), "2022-02", on=None), "2022-01", WEST, table="family_doctors")
    rows = lists.submissions(city.figures(), CITY)
    by = lists.completeness_by(rows)
    assert by[["name", "received", "due", "share", "missing"]].to_numpy().tolist() == [
        ["东县", 1, 2, 50.0, 1], ["西县", 1, 1, 100.0, 0],
    ]
    assert lists.completeness_by(rows, "month")["due"].tolist() == [2, 1]
    assert lists.completeness_by(rows, "table")["name"].tolist() == ["就医流向", "家庭医生"]


def test_counties_out_of_account_and_consortia_report_nothing() -> None:
    city = sent(City(), "2022-01").change("regions", 1, in_account=False)
    assert list(lists.submissions(city.figures(), CITY).columns) == COLUMNS
    assert lists.submissions(city.figures(), CITY).empty
    assert lists.submissions(sent(City(), "2022-01").figures(), f"c{EAST}").empty
    assert lists.completeness_by(lists.submissions(city.figures(), CITY)).empty
