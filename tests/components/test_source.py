"""口径 in words: numbers, definition, target with quote and source, from the catalogue and the policies alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components import html, source
from data.policies import load_policies
from indicators import catalogue
from indicators.wording import NBSP
from tests.components.views import view_of


def said(key: str, scope: str = "3302", **params: str) -> dict[str, str]:
    view = view_of(scope=scope, **params)
    figure = view.figures.get(key, view.scope)
    return {term: words.replace(NBSP, " ") for term, words in source.pairs(figure)}


def test_a_rate_is_opened_to_numerator_and_denominator_with_their_numbers():
    figure = view_of(scope="3302").figures.get("posting.lead_to_member.coverage", "3302")
    words = said("posting.lead_to_member.coverage")
    assert words["分子"].endswith(f"：{figure.numerator:.0f}")
    assert words["分母"].endswith(f"：{figure.denominator:.0f}")
    assert words["公式"] == catalogue()["posting.lead_to_member.coverage"].formula


def test_a_count_has_no_denominator():
    words = said("posting.lead_to_member.persons")
    assert "计数" in words
    assert "分母" not in words


def test_the_target_comes_with_its_words_and_their_place():
    words = said("posting.lead_to_member.persons")
    assert words["目标"] == "超过 300 人（已过文件年度，文件未写明期限）"
    assert words["原文"] == "“长期派驻人员数量超过300名”"
    assert words["出处"]


def test_no_target_is_said():
    assert said("posting.lead_to_member.persons", "330203")["目标"] == "文件未设目标"
    assert said("posting.lead_to_member.persons", "1307")["目标"] == "文件未设目标"


def test_the_caliber_of_each_flow_is_the_documents_and_the_readers_overrides_it():
    assert said("posting.municipal_to_lead.persons")["派驻口径"] == "中级以上且派驻满 18 个月"
    assert said("posting.municipal_to_lead.persons", caliber="headcount")["派驻口径"] == "全部长期派驻"
    assert "派驻口径" not in said("care.in_county_rate")


def test_who_did_not_report_is_named_with_what_that_means():
    """A volume keeps what its institutions did report; a rate leaves the month out, a state whoever did not report."""
    assert said("remote.volume.total")["有月份未报，已报月份计入"]
    assert "月" in said("care.in_county_rate")["未报，不计入"]
    assert said("village.coverage")["未报，不计入"]


@pytest.mark.parametrize(
    ("key", "names", "value", "words"),
    [
        ("remote.volume.total", 2, 5.0, "2 家有月份未报，其已报月份计入"),
        ("remote.volume.total", 2, None, "2 处未报"),
        ("care.in_county_rate", 1, 88.0, "1 个月份未报，不计入"),
        ("village.coverage", 3, 90.0, "3 处未报，不计入"),
        ("village.coverage", 0, 90.0, ""),
    ],
)
def test_what_is_missing_is_said_as_it_is_counted(key, names, value, words):
    figure = replace(view_of(scope="3302").figures.get(key, "3302"), value=value, not_reported=("某处",) * names)
    assert source.missing_words(figure).replace("\u00a0", " ") == words


@pytest.mark.parametrize("key", list(catalogue()))
def test_every_indicator_of_the_catalogue_can_be_explained(key):
    words = dict(source.definition_pairs(catalogue()[key]))
    assert words["公式"]
    assert words.get("分子") or words.get("计数")
    assert all(words.values())


@pytest.mark.parametrize("policy", load_policies(), ids=lambda policy: policy.id)
def test_every_target_and_direction_of_every_document_has_words_quote_and_place(policy):
    for target in policy.targets:
        words = dict(source.target_pairs(target, catalogue()[target.indicator]))
        assert words["目标"]
        assert words["原文"] == f"“{target.quote}”"
        assert words["出处"] == target.source
    for direction in policy.directions:
        words = dict(source.direction_pairs(direction))
        assert words["目标"].startswith("文件未设数值，要求")
        assert words["原文"] == f"“{direction.quote}”"


def test_markup_in_words_is_drawn_as_text():
    drawn = html.render("caliber", bodies=[[("甲", "<b>x</b>")]])
    assert "<dd>&lt;b&gt;x&lt;/b&gt;</dd>" in drawn


def test_an_unknown_caliber_is_shown_as_it_stands():
    assert source.caliber_words("nothing") == "nothing"
