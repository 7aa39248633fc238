"""What 数据质量 says, on the bundled sample: what was due and came, what is in doubt, what the check noted."""

from __future__ import annotations

import pytest

from components.views.quality import quality
from indicators.lists.submissions import submissions
from tests.components.views import view_of

SCOPES = [("3302", "2022-12"), ("330282", "2022-12"), ("1307", "2023-09"), ("130727", "2023-09")]


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_only_what_was_due_and_did_not_come_is_missing(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    rows = submissions(view.figures, scope)
    late = int((rows["state"] == "not_received").sum())
    model = quality(view)
    assert len(model.missing.rows) == late
    assert (f"缺\u00a0{late}\u00a0份" in model.finding) == (late > 0)


def test_the_file_holds_every_report_that_was_due() -> None:
    view = view_of(scope="3302", month="2022-12")
    model = quality(view)
    assert not callable(model.missing.frame)
    assert len(model.missing.frame) == len(submissions(view.figures, "3302"))


def test_the_warnings_are_those_kept_with_the_snapshot() -> None:
    view = view_of(scope="3302", month="2022-12")
    found = view.snapshot.findings()
    assert found
    listing = quality(view).warnings
    assert not callable(listing.frame)
    assert len(listing.frame) == len(found)
    assert len(listing.rows) == min(len(found), 200)


def test_a_consortium_is_told_where_to_look() -> None:
    model = quality(view_of(scope="330203-A", month="2022-12"))
    assert "报送按区县统计" in model.finding
    assert model.panels == () and model.missing.rows == ()
