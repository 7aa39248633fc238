"""The document (政策文件) of a view: the one in force in the city on the day, or another that the reader chose."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

import components
from components.frame import facts
from components.map import serving
from components.view import Selection, resolve
from components.views import county_map
from components.views.care import care
from components.views.definitions import definitions, finding
from components.views.overview import overview
from components.views.posting import posting
from data import policies
from data.policies import Policy, policy_by_id
from indicators import catalogue
from indicators.wording import NO_TARGET
from tests.components.test_view import PLACES
from tests.components.views import view_of

FIRST = "posting.lead_to_member.persons"
NATIONAL = "national-2024"


def later(on: date, value: float) -> Policy:
    """A second document of Ningbo with one other target, issued on a day."""
    old = policy_by_id("ningbo-2019")
    assert old is not None
    targets = tuple(t.model_copy(update={"value": value}) if t.indicator == FIRST else t for t in old.targets)
    return old.model_copy(update={"id": "ningbo-later", "title": "后来的文件", "date": on, "targets": targets})


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch):
    """Ningbo with a second document, issued on the last day of June 2021."""
    known = (*policies.load_policies(), later(date(2021, 6, 30), 400))
    monkeypatch.setattr(policies, "load_policies", lambda: known)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.mark.parametrize(
    ("month", "id", "value"),
    [("2021-05", "ningbo-2019", 300), ("2021-06", "ningbo-later", 400), ("2021-07", "ningbo-later", 400)],
)
def test_the_document_in_force_is_chosen_by_city_and_day(two, month, id, value):
    view = view_of(scope="3302", month=month)
    assert view.policy is not None and view.policy.id == id
    assert view.instead is None
    assert view.figures.get(FIRST, "3302").target.value == value


def test_a_chosen_document_holds_in_every_month_and_is_no_other_where_it_is_in_force(two):
    before, after = (view_of(scope="3302", month=month, policy="ningbo-2019") for month in ("2021-05", "2021-06"))
    assert before.instead is None
    assert before.key == view_of(scope="3302", month="2021-05").key, "one answer, however it was asked for"
    assert after.instead == "ningbo-2019"
    assert after.figures.get(FIRST, "3302").target.value == 300
    assert after.in_force is not None and after.in_force.id == "ningbo-later"


def test_no_model_is_taken_from_another_documents_cache(two):
    usual, other = view_of(scope="3302", month="2022-12"), view_of(scope="3302", month="2022-12", policy="ningbo-2019")
    for first, second in ((usual, other), (other, usual)):
        goals = {view.policy.id: str(overview(view).cards[0].side) for view in (first, second)}
        assert "400" in goals["ningbo-later"] and "300" not in goals["ningbo-later"]
        assert "300" in goals["ningbo-2019"] and "400" not in goals["ningbo-2019"]
        assert posting(first).finding != posting(second).finding
        listed = {view.policy.id: definitions(view).list.set_index("key")["target"] for view in (first, second)}
        assert "400" in listed["ningbo-later"][FIRST] and "300" in listed["ningbo-2019"][FIRST]
        st.cache_resource.clear()


def test_the_map_has_its_own_layers_for_a_chosen_document(two):
    snapshot = view_of(scope="3302").snapshot
    usual = serving.source_of(snapshot, "3302", date(2022, 12, 31), None)
    other = serving.source_of(snapshot, "3302", date(2022, 12, 31), None, "ningbo-2019")
    assert usual.figures.policy.id == "ningbo-later"
    assert other.figures.policy.id == "ningbo-2019"


def test_the_map_of_a_county_is_that_of_the_chosen_document(two, monkeypatch):
    asked = []
    source_of = serving.source_of

    def told(*given):
        asked.append(source_of(*given).figures.policy.id)
        return source_of(*given)

    monkeypatch.setattr(county_map.serving, "source_of", told)
    for chosen in ({}, {"policy": "ningbo-2019"}):
        county_map.county_map(view_of(scope="330203", month="2022-12", **chosen))
    assert asked == ["ningbo-later", "ningbo-2019"]


def test_every_cache_that_knows_the_caliber_knows_the_document():
    folder = Path(components.__file__).parent
    found = []
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("cache_" in ast.unparse(d) for d in node.decorator_list):
                names = {argument.arg for argument in node.args.args}
                found.append((f"{path.relative_to(folder)}:{node.name}", names))
    by_caliber = [(name, names) for name, names in found if "caliber" in names]
    assert len(by_caliber) > 3  # the others are kept by components.views.cached.per_view, which knows it for all
    assert [name for name, names in by_caliber if not names & {"policy", "chosen"}] == []


@pytest.mark.parametrize(
    ("params", "policy", "sentence"),
    [
        ({}, None, ""),
        ({"policy": ""}, None, ""),
        ({"policy": "ningbo-2019"}, "ningbo-2019", ""),
        ({"policy": NATIONAL}, NATIONAL, ""),
        ({"policy": NATIONAL, "scope": "Y"}, NATIONAL, ""),
        ({"policy": "<b>"}, None, "链接中的政策文件“<b>”不存在，已改为现行文件。"),
        ({"policy": "x" * 99}, None, f"链接中的政策文件“{'x' * 20}”不存在，已改为现行文件。"),
        (
            {"policy": "ningbo-2019", "scope": "130727"}, None,
            "“宁波市县域医共体建设目标（2019 年全市基层卫生健康工作会议）”不适用于张家口市，已改为现行文件。",
        ),
    ],
)  # fmt: skip
def test_a_document_of_the_address_is_understood_or_replaced(params, policy, sentence):
    chosen, notes = resolve(params, list(PLACES), PLACES.__getitem__, date(2023, 9, 30), {})
    assert chosen.policy == policy
    assert "".join(notes) == sentence


def test_a_chosen_document_stands_in_the_address_and_the_usual_one_does_not():
    assert Selection("3302", None, None, "2022-07", None, "laptop", NATIONAL).query()["policy"] == NATIONAL
    assert "policy" not in Selection("3302", None, None, "2022-07", None, "laptop").query()


def test_the_line_names_a_document_that_is_not_in_force():
    usual, other = facts(view_of(scope="3302")), facts(view_of(scope="3302", policy=NATIONAL))
    assert other == [*usual, "目标依据：紧密型县域医疗卫生共同体监测指标体系（2024 版）"]


@pytest.mark.parametrize("scope", ["3302", "1307"])
def test_a_document_without_targets_leaves_none(scope):
    view = view_of(scope=scope, policy=NATIONAL)
    assert overview(view).keys == view.policy.cards
    assert all(card.status in ("no_target", "no_data") for card in (*overview(view).cards, *care(view).cards))
    model = definitions(view)
    assert set(model.list["target"]) == {NO_TARGET}
    assert finding(model, view.city_name, view.policy) == f"共 {len(catalogue())} 项指标；所选文件没有设定目标值。"
