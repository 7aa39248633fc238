"""Sentences of 情景推演: the state and what to do, what a scenario changes, what a cell says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from components import filters
from data.policies import load_calibers
from indicators import CityFigures, Figure
from indicators.sentences import who
from indicators.wording import (
    NBSP,
    NULL,
    STATUS,
    date_words,
    difference_unit,
    joined,
    quantity,
    signed,
    state_words,
    status_words,
    target_words,
    with_unit,
)
from indicators.wording_numbers import figure_rounded
from scenarios.comparing import Answer, Moved
from scenarios.cost import Cost
from scenarios.words import cost_words


def idle(figures: CityFigures, level: str, name: str, scope: str) -> str:
    """Return the finding without any change: where the scope stands, and what to do."""
    subject, held = who(level, name), figures.of_scope(scope)
    missed = sum(figure.status == "not_met" for figure in held)
    todo = "加一项调整，看指标怎样变"
    if missed:
        return f"{subject}还有{NBSP}{quantity(missed, '项')}目标未达标；{todo}。"
    if any(figure.status == "met" for figure in held):
        return f"{subject}有数据的目标都已达标；{todo}。"
    if any(figure.target is not None for figure in held):
        return f"{subject}的目标都没有数据可判；{todo}。"
    return f"文件没有给{subject}设目标值；{todo}。"


def unfit(level: str, name: str) -> str:
    """Return the finding where the scenario cannot be worked out."""
    return f"{who(level, name)}的情景没有算出来，现状见其他各页。"


def difference_of(one: Moved) -> str:
    """Return by how much a figure moved, as the printed figures differ: ``+0.7 个百分点``; another target says so."""
    if one.before is not None and one.before.target != one.after.target:
        return f"目标改为{NBSP}{target_words(one.after.target, one.after.unit, one.after.definition.decimals)}"
    if not one.printed:
        return "新有数据" if one.after.value is not None else "不再有数据"
    whole = float(sum(one.printed))
    if not whole:
        return "变化不足末位"
    return with_unit(signed(whole, one.after.definition.decimals), difference_unit(one.after.unit))


def status_of(one: Moved) -> str:
    """Return what a figure is judged as: ``▲ 未达标 → ● 达标``, or the status that stays with its gap."""
    after = one.after
    if one.before is not None and one.status_changed:
        return f"{status_words(one.before.status)} → {status_words(after.status)}"
    return state_of(after)


def state_of(figure: Figure) -> str:
    """Return the status of one figure with its gap."""
    definition = figure.definition
    return state_words(figure.status, figure.value, figure.gap, figure.target, figure.unit, definition.decimals)


def results(moved: Sequence[Moved], others: int) -> str:
    """Return the heading over the table of what moved in the scope; ``others`` moved elsewhere in the city."""
    if not moved:
        elsewhere = f"；全市另有{NBSP}{quantity(others, '项')}变化" if others else ""
        return f"所选范围没有指标变化{elsewhere}"
    gained, lost = sum(one.gained for one in moved), sum(one.lost for one in moved)
    # What is measured against the scenario's own target has not reached that of the document.
    own = "（含情景另设的目标）" if any(one.retargeted and (one.gained or one.lost) for one in moved) else ""
    said = [f"{quantity(len(moved), '项')}指标变了"]
    said += [f"{quantity(gained, '项')}由此达标"] if gained else []
    said += [f"{quantity(lost, '项')}转为未达标"] if lost else []
    return f"{'，'.join(said)}{own}"


def other_day(then: date, now: date) -> tuple[str, ...]:
    """Return that a scenario was made for another day; nothing where it is the same."""
    if then == now:
        return ()
    return (f"该情景是按{NBSP}{date_words(then)}做的；这里按所选的{NBSP}{date_words(now)}重新计算。",)


def other_caliber(then: str | None, now: str | None) -> tuple[str, ...]:
    """Return that a scenario was made by another caliber (口径); nothing where it is the same."""
    if then == now:
        return ()
    held = load_calibers()
    # A file may name one that there is not; null leaves each flow the document's.
    names = [filters.DEFAULT_CALIBER if key is None else held[key].name if key in held else key for key in (then, now)]
    return (f"该情景是按“{names[0]}”口径做的；这里按所选的“{names[1]}”重新计算。",)


def redone(changes: int, refused: int) -> str:
    """Return how many of the changes of an opened scenario, one at least, were made again on these data."""
    made = changes - refused
    if not refused:
        return f"{quantity(made, '项')}调整都已照做。"
    if not made:
        return f"{quantity(refused, '项')}调整都没有执行，原因列在下面。"
    return f"{quantity(made, '项')}调整已照做，{quantity(refused, '项')}没有执行，原因列在下面。"


def basis(answer: Answer) -> str:
    """Return what the figures of a scenario stand on: its day where the scenario moves it."""
    moved = answer.after.as_of != answer.before.as_of
    now, then = date_words(answer.after.as_of), date_words(answer.before.as_of)
    day = f"情景按{NBSP}{now}计算，现状截至{NBSP}{then}；" if moved else ""
    return f"{day}没有列出的指标与现状一致。"


def printed(figure: Figure | None) -> float | None:
    """Return a value as it is printed, a count as a whole number; null where there is none."""
    if figure is None or figure.value is None:
        return None
    return as_number(figure_rounded(figure.value, figure.unit, figure.definition.decimals))


def as_number(value: Decimal) -> float:
    """Return a printed value as a number: 286 and not 286.0, as it is to stand in a file."""
    return int(value) if value == value.to_integral_value() else float(value)


def status_word(figure: Figure | None) -> str:
    """Return the word of a status alone: 达标; "—" where there is no figure."""
    return NULL if figure is None else STATUS[figure.status][1]


def plain_row(one: Moved) -> dict[str, Any]:
    """Return what moved as a row of a file: values as they are printed, so that they add up."""
    return {
        "name": one.after.name,
        "before": printed(one.before), "after": printed(one.after), "unit": one.after.unit,
        "whole": as_number(sum(one.printed, Decimal())) if one.printed else None,
        "target": target_words(one.after.target, one.after.unit, one.after.definition.decimals).replace(NBSP, " "),
        "status_before": status_word(one.before), "status_after": status_word(one.after),
    }


def most_of(moved: Sequence[Moved], steps: Sequence[str]) -> str:
    """Return the heading over the contributions: which change most of the first figure's movement is owed to."""
    first = moved[0]
    parts = [abs(part) for part in first.printed]
    largest = max(parts)
    name = first.after.definition.short
    if not largest:
        return f"各项调整的贡献：共{NBSP}{quantity(len(steps), '项')}"
    at = [f"第{NBSP}{index}{NBSP}项" for index, part in enumerate(parts, start=1) if part == largest]
    if sum(part > 0 for part in parts) == 1:
        return f"各项调整的贡献：{name}的变化全部来自{at[0]}调整"
    return f"各项调整的贡献：{name}的变化中，{joined(at, 2, '项')}{'同为' if len(at) > 1 else ''}最大"


