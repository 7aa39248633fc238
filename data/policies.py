"""Policies (政策文件): what each document sets, with its words and place, and the calibers (口径) it names.

One TOML file per document in ``data/policies/``. A number that a document sets stands there and nowhere in the code.
Every value carries a quote and its source; what a document asks for without a number is a direction, never a target.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from data.model import CENTRE, FLOW, TITLE_GRADE

FOLDER = Path(__file__).parent / "policies"
CALIBERS = "calibers.toml"
#: The caliber of a flow for which no policy names one.
DEFAULT_CALIBER = "headcount"

Level = Literal["city", "county", "consortium"]
Op = Literal[">", ">=", "<=", "range"]

#: Quotations are short: a few words, enough to find the place.
Quote = Annotated[str, Field(min_length=1, max_length=40)]
Words = Annotated[str, Field(min_length=1)]
#: An indicator's key, such as ``posting.lead_to_member.persons``.
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")]


class PolicyError(ValueError):
    """A policy file that cannot be used; the message says in Chinese which file, which entry and why."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Target(_Frozen):
    """A target (目标): a figure that a document sets for an indicator at some levels."""

    indicator: Key
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    op: Op
    #: A pair (low, high), both included, when ``op`` is ``range``.
    value: float | tuple[float, float]
    unit: Words
    #: Last day by which it is to be met; null: the document says none and none is taken.
    due: date | None = None
    #: Whether the document writes the date itself.
    due_stated: bool = False
    baseline_on: date | None = None
    baseline_value: float | None = None
    quote: Quote
    source: Words
    note: str | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        pair = isinstance(self.value, tuple)
        if pair != (self.op == "range"):
            raise ValueError("op 为 range 时 value 写作 [下限, 上限]，否则 value 是一个数")
        if isinstance(self.value, tuple) and self.value[0] > self.value[1]:
            raise ValueError("value 的下限大于上限")
        if self.due_stated and self.due is None:
            raise ValueError("due_stated 为 true，却没有写 due（期限）")
        if (self.baseline_on is None) != (self.baseline_value is None):
            raise ValueError("baseline_on 与 baseline_value 要么都写，要么都不写")
        return self


class Direction(_Frozen):
    """What a document asks for without a number (文件未设数值): more, less, or that a thing exists. Never a target."""

    #: Null where no indicator measures it; then ``subject`` names it.
    indicator: Key | None = None
    subject: str | None = None
    direction: Literal["up", "down", "exists"]
    quote: Quote
    source: Words
    note: str | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.indicator is None and not self.subject:
            raise ValueError("indicator 与 subject 至少写一个")
        return self


class Caliber(_Frozen):
    """A caliber (口径) of posted staff: what a counted posting must show besides being long-term."""

    id: Words
    name: Words
    #: Lowest title grade that counts, a code of ``TITLE_GRADE``; null: any, and a blank title counts too.
    min_title_grade: str | None = None
    #: Shortest term in months; null: any.
    min_months: Annotated[int, Field(ge=1)] | None = None
    quote: Quote
    source: Words

    @field_validator("min_title_grade")
    @classmethod
    def _known_grade(cls, grade: str | None) -> str | None:
        return grade if grade is None else _known([grade], TITLE_GRADE, "职称级别")[0]


class Policy(_Frozen):
    """A policy document (政策文件) of one city: its targets, directions, required centres and calibers."""

    id: Words
    title: Words
    issuer: Words
    date: date
    source: Words
    #: Four digits of the city.
    applies_to: Annotated[str, Field(pattern=r"^\d{4}$")]
    #: Resource centres (资源共享中心) every consortium must have; may be none.
    required_centres: tuple[str, ...] = ()
    #: Caliber per flow; a flow not named is counted by ``headcount``.
    caliber: Mapping[str, str] = Field(default_factory=dict)
    #: Indicators of the KPI cards of 总览, in order.
    cards: tuple[Key, ...] = ()
    targets: tuple[Target, ...] = ()
    directions: tuple[Direction, ...] = ()

    def __hash__(self) -> int:
        """Hash by id and title; the mapping of calibers has no hash of its own."""
        return hash((self.id, self.title))

    @field_validator("required_centres")
    @classmethod
    def _known_centres(cls, centres: tuple[str, ...]) -> tuple[str, ...]:
        return _once(_known(centres, CENTRE, "资源共享中心"), "资源共享中心")

    @field_validator("caliber")
    @classmethod
    def _known_flows(cls, calibers: Mapping[str, str]) -> Mapping[str, str]:
        _known(calibers, FLOW, "派驻方向")
        return calibers

    @field_validator("cards")
    @classmethod
    def _each_card_once(cls, cards: tuple[str, ...]) -> tuple[str, ...]:
        return _once(cards, "指标卡")

    @field_validator("targets")
    @classmethod
    def _one_target_per_level(cls, targets: tuple[Target, ...]) -> tuple[Target, ...]:
        _once([f"{target.indicator} ({level})" for target in targets for level in target.levels], "目标")
        return targets

    def target(self, indicator: str, level: str) -> Target | None:
        """Return the target of an indicator at a level (city, county, consortium); null where there is none."""
        return next((t for t in self.targets if t.indicator == indicator and level in t.levels), None)


