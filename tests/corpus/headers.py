"""Headers spoiled (表头): columns in another order, under other names, in two rows, missing, twice, in other units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from data.forms import forms
from data.forms.model import Form
from data.intake.grids import cell_name, column_letters
from tests.corpus.building import FIRST, HEADER, Book, Tab, at, city, county, head
from tests.corpus.cases import Case, error, warning

_CARE = "care_seeking"


def cases() -> Iterator[Case]:
    """Yield the cases."""
    for form in forms().values():
        good = city if form.sender == "city" else county
        yield Case(f"{form.key}/header/表名列名用别名_列序颠倒", _aliased_and_reversed(form), good=good)
    yield from _above()
    yield from _written()
    yield from _two_rows()
    yield from _columns()


def _aliased_and_reversed(form: Form) -> Callable[[Book], None]:
    """Write another name of the sheet and of each column that is not one of the form's own, the last column first."""
    labels = {one.label for one in form.fields}

    def spoil(book: Book) -> None:
        tab = book.tab(form.key)
        for one in form.fields:
            other = next((alias for alias in one.aliases if alias not in labels), None)
            if other is not None:
                tab.put(head(form.key, one.name), other)
        width = len(tab.cells[HEADER])
        tab.cells[HEADER:] = [[*row, *[None] * (width - len(row))][::-1] for row in tab.cells[HEADER:]]
        tab.name = form.aliases[0]

    return spoil


def _above() -> Iterator[Case]:
    """Yield what may stand above the header."""

    def titles(*rows: list[Any]) -> Callable[[Book], None]:
        return lambda book: book.tab(_CARE).insert_rows(0, *rows)

    yield Case("header/没有标题行", lambda book: book.tab(_CARE).cells.pop(0))
    yield Case("header/多一行标题", titles(["2023年度县域医共体统计报表"]))
    yield Case("header/标题和空行", titles(["附件3"], [], ["县域医共体月报"], []))
    yield Case("header/制表说明在上", titles(["制表：信息科"], ["填报说明：按月填报，没有的留空"]))
    yield Case("header/单位行在上", titles([None, None, None, None, None, None, "单位：人次"]))
    yield Case(
        "header/单位行写万人次", titles(["单位：万人次"]), (error("column_unit", _CARE, "A1"),)
    )
    yield Case(
        "header/单位行写万元", lambda book: book.tab("costs").insert_rows(1, ["金额单位：万元"]),
        (error("column_unit", "costs", "A2"),),
    )
    yield Case("header/表头在第十五行", titles(*[["说明"]] * 13))
    for label, spoil in (
        ("表头太靠下", titles(*[["说明"]] * 24)), ("没有表头", lambda book: book.tab(_CARE).cells.pop(HEADER))
    ):
        yield Case(f"header/{label}", spoil, (error("header_missing", _CARE),), lacks=frozenset({_CARE}))
    yield Case("header/左边空一列", _shifted)
    yield Case("header/合并标题", lambda book: book.tab(_CARE).merged.append("A1:H1"))


def _shifted(book: Book) -> None:
    tab = book.tab(_CARE)
    tab.cells = [[None, *row] for row in tab.cells]


def _relabelled(key: str, name: str, label: str) -> Callable[[Book], None]:
    return lambda book: book.tab(key).put(head(key, name), label)


def _written() -> Iterator[Case]:
    """Yield ways of writing one header."""
    plain = (
        ("换行", "县域内\n就诊人次"), ("空格", " 县域内 就诊人次 "), ("全角空格", "县域内　就诊人次"),
        ("带单位", "县域内就诊人次（人次）"), ("星号", "*县域内就诊人次"),
        ("必填", "县域内就诊人次（必填）"), ("冒号", "县域内就诊人次："),
    )
    for label, text in plain:
        yield Case(f"header/写法_{label}", _relabelled(_CARE, "visits_in", text))
    yield Case("header/写法_半角括号", _relabelled("costs", "outpatient_fee_yuan", "门诊费用(元)"))
    yield Case("header/写法_不带单位", _relabelled("costs", "outpatient_fee_yuan", "门诊费用"))
    units = (
        ("costs", "outpatient_fee_yuan", "门诊费用（万元）"), ("costs", "drug_fee_yuan", "药品费用(千元)"),
        (_CARE, "visits_in", "县域内就诊人次（万人次）"), ("investments", "amount_yuan", "金额（万元）"),
        ("remote", "median_turnaround_minutes", "回报时间中位数（小时）"),
    )
    for key, name, text in units:
        yield Case(
            f"header/{name}/单位_{text[-4:].strip('（()）')}", _relabelled(key, name, text),
            (error("column_unit", key, head(key, name)),),
        )
    nearly = (
        (_CARE, "visits_in", "县域内就诊次数"), (_CARE, "inpatients_out", "县域外住院人数"),
        ("workforce", "village_doctors", "乡村医生数"), ("postings", "start_on", "开始的日期"),
    )
    for key, name, text in nearly:
        yield Case(
            f"header/{name}/相近_{text}", _relabelled(key, name, text), (error("column_unknown", key, head(key, name)),)
        )


