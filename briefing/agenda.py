"""The agenda (放映议程): which slides are shown, in which order, with a note each; a file, and part of an address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from data.model import FLOW
from indicators import CityFigures
from indicators.lists.gaps import targeted
from indicators.lists.statements import statements
from scenarios.packing import NotPackedError, pack, unpack

#: What the slides are called, by id, in the order in which they are usually shown.
NAMES: Final = {
    "scenario": "情景推演",
    "overview": "总览",
    **{f"posting.{flow}": f"人员下沉：{words}" for flow, words in FLOW.items()},
    "remote": "远程服务",
    "coverage": "服务覆盖",
    "care": "就医格局",
    "capability": "能力建设",
    "published": "已公布数据",
}
IDS: Final = tuple(NAMES)
#: The longest interval of turning by itself (自动翻页), in seconds.
LONGEST_INTERVAL: Final = 600
#: Those that are given for a consortium, too.
_OF_CONSORTIUM: Final = {
    "scenario", "overview", "posting.lead_to_member", "posting.municipal_to_lead", "remote", "capability", "published",
}
#: The most slides, and the most characters of a note.
_SLIDES, _NOTE = 200, 2_000
#: The most bytes a file may hold: the longest notes on all slides, as the largest characters are written.
LARGEST: Final = _SLIDES * (_NOTE + 500) * 6
#: What no file of an office program can hold, and what turns the direction of writing.
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
Id = Literal[
    "scenario", "overview", "posting.lead_to_member", "posting.municipal_to_lead", "posting.municipal_to_county",
    "remote", "coverage", "care", "capability", "published",
]


def _fit(text: str) -> str:
    """Return a text without what no file can hold; lines end as they do everywhere."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class BadAgenda(ValueError):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """A file or an address that holds no agenda."""


class Item(BaseModel):
    """One slide of the agenda."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    #: City, county or consortium.
    scope: Annotated[str, Field(min_length=1, max_length=80)]
    #: What the presenter wants to say; stands in the notes.
    note: Annotated[str, Field(max_length=_NOTE), AfterValidator(_fit)] = ""
    shown: bool = True


class Agenda(BaseModel):
    """Slides in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    name: Annotated[str, Field(min_length=1, max_length=60)] = "会议放映"
    items: Annotated[tuple[Item, ...], Field(max_length=_SLIDES)] = ()
    #: Seconds after which the wall turns by itself; 0 for turning by hand.
    interval: Annotated[int, Field(ge=0, le=LONGEST_INTERVAL)] = 0


def default_agenda(figures: CityFigures, scope: str, *, scenario: bool = False) -> Agenda:
    """Return the usual agenda: the subjects of the scope, then for a city each of its counties.

    Args:
        figures: The figures of the day.
        scope: City, county or consortium.
        scenario: Whether the figures are a scenario's, which is then told first.
    """
    level = figures.level_of(scope)
    items = [Item(id=id, scope=scope) for id in _given(figures, scope, scenario=scenario)]
    if level == "city":
        items += [Item(id="overview", scope=code) for code in figures.counties]
    return Agenda(items=tuple(items))


def _given(figures: CityFigures, scope: str, *, scenario: bool) -> Iterator[Id]:
    """Yield the slides that there is something to show on."""
    consortium = figures.level_of(scope) == "consortium"
    for id in get_args(Id):
        absent = (
            (consortium and id not in _OF_CONSORTIUM) or (id == "scenario" and not scenario)
            # Where targets are set, what is told are these; else what was published stands in their place.
            or (id == "published" and (targeted(figures, scope) or statements(figures, scope).empty))
        )  # fmt: skip
        if not absent:
            yield id


def to_json(agenda: Agenda) -> str:
    """Return the agenda as the text of a file."""
    return json.dumps(_plain(agenda), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str | bytes) -> Agenda:
    """Read the text of a file.

    Raises:
        BadAgenda: It is not JSON, or no agenda; the message is Chinese.
    """
    if len(text) > LARGEST:  # characters are never more than their bytes
        raise BadAgenda("文件太大，不是议程文件")
    try:
        held = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff"))
    except UnicodeDecodeError:
        raise BadAgenda("文件不是 UTF-8 编码，请另存为 UTF-8") from None
    except (ValueError, RecursionError):
        raise BadAgenda("文件不是 JSON，读不通") from None
    if not isinstance(held, dict) or "items" not in held:
        raise BadAgenda("文件不是议程文件（缺少 items）")
    if held.get("version") != 1:
        raise BadAgenda("议程文件的版本不认识，只能打开版本 1")
    try:
        return Agenda.model_validate(held)
    except ValidationError as error:
        raise BadAgenda("\n".join(dict.fromkeys(_line(found) for found in error.errors(include_url=False)))) from None


def to_url(agenda: Agenda) -> str | None:
    """Return the agenda as letters, digits, ``-`` and ``_`` for an address; null where that would be too long."""
    return pack(json.dumps(_plain(agenda), ensure_ascii=False, separators=(",", ":")))


def from_url(packed: str) -> Agenda:
    """Read what :func:`to_url` wrote.

    Raises:
        BadAgenda: It is cut off, altered, or no agenda.
    """
    try:
        return from_json(unpack(packed, LARGEST))
    except NotPackedError as why:
        raise BadAgenda("链接中的议程太长" if why.long else "链接中的议程不完整或被改动，请重新复制整条链接") from None


def _plain(agenda: Agenda) -> dict[str, Any]:
    return {"version": agenda.version, **agenda.model_dump(mode="json", exclude_defaults=True),
            "items": [item.model_dump(mode="json", exclude_defaults=True) for item in agenda.items]}


def _line(found: Any) -> str:
    place = [part for part in found["loc"] if isinstance(part, int)]
    where = f"第 {place[0] + 1} 页" if place else "议程"
    reasons = {"missing": "缺少一项", "extra_forbidden": "有不认识的字段", "literal_error": "没有这种页",
               "string_too_long": "文字太长", "too_long": "页数太多"}
    return f"{where}：{reasons.get(found['type'], '写法不对')}。"
