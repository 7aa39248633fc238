"""The forms of changes: values make a change, a change gives its values back, and nothing from a browser is trusted."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from components.changes import Options
from components.views.scenario import asked
from components.views.scenario_editor import _usual
from components.views.scenario_forms import BadChange, change_of, kinds, values_of
from components.views.scenario_options import options
from components.views.scenario_presets import presets
from scenarios.model import AddPostings, Change, SetCapability, SetTarget, SetVillageMode
from tests.components.views import view_of
from tests.plans import CIXI, text_of

FORMS = kinds("intermediate", 18)
#: One filled-in form of every kind.
FILLED: dict[str, dict[str, Any]] = {
    "add_lead_to_member": {"from_institution_id": "a", "receiver": "b", "persons": 2.0, "title_grade": "senior",
                           "months": 18.0},
    "add_municipal_to_lead": {"from_institution_id": "a", "receiver": "uncovered:330282", "persons": 1,
                              "title_grade": "senior", "months": 18},
    "add_municipal_to_county": {"from_institution_id": "a", "receiver": "330282", "persons": 1,
                                "title_grade": "junior", "months": 6},
    "extend_postings": {"scope": "3302", "ending_within_months": 6, "months": 12},
    "extend_some": {"posting_ids": ["P1", "P2"], "months": 12},
    "move_posting": {"posting_id": "P1", "to_institution_id": "b"},
    "end_postings": {"institution_id": "a"},
    "end_some": {"posting_ids": ["P1"]},
    "reassign_member": {"institution_id": "b", "consortium_id": "c"},
    "found_consortium": {"county_code": "330282", "name": "新集团", "lead_institution_id": "a", "members": ["b"]},
    "merge_consortia": {"into_id": "c", "from_ids": ["d"]},
    "open_remote_site": {"institution_id": "b", "service_type": "ecg"},
    "close_remote_site": {"institution_id": "b", "service_type": "ecg"},
    "scale_remote_volume": {"scope": "3302", "service_type": "all", "factor": 1.25},
    "set_village_mode": {"county_code": "330282", "which": "unserved", "mode": "mobile"},
    "set_some_villages": {"village_codes": ["330282104200"], "mode": "extension", "institution_id": "b"},
    "add_clinic": {"village_code": "330282104200"},
    "set_capability_yes_no": {"item": "stroke_centre", "subject_id": "c", "value": "yes"},
    "set_capability_tier": {"item": "service_tier", "subject_id": "b", "value": "basic"},
    "set_capability_number": {"item": "beds", "subject_id": "b", "value": 40.0},
    "set_target": {"indicator": "care.in_county_rate", "value": 91.5, "level": "city"},
    "shift_as_of": {"to": "2022-06-30"},
}


def test_there_is_a_form_for_every_kind_of_change() -> None:
    union = get_args(Change)[0]
    assert {kind.change for kind in FORMS} == {get_args(one.model_fields["kind"].annotation)[0]
                                               for one in get_args(union)}
    assert set(FILLED) == {kind.form.kind for kind in FORMS}


@pytest.mark.parametrize("form", FILLED)
def test_what_is_filled_in_becomes_a_change_and_can_be_edited_again(form: str) -> None:
    change = change_of(FORMS, form, FILLED[form])
    back, values = values_of(FORMS, change)
    assert back == form
    assert {name: value for name, value in values.items() if value not in (None, [], ())} == FILLED[form]
    assert change_of(FORMS, back, values) == change


def test_whoever_has_nobody_is_a_receiver_with_or_without_a_county() -> None:
    filled = FILLED["add_municipal_to_lead"]
    narrow = change_of(FORMS, "add_municipal_to_lead", filled)
    wide = change_of(FORMS, "add_municipal_to_lead", {**filled, "receiver": "uncovered"})
    assert isinstance(narrow, AddPostings)
    assert isinstance(wide, AddPostings)
    assert (narrow.to, narrow.to_county_code) == ("uncovered", "330282")
    assert (wide.to, wide.to_county_code) == ("uncovered", None)


def test_what_no_form_makes_has_none() -> None:
    ranged = SetTarget(indicator="consortium.count", value=(1.0, 3.0))
    assert values_of(FORMS, ranged) == ("", {})
    both = AddPostings(flow="municipal_to_county", from_institution_id="a", to_institution_id="b",
                       to_county_code="330282", persons=1, title_grade="senior", months=18)
    assert values_of(FORMS, both) == ("", {})
    spelled = SetCapability(subject_id="b", item="beds", value="四十")
    assert values_of(FORMS, spelled) == ("", {})


@pytest.mark.parametrize(
    ("form", "values", "said"),
    [
        ("nothing", {}, "读不通"),
        ("add_clinic", None, "读不通"),
        ("add_clinic", {}, "村：缺少这一项"),
        ("add_clinic", {"village_code": {"a": 1}}, "应为文字"),
        ("add_lead_to_member", {**FILLED["add_lead_to_member"], "persons": 0}, "人数：不能小于 1"),
        ("add_lead_to_member", {**FILLED["add_lead_to_member"], "persons": 1.5}, "人数：应为整数"),
        ("add_lead_to_member", {**FILLED["add_lead_to_member"], "title_grade": "boss"}, "职称：只能是"),
        ("add_lead_to_member", {**FILLED["add_lead_to_member"], "receiver": None}, "没有写接收机构"),
        ("scale_remote_volume", {**FILLED["scale_remote_volume"], "factor": float("inf")}, "乘以"),
        ("shift_as_of", {"to": "明天"}, "应为日期"),
        ("found_consortium", {**FILLED["found_consortium"], "name": "名" * 61}, "名称：太长"),
        ("set_village_mode", {"county_code": "3302", "which": "unserved", "mode": "extension"}, "区县：写法不对"),
    ],
)
def test_what_makes_no_change_is_said_in_chinese(form: str, values: Any, said: str) -> None:
    with pytest.raises(BadChange) as problem:
        change_of(FORMS, form, values)
    assert said in str(problem.value)
    assert "kind" not in str(problem.value)


@pytest.mark.parametrize("scope", ["3302", CIXI, "1307", "130727"])
def test_every_list_that_a_form_names_is_offered(scope: str) -> None:
    view = view_of(scope=scope)
    offered = options(view, view.figures)
    named = {field.options for kind in FORMS for field in kind.form.fields if field.options}
    assert named <= set(offered)
    assert offered["leads"].names
    assert all(isinstance(one, Options) for one in offered.values())


def test_members_are_offered_under_their_own_lead() -> None:
    view = view_of(scope=CIXI)
    members = options(view, view.figures)["members"]
    context = view.figures.context
    for lead, group in members.home.items():
        at = context.base.institutions.index.get_loc(lead)
        assert context.base.consortia.index[context.consortium_of[at]] == group
    assert set(members.home.values()) == set(members.groups)


def test_a_new_posting_begins_with_what_every_caliber_counts() -> None:
    view = view_of(scope="3302")
    rules = view.figures.context.rules.values()
    grade, months = _usual(view.figures)
    assert (grade, months) == ("intermediate", max(rule.min_months or 0 for rule in rules))


def test_presets_of_a_city_are_changes_that_are_all_made() -> None:
    view = view_of(scope="3302")
    made = presets(view, view.figures, FORMS, "intermediate", 18)
    assert [one.words[:4] for one in made] == ["再派\N{NO-BREAK SPACE}5", "所有一年", "各区县应"]
    for preset in made:
        changes = [change_of(FORMS, form, dict(values)) for form, values in preset.rows]
        found = asked(view, text_of(view, *changes))
        assert found.refusals == ()
        assert found.moved or any(change.kind == "extend_postings" for change in changes)


def test_no_preset_is_offered_where_it_would_change_nothing() -> None:
    view = view_of(scope=CIXI)
    bare = view.figures.get("posting.lead_to_member.coverage", CIXI)
    assert bare is not None
    assert bare.value == 100.0
    words = [one.words for one in presets(view, view.figures, FORMS, "intermediate", 18)]
    assert not any("再派" in one for one in words)
    served = asked(view, text_of(view, SetVillageMode(county_code=CIXI, which="unserved_planned", mode="extension")))
    after = [one.words for one in presets(view, served.after, FORMS, "intermediate", 18)]
    assert set(words) - set(after) == {"本县应设未设的村全部延伸服务"}
