"""The frame in a real browser: the address bar is the only memory, and back and forward open what it says."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from components.menu import PAGES
from tests.browser.choosing import choose
from tests.browser.conftest import Visit
from tests.browser.reading import texts
from tests.browser.watching import settle

OTHER = PAGES["definitions"]
SECTION = "数据"


def address(page: Page) -> tuple[str, dict[str, str]]:
    """Path and parameters of the address bar."""
    parts = urlsplit(page.url)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def shown(page: Page, label: str) -> str:
    """What a selector of the sidebar shows."""
    selector = page.get_by_test_id("stSidebar").get_by_role("combobox", name=label, exact=True)
    return str(selector.evaluate("select => select.selectedOptions[0].text"))


def go_to(page: Page, section: str, name: str) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_test_id("stTopNavPopover").get_by_text(name, exact=True).click()
    settle(page)


def main(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_a_choice_is_one_step_in_the_history(visit: Visit) -> None:
    page = visit("/")
    before = entries(page)
    choose(page, "区县（市）", "海曙区")
    assert address(page) == ("/", {"scope": "330203", "month": "2022-12"})
    assert entries(page) == before + 1
    choose(page, "截止月份", "2022年6月")
    assert address(page)[1] == {"scope": "330203", "month": "2022-06"}
    assert entries(page) == before + 2


def test_the_menu_takes_the_view_along_in_one_step(visit: Visit) -> None:
    page = visit("/?scope=330203&month=2022-06&caliber=eligible")
    before = entries(page)
    go_to(page, SECTION, OTHER.name)
    assert address(page) == (f"/{OTHER.key}", {"scope": "330203", "month": "2022-06", "caliber": "eligible"})
    assert entries(page) == before + 1
    assert shown(page, "区县（市）") == "海曙区"
    assert shown(page, "截止月份") == "2022年6月"


def test_back_and_forward_open_the_same_views(visit: Visit) -> None:
    page = visit("/")
    choose(page, "区县（市）", "海曙区")
    go_to(page, SECTION, OTHER.name)
    choose(page, "区县（市）", "宁海县")

    page.go_back()
    settle(page)
    assert address(page) == (f"/{OTHER.key}", {"scope": "330203", "month": "2022-12"})
    assert shown(page, "区县（市）") == "海曙区"
    page.go_back()
    settle(page)
    assert address(page)[0] == "/"
    assert shown(page, "区县（市）") == "海曙区"
    page.go_back()
    settle(page)
    assert address(page) == ("/", {})
    assert shown(page, "区县（市）").startswith("全部"), "an address that says nothing means the whole city"
    page.go_forward()
    settle(page)
    assert shown(page, "区县（市）") == "海曙区"


def test_a_link_to_another_page_than_the_first_opens_its_view(visit: Visit) -> None:
    page = visit(f"/{OTHER.key}?scope=130727&month=2023-05&screen=wall")
    assert shown(page, "市") == "张家口市"
    assert shown(page, "区县（市）") == "阳原县"
    assert shown(page, "截止月份") == "2023年5月"
    assert shown(page, "屏幕") == "大屏"
    assert address(page) == (f"/{OTHER.key}", {"scope": "130727", "month": "2023-05", "screen": "wall"})


def test_loading_the_page_again_shows_the_same(visit: Visit) -> None:
    page = visit("/")
    choose(page, "区县（市）", "慈溪市")
    before = main(page)
    page.reload()
    settle(page)
    assert main(page) == before


def test_an_address_with_a_mistake_gives_a_sentence(visit: Visit) -> None:
    page = visit("/?scope=<b>999</b>&month=2050-01")
    said = " ".join(texts(page)).replace("\u00a0", " ")
    assert "链接中的范围“<b>999</b>”不存在，已改为宁波市。" in said
    assert "链接中的截止月份“2050-01”没有数据" in said


def test_two_readers_do_not_see_each_others_choices(visit: Visit) -> None:
    one, other = visit("/"), visit("/")
    choose(one, "区县（市）", "海曙区")
    choose(other, "区县（市）", "宁海县")
    assert shown(one, "区县（市）") == "海曙区"
    assert address(one)[1]["scope"] == "330203"


def test_the_first_stop_of_the_keyboard_speaks_chinese(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    stop = page.get_by_test_id("stSkipToContent")
    expect(stop).to_be_focused()
    expect(stop).to_have_css("font-size", "0px")
    assert "跳到正文" in stop.evaluate("stop => getComputedStyle(stop, '::after').content")


def test_a_long_name_ends_before_the_arrow_and_stands_whole_in_the_title(visit: Visit) -> None:
    page = visit("/?scope=330206-A")
    selector = page.get_by_test_id("stSidebar").get_by_role("combobox", name="医共体", exact=True)
    name = shown(page, "医共体")
    assert selector.get_attribute("title") == name == "北仑区人民医院医疗健康服务集团"
    ends = "select => [select.face, select].map(e => e.getBoundingClientRect().right)"
    face, edge = selector.evaluate(ends)
    assert selector.evaluate("select => select.face.textContent") == name
    assert selector.evaluate("select => select.face.scrollWidth > select.face.clientWidth"), "too long for the line"
    assert face <= edge - 20, "the arrow has its place"
    choose(page, "医共体", "北仑区中医院")
    assert selector.evaluate("select => select.face.textContent") == "北仑区中医院医疗健康服务集团"
