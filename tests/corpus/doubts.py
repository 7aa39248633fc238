"""What can hardly be (存疑): cells that contradict each other, and what only the live tables tell is unlikely."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.corpus.building import FIRST, Book, at, city
from tests.corpus.cases import Case, county, error, put, taken_of_good, warning
from tests.corpus.registers import merged, then


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _contradictions()
    yield from _subjects()
    yield from _last_time()


def _contradictions() -> Iterator[Case]:
    """Yield cells of one row that cannot be beside each other, or hardly are."""
    remote, village, costs = "remote", "village_services", "costs"
    yield Case(
        "remote/providing/就是申请机构",
        then(put(remote, "providing_institution_id", "T2"), put(remote, "providing_institution_name", "古林卫生院")),
        (error("provider_itself", remote, at(remote, "providing_institution_name")),),
    )
    yield Case(
        "village_services/mode/无服务却有机构", put(village, "mode", "无服务"),
        (error("village_contradicts", village, at(village, "mode")),),
    )
    yield Case(
        "village_services/institution/村卫生室没有写哪一家",
        then(put(village, "institution_id", None), put(village, "institution_name", None)),
        (warning("clinic_missing", village, at(village, "institution_name")),),
        taken={(village, 0, "institution_id"): None, (village, 0, "institution_name"): None},
    )
    yield Case(
        "costs/fund_in_county_yuan/多于全部基金", put(costs, "fund_in_county_yuan", 520601),
        (error("part_exceeds_whole", costs, at(costs, "fund_in_county_yuan")),),
    )
    yield Case(
        "costs/药品加耗材多于费用",
        then(put(costs, "drug_fee_yuan", 400000), put(costs, "consumable_fee_yuan", 300000)),
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
        then(put("care_seeking", "visits_out", 35), put("care_seeking", "inpatients_out", 310)),
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
    yield merged(
        f"{key}/central_town/在县级医院上", put(key, "central_town", "是"),
        warning("central_town_unfit", key, at(key, "central_town")),
        warning("history_attribute", key, at(key, "central_town")), taken={(key, 0, "central_town"): True},
    )
    yield merged(
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
        yield merged(
            f"{key}/{name}/{label}", put(key, name, value, 2), *found, *late, taken={(key, 2, name): value}
        )
    key = "family_doctors"
    cell = at(key, "contracted")
    for label, value, cells in (
        ("等于人口", 1000, ()), ("多于人口", 1001, (warning("above_population", key, cell),)),
        ("多于人口一倍", 2001, (error("above_population", key, cell),)),
    ):
        yield merged(
            f"{key}/contracted/{label}", put(key, "contracted", value), *cells, taken={(key, 0, "contracted"): value}
        )
    yield merged(
        "workforce/village_doctors/在县级医院", put("workforce", "village_doctors", 3),
        warning("village_doctors_unfit", "workforce", at("workforce", "village_doctors")),
        taken={("workforce", 0, "village_doctors"): 3},
    )
    key = "village_services"
    wrong = then(put(key, "institution_id", "V2"), put(key, "institution_name", "张某某卫生室"))
    yield merged(
        f"{key}/institution/错了行", wrong, warning("clinic_elsewhere", key, at(key, "institution_id")),
        taken={(key, 0, "institution_id"): "V2", (key, 0, "institution_name"): "张某某卫生室"},
    )
    key = "capability"
    yield merged(
        f"{key}/beds/多一位", put(key, "value", 200, 3), warning("value_jump", key, at(key, "value", 3)),
        taken={(key, 3, "value"): "200"},
    )


_OTHER_PROVIDER = {"providing_institution_id": "M1", "providing_institution_name": "市第一医院"}


def _copied(book: Book) -> None:
    tab = book.tab("remote")
    tab.cells.append(list(tab.cells[FIRST]))
    for name, value in _OTHER_PROVIDER.items():
        put("remote", name, value, 1)(book)


def _last_time() -> Iterator[Case]:
    """Yield what only the months before can tell."""
    key = "outward_referrals"
    yield merged(
        f"{key}/specialty/没有用过的名称", put(key, "specialty", "骨外科"),
        warning("name_new", key, at(key, "specialty")), warning("rows_absent", key),
        taken={(key, 0, "specialty"): "骨外科"},
    )
    yield merged(
        f"{key}/rows/少了上个月有的专科", put(key, "specialty", "眼科"), warning("rows_absent", key),
        taken={(key, 0, "specialty"): "眼科"},
    )
    key = "care_seeking"
    for label, value in (("填成季度数", 2751), ("填成累计数", 8156), ("填成上个月的累计数", 7206)):
        yield merged(
            f"{key}/visits_in/{label}", put(key, "visits_in", value), warning("period_sum", key, at(key, "visits_in")),
            taken={(key, 0, "visits_in"): value},
        )
    yield merged(
        f"{key}/visits_in/清空一格", put(key, "visits_in", None), warning("number_absent", key, at(key, "visits_in")),
        taken={(key, 0, "visits_in"): None},
    )
    key = "costs"
    exchanged = {"drug_fee_yuan": 45100.0, "consumable_fee_yuan": 120400.0}
    yield merged(
        f"{key}/药品与耗材费用填反", then(*(put(key, name, value) for name, value in exchanged.items())),
        warning("columns_swapped", key, at(key, "drug_fee_yuan")),
        taken={(key, 0, name): value for name, value in exchanged.items()},
    )
    last: dict[str, Any] = {
        "outpatient_visits": 850, "outpatient_fee_yuan": 150000.5, "discharges": None, "inpatient_fee_yuan": None,
        "drug_fee_yuan": 118000.0, "consumable_fee_yuan": 44000.0, "fund_in_county_yuan": None, "fund_all_yuan": None,
    }
    yield merged(
        f"{key}/整行照抄上个月", then(*(put(key, name, value) for name, value in last.items())),
        warning("month_repeated", key, at(key, "outpatient_visits")),
        taken={(key, 0, name): value for name, value in last.items()},
    )
    key = "remote"
    yield Case(
        f"{key}/median_turnaround_minutes/按小时填", put(key, "median_turnaround_minutes", 0.5),
        (warning("turnaround_unit", key, at(key, "median_turnaround_minutes")),),
        taken={(key, 0, "median_turnaround_minutes"): 0.5},
    )
    row = {**taken_of_good(county)[key][0], **_OTHER_PROVIDER}
    yield merged(
        f"{key}/整行照抄给另一家服务机构", _copied,
        warning("provider_copied", key, at(key, "providing_institution_id", 1)),
        taken={(key, 1, name): value for name, value in row.items()},
    )
    key = "workforce"
    alike = {"physicians": 30, "nurses": 140, "technicians": 12}
    yield Case(
        f"{key}/两行照抄", then(*(put(key, name, value, row) for name, value in alike.items() for row in (0, 1)),
                             put(key, "village_doctors", None, 1)),
        (warning("rows_alike", key, at(key, "physicians", 1)),),
        taken={(key, row, name): value for name, value in {**alike, "village_doctors": None}.items() for row in (0, 1)},
    )
    key = "institutions"
    yield merged(
        f"{key}/datum/只改坐标系", put(key, "datum", "GCJ-02", 2), warning("datum_changed", key, at(key, "datum", 2)),
        taken={(key, 2, "datum"): "gcj02"},
    )
    yield merged(
        f"{key}/lat/错了一位", put(key, "lat", 29.77, 2), warning("position_moved", key, at(key, "lat", 2)),
        taken={(key, 2, "lat"): 29.77},
    )
    key = "city_institutions"
    for name, label, value, code in (
        ("ownership", "公立改成社会办", "社会办", "private"), ("grade", "乙等改成甲等", "三级甲等", "三级甲等"),
    ):
        yield merged(
            f"{key}/{name}/{label}", put(key, name, value), warning("attribute_changed", key, at(key, name)),
            taken={(key, 0, name): code}, good=city,
        )
    key, cell = "village_services", at("village_services", "mode")
    nobody = {"mode": "none", "institution_id": None, "institution_name": None}
    yield merged(
        f"{key}/mode/卫生室改成无服务",
        then(put(key, "mode", "无服务"), put(key, "institution_id", None), put(key, "institution_name", None)),
        warning("village_unserved", key, cell), taken={(key, 0, name): value for name, value in nobody.items()},
    )
    for key, row, label, value, code in (
        ("governance", 0, "是改成否", "否", "no"), ("governance", 0, "清空", None, None),
        ("capability", 0, "是改成否", "否", "no"),
    ):
        yield merged(
            f"{key}/value/{label}", put(key, "value", value, row),
            warning("state_back", key, at(key, "value", row)), taken={(key, row, "value"): code},
        )
