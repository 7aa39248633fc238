"""Names and numbers of institutions, consortia and places spoiled (名称与编号)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from data.intake.numbering import number_of
from tests.corpus.building import Book, at, city
from tests.corpus.cases import Case, error, put, warning
from tests.corpus.world import COUNTY

_NAME, _NUMBER = "institution_name", "institution_id"
_LONG = "海曙区集士港镇卫生院医疗共同体所属湖山片区第三联合村级社区卫生服务站暨老年康复护理中心"


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _same()
    yield from _wrong()
    yield from _new()
    yield from _places()
    yield from _city()


def _both(key: str, number: Any, name: Any, row: int = 0) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        put(key, _NUMBER, number, row)(book)
        put(key, _NAME, name, row)(book)

    return spoil


def _same() -> Iterator[Case]:
    """Yield what still plainly names the same institution: row 1 is 集士港卫生院."""
    key = "workforce"
    said = "集士港卫生院"
    written: tuple[tuple[str, str, str], ...] = (
        ("空格", " 集士港 卫生院 ", said), ("换行", "集士港\n卫生院", said),
        ("零宽字符", "集士港\u200b卫生院", said), ("回车记号", "集士港_x000D_\n卫生院", said),
        ("不换行空格", "集士港\u00a0卫生院\u00a0", said),
    )
    for label, text, taken in written:
        yield Case(f"{key}/name/{label}", put(key, _NAME, text, 1), taken={(key, 1, _NAME): taken})
        if label in ("换行", "零宽字符"):
            yield Case(f"{key}/name/编号空_{label}", _both(key, None, text, 1), taken={(key, 1, _NAME): taken})
    for label, number in (("空格", " T1 "), ("全角", "Ｔ１"), ("文本标记", "'T1")):
        yield Case(f"{key}/number/{label}", put(key, _NUMBER, number, 1))
    for number in (None, "T1"):
        suffix = "" if number else "_编号空"
        yield Case(
            f"{key}/name/别名{suffix}", _both(key, number, "老卫生院", 1), taken={(key, 1, _NAME): "老卫生院"}
        )
        yield Case(
            f"{key}/name/旧名{suffix}", _both(key, number and "T2", "古林中心卫生院", 2),
            (warning("name_former", key, at(key, _NAME, 2)),), taken={(key, 2, _NAME): "古林中心卫生院"},
        )
    yield Case(
        "institutions/name/旧名", put("institutions", "name", "古林中心卫生院", 2),
        (warning("name_former", "institutions", at("institutions", "name", 2)),),
    )
    yield Case(
        "institutions/name/别名", put("institutions", "name", "老卫生院", 1),
        (warning("name_alias", "institutions", at("institutions", "name", 1)),),
    )
    yield Case("institutions/name/空格", put("institutions", "name", "集士港 卫生院\n", 1))


def _wrong() -> Iterator[Case]:
    """Yield what names another, nobody, or nobody of this county."""
    key = "workforce"
    name, number = at(key, _NAME, 1), at(key, _NUMBER, 1)
    for label, told, spoken, code, cell in (
        ("错一个字", None, "集仕港卫生院", "name_unknown", name),
        ("没有的名称", None, "桃源社区门诊部", "name_unknown", name),
        ("名称与编号不符", "T1", "古林卫生院", "name_mismatch", name),
        ("编号旁写错一个字", "T1", "集仕港卫生院", "name_mismatch", name),
        ("没有的编号", "T9", "集士港卫生院", "number_unknown", number),
        ("别的区县的编号", "H2", "鄞州医院", "not_yours", number),
        ("别的区县的名称", None, "鄞州医院", "not_yours", name),
        ("市级医院", None, "市第一医院", "not_yours", name),
        ("同上", None, "同上", "mark_unclear", name),
        ("日期格式", None, date(2023, 9, 1), "type_unreadable", name),
        ("太长", None, "卫" * 501, "type_unreadable", name),
        ("科学计数的编号", "3.302E+11", "集士港卫生院", "type_unreadable", number),
        ("两个编号", "T1、T2", "集士港卫生院", "type_unreadable", number),
    ):
        yield Case(f"{key}/name/{label}", _both(key, told, spoken, 1), (error(code, key, cell),))


def _added(name: str, category: str = "村卫生室") -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        row: list[Any] = [None, name, category, "330203100201", "湖山村", *[None] * 6, 121.25, 29.75, "WGS-84"]
        book.tab("institutions").cells.append(row)

    return spoil


def _new() -> Iterator[Case]:
    """Yield names that are new to the register: kept letter by letter, whatever they look like."""
    key = "institutions"
    cell = at(key, "name", 5)
    for label, text in (
        ("个人诊所", "李某某诊所"), ("尖括号", "湖东<b>门诊</b>部"), ("脚本", "<script>alert(1)</script>卫生室"),
        ("等号开头", "=湖滨卫生室"), ("等号公式样", '=HYPERLINK("#A1","湖滨卫生室")'), ("加号开头", "+湖滨卫生室"),
        ("艾特开头", "@湖滨卫生室"), ("引号", "湖滨“便民”卫生室"), ("四十字", _LONG), ("花括号", "{{湖滨}}卫生室"),
        ("生僻字", "𬭎湖卫生室"), ("括号", "湖滨（东）卫生室"),
    ):
        number = number_of(COUNTY, text)
        taken = {
            "institution_id": number, "name": text, "category": "village_clinic", "region_code": "330203100201",
            "region_name": "湖山村", "lon": 121.25, "lat": 29.75, "datum": "wgs84",
        }
        yield Case(
            f"{key}/新增/{label}", _added(text), (warning("institution_new", key, cell),),
            taken={(key, 5, field): value for field, value in taken.items()},
        )
    yield Case(
        f"{key}/改名", put(key, "name", "集士港镇中心卫生院", 1),
        (warning("institution_renamed", key, at(key, "name", 1)),),
        taken={(key, 1, "name"): "集士港镇中心卫生院"},
    )
    yield Case(
        f"{key}/新增/市级医院", _added("市第二医院", "市级医院"),
        (warning("institution_new", key, cell), error("municipal_row", key, at(key, "category", 5))),
    )

    def nearly(book: Book) -> None:
        tab = book.tab(key)
        tab.put(at(key, "institution_id", 1), None)
        tab.put(at(key, "name", 1), "集仕港卫生院")

    yield Case(f"{key}/疑似改名", nearly, (error("name_unknown", key, at(key, "name", 1)),))
    yield Case(
        f"{key}/编号写别人的", put(key, "institution_id", "H2", 1),
        (error("not_yours", key, at(key, "institution_id", 1)),),
    )
    yield Case(
        f"{key}/编号不存在", put(key, "institution_id", "X9", 1),
        (error("number_unknown", key, at(key, "institution_id", 1)),),
    )
    yield Case(
        f"{key}/两行编号对调", _swapped,
        (error("name_mismatch", key, at(key, "name", 1)), error("name_mismatch", key, at(key, "name", 2))),
    )


def _swapped(book: Book) -> None:
    put("institutions", "institution_id", "T2", 1)(book)
    put("institutions", "institution_id", "T1", 2)(book)


def _places() -> Iterator[Case]:
    key = "village_services"
    yield Case(f"{key}/village/编号空", put(key, "village_code", None))
    yield Case(f"{key}/village/编号作数字", put(key, "village_code", 330203100201))
    yield Case(
        f"{key}/village/编号带小数", put(key, "village_code", "330203100201.0"),
        (warning("value_read_as", key, at(key, "village_code")),),
    )
    for label, field, value, code in (
        ("编号科学计数", "village_code", "3.30203E+11", "type_unreadable"),
        ("编号不存在", "village_code", "330203100299", "number_unknown"),
                ("名称不符", "village_name", "湖东村", "name_mismatch"),
    ):
        yield Case(f"{key}/village/{label}", put(key, field, value), (error(code, key, at(key, field)),))
    for label, code in (("乡镇", "330203100"), ("区县", "330203")):
        yield Case(
            f"{key}/village/编号是{label}", put(key, "village_code", code),
            (error("region_level", key, at(key, "village_code")),),
        )
    key = "care_seeking"
    yield Case(f"{key}/county/名称不带区", put(key, "county_name", "海曙"), taken={(key, 0, "county_name"): "海曙"})
    yield Case(
        f"{key}/county/别的区县", put(key, "county_code", "330212"), (error("not_yours", key, at(key, "county_code")),)
    )
    yield Case(
        f"{key}/county/代码名称不符", put(key, "county_name", "鄞州区"),
        (error("name_mismatch", key, at(key, "county_name")),),
    )
    yield Case(
        f"{key}/county/代码不存在", put(key, "county_code", "339999"),
        (error("number_unknown", key, at(key, "county_code")),),
    )
    for label, spoken in (("", "海曙区"), ("_名称也是", "集士港镇")):
        yield Case(
            f"{key}/county/代码是乡镇{label}", _county_of("330203100", spoken),
            (error("region_level", key, at(key, "county_code")),),
        )
    for key, name, value in (
        ("costs", "consortium_id", "C2"), ("memberships", "consortium_id", "C2"), ("referrals", "consortium_id", "C2"),
        ("capability", "subject_id", "C2"), ("governance", "subject_id", "330212"),
    ):
        yield Case(f"{key}/{name}/别家的", put(key, name, value), (error("not_yours", key, at(key, name)),))
    yield Case(
        "costs/consortium_name/错一个字", _costs_of("海曙医供体"),
        (error("name_unknown", "costs", at("costs", "consortium_name")),),
    )
    yield Case("costs/consortium_name/编号空", _costs_of("海曙医共体"))


def _costs_of(name: str) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        put("costs", "consortium_id", None)(book)
        put("costs", "consortium_name", name)(book)

    return spoil


def _county_of(code: str, name: str) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        put("care_seeking", "county_code", code)(book)
        put("care_seeking", "county_name", name)(book)

    return spoil


def _city() -> Iterator[Case]:
    key = "city_postings"
    yield Case(
        f"{key}/county/代码是乡镇", put(key, "to_county_code", "330203100"),
        (error("region_level", key, at(key, "to_county_code")),), good=city,
    )
    yield Case(f"{key}/county/只写名称", put(key, "to_county_code", None), good=city)
    yield Case(
        f"{key}/county/没有的代码", put(key, "to_county_code", "330299"),
        (error("number_unknown", key, at(key, "to_county_code")),), good=city,
    )
    yield Case(
        f"{key}/flow/区县的派驻", put(key, "flow", "牵头医院 → 成员单位"),
        (error("county_row", key, at(key, "flow")),), good=city,
    )
    yield Case(
        "postings/flow/市级的派驻", put("postings", "flow", "市级医院 → 牵头医院"),
        (error("municipal_row", "postings", at("postings", "flow")),),
    )
    yield Case(
        "postings/posting_id/别人的编号", put("postings", "posting_id", "P3"),
        (error("not_yours", "postings", at("postings", "posting_id")),),
    )
    yield Case(
        "postings/posting_id/没有的编号", put("postings", "posting_id", "P99"),
        (error("number_unknown", "postings", at("postings", "posting_id")),),
    )
    yield Case(
        "bookings/offered/定向多于投放", put("bookings", "to_grassroots", 90, 1),
        (error("part_exceeds_whole", "bookings", at("bookings", "to_grassroots", 1)),), good=city,
    )
    yield Case(
        "pairings/partner/错一个字", _partner, (error("name_unknown", "pairings", at("pairings", "partner_name")),),
        good=city,
    )


def _partner(book: Book) -> None:
    put("pairings", "partner_id", None)(book)
    put("pairings", "partner_name", "市弟一医院")(book)


