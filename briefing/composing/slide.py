"""One slide (一页): its finding, the figure in large, what stands beside it, or that its data is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefing.agenda import NAMES
from briefing.composing.ground import Ground
from briefing.model import Chart, KeyFigure, MapPicture, Said, Slide, Table
from indicators.wording import joined

#: Most figures beside the one in large.
_BESIDE = 3
#: Slides whose figures are of several kinds.
_MIXED: Final = ("overview", "scenario")


def figures(ground: Ground, scope: str, keys: Iterable[str]) -> tuple[KeyFigure, ...]:
    """Return figures to stand beside the one in large: the first few that are given for the scope."""
    return tuple(one for key in keys if (one := ground.key_figure(key, scope)) is not None)[:_BESIDE]


def slide(
    ground: Ground, id: str, scope: str, finding: Said, key: str, *, others: tuple[KeyFigure, ...] = (),
    chart: Chart | None = None, table: Table | None = None, map: MapPicture | None = None, notes: str = "",
) -> Slide:
    """Return a slide; one whose figure in large nobody reported says so in large words and shows nothing else.

    Args:
        ground: The figures.
        id: Its id, one of those of an agenda.
        scope: City, county or consortium.
        finding: The one sentence.
        key: The indicator shown in large.
        others: Figures beside it.
        chart: A chart, or
        table: a table, or
        map: a map.
        notes: What the presenter reads.
    """
    figure, large, name = ground.get(key, scope), ground.key_figure(key, scope), NAMES[id]
    missing = ""
    if figure is None:
        missing, finding = f"{name}不按医共体统计", Said(f"{name}按区县统计，不分医共体。")
    elif figure.value is None:
        # Where there is nothing to divide by, nobody failed to report.
        missing = f"{figure.definition.short}{'没有可计的对象' if figure.denominator == 0 else '未报'}"
    silent = figure.not_reported if figure is not None else ()
    # What shows figures of several kinds names the calibers of all postings; else the one in large has its own.
    own = ground.sources(None if id in _MIXED else figure)
    sources = (*own, *((f"未报：{joined(silent, 3, '处')}",) if silent else ()))
    scope_name = ground.figures.name_of(scope)
    if missing:
        return Slide(id, name, scope, scope_name, finding, missing=missing, notes=notes, sources=sources)
    return Slide(id, name, scope, scope_name, finding, large, others, chart, table, map, notes=notes, sources=sources)
