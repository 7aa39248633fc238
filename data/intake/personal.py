"""Personal data (个人信息) in what was sent: found and hidden; signatures (填表人 审核人) are told by their label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from data.forms.model import Field
from data.intake.identifiers import found_in, is_credit_code
from data.intake.names import is_name, names_in

#: What stands in place of a personal identifier.
HIDDEN = "（已隐去）"

#: Whoever made, checked and signs a sheet, and how to reach them.
_LABELS = (
    "(单位|科室|部门|机构|主要|分管|具体|项目|统计|业务)?(负责人|领导|联系人|联络人|联络员|经办人)",
    "(填表|填报|制表|审核|复核|审批|校对|报送|上报|报告|录入|统计)(人|人员|者)",
    "制表|审核|复核|填表|报送|签字|签名|签章|盖章|公章|(单位|部门|机构)?(盖章|公章|签章)|(领导|负责人|本人)(签字|签名|签章)",
    "(联系|办公|固定|单位|手机|移动|负责人)?电话(号码)?|手机(号|号码)?|联系方式|传真",
    "(填表|填报|制表|报送|上报|审核)(日期|时间)",
)
_LABEL = re.compile("|".join(f"(?:{one})" for one in _LABELS))
#: A label alone, before a colon or a line to sign on, or before a telephone number.
_SIGNED = re.compile(f"(?:{_LABEL.pattern})(?:$|[:_/]|[0-9+()-]{{6}})")
_HAN = re.compile("[\u3400-\u9fff]+")
#: A label with the name of a person behind it is short.
_LONGEST = 16
_BRACKETS = re.compile(r"\((签字|签名|签章|盖章|公章|手写|签字盖章|签名或盖章|加盖公章)\)")


def personal_kind(text: str, field: Field | None = None) -> Literal["id", "phone"] | None:
    """Return which identifier of a person a text holds, alone or among other words; null for none.

    Args:
        text: The text of a cell.
        field: Its column, where known: the column of social credit codes may hold one that is also an ID number, and
            an amount may have as many digits as a telephone.
    """
    if field is not None and field.name == "uscc":
        compact = "".join(unicodedata.normalize("NFKC", text).split())
        if is_credit_code(compact):
            return None
    kinds = {kind for _, _, kind in found_in(text)}
    if field is not None and field.kind == "float" and re.fullmatch(r"[0-9.]+", text.strip()):
        kinds.discard("phone")
    return "id" if "id" in kinds else "phone" if kinds else None


def likely_name(text: str) -> bool:
    """Tell whether a text likely holds a person's name: alone, in a list, with a title (张某某医生) or label."""
    return any(True for _ in names_in(text)) or bool(_signed(text))


def is_signature(label: str) -> bool:
    """Tell whether a cell belongs to a signature row: 填表人, 审核人：张某某, 联系电话：, 填报单位（盖章）."""
    plain = "".join(unicodedata.normalize("NFKC", label).split())
    if _BRACKETS.search(plain):
        return True
    return bool(_SIGNED.match(plain)) or (len(plain) <= _LONGEST and bool(_signed(plain)))


def masked(text: str) -> str:
    """Return a text with ID numbers, mobile numbers and likely names hidden; for file names, logs and messages."""
    hidden = [False] * len(text)
    numbers = [(start, end) for start, end, _ in found_in(text)]
    for start, end in [*numbers, *names_in(text), *_signed(text), *_beside(text, numbers)]:
        hidden[start:end] = [True] * (end - start)
    parts: list[str] = []
    for at, character in enumerate(text):
        if not hidden[at]:
            parts.append(character)
        elif at == 0 or not hidden[at - 1]:
            parts.append(HIDDEN)
    return "".join(parts)


def masked_sheets(names: Iterable[str]) -> dict[str, str]:
    """Return the names of a workbook's sheets as they may be said, by their own; no two are the same."""
    said: dict[str, str] = {}
    for name in names:
        hidden = plain = masked(name)
        number = 1
        while hidden in said.values():
            number += 1
            hidden = f"{plain}（{number}）"
        said[name] = hidden
    return said


def _beside(text: str, numbers: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the places of likely names straight before a personal number (投入张某某138…)."""
    for start, _ in numbers:
        for length in (3, 2, 4):
            if length <= start and is_name(text[start - length : start]):
                yield start - length, start
                break


def _signed(text: str) -> list[tuple[int, int]]:
    """Return the places of names written straight behind a signature's label (填表人张某某)."""
    return [
        (run.start() + at, run.end())
        for run in _HAN.finditer(text)
        for at in range(max(len(run[0]) - 4, 1), len(run[0]) - 1)
        if is_name(run[0][at:]) and _LABEL.fullmatch(run[0][:at])
    ]
