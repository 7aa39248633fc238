from datetime import date

import pytest

from components.places import Consortium, Places
from components.view import Selection, resolve
from indicators.wording import NBSP

NINGBO = Places(
    city="3302", name="宁波市", counties={"330203": "海曙区", "330226": "宁海县"}, outside={"330299": "功能区"},
    consortia={
        "A": Consortium("甲医共体", "330203", date(2019, 1, 1), None),
        "B": Consortium("乙医共体", "330226", date(2022, 6, 15), date(2022, 8, 1)),
    },
    months=("2022-05", "2022-06", "2022-07"), has_sample=True,
)  # fmt: skip
ZHANGJIAKOU = Places(
    city="1307", name="张家口市", counties={"130727": "阳原县"}, outside={"130702": "桥东区"},
    consortia={"Y": Consortium("阳原县医共体", "130727", None, None)}, months=("2023-09",), has_sample=True,
)  # fmt: skip
PLACES = {"3302": NINGBO, "1307": ZHANGJIAKOU}


def ask(**params: str):
    calibers = {"headcount": 1, "eligible": 1}
    chosen, notes = resolve(params, list(PLACES), PLACES.__getitem__, date(2023, 9, 30), calibers)
    return chosen, " ".join(notes).replace(NBSP, " ")


def test_an_address_that_says_nothing_opens_the_first_city_in_its_last_month():
    chosen, notes = ask()
    assert chosen == Selection("3302", None, None, "2022-07", None, "laptop")
    assert notes == ""


@pytest.mark.parametrize(
    ("scope", "city", "county", "consortium"),
    [
        ("1307", "1307", None, None),
        ("330203", "3302", "330203", None),
        ("Y", "1307", "130727", "Y"),
        ("A", "3302", "330203", "A"),
    ],
)
def test_one_code_stands_for_city_county_or_consortium(scope, city, county, consortium):
    chosen, notes = ask(scope=scope)
    assert (chosen.city, chosen.county, chosen.consortium) == (city, county, consortium)
    assert chosen.scope == scope
    assert notes == ""


@pytest.mark.parametrize(
    ("params", "scope", "sentence"),
    [
        ({"scope": "9999"}, "3302", "链接中的范围“9999”不存在，已改为宁波市。"),
        ({"scope": "<b>x</b>"}, "3302", "链接中的范围“<b>x</b>”不存在，已改为宁波市。"),
        ({"scope": "330288"}, "3302", "链接中的区县代码“330288”不存在，已改为宁波市。"),
        ({"scope": "999988"}, "3302", "链接中的范围“999988”不存在，已改为宁波市。"),
        ({"scope": "130702"}, "1307", "桥东区不在文件统计范围，已改为张家口市。"),
        ({"scope": "x" * 500}, "3302", f"链接中的范围“{'x' * 20}”不存在，已改为宁波市。"),
        ({"scope": "٣٣٠٢"}, "3302", "链接中的范围“٣٣٠٢”不存在，已改为宁波市。"),
        ({"month": "2050-01"}, "3302", "链接中的截止月份“2050-01”没有数据，已改为 2022 年 7 月。"),
        ({"month": "昨天"}, "3302", "链接中的截止月份“昨天”没有数据，已改为 2022 年 7 月。"),
        ({"caliber": "all"}, "3302", "链接中的派驻口径“all”不存在，已改为按文件逐项默认。"),
        ({"screen": "cinema"}, "3302", "链接中的屏幕“cinema”不存在，已改为笔记本。"),
    ],
)
def test_what_cannot_be_understood_is_replaced_with_a_sentence(params, scope, sentence):
    chosen, notes = ask(**params)
    assert chosen.scope == scope
    assert notes == sentence


def test_a_month_of_another_city_is_replaced_by_this_citys_last():
    chosen, notes = ask(scope="1307", month="2022-06")
    assert chosen.month == "2023-09"
    assert "没有数据" in notes


def test_a_consortium_that_does_not_exist_yet_is_shown_and_said():
    chosen, notes = ask(scope="B", month="2022-05")
    assert chosen.consortium == "B"
    assert notes == "乙医共体在 2022 年 5 月尚未成立或已撤销，该月没有数据。"


def test_several_wrong_values_are_all_said():
    _, notes = ask(scope="9999", month="x", caliber="y", screen="z")
    assert notes.count("。") == 4


def test_a_selection_writes_scope_and_month_always_and_the_rest_unless_usual():
    county = Selection("3302", "330203", None, "2022-07", None, "laptop")
    assert county.query() == {"scope": "330203", "month": "2022-07"}
    assert Selection("3302", None, None, "2022-07", "eligible", "wall").query() == {
        "scope": "3302", "month": "2022-07", "caliber": "eligible", "screen": "wall",
    }  # fmt: skip


@pytest.mark.parametrize("scope", ["3302", "1307", "330203", "A", "Y"])
@pytest.mark.parametrize("caliber", [None, "eligible"])
def test_what_a_selection_writes_opens_the_same_selection(scope, caliber):
    chosen, _ = ask(scope=scope, **({"caliber": caliber} if caliber else {}), screen="wall")
    assert ask(**chosen.query()) == (chosen, "")


@pytest.mark.parametrize(
    ("day", "exists"),
    [(date(2022, 6, 14), False), (date(2022, 6, 15), True), (date(2022, 7, 31), True), (date(2022, 8, 1), False)],
)
def test_a_consortium_exists_from_the_day_it_is_founded_to_the_day_before_it_is_dissolved(day, exists):
    assert NINGBO.consortia["B"].exists_on(day) is exists
    assert ("B" in NINGBO.existing(day)) is exists
    assert "B" not in NINGBO.existing(day, "330203")
