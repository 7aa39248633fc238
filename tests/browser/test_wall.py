"""The wall in a real browser, at three sizes: readable, turned by keys, two windows in step, frozen, alive alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefing.agenda import Agenda, Item, to_url
from briefing.composing import document
from briefing.model import SAMPLE, SCENARIO, Document
from briefing.writing.wall import wall_bytes
from data.publishing import publish_frames
from data.store import Store, default_store
from tests.browser.conftest import Visit
from tests.browser.server import serving
from tests.browser.watching import WATCH, settle
from tests.few_counties import few_counties

BUNDLED = Store(Path(__file__).resolve().parents[2] / "data" / "sample" / "store")
SIZES = ((1366, 768), (1920, 1080), (3840, 1080))
#: A 4:3 projector and a 5:4 screen, and the least size of letters there, which is a table's, at 1080 px in height.
SQUARER = {(1024, 768): 21.0, (1280, 1024): 19.5}
#: The widest with two columns, and the narrowest with three.
EDGES = ((3455, 1080), (3456, 1080))
MEASURE = (Path(__file__).parent / "wall.js").read_text(encoding="utf-8")
#: The browser takes its time to end full screen, and tells when it has.
SLOW = """() => {
  const end = document.exitFullscreen;
  const later = () => new Promise(done => setTimeout(done, 300));
  document.exitFullscreen = () => later().then(() => end.call(document)).then(() => { window.ended = true; });
}"""
LONG = "特别长的名称医疗健康集团" * 4


def made(scope: str, day: date) -> Document:
    snapshot = default_store().open()
    city = scope[:4]
    return document(snapshot.city(city), scope, day, snapshot=snapshot.id, boundaries=snapshot.boundaries(city))


def stretched(own: Document) -> Document:
    """Return a document with every mark and names of forty characters and more."""
    slides = []
    for slide in own.slides[:9]:
        chart, table = slide.chart, slide.table
        if chart is not None:
            chart = replace(chart, categories=tuple(f"{LONG[:40]}{name}" for name in chart.categories))
        if table is not None:
            rows = tuple((replace(row[0], text=LONG[:40]), *row[1:]) for row in table.rows)
            table = replace(table, rows=rows)
        slides.append(replace(slide, scope_name=LONG[:40], chart=chart if slide.chart is None
                              or slide.chart.kind == "bar" else slide.chart, table=table))
    return replace(own, slides=tuple(slides), marks=(SAMPLE, SCENARIO))


@pytest.fixture(scope="module")
def walls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Walls as files: both cities, a county, a month nobody reported, and names that are far too long."""
    folder = tmp_path_factory.mktemp("walls")
    told = {
        "宁波市": made("3302", date(2022, 12, 31)), "张家口市": made("1307", date(2023, 9, 30)),
        "慈溪市": made("330282", date(2022, 12, 31)), "未报": made("3302", date(2019, 1, 15)),
    }
    told["长名称"] = stretched(told["宁波市"])
    found = {}
    for name, own in told.items():
        path = folder / f"{name}.html"
        path.write_bytes(wall_bytes(own))
        found[name] = path.as_uri()
    return found


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    yield made
    made.close()


@pytest.fixture
def wall(context: BrowserContext, walls: dict[str, str]) -> Iterator[Page]:
    """The wall of 宁波市, at its first slide."""
    page = context.new_page()
    page.goto(walls["宁波市"])
    yield page
    for each in context.pages:
        each.close()