def _two_rows() -> Iterator[Case]:
    """Yield headers of two rows: a parent over its children, merged or not."""
    both = ("visits_in", "visits_out")

    def two(parent: str, children: tuple[str, ...], *, merged: bool) -> Callable[[Book], None]:
        def spoil(book: Book) -> None:
            tab = book.tab(_CARE)
            places = [column_letters(tab.column(forms()[_CARE].field(name).label)) for name in both]
            upper: list[Any] = list(tab.cells[HEADER])
            tab.insert_rows(HEADER, upper)
            width = len(upper)
            for column in range(width):
                letter = column_letters(column)
                if letter not in places:
                    tab.put(f"{letter}3", None)
                    if merged:
                        tab.merged.append(f"{letter}2:{letter}3")
            for letter, child in zip(places, children, strict=True):
                tab.put(f"{letter}2", None)
                tab.put(f"{letter}3", child)
            tab.put(f"{places[0]}2", parent)
            if merged:
                tab.merged.append(f"{places[0]}2:{places[-1]}2")

        return spoil

    yield Case("header/两行合并_全名在下", two("就诊", ("县域内就诊人次", "县域外就诊人次"), merged=True))
    yield Case("header/两行合并_上下相连", two("县域", ("内就诊人次", "外就诊人次"), merged=True))
    yield Case("header/两行不合并_全名在下", two("就诊", ("县域内就诊人次", "县域外就诊人次"), merged=False))
    yield Case(
        "header/两行_各月排成列", _months_across, (error("months_across", "workforce", f"D{HEADER + 2}"),),
        lacks=frozenset({"workforce"}),
    )
    yield Case(
        "header/重复的表头行", lambda book: book.tab(_CARE).insert_rows(HEADER, list(book.tab(_CARE).cells[HEADER]))
    )


def _months_across(book: Book) -> None:
    """Put a year over twelve months in the place of the numbers."""
    tab = book.tab("workforce")
    held = tab.cells[FIRST:]
    months = [f"{number}月" for number in range(1, 13)]
    tab.cells[HEADER:] = [
        [*tab.cells[HEADER][:3], "2023年"], [None, None, None, *months], *([*row[:3], *range(12)] for row in held),
    ]
    tab.merged.append(f"D{HEADER + 1}:O{HEADER + 1}")


def _columns() -> Iterator[Case]:
    """Yield columns that are missing, twice, hidden or none of the form's."""

    def without(key: str, *names: str) -> Callable[[Book], None]:
        def spoil(book: Book) -> None:
            for name in names:
                book.tab(key).remove_column(book.tab(key).column(forms()[key].field(name).label))

        return spoil

    gone: tuple[tuple[str, str], ...] = (
        ("memberships", "role"), ("postings", "kind"), ("postings", "person_id"), ("institutions", "category"),
        ("remote", "service_type"), ("specialties", "kind"), ("governance", "item"), ("village_services", "mode"),
    )
    row = str(HEADER + 1)
    for key, name in gone:
        yield Case(f"{key}/column/缺_{name}", without(key, name), (error("column_missing", key, row),))
    yield Case(
        "care_seeking/column/缺_visits_out", without(_CARE, "visits_out"), (warning("column_absent", _CARE, row),),
        taken={(_CARE, 0, "visits_out"): None},
    )
    yield Case(
        "workforce/column/缺编号列", without("workforce", "institution_id")
    )
    yield Case(
        "workforce/column/缺名称列", without("workforce", "institution_name"),
        (error("column_missing", "workforce", row),),
    )
    yield Case("care_seeking/column/缺月份和区县", without(_CARE, "month", "county_code", "county_name"),
               taken={(_CARE, 0, "county_name"): None})

    def added(tab: Tab, header: Any, value: Any, position: int | None = None) -> None:
        place = len(tab.cells[HEADER]) if position is None else position
        tab.insert_column(place, header, [value] * (len(tab.cells) - FIRST))

    yield Case(
        "care_seeking/column/多一列", lambda book: added(book.tab(_CARE), "满意度", 98),
        (warning("column_ignored", _CARE, "I2"),),
    )
    yield Case(
        "care_seeking/column/多一列无名", lambda book: added(book.tab(_CARE), None, 98),
        (warning("column_ignored", _CARE, "I2"),),
    )
    yield Case("care_seeking/column/多一空列", lambda book: added(book.tab(_CARE), "备注", None))
    yield Case("workforce/column/序号列", lambda book: added(book.tab("workforce"), "序号", 1, 0))
    yield Case(
        "care_seeking/column/两列同名", lambda book: added(book.tab(_CARE), "县域内就诊人次", 1),
        (error("column_twice", _CARE, "I2"),),
    )
    yield Case(
        "care_seeking/column/名与别名都有", lambda book: added(book.tab(_CARE), "县域内就诊", 1),
        (error("column_twice", _CARE, "I2"),),
    )
    hidden = forms()[_CARE].fields.index(forms()[_CARE].field("visits_out"))
    yield Case(
        "care_seeking/column/隐藏", lambda book: book.tab(_CARE).hidden_columns.add(hidden),
        (error("column_hidden", _CARE, cell_name(HEADER, hidden)),),
    )

    def hide_unused(book: Book) -> None:
        book.tab("institutions").hidden_columns.add(forms()["institutions"].fields.index(
            forms()["institutions"].field("uscc")
        ))

    yield Case("institutions/column/隐藏空列", hide_unused)
    assert at(_CARE, "visits_out") == cell_name(FIRST, hidden)
