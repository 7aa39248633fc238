"""远程服务: the volume of the year and by month, and what the brief says of it."""

from __future__ import annotations

from typing import Final

from briefing.composing import charts, saying, slide
from briefing.composing.ground import Ground
from briefing.model import Chart, Fact, Said, Slide
from indicators import Figure, sentences, sentences_remote
from indicators.change import change_of
from indicators.lists.remote_months import clinical_total, monthly_volumes
from indicators.months import last_month_ends
from indicators.wording import NBSP, change_words, quantity, short_quantity

_TOTAL: Final = "remote.volume.total"
_SERVICES: Final = ("remote.volume.ecg", "remote.volume.imaging", "remote.volume.consultation")
#: Months of a line.
MONTHS: Final = 12


def remote(ground: Ground, scope: str) -> Slide:
    """Return 远程服务: the volume of the year, by month."""
    return slide.slide(
        ground, "remote", scope, finding(ground, scope), _TOTAL, others=slide.figures(ground, scope, _SERVICES),
        chart=_months(ground, scope), notes="\n".join(one.text for one in more(ground, scope)),
    )


def finding(ground: Ground, scope: str) -> Said:
    """Return the volume of the year with its 同比, and how many institutions lack a month."""
    total = ground.get(_TOTAL, scope)
    compared = change_of(ground.figures, _TOTAL, scope) if total is not None else None
    text = sentences.remote(ground.figures.level_of(scope), ground.figures.name_of(scope), total, compared)
    facts = [saying.silent(total, "家")]
    if total is not None and compared is not None:
        facts.append(saying.changed(total, compared.value, change_words("同比", compared.value, total.unit)))
    return saying.said(text, facts, [total])


def more(ground: Ground, scope: str) -> list[Said]:
    """Return what follows the finding: each service with its 同比, and which county did most and least."""
    total = ground.get(_TOTAL, scope)
    if total is None or total.value is None:
        return []
    told = [_service(ground, figure) for key in _SERVICES if (figure := ground.get(key, scope)) is not None]
    said = [saying.joined(told, "；")] if told else []
    said = [Said(f"其中，{one.text}。", one.facts) for one in said]
    said.append(_compared(ground, total))
    counties = [figure for code in ground.figures.counties if (figure := ground.get(_TOTAL, code)) is not None]
    if ground.figures.level_of(scope) == "city" and sum(one.value is not None for one in counties) > 1:
        values = {ground.figures.name_of(one.scope): one.value for one in counties}
        text = sentences_remote.parts(values, counties[0].unit, "区县")
        silent = sum(one.value is None for one in counties)
        unknown = saying.counted(f"{_TOTAL}.silent", scope, silent, "个区县")
        ordered = sorted((one for one in counties if one.value is not None), key=lambda one: one.value or 0.0)
        said.append(saying.said(f"分区县看，{text}。", [unknown], [ordered[-1], ordered[0]]))
    return said


def _compared(ground: Ground, total: Figure) -> Said:
    """Return what 同比 of the whole is measured against, the same over the same institutions (同口径), and 环比."""
    year, month = (change_of(ground.figures, total.key, total.scope, kind) for kind in ("year", "month"))
    same = year.same_sites.value if year.value is not None and year.same_sites is not None else None
    facts = [
        None if same is None else Fact(f"{total.key}.same_sites", total.scope, "count", same,
                                       change_words("同比", same, total.unit)),
        saying.changed(total, month.value, change_words("环比", month.value, total.unit), "change_month"),
    ]
    if year.base is not None:
        base = short_quantity(year.base, total.unit)
        facts.append(Fact(f"{total.key}.base", total.scope, "count", year.base, base))
    return saying.said(f"{'，'.join(sentences_remote.change_lines(total.unit, year, month))}。", facts)


def _service(ground: Ground, figure: Figure) -> Said:
    """Return one service: its volume and 同比; 未报 where nobody reported it."""
    name = figure.definition.short.removesuffix("量")
    if figure.value is None:
        return Said(f"{name}未报")
    text = f"{name}{NBSP}{quantity(figure.value, figure.unit)}"
    year = change_of(ground.figures, figure.key, figure.scope).value
    words = change_words("同比", year, figure.unit)
    return saying.said(f"{text}，{words}", [saying.changed(figure, year, words)], [figure])


def last_months(ground: Ground) -> tuple[str, str]:
    """Return the first and last month of a line, ``YYYY-MM``."""
    ends = last_month_ends(ground.figures.as_of, MONTHS)
    return ends[0].strftime("%Y-%m"), ends[-1].strftime("%Y-%m")


def _months(ground: Ground, scope: str) -> Chart | None:
    held = clinical_total(monthly_volumes(ground.figures, scope, *last_months(ground)))
    if held is None:
        return None

    def fact(_: str, month: str, value: float | None) -> Fact:
        return Fact("remote.month", scope, "value", value, quantity(value, "例次"), month)

    return charts.over_months("每月远程服务量", "例次", 0, held.months, {"远程服务": held.values}, fact)
