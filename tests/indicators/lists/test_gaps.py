"""The most important gaps: one rule of rank, what is met, what is silent, and the list behind each."""

from __future__ import annotations

from datetime import date

import pytest

from indicators import catalogue
from indicators.lists.behind import behind
from indicators.lists.gaps import largest_gaps, shortfall
from tests.indicators.city import CITY, EAST, WEST, City, policy, target

PERSONS, COVERAGE, COUNT = "posting.lead_to_member.persons", "posting.lead_to_member.coverage", "consortium.count"
UNSERVED = "village.unserved_planned"
EVERY = ("city", "county", "consortium")


def village(city: City, number: int, mode: str = "none", county: str = EAST, planned: bool | None = True) -> City:
    code = f"{county}001{number:03d}"
    city.add("regions", region_code=code, name=f"村{number}", level="village", parent_code=f"{county}001")
    return city.add("village_services", village_code=code, valid_from="2020-01-01", mode=mode, clinic_planned=planned)


@pytest.mark.parametrize(
    ("op", "value", "persons", "expected"),
    [
        (">", 4, 4, 25),
        (">", 4, 5, None),
        (">=", 4, 3, 25),
        (">=", 4, 4, None),
        ("<=", 2, 3, 50),
        ("<=", 2, 2, None),
        ("range", (2, 4), 1, 50),
        ("range", (2, 4), 2, None),
        ("range", (2, 4), 5, 25),
    ],
)
def test_the_shortfall_is_the_gap_in_percent_of_the_target(
    op: str, value: object, persons: int, expected: float | None
) -> None:
    city = City()
    for number in range(persons):
        city.posting(f"p{number}")
    figures = city.quick(policy=policy(target(PERSONS, op, value)))
    held = largest_gaps(figures, CITY)
    assert [one.shortfall for one in held.largest] == ([] if expected is None else [expected])
    assert (held.missed, held.met) == ((1, 0) if expected else (0, 1))


def test_a_target_of_none_left_is_measured_by_all_who_were_asked() -> None:
    city = City()
    for number in range(8):
        village(city, number, "clinic" if number < 6 else "none")
    village(city, 8, "none", planned=None)
    figures = city.quick(policy=policy(target(UNSERVED, "<=", 0)))
    (gap,) = largest_gaps(figures, CITY).largest
    assert gap.shortfall == pytest.approx(100 * 2 / 8), "the village whose plan is blank was not told"
    assert gap.behind.rows["name"].tolist() == ["村6", "村7"]


def test_the_largest_stands_first_and_ties_keep_the_order_of_the_catalogue() -> None:
    rules = policy(
        target(COVERAGE, ">=", 100), target(PERSONS, ">", 99), target(COUNT, ">=", 4),
        target("posting.municipal_to_lead.persons", ">=", 1), target("posting.municipal_to_county.persons", ">=", 1),
    )  # fmt: skip
    held = largest_gaps(City().posting().quick(policy=rules), CITY)
    keys = [one.figure.key for one in held.largest]
    sizes = [one.shortfall for one in held.largest]
    assert sizes == pytest.approx([100, 100, 100, 50, 50])
    order = list(catalogue())
    assert keys == sorted(keys[:3], key=order.index) + sorted(keys[3:], key=order.index)
    assert [one.figure.key for one in largest_gaps(City().posting().quick(policy=rules), CITY, 2).largest] == keys[:2]


def test_a_target_without_data_is_no_gap_but_named() -> None:
    rules = policy(target("care.in_county_rate", ">=", 90, EVERY), target(COUNT, ">=", 2, EVERY))
    held = largest_gaps(City().quick(policy=rules), CITY)
    assert (held.largest, held.missed, held.met) == ((), 0, 1)
    assert [one.key for one in held.silent] == ["care.in_county_rate"]


def test_each_level_has_its_own_targets() -> None:
    figures = City().posting().quick(policy=policy(target(COVERAGE, ">=", 100, EVERY), target(PERSONS, ">", 300)))
    assert [one.figure.key for one in largest_gaps(figures, CITY).largest] == [PERSONS, COVERAGE]
    assert largest_gaps(figures, EAST).met == 1
    assert [one.figure.key for one in largest_gaps(figures, WEST).largest] == [COVERAGE]
    assert [one.figure.key for one in largest_gaps(figures, f"c{WEST}").largest] == [COVERAGE]


def test_without_a_policy_and_out_of_account_there_is_nothing() -> None:
    assert largest_gaps(City().quick(), CITY).missed == 0
    city = City().change("regions", 2, in_account=False).posting()
    held = largest_gaps(city.quick(policy=policy(target(COVERAGE, ">=", 100, EVERY))), WEST)
    assert (held.largest, held.missed, held.met, held.silent) == ((), 0, 0, ())


def test_the_sentence_says_value_target_and_what_lacks() -> None:
    rules = policy(target(PERSONS, ">", 300, due=date(2019, 12, 31)), target(COVERAGE, ">=", 100))
    held = largest_gaps(City().posting().quick(policy=rules), CITY)
    assert [one.sentence.replace("\u00a0", " ") for one in held.largest] == [
        "牵头派驻人数 1 人，目标超过 300 人，差 300 人（占目标的 100.0%）；已过文件年度，文件未写明期限",
        "派驻覆盖率 50.0%，目标 100%，差 50.0 个百分点；文件未写明期限",
    ]


def test_behind_each_stands_the_list_to_be_worked_off() -> None:
    city = village(City().posting().posting("q", "municipal_to_lead", "m", f"l{EAST}"), 1)
    city.care("2022-12", visits_in=80, visits_out=20)
    city.add("capability", subject_id=f"l{EAST}", item="county_strong_hospital", since="2020-01-01", value="yes")
    city.add("capability", subject_id=f"l{WEST}", item="county_strong_hospital", since="2020-01-01", value="no")
    city.add("resource_centres", consortium_id=f"c{EAST}", centre_type="ecg", status="open")
    figures = city.quick(policy=policy(target("care.in_county_rate", ">=", 90), centres=["ecg"]))

    def of(key: str, scope: str = CITY) -> tuple[str, list[str]]:
        held = behind(figures, key, scope)
        names = {"unposted_institutions": "name", "who_sends_to_whom": "from_name", "centres": "consortium",
                 "uncovered_villages": "name", "care_gap": "county", "figure_rows": "name"}
        return held.name, held.rows[names[held.name]].tolist()

    assert of(COVERAGE) == ("unposted_institutions", ["西县卫生院"])
    assert of(PERSONS) == ("unposted_institutions", ["西县卫生院"])
    assert of("posting.municipal_to_lead.persons") == ("who_sends_to_whom", ["市医院"])
    assert of("posting.municipal_to_county.persons") == ("who_sends_to_whom", [])
    assert of("centre.open_rate") == ("centres", ["西县医共体"])
    assert of(UNSERVED) == of("village.coverage") == ("uncovered_villages", ["村1"])
    assert of("care.in_county_rate") == ("care_gap", ["东县"])
    assert of("care.in_county_rate", EAST)[0] == "figure_rows"
    assert of("capability.lead_standard_rate") == ("figure_rows", ["西县医院"])
    assert of(COUNT) == ("figure_rows", ["东县医共体", "西县医共体"])


def test_a_figure_without_a_gap_falls_short_by_nothing() -> None:
    assert shortfall(City().quick(), City().get(COUNT)) == 0
