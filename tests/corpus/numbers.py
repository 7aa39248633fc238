"""Numbers spoiled (数字): every column of counts and amounts by every mark, and the ways numbers are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from data.forms import forms
from data.forms.model import Field, Form
from tests.corpus.building import at, city, county
from tests.corpus.cases import Case, Found, error, put, warning
from tests.corpus.world import FILLED

#: Where 未开展 is a question and 无 too; where 未开展 is plainly zero; where every mark says that there is none.
_NUMBER, _ACTIVITY, _WORDS = "number", "activity", "words"
_KEEPING = {
    "workforce": _NUMBER, "family_doctors": _NUMBER, "care_seeking": _ACTIVITY, "outward_referrals": _ACTIVITY,
    "referrals": _ACTIVITY, "bookings": _ACTIVITY, "remote": _ACTIVITY, "investments": _NUMBER, "costs": _NUMBER,
}
#: Forms in which the rarer marks are tried too.
_EVERY_MARK = ("referrals", "remote")
_OTHERWISE = {
    ("remote", "median_turnaround_minutes"): _WORDS,
    ("costs", "outpatient_visits"): _ACTIVITY,
    ("costs", "discharges"): _ACTIVITY,
}

#: What is not one exact number, in a column of whole numbers.
_UNREADABLE: dict[str, Any] = {
    "约数": "约120", "范围": "100-200", "两个数": "12/15", "换行的两个数": "12\n34", "逗号错位": "1,23",
    "点作千分位": "1.000.000", "小数": 120.5, "百分号": "12%", "中文数字": "十二", "口语单位": "1.2w",
    "别的单位": "120元", "日期": date(2023, 9, 1), "时间": time(8, 30), "真假": True, "科学计数": "1.2E+5",
    "负号在后": "120-",
}
#: Written otherwise, and plainly the same number.
_PLAIN: dict[str, tuple[Any, int]] = {
    "全角": ("１２０", 120), "千分位": ("1,200", 1200), "前后空格": ("  120　", 120), "带单位": ("120人次", 120),
    "零宽字符": ("120\u200b", 120), "浮点尾数": (120.0000000001, 120), "零": (0, 0),
}
#: Read, and said what was read as what.
_SAID: dict[str, tuple[Any, int]] = {
    "万": ("1.2万", 12000), "千": ("3千", 3000), "空格千分位": ("1 200", 1200),
}


def cases() -> Iterator[Case]:
    """Yield the cases."""
    for form, one in _columns():
        yield from _marked(form, one)
    # 基层就诊人次 is a part of 县域内就诊人次, which is therefore not lowered.
    key, name = "care_seeking", "visits_out"
    for label, value in _UNREADABLE.items():
        yield Case(
            f"{key}/{name}/{label}", put(key, name, value), (error("type_unreadable", key, at(key, name)),)
        )
    for label, (text, number) in _PLAIN.items():
        # Without visits elsewhere there are no stays elsewhere.
        found = (warning("columns_swapped", key, at(key, "inpatients_out")),) if number == 0 else ()
        yield Case(f"{key}/{name}/{label}", put(key, name, text), found, taken={(key, 0, name): number})
    for label, (text, number) in _SAID.items():
        yield Case(
            f"{key}/{name}/{label}", put(key, name, text), (warning("value_read_as", key, at(key, name)),),
            taken={(key, 0, name): number},
        )
    yield from _amounts()


def _amounts() -> Iterator[Case]:
    key, name = "costs", "outpatient_fee_yuan"
    place = at(key, name)
    for label, text, number in (
        ("人民币符号", "￥152,300.50", 152300.5), ("带元", "152300.5元", 152300.5),
        ("全角小数点", "152300．5", 152300.5),
    ):
        yield Case(f"{key}/{name}/{label}", put(key, name, text), taken={(key, 0, name): number})
    for label, text, number in (("万元", "15.23万元", 152300.0), ("亿", "0.002亿", 200000.0)):
        yield Case(
            f"{key}/{name}/{label}", put(key, name, text), (warning("value_read_as", key, place),),
            taken={(key, 0, name): number},
        )
    for label, value in (
        ("美元", "152300美元"), ("中文大写", "壹拾伍万元整"), ("范围", "15万-16万"),
        ("无穷", "inf"),
    ):
        yield Case(f"{key}/{name}/{label}", put(key, name, value), (error("type_unreadable", key, place),))


def _columns() -> Iterator[tuple[Form, Field]]:
    """Yield every column of numbers that is filled in for the month."""
    for key, filled in FILLED.items():
        for one in forms()[key].fields:
            if one.kind in ("int", "float") and any(one.name in row for row in filled):
                yield forms()[key], one


def _marked(form: Form, one: Field) -> Iterator[Case]:
    """Yield the marks of absence: what the 口径 of the column makes of each."""
    keeping = _OTHERWISE.get((form.key, one.name), _KEEPING[form.key])
    row = next(number for number, filled in enumerate(FILLED[form.key]) if one.name in filled)
    whole = 0 if one.kind == "int" else 0.0
    marks: list[tuple[str, bool, float | None]] = [("无", keeping != _WORDS, None)]
    if form.key in _EVERY_MARK or (form.key, one.name) in _ZERO or one.name == next(iter(FILLED[form.key][0])):
        marks.append(("未开展", keeping == _NUMBER, whole if keeping == _ACTIVITY else None))
    if form.key in _EVERY_MARK:
        marks += [("—", False, None), ("未报", False, None), ("/", keeping != _WORDS, None)]
    for mark, asked, otherwise in marks:
        found: tuple[Found, ...] = ()
        if asked:
            found = (error("mark_unclear", form.key, at(form.key, one.name, row)),)
        elif otherwise is not None:
            found = tuple(
                (error if wrong else warning)(code, form.key, at(form.key, name, row))
                for wrong, code, name in _ZERO.get((form.key, one.name), ())
            )
        yield Case(
            f"{form.key}/{one.name}/mark_{mark}", put(form.key, one.name, mark, row), found,
            taken={(form.key, row, one.name): otherwise},
            good=city if form.sender == "city" else county,
        )


#: What a zero says that cannot be, or hardly is, beside the other numbers of its row: whether an error, code, column.
_ZERO = {
    ("care_seeking", "visits_in"): (
        (True, "part_exceeds_whole", "grassroots_visits"), (False, "columns_swapped", "inpatients_in"),
    ),
    ("outward_referrals", "total_cases"): ((True, "part_exceeds_whole", "cases"),),
    ("bookings", "offered"): ((True, "part_exceeds_whole", "to_grassroots"), (True, "part_exceeds_whole", "used")),
    ("costs", "outpatient_visits"): (
        (False, "amount_alone", "outpatient_visits"), (False, "columns_swapped", "discharges"),
    ),
}
