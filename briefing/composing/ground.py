"""What every part of an export is made of: the figures of one city on one day, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import geopandas as gpd

from briefing.composing import saying
from briefing.model import OTHER_DOCUMENT, SAMPLE, SCENARIO, Cell, Fact, KeyFigure
from data.policies import policy_for
from indicators import CityFigures, Figure, past_due
from indicators.catalogue import catalogue
from indicators.change import change_of
from indicators.pace import pace
from indicators.trend import foreseen, trend
from indicators.wording import (
    NBSP,
    NULL,
    change_words,
    date_words,
    figure_number,
    month_words,
    quantity,
    shortened,
    state_words,
    target_words,
    trend_words,
)
from scenarios.state import set_by_scenario

#: What a fact speaks of that is told of the live data beside a scenario's.
AS_IS = "现状"
#: Years beyond which an extrapolation is not worth a date.
_FAR = 10


@dataclass(frozen=True)
class Ground:
    """Figures of one city on one day, with what stands on everything that is made of them."""

    figures: CityFigures
    snapshot: str
    #: County polygons (region_code, name, geometry in degrees); null where no map is to be drawn.
    boundaries: gpd.GeoDataFrame | None = None
    #: The live figures, where these are a scenario's (情景).
    before: CityFigures | None = None
    #: Sentence under a map: its 审图号, or that it has none.
    approval: str = "示意图（未设审图号）"

    @cached_property
    def sample(self) -> bool:
        """Whether any row of the city is sample data (示例数据)."""
        return any((frame["provenance"] == "sample").any() for frame in self.figures.tables.frames.values())

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The marks that stand on every part: 示例数据, 情景推演·非现状, 非现行文件."""
        own = policy_for(self.figures.tables.city_code, self.figures.as_of)
        chosen = (self.before or self.figures).policy
        other = (chosen.id if chosen else None) != (own.id if own else None)
        held = ((SAMPLE, self.sample), (SCENARIO, self.before is not None), (OTHER_DOCUMENT, other))
        return tuple(mark for mark, holds in held if holds)

    @property
    def caliber(self) -> str:
        """The caliber (口径) of postings in words."""
        flows: dict[str, list[str]] = {}
        for flow, rule in self.figures.context.rules.items():
            flows.setdefault(rule.name, []).append(catalogue()[f"posting.{flow}.persons"].short.removesuffix("人数"))
        if len(flows) == 1:
            return f"派驻口径：{next(iter(flows))}"
        return f"派驻口径：{'，'.join('、'.join(of) + f'按“{name}”' for name, of in flows.items())}"

    @property
    def document(self) -> str:
        """The title of the document in force; one that sets no target says so, and so does none at all."""
        policy = self.figures.policy
        if policy is None:
            return ""
        if not policy.targets:
            return f"{policy.title}，未设目标"
        own = any(set_by_scenario(target) for target in policy.targets)
        return f"{policy.title}{'，情景另设的除外' if own else ''}"

    def sources(self, figure: Figure | None = None) -> tuple[str, ...]:
        """Return the line at the foot: day, caliber, snapshot, document, sample.

        Args:
            figure: The one figure that is told of, for its own caliber; left out, those of all postings.
        """
        caliber = self.caliber
        if figure is not None:
            flow, formula = figure.definition.flow, figure.definition.formula
            whole = "，本年累计" if figure.definition.is_rate and figure.definition.period == "year_to_date" else ""
            caliber = f"派驻口径：{self.figures.context.rules[flow].name}" if flow else (
                f"口径：{figure.definition.short}＝{formula}{whole}"
            )
        said = [f"截止 {date_words(self.figures.as_of)}", caliber, f"数据快照 {self.snapshot}"]
        said.append(f"目标依据：{self.document}" if self.document else "没有选用政策文件，各项不设目标")
        return (*said, *(("标注“示例”的数据为生成数据，非实际上报",) if self.sample else ()))

    def get(self, key: str, scope: str) -> Figure | None:
        """Return a figure; null where it is not given at that level."""
        return self.figures.get(key, scope)

    def was(self, key: str, scope: str) -> Figure | None:
        """Return the live figure beside a scenario's; null without a scenario, and of a place that it founds."""
        return self.before.get(key, scope) if self.before is not None and self.before.knows(scope) else None

    def who(self, scope: str) -> str:
        """Return the subject of a sentence: 全市, the county's name, 本医共体."""
        names = {"city": "全市", "consortium": "本医共体"}
        return names.get(self.figures.level_of(scope), self.figures.name_of(scope))

    def key_figure(self, key: str, scope: str) -> KeyFigure | None:
        """Return a figure in large; null where it is not given at that level."""
        figure = self.get(key, scope)
        if figure is None:
            return None
        definition = figure.definition
        shown, unit = shortened(figure.value, figure.unit, definition.decimals)
        status = "no_data" if figure.value is None else figure.status
        state = ""
        if figure.target is not None or figure.value is None:
            state = state_words(status, figure.value, figure.gap, figure.target, figure.unit, definition.decimals)
        course, moved = self._course(figure)
        words = (state, self._target(figure), course)
        return KeyFigure(
            label=definition.short, number=shown, unit="" if figure.value is None else unit, status=status,
            state=words[0], target=words[1], course=words[2], fact=saying.of(figure),
            beside=tuple(fact for text in words for fact in saying.said(text, moved, [figure]).facts),
        )

    def _target(self, figure: Figure) -> str:
        if figure.target is not None:
            goal = target_words(figure.target, figure.unit, figure.definition.decimals)
            if set_by_scenario(figure.target):
                return f"另设的目标 {goal}"
            late = "（已过文件年度）" if past_due(figure) else ""
            return f"目标 {goal}{late}"
        level = self.figures.level_of(figure.scope)
        policy = self.figures.policy
        of_city = policy.target(figure.key, "city") if policy else None
        if of_city is None and level == "city" and policy is not None and policy.target(figure.key, "county"):
            return "目标对各区县设"
        return "目标只对全市设" if of_city is not None and level != "city" else "文件未设目标"

    def _course(self, figure: Figure) -> tuple[str, list[Fact]]:
        """Return the pace, the month in which the target would be met, 同比, or the trend, with the numbers in it.

        Beside a scenario it is what the figure is without it: months that were and one that is not make no trend.
        """
        key, scope, unit, decimals = figure.key, figure.scope, figure.unit, figure.definition.decimals
        if self.before is not None:
            was = self.was(key, scope)
            same = was is None or was.value == figure.value
            return ("与现状相同", []) if same or was is None else (
                f"现状{NBSP}{quantity(was.value, unit, decimals)}", [saying.of(was, at=AS_IS)]
            )
        if figure.value is None:
            return "", []
        if figure.definition.is_year_volume:
            year = change_of(self.figures, key, scope).value
            words = change_words("同比", year, unit, decimals)
            told = saying.changed(figure, year, words)
            return words, [told] if told is not None else []
        asked: tuple[Any, ...] = (self.figures.tables, key, scope, figure.as_of)
        rules: tuple[Any, ...] = (self.figures.caliber, self.figures.policy)
        going = pace(*asked, *rules) if figure.status == "not_met" else None
        if going is not None and going.way_share is not None and going.way_share >= 0:
            shares = [saying.counted(f"{key}.time", scope, going.time_share, "%"),
                      saying.counted(f"{key}.way", scope, going.way_share, "%")]
            return f"时间过{NBSP}{shares[0].text}，完成{NBSP}{shares[1].text}", shares
        moved = trend(*asked, *rules)
        if (reaches := foreseen(moved, figure.as_of)) is not None:
            late = int(reaches[:4]) > figure.as_of.year + _FAR
            return f"按近半年速度，{'十年内不能' if late else month_words(reaches)}达标", []
        words = trend_words(moved.change, len(moved.points), unit, decimals)
        trended = Fact(f"{key}.trend", scope, "count", moved.change, words)
        return words, [trended] if moved.change is not None else []

    def cell(self, figure: Figure | None, what: Literal["value", "state", "target"] = "value") -> Cell:
        """Return a figure as a cell: its value, how it stands, or its target; ``—`` where it is not given."""
        if figure is None:
            return Cell(NULL)
        decimals = figure.definition.decimals
        status = "no_data" if figure.value is None else figure.status
        if what == "value":
            said = figure_number(figure.value, figure.unit, decimals)
            return Cell(said, figure.value, status, saying.of(figure))
        if what == "target":
            if figure.target is None:
                return Cell(self._target(figure))
            fact = saying.of(figure, "target")
            return Cell(f"{fact.text}（另设）" if set_by_scenario(figure.target) else fact.text, fact=fact)
        return Cell(
            state_words(status, figure.value, figure.gap, figure.target, figure.unit, decimals), figure.gap, status,
            saying.of(figure, "gap") if figure.status == "not_met" else None,
        )
