"""The brief (汇报材料): what is the case, flow by flow and county by county, and what comes next, by rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefing.composing import slides
from briefing.composing.ground import Ground
from briefing.model import Fact, Said, Section, Slide
from data.model import FLOW
from indicators import Figure
from indicators.lists.gaps import Gap, largest_gaps, ranked_gaps
from indicators.sentences_gaps import gaps_finding
from indicators.wording import NBSP, difference, joined, quantity

_HAN: Final = "一二三四五六七八九十"
#: What closes a gap, by the beginning of the key; the first that fits counts. ``{gap}`` is the gap in its own unit.
_STEPS: Final[tuple[tuple[str, str], ...]] = (
    ("posting.lead_to_member.persons", "由各牵头医院增派长期派驻人员{gap}，优先派往无人派驻的基层机构"),
    ("posting.municipal_to_lead.persons", "由市级医院向牵头医院增派长期派驻人员{gap}"),
    ("posting.municipal_to_county.persons", "由市级医疗卫生单位向区县增派人员{gap}"),
    ("posting.lead_to_member.coverage", "向无人派驻的{left}基层机构各派驻至少{one}"),
    ("pairing.lead_coverage", "为尚无结对的{left}牵头医院明确上级医院"),
    ("village.unserved_planned", "为应设未设卫生室的{value}村开展延伸服务或新设卫生室"),
    ("centre.open_rate", "补齐资源共享中心，建成率再提高{gap}"),
    ("care.", "{name}再提高{gap}，先从差距最大的区县抓起"),
)
_OTHERWISE: Final = "{name}补齐{gap}"


def sections(ground: Ground, scope: str, made: Iterable[Slide], opening: Said | None = None) -> tuple[Section, ...]:
    """Return the sections of the brief of a scope.

    Args:
        ground: The figures.
        scope: City, county or consortium.
        made: The slides of the scope, whose findings and figures the sections put into sentences.
        opening: A paragraph of its own before all else (a scenario's).
    """
    given = {id for id, key in slides.KEYS.items() if ground.get(key, scope) is not None}
    by_id = {slide.id: slide for slide in made if slide.scope == scope and slide.id in given}
    gaps = largest_gaps(ground.figures, scope)
    first = gaps.largest[0].figure if gaps.largest else None
    overall = ground.said(f"{gaps_finding(gaps.missed, gaps.met, gaps.silent, first=first)}。", [
        ground.count("targets.missed", scope, gaps.missed, "项"),
        ground.count("targets.all", scope, gaps.missed + gaps.met + len(gaps.silent), "项"),
        ground.count("targets.silent", scope, len(gaps.silent), "项"),
    ])  # fmt: skip
    general = [said for said in (opening, _finding(by_id.get("overview")), overall) if said is not None]
    staff = [Section(f"（{_HAN[at]}）{words}", (_told(ground, by_id[f"posting.{flow}"]),))
             for at, (flow, words) in enumerate(FLOW.items()) if f"posting.{flow}" in by_id]
    parts: list[tuple[str, tuple[Said, ...], tuple[Section, ...]]] = [
        ("总体情况", tuple(general), ()),
        ("人员下沉", (), tuple(staff)),
        *((name, (_told(ground, by_id[id]),), ()) for id, name in (("remote", "远程服务"), ("coverage", "服务覆盖"),
                                                            ("care", "就医格局")) if id in by_id),
        ("主要差距", tuple(_gap(ground, gap) for gap in gaps.largest), ()),
        ("各区县差距", _counties(ground, scope), ()),
        ("下一步", _steps(ground, scope), ()),
    ]
    kept = [part for part in parts if part[1] or part[2]]
    return tuple(Section(f"{_HAN[at]}、{name}", paragraphs, (), below)
                 for at, (name, paragraphs, below) in enumerate(kept))


def _finding(slide: Slide | None) -> Said | None:
    return slide.finding if slide is not None else None


def _told(ground: Ground, slide: Slide) -> Said:
    """Return a slide as one paragraph: its finding, then the figures beside it with their targets."""
    told, facts = [slide.finding.text], list(slide.finding.facts)
    for one in slide.others:
        if f"{one.label}{NBSP}{one.fact.text}" in slide.finding.text:
            continue  # the finding says so already
        said = f"{one.label}{NBSP}{one.fact.text}" if one.fact.value is not None else f"{one.label}未报"
        state = one.state.replace("▲", "").replace("●", "").replace("—", "").replace("\u2002", "，").strip(f"{NBSP} ")
        told.append(f"{said}（{state}）" if one.status in ("met", "not_met") else said)
        facts.append(one.fact)
    body = f"{told[0]}{'；'.join(told[1:])}。" if len(told) > 1 else told[0]
    return ground.said(body, facts, [ground.get(one.fact.key, slide.scope) for one in slide.others])


def _gap(ground: Ground, gap: Gap) -> Said:
    share = Fact(f"{gap.figure.key}.shortfall", gap.figure.scope, "count", gap.shortfall,
                 quantity(gap.shortfall, "%", 1))
    return ground.said(f"{gap.sentence}。", [share], [gap.figure])


def _counties(ground: Ground, scope: str) -> tuple[Said, ...]:
    """Return one sentence for each county of a city: how many targets it misses, and which most."""
    if ground.figures.level_of(scope) != "city":
        return ()
    said = []
    for code in ground.figures.counties:
        missed = [figure for figure, _ in ranked_gaps(ground.figures, code)]
        name = ground.figures.name_of(code)
        if not missed:
            continue
        facts: list[Fact | None] = [ground.count("targets.missed", code, len(missed), "项")]
        worst = [f"{one.definition.short}差{NBSP}{difference(one.gap, one.unit, one.definition.decimals)}"
                 for one in missed[:3]]
        text = f"{name}{NBSP}{quantity(len(missed), '项')}未达标：{joined(worst, 3)}{'等' if len(missed) > 3 else ''}。"
        said.append(ground.said(text, facts, missed[:3]))
    return tuple(said)


def _steps(ground: Ground, scope: str) -> tuple[Said, ...]:
    """Return what would close each gap, the largest first; nothing is said that no rule says."""
    return tuple(
        _step(ground, at, figure) for at, (figure, _) in enumerate(ranked_gaps(ground.figures, scope), start=1)
    )


def _step(ground: Ground, at: int, figure: Figure) -> Said:
    decimals = figure.definition.decimals
    rule = next((words for start, words in _STEPS if figure.key.startswith(start)), _OTHERWISE)
    left = slides.uncovered(figure)
    said = rule.format(
        name=figure.definition.short, gap=f"{NBSP}{difference(figure.gap, figure.unit, decimals)}",
        value=f"{NBSP}{quantity(figure.value, figure.unit, decimals)}",
        left=f"{NBSP}{quantity(left, '家')}", one=f"{NBSP}{quantity(1, '人')}",
    )  # fmt: skip
    one = ground.count("rule.least", figure.scope, 1, "人")
    order = ground.count("rule.order", figure.scope, at, "")
    return ground.said(f"{at}. {said}。", [order, one], [figure])
