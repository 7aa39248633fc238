"""就医格局 in the browser: the chart to explore is drawn when it is opened, in Chinese, and shows another rate."""

from __future__ import annotations

from playwright.sync_api import expect

from components.views.care_explore import LABEL
from tests.browser.conftest import Visit
from tests.browser.reading import english
from tests.browser.watching import settle


def test_the_chart_to_explore_comes_when_it_is_opened(visit: Visit) -> None:
    page = visit("/care?scope=3302&month=2022-12")
    assert page.locator(".js-plotly-plot").count() == 0
    page.get_by_text(LABEL).click()
    settle(page)
    chart = page.locator(".js-plotly-plot")
    expect(chart.locator(".legendtext").first).to_have_text("宁波市")
    assert chart.locator(".legendtext").count() == 11  # the city and its ten counties
    assert english(page) == []
    before = chart.locator(".ytick text").all_inner_texts()
    page.get_by_role("button", name="基层就诊率", exact=True).last.click()
    settle(page)
    assert chart.locator(".ytick text").all_inner_texts() != before
