"""Personal data: ID cards and mobile telephones are found wherever they stand; what only looks like them is not."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.forms import forms
from data.intake.identifiers import is_credit_code
from data.intake.personal import HIDDEN, is_signature, likely_name, masked, personal_kind
from data.store import default_store

USCC = forms()["institutions"].field("uscc")
FEE = forms()["costs"].field("drug_fee_yuan")
VISITS = forms()["care_seeking"].field("visits_in")
WEIGHTS = [2 ** (17 - at) % 11 for at in range(17)]


def id_number(region: str = "330203", born: date = date(1980, 1, 2), order: int = 12) -> str:
    """Return an invented ID number with its check digit, computed by GB 11643 itself: powers of 2 modulo 11."""
    body = f"{region}{born:%Y%m%d}{order:03d}"
    total = sum(int(one) * weight for one, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def ending_in_x() -> str:
    return next(number for order in range(1000) if (number := id_number(order=order)).endswith("X"))


def credit_code(body: str) -> str:
    """Return an invented social credit code with its check character, computed by GB 32100: powers of 3 modulo 31."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(one) * (3**at % 31) for at, one in enumerate(body))
    return body + signs[(31 - total % 31) % 31]


def wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) for one in text)


PHONE = "138" + "0000" + "0000"
CARD = id_number()


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        ending_in_x(),
        ending_in_x().lower(),
        wide(ending_in_x()),
        f"身份证{CARD}号",
        f"ID:{CARD}",
        f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}",
        f"{CARD[:6]}\u3000{CARD[6:14]}\n{CARD[14:]}",
        f"12 {CARD[:6]} {CARD[6:14]} {CARD[14:]}",
        " ".join(ending_in_x()),
        f"{CARD[:5]}\u200b{CARD[5:]}",
        "330203" + "800102" + "123",
        "旧证330203" + "800102" + "123",
        "3.30203198001020E+17",
        "3.3020319800102e+17",
        CARD[:15] + "000",
        str(int(float(CARD[:15] + "000"))),
    ],
)
def test_id_numbers_are_found(text: str) -> None:
    assert personal_kind(text) == "id"
    hidden = masked(text)
    assert HIDDEN in hidden
    assert personal_kind(hidden) is None


@pytest.mark.parametrize(
    "text",
    [
        "330203103001",
        "330203004-T1",
        "330203103001-C1",
        "NB00240",
        "",
        "机构",
        CARD[:-1] + ("0" if CARD[-1] != "0" else "1"),  # a wrong check digit
        "9" + CARD,
        CARD + "1",
        CARD[:17],
        f"{CARD[:6]}-{CARD[6:14]}-{CARD[14:]}",  # numbers of documents have dashes
        id_number(region="990203"),
        id_number(region="163302"),
        "330203" + "801302" + "123",  # no such month
        "330203" + "800231" + "123",  # no such day
        "990203" + "800102" + "123",
        credit_code("12330203MB1000000"),
        "2022-12-31 2023-01-01",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "3.30203E+11",
        "1.5E+17",
    ],
)
def test_other_numbers_are_no_id_numbers(text: str) -> None:
    assert personal_kind(text) is None
    assert masked(text) == text


def test_a_birthday_lies_in_the_past() -> None:
    today = date.today()
    assert personal_kind(id_number(born=today)) == "id"
    assert personal_kind(id_number(born=today + timedelta(days=1))) is None
    assert personal_kind(id_number(born=date(1900, 1, 1))) == "id"
    assert personal_kind(id_number(born=date(1899, 12, 31))) is None


#: The first two digits of every place in GB/T 2260, and of permits to reside of Hong Kong, Macao and Taiwan.
PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"


def test_no_real_number_is_missed_wherever_and_whenever_it_was_given_out() -> None:
    some, today = random.Random(11), date.today()
    for province in PROVINCES.split():
        for _ in range(60):
            born = date(1900, 1, 1) + timedelta(days=some.randrange((today - date(1900, 1, 1)).days + 1))
            # County codes that were given out once and are no more are among them: no list of today's is asked.
            number = id_number(f"{province}{some.randrange(10_000):04d}", born, some.randrange(1000))
            assert personal_kind(number) == "id", number


def test_of_numbers_of_documents_only_those_go_back_that_could_be_a_persons() -> None:
    some = random.Random(18)
    anything = ["".join(some.choices("0123456789", k=18)) for _ in range(20_000)]
    assert sum(personal_kind(number) is not None for number in anything) <= 3, "by the check digit alone 1,818"
    assert personal_kind(f"3521086{PHONE}") is None, "nor is a telephone within a longer number"
    dated = [f"{some.choice((19, 20))}{some.randrange(10**16):016d}" for _ in range(5_000)]
    assert not [number for number in dated if personal_kind(number)], "a year at the beginning is no place"
    later = [f"330203{date.today().year + 1}0101{serial:04d}" for serial in range(1_000)]
    assert not [number for number in later if personal_kind(number)], "nor is a day to come a birthday"
    # A county, a day and a serial are all that an ID number is: only the check digit is left to tell them apart.
    serials = [f"33020320220915{serial:04d}" for serial in range(1, 1_000)]
    assert 80 <= sum(personal_kind(number) is not None for number in serials) <= 100


