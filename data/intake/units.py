"""Units behind a number (单位): which fit a column, by what its header and its 口径 say it counts."""

from __future__ import annotations

from data.forms.model import Field

_PERSONS = frozenset(("人", "名", "位"))
_EVENTS = frozenset(("例", "例次", "人次", "次", "台次"))
#: Values of capability items: beds, numbers of specialties.
_BY_ITEM = frozenset(("张", "个"))
#: Words in a header or its note that say what is counted, with the units that mean the same there.
_BY_WORD = (
    ("单位：名", _PERSONS),
    ("单位：人", _PERSONS),
    ("单位：支", frozenset(("支", "个"))),
    ("单位：家", frozenset(("家", "个", "所"))),
    ("人次", _EVENTS),
    ("例", _EVENTS),
    ("按件", frozenset(("件", "包"))),
    ("按次", _EVENTS),
    ("门诊号源", _EVENTS | frozenset(("个", "号"))),
    ("投放", _EVENTS | frozenset(("个", "号"))),
    ("留给基层", _EVENTS | frozenset(("个", "号"))),
    ("用掉", _EVENTS | frozenset(("个", "号"))),
    ("（元）", frozenset(("元", "圆", "元整", "圆整"))),
    ("分钟", frozenset(("分钟", "分"))),
    ("数或等级", _BY_ITEM),
    ("十进制度", frozenset(("度", "°"))),
)


def units_of(field: Field) -> frozenset[str]:
    """Return the units that may stand behind a number of this column; none where it does not say what it counts."""
    said = field.label + field.note
    found = [units for word, units in _BY_WORD if word in said]
    return frozenset().union(*found)


def is_money(field: Field) -> bool:
    """Tell whether a column holds yuan."""
    return "元" in units_of(field)


def takes_percent(field: Field) -> bool:
    """Tell whether a number may be a percentage: in a column with decimals whose unit is not one and the same."""
    return field.kind == "float" and (units_of(field) == _BY_ITEM or not units_of(field))
