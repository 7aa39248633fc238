"""What 数据质量 says, on the bundled sample: what was due and came, what is in doubt, what the check warned of."""

from __future__ import annotations

import pytest

from components.views import quality_lists
from components.views.quality import quality
from components.views.quality_months import sheet
from data.city_warnings import city_warnings
from indicators.lists.plausibility import plausibility
from indicators.lists.submission_months import came_late
from indicators.lists.submissions import submissions
from tests.components.views import view_of

SCOPES = [("3302", "2022-12"), ("330282", "2022-12"), ("1307", "2023-09"), ("130727", "2023-09")]


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_only_what_was_due_and_did_not_come_or_came_late_is_listed(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    rows = submissions(view.figures, scope)
    absent = int((rows["state"] == "not_received").sum())
    model = quality(view)
    assert [row["state"].text for row in model.missing.rows].count("—\u00a0未报") == absent
    assert len(model.missing.rows) == absent + int(came_late(rows).sum())
    assert (f"缺\u00a0{absent}\u00a0份" in model.finding) == (absent > 0)
    assert f"\u00a0{rows['month'].min()[:4]}\u00a0年以来" in model.finding, "not the year of the sheet below it"


def test_the_file_holds_every_report_that_was_due() -> None:
    view = view_of(scope="3302", month="2022-12")
    model = quality(view)
    assert not callable(model.missing.frame)
    assert len(model.missing.frame) == len(submissions(view.figures, "3302"))


@pytest.mark.parametrize(("scope", "month"), SCOPES)
@pytest.mark.parametrize("table", ["", "costs"])
def test_the_sheet_of_a_year_adds_up_and_tells_ahead_from_missing(scope: str, month: str, table: str) -> None:
    view = view_of(scope=scope, month=month)
    rows = submissions(view.figures, scope)
    own = rows[rows["month"].str.startswith("2022")]
    if table and view.level == "city":
        own = own[own["table"] == table]
    listing = sheet(view, 2022, table if view.level == "city" else "")
    assert len(listing.rows) == (len(view.figures.counties) if view.level == "city" else rows["table"].nunique())
    assert sum(row["missing"].sort for row in listing.rows) == (own["state"] == "not_received").sum()
    assert sum(row["late"].sort for row in listing.rows) == came_late(own).sum()
    assert callable(listing.frame)
    assert listing.frame()["应报"].sum() == len(own)


def test_months_ahead_say_so_and_what_came_has_its_shape() -> None:
    view = view_of(scope="1307", month="2023-08")
    cells = [row[name] for row in sheet(view, 2023).rows for name in row if name > "2023-08" and name[:2] == "20"]
    assert {cell.text for cell in cells} == {"·\u00a0未到期"}
    told = [row[name] for row in sheet(view, 2022).rows for name in row if name[:2] == "20"]
    assert {cell.text[0] for cell in told} >= {"●", "◐", "▲"}
    assert all((cell.tone == "not_met") == (cell.text[0] == "▲") for cell in told)
    single = [row[name] for row in sheet(view, 2022, "costs").rows for name in row if name[:2] == "20"]
    assert {cell.text for cell in single if cell.tone == "no_data"} == {"—\u00a0未报"}


def test_numbers_in_doubt_are_of_every_monthly_table_and_keep_their_rows() -> None:
    view = view_of(scope="1307", month="2023-09")
    frame = plausibility(view.figures, "1307")
    listing = quality(view).doubts
    assert set(frame["table"]) > {"remote_volumes"}
    assert [row["kind"] for row in listing.rows] == frame["kind_label"].tolist()
    assert all(row["sentence"] and row["value"].sort is not None for row in listing.rows)


@pytest.mark.parametrize(("scope", "month"), [("3302", "2022-12"), ("330282", "2022-12"), ("130722", "2023-09")])
def test_the_warnings_are_those_of_the_scope_alone(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    found = city_warnings(view.tables, view.snapshot.boundaries)
    own = found if len(scope) == 4 else found[found["county_code"] == scope]
    listing = quality_lists.warnings(view)
    assert not callable(listing.frame)
    assert 0 < len(own) == len(listing.frame)
    assert len(listing.rows) == min(len(own), 200)
    assert len(own) < len(view.snapshot.findings() or ())


def test_a_consortium_is_told_where_to_look() -> None:
    model = quality(view_of(scope="330203-A", month="2022-12"))
    assert "报送按区县统计" in model.finding
    assert model.panels == () and model.missing.rows == ()
