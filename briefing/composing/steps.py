"""下一步: what would close each gap, by rule over the figures; nothing is said that no rule says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from briefing.composing import saying
from briefing.composing.ground import Ground
from briefing.model import Fact, Said
from indicators import Figure, lists
from indicators.lists.care_gap import care_gap, pulls_down
from indicators.lists.ending import WITHIN
from indicators.lists.gaps import ranked_gaps
from indicators.lists.questions import unreported
from indicators.wording import NBSP, difference, quantity, target_words

_HAN: Final = "一二三四五六七八九十"
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class _Rule:
    """What closes the gap of an indicator: ``{gap}``, ``{left}`` (units not there yet), ``{value}``, ``{goal}``."""

    words: str
    #: Measure word of the units that are not there yet.
    unit: str = "家"


#: By the beginning of the key.
_RULES: Final = {
    "posting.lead_to_member.persons": _Rule("由牵头医院向基层成员单位再派长期人员{gap}"),
    "posting.municipal_to_lead.persons": _Rule("由市级医院向牵头医院再派{gap}"),
    "posting.municipal_to_county.persons": _Rule("由市级医疗卫生单位向区县再派{gap}"),
    "posting.lead_to_member.coverage": _Rule("向无人派驻的{left}基层机构派驻人员"),
    "pairing.lead_coverage": _Rule("为没有上级医院结对的{left}牵头医院落实结对"),
    "centre.open_rate": _Rule("补建应建未建的{left}资源共享中心", "个"),
    "village.unserved_planned": _Rule("为应设未设卫生室的{value}村设卫生室，或安排延伸、巡回服务"),
    "capability.lead_standard_rate": _Rule("推动{left}牵头医院达到县级强院标准"),
    "capability.central_town_grade2_rate": _Rule("推动{left}中心镇机构达到二级乙等"),
    "capability.key_specialties_rate": _Rule("推动{left}医共体的重点专科达标"),
    "specialty.city_feature_count": _Rule("{name}的数量调整到{goal}"),
    "consortium.count": _Rule("{name}的数量调整到{goal}"),
}  # fmt: skip
_UP: Final = _Rule("{name}再提高{gap}")
_DOWN: Final = _Rule("{name}再降低{gap}")


def steps(ground: Ground, scope: str) -> tuple[Said, ...]:
    """Return the steps: what closes each gap, the largest first, then postings that ran over or end, then reports."""
    made = [_step(ground, figure) for figure, _ in ranked_gaps(ground.figures, scope)]
    made += [one for one in (_overdue(ground, scope), _ending(ground, scope), _silent(ground, scope)) if one]
    return tuple(Said(f"{_han(at)}是{one.text}。", one.facts) for at, one in enumerate(made, start=1))


def _step(ground: Ground, figure: Figure) -> Said:
    decimals, name = figure.definition.decimals, figure.definition.short
    rule = _RULES.get(figure.key) or (_DOWN if figure.target is not None and figure.target.op == "<=" else _UP)
    left = saying.left(figure, rule.unit)
    goal = target_words(figure.target, figure.unit, decimals)
    text = rule.words.format(
        name=name, gap=f"{NBSP}{difference(figure.gap, figure.unit, decimals)}", left=_spaced(left),
        value=f"{NBSP}{quantity(figure.value, figure.unit, decimals)}",
        goal=f"{NBSP if goal[0].isdigit() else ''}{goal}",
    )  # fmt: skip
    if figure.key.startswith("care.") and ground.figures.level_of(figure.scope) == "city":
        gap = care_gap(ground.figures, figure.key)
        names = pulls_down(gap).head(_NAMED)["county"].tolist() if gap is not None else []
        text += f"，重点是{'、'.join(names)}" if names else ""
    return saying.said(text, [left], [figure])


def _spaced(fact: Fact | None) -> str:
    return f"{NBSP}{fact.text}" if fact is not None else ""


def _overdue(ground: Ground, scope: str) -> Said | None:
    count = len(lists.overdue_postings(ground.figures, scope))
    fact = saying.counted("list.overdue", scope, count, "条")
    return saying.said(f"核实计划已到期而未登记结束的{NBSP}{fact.text}派驻", [fact]) if count else None


def _ending(ground: Ground, scope: str) -> Said | None:
    count = sum(one.ending for one in lists.ending_postings(ground.figures, scope).expected)
    facts = [saying.counted("rule.ending", scope, WITHIN, "天"), saying.counted("list.ending", scope, count, "人次")]
    text = f"安排{NBSP}{facts[0].text}内到期的{NBSP}{facts[1].text}派驻续派或轮换"
    return saying.said(text, facts) if count else None


def _silent(ground: Ground, scope: str) -> Said | None:
    count = int(unreported(ground.figures, scope)["key"].nunique())
    fact = saying.counted("list.unreported", scope, count, "项")
    named = "文件所列的" if ground.figures.policy is not None else ""
    return saying.said(f"督促未报的单位补报，涉及{named}{NBSP}{fact.text}指标", [fact]) if count else None


def _han(at: int) -> str:
    """Return a number of up to 99 in Han: 一, 十, 十二, 二十, 三十一."""
    tens, ones = divmod(at, 10)
    start = "" if not tens else "十" if tens == 1 else f"{_HAN[tens - 1]}十"
    return f"{start}{_HAN[ones - 1] if ones else ''}"
