"""A city of which nothing but its places was reported: no page takes silence for good news."""

from __future__ import annotations

from components.views.care import care
from components.views.coverage import coverage
from components.views.overview import overview
from components.views.quality import quality
from components.views.scorecard import COUNTY, MISSED
from tests.components.views import unreported, view_of


def test_silence_is_neither_met_nor_served_nor_complete() -> None:
    view = view_of(scope="3302", month="2022-12")
    with unreported(view, "regions", "institutions", "consortia", "memberships"):
        rates = care(view).counties
        assert rates.title == "各区县均未报"
        assert {row["missed"].text for row in rates.rows} == {"—\u00a0未报"}
        villages = coverage(view)
        assert villages.uncovered.title == "无服务村：村级服务未报"
        by_part = villages.panels[1]
        assert by_part.title.startswith("各区县村级服务均未报") and "无服务\u00a00" not in str(by_part.body)
        assert quality(view).missing.title == "没有应报的报表"
        card = overview(view).scorecard
        assert set(card.words[MISSED]) == {"—\u00a0未报"} and card.numbers[MISSED].isna().all()
        assert len(card.words[COUNTY]) == len(view.figures.counties)
