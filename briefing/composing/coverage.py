"""服务覆盖: villages with nothing, and contracting; and what the brief says of it."""

from __future__ import annotations

from typing import Final

from briefing.composing import charts, saying, slide
from briefing.composing.ground import Ground
from briefing.composing.overview import ROWS
from briefing.model import Cell, Column, Said, Slide, Table
from indicators import Figure, lists, sentences, sentences_coverage
from indicators.wording import NBSP, date_words, joined, quantity

_COVERED: Final = "village.coverage"
_PLANNED: Final = "village.unserved_planned"
_RATES: Final = ("family.contract_rate", "family.key_contract_rate")
_NAMED: Final = 6


def coverage(ground: Ground, scope: str) -> Slide:
    """Return 服务覆盖: how many villages have nothing; of a city by county, of a county which they are."""
    level = ground.figures.level_of(scope)
    chart = charts.of_counties(ground, _PLANNED, "各区县应设未设卫生室的村") if level == "city" else None
    return slide.slide(
        ground, "coverage", scope, finding(ground, scope), _COVERED,
        others=slide.figures(ground, scope, [_PLANNED, *_RATES]), chart=chart,
        table=_villages(ground, scope) if level == "county" else None,
        notes="\n".join(one.text for one in more(ground, scope)),
    )


def finding(ground: Ground, scope: str) -> Said:
    """Return how many villages are covered and how many have nothing."""
    held = [ground.get(key, scope) for key in (_COVERED, "village.unserved", _PLANNED)]
    text = sentences.coverage(ground.figures.level_of(scope), ground.figures.name_of(scope), *held)
    covered = held[0]
    units = None if covered is None else saying.counted(f"{_COVERED}.units", scope, covered.denominator or 0, "个")
    return saying.said(text, [units], held)


def more(ground: Ground, scope: str) -> list[Said]:
    """Return what follows the finding: which villages are to be served first, and contracting."""
    if ground.figures.level_of(scope) == "consortium":
        return []
    told = []
    planned = ground.get(_PLANNED, scope)
    if planned is not None and planned.value:
        if planned.target is not None:
            told.append(saying.against_target(planned, "应设未设卫生室的村"))
        told.append(_longest(ground, scope))
    contracts = _contracts(ground, scope)
    return [*told, contracts] if contracts is not None else told


def _longest(ground: Ground, scope: str) -> Said:
    """Return the villages 应设未设 that have been without a service longest, since when, all of one day together."""
    rows = lists.uncovered_villages(ground.figures, scope)
    rows = rows[rows["planned"].eq(True).to_numpy(dtype="bool")]
    rows = rows[rows["days"].eq(rows["days"].max()).to_numpy(dtype="bool")]
    city = ground.figures.level_of(scope) == "city"
    names = [f"{row['county'] if city else ''}{row['township'] or ''}{row['name']}" for row in rows.to_dict("records")]
    count = saying.counted("list.unserved_planned.longest", scope, len(rows), "个")
    since = date_words(rows["since"].iloc[0])
    return saying.said(f"应设未设而空缺最久的是{joined(names, _NAMED)}，自{NBSP}{since}起没有服务。", [count])


def _contracts(ground: Ground, scope: str) -> Said | None:
    """Return the contract rates, and of a city the counties with the lowest."""
    rate, key = (ground.get(name, scope) for name in _RATES)
    if rate is None or key is None:
        return None
    low: Figure | None = None
    lowest = ""
    if ground.figures.level_of(scope) == "city":
        held = [one for code in ground.figures.counties if (one := ground.get(_RATES[0], code)) is not None]
        told = [one for one in held if one.value is not None]
        least = [one for one in told if one.value == min(other.value or 0.0 for other in told)]
        if len(least) < len(told):
            low, lowest = least[0], joined([ground.figures.name_of(one.scope) for one in least], 2, "个区县")
    text = sentences_coverage.contracts(rate, lowest, low.value if low is not None else None)
    special = f"重点人群签约率{NBSP}{quantity(key.value, key.unit, key.definition.decimals)}" if key.value is not None \
        else "重点人群签约率未报"
    return saying.said(f"{text}；{special}。", (), [rate, low, key])


def _villages(ground: Ground, scope: str) -> Table | None:
    rows = lists.uncovered_villages(ground.figures, scope)
    if rows.empty:
        return None
    title = f"没有卫生服务的{NBSP}{quantity(len(rows), '个')}村"
    cells = tuple(
        tuple(Cell(str(row[column] or ""), str(row[column] or "")) for column in ("township", "name", "planned_label"))
        for row in rows.head(ROWS).to_dict("records")
    )
    left = len(rows) - len(cells)
    return Table("无服务村", saying.said(title, figures=[ground.get("village.unserved", scope)]),
                 (Column("乡镇街道"), Column("村（社区）"), Column("规划")), cells,
                 (f"另有{NBSP}{quantity(left, '个')}村未列。",) if left else ())
