"""The finding of a scenario (情景结论句): what is done, what comes of it, what remains, on one line of a page."""

from __future__ import annotations

from indicators.model import Figure
from indicators.scopes import level_of
from indicators.sentences import LONGEST, fitted, unposted, who, width
from indicators.wording import NBSP, quantity
from scenarios.change import Names, called
from scenarios.comparing import Answer, Moved
from scenarios.cost import Cost
from scenarios.moves import changed_to, value_of

_COVERAGE = "posting.lead_to_member.coverage"
_BARE = "village.unserved_planned"


def headline(answer: Answer, names: Names, scope: str) -> str:
    """Return one sentence of at most 43 full-width characters: ``情景：再派 15 人后，全市……``.

    Args:
        answer: The answer of the scenario.
        names: Chinese names by code.
        scope: The city, county or consortium it is written for.
    """
    subject = who(level_of(scope), called(names, scope))
    if len(answer.refusals) == len(answer.changes):
        why = "调整都没有执行" if answer.refusals else "没有作调整"
        return f"情景：{why}，{subject}各项指标与现状一致。"
    moved = answer.of_scope(scope)
    done, outcome = _done(answer), _outcome(moved, subject)
    first = next(
        (text for text in (f"情景：{done}，{outcome}", f"情景：{outcome}") if width(f"{text}。") <= LONGEST),
        f"情景：{done}，{quantity(len(moved), '项')}指标有变化",
    )
    return fitted([first, *_rest(answer, scope, moved)])


def _done(answer: Answer) -> str:
    """Return what is done, by what it takes: ``再派 15 人后``."""
    cost: Cost = answer.cost
    held = (
        (cost.persons, "再派", "人"), (cost.renewed, "续派", "人"), (cost.sites, "新开", "个站点"),
        (cost.clinics, "新设", "家卫生室"), (0 if cost.clinics else cost.villages, "新增服务", "个村"),
    )  # fmt: skip
    said = [f"{verb}{NBSP}{quantity(count, unit)}" for count, verb, unit in held if count]
    if not said:
        made = quantity(len(answer.changes) - len(answer.refusals), "项")
        said = [f"作{NBSP}{made}调整"]
    return f"{'、'.join(said[:2])}后"


def _outcome(moved: tuple[Moved, ...], subject: str) -> str:
    """Return what comes of it: targets met, else lost, else the first figure that a document aims at."""
    for status, verb in (("met", "达到目标"), ("not_met", "转为未达标")):
        found = [one for one in moved if one.status_changed and one.after.status == status]
        if found:
            first = f"{subject}{found[0].after.definition.short}{NBSP}{value_of(found[0].after)}"
            return f"{first}，{verb}" if len(found) == 1 else f"{first}等{NBSP}{quantity(len(found), '项')}{verb}"
    told = sorted((one for one in moved if one.whole), key=lambda one: one.after.target is None)
    if not told:
        return f"{subject}的指标没有变化" if not moved else f"{subject}{quantity(len(moved), '项')}指标有变化"
    after = told[0].after
    state = {"not_met": "，仍未达标", "met": "，仍达标"}.get(after.status, "")
    return f"{subject}{after.definition.short}{changed_to(told[0])}{state}"


def _rest(answer: Answer, scope: str, moved: tuple[Moved, ...]) -> list[str]:
    """Return what remains, the most telling first; a clause that does not fit is left out."""
    keys = {one.key for one in moved}
    gained = any(one.status_changed and one.after.status == "met" for one in moved)
    lost = sum(one.status_changed and one.after.status == "not_met" for one in moved)
    said = [f"{quantity(lost, '项')}转为未达标" if gained and lost else ""]
    if any(key.startswith("posting.") for key in keys):
        said.append(unposted(_of(answer, _COVERAGE, scope)))
    elif any(key.startswith("village.") for key in keys):
        bare = _of(answer, _BARE, scope)
        said.append(f"还有{NBSP}{value_of(bare)}村应设未设" if bare is not None and bare.value else "")
    figures = answer.after.of_scope(scope) if answer.after.knows(scope) else []
    left = sum(figure.status == "not_met" for figure in figures)
    said.append(f"仍有{NBSP}{quantity(left, '项')}未达标" if left else "")
    refused = len(answer.refusals)
    said.append(f"{quantity(refused, '项')}调整没有执行" if refused else "")
    return said


def _of(answer: Answer, key: str, scope: str) -> Figure | None:
    return answer.after.get(key, scope) if answer.after.knows(scope) else None
