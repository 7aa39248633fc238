"""Personal data put where it must not be (个人信息): found, hidden, never said again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.corpus.building import FIRST, HEADER, Book, at
from tests.corpus.cases import Case, error, put, warning

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: Numbers of nobody: the last three digits of the order are not given out, the checksum is computed.
_BODY = "33020319900101000"
ID = _BODY + "10X98765432"[sum(int(one) * weight for one, weight in zip(_BODY, _WEIGHTS, strict=True)) % 11]
ID_15 = "330203900101000"
PHONE = "13800000000"


def cases() -> Iterator[Case]:
    """Yield the cases."""
    for key, name, row in (
        ("postings", "person_id", 0), ("institutions", "grade", 1), ("investments", "item", 0),
        ("workforce", "institution_name", 1),
    ):
        for label, text, code in (
            ("身份证号", ID, "personal_id"), ("手机号", PHONE, "personal_phone"),
            ("夹在文字里的手机号", f"联系{PHONE}李", "personal_phone"),
        ):
            yield Case(f"{key}/{name}/{label}", put(key, name, text, row), (error(code, key, at(key, name, row)),))
    key, name = "postings", "person_id"
    place = at(key, name)
    for label, text, code in (
        ("全角身份证号", "".join(chr(ord(one) + 65248) for one in ID), "personal_id"),
        ("带空格身份证号", f"{ID[:6]} {ID[6:14]} {ID[14:]}", "personal_id"), ("十五位身份证号", ID_15, "personal_id"),
        ("数字格式手机号", int(PHONE), "personal_phone"), ("带横线手机号", "138-0000-0000", "personal_phone"),
        ("校验码不对的身份证号", ID[:17] + ("1" if ID[17] != "1" else "2"), "personal_id"),
        ("姓名", "张某某", "personal_name"),
    ):
        yield Case(f"{key}/{name}/{label}", put(key, name, text), (error(code, key, place),))
    for label, text in (("没有生日的十八位数", ID[:6] + "99999999" + ID[14:]), ("工号", "NB-00123")):
        yield Case(f"{key}/{name}/不是_{label}", put(key, name, text), taken={(key, 0, name): text})
    yield Case(
        "institutions/grade/姓名", put("institutions", "grade", "李某某主任", 1),
        (warning("personal_name", "institutions", at("institutions", "grade", 1)),),
        taken={("institutions", 1, "grade"): "李某某主任"},
    )
    for label, value, found in (
        ("多一列身份证号", ID, error("personal_id", "postings", f"O{FIRST + 1}")),
        ("多一列手机号", PHONE, error("personal_phone", "postings", f"O{FIRST + 1}")),
        ("多一列姓名", "张某某", warning("personal_name", "postings", f"O{FIRST + 1}")),
    ):
        yield Case(
            f"postings/column/{label}", _column("人员情况", value),
            (found, warning("column_ignored", "postings", f"O{HEADER + 1}")),
        )
    yield Case(
        "care_seeking/visits_in/手机号", put("care_seeking", "visits_in", int(PHONE)),
        (error("personal_phone", "care_seeking", at("care_seeking", "visits_in")),),
    )
    yield Case(
        "costs/outpatient_fee_yuan/像手机号的金额", put("costs", "outpatient_fee_yuan", 13912345678.0),
        (warning("amount_scale", "costs", at("costs", "outpatient_fee_yuan")),),
        taken={("costs", 0, "outpatient_fee_yuan"): 13912345678.0},
    )
    yield Case("names/张某某卫生室", put("institutions", "name", "张某某 卫生室", 4))


def _column(header: str, value: Any) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        book.tab("postings").insert_column(14, header, [value])

    return spoil
