"""KPI cards (指标卡): value, target, gap, pace or trend, with the caliber one click away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components import html
from indicators.model import Status


@dataclass(frozen=True, slots=True)
class KpiCard:
    """What one card says; every text is ready to be read, null already written as "—"."""

    label: str
    #: The figure alone (``286``, ``—``) and its unit (``人``), set smaller.
    value: str
    unit: str
    status: Status
    #: Status in words with its shape and the gap: ``▲ 未达标 差 15 人``.
    state: str
    #: Lines beside the figure (below it where the card is narrow): target, trend, who did not report.
    side: tuple[str, ...] = ()
    #: An SVG of :mod:`components.charts`, drawn across the card; an empty one keeps its place, as in the other cards.
    chart: Markup | None = None
    #: One line under the chart.
    below: str = ""
    #: 口径: pairs of term and words, opened by a click.
    caliber: tuple[tuple[str, str], ...] = ()


def cards(key: str, items: Sequence[KpiCard], *, columns: int = 4, wall: bool = False) -> None:
    """Draw the cards in rows of ``columns``; nothing is drawn for no cards.

    ``key`` is unique on the page; ``wall`` enlarges the type for 大屏.
    """
    if items:
        html.draw("kpi", key=key, cards=items, columns=columns, wall=wall)
