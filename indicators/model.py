"""What an indicator is, and what it answers: definition, figure, change, trend and pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data.policies import Target

#: The three kinds of scope (范围): a city by four digits, a county by six, a consortium by any other id.
Level = Literal["city", "county", "consortium"]
LEVELS: tuple[Level, ...] = ("city", "county", "consortium")

#: 达标, 未达标, 无数据, 无目标.
Status = Literal["met", "not_met", "no_data", "no_target"]

#: How units become a figure: a sum, a number of distinct persons, a percentage, or a mean such as yuan per visit.
Measure = Literal["sum", "persons", "rate", "mean"]

#: What time a figure speaks of: the state on the day, the year to date, or the latest reported month.
Period = Literal["stock", "year_to_date", "latest_month"]


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry of the catalogue (指标口径): what a key means, in words, and how its units are added up."""

    key: str
    name: str
    short: str
    #: Name of the function that gives its units; members of a family share it (``remote.open_rate``).
    family: str
    #: The code that tells members of a family apart (``ecg``, ``plan_issued``); empty for a single key.
    item: str
    formula: str
    numerator: str
    denominator: str
    unit: str
    direction: Literal["up", "down", "none"]
    decimals: int
    caveat: str
    source: str
    #: Chinese name of the group under which pages list it.
    subject: str
    #: What 无数据 says for this key.
    null_means: str
    #: Levels at which the figure is given.
    scopes: tuple[Level, ...]
    measure: Measure
    period: Period
    #: Whether a comparison keeps only the units that reported on both days (beds).
    matched: bool = False
    #: Flow (派驻方向) whose caliber applies; empty for figures that no caliber touches.
    flow: str = ""
    #: The tables a figure is built on; one that is absent or empty makes it null.
    tables: tuple[str, ...] = ()
    #: Numbers that the definition itself names (1 to 3 consortia, 2 specialties).
    parameters: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_rate(self) -> bool:
        """Whether the value is a percentage, so that it changes in 百分点."""
        return self.measure == "rate"

    @property
    def is_whole(self) -> bool:
        """Whether the value counts whole things (人, 家, 个 …), so that ``> 300`` is first met by 301."""
        return self.measure in ("sum", "persons")

    @property
    def is_year_volume(self) -> bool:
        """Whether the value adds up from January on, so that only 同比 says how it moves."""
        return self.period == "year_to_date" and self.measure == "sum"


@dataclass(frozen=True, slots=True)
class Figure:
    """The answer of one indicator for one scope on one day.

    ``value`` is unrounded, percentages are 0 to 100, and null means 未报 (or nothing to divide by), never zero.
    """

    key: str
    name: str
    scope: str
    as_of: date
    #: Id of the caliber (口径) used, for ``posting.*``; null for all other keys.
    caliber: str | None
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    status: Status
    target: Target | None
    #: How far to the nearest value that meets the target, in the value's own unit; 0 when met, null without data.
    gap: float | None
    #: Chinese names of who did not report: a county, an institution, a consortium, ``余姚市 2022年3月``.
    not_reported: tuple[str, ...]
    definition: Definition
    #: Id of the document that sets the target.
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A comparison with an earlier period (同比 or 环比).

    ``value`` is in 百分点 for rates and in % (relative) for everything else; null is 无可比数据.
    """

    kind: Literal["year", "month"]
    value: float | None
    #: ``百分点`` or ``%``.
    unit: str
    #: The compared value of now and of the earlier period, over the units that reported both.
    current: float | None
    base: float | None
    #: ``current`` less ``base``, in the figure's own unit.
    difference: float | None
    #: Chinese words for what was compared with what.
    basis: str
    #: Units that entered, of all those of the current period; null where no matching is done.
    units: int | None = None
    units_of: int | None = None
    #: The same over the very same institutions (同口径), for remote volumes only.
    same_sites: Change | None = None
    #: Chinese sentence why there is nothing to compare; empty when there is a value.
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One month-end of a trend; a null value is a month without data."""

    as_of: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """The last six month-ends, how fast the figure moves, and when it would meet its target (按近半年速度)."""

    key: str
    scope: str
    points: tuple[Point, ...]
    #: Last less first reported point, in the figure's own unit; null with fewer than two reported points.
    change: float | None
    per_month: float | None
    #: First month (``YYYY-MM``) whose extrapolated value meets the target, or null.
    reaches: str | None
    #: Why ``reaches`` is null: met, no_target, too_few, standing, away, overshoots; empty when it is given.
    reason: Literal["", "met", "no_target", "too_few", "standing", "away", "overshoots"]


@dataclass(frozen=True, slots=True)
class Pace:
    """Time elapsed against way done, for a target with a due date that has not passed."""

    key: str
    scope: str
    due: date
    due_stated: bool
    baseline_on: date
    baseline_value: float | None
    #: Share of the time from baseline to due that has passed, 0 to 100.
    time_share: float
    #: Share of the way from the baseline to the target that is done, 0 to 100 or beyond; null without a baseline.
    way_share: float | None
    gap: float | None
    months_left: int
    #: What each remaining month must bring, in the figure's own unit; null when no month is left.
    per_month_needed: float | None
    on_pace: bool | None
