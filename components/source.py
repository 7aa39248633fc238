"""口径 one click away: what a figure is, how it was reached and which document asks for it.

The words come from the catalogue and the policy, never from a page. :func:`pairs` is plain text for any drawing;
:func:`button` draws it. The body of a button is sent only when a reader opens it.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import filters, html, loaders
from data.policies import Direction, Target
from indicators import Definition, Figure, catalogue
from indicators.wording import NO_TARGET, due_words, joined, number, quantity, target_words

Pairs = tuple[tuple[str, str], ...]


def pairs(figure: Figure) -> Pairs:
    """Return term and words of one figure: its numbers first, then its definition, target and source."""
    definition = figure.definition
    said: list[tuple[str, str]] = [("指标", definition.name), ("公式", definition.formula)]
    if figure.numerator is not None and definition.denominator:
        said.append(("分子", f"{definition.numerator}：{number(figure.numerator)}"))
        said.append(("分母", f"{definition.denominator}：{number(figure.denominator)}"))
    elif definition.denominator:
        said += [("分子", definition.numerator), ("分母", definition.denominator)]
    else:
        said.append(("计数", definition.numerator))
    if figure.caliber:
        said.append(("派驻口径", caliber_words(figure.caliber)))
    if figure.not_reported:
        said.append((_missing_term(figure), joined(figure.not_reported, 6)))
    said += target_pairs(figure.target, definition, figure)
    said += _tail(definition)
    return tuple(said)


def missing_words(figure: Figure) -> str:
    """Return how many did not report and what that means for the figure; nothing when all did.

    A volume of the year lists institutions that miss a month: their other months count. A rate of the year lists the
    months themselves, which are left out, and any other figure whoever is left out.
    """
    count = len(figure.not_reported)
    if not count:
        return ""
    if _counts_in_part(figure):
        return f"{quantity(count, '家')}有月份未报，其已报月份计入"
    if figure.definition.period == "year_to_date" and figure.definition.measure != "sum":
        return f"{quantity(count, '个')}月份未报，不计入"
    return f"{quantity(count, '处')}未报" + ("，不计入" if figure.value is not None else "")


def _missing_term(figure: Figure) -> str:
    return "有月份未报，已报月份计入" if _counts_in_part(figure) else "未报，不计入"


def _counts_in_part(figure: Figure) -> bool:
    """Tell whether those who did not report missed months only, so that what they reported is in the figure."""
    definition = figure.definition
    return figure.value is not None and definition.is_year_volume


def definition_pairs(definition: Definition) -> Pairs:
    """Return term and words of an indicator without a figure, as 指标口径 lists it."""
    said = [("公式", definition.formula), ("分子" if definition.denominator else "计数", definition.numerator)]
    if definition.denominator:
        said.append(("分母", definition.denominator))
    said.append(("方向", {"up": "越高越好", "down": "越低越好", "none": "不评高低"}[definition.direction]))
    said += _tail(definition)
    return tuple((term, words) for term, words in said if words)


def target_pairs(target: Target | None, definition: Definition, figure: Figure | None = None) -> list[tuple[str, str]]:
    """Return what is to be said of a target: value, term, quote and place; None says that no target was set."""
    if target is None:
        return [("目标", NO_TARGET)]
    goal = target_words(target, definition.unit, definition.decimals)
    due = due_words(target, figure.as_of) if figure else ""
    said = [("目标", f"{goal}（{due}）" if due else goal), ("原文", f"“{target.quote}”"), ("出处", target.source)]
    if target.note:
        said.append(("说明", target.note))
    return said


def direction_pairs(direction: Direction) -> list[tuple[str, str]]:
    """Return what a document asks for without a number (文件未设数值)."""
    asked = {"up": "要求提高", "down": "要求降低", "exists": "要求设立"}[direction.direction]
    said = [("目标", f"文件未设数值，{asked}"), ("原文", f"“{direction.quote}”"), ("出处", direction.source)]
    if direction.note:
        said.append(("说明", direction.note))
    return said


def caliber_words(code: str) -> str:
    """Return the name of a caliber (口径); its code when it is not in the list."""
    caliber = loaders.calibers().get(code)
    return caliber.name if caliber else code


def button(keys: Sequence[str], *, key: str) -> None:
    """Draw a button that opens the 口径 of several indicators, for the current scope.

    Args:
        keys: Indicator keys, in the order they stand on the page; unknown ones are passed over.
        key: Unique on the page.
    """
    _body(tuple(keys), key)


@st.fragment
def _body(keys: tuple[str, ...], key: str) -> None:
    # A fragment of its own: opening it redraws nothing else.
    kept = f"{key}.open"

    def answer(asked: str) -> None:
        st.session_state[kept] = asked == "open"

    bodies = _bodies(keys) if st.session_state.get(kept) else ()
    html.draw("caliber", key=key, on_open=answer, bodies=bodies)


def _bodies(keys: tuple[str, ...]) -> list[Pairs]:
    """Return term and words of each indicator: of its figure in the view, else of its definition."""
    view = filters.current()
    found = []
    for indicator in keys:
        figure = view.figures.get(indicator, view.scope)
        if figure is not None:
            found.append(pairs(figure))
        elif (definition := catalogue().get(indicator)) is not None:
            found.append((("指标", definition.name), *definition_pairs(definition)))
    return [tuple((term, words) for term, words in said if words) for said in found]


def _tail(definition: Definition) -> list[tuple[str, str]]:
    said = [("未报含义", definition.null_means), ("注意", definition.caveat), ("数据", definition.source)]
    return [(term, words) for term, words in said if words]
