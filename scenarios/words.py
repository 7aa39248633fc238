"""The take-away (带走的话): one paragraph in report language on what a scenario changes, costs, reaches and leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.model import Figure
from indicators.scopes import level_of
from indicators.wording import NBSP, date_words, missed_by, quantity, target_words
from scenarios.change import Names, called
from scenarios.comparing import Answer, Moved
from scenarios.cost import Cost
from scenarios.grouping import flow_words, grouped
from scenarios.model import Change
from scenarios.moves import changed_to, value_of

#: Stands on every figure, map and export of a scenario.
WATERMARK = "情景推演·非现状"
#: Figures and names that a paragraph writes out; the rest are counted.
_NAMED = 6
#: The parts of a scope that are told with it, by its level, with their measure word; and what they are called together.
_PARTS = {"city": ("county", "个区县"), "county": ("consortium", "家"), "consortium": ("", "")}
_TOGETHER = {"county": "各区县", "consortium": "各医共体"}


def paragraph(answer: Answer, names: Names, scope: str | None = None) -> str:
    """Return the paragraph: changes, cost, targets then met or lost, what moved, what remains, assumptions.

    Args:
        answer: The answer of the scenario.
        names: Chinese names by code, with what the scenario adds.
        scope: The city, county or consortium it is written for; left out, the scenario's city.
    """
    where = scope or answer.scenario.scope
    reached = _reached(answer, names, where)
    parts = [
        _opening(answer, names, where),
        _cost(answer.cost),
        _refused(answer),
        reached,
        _moves(answer, where, "另有变化" if reached else "指标变化"),
        _covering(answer, names, where),
        _remains(answer, names, where),
        _assumptions(answer, names, where),
    ]
    return "".join(part for part in parts if part)


def cost_words(cost: Cost) -> str:
    """Return the cost as a list (增派 3 人、新开远程站点 2 个); nothing where nothing is added."""
    # A village with a new clinic has a service, too: it is no further one.
    with_clinics = "（含新设村卫生室的）" if cost.clinics else ""
    held = (
        (cost.persons, "增派", "人", ""),
        (cost.renewed, "续派", "人", ""),
        (cost.sites, "新开远程站点", "个", ""),
        (cost.clinics, "新设村卫生室", "家", ""),
        (cost.villages, "新增服务的村", "个", with_clinics),
    )
    return "、".join(f"{what}{NBSP}{quantity(count, unit)}{more}" for count, what, unit, more in held if count)


def _opening(answer: Answer, names: Names, scope: str) -> str:
    scenario = answer.scenario
    made = _made(answer)
    basis = f"{called(names, scope)}以{NBSP}{date_words(scenario.as_of)}的数据为基础"
    start = f"【{WATERMARK}】{basis}，情景“{scenario.name}”"
    if not made:
        return f"{start}没有作任何调整，各项指标与现状一致。"
    clauses = grouped(made, names, answer.after.tables)
    same = "" if answer.moved else "各项指标均无变化。"
    if len(clauses) == 1:
        return f"{start}作如下调整：{clauses[0]}。{same}"
    listed = "；".join(f"（{number}）{words}" for number, words in enumerate(clauses, start=1))
    return f"{start}依次作{NBSP}{len(made)}{NBSP}项调整：{listed}。{same}"


def _made(answer: Answer) -> list[Change]:
    refused = {refusal.index for refusal in answer.refusals}
    return [change for index, change in enumerate(answer.scenario.changes) if index not in refused]


def _cost(cost: Cost) -> str:
    words = cost_words(cost)
    return f"所需投入：{words}。" if words else ""


def _reached(answer: Answer, names: Names, scope: str) -> str:
    """Name the targets that are met or lost: the scope's own, those of the city above it, then the parts below.

    One indicator may turn at all three; each is told at its own level, so that nothing is counted twice.
    """
    level = level_of(scope)
    said = []
    for turned, verb, with_it in (
        ([one for one in answer.moved if one.gained], "由此达标", "随之达标"),
        ([one for one in answer.moved if one.lost], "转为未达标", "随之转为未达标"),
    ):
        own = [one for one in turned if one.scope == scope]
        if own:
            said.append(f"{called(names, scope)}{verb}的目标有{NBSP}{quantity(len(own), '项')}：{_all(own)}。")
        above = [one for one in turned if level != "city" and one.scope == answer.scenario.scope]
        if above:
            city = called(names, answer.scenario.scope)
            said.append(f"{city}{with_it}的有{NBSP}{quantity(len(above), '项')}：{_all(above)}。")
        part, unit = _PARTS[level]
        below = [one for one in turned if level_of(one.scope) == part and _inside(answer, one.scope, scope)]
        if below:
            said.append(f"{_TOGETHER[part]}{verb}的：{_by_key(below, names, unit)}。")
    return "".join(said)


def _all(moved: Sequence[Moved]) -> str:
    return "；".join(f"{_moved(one)}（{_aim(one)}）" for one in moved)


def _aim(one: Moved) -> str:
    """Return the target a figure is measured against; one of the scenario's own beside that of the document."""
    if one.before is None or not one.retargeted:
        return f"目标：{_target(one.after)}"
    return f"情景另设的目标：{_target(one.after)}，原目标：{_target(one.before)}"


