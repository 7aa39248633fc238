"""Switching the document (政策文件) that targets are taken from: on 指标口径, in the address, on every page."""

from __future__ import annotations

import pytest

from components.menu import PAGES
from tests.pages.conftest import choose, finding, line, selector
from tests.pages.test_frame import words

NATIONAL = "national-2024"


def test_the_switch_offers_the_document_in_force_and_those_that_may_be_chosen(opened):
    ningbo, zhangjiakou = opened("definitions"), opened("definitions", scope="1307")
    offered = selector(ningbo, "policy").options
    assert {code: words.split("（")[0] for code, words in offered.items()} == {
        "": "现行文件：宁波市县域医共体建设目标", NATIONAL: "紧密型县域医疗卫生共同体监测指标体系",
    }  # fmt: skip
    assert selector(zhangjiakou, "policy").options[""].startswith("现行文件：张家口市")
    assert selector(ningbo, "policy").value == ""


def test_a_document_that_was_not_offered_is_not_taken_up(opened):
    app = opened("definitions")
    choose(app, "policy", "zhangjiakou-2023")
    assert app.query_params == {}
    assert selector(app, "policy").value == ""


def test_a_choice_stands_in_the_address_changes_the_targets_and_goes_from_page_to_page(opened):
    app = opened("definitions")
    assert "项有文件设定的目标" in finding(app)
    choose(app, "policy", NATIONAL)
    assert app.query_params == {"scope": "3302", "month": "2022-12", "policy": NATIONAL}
    assert "所选文件没有设定目标值" in finding(app)
    assert "非现行文件" in line(app)
    choose(app, "county", "330226")
    assert app.query_params["policy"] == NATIONAL
    app.switch_page("posting.py").run()
    assert app.query_params["policy"] == NATIONAL
    assert "非现行文件" in line(app)
    app.switch_page("definitions.py").run()
    assert selector(app, "policy").value == NATIONAL
    choose(app, "policy", "")
    assert "policy" not in app.query_params
    assert "非现行文件" not in words(app)


def test_another_city_keeps_a_national_document_and_drops_its_own(opened):
    app = opened(policy=NATIONAL)
    choose(app, "city", "1307")
    assert app.query_params == {"scope": "1307", "month": "2023-09", "policy": NATIONAL}
    app = opened(policy="ningbo-2019")
    assert "非现行文件" not in words(app), "it is the one in force"
    choose(app, "city", "1307")
    assert app.query_params == {"scope": "1307", "month": "2023-09"}
    assert not app.warning


@pytest.mark.parametrize("scope", ["3302", "130727"])
def test_every_page_opens_under_a_document_without_date_and_targets(opened, scope):
    for page in (None, *(key for key in PAGES if key != "overview")):
        app = opened(page, scope=scope, policy=NATIONAL)
        assert not app.error and not app.warning, page
        foot = words(app)
        assert "目标依据：紧密型县域医疗卫生共同体监测指标体系（2024 版）（国家卫生健康委）" in foot
        assert "现行文件是" in foot and "在“指标口径”页换回" in foot


def test_an_address_with_an_unknown_document_gives_a_sentence_and_the_one_in_force(opened):
    app = opened(policy=":red[x]")
    assert "链接中的政策文件“:red[x]”不存在，已改为现行文件。" in words(app)
    assert "目标依据：宁波市县域医共体建设目标" in words(app)
