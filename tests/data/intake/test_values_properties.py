"""Whatever stands in a cell: reading never crashes, and what is read without a word is what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.forms import Field, forms
from data.forms.words import BOOLEAN, capability_words, governance_words
from data.intake.personal import HIDDEN
from data.intake.values import Read, ValueProblem, read_value
from data.model import CAPABILITY
from data.store import default_store

VISITS = forms()["care_seeking"].field("visits_in")
FEE = forms()["costs"].field("drug_fee_yuan")
DAY = forms()["postings"].field("start_on")
MONTH = forms()["costs"].field("month")
CODE = forms()["institutions"].field("region_code")
NAME = forms()["institutions"].field("name")
#: One field of each kind and each set of marks or choices.
FIELDS = list({
    (one.kind, str(one.choices), str(one.marks)): one for form in forms().values() for one in form.fields
}.values())  # fmt: skip
KINDS: dict[str, type | tuple[type, ...]] = {
    "int": int, "float": float, "bool": bool, "date": date, "month": str, "code": str, "text": str,
}

#: Texts that look like something, more often than any text would.
_SIGNS = "0123456789０１２９.．,，-－—/年月日号 \n\u3000:T%％万千亿元人次eE+'()约余²①一二十无是否√"
LOOKING = st.text(alphabet=_SIGNS, max_size=14)
#: Texts that are nearly a day or a month: no sign by chance makes one.
_BETWEEN = st.sampled_from(["", "-", "/", ".", "－", "．", " ", "--", "年", "月", "年 "])
_TWO = st.integers(0, 32).flatmap(lambda number: st.sampled_from([f"{number}", f"{number:02}"]))
DATED = st.builds(
    "".join,
    st.tuples(st.sampled_from(["2022", "2023", "２０２２", "22"]), _BETWEEN, _TWO, _BETWEEN, _TWO | st.just(""),
              st.sampled_from(["", "日", "月", "号", " ", "5"])),
)  # fmt: skip
TEXTS = st.text(max_size=30) | LOOKING | DATED
CELLS: st.SearchStrategy[Any] = (
    st.none() | TEXTS | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes() | st.times()
    | st.timedeltas() | st.integers(0, 100_000) | st.integers(19000101, 20301231) | st.floats(2000, 2030)
)  # fmt: skip


@given(field=st.sampled_from(FIELDS), cell=CELLS, date_1904=st.booleans())
@settings(max_examples=1000, deadline=None)
@example(field=MONTH, cell=float("nan"), date_1904=False)
@example(field=VISITS, cell="1" * 501, date_1904=False)
@example(field=VISITS, cell="1E999", date_1904=False)
@example(field=DAY, cell=date.min, date_1904=False)
@example(field=DAY, cell=datetime.max, date_1904=True)
@example(field=CODE, cell=timedelta.max, date_1904=False)
@example(field=NAME, cell=time(1), date_1904=False)
def test_no_cell_crashes_the_reading(field: Field, cell: Any, date_1904: bool) -> None:
    try:
        read = read_value(field, cell, date_1904=date_1904)
    except ValueProblem as problem:
        assert problem.code in {"type_unreadable", "mark_unclear", "month_ambiguous", "code_unknown"}
        for sentence in (problem.message, problem.fix):
            assert re.search("[\u4e00-\u9fff]", sentence) and not sentence.endswith("。")
        return
    if read.value is None:
        return
    assert isinstance(read.value, KINDS[field.kind])
    assert isinstance(read.value, bool) == (field.kind == "bool")
    assert not isinstance(read.value, datetime)
    if field.choices is not None:
        assert read.value in field.choices
    elif field.kind == "month":
        assert re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", read.value)
    elif field.kind in ("code", "text"):
        assert read.value and read.value == read.value.strip()


def digits(text: str) -> str:
    """Return the half- and full-width digits of a text, in order: what an eye would see of a number."""
    half, full = "0123456789", "０１２３４５６７８９"
    return "".join(one if one in half else half[full.index(one)] for one in text if one in half + full)


def in_order(part: str, whole: str) -> bool:
    rest: Iterator[str] = iter(whole)
    return all(one in rest for one in part)


@given(field=st.sampled_from([VISITS, FEE, DAY, MONTH]), text=LOOKING | DATED)
@settings(max_examples=3000, deadline=None)
@example(field=VISITS, text="未开展")
@example(field=VISITS, text="10²")
@example(field=VISITS, text="12 34")
@example(field=DAY, text="2022-1-1 2")
@example(field=MONTH, text="2022-1 2")
def test_what_is_read_without_a_word_has_the_digits_that_stand_there(field: Field, text: str) -> None:
    try:
        read = read_value(field, text)
    except ValueProblem:
        return
    seen = digits(text)
    if read.value is None or read.said is not None:
        return
    if not seen:
        assert read.value == 0 and "未开展" in text
        return
    if field in (VISITS, FEE):
        # All of the digits, in order, but zeros before the first and behind the last.
        sign = -1 if any(one in text for one in "-－—") else 1
        shown = f"{abs(Decimal(repr(read.value))):f}"
        assert seen.strip("0") == digits(shown).strip("0")
        assert read.value == 0 or (read.value > 0) == (sign > 0)
        if "." not in text and "．" not in text:
            assert int(seen) == abs(read.value)
    elif field is DAY:
        assert in_order(f"{read.value.year}", seen)
        assert seen.removeprefix(f"{read.value.year}").replace("0", "").startswith(
            f"{read.value.month}{read.value.day}".replace("0", "")
        )
    else:
        year, month = read.value.split("-")
        assert seen.startswith(year)
        assert seen.removeprefix(year) in (month, month.removeprefix("0"), f"{month}01", f"{month.removeprefix('0')}1",
                                           f"{month.removeprefix('0')}01", f"{month}1")  # fmt: skip


def wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@given(number=st.integers(-(10**15) + 1, 10**15 - 1))
@settings(max_examples=200, deadline=None)
def test_every_whole_number_is_read_however_it_is_written(number: int) -> None:
    ways = [number, float(number), f"{number}", f"{number:,}", f" {number} ", wide(f"{number:,}"), f"{number}.0"]
    for field, kept in ((VISITS, [*ways, f"{number}人次"]), (FEE, [*ways, f"{number:,}元", f"{number:,}.00 元"])):
        for cell in kept:
            assert read_value(field, cell) == Read(number), cell


@given(number=st.decimals(-10**10, 10**10, places=2) | st.decimals(-1000, 1000, places=6))
@settings(max_examples=200, deadline=None)
def test_every_amount_is_read_however_it_is_written(number: Decimal) -> None:
    amount = float(number)
    for cell in (amount, f"{number:f}", f"{number:,f}", wide(f"{number:f}"), f"{number:f}元", f"\n{number:f}\u3000"):
        assert read_value(FEE, cell) == Read(amount), cell


@given(number=st.integers(0, 10**9), unit=st.sampled_from([("千", 3), ("万", 4), ("亿", 8)]))
@settings(max_examples=200, deadline=None)
def test_every_number_in_thousands_or_more_is_exact_and_said(number: int, unit: tuple[str, int]) -> None:
    word, power = unit
    written = f"{Decimal(number).scaleb(-power).normalize():f}"
    read = read_value(VISITS, f"{written}{word}")
    assert read.value == number
    assert read.said == f"“{written}{word}”按 {number} 读取"


@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_every_day_is_read_however_it_is_written(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    texts = [f"{y}年{m}月{d}日", f"{y}.{m}.{d}", f"{y}/{m}/{d}", f"{y}-{m}-{d}", day.isoformat(), f"{y}{m:02d}{d:02d}"]
    for cell in (*texts, *map(wide, texts), int(texts[-1]), f"{day} 00:00:00"):
        assert read_value(DAY, cell) == Read(day), cell
    if y > 1900:
        assert read_value(DAY, day) == Read(day)
        assert read_value(DAY, datetime(y, m, d)) == Read(day)
    if 1980 <= y <= 2100:
        serial = (day - date(1899, 12, 30)).days
        for cell in (serial, float(serial), f"{serial}", serial + 0.25):
            read = read_value(DAY, cell)
            assert read.value == day and read.said is not None
        assert read_value(DAY, serial - 1462, date_1904=True).value == (day if serial - 1462 > 0 else None)


@given(year=st.integers(1901, 2199), month=st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_every_month_is_read_however_it_is_written(year: int, month: int) -> None:
    meant = f"{year}-{month:02d}"
    texts = [f"{year}年{month}月", f"{year}年{month:02d}月", f"{year}-{month}", meant, f"{year}/{month}"]
    texts.append(f"{year}.{month:02d}")
    cells: list[Any] = [*texts, *map(wide, texts), f"{year}{month:02d}", year * 100 + month, date(year, month, 1)]
    if month != 1:
        cells.append(f"{year}.{month}")
    if month != 10:
        cells.append(float(f"{year}.{month:02d}"))
    for cell in cells:
        assert read_value(MONTH, cell) == Read(meant), cell


@given(number=st.integers(0, 10**15 - 1))
@settings(max_examples=100, deadline=None)
def test_every_code_keeps_its_digits(number: int) -> None:
    for cell in (number, float(number), f"{number}", wide(f"{number}"), f"'{number}"):
        assert read_value(CODE, cell) == Read(f"{number}")


def cells_of_the_sample() -> list[tuple[Field, set[Any]]]:
    """Return the values of the sample that each column of a form would hold."""
    city = default_store().open().city("3302")
    held: list[tuple[Field, set[Any]]] = []
    for form in forms().values():
        for field in form.fields:
            if field.table is not None:
                held.append((field, set(city[field.table][field.name].dropna().unique())))
    return held


def test_everything_in_the_sample_is_read_back_as_it_is() -> None:
    count = 0
    for field, values in cells_of_the_sample():
        if field.name == "value" and field.table in ("capability", "governance"):
            continue
        for value in values:
            written = value
            if field.choices is not None:
                written = field.choices[value]
            elif isinstance(value, pd.Timestamp):
                written = value = value.date()
            elif field.kind == "bool":
                value = bool(value)
                written = BOOLEAN[str(value).lower()]
            elif field.kind in ("int", "float"):
                written = value.item() if hasattr(value, "item") else value
            read = read_value(field, written)
            assert read == Read(value), (field.name, written)
            count += 1
    assert count > 5000


def test_values_of_items_in_the_sample_are_read_back() -> None:
    city = default_store().open().city("3302")
    field = forms()["capability"].field("value")
    for item, value in city["capability"][["item", "value"]].dropna().drop_duplicates().itertuples(index=False):
        words = capability_words(item) if item in CAPABILITY else governance_words()
        if words is None:
            assert f"{read_value(replace(field, kind='float'), value).value:g}" == f"{float(value):g}"
        else:
            assert read_value(field, words[value], choices=words) == Read(value)


@pytest.mark.parametrize("field", [VISITS, DAY, MONTH, CODE, forms()["postings"].field("title_grade")])
def test_no_answer_says_a_telephone_number(field: Field) -> None:
    for cell in ("张某某1380000" + "0000", "1380000" + "0000转", "1380000" + "0000-8"):
        try:
            read = read_value(field, cell)
        except ValueProblem as problem:
            assert "13800000000" not in problem.message + problem.fix
            assert HIDDEN in problem.message or cell.startswith("张")
        else:
            assert read.said is None