def both() -> str:
    """Return a number that is a good ID number and a good social credit code alike."""
    for order in range(1000):
        for day in range(1, 28):
            number = id_number(region="120101", born=date(1980, 1, day), order=order)
            if credit_code(number[:17]) == number:
                return number
    raise AssertionError


def test_in_the_column_of_credit_codes_the_column_decides() -> None:
    number = both()
    assert personal_kind(number) == "id"
    assert personal_kind(number, USCC) is None
    assert personal_kind(f" {number[:9]} {number[9:]}", USCC) is None
    assert personal_kind(CARD, USCC) == "id"
    assert personal_kind(PHONE, USCC) == "phone"


def test_credit_codes() -> None:
    code = credit_code("12330203MB1000000")
    assert is_credit_code(code) and is_credit_code(code.lower())
    assert not is_credit_code(code[:-1]) and not is_credit_code(code[:-1] + "I")
    assert not is_credit_code(code[:-1] + ("0" if code[-1] != "0" else "1"))


@pytest.mark.parametrize(
    "text",
    [
        PHONE,
        wide(PHONE),
        f"手机{PHONE}",
        f"{PHONE}（办公室）",
        f"tel{PHONE}",
        f"+86{PHONE}",
        f"+86 {PHONE}",
        f"+86-{PHONE}",
        f"86{PHONE}",
        f"0086{PHONE}",
        "138 0000 0000",
        "138-0000-0000",
        "138－0000－0000",
        "138\u30000000\u30000000",
        "+86 138 0000 0000",
        "138 00000000",
        "1380000 0000",
        f"12 {PHONE}",
        f"12-{PHONE}",
        f"{PHONE}、{PHONE}",
        f"海曙区.{PHONE}.xlsx",
        "1380\u200b000\u200b0000",
        "199" + "0000" + "0000",
        f"{CARD[:5]}{PHONE}"[5:],
    ],
)
def test_mobile_numbers_are_found(text: str) -> None:
    assert personal_kind(text) == "phone"
    hidden = masked(text)
    assert "0000" not in hidden and personal_kind(hidden) is None


@pytest.mark.parametrize(
    "text",
    [
        "128" + "0000" + "0000",
        "238" + "0000" + "0000",
        f"9{PHONE}",
        f"{PHONE}9",
        PHONE[:-1],
        f"{PHONE}.50",
        f"0.{PHONE}",
        f"121.{PHONE}",
        "130726203208",
        "1307262032",
        "0574-87000000",
        "30 138 0000 0000 20",
        "2022-12-31",
    ],
)
def test_other_numbers_are_no_telephones(text: str) -> None:
    assert personal_kind(text) is None
    assert masked(text) == text


def test_an_amount_may_have_as_many_digits_as_a_telephone() -> None:
    assert personal_kind(PHONE, FEE) is None
    assert personal_kind(f" {PHONE} ", FEE) is None
    assert personal_kind(f"手机{PHONE}", FEE) == "phone"
    assert personal_kind(PHONE, VISITS) == "phone"


def test_both_kinds_together_are_an_id() -> None:
    assert personal_kind(f"{PHONE} {CARD}") == "id"
    assert masked(f"张某某{PHONE}，{CARD}。") == f"{HIDDEN}，{HIDDEN}。"


@given(
    before=st.text(alphabet="某医院 ：,", max_size=4), after=st.text(alphabet="某医院 ：，。", max_size=4),
    born=st.dates(date(1930, 1, 1), date(2010, 12, 31)), order=st.integers(0, 999),
    region=st.sampled_from(["110101", "330203", "130726", "650102"]),
    tail=st.integers(0, 10**9 - 1), second=st.integers(3, 9),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_identifiers_are_found_and_hidden_among_any_words(
    before: str, after: str, born: date, order: int, region: str, tail: int, second: int
) -> None:
    for secret, kind in ((id_number(region, born, order), "id"), (f"1{second}{tail:09d}", "phone")):
        assert personal_kind(f"{before}{secret}{after}") == kind
        assert secret not in masked(f"{before}{secret}{after}")


@given(st.text(max_size=40) | st.text(alphabet="0123456789 -Xx张某主任人：.+eE０", max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_text_can_be_asked(text: str) -> None:
    hidden = masked(text)
    assert (hidden != text) == (personal_kind(text) is not None or likely_name(text))
    assert personal_kind(hidden) is None
    assert isinstance(is_signature(text), bool)


def test_nothing_in_the_sample_is_taken_for_personal() -> None:
    snapshot = default_store().open()
    texts: set[str] = set()
    for city in snapshot.cities():
        for frame in snapshot.city(city).frames.values():
            for name in frame.columns:
                if frame[name].dtype == "str":
                    texts.update(frame[name].dropna().unique())
    assert len(texts) > 20_000
    for text in texts:
        assert personal_kind(text) is None and not likely_name(text) and not is_signature(text), text


def test_no_word_of_the_forms_is_taken_for_personal_or_a_signature() -> None:
    words: set[str] = {"填表说明", "填报单位", "填报单位代码", "模板版本", "月份", "合计", "小计", "备注"}
    for form in forms().values():
        words |= {form.sheet, *form.aliases, form.about}
        for field in form.fields:
            words |= {field.label, *field.aliases, field.note, *(field.choices or {}).values()}
    for word in words:
        assert not is_signature(word) and not likely_name(word) and personal_kind(word) is None, word
        assert masked(word) == word
