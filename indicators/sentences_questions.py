"""Answers to what a leader may ask (领导可能问): each read off the rows that stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from indicators.catalogue import catalogue
from indicators.wording import (
    NBSP,
    date_words,
    joined,
    missed_by,
    number,
    quantity,
    rank_words,
    signed,
    target_words,
    with_unit,
)

if TYPE_CHECKING:
    from indicators.model import Definition, Figure

#: How many are named before it says how many there are.
_NAMED = 3
#: Who sends, by flow.
_SENDERS = {"lead_to_member": "牵头医院", "municipal_to_lead": "市级医院", "municipal_to_county": "市级单位"}


def due(rows: pd.DataFrame) -> str:
    """Return the targets about to be missed: value, target, what is lacking and how many days are left."""
    said = []
    for row in _records(rows)[:_NAMED]:
        left = row["days_left"]
        term = "当日到期" if left == 0 else f"还有{NBSP}{left}{NBSP}天"
        said.append(f"{_against_target(row)}，{term}")
    return _ended(said, len(rows), "项目标")


def passed(rows: pd.DataFrame) -> str:
    """Return the targets whose date has passed: value, target and what is lacking."""
    said = [_against_target(row) for row in _records(rows)[:_NAMED]]
    unstated = len(rows) > 0 and not rows["due_stated"].any()
    return _ended(said, len(rows), "项目标", "（文件未写明期限，按文件年度计）" if unstated else "")


def lowest(rows: pd.DataFrame, definition: Definition) -> str:
    """Return the last counties with their values, and out of how many."""
    said = [f"{row['county']}{NBSP}{_value(row['value'], definition)}" for row in _records(rows)]
    base = int(rows["base"].iloc[0]) if len(rows) else 0
    return f"{'、'.join(said)}（可比的{NBSP}{base}{NBSP}个区县中）。"


def low_places(rows: pd.DataFrame) -> str:
    """Return the indicators in which one county stands last: value and rank with its base."""
    said = []
    for row in _records(rows)[:_NAMED]:
        definition = catalogue()[row["key"]]
        rank = rank_words(row["position"], row["base"], "个区县", tied=row["tied"] > 0)
        said.append(f"{row['name']}{NBSP}{_value(row['value'], definition)}，{rank}")
    return _ended(said, len(rows), "项指标")


def unposted(rows: pd.DataFrame) -> str:
    """Return how many institutions have nobody posted, where most of them lie, and how many are of no consortium."""
    members = rows[~rows["unaffiliated"].astype("bool")]
    alone = len(rows) - len(members)
    said = []
    if len(members):
        names = joined(members["name"].tolist(), _NAMED, "家")
        said.append(names if len(members) > _NAMED else f"{names}，共{NBSP}{quantity(len(members), '家')}")
        counts = members["county"].value_counts()
        most = counts[counts == counts.max()]
        if len(counts) > 1 and len(most) == 1 and most.iloc[0] > 1:
            said.append(f"{most.index[0]}最多，{quantity(int(most.iloc[0]), '家')}")
    if alone:
        said.append(f"{f'另有{NBSP}' if len(members) else ''}{quantity(alone, '家')}未归属医共体，无从派驻")
    return f"{'；'.join(said)}。"


def ending(until: date, flows: Sequence[tuple[str, Figure, int, int]]) -> str:
    """Return what ends and what is left of each flow, and whether that costs a target.

    Args:
        until: Last day looked at.
        flows: Flow, today's figure, the count afterwards and how many postings end.
    """
    said = []
    for flow, figure, then, count in flows:
        left = f"{number(figure.value)}{NBSP}→{NBSP}{quantity(then, '人')}"
        goal = _lost(figure, then)
        said.append(f"{_SENDERS[flow]}派驻到期{NBSP}{quantity(count, '人次')}，{left}{goal}")
    return f"到{NBSP}{date_words(until)}，如无续派和新派：{'；'.join(said)}。"


def moved(rows: pd.DataFrame, level: str) -> str:
    """Return the strongest change of the rates and of the amounts; ``rows`` have the strongest of each kind first."""
    said = []
    for kind in ("rate", "amount"):
        held = rows[rows["kind"] == kind]
        if not len(held):
            continue
        row = _records(held)[0]
        definition = catalogue()[row["key"]]
        place = row["place"] if level == "city" else ""
        change = with_unit(signed(row["change"], 1), "个百分点" if kind == "rate" else "%")
        # Compared is what was reported in both years, so the last number is not the one that stands on the card.
        over = f"两年都报的月份{NBSP}" if definition.is_year_volume else ""
        span = f"（{over}{_value(row['base'], definition)}{NBSP}→{NBSP}{_value(row['current'], definition)}）"
        said.append(f"{place}{row['name']}{NBSP}{change}{span}")
    return f"{'；'.join(said)}。" if said else ""


def silent(rows: pd.DataFrame) -> str:
    """Return what was not reported: the indicators that miss the same units together, the most important first."""
    by_names: dict[tuple[str, ...], list[str]] = {}
    for _, held in rows.groupby("key", sort=False):
        by_names.setdefault(tuple(held["who"]), []).append(str(held["name"].iloc[0]))
    said = [f"{joined(shorts, _NAMED, '项')}：{joined(names, _NAMED, '处')}" for names, shorts in by_names.items()]
    left = sum(len(shorts) for shorts in list(by_names.values())[_NAMED:])
    more = f"；另有{NBSP}{left}{NBSP}项指标没有报齐" if left else ""
    return f"{'；'.join(said[:_NAMED])}{more}。"


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _against_target(row: dict[str, Any]) -> str:
    definition = catalogue()[row["key"]]
    value, target, gap = row["value"], row["target"], row["gap"]
    goal = target_words(target, definition.unit, definition.decimals)
    said = f"{definition.short}{NBSP}{_value(value, definition)}，目标{NBSP if goal[0].isdigit() else ''}{goal}"
    return f"{said}，{missed_by(value, gap, target, definition.unit, definition.decimals)}" if gap else said


def _lost(figure: Figure, then: int) -> str:
    """Return how the count to come stands to the target; nothing where there is none."""
    if figure.target is None or isinstance(figure.target.value, tuple) or figure.target.op == "<=":
        return ""
    goal = figure.target.value
    met = then > goal if figure.target.op == ">" else then >= goal
    words = target_words(figure.target, figure.unit, 0)
    if met:
        return f"，仍达到目标（{words}）"
    return f"，将跌破目标（{words}）" if figure.status == "met" else f"，仍未达到目标（{words}）"


def _value(value: float, definition: Definition) -> str:
    return quantity(value, definition.unit, definition.decimals)


def _ended(said: Sequence[str], total: int, measure: str, note: str = "") -> str:
    """Join sentences and say how many there are when some are left out."""
    more = f"；等{NBSP}{total}{NBSP}{measure}" if total > len(said) else ""
    return f"{'；'.join(said)}{more}{note}。"
