"""Changes told together: neighbours of one kind are one clause, and nothing is lost by it."""

from __future__ import annotations

from typing import Any

import pytest

from data.tables import CityTables
from scenarios.grouping import flow_words, grouped
from tests.scenarios.asking import EAST, scenario, tables_of

NAMES = {"l1": "甲院", "l2": "乙院", "m1": "市一院", "m2": "市二院", "c1": "甲医共体",
         **{f"h{n}": f"{n}镇" for n in range(9)},
         "330201": "东县", "330202": "西县", "330201001001": "一村", "330201001002": "二村"}  # fmt: skip


def send(sender: str, at: str | None, persons: int = 1, **more: Any) -> dict[str, Any]:
    return {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": sender, "to_institution_id": at,
            "persons": persons, "title_grade": "senior", "months": 12} | more  # fmt: skip


def county(sender: str, to: str, persons: int = 1) -> dict[str, Any]:
    return send(sender, None, persons) | {"flow": "municipal_to_county", "to_county_code": to}


def mode(*codes: str, mode: str = "mobile") -> dict[str, Any]:
    return {"kind": "set_village_mode", "village_codes": codes, "mode": mode}


def told(*changes: dict[str, Any], tables: CityTables | None = None) -> list[str]:
    made = scenario(*changes).changes
    return [words.replace("\u00a0", " ") for words in grouped(made, NAMES, tables or tables_of())]


@pytest.mark.parametrize(("changes", "clauses"), [
    ((), []),
    ((send("l1", "h1"),), ["甲院向1镇增派 1 人（正高级，12 个月）"]),
    ((send("l1", "h1"), send("l1", "h1", 2)), ["甲院向1镇增派 3 人（正高级，12 个月）"]),
    ((send("l1", "h1"), send("l1", "h2")), ["甲院向成员单位增派 2 人（正高级，12 个月），其中1镇、2镇各 1 人"]),
    ((send("l1", "h1"), send("l2", "h2", 2)),
     ["2 家牵头医院向成员单位增派 3 人（正高级，12 个月），其中1镇 1 人、2镇 2 人"]),
    ((county("m1", "330201"), county("m2", "330202", 2)),
     ["2 家市级单位向区县增派 3 人（正高级，12 个月），其中东县 1 人、西县 2 人"]),
    # Other terms are another clause, and so is what stands between.
    ((send("l1", "h1"), send("l1", "h2", months=24)),
     ["甲院向1镇增派 1 人（正高级，12 个月）", "甲院向2镇增派 1 人（正高级，24 个月）"]),
    ((send("l1", "h1"), mode("330201001001"), send("l1", "h2")),
     ["甲院向1镇增派 1 人（正高级，12 个月）", "一村改为巡回医疗", "甲院向2镇增派 1 人（正高级，12 个月）"]),
    ((send("l1", "h1"), send("l1", None, to="uncovered"), send("l1", "h2")),
     ["甲院向1镇增派 1 人（正高级，12 个月）", "甲院向无人派驻的成员单位（每处 1 人）增派 1 人（正高级，12 个月）",
      "甲院向2镇增派 1 人（正高级，12 个月）"]),
    ((mode("330201001001"), mode("330201001002")), ["一村、二村改为巡回医疗"]),
    ((mode("330201001001"), mode("330201001002", mode="clinic")), ["一村改为巡回医疗", "二村改为村卫生室"]),
    (({"kind": "add_clinic", "village_code": "330201001001"}, {"kind": "add_clinic", "village_code": "330201001002"}),
     ["在一村、二村新设村卫生室"]),
    (({"kind": "reassign_member", "institution_id": "h1", "consortium_id": "c1"},
      {"kind": "reassign_member", "institution_id": "h2", "consortium_id": "c1"}), ["1镇、2镇划入甲医共体"]),
    (({"kind": "open_remote_site", "institution_id": "h1", "service_type": "ecg"},
      {"kind": "open_remote_site", "institution_id": "h2", "service_type": "ecg"},
      {"kind": "close_remote_site", "institution_id": "h1", "service_type": "ecg"}),
     ["1镇、2镇开通远程心电", "1镇停用远程心电"]),
    (({"kind": "shift_as_of", "to": "2022-12-31"}, {"kind": "shift_as_of", "to": "2022-12-31"}),
     ["截止日期改为 2022 年 12 月 31 日", "截止日期改为 2022 年 12 月 31 日"]),
])  # fmt: skip
def test_neighbours_of_one_kind_are_one_clause(changes: tuple[dict[str, Any], ...], clauses: list[str]) -> None:
    assert told(*changes) == clauses


def test_more_than_six_receivers_are_told_by_county() -> None:
    tables = tables_of()
    known = tables["institutions"]
    more = known.iloc[[0] * 7].assign(institution_id=[f"h{n}" for n in range(7)],
                                      county_code=[EAST] * 4 + ["330202"] * 3)  # fmt: skip
    frames = {**tables.frames, "institutions": more}
    held = CityTables("x", tables.city_code, tables.as_of, frames, tables.totals)
    six = told(*(send("l1", f"h{n}") for n in range(6)), tables=held)
    assert six == ["甲院向成员单位增派 6 人（正高级，12 个月），其中0镇、1镇、2镇、3镇、4镇、5镇各 1 人"]
    seven = told(*(send("l1", f"h{n}") for n in range(7)), tables=held)
    assert seven == ["甲院向 7 家成员单位增派 7 人（正高级，12 个月），其中东县 4 人、西县 3 人"]


def test_flows_are_deeds() -> None:
    assert flow_words("lead_to_member") == "牵头医院派驻成员单位"
