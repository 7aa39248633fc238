"""Registers and sums spoiled (名册): what only the live tables and the rules of the contract can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tests.corpus.building import FIRST, Book, at, city
from tests.corpus.cases import Case, Found, error, put, warning


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _parts()
    yield from _members()
    yield from _specialties()
    yield from _postings()
    yield from _places()
    yield from _contradictions()
    yield from _subjects()
    yield from _last_time()
    yield from _ended()
    yield from _months()


def _merged(name: str, spoil: Callable[[Book], None], *found: Found, **more: Any) -> Case:
    """Return a case whose answer takes the live tables and the rules."""
    return Case(name, spoil, found, merged=True, **more)


def _then(*steps: Callable[[Book], None]) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        for step in steps:
            step(book)

    return spoil


def _without(key: str, *rows: int) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        tab = book.tab(key)
        tab.cells = [row for number, row in enumerate(tab.cells) if number - FIRST not in rows]

    return spoil


def _parts() -> Iterator[Case]:
    """Yield parts that exceed their whole; the good workbook with the two equal is taken."""
    for key, part, whole in (
        ("care_seeking", "grassroots_visits", 950), ("family_doctors", "key_contracted", 120),
        ("outward_referrals", "cases", 16),
    ):
        yield Case(f"{key}/{part}/与总数相等", put(key, part, whole), taken={(key, 0, part): whole})
        yield Case(
            f"{key}/{part}/多于总数", put(key, part, whole + 1), (error("part_exceeds_whole", key, at(key, part)),)
        )


def _members() -> Iterator[Case]:
    key = "memberships"

    def second(book: Book) -> None:
        book.tab(key).cells.append(["新增", "海曙第二医共体", "T1", "集士港卫生院", "牵头医院"])

    yield _merged(
        "memberships/一家机构进两家医共体", second, warning("consortium_new", key, at(key, "consortium_name", 5)),
        error("duplicate_row", key, str(FIRST + 6)),
    )
    def renamed(number: str | None) -> Callable[[Book], None]:
        def spoil(book: Book) -> None:
            for row in range(5):
                put(key, "consortium_id", number, row)(book)
                put(key, "consortium_name", "海曙健康集团", row)(book)
            for other in ("referrals", "costs"):
                for row in range(2 if other == "referrals" else 1):
                    put(other, "consortium_name", "海曙健康集团", row)(book)

        return spoil

    name = at(key, "consortium_name")
    every = {(key, row, "consortium_name"): "海曙健康集团" for row in range(5)}
    every |= {("referrals", row, "consortium_name"): "海曙健康集团" for row in range(2)}
    every |= {("costs", 0, "consortium_name"): "海曙健康集团"}
    for label, number in (("编号照旧", "C1"), ("编号空牵头照旧", None)):
        yield _merged(
            f"memberships/医共体更名_{label}", renamed(number), warning("consortium_renamed", key, name), taken=every
        )
    yield Case(
        "memberships/医共体名称只改了一行", put(key, "consortium_name", "海曙健康集团", 1),
        (error("name_mismatch", key, at(key, "consortium_name", 1)),),
    )
    # The posting from the lead to the member no longer fits.
    unfit = warning("posting_ends_unfit", "postings")
    yield _merged(
        "memberships/没有牵头医院", put(key, "role", "县级成员"), error("lead_count", key, at(key, "consortium_id")),
        unfit,
    )
    yield _merged(
        "memberships/两家牵头医院", put(key, "role", "牵头医院", 1), error("lead_count", key, at(key, "role", 1)),
        warning("lead_unfit", key, at(key, "role", 1)), unfit,
    )
    yield _merged(
        "memberships/村卫生室牵头", _then(put(key, "role", "县级成员"), put(key, "role", "牵头医院", 3)),
        error("lead_unfit", key, at(key, "role", 3)), unfit,
    )
    for label, row, role in (("卫生院作县级成员", 2, "县级成员"), ("村卫生室作乡级成员", 4, "乡级成员")):
        yield _merged(
            f"memberships/{label}", put(key, "role", role, row), warning("role_unfit", key, at(key, "role", row)),
            taken={(key, row, "role"): {"县级成员": "county_member", "乡级成员": "township_member"}[role]},
        )
    above = _then(put(key, "supervisor_id", "H1", 4), put(key, "supervisor_name", "海曙医院", 4))
    yield _merged(
        "memberships/上级写成县级医院", above, warning("supervisor_unfit", key, at(key, "supervisor_id", 4)),
        taken={(key, 4, "supervisor_id"): "H1", (key, 4, "supervisor_name"): "海曙医院"},
    )


def _specialties() -> Iterator[Case]:
    key = "specialties"
    kind = at(key, "kind")

    def second(book: Book) -> None:
        tab = book.tab(key)
        tab.cells.append(list(tab.cells[FIRST]))
        put(key, "kind", "县级特色专科", 1)(book)

    yield _merged(
        "specialties/同一天两类", second, error("specialty_two_kinds", key, at(key, "kind", 1)),
    )
    yield _merged(
        "specialties/改了类别", put(key, "kind", "县级特色专科"), warning("specialty_kind_changed", key, kind),
        warning("key_specialties_disagree", "capability", at("capability", "value", 5)),
        taken={(key, 0, "kind"): "county_feature"},
    )


def _postings() -> Iterator[Case]:
    key = "postings"

    def day(name: str, label: str, value: date, *found: Found) -> Case:
        return _merged(f"{key}/{name}/{label}", put(key, name, value), *found, taken={(key, 0, name): value})

    end, start, planned = at(key, "end_on"), at(key, "start_on"), at(key, "planned_end_on")
    # A posting that is shortened so much no longer counts by the strict caliber, which is said as well.
    yield day(
        "end_on", "早于开始", date(2021, 12, 31), error("posting_ends_before_start", key, end),
        warning("reported_late", key, end), warning("posting_amended", key, end),
    )
    yield day("end_on", "本月内", date(2023, 9, 15))
    yield day("end_on", "上月最后一天", date(2023, 8, 31))
    yield day("end_on", "上月最后一天之前", date(2023, 8, 30), warning("reported_late", key, end))
    yield day("start_on", "改早", date(2021, 6, 1), warning("reported_late", key, start))
    yield day(
        "planned_end_on", "早于开始", date(2021, 6, 1), warning("planned_end_before_start", key, planned),
        warning("planned_end_passed", key, planned), warning("posting_amended", key, planned),
    )
    yield day("start_on", "晚于月末", date(2023, 10, 1), warning("day_after_month", key, start),
              warning("reported_late", key, start), warning("posting_amended", key, start))
    yield day("end_on", "晚于月末", date(2023, 12, 31), warning("day_after_month", key, end))
    yield day("end_on", "写成计划的结束", date(2024, 1, 1), error("day_after_month", key, end))
    yield day("start_on", "年份写早", date(2012, 1, 1), warning("day_long_ago", key, start),
              warning("reported_late", key, start))
    yield day("planned_end_on", "年份写晚", date(2042, 1, 1), warning("term_long", key, planned))
    yield _merged(
        "postings/派出的不是牵头医院",
        _then(put(key, "from_institution_id", "T2"), put(key, "from_institution_name", "古林卫生院")),
        warning("posting_ends_unfit", key, at(key, "from_institution_id")),
        taken={(key, 0, "from_institution_id"): "T2", (key, 0, "from_institution_name"): "古林卫生院"},
    )
    yield _merged("postings/派给自己", _to_itself, error("posting_to_itself", key, at(key, "to_institution_id")))


def _to_itself(book: Book) -> None:
    put("postings", "to_institution_id", "H1")(book)
    put("postings", "to_institution_name", "海曙医院")(book)


def _places() -> Iterator[Case]:
    key = "institutions"
    lon, lat, datum = (at(key, name, 1) for name in ("lon", "lat", "datum"))
    yield _merged(
        "institutions/经纬度写反", _then(put(key, "lon", 29.75, 1), put(key, "lat", 121.25, 1)),
        error("position_swapped", key, lon),
    )
    yield _merged("institutions/在别的省", put(key, "lon", 114.25, 1), error("position_outside", key, lon))
    yield _merged(
        "institutions/只有经度", put(key, "lat", None, 1), warning("position_half", key, lat),
        taken={(key, 1, "lat"): None},
    )
    for label, name, value, found in (
        ("经度写成度分", "lon", "121°15′", error("type_unreadable", key, lon)),
        ("没有坐标系", "datum", None, error("datum_missing", key, datum)),
    ):
        yield Case(f"institutions/{label}", put(key, name, value, 1), (found,))


def _contradictions() -> Iterator[Case]:
    """Yield cells of one row that cannot be beside each other, or hardly are."""
    remote, village, costs = "remote", "village_services", "costs"
    yield Case(
        "remote/providing/就是申请机构",
        _then(put(remote, "providing_institution_id", "T2"), put(remote, "providing_institution_name", "古林卫生院")),
        (error("provider_itself", remote, at(remote, "providing_institution_name")),),
    )
    yield Case(
        "village_services/mode/无服务却有机构", put(village, "mode", "无服务"),
        (error("village_contradicts", village, at(village, "mode")),),
    )
    yield Case(
        "village_services/institution/村卫生室没有写哪一家",
        _then(put(village, "institution_id", None), put(village, "institution_name", None)),
        (warning("clinic_missing", village, at(village, "institution_name")),),
        taken={(village, 0, "institution_id"): None, (village, 0, "institution_name"): None},
    )
    yield Case(
        "costs/fund_in_county_yuan/多于全部基金", put(costs, "fund_in_county_yuan", 520601),
        (error("part_exceeds_whole", costs, at(costs, "fund_in_county_yuan")),),
    )
    yield Case(
        "costs/药品加耗材多于费用",
        _then(put(costs, "drug_fee_yuan", 400000), put(costs, "consumable_fee_yuan", 300000)),
        (error("part_exceeds_whole", costs, at(costs, "drug_fee_yuan")),),
    )
    yield Case(
        "costs/drug_fee_yuan/按万元填", put(costs, "drug_fee_yuan", 12.04),
        (warning("amount_scale", costs, at(costs, "drug_fee_yuan")),), taken={(costs, 0, "drug_fee_yuan"): 12.04},
    )
    yield Case(
        "investments/amount_yuan/按万元填", put("investments", "amount_yuan", 25),
        (warning("amount_scale", "investments", at("investments", "amount_yuan")),),
        taken={("investments", 0, "amount_yuan"): 25.0},
    )
    yield Case(
        "care_seeking/门急诊与住院填反",
        _then(put("care_seeking", "visits_out", 35), put("care_seeking", "inpatients_out", 310)),
        (warning("columns_swapped", "care_seeking", at("care_seeking", "inpatients_out")),),
        taken={("care_seeking", 0, "visits_out"): 35, ("care_seeking", 0, "inpatients_out"): 310},
    )
    yield Case(
        "bookings/used/多于投放", put("bookings", "used", 61, 1),
        (error("part_exceeds_whole", "bookings", at("bookings", "used", 1)),), good=city,
    )


def _subjects() -> Iterator[Case]:
    """Yield what is said of an institution or a county and hardly can be."""
    key = "institutions"
    yield _merged(
        f"{key}/central_town/在县级医院上", put(key, "central_town", "是"),
        warning("central_town_unfit", key, at(key, "central_town")),
        warning("history_attribute", key, at(key, "central_town")), taken={(key, 0, "central_town"): True},
    )
    yield _merged(
        f"{key}/category/类别错了行", put(key, "category", "村卫生室", 2),
        warning("category_unlike_name", key, at(key, "category", 2)),
        warning("history_attribute", key, at(key, "category", 2)), taken={(key, 2, "category"): "village_clinic"},
    )
    for label, name, value, wrong in (
        ("早于建国", "opened_on", date(1949, 9, 30), False), ("晚于月末", "closed_on", date(2023, 10, 31), False),
        ("晚于月末三个月", "closed_on", date(2024, 1, 1), True),
    ):
        cell = at(key, name, 2)
        found = [warning("day_long_ago", key, cell)] if name == "opened_on" else []
        found += [(error if wrong else warning)("day_after_month", key, cell)] if name == "closed_on" else []
        late = [warning("reported_late", key, cell)] if name == "opened_on" else []
        yield _merged(
            f"{key}/{name}/{label}", put(key, name, value, 2), *found, *late, taken={(key, 2, name): value}
        )
    key = "family_doctors"
    cell = at(key, "contracted")
    for label, value, cells in (
        ("等于人口", 1000, ()), ("多于人口", 1001, (warning("above_population", key, cell),)),
        ("多于人口一倍", 2001, (error("above_population", key, cell),)),
    ):
        yield _merged(
            f"{key}/contracted/{label}", put(key, "contracted", value), *cells, taken={(key, 0, "contracted"): value}
        )
    yield _merged(
        "workforce/village_doctors/在县级医院", put("workforce", "village_doctors", 3),
        warning("village_doctors_unfit", "workforce", at("workforce", "village_doctors")),
        taken={("workforce", 0, "village_doctors"): 3},
    )
    key = "village_services"
    wrong = _then(put(key, "institution_id", "V2"), put(key, "institution_name", "张某某卫生室"))
    yield _merged(
        f"{key}/institution/错了行", wrong, warning("clinic_elsewhere", key, at(key, "institution_id")),
        taken={(key, 0, "institution_id"): "V2", (key, 0, "institution_name"): "张某某卫生室"},
    )
    key = "capability"
    yield _merged(
        f"{key}/beds/多一位", put(key, "value", 200, 3), warning("value_jump", key, at(key, "value", 3)),
        taken={(key, 3, "value"): "200"},
    )


def _last_time() -> Iterator[Case]:
    """Yield what only the months before can tell."""
    key = "outward_referrals"
    yield _merged(
        f"{key}/specialty/没有用过的名称", put(key, "specialty", "骨外科"),
        warning("name_new", key, at(key, "specialty")), taken={(key, 0, "specialty"): "骨外科"},
    )
    key = "remote"
    yield Case(
        f"{key}/median_turnaround_minutes/按小时填", put(key, "median_turnaround_minutes", 0.5),
        (warning("turnaround_unit", key, at(key, "median_turnaround_minutes")),),
        taken={(key, 0, "median_turnaround_minutes"): 0.5},
    )
    key = "workforce"
    alike = {"physicians": 30, "nurses": 140, "technicians": 12}
    yield Case(
        f"{key}/两行照抄", _then(*(put(key, name, value, row) for name, value in alike.items() for row in (0, 1)),
                             put(key, "village_doctors", None, 1)),
        (warning("rows_alike", key, at(key, "physicians", 1)),),
        taken={(key, row, name): value for name, value in {**alike, "village_doctors": None}.items() for row in (0, 1)},
    )
    key = "institutions"
    yield _merged(
        f"{key}/datum/只改坐标系", put(key, "datum", "GCJ-02", 2), warning("datum_changed", key, at(key, "datum", 2)),
        taken={(key, 2, "datum"): "gcj02"},
    )


def _ended() -> Iterator[Case]:
    """Yield rows that are no longer there: a register is closed by date, never emptied."""
    for key, count in (("institutions", 5), ("memberships", 5), ("village_services", 2), ("postings", 1)):
        rows = tuple(range(count))
        yield _merged(f"{key}/rows/全部清空", _without(key, *rows), error("register_emptied", key), gone={key: rows})
    yield _merged(
        "pairings/rows/全部清空", _without("pairings", 0), error("register_emptied", "pairings"), good=city,
        gone={"pairings": (0,)},
    )
    for key, row in (("village_services", 1), ("memberships", 4)):
        yield _merged(f"{key}/rows/删去一行", _without(key, row), warning("rows_ended", key), gone={key: (row,)})


def _months() -> Iterator[Case]:
    key = "care_seeking"
    yield _merged(
        "care_seeking/visits_in/多一位", put(key, "visits_in", 9500), warning("month_jump", key, at(key, "visits_in")),
        taken={(key, 0, "visits_in"): 9500},
    )
    yield _merged(
        "care_seeking/visits_out/负数", put(key, "visits_out", -5), error("negative_count", key, at(key, "visits_out"))
    )
    names = ("visits_in", "visits_out", "grassroots_visits", "inpatients_in", "inpatients_out")
    yield _merged(
        "care_seeking/整张空着", _then(*(put(key, name, None) for name in names)), warning("month_empty", key),
        taken={(key, 0, name): None for name in names},
    )
    yield Case(
        "capability/county_strong_hospital/在医共体上", put("capability", "item", "县级强院标准", 5),
        (error("code_unknown", "capability", at("capability", "value", 5)),),
    )
