from datetime import date

import pytest

from data import reference
from data.model import FLOW, TITLE_GRADE
from data.policies import (
    FOLDER,
    PolicyError,
    Target,
    load_calibers,
    load_policies,
    policy_for,
    read_calibers,
    read_policies,
    read_policy,
)
from indicators.catalogue import catalogue

YEAR_END, BY_2022 = date(2019, 12, 31), date(2022, 12, 31)
EVERYWHERE = {"city", "county", "consortium"}

#: facts.md: indicator, levels, op, value, unit, due, whether the document writes the date.
NINGBO = [
    ("posting.lead_to_member.persons", {"city"}, ">", 300, "人", YEAR_END, False),
    ("posting.lead_to_member.coverage", EVERYWHERE, ">=", 100, "%", YEAR_END, False),
    ("posting.municipal_to_lead.persons", {"city"}, ">", 150, "人", YEAR_END, False),
    ("pairing.lead_coverage", EVERYWHERE, ">=", 100, "%", YEAR_END, False),
    ("posting.municipal_to_county.persons", {"city"}, ">=", 100, "人", YEAR_END, False),
    ("consortium.count", {"county"}, "range", (1, 3), "家", None, False),
    ("centre.open_rate", EVERYWHERE, ">=", 100, "%", None, False),
    ("care.grassroots_rate", {"city", "county"}, ">=", 65, "%", BY_2022, True),
    ("care.in_county_rate", {"city", "county"}, ">=", 90, "%", BY_2022, True),
    ("capability.lead_standard_rate", EVERYWHERE, ">=", 100, "%", BY_2022, True),
    ("capability.central_town_grade2_rate", EVERYWHERE, ">=", 100, "%", BY_2022, True),
    ("capability.key_specialties_rate", EVERYWHERE, ">=", 100, "%", None, False),
    ("specialty.city_feature_count", {"county"}, "range", (1, 2), "个", YEAR_END, True),
    ("village.unserved_planned", {"city", "county"}, "<=", 0, "个", None, False),
]


@pytest.mark.parametrize("fact", NINGBO, ids=[fact[0] for fact in NINGBO])
def test_ningbo_sets_every_target_of_its_document(fact):
    indicator, levels, op, value, unit, due, stated = fact
    found = [target for target in policy_for("3302").targets if target.indicator == indicator]
    assert len(found) == 1
    target = found[0]
    assert (set(target.levels), target.op, target.value, target.unit) == (levels, op, value, unit)
    assert (target.due, target.due_stated) == (due, stated)


def test_ningbo_sets_no_other_target():
    assert len(policy_for("3302").targets) == len(NINGBO)


def test_a_target_is_asked_for_by_level():
    policy = policy_for("3302")
    assert policy.target("care.in_county_rate", "county").value == 90
    assert policy.target("care.in_county_rate", "consortium") is None
    assert policy.target("posting.municipal_to_lead.coverage", "city") is None


def test_ningbo_counts_each_flow_by_the_caliber_its_document_names():
    assert dict(policy_for("3302").caliber) == {
        "lead_to_member": "headcount", "municipal_to_lead": "eligible", "municipal_to_county": "eligible"}
    assert set(policy_for("3302").required_centres) == {"lab", "imaging", "ecg", "pathology", "sterile", "logistics"}


def test_zhangjiakou_reports_results_and_sets_nothing():
    policy = policy_for("1307")
    assert (policy.targets, policy.directions, policy.required_centres, dict(policy.caliber)) == ((), (), (), {})


def test_what_ningbo_asks_for_without_a_number_is_no_target():
    policy = policy_for("3302")
    asked = {direction.indicator for direction in policy.directions if direction.indicator}
    assert {"beds.grassroots", "booking.grassroots_share", "specialty.county_feature_count", "family.key_contract_rate",
            "capability.shared_pharmacy_rate", "capability.chest_pain_centre_rate", "governance.info_platform_rate",
            "consortium.clinic_coverage"} <= asked
    assert not asked & {target.indicator for target in policy.targets}
    assert {"县域统一药品目录", "外转率靠前的临床专科"} <= {direction.subject for direction in policy.directions}


@pytest.mark.parametrize("city", ["3302", "1307"])
def test_eight_cards_stand_on_the_overview(city):
    cards = policy_for(city).cards
    assert len(cards) == 8
    assert list(cards[:4]) == [*(f"posting.{flow}.persons" for flow in FLOW), "posting.lead_to_member.coverage"]


def test_a_city_without_a_document_has_no_policy():
    assert policy_for("3301") is None
    assert {policy.applies_to for policy in load_policies()} == {"3302", "1307", None}


