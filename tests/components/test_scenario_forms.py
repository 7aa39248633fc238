"""The forms of changes: values make a change, a change gives its values back, and nothing from a browser is trusted."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from components.changes import Options
from components.map.facts import map_facts
from components.views.scenario_forms import BadChange, change_of, kinds, values_of
from components.views.scenario_options import options
from indicators.lists.posting_reasons import posting_rows
from indicators.lists.unposted import overdue_postings
from scenarios.model import AddPostings, Change, SetCapability, SetTarget
from tests.components.views import view_of
from tests.plans import CIXI

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


@pytest.mark.parametrize(("value", "text"), [(40.0, "40"), (0.1, "0.1"), (57.25, "57.25"), (1_234_567.0, "1234567")])
def test_a_number_is_taken_with_all_its_digits(value: float, text: str) -> None:
    change = change_of(FORMS, "set_capability_number", {**FILLED["set_capability_number"], "value": value})
    assert isinstance(change, SetCapability)
    assert change.value == text


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


POSTING, VOLUME = FILLED["add_lead_to_member"], FILLED["scale_remote_volume"]


@pytest.mark.parametrize(
    ("form", "values", "said"),
    [
        ("nothing", {}, "这项调整读不通，请删除后重新填写。"),
        (["add_clinic"], {}, "这项调整读不通，请删除后重新填写。"),
        ("add_clinic", None, "这项调整读不通，请删除后重新填写。"),
        ("add_clinic", {}, "村：没有填。"),
        ("add_clinic", {"village_code": ""}, "村：没有填。"),
        ("add_clinic", {"village_code": {"a": 1}}, "村：应为文字（加引号）。"),
        ("add_clinic", {"village_code": "村" * 81}, "村：太长，最多 80 个字。"),
        ("add_lead_to_member", {"persons": 1.0}, "牵头医院：没有填。派到：没有填。职称：没有填。期限：没有填。"),
        ("add_lead_to_member", {**POSTING, "persons": 0}, "人数：不能小于 1。"),
        ("add_lead_to_member", {**POSTING, "persons": 10_001}, "人数：不能大于 10000。"),
        ("add_lead_to_member", {**POSTING, "persons": 1.5}, "人数：应为整数。"),
        ("add_lead_to_member", {**POSTING, "persons": 0, "months": 601}, "人数：不能小于 1。期限：不能大于 600。"),
        ("add_lead_to_member", {**POSTING, "persons": 1.5, "months": 2.5}, "人数：应为整数。期限：应为整数。"),
        ("add_lead_to_member", {**POSTING, "title_grade": "boss"}, "职称：请从列表里选。"),
        ("add_lead_to_member", {**POSTING, "receiver": ["b"]}, "派到：应为文字（加引号）。"),
        ("add_municipal_to_county", {**POSTING, "receiver": "3302"}, "派到：写法不对。"),
        ("scale_remote_volume", {**VOLUME, "factor": float("inf")}, "今年以来的量乘以：应为有限的数。"),
        ("scale_remote_volume", {**VOLUME, "factor": -0.01}, "今年以来的量乘以：不能小于 0。"),
        ("set_some_villages", {"village_codes": "330282104200", "mode": "extension"}, "村：应为列表（放在方括号里）。"),
        ("set_some_villages", {"village_codes": [1], "mode": "extension"}, "村：应为文字（加引号）。"),
        ("shift_as_of", {"to": "明天"}, "截止日期：应为日期，如 2022-12-31。"),
        ("found_consortium", {**FILLED["found_consortium"], "name": "名" * 61}, "名称：太长，最多 60 个字。"),
        ("set_village_mode", {"county_code": "3302", "which": "unserved", "mode": "extension"}, "区县：写法不对。"),
    ],
)  # fmt: skip
def test_what_makes_no_change_is_said_in_chinese_by_the_labels_of_the_fields(form: Any, values: Any, said: str) -> None:
    with pytest.raises(BadChange) as problem:
        change_of(FORMS, form, values)
    assert str(problem.value) == said


def test_the_words_of_a_form_name_each_of_its_fields_and_may_leave_out_the_optional_ones_alone() -> None:
    for kind in FORMS:
        optional = {field.name for field in kind.form.fields if field.optional}
        dropped = re.sub(r"\[[^\]]*\]", "", kind.form.said)
        assert set(re.findall(r"\{(\w+)\}", kind.form.said)) == {field.name for field in kind.form.fields}
        assert set(re.findall(r"\{(\w+)\}", dropped)) == {field.name for field in kind.form.fields} - optional
        assert " " not in kind.form.said


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


def test_villages_without_service_come_first_and_say_so() -> None:
    view = view_of(scope=CIXI)
    villages = options(view, view.figures)["villages"]
    notes = [villages.notes[code] for code in villages.names]
    unserved = view.figures.get("village.unserved", CIXI)
    assert unserved is not None
    assert notes[: notes.count("无服务")] == ["无服务"] * int(unserved.value or 0)
    assert all(code.startswith(CIXI) for code in villages.names)
    city = view_of(scope="3302")
    assert options(city, city.figures)["villages"].names == {}


def test_a_target_says_what_the_document_sets() -> None:
    view = view_of(scope="3302")
    targets = options(view, view.figures)["targets"]
    assert targets.notes["posting.lead_to_member.persons"] == "现为超过\N{NO-BREAK SPACE}300\N{NO-BREAK SPACE}人"
    ranged = {one.indicator for one in view.figures.policy.targets if one.op == "range"}
    assert ranged
    assert not ranged & set(targets.names)
    assert not options(view_of(scope="1307"), view_of(scope="1307").figures)["targets"].names


def test_who_has_nobody_is_marked_among_the_members() -> None:
    view = view_of(scope="330225")
    members = options(view, view.figures)["members"]
    facts = map_facts(view.figures)
    assert set(members.notes) == {site.id for site in facts.of_county("330225") if site.unposted}
    assert members.notes


@pytest.mark.parametrize("scope", ["3302", "330225", "1307"])
def test_every_counted_posting_is_offered_by_sender_and_receiver_also_where_a_whole_county_receives(scope: str) -> None:
    view = view_of(scope=scope)
    postings = options(view, view.figures)["postings"]
    rows = posting_rows(view.figures, scope)
    rows = rows[rows["counted"]]
    whole = rows[rows["to_name"].isna()]
    assert len(whole)
    for row in whole.to_dict("records"):
        assert postings.names[row["posting_id"]] == f"{row['from_name']} → {row['county']}"
    assert set(postings.names) == set(rows["posting_id"])
    assert all(row["posting_id"] in postings.notes[row["posting_id"]] for row in rows.to_dict("records"))


@pytest.mark.parametrize("scope", ["3302", "1307"])
def test_postings_that_ran_over_stand_first_and_those_without_an_end_last(scope: str) -> None:
    view = view_of(scope=scope)
    notes = list(options(view, view.figures)["postings"].notes.values())
    order = [("没有写明期限" in note) - ("已逾期" in note) for note in notes]
    assert order == sorted(order)
    assert set(order) == {-1, 0, 1}
    assert order.count(-1) == overdue_postings(view.figures, scope)["counted"].sum()
