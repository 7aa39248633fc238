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
    yield from _ended()
    yield from _months()


def merged(name: str, spoil: Callable[[Book], None], *found: Found, **more: Any) -> Case:
    """Return a case whose answer takes the live tables and the rules."""
    return Case(name, spoil, found, merged=True, **more)


def then(*steps: Callable[[Book], None]) -> Callable[[Book], None]:
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

    yield merged(
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
        yield merged(
            f"memberships/医共体更名_{label}", renamed(number), warning("consortium_renamed", key, name), taken=every
        )
    yield Case(
        "memberships/医共体名称只改了一行", put(key, "consortium_name", "海曙健康集团", 1),
        (error("name_mismatch", key, at(key, "consortium_name", 1)),),
    )
    # The posting from the lead to the member no longer fits.
    unfit = warning("posting_ends_unfit", "postings")
    yield merged(
        "memberships/没有牵头医院", put(key, "role", "县级成员"), error("lead_count", key, at(key, "consortium_id")),
        unfit,
    )
    yield merged(
        "memberships/两家牵头医院", put(key, "role", "牵头医院", 1), error("lead_count", key, at(key, "role", 1)),
        warning("lead_unfit", key, at(key, "role", 1)), unfit,
    )
    yield merged(
        "memberships/村卫生室牵头", then(put(key, "role", "县级成员"), put(key, "role", "牵头医院", 3)),
        error("lead_unfit", key, at(key, "role", 3)), unfit,
    )
    for label, row, role in (("卫生院作县级成员", 2, "县级成员"), ("村卫生室作乡级成员", 4, "乡级成员")):
        yield merged(
            f"memberships/{label}", put(key, "role", role, row), warning("role_unfit", key, at(key, "role", row)),
            taken={(key, row, "role"): {"县级成员": "county_member", "乡级成员": "township_member"}[role]},
        )
    above = then(put(key, "supervisor_id", "H1", 4), put(key, "supervisor_name", "海曙医院", 4))
    yield merged(
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

    yield merged(
        "specialties/同一天两类", second, error("specialty_two_kinds", key, at(key, "kind", 1)),
    )
    yield merged(
        "specialties/改了类别", put(key, "kind", "县级特色专科"), warning("specialty_kind_changed", key, kind),
        warning("key_specialties_disagree", "capability", at("capability", "value", 5)),
        taken={(key, 0, "kind"): "county_feature"},
    )


def _postings() -> Iterator[Case]:
    key = "postings"

    def day(name: str, label: str, value: date, *found: Found) -> Case:
        return merged(f"{key}/{name}/{label}", put(key, name, value), *found, taken={(key, 0, name): value})

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
    yield merged(
        "postings/派出的不是牵头医院",
        then(put(key, "from_institution_id", "T2"), put(key, "from_institution_name", "古林卫生院")),
        warning("posting_ends_unfit", key, at(key, "from_institution_id")),
        taken={(key, 0, "from_institution_id"): "T2", (key, 0, "from_institution_name"): "古林卫生院"},
    )
    yield merged("postings/派给自己", _to_itself, error("posting_to_itself", key, at(key, "to_institution_id")))


def _to_itself(book: Book) -> None:
    put("postings", "to_institution_id", "H1")(book)
    put("postings", "to_institution_name", "海曙医院")(book)


def _places() -> Iterator[Case]:
    key = "institutions"
    lon, lat, datum = (at(key, name, 1) for name in ("lon", "lat", "datum"))
    yield merged(
        "institutions/经纬度写反", then(put(key, "lon", 29.75, 1), put(key, "lat", 121.25, 1)),
        error("position_swapped", key, lon),
    )
    yield merged(
        "institutions/在别的省", put(key, "lon", 114.25, 1), error("position_outside", key, lon),
        warning("position_moved", key, lon),
    )
    yield merged(
        "institutions/只有经度", put(key, "lat", None, 1), warning("position_half", key, lat),
        taken={(key, 1, "lat"): None},
    )
    for label, name, value, found in (
        ("经度写成度分", "lon", "121°15′", error("type_unreadable", key, lon)),
        ("没有坐标系", "datum", None, error("datum_missing", key, datum)),
    ):
        yield Case(f"institutions/{label}", put(key, name, value, 1), (found,))


def _ended() -> Iterator[Case]:
    """Yield rows that are no longer there: a register is closed by date, never emptied."""
    for key, count in (("institutions", 5), ("memberships", 5), ("village_services", 2), ("postings", 1)):
        rows = tuple(range(count))
        yield merged(f"{key}/rows/全部清空", _without(key, *rows), error("register_emptied", key), gone={key: rows})
    yield merged(
        "pairings/rows/全部清空", _without("pairings", 0), error("register_emptied", "pairings"), good=city,
        gone={"pairings": (0,)},
    )
    for key, row in (("village_services", 1), ("memberships", 4)):
        yield merged(f"{key}/rows/删去一行", _without(key, row), warning("rows_ended", key), gone={key: (row,)})


def _months() -> Iterator[Case]:
    key = "care_seeking"
    yield merged(
        "care_seeking/visits_in/多一位", put(key, "visits_in", 9500), warning("month_jump", key, at(key, "visits_in")),
        taken={(key, 0, "visits_in"): 9500},
    )
    yield merged(
        "care_seeking/visits_out/负数", put(key, "visits_out", -5), error("negative_count", key, at(key, "visits_out"))
    )
    names = ("visits_in", "visits_out", "grassroots_visits", "inpatients_in", "inpatients_out")
    yield merged(
        "care_seeking/整张空着", then(*(put(key, name, None) for name in names)), warning("month_empty", key),
        taken={(key, 0, name): None for name in names},
    )
    yield Case(
        "capability/county_strong_hospital/在医共体上", put("capability", "item", "县级强院标准", 5),
        (error("code_unknown", "capability", at("capability", "value", 5)),),
    )
