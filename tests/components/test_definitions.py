"""What 指标口径 lists: everything in the catalogue and in the documents, and nothing else."""

from __future__ import annotations

import pytest

from components.views.definitions import definitions, entry, finding, found
from data.policies import policy_for
from indicators import catalogue
from tests.components.views import view_of

NINGBO = policy_for("3302")


def test_every_indicator_stands_in_the_list_in_the_order_of_the_catalogue():
    assert list(definitions(view_of(scope="3302")).list["key"]) == list(catalogue())


def test_the_targets_of_the_document_stand_beside_their_indicators():
    rows = definitions(view_of(scope="3302")).list.set_index("key")["target"]
    assert rows["posting.lead_to_member.persons"].replace("\u00a0", " ") == "市 超过 300 人"
    aimed = {target.indicator for target in NINGBO.targets}
    assert set(rows[rows != "文件未设目标"].index) == aimed


def test_a_city_whose_document_sets_nothing_has_no_target_anywhere():
    rows = definitions(view_of(scope="1307")).list
    assert set(rows["target"]) == {"文件未设目标"}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("派驻 覆盖", "posting.lead_to_member.coverage"),
        ("县域内就诊率", "care.in_county_rate"),
        ("REMOTE.volume", "remote.volume.total"),
    ],
)
def test_the_search_finds_by_every_word_wherever_it_stands(words, key):
    rows = found(definitions(view_of(scope="3302")).list, words)
    assert key in set(rows["key"])
    assert len(rows) < len(catalogue())


def test_a_search_for_nothing_finds_all_and_one_for_nonsense_finds_none():
    rows = definitions(view_of(scope="3302")).list
    assert len(found(rows, "  ")) == len(rows)
    assert found(rows, "没有这个词").empty
    assert found(rows, "(").empty or "(" in " ".join(found(rows, "(")["searched"]), "a word is not a pattern"


def test_an_entry_has_its_targets_by_level_with_term_quote_and_place():
    definition, said, targets = entry("posting.lead_to_member.persons", NINGBO)
    assert definition.name == catalogue()["posting.lead_to_member.persons"].name
    assert dict(said)["公式"]
    (levels, pairs), *rest = targets
    words = {term: text.replace("\u00a0", " ") for term, text in pairs}
    assert levels == "市"
    assert rest == []
    assert words["目标"] == "超过 300 人"
    assert words["期限"] == "2019 年 12 月 31 日（文件未写明期限，按文件年度计）"
    assert words["原文"]
    assert words["出处"]


def test_an_entry_without_a_policy_has_no_targets():
    assert entry("posting.lead_to_member.persons", None)[2] == ()


def test_what_the_document_asks_without_a_number_is_listed_and_never_as_a_target():
    rows = definitions(view_of(scope="3302")).directions
    assert len(rows) == len(NINGBO.directions)
    assert set(rows["asked"]) <= {"提高", "降低", "设立"}
    assert rows["quote"].notna().all()


def test_the_calibers_say_what_they_ask_and_where_they_are_the_default():
    rows = definitions(view_of(scope="3302")).calibers.set_index("name")
    assert rows.loc["全部长期派驻", "default"] == "牵头医院 → 成员单位"
    asks = rows.loc["中级以上且派驻满 18 个月", "asks"].replace("\u00a0", " ")
    assert asks == "长期派驻、职称中级及以上、派驻满 18 个月"


@pytest.mark.parametrize(
    ("scope", "policy", "sentence"),
    [
        ("1307", policy_for("1307"), f"共 {len(catalogue())} 项指标；张家口市的文件没有设定目标值。"),
        ("3302", None, f"共 {len(catalogue())} 项指标；宁波市没有登记政策文件，均不设目标。"),
    ],
)
def test_the_finding_counts_indicators_and_targets(scope, policy, sentence):
    view = view_of(scope=scope)
    assert finding(definitions(view), view.city_name, policy) == sentence
    assert "项有文件设定的目标" in finding(definitions(view_of(scope="3302")), "宁波市", NINGBO)
