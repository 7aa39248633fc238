"""The frame round the pages: filters, address, banners, the line that says what is shown, the foot."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.menu import PAGES
from data.publishing import publish_frames
from data.store import Store
from tests.pages.conftest import choose, finding, line, regions, selectors, text_of
from tests.worlds import frames, random_world

NBSP = "\u00a0"


def chosen(app: AppTest) -> dict[str, str]:
    return {name: one.value for name, one in selectors(app).items()}


def words(app: AppTest) -> str:
    """All text of the page as a reader sees it: no Markdown escapes, plain spaces."""
    blocks = [*app.main.markdown, *app.warning, *app.error]
    said = "\n".join(str(block.value) for block in blocks).replace("\\", "").replace(NBSP, " ")
    return "\n".join((*(text_of(region) for region in regions(app)), said))


def two_worlds(folder: Path) -> tuple[Path, list[str]]:
    """Publish two worlds with both cities one after the other; return the store and the ids, oldest first."""
    ids = []
    for seed in (0, 2):
        world = random_world(seed)
        publish_frames(frames(world), folder, world.as_of)
        ids.append(Store(folder).live_id())
    return folder, ids


def test_the_first_page_opens_on_the_city_with_targets_in_its_last_month(opened):
    app = opened()
    assert chosen(app) == {
        "city": "3302", "county": "", "consortium": "", "month": "2022-12", "caliber": "", "screen": "laptop",
    }  # fmt: skip
    assert finding(app).startswith("全市长期派驻")
    said = line(app)
    assert said.startswith("总览")
    assert "示例数据" in said
    assert "截止 2022 年 12 月 31 日" in said
    assert "口径：按文件逐项默认" in said
    assert "数据快照" in said


def test_a_choice_is_written_into_the_address_and_the_page_follows(opened):
    app = opened()
    choose(app, "county", "330203")
    assert app.query_params == {"scope": "330203", "month": "2022-12"}
    assert finding(app).startswith("海曙区")
    choose(app, "month", "2022-06")
    assert app.query_params == {"scope": "330203", "month": "2022-06"}
    assert "截止 2022 年 6 月 30 日" in words(app)


def test_another_city_comes_in_its_own_last_month_and_leaves_no_stale_filter(opened):
    app = opened(scope="330203", month="2020-03")
    choose(app, "city", "1307")
    assert app.query_params == {"scope": "1307", "month": "2023-09"}
    assert chosen(app)["county"] == chosen(app)["consortium"] == ""
    assert "海曙区" not in words(app)
    assert not app.warning


def test_a_county_narrows_the_consortia_and_a_consortium_names_its_county(opened):
    app = opened()
    everywhere = selectors(app)["consortium"].options
    choose(app, "county", "330203")
    of_county = selectors(app)["consortium"].options
    assert 1 < len(of_county) < len(everywhere)

    app = opened()
    choose(app, "consortium", next(code for code in everywhere if code))
    scope = app.query_params["scope"]
    assert not scope.isdecimal()
    assert chosen(app)["county"].startswith("3302")
    choose(app, "consortium", "")
    assert app.query_params["scope"] == chosen(app)["county"], "without a consortium the county stays"


@pytest.mark.parametrize(
    ("name", "value"), [("county", "130705"), ("month", "1999-01"), ("nothing", "1"), ("city", "")]
)
def test_what_was_not_offered_is_not_taken_up(opened, name, value):
    app = opened(scope="330203")
    before = chosen(app)
    choose(app, name, value)
    assert chosen(app) == before
    assert not app.exception


def test_the_caliber_of_the_reader_stands_in_the_address_and_in_the_line(opened):
    app = opened()
    choose(app, "caliber", "eligible")
    assert app.query_params["caliber"] == "eligible"
    assert "口径：中级以上且派驻满 18 个月" in words(app)
    choose(app, "caliber", "")
    assert "caliber" not in app.query_params


@pytest.mark.parametrize("page", [None, *(key for key in PAGES if key != "overview")])
def test_a_link_opens_the_same_view_on_every_page(opened, page):
    app = opened(page, scope="330226", month="2021-03", caliber="eligible", screen="wall")
    shown = chosen(app)
    assert shown["city"] == "3302"
    assert shown["county"] == "330226"
    assert shown["month"] == "2021-03"
    assert shown["caliber"] == "eligible"
    assert shown["screen"] == "wall"
    assert not app.error
    assert "宁海县" in words(app)


@pytest.mark.parametrize("page", [key for key in PAGES if key != "overview"])
def test_the_view_goes_with_the_reader_from_page_to_page(opened, page):
    app = opened()
    choose(app, "county", "330226")
    app.switch_page(f"{page}.py").run()
    assert chosen(app)["county"] == "330226"
    assert app.query_params["scope"] == "330226"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"scope": "9999"}, "链接中的范围“9999”不存在"),
        ({"scope": "130702"}, "不在文件统计范围"),
        ({"month": "1999-13"}, "没有数据"),
        ({"caliber": ":red[x]"}, "链接中的派驻口径“:red[x]”不存在"),
        ({"screen": "$x$"}, "链接中的屏幕“$x$”不存在"),
    ],
)
def test_an_address_with_a_mistake_gives_a_sentence_and_a_page(opened, query, sentence):
    app = opened(**query)
    assert sentence in words(app)
    assert finding(app)
    assert not app.error


def test_a_new_snapshot_is_shown_by_the_next_run_without_a_restart(opened, tmp_path):
    folder, (old, new) = two_worlds(tmp_path / "store")
    (folder / "CURRENT").write_text(old, encoding="utf-8")
    app = opened(store=folder)
    assert f"数据快照 {old}" in words(app)
    (folder / "CURRENT").write_text(new, encoding="utf-8")
    app.run()
    assert f"数据快照 {new}" in words(app)
    assert old not in words(app)


def test_a_damaged_snapshot_is_refused_with_a_banner_and_the_last_good_one_is_shown(opened, tmp_path):
    folder, (old, new) = two_worlds(tmp_path / "store")
    for part in (folder / "snapshots" / new / "postings").rglob("*.parquet"):
        part.write_bytes(part.read_bytes() + b"x")
    app = opened(store=folder)
    assert f"数据快照 {old}" in words(app)
    assert f"数据快照 {new} 未通过校验，没有采用" in words(app)


def test_a_store_without_a_snapshot_gives_a_sentence(opened, tmp_path):
    (tmp_path / "snapshots").mkdir()
    app = opened(store=tmp_path)
    assert len(app.error) == 1
    assert "没有可读的数据快照" in app.error[0].value
    assert not finding(app)


def test_the_foot_names_date_snapshot_document_and_whose_boundaries(opened):
    foot = words(opened()).split("\n")
    said = "\n".join(foot[-6:])
    assert "截止 2022 年 12 月 31 日" in said
    assert "目标依据：宁波市县域医共体建设目标" in said
    assert "非实际上报" in said
    assert "行政区界：" in said


def test_a_world_without_sample_rows_has_no_mark_of_sample_data(opened, tmp_path):
    world = random_world(0)
    reported = {name: frame.assign(provenance="reported") for name, frame in frames(world).items()}
    publish_frames(reported, tmp_path / "store", world.as_of)
    app = opened(store=tmp_path / "store")
    assert "示例数据" not in words(app)
    assert "非实际上报" not in words(app)


@pytest.mark.parametrize("seed", [1, 3, 5])
def test_any_valid_world_opens_on_every_page(opened, tmp_path, seed):
    world = random_world(seed)
    publish_frames(frames(world), tmp_path / "store", world.as_of)
    for page in (None, *(key for key in PAGES if key != "overview")):
        app = opened(page, store=tmp_path / "store")
        assert not app.error, page
        assert finding(app)