def test_eligible_asks_for_an_intermediate_title_and_eighteen_months():
    calibers = load_calibers()
    assert list(calibers) == ["headcount", "eligible"]
    assert (calibers["eligible"].min_title_grade, calibers["eligible"].min_months) == ("intermediate", 18)
    assert calibers["eligible"].min_title_grade in TITLE_GRADE
    assert (calibers["headcount"].min_title_grade, calibers["headcount"].min_months) == (None, None)


def test_every_value_has_a_short_quote_and_says_where_it_stands():
    for policy in load_policies():
        for entry in (*policy.targets, *policy.directions):
            assert 4 <= len(entry.quote) <= 40
            assert "段" in entry.source


def test_policies_are_frozen_and_can_be_keys():
    policy = policy_for("3302")
    with pytest.raises(ValueError, match="frozen"):
        policy.title = "别的"
    with pytest.raises(ValueError, match="frozen"):
        policy.targets[0].value = 1
    assert {policy: 1}[policy] == 1


# --- wrong files -----------------------------------------------------------------------------------------------------

GOOD = """
id = "x-2020"
title = "某市目标"
issuer = "某市"
date = 2020-01-01
source = "文件"
applies_to = "3301"
required_centres = ["ecg"]
cards = ["care.in_county_rate"]
[caliber]
lead_to_member = "headcount"
[[targets]]
indicator = "care.in_county_rate"
levels = ["city"]
op = ">="
value = 90
unit = "%"
due = 2022-12-31
due_stated = true
quote = "90%以上"
source = "第一段"
[[directions]]
indicator = "beds.grassroots"
direction = "up"
quote = "明显增加"
source = "第二段"
"""


def read(tmp_path, text):
    path = tmp_path / "x-2020.toml"
    path.write_text(text, "utf-8")
    return read_policy(path, {"headcount"})


def test_the_smallest_file_that_says_everything_is_read(tmp_path):
    policy = read(tmp_path, GOOD)
    assert policy.targets[0] == Target(
        indicator="care.in_county_rate", levels=["city"], op=">=", value=90, unit="%", due=date(2022, 12, 31),
        due_stated=True, quote="90%以上", source="第一段")


