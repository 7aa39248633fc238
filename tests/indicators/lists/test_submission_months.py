"""The sheet of reports: due, came, late and missing by county or table and month; what is ahead is not missing."""

from __future__ import annotations

from datetime import date

import pytest

from data.model import TABLES
from indicators import CityFigures, lists
from indicators import sentences_quality as said
from indicators.lists.submission_months import COLUMNS
from tests.indicators.city import CITY, EAST, WEST, City
from tests.indicators.lists.test_submissions import sent
from tests.indicators.oracle.asking import ask, random_policy
from tests.indicators.oracle.rules import end_of
from tests.worlds import as_of_dates, random_world, shift_months

BOTH = ("care_seeking", "family_doctors")


def states(figures: CityFigures, scope: str = CITY, year: int = 2022, **more: str) -> dict[tuple[str, str], str]:
    found = lists.submission_months(figures, scope, lists.submissions(figures, scope), year, **more)  # type: ignore[arg-type]
    assert list(found.columns) == COLUMNS
    return {(row.code, row.month[5:]): row.state for row in found.itertuples()}


def test_each_state_and_the_months_ahead() -> None:
    city = City()
    for table in BOTH:
        sent(city, "2022-01", table=table, on="2022-02-05")
        sent(city, "2022-03", table=table, on=None)
    sent(sent(city, "2022-02", table=BOTH[0], on="2022-03-05"), "2022-02", table=BOTH[1], on=None)
    sent(sent(city, "2022-04", table=BOTH[0], on="2022-05-05"), "2022-04", table=BOTH[1], on="2022-06-01")
    found = states(city.figures("2022-05-31"))
    assert [found[EAST, f"{month:02d}"] for month in range(1, 7)] == [
        "complete", "partial", "missing", "late", "not_due", "ahead",
    ]
    assert {state for (code, month), state in found.items() if code == WEST and month <= "05"} == {"not_due"}
    assert found[WEST, "12"] == "ahead"


@pytest.mark.parametrize(("day", "late"), [("2022-02-27", False), ("2022-02-28", False), ("2022-03-01", True),
                                           (None, False)])
def test_late_is_after_the_end_of_the_next_month(day: str | None, late: bool) -> None:
    rows = lists.submissions(sent(City(), "2022-01", on=day).figures(), EAST)
    assert lists.came_late(rows).tolist() == [late]


@pytest.mark.parametrize(("day", "state"), [("2022-01-30", "ahead"), ("2022-01-31", "missing")])
def test_a_month_is_not_missing_before_it_has_ended(day: str, state: str) -> None:
    assert states(sent(City(), "2022-01", on=None).figures(day))[EAST, "01"] == state


def test_one_table_of_a_county_and_all_tables_of_a_county() -> None:
    city = sent(sent(City(), "2022-01", table=BOTH[1], on=None), "2022-01", table=BOTH[0], on="2022-02-05")
    figures = city.figures()
    assert states(figures, EAST, table=BOTH[0])[EAST, "01"] == "complete"
    assert states(figures, EAST, table=BOTH[1])[EAST, "01"] == "missing"
    by_table = lists.submission_months(figures, EAST, lists.submissions(figures, EAST), 2022, "table")
    assert by_table["name"].unique().tolist() == [TABLES[name].label for name in TABLES if name in BOTH]


def test_without_a_record_all_counts_as_sent_and_nobody_reports_for_a_consortium() -> None:
    figures = City().care("2022-01", visits_in=1).figures("2022-02-28")
    found = states(figures)
    assert (found[WEST, "02"], found[WEST, "03"]) == ("assumed", "ahead")
    assert states(figures, f"c{EAST}") == {}


def test_the_years_run_from_the_first_report_due_to_the_day() -> None:
    figures = sent(City(), "2020-11").figures("2022-06-30")
    assert lists.years_due(figures, lists.submissions(figures, CITY)) == [2020, 2021, 2022]
    assert lists.years_due(figures, lists.submissions(figures, WEST)) == [2022]


@pytest.mark.parametrize("seed", range(500, 504))
def test_every_cell_is_what_counting_the_records_one_by_one_gives(seed: int) -> None:
    world = random_world(seed)
    for city in world.cities():
        for day in as_of_dates(world, 2):
            figures = ask(world, city, day, None, random_policy(seed, city))
            if not world.rows("submissions"):
                continue
            rows = lists.submissions(figures, city)
            found = lists.submission_months(figures, city, rows, day.year)
            assert len(found) == 12 * len(figures.counties)
            for row in found.itertuples():
                own = [one for one in world.rows("submissions")
                       if (one["county_code"], one["month"]) == (row.code, row.month)]
                if end_of(row.month) > day:
                    assert (row.state, row.due) == ("ahead", 0)
                    continue
                came = [one["received_on"] for one in own if one["received_on"] is not None]
                late = sum(one > end_of(_next(row.month)) for one in came)
                assert (row.due, row.received, row.late, row.missing) == (
                    len(own), len(came), late, len(own) - len(came)), (seed, row)
                assert row.state == ("not_due" if not own else "missing" if not came else
                                     "partial" if len(came) < len(own) else "late" if late else "complete")


def _next(month: str) -> str:
    return f"{shift_months(date.fromisoformat(f'{month}-01'), 1):%Y-%m}"


def test_the_findings_of_the_sheet_and_of_the_list() -> None:
    nbsp = "\u00a0"
    city = sent(sent(sent(City(), "2022-01", on=None), "2022-02", on="2022-04-01"), "2022-01", WEST, on="2022-02-05")
    figures = city.figures()
    rows = lists.submission_months(figures, CITY, lists.submissions(figures, CITY), 2022)
    assert said.months(rows, 2022, "").replace(nbsp, " ") == "2022 年应报 3 份，未报 1 份，迟报 1 份；东县缺得最多"
    assert said.months(rows[rows["code"] == WEST], 2022, "费用").replace(nbsp, " ") == "2022 年费用应报 1 份，全部收到"
    assert said.months(rows[rows["month"] > "2022-02"], 2022, "").replace(nbsp, " ") == "2022 年没有应报的月份"
    late = rows[(rows["code"] == EAST) & (rows["month"] == "2022-02")]
    assert said.months(late, 2022, "").replace(nbsp, " ") == "2022 年应报 1 份，全部收到，其中迟报 1 份"
    assumed = City().care("2022-01", visits_in=1).figures("2022-02-28")
    rows = lists.submission_months(assumed, CITY, lists.submissions(assumed, CITY), 2022)
    assert said.months(rows, 2022, "").replace(nbsp, " ") == "2022 年没有报送登记，视同已报"
    assert [said.missing(*pair).replace(nbsp, " ") for pair in ((0, 0), (2, 0), (2, 1), (0, 1))] == [
        "应报的报表全部收到", "应报未报 2 份", "应报未报 2 份，迟报 1 份", "应报的报表全部收到，其中迟报 1 份",
    ]
    assert [said.positions(*pair).replace(nbsp, " ") for pair in ((0, 0), (2, 0), (0, 1), (2, 1))] == [
        "机构坐标齐全", "机构 2 家坐标存疑", "机构 1 家没有坐标", "机构 2 家坐标存疑，1 家没有坐标",
    ]
