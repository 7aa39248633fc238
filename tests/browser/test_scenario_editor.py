"""The panel of changes in a real browser: many edits with one answer, edited, put in order, taken back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Locator, Page, expect

from scenarios.files import from_url
from scenarios.model import AddPostings, FoundConsortium, OpenRemoteSite, Scenario, SetVillageMode
from tests.browser.conftest import Visit
from tests.browser.test_frame import go_to
from tests.browser.watching import settle
from tests.components.views import view_of
from tests.plans import CIXI, REFUSED, SERVE, plan_of

PAGE = f"/scenario?scope={CIXI}&month=2022-12"


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    return page.locator(f".changes #change-{name}")


def lines(page: Page) -> list[str]:
    return page.locator(".changes .list .words").all_inner_texts()


def sentences(page: Page) -> list[str]:
    """Return the changes of the list without what became of them."""
    return [line.replace("未计算", "").partition("\n")[0] for line in lines(page)]


def focused(page: Page) -> str:
    """Return the id of what has the focus, inside the component if it is there."""
    return str(page.locator(".changes").evaluate("panel => panel.getRootNode().activeElement?.id ?? ''"))


def calculate(page: Page) -> None:
    button(page, "计算").click()
    settle(page)
    button(page, "已计算").wait_for()


def in_address(page: Page) -> Scenario:
    return from_url(parse_qs(urlparse(page.url).query)["plan"][0])


def test_ten_edits_are_one_answer_and_can_be_ordered_edited_and_taken_back(visit: Visit) -> None:
    page = visit(PAGE)
    button(page, "远程").click()
    codes = field(page, "institution_id").locator("option").evaluate_all("all => all.map(one => one.value)")[1:]
    field(page, "service_type").select_option("sterile")
    asked = page.evaluate("window.__seen.asked")
    for code in codes[:10]:
        field(page, "institution_id").select_option(code)
        button(page, "加入").click()
        assert focused(page) == "change-institution_id"  # ready for the next
    assert len(lines(page)) == 10
    assert all("未计算" in line for line in lines(page))
    assert page.evaluate("window.__seen.asked") == asked  # nobody was asked yet
    written = sentences(page)
    calculate(page)
    made = in_address(page)
    assert [change.institution_id for change in made.changes if isinstance(change, OpenRemoteSite)] == codes[:10]
    assert sentences(page) == written  # the browser says each as the program does
    assert "未计算" not in "".join(lines(page))

    button(page, "第 2 项上移").press("Enter")
    button(page, "删除第 3 项").press("Enter")
    button(page, "修改第 1 项").press("Enter")
    assert focused(page) == "change-institution_id"
    field(page, "service_type").select_option("pathology")
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
    assert lines(page) == []
    button(page, "撤销").click()
    assert sentences(page) == written


def test_a_lead_offers_its_members_enter_adds_and_faults_stand_beside_the_fields(visit: Visit) -> None:
    page = visit(PAGE)
    field(page, "from_institution_id").select_option("330282-H1")
    context = view_of(scope=CIXI, month="2022-12").figures.context
    ids, at = context.base.institutions.index, context.grassroots_members
    own = at[context.consortium_of[at] == context.consortium_of[ids.get_loc("330282-H1")]]
    expect(field(page, "receiver").locator("option")).to_have_count(len(own) + 2)
    listed = field(page, "receiver").locator("option").evaluate_all("all => all.map(one => one.value)")
    assert set(listed) == {"", "uncovered", *ids[own]}
    field(page, "receiver").select_option(listed[-1])
    field(page, "persons").fill("3")
    field(page, "persons").press("Enter")
    assert "增派\N{NO-BREAK SPACE}3\N{NO-BREAK SPACE}人（中级" in lines(page)[0]
    for persons, said in (("0", "不能小于\N{NO-BREAK SPACE}1"), ("1.5", "应为整数"), ("", "请填数字")):
        field(page, "persons").fill(persons)
        button(page, "加入").click()
        assert page.locator("#change-persons-fault").inner_text() == said
        assert page.locator("#change-receiver-fault").inner_text() == "请选择"  # asked anew for each
    assert focused(page) == "change-receiver"
    assert len(lines(page)) == 1
    # What is half written does not keep the list from being calculated, and does not go into it.
    calculate_button = button(page, "计算")
    calculate_button.click()
    settle(page)
    (only,) = in_address(page).changes
    assert isinstance(only, AddPostings)
    assert only.persons == 3


def test_villages_are_ticked_and_what_stands_in_the_form_alone_is_calculated(visit: Visit) -> None:
    page = visit(PAGE)
    button(page, "村级").click()
    button(page, "点名调整").click()
    narrow = field(page, "village_codes")
    narrow.fill("无服务")
    unserved = page.locator(".tick").count()
    button(page, f"选中筛出的 {unserved} 个村").click()
    page.locator(".tick input").first.uncheck()
    expect(page.locator(".tally")).to_contain_text(f"已选\N{NO-BREAK SPACE}{unserved - 1}\N{NO-BREAK SPACE}个村")
    narrow.fill("没有这个村")
    assert page.locator(".tick").count() == 0
    narrow.fill("")
    calculate(page)
    (change,) = in_address(page).changes
    assert isinstance(change, SetVillageMode)
    assert len(change.village_codes) == unserved - 1
    assert change.mode == "extension"


def test_a_name_is_found_by_a_part_of_it_and_the_next_click_counts(visit: Visit) -> None:
    page = visit("/scenario?scope=3302&month=2022-12")
    button(page, "归属").click()
    member = field(page, "institution_id")
    member.press_sequentially("卫生")
    button(page, "加入").click()
    assert "个名称含“卫生”" in page.locator("#change-institution_id-fault").inner_text()
    member.fill("掌起镇")
    # A real click: the name is looked up as the field is left, and the button must still be there.
    button(page, "加入").click()
    assert member.input_value() == "慈溪市掌起镇卫生院"
    assert page.locator("#change-consortium_id-fault").inner_text() == "请选择"
    expect(field(page, "consortium_id").locator("option")).to_have_count(4)  # those of its county
    field(page, "consortium_id").select_option("330282-B")
    button(page, "加入").click()
    assert lines(page)[0].startswith("慈溪市掌起镇卫生院划入")


def test_a_refused_change_stands_with_its_reason_and_long_and_strange_names_are_plain_text(visit: Visit) -> None:
    view = view_of(scope=CIXI, month="2022-12")
    long = FoundConsortium(county_code=CIXI, name="<b>" + "很长的名称" * 8, lead_institution_id="330282-T9")
    page = visit(f"{PAGE}&plan={plan_of(view, REFUSED, SERVE, long)}")
    problems = page.locator(".changes .problem").all_inner_texts()
    assert len(problems) == 2
    assert all(problem.startswith("▲\N{NO-BREAK SPACE}没有执行：") for problem in problems)
    assert "<b>很长的名称" in lines(page)[2]
    assert page.locator(".changes .words b").count() == 0
    box, panel = page.locator(".changes .list").bounding_box(), page.locator(".changes").bounding_box()
    assert box is not None
    assert panel is not None
    assert box["x"] + box["width"] <= panel["x"] + panel["width"] + 1
    button(page, "修改第 3 项").click()
    assert field(page, "name").input_value() == long.name


def test_what_the_server_does_not_take_comes_back_whole_with_its_complaint(visit: Visit) -> None:
    page = visit(PAGE)
    button(page, "归属").click()
    button(page, "新组建").click()
    field(page, "county_code").select_option(CIXI)
    field(page, "lead_institution_id").select_option("330282-H1")
    field(page, "name").evaluate("input => { input.removeAttribute('maxlength'); }")
    field(page, "name").fill("名" * 61)
    button(page, "加入").click()
    page.locator(".changes .presets button").first.click()
    drafted = sentences(page)
    button(page, "计算").click()
    settle(page)
    assert page.locator(".changes .problem").all_inner_texts() == ["▲\N{NO-BREAK SPACE}名称：太长，最多 60 个字。"]
    assert sentences(page) == drafted
    assert all("未计算" in line for line in lines(page))
    assert "plan=" not in page.url
    button(page, "修改第 1 项").click()
    field(page, "name").fill("新集团")
    button(page, "改好").click()
    assert page.locator(".changes .problem").count() == 0
    calculate(page)
    assert len(in_address(page).changes) == len(drafted)


def test_a_preset_is_put_in_and_a_draft_outlives_a_click_elsewhere_and_another_page(visit: Visit) -> None:
    page = visit("/scenario?scope=330225&month=2022-12")
    page.locator(".changes .presets button").first.click()
    assert "未计算" in lines(page)[0]
    drafted = lines(page)
    field(page, "persons").fill("7")
    page.get_by_label("屏幕", exact=True).select_option("wall")
    settle(page)
    assert lines(page) == drafted
    assert field(page, "persons").input_value() == "7"
    go_to(page, "看现状", "人员下沉")
    go_to(page, "推演", "情景推演")
    assert lines(page) == drafted
    calculate(page)
    assert all(isinstance(change, AddPostings) for change in in_address(page).changes)
    # The same once more is no new answer, and nothing is left over that seems not to be calculated.
    button(page, "修改第 1 项").click()
    button(page, "改好").click()
    assert "未计算" in lines(page)[0]
    calculate(page)
    assert "未计算" not in "".join(lines(page))