@pytest.mark.parametrize(("old", "new", "said"), [
    ('op = ">="', 'op = "=>"', ["第 1 个 targets", "op", "只能是", "=>"]),
    ('op = ">="', "", ["第 1 个 targets", "op", "缺少"]),
    ("value = 90", "value = [90, 95]", ["第 1 个 targets", "range"]),
    ("value = 90", 'value = "许多"', ["第 1 个 targets", "value", "应为数字"]),
    ('op = ">="\nvalue = 90', 'op = "range"\nvalue = [3, 1]', ["下限大于上限"]),
    ('levels = ["city"]', 'levels = ["town"]', ["第 1 个 targets", "第 1 个 levels", "town"]),
    ('levels = ["city"]', "levels = []", ["levels", "至少要有一项"]),
    ("due = 2022-12-31", "", ["due_stated", "期限"]),
    ("due = 2022-12-31", 'due = "年底"', ["due", "应为日期"]),
    ("due_stated = true", "due_stated = true\nbaseline_value = 3", ["baseline_on"]),
    ('indicator = "care.in_county_rate"', 'indicator = "县域内就诊率"', ["indicator", "写法不对"]),
    ('quote = "90%以上"', f'quote = "{"长" * 41}"', ["引文太长", "40"]),
    ('quote = "90%以上"', 'quote = ""', ["quote", "不能为空"]),
    ('unit = "%"', 'unit = "%"\nunits = "人"', ["units", "不认识的字段"]),
    ('["ecg"]', '["cafe"]', ["required_centres", "cafe", "ecg"]),
    ('["ecg"]', '["ecg", "ecg"]', ["ecg", "不止一次"]),
    ('lead_to_member = "headcount"', 'lead_to_members = "headcount"', ["caliber", "lead_to_members"]),
    ('lead_to_member = "headcount"', 'lead_to_member = "eligible"', ["caliber", "eligible", "没有在"]),
    ('cards = ["care.in_county_rate"]', 'cards = ["a.b", "c.d", "a.b"]', ["指标卡", "a.b", "不止一次"]),
    ('indicator = "beds.grassroots"', "", ["第 1 个 directions", "subject"]),
    ('direction = "up"', 'direction = "sideways"', ["direction", "sideways"]),
    ('id = "x-2020"', 'id = "y-2020"', ["y-2020", "文件名"]),
    ('applies_to = "3301"', 'applies_to = "330203"', ["applies_to", "330203"]),
    ("date = 2020-01-01", "date = 2020-13-01", ["不是合法的 TOML"]),
])
def test_a_wrong_file_is_refused_with_its_place_and_reason(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(PolicyError) as refused:
        read(tmp_path, GOOD.replace(old, new, 1))
    message = str(refused.value)
    assert message.startswith("x-2020.toml：")
    for word in said:
        assert word in message


def test_two_targets_of_an_indicator_at_one_level_are_refused(tmp_path):
    again = GOOD[GOOD.index("[[targets]]"):GOOD.index("[[directions]]")]
    with pytest.raises(PolicyError, match=r"care\.in_county_rate \(city\)”写了不止一次"):
        read(tmp_path, GOOD + again)


def test_a_file_in_another_encoding_is_refused_with_advice(tmp_path):
    path = tmp_path / "x-2020.toml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(PolicyError, match="UTF-8"):
        read_policy(path, {"headcount"})


def test_calibers_need_the_default_one_and_known_grades(tmp_path):
    path = tmp_path / "calibers.toml"
    path.write_text('[eligible]\nname = "甲"\nquote = "乙"\nsource = "丙"\n', "utf-8")
    with pytest.raises(PolicyError, match="headcount"):
        read_calibers(path)
    path.write_text('[headcount]\nname = "甲"\nmin_title_grade = "boss"\nquote = "乙"\nsource = "丙"\n', "utf-8")
    with pytest.raises(PolicyError, match=r"\[headcount\].*boss"):
        read_calibers(path)
    with pytest.raises(PolicyError, match=r"找不到文件 calibers\.toml"):
        read_policies(tmp_path / "nowhere")


MONITORED = '[[monitored]]\narea = "甲"\nname = "乙"\nnote = "丙"\n'


@pytest.mark.parametrize(("line", "change", "message"), [
    ("date = 2020-01-01\n", "", "要写 date"),
    ("", MONITORED + 'status = "computed"\n', "要写 indicator"),
    ("", MONITORED + 'status = "no_data"\nindicator = "a.b"\n', "不写 indicator"),
    ("", (MONITORED + 'status = "no_data"\n') * 2, "写了不止一次"),
])
def test_what_does_not_fit_together_is_refused(tmp_path, line, change, message):
    (tmp_path / "calibers.toml").write_text((FOLDER / "calibers.toml").read_text("utf-8"), "utf-8")
    text = GOOD.replace(line, "") if line else GOOD + "\n" + change
    (tmp_path / "x-2020.toml").write_text(text, "utf-8")
    with pytest.raises(PolicyError, match=message):
        read_policies(tmp_path)


def test_a_new_city_is_one_file(tmp_path):
    (tmp_path / "calibers.toml").write_text((FOLDER / "calibers.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "x-2020.toml").write_text(GOOD, "utf-8")
    assert [policy.applies_to for policy in read_policies(tmp_path)] == ["3301"]


# --- statements ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("scope", "value", "unit"), [
    ("1307", 14, "家"), ("1307", 203, "家"), ("1307", 2.04, "%"), ("1307", 2.2, "%"), ("1307", 12.67, "%"),
    ("130727", 301, "个"), ("130727", 6, "个"), ("130727", 7, "个"), ("130727", 4300, "万元"), ("130727", 507, "名"),
    ("130727", 80, "支"), ("130727", 417, "支"), ("130727", 1023, "例"), ("130727", 73, "例"), ("3302", 10, "个"),
])
def test_each_published_figure_is_a_statement(scope, value, unit):
    rows = reference.statements()
    found = rows[(rows["scope_code"] == scope) & (rows["value"] == value) & (rows["unit"] == unit)]
    assert len(found) == 1
    stated = f"{value:g}" if value != 10 else "全部"
    assert stated in found["value_text"].iloc[0]
    assert stated in found["quote"].iloc[0]


def test_statements_are_reported_quoted_and_name_their_document():
    rows = reference.statements()
    assert rows["statement_id"].is_unique
    assert set(rows["source_id"]) == {policy.id for policy in load_policies() if policy.applies_to is not None}
    assert (rows["provenance"] == "reported").all()
    assert rows["quote"].str.len().between(4, 40).all()


def test_a_change_without_base_or_period_says_so():
    rows = reference.statements()
    changes = rows[rows["unit"] == "%"]
    assert len(changes) == 3
    assert changes["period_text"].isna().all()
    assert changes["note"].str.contains("不作图").all()


def test_services_this_year_are_dated_by_the_report_and_not_by_a_day():
    rows = reference.statements().set_index("statement_id")
    assert list(rows.loc[["yy-ecg", "yy-imaging"], "period_text"]) == ["今年以来，截至报道"] * 2


def test_every_indicator_of_a_policy_exists_at_its_levels_and_in_its_unit():
    definitions = catalogue()
    for policy in load_policies():
        for target in policy.targets:
            definition = definitions[target.indicator]
            assert set(target.levels) <= set(definition.scopes), target.indicator
            assert target.unit == definition.unit, target.indicator
        named = {*policy.cards, *(direction.indicator for direction in policy.directions if direction.indicator)}
        assert named <= set(definitions)
