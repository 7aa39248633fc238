"""What a policy document (政策文件) is made of: targets, directions, calibers (口径) and what it monitors."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from data.model import CENTRE, FLOW, TITLE_GRADE

Level = Literal["city", "county", "consortium"]
Op = Literal[">", ">=", "<=", "range"]

#: Quotations are short: a few words, enough to find the place.
Quote = Annotated[str, Field(min_length=1, max_length=40)]
Words = Annotated[str, Field(min_length=1)]
#: An indicator's key, such as ``posting.lead_to_member.persons``.
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")]


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
    due: datetime.date | None = None
    #: Whether the document writes the date itself.
    due_stated: bool = False
    baseline_on: datetime.date | None = None
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


class Monitored(_Frozen):
    """An indicator that a monitoring system (监测指标体系) names: its area, and what this program can say of it.

    ``computed``: an indicator here measures the same thing. ``unverified`` (口径待核): the tables hold something near,
    but the document's formula was not checked, so no value is given. ``no_data`` (无数据): no table holds it.
    """

    area: Words
    name: Words
    status: Literal["computed", "unverified", "no_data"]
    #: The indicator that measures it, or the nearest one; null where there is none.
    indicator: Key | None = None
    note: Words

    @model_validator(mode="after")
    def _measured_by(self) -> Self:
        if self.status == "computed" and self.indicator is None:
            raise ValueError("status 为 computed 时要写 indicator")
        if self.status == "no_data" and self.indicator is not None:
            raise ValueError("status 为 no_data 时不写 indicator")
        return self


class Policy(_Frozen):
    """A policy document (政策文件) of one city, or of the whole country: targets, directions, centres and calibers."""

    id: Words
    title: Words
    issuer: Words
    #: Null where only the year is known; such a document sets no target and is never in force by itself.
    date: datetime.date | None = None
    source: Words
    #: Four digits of the city; null: every city, by choice only.
    applies_to: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    #: Resource centres (资源共享中心) every consortium must have; may be none.
    required_centres: tuple[str, ...] = ()
    #: Caliber per flow; a flow not named is counted by ``headcount``.
    caliber: Mapping[str, str] = Field(default_factory=dict)
    #: Indicators of the KPI cards of 总览, in order.
    cards: tuple[Key, ...] = ()
    targets: tuple[Target, ...] = ()
    directions: tuple[Direction, ...] = ()
    #: What a monitoring system names, in its order.
    monitored: tuple[Monitored, ...] = ()

    @model_validator(mode="after")
    def _dated_where_needed(self) -> Self:
        if self.date is None and (self.targets or self.applies_to is not None):
            raise ValueError("写了 applies_to 或 targets 的文件要写 date")
        return self

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

    @field_validator("monitored")
    @classmethod
    def _each_name_once(cls, monitored: tuple[Monitored, ...]) -> tuple[Monitored, ...]:
        _once([f"{one.area} {one.name}" for one in monitored], "监测指标")
        return monitored

    def target(self, indicator: str, level: str) -> Target | None:
        """Return the target of an indicator at a level (city, county, consortium); null where there is none."""
        return next((t for t in self.targets if t.indicator == indicator and level in t.levels), None)


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