def measured(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(MEASURE)
    return found


def place(page: Page) -> int:
    return int(page.locator(".slide.now .count").inner_text().partition("／")[0])


@pytest.mark.parametrize("name", ["宁波市", "张家口市", "慈溪市", "未报", "长名称"])
def test_every_slide_fits_and_can_be_read_from_the_back_row(
    context: BrowserContext, walls: dict[str, str], name: str
) -> None:
    page = context.new_page()
    page.goto(walls[name])
    for width, height in (*SIZES, *SQUARER, *(EDGES if name == "长名称" else ())):
        page.set_viewport_size({"width": width, "height": height})
        found = measured(page)
        assert found["outside"] == [], (width, found["outside"][:5])
        assert found["meeting"] == [], (width, found["meeting"][:5])
        assert found["alone"] == [], (width, found["alone"][:5])
        assert found["scrolls"] is False
        # At 1080 px in height; a smaller screen is smaller in proportion.
        assert found["body"] * 1080 / height >= SQUARER.get((width, height), 27.99), found["smallest"]
        assert found["key"] * 1080 / height >= 96
        if (width, height) in SQUARER:
            em = float(page.locator(".deck").evaluate("deck => parseFloat(getComputedStyle(deck).fontSize)"))
            assert em * 64 > 1.2 * width, "the height that a 16:9 slide leaves free is used"
        assert found["controls"] == []
    page.close()


def test_keys_of_every_clicker_turn_the_slides(wall: Page) -> None:
    last = wall.locator(".deck .slide").count()
    told = [("PageDown", 2), ("ArrowRight", 3), ("ArrowDown", 4), (" ", 5), ("PageUp", 4), ("ArrowLeft", 3),
            ("ArrowUp", 2), ("Shift+ ", 1), ("PageUp", 1), ("End", last), ("PageDown", last), ("Home", 1),
            ("Enter", 2)]
    for key, there in told:
        wall.keyboard.press(key)
        assert place(wall) == there, key
    for key in ("1", "2", "Enter"):
        wall.keyboard.press(key)
    assert place(wall) == 12
    assert wall.title().endswith(f"12／{last}")
    assert wall.title().startswith("【示例数据】")
    wall.reload()
    assert place(wall) == 12


def test_b_is_black_and_any_turn_ends_it(wall: Page) -> None:
    wall.keyboard.press("b")
    expect(wall.locator(".slide:visible")).to_have_count(0)
    assert wall.locator(".deck").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(0, 0, 0)"
    wall.keyboard.press(".")
    expect(wall.locator(".slide:visible")).to_have_count(1)
    wall.keyboard.press("B")
    wall.keyboard.press("PageDown")
    expect(wall.locator(".slide:visible")).to_have_count(1)
    assert place(wall) == 2


def test_the_next_slide_is_drawn_already(wall: Page) -> None:
    """Nothing is fetched, made or laid out on turning: the slide stands there already and only becomes visible."""
    boxes = "all => all.map(one => [one.getBoundingClientRect().width, one.querySelectorAll('*').length])"
    before = wall.locator(".deck .slide").evaluate_all(boxes)
    assert all(width == 1920 for width, _ in before)
    changes = wall.evaluate("""() => new Promise(done => {
      const seen = [];
      new MutationObserver(found => seen.push(...found.map(one => one.type))).observe(
        document.querySelector('.deck'), { subtree: true, childList: true, characterData: true, attributes: true });
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
      requestAnimationFrame(() => requestAnimationFrame(() => done(seen)));
    })""")
    assert set(changes) == {"attributes"}
    assert place(wall) == 2
    assert wall.locator(".deck .slide").evaluate_all(boxes) == before


def test_slides_without_data_are_skipped_on_demand(context: BrowserContext, walls: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(walls["未报"])
    gone = [int(one) for one in page.locator("[data-missing] .count").evaluate_all(
        "all => all.map(one => one.textContent.split('／')[0])")]
    assert gone == [5, 7]
    page.goto(f"{walls['未报']}#4")
    page.reload()
    page.keyboard.press("PageDown")
    assert place(page) == 5
    assert page.locator(".slide.now .gone").inner_text() == "远程服务量未报"
    page.keyboard.press("PageUp")
    page.keyboard.press("s")
    found = []
    for _ in range(3):
        page.keyboard.press("PageDown")
        found.append(place(page))
    assert found == [6, 8, 9]
    page.close()


def test_leaving_says_what_was_shown_and_comes_back(wall: Page) -> None:
    wall.keyboard.press("PageDown")
    wall.keyboard.press("Escape")
    left = wall.get_by_role("dialog")
    expect(left).to_be_visible()
    assert default_store().open().id in left.inner_text()
    wall.keyboard.press("PageDown")
    expect(left).to_be_hidden()
    assert place(wall) == 2


def test_leaving_and_coming_back_before_the_browser_has_shrunk(wall: Page) -> None:
    """A browser ends full screen a while after it was asked to; that end is no wish to leave again."""
    wall.evaluate(SLOW)
    left = wall.get_by_role("dialog")
    wall.keyboard.press("PageDown")
    wall.wait_for_function("document.fullscreenElement")
    wall.keyboard.press("Escape")
    expect(left).to_be_visible()
    wall.keyboard.press("PageDown")
    expect(left).to_be_hidden()
    wall.wait_for_function("window.ended && document.fullscreenElement")
    expect(left).to_be_hidden()
    # The end of full screen by the browser's own key is one; a browser tells of a change at the next frame.
    wall.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    wall.evaluate("document.webkitExitFullscreen()")
    expect(left).to_be_visible()
    assert place(wall) == 2


def test_the_start_key_of_a_clicker_does_not_load_the_wall_anew(wall: Page) -> None:
    pressed = "() => { const event = new KeyboardEvent('keydown', { key: 'F5', bubbles: true, cancelable: true });" \
              " document.dispatchEvent(event); return event.defaultPrevented; }"
    assert wall.evaluate(pressed) is True
    wall.keyboard.press("Escape")
    left = wall.get_by_role("dialog")
    expect(left).to_be_visible()
    assert wall.evaluate(pressed) is True
    expect(left).to_be_hidden()


def test_it_turns_by_itself_at_the_interval_and_begins_again(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "wall.html"
    path.write_bytes(wall_bytes(made("330282", date(2022, 12, 31)), 15))
    page = context.new_page()
    page.clock.install()
    page.goto(path.as_uri())
    page.clock.run_for(14_000)
    assert place(page) == 1
    page.clock.run_for(2_000)
    assert place(page) == 2
    page.keyboard.press("End")
    page.clock.run_for(15_100)
    assert place(page) == 1
    page.keyboard.press("b")
    page.clock.run_for(60_000)
    page.keyboard.press("b")
    assert place(page) == 1
    page.clock.run_for(15_100)
    assert place(page) == 2
    page.keyboard.press("a")
    page.clock.run_for(60_000)
    assert place(page) == 2
    page.close()


def test_the_presenters_window_is_in_step_and_knows_what_comes(wall: Page, context: BrowserContext) -> None:
    wall.keyboard.press("PageDown")
    with context.expect_page() as opened:
        wall.keyboard.press("p")
    desk = opened.value
    expect(desk.locator(".place")).to_have_text(re.compile(r"^2／18"))
    coming = wall.locator(".deck .slide").nth(2).locator(".finding").text_content()
    expect(desk.locator(".after")).to_have_text(f"下一页：{coming}")
    expect(desk.locator(".slide.next .finding")).to_be_visible()
    assert re.fullmatch(r"\d\d:\d\d", desk.locator(".clock").inner_text())
    desk.keyboard.press("PageDown")
    expect(wall.locator(".slide.now .count")).to_have_text("3／18")
    wall.keyboard.press("Home")
    expect(desk.locator(".place")).to_have_text(re.compile(r"^1／18"))
    expect(desk.locator(".notes:visible")).to_contain_text("问：")
    desk.get_by_role("button", name="黑屏").click()
    expect(wall.locator(".slide:visible")).to_have_count(0)
    desk.get_by_role("button", name="下一页").click()
    expect(wall.locator(".slide.now .count")).to_have_text("2／18")
    # Neither a button that was pressed nor seconds being written keep the next key to themselves.
    desk.keyboard.press(" ")
    expect(wall.locator(".slide.now .count")).to_have_text("3／18")
    desk.get_by_role("spinbutton").fill("40")
    desk.keyboard.press("PageUp")
    expect(wall.locator(".slide.now .count")).to_have_text("2／18")
    desk.get_by_role("button", name="自动翻页").click()
    expect(desk.get_by_role("button", name="自动翻页")).to_have_attribute("aria-pressed", "true")
    assert wall.locator(".slide:visible").count() == 1


def test_notes_of_a_slide_shown_twice_keep_apart_and_what_is_too_long_is_said(visit: Visit) -> None:
    twice = Agenda(items=tuple(Item(id=id, scope="330282") for id in ("care", "remote", "care")))
    page = visit(f"/meeting?scope=330282&agenda={to_url(twice)}")
    notes = page.get_by_role("textbox", name="慈溪市 就医格局的备注")
    notes.nth(1).click()
    page.keyboard.type("再")
    page.wait_for_function("(before) => location.search !== before", arg=f"?scope=330282&agenda={to_url(twice)}")
    settle(page)
    page.keyboard.type("讲")
    assert [notes.nth(0).input_value(), notes.nth(1).input_value()] == ["", "再讲"]
    long = page.get_by_role("textbox", name="慈溪市 远程服务的备注")
    long.fill("长" * 2003)
    expect(page.locator(".list .said").nth(1)).to_have_text("备注最多 2000 字，多出的 3 字没有收进来")
    assert long.input_value() == "长" * 2000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "store"
    publish_frames(few_counties(BUNDLED, "3302", ("330211", "330205")), folder, BUNDLED.open().manifest.as_of)
    return Store(folder)


def test_a_meeting_goes_on_after_a_publish_and_without_the_server(browser: Browser, store: Store) -> None:
    """Started from the page as an official does; then a publish, then no server at all."""
    old = store.open().id
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.add_init_script(WATCH)
    with serving(store=store.root) as url:
        page = context.new_page()
        page.goto(f"{url}/meeting")
        settle(page)
        page.get_by_role("textbox", name="宁波市 牵头医院 → 成员单位的备注").fill("先讲这一页")
        with context.expect_page() as opened:
            page.get_by_role("link", name="开始放映").click()
        wall = opened.value
        wall.wait_for_url("**/wall/**")
        expect(wall.locator(".slide.now .count")).to_have_text(re.compile("^1／"))
        before = wall.locator(".deck").inner_text()
        assert old in before
        expect(page.locator(".agenda .news")).to_have_text("")
        publish_frames(few_counties(BUNDLED, "3302", ("330211",)), store.root, BUNDLED.open().manifest.as_of)
        page.bring_to_front()
        page.reload()
        settle(page)
        assert "agenda=" in page.url
        told = f"宁波市放映的是数据快照 {old}，现已发布 {store.open().id}"
        expect(page.locator(".agenda .news")).to_contain_text(told)
        wall.reload()
        assert wall.locator(".deck").inner_text() == before
    wall.bring_to_front()
    wall.keyboard.press("PageDown")
    assert place(wall) == 2
    with context.expect_page() as opened:
        wall.keyboard.press("p")
    expect(opened.value.locator(".notes:visible")).to_contain_text("先讲这一页")
    opened.value.keyboard.press("PageDown")
    expect(wall.locator(".slide.now .count")).to_have_text(re.compile("^3／"))
    context.close()
