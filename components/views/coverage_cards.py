"""The cards of 服务覆盖: villages served and not served, contracts with family doctors."""

from __future__ import annotations

from components.kpi import KpiCard
from components.view import View
from components.views import rate_card
from indicators import Figure
from indicators.wording import NBSP, parts_words, quantity

KEYS = (
    "village.coverage", "village.unserved", "village.unserved_planned", "family.contract_rate",
    "family.key_contract_rate",
)
_CARDS = ("village.coverage", "village.unserved_planned", "family.contract_rate", "family.key_contract_rate")


def cards(view: View) -> tuple[KpiCard, ...]:
    """Return the cards of a city or a county; a consortium has none, as villages belong to counties."""
    return tuple(
        _card(view, figure) for key in _CARDS if (figure := view.figures.get(key, view.scope)) is not None
    )


def _card(view: View, figure: Figure) -> KpiCard:
    return rate_card.card(view, figure, (_parts(view, figure), rate_card.trend_line(view, figure)), _silent(figure))


def _parts(view: View, figure: Figure) -> str:
    """Return numerator over denominator of a rate; of 应设未设, of how many villages without service it is a part."""
    if figure.definition.is_rate and figure.denominator:
        unit = "人" if figure.key.startswith("family.") else "个村"
        return parts_words(figure.numerator, figure.denominator, unit)
    bare = view.figures.get("village.unserved", view.scope)
    return f"无服务村{NBSP}{quantity(bare.value, '个')}" if bare is not None and bare.value is not None else ""


def _silent(figure: Figure) -> str:
    names = figure.not_reported
    if not names:
        return "" if figure.target else "文件未设目标"
    whom = "个村" if figure.key.startswith("village.") else "个区县"
    return rate_card.silent_line(names, whom)
