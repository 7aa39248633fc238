"""The take-away (带走的话): one paragraph in report language on what a scenario changes, costs, reaches and leaves."""

from __future__ import annotations

from collections.abc import Iterable

from data.policies import load_calibers
from indicators.model import Figure
from indicators.scopes import level_of
from indicators.wording import NBSP, date_words, gap_words, quantity, target_words
from scenarios.change import Names, called
from scenarios.comparing import Answer, Moved
from scenarios.cost import Cost

#: Stands on every figure, map and export of a scenario.
WATERMARK = "情景推演·非现状"
#: Figures and names that a paragraph writes out; the rest are counted.
_NAMED = 6
_LEVELS = {"city": 0, "county": 1, "consortium": 2}


def paragraph(answer: Answer, names: Names, scope: str | None = None) -> str:
    """Return the paragraph: changes, cost, targets then met or lost, what moved, what remains, assumptions.

    Args:
        answer: The answer of the scenario.
        names: Chinese names by code, with what the scenario adds.
        scope: The city, county or consortium it is written for; left out, the scenario's city.
    """
    where = scope or answer.scenario.scope
    parts = [
        _opening(answer, names, where),
        _cost(answer.cost),
        _reached(answer, names),
        _moves(answer, names, where),
        _covering(answer),
        _remains(answer, names, where),
        _refused(answer),
        _assumptions(answer),
    ]
    return "".join(part for part in parts if part)


def cost_words(cost: Cost) -> str:
    """Return the cost as a list (增派 3 人、新开远程站点 2 个); nothing where nothing is added."""
    held = (
        (cost.persons, "增派", "人"),
        (cost.renewed, "续派", "人"),
        (cost.sites, "新开远程站点", "个"),
        (cost.villages, "新增服务的村", "个"),
        (cost.clinics, "新设村卫生室", "家"),
    )
    return "、".join(f"{what}{NBSP}{quantity(count, unit)}" for count, what, unit in held if count)


def moved_words(one: Moved, names: Names) -> str:
    """Return how a figure moved: ``慈溪市派驻覆盖率由 91.7% 变为 100.0%``."""
    after = one.after
    decimals = after.definition.decimals
    before = quantity(one.before.value if one.before else None, after.unit, decimals)
    place = called(names, one.scope)
    return f"{place}{after.name}由{NBSP}{before}变为{NBSP}{quantity(after.value, after.unit, decimals)}"


def _opening(answer: Answer, names: Names, scope: str) -> str:
    scenario = answer.scenario
    refused = {refusal.index for refusal in answer.refusals}
    made = [words for index, words in enumerate(answer.changes) if index not in refused]
    basis = f"{called(names, scope)}以{NBSP}{date_words(scenario.as_of)}的数据为基础"
    start = f"【{WATERMARK}】{basis}，情景“{scenario.name}”"
    if not made:
        return f"{start}没有作任何调整，各项指标与现状一致。"
    if len(made) == 1:
        return f"{start}作如下调整：{made[0]}。"
    listed = "；".join(f"{number}．{words}" for number, words in enumerate(made, start=1))
    return f"{start}依次作{NBSP}{len(made)}{NBSP}项调整：{listed}。"


def _cost(cost: Cost) -> str:
    words = cost_words(cost)
    return f"所需投入：{words}。" if words else ""


def _reached(answer: Answer, names: Names) -> str:
    """Name the targets that are met or lost, the city's first."""
    changed = sorted(answer.statuses, key=lambda one: _LEVELS[level_of(one.scope)])
    said = []
    for status, verb in (("met", "由此达标"), ("not_met", "由此转为未达标")):
        found = [one for one in changed if one.after.status == status]
        if found:
            shown = "；".join(f"{moved_words(one, names)}（目标：{_target(one.after)}）" for one in found[:_NAMED])
            said.append(f"{verb}的有{NBSP}{quantity(len(found), '项')}：{shown}{'等' if len(found) > _NAMED else ''}。")
    return "".join(said)


def _moves(answer: Answer, names: Names, scope: str) -> str:
    """Name what else moved in the scope, where a document has set a target for it."""
    found = [one for one in answer.of_scope(scope) if one.after.target is not None and not one.status_changed]
    found = [one for one in found if one.whole]
    if not found:
        return ""
    return f"另有变化：{'；'.join(moved_words(one, names) for one in found[:_NAMED])}。"


def _covering(answer: Answer) -> str:
    held = answer.covering
    said = []
    for places, what, unit in (
        (held.institutions_covered, "新获派驻的成员单位", "家"),
        (held.institutions_lost, "不再有派驻的成员单位", "家"),
        (held.villages_covered, "新获服务的村", "个"),
        (held.villages_lost, "失去服务的村", "个"),
    ):
        if places:
            said.append(f"{what}{NBSP}{quantity(len(places), unit)}（{_first(place.name for place in places)}）")
    return f"{'；'.join(said)}。" if said else ""


def _remains(answer: Answer, names: Names, scope: str) -> str:
    """Name the targets of the scope that are still not met, with their gaps."""
    if not answer.after.knows(scope):
        return ""
    left = [figure for figure in answer.after.of_scope(scope) if figure.status == "not_met"]
    unknown = [figure for figure in answer.after.of_scope(scope) if figure.status == "no_data"]
    place = called(names, scope)
    said = ""
    if left:
        shown = _first(_left(figure) for figure in left)
        said = f"{place}仍未达标的有{NBSP}{quantity(len(left), '项')}：{shown}。"
    elif any(figure.status == "met" for figure in answer.after.of_scope(scope)):
        said = f"{place}有数据的目标均已达标。"
    if unknown:
        shown = _first(figure.name for figure in unknown)
        said += f"因未报数据无法判断的有{NBSP}{quantity(len(unknown), '项')}：{shown}。"
    return said


def _refused(answer: Answer) -> str:
    return "".join(refusal.sentence for refusal in answer.refusals) + "".join(note.sentence for note in answer.notes)


def _assumptions(answer: Answer) -> str:
    """Say what the figures take for granted: day, calibers, document, and that all else stays."""
    after = answer.after
    known = load_calibers()
    rules = list(dict.fromkeys(known[rule.id].name for rule in after.context.rules.values()))
    said = [f"指标截至{NBSP}{date_words(after.as_of)}"]
    if any(one.key.startswith("posting.") for one in answer.moved):
        said.append(f"派驻人员按“{'、'.join(rules)}”口径计")
    if after.policy is not None:
        own = any(change.kind == "set_target" for change in answer.scenario.changes)
        said.append(f"目标依据《{after.policy.title}》{'，情景另设的除外' if own else ''}")
    said.append("未提到的人员、机构和服务量均按现状不变")
    if len(answer.scenario.changes) > 1:
        said.append("各项调整的贡献按所列次序逐项计算，次序不同，贡献也会不同")
    return f"说明：{'；'.join(said)}。"


def _left(figure: Figure) -> str:
    gap = gap_words(figure.gap, figure.unit, figure.definition.decimals)
    return f"{figure.name}（{quantity(figure.value, figure.unit, figure.definition.decimals)}，{gap}）"


def _target(figure: Figure) -> str:
    return target_words(figure.target, figure.unit, figure.definition.decimals)


def _first(names: Iterable[str]) -> str:
    """Return the first few names; the number of all stands before them."""
    held = list(names)
    return "、".join(held[:_NAMED]) + ("等" if len(held) > _NAMED else "")
