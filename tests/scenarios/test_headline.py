"""The finding of a scenario: done, reached, left, on one line."""

from __future__ import annotations

from typing import Any

import pytest

from data.policies import Policy
from indicators.sentences import LONGEST, width
from scenarios.headline import headline
from scenarios.naming import names_of
from tests.indicators.city import CITY, policy, target
from tests.scenarios.asking import EAST, WEST, ask, city

COVERAGE, PERSONS = "posting.lead_to_member.coverage", "posting.lead_to_member.persons"
FILL = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": f"l{EAST}", "persons": 2,
        "to": "uncovered", "title_grade": "senior", "months": 24}  # fmt: skip
SERVE = {"kind": "set_village_mode", "county_code": EAST, "which": "unserved_planned", "mode": "mobile"}
END = {"kind": "end_postings", "institution_id": f"l{EAST}"}
NOT = {"kind": "end_postings", "posting_ids": ["n9"]}
AIM = policy(target(PERSONS, ">", 2, ("city", "county")), target(COVERAGE, ">=", 100, ("city", "county")))


def said(*changes: dict[str, Any], scope: str = CITY, held: Policy | None = AIM) -> str:
    answer = ask(*changes, policy=held)
    text = headline(answer, names_of(answer.after.tables), scope)
    assert width(text) <= LONGEST
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("changes", "scope", "text"), [
    ((), CITY, "情景：没有作调整，全市各项指标与现状一致。"),
    ((NOT,), CITY, "情景：调整都没有执行，全市各项指标与现状一致。"),
    ((FILL,), CITY, "情景：再派 2 人后，全市牵头派驻人数 3 人，达到目标；2 家基层机构无人派驻。"),
    ((FILL,), EAST, "情景：再派 2 人后，东县牵头派驻人数 3 人，达到目标；1 家基层机构无人派驻。"),
    ((FILL | {"persons": 3},), EAST,
     "情景：再派 3 人后，东县牵头派驻人数 4 人等 2 项达到目标；基层机构全部有人派驻。"),
    ((FILL,), WEST, "情景：再派 2 人后，西县的指标没有变化；仍有 2 项未达标。"),
    ((FILL | {"persons": 1},), CITY,
     "情景：再派 1 人后，全市牵头派驻人数由 1 人增至 2 人，仍未达标；3 家基层机构无人派驻。"),
    ((SERVE,), EAST, "情景：新增服务 1 个村后，东县村级覆盖率由 33.3% 升至 66.7%；仍有 2 项未达标。"),
    ((FILL, NOT), EAST, "情景：再派 2 人后，东县牵头派驻人数 3 人，达到目标；1 家基层机构无人派驻。"),
])  # fmt: skip
def test_it_says_what_is_done_reached_and_left(changes: tuple[dict[str, Any], ...], scope: str, text: str) -> None:
    assert said(*changes, scope=scope) == text


def test_a_target_that_is_lost_is_said_first_where_none_is_met() -> None:
    document = policy(target(PERSONS, ">=", 1, ("city",)))
    assert said(END, held=document).startswith("情景：作 1 项调整后，全市牵头派驻人数 0 人，转为未达标；")


def test_what_is_lost_beside_what_is_met_is_not_kept_back() -> None:
    document = policy(target(PERSONS, ">", 2, ("city",)), target("village.unserved", "<=", 2, ("city",)))
    drop = {"kind": "set_village_mode", "village_codes": [f"{EAST}001001"], "mode": "none"}
    text = said(FILL, drop, held=document)
    assert text.startswith("情景：作 2 项调整（再派 2 人）后，全市牵头派驻人数 3 人，达到目标；1 项转为未达标")


def test_a_clinic_is_not_counted_as_a_served_village_too() -> None:
    assert "新设 1 家卫生室后" in said({"kind": "add_clinic", "village_code": f"{EAST}003001"})


AIM_LOW = {"kind": "set_target", "indicator": PERSONS, "value": 0}
AIM_HIGH = {"kind": "set_target", "indicator": PERSONS, "value": 9}
CLOSE = {"kind": "set_village_mode", "village_codes": [f"{EAST}001001"], "mode": "none"}


@pytest.mark.parametrize(("changes", "scope", "text"), [
    # The document asks for more than two persons; one is not what it asks.
    ((AIM_LOW,), CITY, "情景：作 1 项调整后，全市牵头派驻人数 1 人，达到另设的目标；4 家基层机构无人派驻。"),
    ((AIM_HIGH,), CITY, "情景：作 1 项调整后，全市牵头派驻人数的目标改为 超过 9 人，仍未达标；共有 2 项未达标。"),
    ((FILL, AIM_HIGH), CITY,
     "情景：作 2 项调整（再派 2 人）后，全市牵头派驻人数由 1 人增至 3 人，仍未达标。"),
    # What is closed is not owed to the persons sent.
    ((SERVE, END), CITY, "情景：作 2 项调整（新增服务 1 个村）后，全市牵头派驻人数由 1 人减至 0 人，仍未达标。"),
    ((CLOSE,), EAST, "情景：作 1 项调整后，东县村级覆盖率由 33.3% 降至 0.0%；还有 1 个村应设未设。"),
])  # fmt: skip
def test_what_is_not_owed_to_what_is_done_is_not_said_to_be(
    changes: tuple[dict[str, Any], ...], scope: str, text: str
) -> None:
    assert said(*changes, scope=scope) == text


def test_figures_of_another_day_are_said_to_be() -> None:
    text = said({"kind": "shift_as_of", "to": "2023-12-31"}, FILL)
    assert text.startswith("情景：按 2023 年 12 月 31 日计，再派 2 人后，全市牵头派驻人数 3 人，达到目标")
    assert said({"kind": "shift_as_of", "to": "2022-12-31"}).startswith("情景：作 1 项调整后，全市的指标没有变化")


def test_fewer_missed_for_want_of_data_is_no_progress() -> None:
    made = city().care("2022-12", WEST, visits_in=80, visits_out=20)
    document = policy(target("care.in_county_rate", ">=", 90, ("county",)), target(COVERAGE, ">=", 100, ("county",)))

    def on(day: str) -> str:
        answer = ask({"kind": "shift_as_of", "to": day}, on=made, policy=document)
        return headline(answer, names_of(answer.after.tables), WEST).replace("\u00a0", " ")

    assert on("2022-12-31").endswith("；仍有 2 项未达标。")
    # One is missed then, which does not fit together with the one that has no data: neither is said.
    assert on("2023-12-31") == "情景：按 2023 年 12 月 31 日计，西县县域内就诊率由 80.0% 变为无数据。"
