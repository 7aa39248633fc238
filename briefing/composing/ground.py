"""What every part of an export is made of: the figures of one city on one day, and how they are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd

from briefing.model import OTHER_DOCUMENT, SAMPLE, SCENARIO, Cell, Fact, KeyFigure, Part, Said
from briefing.standing import standing
from data.policies import load_calibers, policy_for
from indicators import CityFigures, Figure, past_due
from indicators.change import change_of
from indicators.pace import pace
from indicators.trend import trend
from indicators.wording import (
    NULL,
    change_words,
    date_words,
    difference,
    number,
    quantity,
    reach_words,
    shortened,
    state_words,
    surplus_words,
    target_words,
    trend_words,
)


@dataclass(frozen=True)
class Ground:
    """Figures of one city on one day, with what stands on everything that is made of them."""

    figures: CityFigures
    snapshot: str
    #: County polygons (region_code, name, geometry in degrees); null where no map is to be drawn.
    boundaries: gpd.GeoDataFrame | None = None
    #: Whether the figures are those of a scenario (情景).
    scenario: bool = False
    #: Sentence under a map: its 审图号, or that it has none.
    approval: str = "示意图（未设审图号）"
    _sample: list[bool] = field(default_factory=list)

    @property
    def sample(self) -> bool:
        """Tell whether any row of the city is sample data (示例数据)."""
        if not self._sample:
            frames = self.figures.tables.frames.values()
            self._sample.append(any((frame["provenance"] == "sample").any() for frame in frames))
        return self._sample[0]

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the marks that stand on every part: 示例数据, 情景推演·非现状, 非现行文件."""
        own = policy_for(self.figures.tables.city_code, self.figures.as_of)
        chosen = self.figures.policy
        other = chosen is not None and (own is None or own.id != chosen.id)
        held = ((SAMPLE, self.sample), (SCENARIO, self.scenario), (OTHER_DOCUMENT, other))
        return tuple(mark for mark, holds in held if holds)

    @property
    def caliber(self) -> str:
        """Return the caliber (口径) of postings in words."""
        chosen = self.figures.caliber
        return load_calibers()[chosen].name if chosen else "派驻口径按文件逐项默认"

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the line at the foot: day, caliber, snapshot, document, sample."""
        policy = self.figures.policy
        said = [f"截止 {date_words(self.figures.as_of)}", self.caliber, f"数据快照 {self.snapshot}"]
        said.append(f"目标依据：{policy.title}" if policy else "本市没有登记政策文件，各项不设目标")
        return (*said, *(("标注“示例”的数据为生成数据，非实际上报",) if self.sample else ()))

    def get(self, key: str, scope: str) -> Figure | None:
        """Return a figure; null where it is not given at that level."""
        return self.figures.get(key, scope)

    def value(self, figure: Figure, part: Part = "value", at: str = "") -> Fact:
        """Return one number of a figure as a fact."""
        decimals = figure.definition.decimals
        held: dict[Part, tuple[float | None, str]] = {
            "value": (figure.value, quantity(figure.value, figure.unit, decimals)),
            "numerator": (figure.numerator, number(figure.numerator)),
            "denominator": (figure.denominator, number(figure.denominator)),
            "gap": (figure.gap, difference(figure.gap, figure.unit, decimals)),
        }
        value, text = held[part]
        return Fact(figure.key, figure.scope, part, value, text, at)

    def count(self, name: str, scope: str, value: float, unit: str) -> Fact:
        """Return how many there are of something that is no indicator, under a name of its own."""
        return Fact(name, scope, "count", value, quantity(value, unit))

    def said(self, text: str, facts: Iterable[Fact | None] = (), figures: Sequence[Figure | None] = ()) -> Said:
        """Return a sentence with the facts whose numbers stand in it, in the order of the text.

        Args:
            text: The sentence, finished.
            facts: Numbers that may stand in it.
            figures: Figures whose value, parts, gap, missing units and shortened forms may stand in it.
        """
        known = [fact for fact in facts if fact is not None]
        for figure in figures:
            if figure is not None:
                known += self._spoken(figure)
        found = dict.fromkeys(one.fact for one in standing(text, known))
        return Said(text, tuple(found))

    def _spoken(self, figure: Figure) -> list[Fact]:
        """Return the ways in which sentences speak of a figure, most telling first."""
        parts: tuple[Part, ...] = ("value", "gap", "numerator", "denominator")
        facts = [self.value(figure, part) for part in parts]
        if figure.value is not None and figure.target is not None and figure.status == "met":
            over = surplus_words(figure.value, figure.target, figure.unit, figure.definition.decimals)
            if over:
                facts.append(Fact(f"{figure.key}.over", figure.scope, "count", figure.value, over))
        short, unit = shortened(figure.value, figure.unit, figure.definition.decimals)
        facts.insert(1, Fact(figure.key, figure.scope, "value", figure.value, f"{short}{unit}"))
        if figure.numerator is not None and figure.denominator is not None:
            left = round(figure.denominator - figure.numerator)
            facts.append(Fact(f"{figure.key}.left", figure.scope, "count", left, quantity(left, "家")))
        if figure.target is not None:
            value = figure.target.value
            goal = target_words(figure.target, figure.unit, figure.definition.decimals)
            facts.append(Fact(figure.key, figure.scope, "target", None if isinstance(value, tuple) else value, goal))
        missing = len(figure.not_reported)
        facts.append(Fact(f"{figure.key}.missing", figure.scope, "count", missing, quantity(missing, "家")))
        return facts

    def key_figure(self, key: str, scope: str) -> KeyFigure | None:
        """Return a figure in large; null where it is not given at that level."""
        figure = self.get(key, scope)
        if figure is None:
            return None
        definition = figure.definition
        shown, unit = shortened(figure.value, figure.unit, definition.decimals)
        status = "no_data" if figure.value is None else figure.status
        state = state_words(status, figure.value, figure.gap, figure.target, figure.unit, definition.decimals)
        return KeyFigure(
            label=definition.short, number=shown, unit="" if figure.value is None else unit, status=status,
            state=state if figure.target is not None or figure.value is None else "",
            target=self._target(figure), course=self._course(figure), fact=self.value(figure),
        )

    def _target(self, figure: Figure) -> str:
        if figure.target is not None:
            goal = target_words(figure.target, figure.unit, figure.definition.decimals)
            late = "（已过文件年度）" if past_due(figure) else ""
            return f"目标 {goal}{late}"
        level = self.figures.level_of(figure.scope)
        policy = self.figures.policy
        of_city = policy.target(figure.key, "city") if policy else None
        return "目标只对全市设" if of_city is not None and level != "city" else "文件未设目标"

    def _course(self, figure: Figure) -> str:
        """Return the pace, the month in which the target would be met, 同比, or the trend; nothing without a value."""
        if figure.value is None:
            return ""
        definition = figure.definition
        if definition.period == "year_to_date" and definition.measure == "sum":
            compared = change_of(self.figures, figure.key, figure.scope)
            return change_words("同比", compared.value, figure.unit, definition.decimals)
        asked: tuple[Any, ...] = (self.figures.tables, figure.key, figure.scope, figure.as_of)
        rules: tuple[Any, ...] = (self.figures.caliber, self.figures.policy)
        going = pace(*asked, *rules) if figure.status == "not_met" else None
        if going is not None and going.way_share is not None:
            return f"时间过 {quantity(going.time_share, '%')}，完成 {quantity(going.way_share, '%')}"
        moved = trend(*asked, *rules)
        if moved.reaches is not None:
            return reach_words(moved.reaches, figure.as_of)
        return trend_words(moved.change, len(moved.points), figure.unit, definition.decimals, None)

    def cell(self, figure: Figure | None, what: Literal["value", "state", "target"] = "value") -> Cell:
        """Return a figure as a cell: its value, how it stands, or its target; ``—`` where it is not given."""
        if figure is None:
            return Cell(NULL)
        decimals = figure.definition.decimals
        status = "no_data" if figure.value is None else figure.status
        if what == "value":
            said = NULL if figure.value is None else number(figure.value, decimals)
            return Cell(said, figure.value, status, self.value(figure))
        if what == "target":
            if figure.target is None:
                return Cell(self._target(figure))
            return Cell(target_words(figure.target, figure.unit, decimals))
        return Cell(
            state_words(status, figure.value, figure.gap, figure.target, figure.unit, decimals), figure.gap, status,
            self.value(figure, "gap") if figure.status == "not_met" else None,
        )