def counties(changed: int, moved: int, *, aimed: bool) -> str:
    """Return the heading over the counties: in how many a status changed, in how many anything did."""
    if not moved:
        return "各区县的指标都没有变化"
    if not aimed:
        return f"{quantity(moved, '个')}区县的指标变了"
    if changed:
        others = f"，共{NBSP}{quantity(moved, '个')}区县有变化" if moved > changed else ""
        return f"{quantity(changed, '个')}区县有指标的达标状态变了{others}"
    return f"{quantity(moved, '个')}区县的指标变了，达标状态都不变"


def refused(answer: Answer) -> str:
    """Return the heading over the changes that were not made; notes alone have one of their own."""
    count, total = len(answer.refusals), len(answer.changes)
    if not count:
        return "执行时的说明"
    rest = "，其余照做" if count < total else ""
    return f"{quantity(count, '项')}调整没有执行{rest}"


def covered(gained: int, lost: int, what: str, service: str, unit: str) -> str:
    """Return the heading over who gains and who loses: ``3 家机构新获派驻，1 家失去``."""
    if not gained:
        return f"{quantity(lost, unit)}{what}失去{service}"
    return f"{quantity(gained, unit)}{what}新获{service}" + (f"，{quantity(lost, unit)}失去" if lost else "")


def measured(answer: Answer) -> str:
    """Return what a scenario is measured by where it is not the document on the view's day: 另设目标, another day."""
    refused = {one.index for one in answer.refusals}
    said = []
    if any(change.kind == "set_target" and at not in refused for at, change in enumerate(answer.scenario.changes)):
        said.append("另设目标")
    if answer.after.as_of != answer.before.as_of:
        said.append(f"按{NBSP}{date_words(answer.after.as_of)}计")
    return "，".join(said)


def unlike(count: int) -> str:
    """Return the heading over scenarios that are not all measured alike: none of them is the best."""
    return f"{quantity(count, '个')}方案；另设目标或日期的，未达标项数不能直接相比"


def best(names: Sequence[str], left: Sequence[int], costs: Sequence[Cost]) -> str:
    """Return the heading over scenarios side by side: which leaves fewest targets missed, and at what cost."""
    if not any(left) or len(set(left)) == 1:
        state = f"都还有{NBSP}{quantity(left[0], '项')}未达标" if left[0] else "都没有未达标的指标"
        return f"{quantity(len(names), '个')}方案{state}"
    fewest = min(left)
    at = [index for index, count in enumerate(left) if count == fewest]
    first = f"“{'”“'.join(names[index] for index in at)}”未达标最少（{quantity(fewest, '项')}）"
    words = cost_words(costs[at[0]])
    return f"{first}，投入{words}" if len(at) == 1 and words else first
