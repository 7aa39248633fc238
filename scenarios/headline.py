"""The finding of a scenario (情景结论句): what is done, what comes of it, what remains, on one line of a page."""

from __future__ import annotations

from indicators.model import Figure
from indicators.scopes import level_of
from indicators.sentences import LONGEST, fitted, unposted, who, width
from indicators.wording import NBSP, date_words, quantity, target_words
from scenarios.change import Names, called
from scenarios.comparing import Answer, Moved
from scenarios.cost import Cost
from scenarios.model import AddClinic, AddPostings, Change, ExtendPostings, OpenRemoteSite, SetVillageMode, ShiftAsOf
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
    day, outcome = _day(answer), _outcome(moved, subject)
    done = _done(answer, day)
    texts = [f"情景：{day}{one}，{outcome}" for one in done]
    # What is done may be left out; the day may not: no other page shows the figures of this one.
    texts.append(f"情景：{day}{outcome}")
    first = next(
        (text for text in texts if width(f"{text}。") <= LONGEST),
        f"情景：{day or f'{done[-1]}，'}{quantity(len(moved), '项')}指标有变化",
    )
    return fitted([first, *_rest(answer, scope, moved, "共" if outcome.endswith("未达标") else "仍")])


def _day(answer: Answer) -> str:
    """Return the day the figures are of, where the scenario looks at another one: ``按 2023 年 6 月 30 日计，``."""
    return f"按{NBSP}{date_words(answer.after.as_of)}计，" if answer.after.as_of != answer.before.as_of else ""


def _done(answer: Answer, day: str) -> tuple[str, ...]:
    """Return what is done, by what it takes, the fullest words first: ``再派 15 人后``; nothing where ``day`` says all.

    Where other changes take nothing (撤回、停用、划转), their number stands with it: what they do is not owed to the
    persons or sites that are named.
    """
    cost: Cost = answer.cost
    held = (
        (cost.persons, "再派", "人"), (cost.renewed, "续派", "人"), (cost.sites, "新开", "个站点"),
        (cost.clinics, "新设", "家卫生室"), (0 if cost.clinics else cost.villages, "新增服务", "个村"),
    )  # fmt: skip
    said = [f"{verb}{NBSP}{quantity(count, unit)}" for count, verb, unit in held if count]
    refused = {refusal.index for refusal in answer.refusals}
    made = [change for at, change in enumerate(answer.scenario.changes) if at not in refused]
    told = [change for change in made if not (day and isinstance(change, ShiftAsOf))]
    words = "、".join(said[:2])
    if said and all(map(_takes, told)):
        return (f"{words}后" if len(said) < 3 else f"{words}等调整后",)
    if not told:
        return ()
    some = f"作{NBSP}{quantity(len(told), '项')}调整"
    return (f"{some}（{words}{'等' if len(said) > 2 else ''}）后", f"{some}后") if said else (f"{some}后",)


def _takes(change: Change) -> bool:
    """Tell whether a change is of a kind that takes something, so that the cost tells of it."""
    if isinstance(change, SetVillageMode):
        return change.mode != "none"
    return isinstance(change, AddPostings | ExtendPostings | OpenRemoteSite | AddClinic)


def _outcome(moved: tuple[Moved, ...], subject: str) -> str:
    """Return what comes of it: targets met, else lost, else the first figure that a document aims at."""
    for found, verb, own in (
        ([one for one in moved if one.gained], "达到目标", "达到另设的目标"),
        ([one for one in moved if one.lost], "转为未达标", "按另设的目标未达标"),
    ):
        if found:
            # What meets the document's target comes before what only meets the scenario's.
            found.sort(key=lambda one: one.retargeted)
            first = f"{subject}{found[0].after.definition.short}{NBSP}{value_of(found[0].after)}"
            verb = own if found[0].retargeted else verb
            if len(found) == 1:
                return f"{first}，{verb}"
            some = "（含另设的）" if found[-1].retargeted and not found[0].retargeted else ""
            return f"{first}等{NBSP}{quantity(len(found), '项')}{verb}{some}"
    told = sorted((one for one in moved if one.whole), key=lambda one: one.after.target is None)
    # What has data for once, or no longer, is told where no figure became another one.
    told += [one for one in moved if one.shown_otherwise and one.whole is None]
    if told:
        return f"{subject}{told[0].after.definition.short}{changed_to(told[0])}{_state(told[0])}"
    aimed = next((one for one in moved if one.retargeted), None)
    if aimed is not None:
        target = target_words(aimed.after.target, aimed.after.unit, aimed.after.definition.decimals)
        return f"{subject}{aimed.after.definition.short}的目标改为{NBSP}{target}{_state(aimed)}"
    if moved:
        return f"{subject}{NBSP}{quantity(len(moved), '项')}指标有变化"
    return f"{subject}的指标没有变化"


def _state(one: Moved) -> str:
    """Return how a figure is judged, with 仍 where it was before."""
    verdict = {"not_met": "未达标", "met": "达标"}.get(one.after.status)
    return f"，{'' if one.status_changed else '仍'}{verdict}" if verdict else ""


def _rest(answer: Answer, scope: str, moved: tuple[Moved, ...], still: str) -> list[str]:
    """Return what remains, the most telling first; a clause that does not fit is left out.

    Args:
        answer: The answer of the scenario.
        scope: The city, county or consortium.
        moved: What moved in it.
        still: 仍, or 共 after words that end in 未达标: those are among the counted.
    """
    keys = {one.key for one in moved}
    gained, lost = any(one.gained for one in moved), sum(one.lost for one in moved)
    said = [f"{quantity(lost, '项')}转为未达标" if gained and lost else ""]
    if any(key.startswith("posting.") for key in keys):
        said.append(unposted(_of(answer, _COVERAGE, scope)))
    elif any(key.startswith("village.") for key in keys):
        bare = _of(answer, _BARE, scope)
        said.append(f"还有{NBSP}{value_of(bare)}村应设未设" if bare is not None and bare.value else "")
    figures = answer.after.of_scope(scope) if answer.after.knows(scope) else []
    left = sum(figure.status == "not_met" for figure in figures)
    # Fewer are missed, too, where a figure has no data on another day: that is no progress.
    unknown = sum(one.status_changed and one.after.status == "no_data" for one in moved)
    blind = f"、{quantity(unknown, '项')}变为无数据" if unknown else ""
    said.append(f"{still}有{NBSP}{quantity(left, '项')}未达标{blind}" if left else "")
    refused = len(answer.refusals)
    said.append(f"{quantity(refused, '项')}调整没有执行" if refused else "")
    return said


def _of(answer: Answer, key: str, scope: str) -> Figure | None:
    return answer.after.get(key, scope) if answer.after.knows(scope) else None
