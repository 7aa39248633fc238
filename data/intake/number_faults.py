"""Why a text is not a number that can be taken (数字写法的错处), and what it may have been."""

from __future__ import annotations

import re

from data.forms.model import Field
from data.intake.numerals import in_numerals, number_of
from data.intake.outcome import ValueProblem, quoted, unreadable
from data.intake.units import is_money, takes_percent, units_of

_EXACTLY = "核对原始记录，只写一个确切的数；没有统计就留空"
#: Ways of writing that are no single exact number, in the order in which they are looked for.
_FAULTS = (
    (re.compile(r"#.+"), "是公式错误，没有数", "改正公式，或直接填写数值；没有报送就留空"),
    (re.compile(r"[+-]?(nan|inf|infinity)", re.I), "不是数", "填写数字；没有报送就留空"),
    (re.compile(r"[0-9.,]+([+*×xX÷][0-9.,]+)+=?.*"), "是算式，不是一个数", "写出算好的数"),
    (re.compile(r"(大约|约|近|超过|超|不足|不到|将近|至少|最多|[><≥≤≈~±=])+[0-9].*"), "不是确切的数", _EXACTLY),
    (re.compile(r"[0-9.,]+[十百千万亿]?\D{0,2}(余|多|左右|上下|以上|以下|以内|来|\+).*"), "不是确切的数", _EXACTLY),
    (re.compile(r"[0-9.,]+\D{0,2}([-~～至到]+)[0-9].*"), "是一个范围，不是一个数", _EXACTLY),
    (re.compile(r"[0-9.,]+\D{0,2}[/:：][0-9].*"), "写了两个数，或是一个分数", "这一列只写一个数，另一个写到它自己的列"),
    (re.compile(r"[0-9]+[。·、'][0-9]+\D*"), "里的小数点或分隔不清楚",
     "小数点写成半角的点，如 1.5；几个数不要写在一起"),
    (re.compile(r"[+-]?[0-9]+(,[0-9]*)+(\.[0-9]*)?\D*"),
     "的逗号位置不对，可能漏了数字，也可能是小数点", "千分位每三位一个逗号，如 1,234；小数点写成点"),
    (re.compile(r"[0-9.,]+(\s+[0-9.,]+)+\D*"), "像是几个数写在了一起", "一个单元格只写一个数，中间不留空格、不换行"),
    (re.compile(r"\(-?[0-9.,]+\)"), "带括号，可能是负数，也可能是备注", "是负数就写成 -5 这样，不是就去掉括号"),
    (re.compile(r"[△▲][0-9.,]+.*|[0-9.,]+-"), "的正负号不清楚", "是负数就写成 -5 这样，不是就去掉符号"),
    (re.compile(r"[0-9]+\.([0-9]*\.)+.*|[0-9]+\."), "的小数点不对", "只写一个小数点，后面要有数字"),
    (re.compile(r".*[0-9].*[年月日号].*"), "像是日期", "填写数字；没有报送就留空"),
)
_WITH_UNIT = re.compile(r"([¥￥]?[+-]?[0-9.,]+)(千万|百万|千|万|亿)?([^0-9.,+\s-]+)")
#: 1.2w and 3k are ten thousands and thousands in everyday writing.
_SLANG = {"w": "万", "W": "万", "k": "千", "K": "千"}


def why_not(field: Field, text: str, plain: str) -> ValueProblem:
    """Return the problem of a text that is not a number.

    Args:
        field: The column.
        text: The text as it stands in the cell, for the message.
        plain: The same, folded.
    """
    kind = "整数" if field.kind == "int" else "数字"
    if (number := number_of(plain)) is not None:
        return unreadable(f"应为{kind}，{quoted(text)}是中文数字", f"如果是 {number}，写成 {number}")
    if in_numerals(plain):
        return unreadable(f"应为{kind}，{quoted(text)}是中文数字，而且不清楚是多少", "写成阿拉伯数字；没有报送就留空")
    for pattern, why, fix in _FAULTS:
        if pattern.fullmatch(plain):
            return unreadable(f"应为{kind}，{quoted(text)}{why}", fix)
    if found := _WITH_UNIT.fullmatch(plain):
        return _wrong_unit(field, text, found[1] + (found[2] or ""), found[3])
    return unreadable(f"应为{kind}，{quoted(text)}不是", f"改为{kind}；没有报送就留空")


def _wrong_unit(field: Field, text: str, number: str, unit: str) -> ValueProblem:
    if unit in _SLANG:
        word = _SLANG[unit]
        return unreadable(f"{quoted(text)}的“{unit}”不清楚", f"如果是{word}，写成 {number}{word} 或全部数字")
    if unit == "%":
        whole = "" if takes_percent(field) else "，这一列不是比例"
        return unreadable(f"{quoted(text)}带百分号{whole}", "核对是不是填错了列；不是比例就去掉百分号")
    if unit.rstrip("元") in ("千", "万", "百万", "千万", "亿") and is_money(field):
        return unreadable(f"{quoted(text)}的单位不清楚", "换算成元，只写数字")
    fitting = "、".join(sorted(units_of(field)))
    fix = f"确实是这一列的数就只写 {number}；带单位只能是 {fitting}" if fitting else f"确实是这一列的数就只写 {number}"
    return unreadable(f"{quoted(text)}里的“{unit[:10]}”不是这一列的单位", fix)
