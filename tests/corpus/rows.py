"""Rows spoiled (行): blank ones, sums, signatures and notes, hidden and repeated rows, merged cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.corpus.building import FIRST, HEADER, Book, at
from tests.corpus.cases import Case, error, put, warning

_FORCE = "workforce"
_ROWS = 5
#: Sums of the good rows: 医师 护士 技师 乡村医生.
_SUMS = (39, 49, 15, 7)


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _blank()
    yield from _sums()
    yield from _notes()
    yield from _hidden_and_repeated()
    yield from _merged()
    yield from _required()


def _insert(at_row: int, *rows: list[Any], key: str = _FORCE) -> Callable[[Book], None]:
    return lambda book: book.tab(key).insert_rows(at_row, *rows)


def _append(*rows: list[Any], key: str = _FORCE) -> Callable[[Book], None]:
    return lambda book: book.tab(key).cells.extend(list(row) for row in rows)


def _blank() -> Iterator[Case]:
    yield Case("rows/表头下空行", _insert(FIRST, [], []))
    yield Case("rows/中间空行", _insert(FIRST + 2, [None] * 7))
    yield Case("rows/只有空格的行", _insert(FIRST + 2, [" ", "　", "\n"]))
    yield Case("rows/末尾空行", _append(*[[]] * 30))
    yield Case("rows/预填月份的空行", _append(*[["2023-09"]] * 3))
    yield Case("rows/远处的空格", _append(*[[]] * 500, [None, None, " "]))


def _sums() -> Iterator[Case]:
    total = ["合计", None, None, *_SUMS]
    yield Case("rows/合计在下", _append(total))
    yield Case("rows/合计在上", _insert(FIRST, total))
    yield Case("rows/合计带空格", _append(["合　计", None, None, *_SUMS]))
    yield Case("rows/总计", _append(["总计：", None, None, *_SUMS]))
    for word in ("合计数", "小计（不含村）", "合计 5 家", "本月累计"):
        yield Case(f"rows/{word}", _append([word, None, None, *_SUMS]))
    yield Case("rows/合计在名称列", _append(["2023-09", None, "合计", *_SUMS]))
    yield Case("rows/小计和合计", _subtotals)
    wrong = warning("total_differs", _FORCE, f"D{FIRST + _ROWS + 1}")
    yield Case("rows/合计不对", _append(["合计", None, None, 40, *_SUMS[1:]]), (wrong,))
    yield Case("rows/合计留空", _append(["合计"]))


def _subtotals(book: Book) -> None:
    tab = book.tab(_FORCE)
    tab.insert_rows(FIRST + 3, ["小计", None, None, 39, 49, 15, 5])
    tab.cells += [["小计", None, None, None, None, None, 2], ["合计", None, None, *_SUMS]]


def _notes() -> Iterator[Case]:
    for label, row in (
        ("填表人", ["填表人：张某某", None, "审核人：李某某", None, "联系电话：0574-12345678"]),
        ("填表人分格", ["填表人", "张某某", None, "负责人", "李某某"]),
        ("盖章", ["填报单位（盖章）："]),
        ("填报日期", ["填报日期：2023年10月8日"]),
        ("联系手机", ["联系电话：13800138000"]),
        ("注", ["注：本表由信息科汇总"]),
        ("备注", ["备注：不含派驻人员"]),
        ("说明多行", ["说明：1. 按月填报"]),
        ("数据来源", ["数据来源：信息科"]),
        ("数据来源无冒号", ["数据来源于医院信息系统"]),
        ("统计口径", [None, None, "统计口径：在岗人员"]),
    ):
        yield Case(f"rows/{label}", _append([], row))
    yield Case("rows/填表人在上", _insert(1, ["填表人：张某某", None, None, None, "联系电话：13800138000"]))
    yield Case("rows/每页重复表头", _repeated_header)


def _repeated_header(book: Book) -> None:
    tab = book.tab(_FORCE)
    tab.insert_rows(FIRST + 2, list(tab.cells[HEADER]))


def _hidden_and_repeated() -> Iterator[Case]:
    def hide(*rows: int, key: str = _FORCE) -> Callable[[Book], None]:
        return lambda book: book.tab(key).hidden_rows.update(rows)

    first = FIRST + 1
    yield Case("rows/隐藏一行", hide(first + 1), (error("row_hidden", _FORCE, str(first + 1)),))
    yield Case("rows/隐藏几行", hide(first + 1, first + 2), (error("row_hidden", _FORCE, str(first + 1)),))

    def hide_blank(book: Book) -> None:
        book.tab(_FORCE).insert_rows(FIRST + 2, [])
        book.tab(_FORCE).hidden_rows.add(first + 2)

    yield Case("rows/隐藏空行", hide_blank)
    yield Case("rows/隐藏标题行", hide(1))

    def again(key: str, row: int = 0, **changes: Any) -> Callable[[Book], None]:
        def spoil(book: Book) -> None:
            tab = book.tab(key)
            tab.cells.append(list(tab.cells[FIRST + row]))
            for name, value in changes.items():
                tab.put(at(key, name, len(tab.cells) - 1 - FIRST), value)

        return spoil

    keys = {
        "memberships": 5, "workforce": 5, "postings": 1, "remote": 1, "resource_centres": 2,
        "care_seeking": 1, "referrals": 2,
        "capability": 6, "specialties": 1, "costs": 1,
    }
    for key, count in keys.items():
        yield Case(f"{key}/rows/重复", again(key), (error("duplicate_row", key, str(FIRST + count + 1)),))
    yield Case(
        "workforce/rows/重复而数不同", again(_FORCE, physicians=31),
        (error("duplicate_row", _FORCE, str(FIRST + _ROWS + 1)),),
    )
    yield Case(
        "workforce/rows/重复而只写名称", again(_FORCE, institution_id=None),
        (error("duplicate_row", _FORCE, str(FIRST + _ROWS + 1)),),
    )


def _merged() -> Iterator[Case]:
    column = at("memberships", "consortium_name")[0]

    def merged_names(book: Book) -> None:
        tab = book.tab("memberships")
        for row in range(1, _ROWS):
            tab.put(at("memberships", "consortium_name", row), None)
            tab.put(at("memberships", "consortium_id", row), None)
        tab.put(at("memberships", "consortium_id"), None)
        tab.merged.append(f"{column}{FIRST + 1}:{column}{FIRST + _ROWS}")

    yield Case(
        "rows/合并的名称", merged_names, (warning("merged_filled", "memberships", f"{column}{FIRST + 1}"),),
    )

    def merged_number(book: Book) -> None:
        tab = book.tab(_FORCE)
        tab.put(at(_FORCE, "physicians", 1), None)
        tab.merged.append(f"{at(_FORCE, 'physicians')}:{at(_FORCE, 'physicians', 1)}")

    yield Case("rows/合并的数", merged_number, (error("merged_number", _FORCE, at(_FORCE, "physicians")),))

    def merged_across(book: Book) -> None:
        tab = book.tab(_FORCE)
        tab.put(at(_FORCE, "nurses"), None)
        tab.merged.append(f"{at(_FORCE, 'physicians')}:{at(_FORCE, 'nurses')}")

    yield Case("rows/两列合并成一个数", merged_across, (error("merged_across", _FORCE, at(_FORCE, "physicians")),))


def _required() -> Iterator[Case]:
    for key, name in (
        ("memberships", "role"), ("postings", "person_id"), ("postings", "start_on"), ("postings", "kind"),
        ("institutions", "name"), ("institutions", "category"), ("remote", "service_type"),
        ("outward_referrals", "specialty"), ("referrals", "direction"), ("specialties", "specialty"),
        ("village_services", "mode"), ("investments", "item"),
    ):
        yield Case(f"{key}/{name}/漏填", put(key, name, None), (error("required_missing", key, at(key, name)),))
    yield Case(
        "remote/providing/漏填", _no_provider,
        (error("provider_missing", "remote", at("remote", "providing_institution_name")),),
    )


def _no_provider(book: Book) -> None:
    for name in ("providing_institution_id", "providing_institution_name"):
        book.tab("remote").put(at("remote", name), None)


