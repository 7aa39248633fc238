"""Days and months spoiled (日期与月份)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from tests.corpus.building import Book, at
from tests.corpus.cases import Case, Found, error, put, warning
from tests.corpus.world import MONTH

_START = date(2022, 1, 1)
#: Day of the same posting, written otherwise.
_PLAIN: dict[str, Any] = {
    "年月日": "2022年1月1日", "点": "2022.1.1", "紧凑数字": 20220101,
    "全角": "２０２２－０１－０１", "标准文字": "2022-01-01", "日期时间": datetime(2022, 1, 1),
    "空格和换行": " 2022 年\n1 月 1 日 ",
}
_SAID: dict[str, Any] = {
    "序列数": 44562, "带时间": datetime(2022, 1, 1, 8, 30),
}
_UNREADABLE: dict[str, Any] = {
    "没有这一天": "2022-02-30", "没有这个月": "2022-13-01", "缺日": "2022年1月",
    "两位年": "22.1.1", "中文数字": "二〇二二年一月一日",
    "只有时间": time(8, 30), "小数字": 12, "年份写错": "20222-01-01",
    "远古": "1022-01-01",
}
_MONTHS: dict[str, Any] = {
    "年月": "2023年9月", "点": "2023.9", "紧凑数字": 202309, "小数": 2023.09,
    "当月一日": date(2023, 9, 1), "空": None,
}
_NO_MONTHS: dict[str, Any] = {
    "缺年": "9月", "没有这个月": "2023-13", "时期": "2023年7-9月",
}


def cases() -> Iterator[Case]:
    """Yield the cases."""
    key, name = "postings", "start_on"
    place = at(key, name)
    for label, value in _PLAIN.items():
        yield Case(f"{key}/{name}/{label}", put(key, name, value), taken={(key, 0, name): _START})
    for label, value in _SAID.items():
        yield Case(
            f"{key}/{name}/{label}", put(key, name, value), (warning("value_read_as", key, place),),
            taken={(key, 0, name): _START},
        )
    for label, value in _UNREADABLE.items():
        yield Case(f"{key}/{name}/{label}", put(key, name, value), (error("type_unreadable", key, place),))
    for label, value, code in (("至今", "至今", "type_unreadable"), ("同上", "同上", "mark_unclear")):
        yield Case(f"{key}/end_on/{label}", put(key, "end_on", value), (error(code, key, at(key, "end_on")),))
    for mark in ("无", "/", "未报"):
        yield Case(f"{key}/end_on/mark_{mark}", put(key, "end_on", mark))
    yield Case("postings/1904年起的日期", _since_1904)
    yield from _months()


def _since_1904(book: Book) -> None:
    book.date_1904 = True


def _months() -> Iterator[Case]:
    key = "care_seeking"
    place = at(key, "month")
    for label, value in _MONTHS.items():
        yield Case(f"{key}/month/{label}", put(key, "month", value), taken={(key, 0, "month"): MONTH})
    said = (warning("value_read_as", key, place),)
    for label, value in (("序列数", 45170), ("月中一日", date(2023, 9, 15))):
        yield Case(f"{key}/month/{label}", put(key, "month", value), said, taken={(key, 0, "month"): MONTH})
    for label, value in _NO_MONTHS.items():
        yield Case(f"{key}/month/{label}", put(key, "month", value), (error("type_unreadable", key, place),))
    others: tuple[tuple[str, Any, Found], ...] = (
        ("一月还是十月", "2023.1", error("month_ambiguous", key, place)),
        ("上个月", "2023年8月", error("other_month_row", key, place)),
        ("去年", "2022-09", error("other_month_row", key, place)),
    )
    for label, value, found in others:
        yield Case(f"{key}/month/{label}", put(key, "month", value), (found,))


