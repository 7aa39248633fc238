"""Short names for labels (注记用名): what a map can carry of a long official name, in one or two lines."""

from __future__ import annotations

_SUFFIXES = ("社区卫生服务中心", "中心卫生院", "卫生院")


def one_line(name: str) -> str:
    """Return a name without line breaks or control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def institution_label(name: str, county: str, city: str = "") -> str:
    """Return 越溪乡 for 宁海县越溪乡卫生院: the part that tells it from its neighbours."""
    text = _without_place(one_line(name), county, city)
    for suffix in _SUFFIXES:
        if text.endswith(suffix) and len(text) - len(suffix) >= 2 and text != "中心卫生院":
            return text.removesuffix(suffix)
    return text


def lead_label(name: str, county: str, city: str = "") -> str:
    """Return 县第一医院 for 宁海县第一医院; a name that does not begin with its county stays."""
    text = one_line(name)
    if city and text.startswith(city + county):
        text = text.removeprefix(city)
    return text[len(county) - 1 :] if len(county) > 1 and text.startswith(county) and len(text) > len(county) else text


def consortium_label(name: str, county: str, city: str = "") -> str:
    """Return 人民医院医疗健康集团 for 慈溪市人民医院医疗健康集团, as the tables of the other pages say it."""
    return _without_place(one_line(name), county, city)


def without_consortium(county: str | None) -> str:
    """Return what stands for the consortium of an institution that has none; one without a county is municipal."""
    return "未归属" if county else "市级单位，不属于医共体"


def _without_place(text: str, county: str, city: str) -> str:
    for prefix in (city + county, county, county[:-1], city):
        if len(prefix) >= 2 and text.startswith(prefix) and len(text) - len(prefix) >= 3:
            return text.removeprefix(prefix)
    return text


def wrap(text: str, per_line: int = 9, lines: int = 2) -> tuple[str, ...]:
    """Break a name into lines of nearly equal length; what does not fit ends in an ellipsis."""
    if len(text) <= per_line:
        return (text,)
    room = per_line * lines
    if len(text) > room:
        text = text[: room - 1] + "…"
    count = -(-len(text) // per_line)
    each = -(-len(text) // count)
    return tuple(text[at : at + each] for at in range(0, len(text), each))