def _by_key(moved: Sequence[Moved], names: Names, unit: str) -> str:
    """Return who turned, by indicator: ``派驻覆盖率 2 个区县（海曙区、北仑区）``."""
    keys = dict.fromkeys(one.key for one in moved)
    said = []
    for key in keys:
        own = [one for one in moved if one.key == key]
        places = "、".join(called(names, one.scope) for one in own)
        aim = f"，按情景另设的目标：{_target(own[0].after)}" if own[0].retargeted else ""
        said.append(f"{own[0].after.name}{NBSP}{quantity(len(own), unit)}（{places}{aim}）")
    return "；".join(said)


def _inside(answer: Answer, part: str, scope: str) -> bool:
    """Whether a county lies in the city, a consortium in a county."""
    if level_of(scope) == "city":
        return True
    consortia = answer.after.tables["consortia"]
    return bool(consortia.loc[consortia["consortium_id"] == part, "county_code"].eq(scope).any())


def _moves(answer: Answer, scope: str, start: str) -> str:
    """Name what else moved in the scope, what a document aims at first."""
    found = [one for one in answer.of_scope(scope) if one.shown_otherwise and not (one.gained or one.lost)]
    found.sort(key=lambda one: one.after.target is None)
    if not found:
        return ""
    more = f"等{NBSP}{quantity(len(found), '项')}" if len(found) > _NAMED else ""
    return f"{start}：{'；'.join(_moved(one) for one in found[:_NAMED])}{more}。"


def _moved(one: Moved) -> str:
    """Return how a figure moved; one that is only judged otherwise stands as it is."""
    if not one.shown_otherwise:
        return f"{one.after.name}{NBSP}{value_of(one.after)}"
    return f"{one.after.name}{changed_to(one)}"


def _covering(answer: Answer, names: Names, scope: str) -> str:
    """Name who gains and who loses, of a county or of the county a consortium lies in."""
    held = answer.covering
    county = _county_of(answer, scope)
    said = []
    for everybody, what, unit in (
        (held.institutions_covered, "新获派驻的成员单位", "家"),
        (held.institutions_lost, "不再有派驻的成员单位", "家"),
        (held.villages_covered, "新获服务的村", "个"),
        (held.villages_lost, "失去服务的村", "个"),
    ):
        places = [place for place in everybody if county in (None, place.county_code)]
        if places:
            shown = _first(called(names, place.id) for place in places)
            said.append(f"{what}{NBSP}{quantity(len(places), unit)}（{shown}）")
    return f"{'；'.join(said)}。" if said else ""


def _county_of(answer: Answer, scope: str) -> str | None:
    """Return the county of a scope; null for the city."""
    if level_of(scope) != "consortium":
        return scope if level_of(scope) == "county" else None
    consortia = answer.after.tables["consortia"]
    found = consortia.loc[consortia["consortium_id"] == scope, "county_code"]
    return str(found.iloc[0]) if len(found) else None


def _remains(answer: Answer, names: Names, scope: str) -> str:
    """Name the targets of the scope that are still not met, with their gaps."""
    if not answer.after.knows(scope):
        return ""
    left = [figure for figure in answer.after.of_scope(scope) if figure.status == "not_met"]
    unknown = [figure for figure in answer.after.of_scope(scope) if figure.status == "no_data"]
    place = called(names, scope)
    said = ""
    if left:
        said = f"{place}仍未达标的目标有{NBSP}{quantity(len(left), '项')}：{'、'.join(map(_left, left))}。"
    elif any(figure.status == "met" for figure in answer.after.of_scope(scope)):
        said = f"{place}有数据的目标均已达标。"
    if unknown:
        shown = "、".join(figure.name for figure in unknown)
        said += f"因未报数据无法判断的目标有{NBSP}{quantity(len(unknown), '项')}：{shown}。"
    return said


def _refused(answer: Answer) -> str:
    return "".join(refusal.sentence for refusal in answer.refusals) + "".join(note.sentence for note in answer.notes)


def _assumptions(answer: Answer, names: Names, scope: str) -> str:
    """Say what the figures take for granted: day, calibers, document, and that all else stays."""
    after = answer.after
    said = [f"指标截至{NBSP}{date_words(after.as_of)}"]
    calibers: dict[str, list[str]] = {}
    for flow, rule in after.context.rules.items():
        if any(one.key.startswith(f"posting.{flow}.") for one in answer.moved):
            calibers.setdefault(rule.name, []).append(flow_words(flow))
    said += [f"{'、'.join(flows)}按“{name}”口径计" for name, flows in calibers.items()]
    if after.policy is not None:
        own = any(change.kind == "set_target" for change in _made(answer))
        aimed = after.knows(scope) and any(figure.target is not None for figure in after.of_scope(scope))
        title = f"《{after.policy.title}》"
        said.append(
            f"目标依据{title}{'，情景另设的除外' if own else ''}" if aimed
            else f"{title}没有为{called(names, scope)}设目标"
        )  # fmt: skip
    said.append("未提到的人员、机构和服务量均按现状不变")
    return f"说明：{'；'.join(said)}。"


def _left(figure: Figure) -> str:
    gap = missed_by(figure.value, figure.gap, figure.target, figure.unit, figure.definition.decimals)
    return f"{figure.name}（{quantity(figure.value, figure.unit, figure.definition.decimals)}，{gap}）"


def _target(figure: Figure) -> str:
    return target_words(figure.target, figure.unit, figure.definition.decimals)


def _first(names: Iterable[str]) -> str:
    """Return the first few names; the number of all stands before them."""
    held = list(names)
    return "、".join(held[:_NAMED]) + ("等" if len(held) > _NAMED else "")
