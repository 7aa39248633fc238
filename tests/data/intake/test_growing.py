"""What one file adds to the register for the other files of the intake."""

from __future__ import annotations

from data.intake.answers import SentFile
from data.intake.grids import Value
from data.intake.growing import grown
from tests.data.intake.sent import CITY, ROWS, codes, read, register, sheet

NEW: dict[str, Value] = {"name": "望春社区卫生服务中心", "category": "社区卫生服务中心", "region_code": "330203100"}


def institutions(*rows: dict[str, Value], name: str = "") -> SentFile:
    key = "city_institutions" if name == CITY else "institutions"
    return read(sheet(key, *rows), **({"name": name} if name else {}))


def force(name: str, sent: SentFile) -> set[str]:
    return codes(read(sheet("workforce", {"institution_name": name}), known=grown(register(), sent)))


def test_a_new_institution_is_known_to_the_next_file() -> None:
    sent = institutions(*ROWS["institutions"], NEW)
    assert force("望春社区卫生服务中心", institutions(*ROWS["institutions"])) == {"name_unknown"}
    assert force("望春社区卫生服务中心", sent) == set()
    (entry,) = {one.entry for one in grown(register(), sent).bearers("institution", "望春社区卫生服务中心")}
    assert (entry.county, entry.city, entry.what) == ("330203", "3302", "community_health_centre")


def test_a_new_name_is_known_and_the_old_one_still_is() -> None:
    sent = institutions({**ROWS["institutions"][1], "name": "集士港镇中心卫生院"}, *ROWS["institutions"][2:])
    assert force("集士港镇中心卫生院", sent) == force("集士港卫生院", sent) == set()


def test_the_citys_new_hospital_is_the_citys_own_and_a_county_may_name_it_where_it_names_others() -> None:
    city = institutions({"name": "市第三医院", "category": "市级医院", "region_code": "3302"}, name=CITY)
    row = {**ROWS["remote"][0], "providing_institution_id": None, "providing_institution_name": "市第三医院"}
    assert codes(read(sheet("remote", row))) == {"name_unknown"}
    assert codes(read(sheet("remote", row), known=grown(register(), city))) == set()
    assert force("市第三医院", city) == {"not_yours"}


def test_a_new_consortium_is_known_to_the_next_file() -> None:
    row: dict[str, Value] = {
        "consortium_id": "新增", "consortium_name": "望春医共体", "institution_name": "古林卫生院", "role": "牵头医院"
    }
    known = grown(register(), read(sheet("memberships", *ROWS["memberships"], row)))
    costs = sheet("costs", {"consortium_name": "望春医共体", "outpatient_visits": 1})
    assert codes(read(costs)) == {"name_unknown"}
    assert codes(read(costs, known=known)) == set()


def test_a_file_of_nobody_and_one_that_says_what_is_known_add_nothing() -> None:
    assert grown(register(), read(sheet("institutions", NEW), name="2023-09.xlsx")) is register()
    assert grown(register(), institutions(*ROWS["institutions"])) is register()
