"""The panel of changes: what it shows of what was calculated, and what becomes of what a browser sends."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from components.changes import Form, Options, Panel
from components.views.scenario import Model, scenario
from components.views.scenario_desk import Desk
from components.views.scenario_editor import MOST, _base, _offer, _rows, _take, _usual
from components.views.scenario_forms import kinds
from scenarios.model import Change, SetCapability, SetTarget, SetVillageMode
from tests.components.views import view_of
from tests.plans import CIXI, END, MOVE, REFUSED, SERVE, text_of

FORMS = kinds("intermediate", 18)
CLINIC = {"form": "add_clinic", "values": {"village_code": "330282104200"}}


class Held(Desk):
    """A desk without an address."""

    def _write(self) -> None:
        self.address = ""


def model_of(*changes: Change, scope: str = CIXI) -> Model:
    view = view_of(scope=scope)
    return scenario(view, Desk(city=view.city, name="试一试", changes=changes))


def test_what_is_sent_is_put_on_the_desk_in_its_order() -> None:
    desk = Held(changes=(SERVE, END), picked="330282-H1")
    assert _take(FORMS, desk, [{"at": 1.0}, CLINIC, {"at": 0}]) == {}
    assert [change.kind for change in desk.changes] == ["end_postings", "add_clinic", "set_village_mode"]
    assert desk.past[0][1] == (SERVE, END)
    assert desk.picked == ""


def test_the_same_again_is_no_step() -> None:
    desk = Held(changes=(SERVE, END))
    assert _take(FORMS, desk, [{"at": 0}, {"at": 1}]) == {}
    assert desk.past == []


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (None, "读不通"),
        ("at", "读不通"),
        ([], "读不通"),
        ({}, "读不通"),
        ({"form": "add_clinic"}, "读不通"),
        ({"form": {}, "values": {}}, "读不通"),
        ({"at": True}, "读不通"),
        ({"at": -1}, "不在了"),
        ({"at": 2}, "不在了"),
        ({"at": 0.5}, "不在了"),
        ({"at": math.inf}, "不在了"),
        ({"at": math.nan}, "不在了"),
        ({"form": "add_clinic", "values": {"village_code": 7}}, "应为文字"),
    ],
)
def test_one_wrong_change_is_named_and_nothing_is_put(one: Any, said: str) -> None:
    desk = Held(changes=(SERVE, END))
    faults = _take(FORMS, desk, [{"at": 1}, one, CLINIC])
    assert list(faults) == [1]
    assert said in faults[1]
    assert desk.changes == (SERVE, END)


def test_more_than_can_be_taken_is_refused_as_a_whole() -> None:
    desk = Held()
    assert _take(FORMS, desk, [CLINIC] * (MOST + 1)) == {MOST: "一次最多 500 项调整，从这一项起请删去。"}
    assert desk.changes == ()
    assert _take(FORMS, desk, [CLINIC] * MOST) == {}
    assert len(desk.changes) == MOST


def test_what_became_of_each_change_stands_with_it_without_repeating_it() -> None:
    quoted = SetCapability(subject_id="330282-A", item="beds", value="yes")
    model = model_of(SERVE, REFUSED, quoted, MOVE)
    assert model.answer is not None
    rows = _rows(FORMS, model)
    assert [bool(row.problem) for row in rows] == [False, True, True, False]
    for row in (rows[1], rows[2]):
        assert row.problem.startswith("没有执行：")
        assert row.words not in row.problem
    assert {one.index for one in model.answer.notes} == {at for at, row in enumerate(rows) if row.note}
    assert rows[3].known["330282-B"] == model.names["330282-B"]
    assert rows[0].form == "set_village_mode"


def test_a_change_that_no_form_makes_stands_in_the_list_all_the_same() -> None:
    (row,) = _rows(FORMS, model_of(SetTarget(indicator="consortium.count", value=(1.0, 2.0))))
    assert (row.form, row.values) == ("", {})
    assert row.words


def test_a_draft_is_kept_for_the_changes_and_the_city_and_nothing_else() -> None:
    base = _base(model_of(SERVE))
    assert base == _base(model_of(SERVE, scope="330225")) == _base(model_of(SERVE, scope="3302"))
    assert base != _base(model_of(SERVE, END))
    assert _base(model_of(scope="3302")) != _base(model_of(scope="1307"))


@pytest.mark.parametrize("scope", ["3302", "1307"])
def test_a_new_posting_begins_with_what_every_caliber_counts(scope: str) -> None:
    view = view_of(scope=scope)
    rules = view.figures.context.rules.values()
    grade, months = _usual(view.figures)
    assert grade == "intermediate"
    assert all(months >= (rule.min_months or 0) for rule in rules)


def test_the_browser_fetches_a_panel_once_for_as_long_as_it_says_the_same() -> None:
    form = (Form("add_clinic", "村级", "新设村卫生室", "在{village_code}", ()),)
    one, same = (Panel.of(form, {"a": Options.of({"1": "甲"})}) for _ in range(2))
    other = Panel.of(form, {"a": Options.of({"1": "乙"})})
    assert one.key == same.key != other.key
    assert json.loads(one.content)["options"]["a"] == {"groups": [["", [["1", "甲"]]]], "home": {}, "notes": {}}


def test_what_is_offered_follows_the_changes_so_far() -> None:
    view = view_of(scope=CIXI)
    served = SetVillageMode(county_code=CIXI, which="unserved", mode="extension")
    before, _ = _offer(view, text_of(view))
    after, _ = _offer(view, text_of(view, served))
    assert "无服务" in before.content.decode()
    assert '"无服务"' not in json.dumps(json.loads(after.content)["options"]["villages"], ensure_ascii=False)
