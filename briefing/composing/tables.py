"""Every table behind the view (附表): one of the figures, and one for each list that a reader may be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from briefing.composing import saying
from briefing.composing.ground import Ground
from briefing.composing.listings import listings
from briefing.composing.overview import targets
from briefing.composing.remote import last_months
from briefing.model import Cell, Column, Fact, Said, Table
from data.codes import SERVICE
from indicators import lists
from indicators.catalogue import catalogue
from indicators.lists.gaps import ranked_gaps, targeted
from indicators.model import Figure
from indicators.wording import figure_number, month_label, number, target_words
from scenarios.state import set_by_scenario

_FIGURES: Final = (
    Column("指标"), Column("数值", decimals=1), Column("单位"), Column("分子", decimals=0), Column("分母", decimals=0),
    Column("目标"), Column("状态"), Column("未报"),
)


def tables(ground: Ground, scope: str) -> tuple[Table, ...]:
    """Return all tables of a scope that have rows, the figures first."""
    made = [figures_of(ground, scope), targets(ground, scope), by_county(ground, scope), matrix(ground, scope),
            *months(ground, scope), *listings(ground, scope)]
    return tuple(table for table in made if table is not None and table.rows)


def figures_of(ground: Ground, scope: str) -> Table:
    """Return every figure of a scope: what ``python -m indicators`` prints."""
    rows = tuple(_figure(ground, figure) for figure in ground.figures.of_scope(scope))
    title = Said(f"{ground.figures.name_of(scope)}全部指标")
    return Table("指标", title, _FIGURES, rows, ("空格或“—”为未报，不是 0。",))


def _figure(ground: Ground, figure: Figure) -> tuple[Cell, ...]:
    decimals = figure.definition.decimals
    goal = "" if figure.target is None else target_words(figure.target, figure.unit, decimals)
    goal += "（另设）" if set_by_scenario(figure.target) else ""
    return (
        Cell(figure.name, figure.name), ground.cell(figure), Cell(figure.unit, figure.unit),
        Cell(number(figure.numerator), figure.numerator, fact=saying.of(figure, "numerator")),
        Cell(number(figure.denominator), figure.denominator, fact=saying.of(figure, "denominator")),
        Cell(goal, goal), ground.cell(figure, "state"),
        _words("、".join(figure.not_reported)),
    )  # fmt: skip


def by_county(ground: Ground, scope: str) -> Table | None:
    """Return the counties of a city side by side, those that miss most targets first; null below a city."""
    if ground.figures.level_of(scope) != "city":
        return None
    frame = lists.scorecard(ground.figures)
    known = catalogue()
    keys = [key for key in known if key in frame.columns]
    missed = {code: len(ranked_gaps(ground.figures, code)) for code in frame["county_code"]}
    aimed = any(targeted(ground.figures, code) for code in missed)
    columns = [Column("区县"), *([Column("未达标", "项", 0)] if aimed else [])]
    columns += [Column(known[key].short, known[key].unit, known[key].decimals) for key in keys]
    rows = []
    for code in sorted(missed, key=lambda one: -missed[one]):
        name, held = ground.figures.name_of(code), saying.counted("targets.missed", code, missed[code], "项")
        count = [Cell(number(missed[code]), missed[code], fact=held)] if aimed else []
        rows.append((Cell(name, name), *count, *(ground.cell(ground.get(key, code)) for key in keys)))
    notes = (*(("“未达标”数的是文件对区县设的全部目标。",) if aimed else ()), "“—”为未报，不是 0。")
    title = "各区县主要指标，未达标多的在前" if aimed else "各区县主要指标，文件未设目标"
    return Table("各区县", Said(title), tuple(columns), tuple(rows), notes)


def matrix(ground: Ground, scope: str) -> Table | None:
    """Return every figure of every county of a city: a row for each indicator; null below a city."""
    if ground.figures.level_of(scope) != "city":
        return None
    codes = ground.figures.counties
    rows = []
    for key, one in catalogue().items():
        if "county" in one.scopes:
            cells = [ground.cell(ground.get(key, code)) for code in codes]
            rows.append((_words(one.name), _words(one.unit), *cells))
    columns = (Column("指标"), Column("单位"), *(Column(ground.figures.name_of(code), decimals=1) for code in codes))
    return Table("区县指标", Said("各区县全部指标"), columns, tuple(rows), ("“—”为未报，不是 0。",))


def months(ground: Ground, scope: str) -> tuple[Table, ...]:
    """Return remote services and rates of care seeking by month, those of which anything was reported."""
    first, last = last_months(ground)
    # Each service is counted in a unit of its own.
    volumes = [
        (one.service, Column(SERVICE[one.service], catalogue()[f"remote.volume.{one.service}"].unit, 0), one.months,
         one.values)
        for one in lists.monthly_volumes(ground.figures, scope, first, last)
    ]  # fmt: skip
    rates = [
        (one.key.removeprefix("care."), Column(catalogue()[one.key].short, "%", 1), one.months, one.values)
        for one in lists.care_months(ground.figures, scope, first, last) if one.scope == scope
    ]  # fmt: skip
    made = (_by_month("远程逐月", "每月远程服务量", "remote.month", scope, volumes),
            _by_month("就医逐月", "每月就医格局", "care.month", scope, rates))
    return tuple(one for one in made if one is not None)


def _by_month(
    name: str, title: str, key: str, scope: str,
    lines: Sequence[tuple[str, Column, tuple[str, ...], tuple[float | None, ...]]],
) -> Table | None:
    if not lines:
        return None

    def cell(code: str, column: Column, month: str, value: float | None) -> Cell:
        text = figure_number(value, column.unit, column.decimals or 0)
        return Cell(text, value, fact=Fact(f"{key}.{code}", scope, "value", value, text, month))

    rows = tuple(
        (_words(month_label(month)), *(cell(code, column, month, values[at]) for code, column, _, values in lines))
        for at, month in enumerate(lines[0][2])
    )
    return Table(name, Said(title), (Column("月份"), *(column for _, column, _, _ in lines)), rows,
                 ("“—”为未报，不是 0。",))


def _words(text: str) -> Cell:
    return Cell(text, text)
