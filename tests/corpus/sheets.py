"""Sheets spoiled (工作表): renamed, missing, twice, hidden, extra, another sender's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from data.forms import forms_of
from tests.corpus.building import INSTRUCTIONS, Book, Tab, city, county
from tests.corpus.cases import Case, error, warning


def cases() -> Iterator[Case]:
    """Yield the cases."""
    for key, good in (("institutions", county), ("costs", county), ("postings", county), ("pairings", city)):
        yield Case(f"{key}/sheet/缺", _without(key), (warning("sheet_missing"),), lacks=frozenset({key}), good=good)
    yield from _names()
    yield from _others()


def _renamed(key: str, name: str) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        book.tab(key).name = name

    return spoil


def _without(*keys: str) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        for key in keys:
            book.remove(key)

    return spoil


def _names() -> Iterator[Case]:
    key = "care_seeking"
    for label, name in (("空格", " 就医 流向 "), ("全角空格", "就医流向　")):
        yield Case(f"sheet/名称_{label}", _renamed(key, name))
    missing = frozenset({key})
    for name in ("就医流向表", "9.就医流向", "就医流向(2)", "附件9 就医流向", "Sheet9", "就医流相"):
        yield Case(
            f"sheet/名称_{name}", _renamed(key, name), (error("sheet_unknown", name), warning("sheet_missing")),
            lacks=missing,
        )


def _others() -> Iterator[Case]:
    def moved(book: Book) -> None:
        book.tabs.reverse()

    yield Case("sheet/次序颠倒", moved)
    yield Case("sheet/没有填表说明", _without(INSTRUCTIONS))

    def extra(name: str, *rows: list[Any]) -> Callable[[Book], None]:
        return lambda book: book.tabs.append(Tab(name, [list(row) for row in rows]))

    yield Case("sheet/多一张空表", extra("Sheet1"))
    yield Case(
        "sheet/多一张别的表", extra("会议签到", ["时间", "地点"], ["九月", "三楼"]),
        (warning("sheet_ignored", "会议签到"),),
    )
    yield Case("sheet/多一张说明", extra("说明", ["请认真填写"], ["有问题请联系信息科"]))
    yield Case("sheet/空白的数据表", _emptied, (warning("sheet_missing"),), lacks=frozenset({"care_seeking"}))

    def twice(name: str) -> Callable[[Book], None]:
        def spoil(book: Book) -> None:
            tab = deepcopy(book.tab("care_seeking"))
            tab.name = name
            book.tabs.append(tab)

        return spoil

    yield Case("sheet/同一张两份_别名", twice("就医情况"), (error("sheet_twice", "就医情况"),))
    yield Case("sheet/同一张两份_副本", twice("就医流向 (2)"), (warning("sheet_ignored", "就医流向 (2)"),))

    def hidden(book: Book) -> None:
        book.tab("care_seeking").visible = False

    yield Case(
        "sheet/隐藏", hidden, (warning("sheet_hidden", "care_seeking"), warning("sheet_missing")),
        lacks=frozenset({"care_seeking"}),
    )

    def foreign(book: Book) -> None:
        tab = deepcopy(city().tab("bookings"))
        tab.cells = tab.cells[1:]
        book.tabs.append(tab)

    yield Case("sheet/市级的表", foreign, (warning("sheet_ignored", "bookings"),))
    every = frozenset(one.key for one in forms_of("county"))
    yield Case("sheet/一张也没有", _without(*every), (error("nothing_to_read"),), lacks=every)
    most = sorted(every - {"care_seeking"})
    yield Case("sheet/只有一张", _without(*most), (warning("sheet_missing"),), lacks=frozenset(most))


def _emptied(book: Book) -> None:
    book.tab("care_seeking").cells = []