@cache
def load_policies() -> tuple[Policy, ...]:
    """Return the policies of ``data/policies``, sorted by id.

    Raises:
        PolicyError: A file is not what :func:`read_policies` accepts.
    """
    return read_policies(FOLDER)


@cache
def load_calibers() -> Mapping[str, Caliber]:
    """Return the calibers of ``data/policies/calibers.toml`` by id, in the order of the file."""
    return read_calibers(FOLDER / CALIBERS)


def policy_for(city_code: str) -> Policy | None:
    """Return the latest policy of a city; null where there is none, and then nothing has a target."""
    own = [policy for policy in load_policies() if policy.applies_to == city_code]
    return max(own, key=lambda policy: policy.date, default=None)


def read_policies(folder: Path) -> tuple[Policy, ...]:
    """Read every policy file of a folder, with the calibers its flows may name.

    Raises:
        PolicyError: A file is not TOML, an entry is wrong, a caliber is unknown, or the id is not the file's name.
    """
    calibers = read_calibers(folder / CALIBERS)
    paths = sorted(path for path in folder.glob("*.toml") if path.name != CALIBERS)
    return tuple(read_policy(path, calibers) for path in paths)


def read_policy(path: Path, calibers: Iterable[str]) -> Policy:
    """Read one policy file.

    Args:
        path: The TOML file; its name without ending is the policy's id.
        calibers: Ids that a flow may name.

    Raises:
        PolicyError: See :func:`read_policies`.
    """
    try:
        policy = Policy.model_validate(_toml(path))
    except ValidationError as error:
        raise PolicyError(_explain(path, error)) from None
    if policy.id != path.stem:
        raise PolicyError(f"{path.name}：id 是“{policy.id}”，应与文件名“{path.stem}”相同")
    unknown = sorted(set(policy.caliber.values()) - set(calibers))
    if unknown:
        raise PolicyError(f"{path.name}：caliber 中的口径“{unknown[0]}”没有在 {CALIBERS} 中定义")
    return policy


def read_calibers(path: Path) -> Mapping[str, Caliber]:
    """Read the calibers, one TOML table each, named by its id.

    Raises:
        PolicyError: The file is not TOML, an entry is wrong, or the default caliber is not there.
    """
    found: dict[str, Caliber] = {}
    for name, entry in _toml(path).items():
        try:
            found[name] = Caliber.model_validate({"id": name, **entry} if isinstance(entry, dict) else entry)
        except ValidationError as error:
            raise PolicyError(_explain(path, error, name)) from None
    if DEFAULT_CALIBER not in found:
        raise PolicyError(f"{path.name}：缺少默认口径“{DEFAULT_CALIBER}”")
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise PolicyError(f"找不到文件 {path.name}") from None
    except UnicodeDecodeError:
        raise PolicyError(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{path.name}：不是合法的 TOML（{error}）") from None


def _known(codes: Iterable[str], choices: Mapping[str, str], what: str) -> tuple[str, ...]:
    for code in codes:
        if code not in choices:
            raise ValueError(f"不认识的{what}“{code}”；可用：{'、'.join(choices)}")
    return tuple(codes)


def _once(values: Iterable[str], what: str) -> tuple[str, ...]:
    repeated = [value for value, count in Counter(values).items() if count > 1]
    if repeated:
        raise ValueError(f"{what}“{repeated[0]}”写了不止一次")
    return tuple(values)


#: Chinese for the kinds of error that can occur; anything else is said in general words.
_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识的字段，请检查拼写",
    "literal_error": "只能是 {expected} 之一",
    "string_pattern_mismatch": "写法不对",
    "string_too_short": "不能为空",
    "string_too_long": "引文太长，最多 {max_length} 个字",
    "string_type": "应为文字（加引号）",
    "too_short": "至少要有一项",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "greater_than_equal": "不能小于 {ge}",
}


def _explain(path: Path, error: ValidationError, entry: str | None = None) -> str:
    """Say in Chinese what is wrong with a file, one line per error: file, place, reason and the value found."""
    lines = []
    for found in error.errors(include_url=False):
        place = _place(found["loc"], entry)
        context = found.get("ctx", {})
        if found["type"] == "value_error":
            reason = str(context["error"])
        elif found["type"].startswith("date"):
            reason = "应为日期，如 2019-12-31（不加引号）"
        else:
            reason = _REASONS.get(found["type"], "值不合要求").format(**context)
        given = "" if found["type"] in {"missing", "value_error"} else f"，现为 {found['input']!r}"
        lines.append(f"{path.name}：{place}：{reason}{given}")
    return "\n".join(dict.fromkeys(lines))


def _place(location: tuple[int | str, ...], entry: str | None) -> str:
    """Return ``第 3 个 targets 的 op`` for ``("targets", 2, "op")``."""
    parts = [f"[{entry}]"] if entry else []
    index = 0
    while index < len(location):
        name = location[index]
        following = location[index + 1] if index + 1 < len(location) else None
        if isinstance(name, str) and isinstance(following, int):
            parts.append(f"第 {following + 1} 个 {name}")
            index += 2
        else:
            # The branches of a union (a number or a pair) are no part of the file.
            parts += [str(name)] if isinstance(name, str) and "[" not in name and name != "float" else []
            index += 1
    return " 的 ".join(parts) or "整个文件"
