"""A small city to try changes on, one after the other, under a document made for the test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from data.policies import Policy
from data.tables import CityTables
from scenarios.applying import Applied, apply
from scenarios.comparing import Answer, compare
from scenarios.model import Scenario
from tests.indicators.city import CITY, EAST, WEST, City

DAY = "2022-12-31"


def city() -> City:
    """Two counties; the east has a second consortium, two more township hospitals, clinics and villages."""
    made = City()
    made.rows["regions"][1]["population"] = 5000
    made.add("consortia", consortium_id="c2", name="东二医共体", county_code=EAST)
    made.hospital("l2", EAST, category="tcm_hospital", name="东县中医院")
    made.add("memberships", consortium_id="c2", institution_id="l2", role="lead", valid_from="2019-01-01")
    for number, people in ((1, 900), (2, 4000), (3, None)):
        code = f"{EAST}00{number}"
        made.add("regions", region_code=code, name=f"{number}号镇", level="township", parent_code=EAST,
                 population=people)
        made.add("institutions", institution_id=f"h{number}", name=f"{number}号镇卫生院", category="township_hospital",
                 county_code=EAST, region_code=code)
        made.member(f"h{number}", EAST)
        village = f"{code}001"
        made.add("regions", region_code=village, name="东村", level="village", parent_code=code, population=700)
        made.add("village_services", village_code=village, mode="clinic" if number == 1 else "none",
                 clinic_planned=number == 2, valid_from="2019-01-01")
    made.add("institutions", institution_id="v1", name="1号镇东村卫生室", category="village_clinic", county_code=EAST,
             region_code=f"{EAST}001001")
    made.member("v1", EAST, role="village_member", supervisor_id="h1")
    return made.posting()


def scenario(*changes: dict[str, Any], as_of: str = DAY, **more: Any) -> Scenario:
    fields = {"name": "试", "scope": CITY, "snapshot": "memory", "as_of": as_of, "changes": changes} | more
    return Scenario.model_validate(fields)


def tables_of(made: City | None = None) -> CityTables:
    """The tables not cut by city, which is most of the work: all rows are its own."""
    return (made or city()).quick().tables


def do(*changes: dict[str, Any], on: City | None = None, policy: Policy | None = None, **more: Any) -> Applied:
    return apply(tables_of(on), scenario(*changes, **more), policy)


def ask(*changes: dict[str, Any], on: City | None = None, policy: Policy | None = None, **more: Any) -> Answer:
    return compare(tables_of(on), scenario(*changes, **more), policy)


def refused(*changes: dict[str, Any], on: City | None = None, policy: Policy | None = None, **more: Any) -> str:
    """Return the one sentence with which the last change is refused; its tables are those without it."""
    done = do(*changes, on=on, policy=policy, **more)
    assert [refusal.index for refusal in done.refusals] == [len(changes) - 1]
    without = do(*changes[:-1], on=on, policy=policy, **more)
    for name, frame in without.frames.items():
        pd.testing.assert_frame_equal(frame, done.frames[name])
    sentence = done.refusals[0].sentence
    assert sentence.startswith(f"第\u00a0{len(changes)}\u00a0项调整“") and sentence.endswith("。")
    return sentence


def values(answer: Answer, scope: str = CITY) -> dict[str, float | None]:
    return {one.key: one.after.value for one in answer.of_scope(scope)}


def row(done: Applied, table: str, **key: Any) -> dict[str, Any]:
    frame = done.frames[table]
    for column, value in key.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return {str(name): value for name, value in frame.iloc[0].items()}


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(date.fromisoformat(text))


__all__ = ["CITY", "DAY", "EAST", "WEST", "ask", "city", "day", "do", "refused", "row", "scenario", "values"]
