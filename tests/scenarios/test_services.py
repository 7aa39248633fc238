"""Remote sites and volumes, capability, targets and the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.indicators.city import CITY, City, policy, target
from tests.scenarios.asking import DAY, EAST, WEST, ask, city, day, do, refused, row, values

T = f"t{EAST}"
OPEN = {"kind": "open_remote_site", "institution_id": "h1", "service_type": "ecg"}
SHUT = {"kind": "close_remote_site", "institution_id": T, "service_type": "ecg"}


def remote() -> City:
    made = city().site()
    for month, volume in (("2022-10", 10), ("2022-11", 11), ("2022-12", 12)):
        made.volume(month, volume)
    return made


def test_a_site_opens_on_the_day() -> None:
    answer = ask(OPEN, on=remote())
    assert values(answer, EAST)["remote.open_rate.ecg"] == 50 and answer.cost.sites == 1
    assert row(do(OPEN, on=remote()), "remote_sites", institution_id="h1")["opened_on"] == day(DAY)


def test_a_site_whose_volumes_came_before_it_opens_with_them() -> None:
    made = remote().volume("2022-05", 3, id="h1").volume("2022-04", None, id="h1")
    assert row(do(OPEN, on=made), "remote_sites", institution_id="h1")["opened_on"] == day("2022-05-01")


def test_what_was_to_open_later_opens_now_instead() -> None:
    done = do(OPEN, on=remote().site("h1", opened_on="2023-05-01"))
    assert row(done, "remote_sites", institution_id="h1")["opened_on"] == day(DAY)


@pytest.mark.parametrize(("opened", "closed", "open_"), [
    ("2019-01-01", None, True), (DAY, None, True), ("2023-01-01", None, False),
    ("2019-01-01", DAY, False), ("2019-01-01", "2023-01-01", True),
])  # fmt: skip
def test_a_site_is_opened_once_and_closed_once(opened: str, closed: str | None, open_: bool) -> None:
    made = remote().site("h1", opened_on=opened, closed_on=closed)
    assert bool(do(OPEN, on=made).refusals) == open_
    assert bool(do(SHUT | {"institution_id": "h1"}, on=made).refusals) != open_


def test_opening_and_closing_changes_no_figure_and_costs_nothing() -> None:
    answer = ask(OPEN, SHUT | {"institution_id": "h1"}, on=remote())
    assert answer.moved == () and answer.cost.sites == 0
    assert ask(SHUT, OPEN | {"institution_id": T}, on=remote()).moved == ()


def test_after_a_site_is_closed_it_has_no_volumes() -> None:
    done = do(SHUT, on=remote(), as_of="2022-11-15")
    assert list(done.frames["remote_volumes"]["month"]) == ["2022-10", "2022-11"]
    assert list(do(SHUT, on=remote(), as_of="2022-11-01").frames["remote_volumes"]["month"]) == ["2022-10"]


def test_sites_of_unknown_institutions_are_refused() -> None:
    assert "没有编号为“h99”的机构" in refused(OPEN | {"institution_id": "h99"}, on=remote())
    assert "没有编号为“h99”的机构" in refused(SHUT | {"institution_id": "h99"}, on=remote())
    assert "远程站点表没有上报" in refused(OPEN)


@pytest.mark.parametrize(("factor", "total"), [(0, 0), (0.5, 17), (1, 33), (1.1, 36), (2, 66)])
def test_volumes_of_the_year_are_multiplied_and_their_sum_stays_true(factor: float, total: int) -> None:
    made = remote().volume("2021-12", 1000)
    scale = {"kind": "scale_remote_volume", "service_type": "all", "scope": EAST, "factor": factor}
    done = do(scale, on=made)
    frame = done.frames["remote_volumes"]
    assert frame.loc[frame["month"] > "2021-12", "volume"].sum() == total  # 16.5 is 17, 36.3 is 36
    assert frame.loc[frame["month"] == "2021-12", "volume"].item() == 1000
    assert values(ask(scale, on=made)).get("remote.volume.ecg", 33) == total


def test_volumes_that_could_not_be_counted_are_refused_and_those_before_stay() -> None:
    scale = {"kind": "scale_remote_volume", "service_type": "all", "scope": EAST, "factor": 1000}
    done = do(*[scale] * 6, on=remote())  # 33 × 1000⁴ can be told from its neighbours, 33 × 1000⁵ cannot
    assert [one.index for one in done.refusals] == [4, 5] and "数不准" in done.refusals[0].sentence
    assert done.frames["remote_volumes"]["volume"].sum() == 33 * 1000**4


def test_only_volumes_of_the_service_the_scope_and_ended_months_are_multiplied() -> None:
    scale = {"kind": "scale_remote_volume", "service_type": "ecg", "scope": CITY, "factor": 2}
    assert values(ask(scale, on=remote(), as_of="2022-12-30"))["remote.volume.ecg"] == 42
    for more, why in (({"service_type": "lab"}, "没有上报这类服务量"), ({"scope": WEST}, "没有上报这类服务量"),
                      ({"scope": "c9"}, "没有编号为“c9”")):  # fmt: skip
        assert why in refused(scale | more, on=remote())


# --- capability ------------------------------------------------------------------------------------------------------


def able(subject: str, item: str, value: str) -> dict[str, Any]:
    return {"kind": "set_capability", "subject_id": subject, "item": item, "value": value}


def test_a_lead_reaches_the_standard_from_the_day_on() -> None:
    made = city().add("capability", subject_id=f"l{EAST}", item="county_strong_hospital", value="no", since=DAY)
    answer = ask(able(f"l{EAST}", "county_strong_hospital", "yes"), on=made)
    assert values(answer, EAST)["capability.lead_standard_rate"] == 100
    there_and_back = ask(able(f"l{EAST}", "county_strong_hospital", "yes"),
                         able(f"l{EAST}", "county_strong_hospital", "no"), on=made)  # fmt: skip
    assert there_and_back.moved == ()
    assert "不是牵头医院" in do(able("h1", "county_strong_hospital", "yes")).notes[0].sentence


@pytest.mark.parametrize(("item", "subject", "value", "held"), [
    ("beds", "h1", "40", "40"), ("beds", "h1", "40.5", "40.5"), ("drug_catalogue_overlap", "c2", "100", "100"),
    ("beds", "h1", "1000000000", "1000000000"), ("key_specialties", "c2", "2", "2"),
    ("service_tier", "h1", "basic", "basic"),
])  # fmt: skip
def test_values_an_item_may_hold(item: str, subject: str, value: str, held: str) -> None:
    assert row(do(able(subject, item, value)), "capability", item=item)["value"] == held


@pytest.mark.parametrize(("item", "subject", "value", "why"), [
    ("beds", "h1", "-1", "不能小于 0"), ("beds", "h1", "很多", "应为数字"), ("beds", "c2", "1", "没有编号为“c2”的机构"),
    ("drug_catalogue_overlap", "c2", "100.1", "不能超过 100"), ("shared_pharmacy", "c2", "maybe", "yes、no"),
    ("shared_pharmacy", "h1", "yes", "没有编号为“h1”的医共体"),
    ("beds", "h1", "1000000001", "不能大于\u00a01000000000"),
])  # fmt: skip
def test_values_an_item_may_not_hold(item: str, subject: str, value: str, why: str) -> None:
    assert why in refused(able(subject, item, value))


# --- targets and the day ---------------------------------------------------------------------------------------------

PERSONS, COVERAGE = "posting.lead_to_member.persons", "posting.lead_to_member.coverage"
DOCUMENT = policy(
    target(PERSONS, ">", 3), target(COVERAGE, ">=", 100, ("city", "county")),
    target("consortium.count", "range", (1, 3), ("county",)),
)  # fmt: skip


def aim(indicator: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "set_target", "indicator": indicator, "value": value} | more


@pytest.mark.parametrize(("value", "status", "gap"), [(0, "met", 0), (1, "not_met", 1), (2, "not_met", 2)])
def test_a_target_is_taken_otherwise_for_this_answer_only(value: float, status: str, gap: float) -> None:
    answer = ask(aim(PERSONS, value), policy=DOCUMENT)
    (moved,) = answer.moved
    assert (moved.key, moved.scope, moved.after.status, moved.after.gap) == (PERSONS, CITY, status, gap)
    assert moved.contributions == (0.0,) and moved.whole == 0
    assert DOCUMENT.target(PERSONS, "city") == target(PERSONS, ">", 3)


def test_a_target_of_one_level_leaves_the_others() -> None:
    done = do(aim(COVERAGE, 20, level="county"), policy=DOCUMENT)
    assert done.policy is not None
    county, whole = done.policy.target(COVERAGE, "county"), done.policy.target(COVERAGE, "city")
    assert county is not None and whole is not None and (county.value, whole.value) == (20, 100)
    assert county.quote == "情景设定" and whole.quote == "测试"


@pytest.mark.parametrize(("change", "why"), [
    (aim("no.such", 1), "没有名为“no.such”的指标"),
    (aim("village.unserved", 1), "没有为“无服务村数”设这一级的目标"),
    (aim(PERSONS, 1, level="county"), "没有为“牵头医院派驻成员单位人数”设这一级的目标"),
    (aim(PERSONS, [1, 2]), "不是一个区间"), (aim("consortium.count", 2), "要写下限和上限"),
    (aim("consortium.count", [3, 2]), "下限大于上限"),
    (aim(COVERAGE, 100.1), "应在 0～100 之间"), (aim(PERSONS, -1), "不能小于 0"),
])  # fmt: skip
def test_targets_that_make_no_sense_are_refused(change: dict[str, Any], why: str) -> None:
    assert why in refused(change, policy=DOCUMENT)
    assert do(aim(COVERAGE, 100), aim("consortium.count", [2, 2]), policy=DOCUMENT).refusals == ()


def test_where_no_document_is_there_is_no_target_to_take_otherwise() -> None:
    assert "现行文件没有" in refused(aim(PERSONS, 1))


def test_the_last_day_named_is_that_of_the_answer_and_changes_begin_on_the_day_before_them() -> None:
    send = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": f"l{EAST}", "persons": 1,
            "to_institution_id": "h1", "title_grade": "senior", "months": 6}  # fmt: skip
    answer = ask(send, {"kind": "shift_as_of", "to": "2023-03-31"}, send, {"kind": "shift_as_of", "to": "2023-02-28"})
    assert answer.after.as_of == date(2023, 2, 28)
    starts = answer.after.tables["postings"].set_index("posting_id")["start_on"]
    assert (starts["~s0-0"], starts["~s2-0"]) == (day(DAY), day("2023-03-31"))
    (persons,) = [one for one in answer.moved if (one.key, one.scope) == (PERSONS, CITY)]
    assert persons.contributions == (1, 0, 1, -1) and persons.whole == 1


@pytest.mark.parametrize(("to", "fits"), [("2020-01-01", True), ("2019-12-31", False), ("2040-12-31", True),
                                          ("2041-01-01", False)])  # fmt: skip
def test_no_day_is_asked_that_the_data_says_nothing_of(to: str, fits: bool) -> None:
    done = do({"kind": "shift_as_of", "to": to})
    assert (done.refusals == ()) == fits
    assert fits or "超过\u00a010\u00a0年" in done.refusals[0].sentence
