"""就医格局: each rate against its target, by county or month; and what the brief says of it."""

from __future__ import annotations

from typing import Final

from briefing.composing import charts, saying, slide
from briefing.composing.ground import Ground
from briefing.composing.overview import ROWS, targets
from briefing.composing.remote import last_months
from briefing.model import Chart, Fact, Said, Slide
from indicators import Figure, lists, sentences_care
from indicators.change import change_of
from indicators.lists.care_gap import CareGap, care_gap
from indicators.wording import change_words, difference, quantity

KEYS: Final = ("care.in_county_rate", "care.grassroots_rate", "care.inpatient_in_county_rate")
#: Counties that a decomposition names.
_NAMED: Final = 3


def care(ground: Ground, scope: str) -> Slide:
    """Return 就医格局: of a city by county, of a county by month."""
    city = ground.figures.level_of(scope) == "city"
    chart = charts.of_counties(ground, KEYS[0], "各区县县域内就诊率") if city else _months(ground, scope)
    return slide.slide(
        ground, "care", scope, finding(ground, scope), KEYS[0], others=slide.figures(ground, scope, KEYS[1:]),
        chart=chart, table=None if chart is not None else targets(ground, scope, ROWS, "care."),
        notes="\n".join(one.text for one in more(ground, scope)),
    )


def finding(ground: Ground, scope: str) -> Said:
    """Return each rate against its target, those that miss it first."""
    held = [ground.get(key, scope) for key in KEYS]
    text = sentences_care.care(ground.figures.level_of(scope), ground.figures.name_of(scope), held)
    return saying.said(text, figures=held)


def more(ground: Ground, scope: str) -> list[Said]:
    """Return what follows the finding: 同比 of each rate, who pulls a missed one down, which specialties leave."""
    held = [one for key in KEYS if (one := ground.get(key, scope)) is not None and one.value is not None]
    if not held:
        return []
    said = finding(ground, scope).text
    # A rate that found no room in the finding is told here with its value.
    moved = [_moved(ground, one, told=one.definition.short in said) for one in held]
    told = [Said(f"{one.text}。", one.facts) for one in [saying.joined(moved, "；")]]
    if ground.figures.level_of(scope) == "city":
        for one in held:
            gap = care_gap(ground.figures, one.key) if one.status == "not_met" else None
            if gap is not None:
                told.append(_pulled(gap, one))
    outward = _outward(ground, scope)
    return [*told, outward] if outward is not None else told


def _moved(ground: Ground, figure: Figure, *, told: bool) -> Said:
    year = change_of(ground.figures, figure.key, figure.scope).value
    words = change_words("同比", year, figure.unit, figure.definition.decimals)
    name = figure.definition.short if told else f"{saying.plain(figure).text}，"
    return saying.said(f"{name}{words}", [saying.changed(figure, year, words)], [figure])


def _pulled(gap: CareGap, figure: Figure) -> Said:
    """Return who pulls the city's rate down, by how much, and who makes up for it."""
    rows = gap.counties
    down, up = rows[rows["contribution"] > 0].head(_NAMED), rows[rows["contribution"] < 0]
    key, scope = figure.key, figure.scope
    sums = [(name, float(part["contribution"].sum())) for name, part in (("down", down), ("up", up))]
    facts = [Fact(f"{key}.pulled.{name}", scope, "count", abs(sum_), difference(sum_, "%", 2)) for name, sum_ in sums]
    above = saying.counted(f"{key}.above", scope, len(up), "个区县")
    silent = saying.counted(f"{key}.silent", scope, len(gap.silent), "个区县")
    words = sentences_care.pulled_down(gap, figure)
    return saying.said(f"{figure.definition.short}：{words}。", [*facts, above, silent])


def _outward(ground: Ground, scope: str) -> Said | None:
    """Return the specialty that most patients leave for, and how many of those listed nobody works on."""
    if ground.figures.level_of(scope) == "consortium":
        return None
    held = lists.outward_specialties(ground.figures, scope)
    if held.rows.empty:
        return None
    rows = held.rows
    ranked = rows[rows["basis"] == "rate"]
    listed = ranked if len(ranked) else rows
    counts = [
        saying.counted("outward.listed", scope, len(listed), "个"),
        saying.counted("outward.unaddressed", scope, int(listed["addressed"].eq(False).to_numpy(dtype="bool").sum()),
                       "个"),
    ]  # fmt: skip
    top = rows.iloc[0]
    if len(ranked):
        rate = float(ranked.loc[ranked["rank"] == 1, "rate"].iloc[0])
        counts.append(Fact("outward.rate", scope, "count", rate, quantity(rate, "%", 1)))
    elif top["basis"] == "cases":
        cases = float(rows[rows["basis"] == "cases"].iloc[0]["all_cases"])
        counts.append(saying.counted("outward.cases", scope, cases, "例"))
    return saying.said(f"近三年{sentences_care.outward(held).removeprefix('近三年')}。", counts)


def _months(ground: Ground, scope: str) -> Chart | None:
    """Return 县域内就诊率 of each of the last twelve months against its target; none for a consortium."""
    figure = ground.get(KEYS[0], scope)
    held = lists.care_months(ground.figures, scope, *last_months(ground), [KEYS[0]])
    if figure is None or not held:
        return None

    def fact(_: str, month: str, value: float | None) -> Fact:
        return Fact("care.month.in_county_rate", scope, "value", value, quantity(value, "%", 1), month)

    values = {figure.definition.short: held[0].values}
    return charts.over_months("每月县域内就诊率", "%", 1, held[0].months, values, fact, figure)
