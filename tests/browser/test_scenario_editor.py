"""The panel of changes in a real browser: many edits with one answer, edited, put in order, taken back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Locator, Page

from scenarios.files import from_url
from scenarios.model import AddPostings, FoundConsortium, OpenRemoteSite, Scenario
from tests.browser.conftest import Visit
from tests.browser.watching import settle
from tests.components.views import view_of
from tests.plans import CIXI, REFUSED, plan_of

PAGE = f"/scenario?scope={CIXI}&month=2022-12"


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def lines(page: Page) -> list[str]:
    return page.locator(".changes .list .words").all_inner_texts()


def calculate(page: Page) -> None:
    button(page, "计算").click()
    settle(page)
    button(page, "已计算").wait_for()


def in_address(page: Page) -> Scenario:
    return from_url(parse_qs(urlparse(page.url).query)["plan"][0])


def test_ten_edits_are_one_answer_and_can_be_ordered_edited_and_taken_back(visit: Visit) -> None:
    page = visit(PAGE)
    button(page, "远程").click()
    select, service = page.get_by_label("机构", exact=True), page.get_by_label("服务", exact=True)
    options = page.locator("#change-institution_id-list option").evaluate_all("all => all.map(one => one.value)")
    received = page.evaluate("window.__seen.received")
    for name in options[:10]:
        select.fill(name)
        service.select_option("sterile")
        button(page, "加入").click()
    assert len(lines(page)) == 10
    assert all("未计算" in line for line in lines(page))
    assert page.evaluate("window.__seen.received") == received  # nobody was asked yet
    calculate(page)
    made = in_address(page)
    assert len(made.changes) == 10
    assert "未计算" not in "".join(lines(page))

    button(page, "第 2 项上移").click()
    button(page, "删除第 3 项").click()
    button(page, "修改第 1 项").click()
    page.get_by_label("服务", exact=True).select_option("pathology")
    button(page, "改好").click()
    assert [("未计算" in line) for line in lines(page)] == [True, *[False] * 8]
    calculate(page)
    first, second, *_ = edited = in_address(page).changes
    assert len(edited) == 9
    assert isinstance(first, OpenRemoteSite)
    assert first.model_copy(update={"service_type": "sterile"}) == made.changes[1]
    assert first.service_type == "pathology"
    assert second == made.changes[0]

    button(page, "撤销").click()
    settle(page)
    assert in_address(page).changes == made.changes
    button(page, "清空").click()
    button(page, "撤销").click()
    assert len(lines(page)) == 10


def test_a_lead_offers_its_members_and_enter_adds(visit: Visit) -> None:
    page = visit(PAGE)
    lead, to = page.get_by_label("牵头医院", exact=True), page.get_by_label("派到", exact=True)
    lead.select_option("330282-H1")
    listed = to.locator("option").evaluate_all("all => all.map(one => one.value)")
    view = view_of(scope=CIXI, month="2022-12")
    context = view.figures.context
    ids = context.base.institutions.index
    own = context.consortium_of[ids.get_loc("330282-H1")]
    at = context.grassroots_members
    assert set(listed) - {"", "uncovered"} == set(ids[at[context.consortium_of[at] == own]])
    to.select_option(listed[-1])
    page.get_by_label("人数", exact=True).fill("3")
    page.get_by_label("人数", exact=True).press("Enter")
    assert "3\N{NO-BREAK SPACE}人" in lines(page)[0]
    page.get_by_label("人数", exact=True).fill("0")
    button(page, "加入").click()
    faults = page.locator(".changes .fault").all_inner_texts()
    assert "不能小于 1" in faults
    assert "请选择" in faults  # the receiver is asked anew for each
    assert len(lines(page)) == 1


def test_a_refused_change_stands_with_its_reason_and_the_rest_is_done(visit: Visit) -> None:
    view = view_of(scope=CIXI, month="2022-12")
    long = FoundConsortium(county_code=CIXI, name="<b>" + "很长的名称" * 8, lead_institution_id="330282-T9")
    page = visit(f"{PAGE}&plan={plan_of(view, REFUSED, long)}")
    problems = page.locator(".changes .problem").all_inner_texts()
    assert len(problems) == 2
    assert all(problem.startswith("▲") for problem in problems)
    assert "<b>很长的名称" in lines(page)[1]
    assert page.locator(".changes b").count() == 0
    box, panel = page.locator(".changes .list").bounding_box(), page.locator(".changes").bounding_box()
    assert box is not None
    assert panel is not None
    assert box["x"] + box["width"] <= panel["x"] + panel["width"] + 1


def test_a_preset_is_put_in_and_a_draft_outlives_a_click_elsewhere(visit: Visit) -> None:
    page = visit("/scenario?scope=330225&month=2022-12")
    page.locator(".changes .presets button").first.click()
    assert "未计算" in lines(page)[0]
    drafted = lines(page)
    page.get_by_label("屏幕", exact=True).select_option("wall")
    settle(page)
    assert lines(page) == drafted
    calculate(page)
    assert all(isinstance(change, AddPostings) for change in in_address(page).changes)
