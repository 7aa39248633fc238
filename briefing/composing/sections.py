"""The brief (汇报材料): what is the case, flow by flow and county by county, what comes next by rule."""

from __future__ import annotations

from typing import Final

from briefing.composing import capability, care, coverage, gaps, overview, postings, published, remote, saying, steps
from briefing.composing.ground import Ground
from briefing.model import Said, Section
from data.model import FLOW

_HAN: Final = "一二三四五六七八九十"


def sections(ground: Ground, scope: str, opening: Section | None = None) -> tuple[Section, ...]:
    """Return the sections of the brief of a scope; those that have nothing to say are left out.

    Args:
        ground: The figures.
        scope: City, county or consortium.
        opening: A section of its own before all else (a scenario's); its heading without a number.
    """
    consortium = ground.figures.level_of(scope) == "consortium"
    parts = [
        *([opening] if opening is not None else []),
        Section("总体情况", tuple(overview.general(ground, scope))),
        Section("人员下沉", (), (), _flows(ground, scope)),
        Section("远程服务", (saying.joined([remote.finding(ground, scope), *remote.more(ground, scope)]),)),
        *(() if consortium else (
            Section("服务覆盖", (saying.joined([coverage.finding(ground, scope), *coverage.more(ground, scope)]),)),
            Section("就医格局", (saying.joined([care.finding(ground, scope), *care.more(ground, scope)]),)),
        )),
        Section("能力建设", (saying.joined([capability.finding(ground, scope), *capability.more(ground, scope)]),)),
        Section("主要差距", gaps.largest(ground, scope)),
        Section("各区县差距" if gaps.aimed(ground) else "各区县比较", gaps.counties(ground, scope)),
        _published(ground, scope),
        Section("下一步", steps.steps(ground, scope)),
    ]  # fmt: skip
    kept = [part for part in parts if part.paragraphs or part.tables or part.sections]
    return tuple(Section(f"{_HAN[at]}、{part.heading}" if at < len(_HAN) else f"十{_HAN[at - 10]}、{part.heading}",
                         part.paragraphs, part.tables, part.sections) for at, part in enumerate(kept))


def _flows(ground: Ground, scope: str) -> tuple[Section, ...]:
    given = [flow for flow in FLOW if ground.get(f"posting.{flow}.persons", scope) is not None]
    return tuple(
        Section(f"（{_HAN[at]}）{FLOW[flow]}",
                (saying.joined([postings.finding(ground, flow, scope), *postings.more(ground, flow, scope)]),))
        for at, flow in enumerate(given)
    )  # fmt: skip


def _published(ground: Ground, scope: str) -> Section:
    """Return how much documents have published of the scope; it stands word for word in the appendix."""
    held = published.quoted(ground, scope)
    return Section("已公布数据", () if held is None else (Said(f"{held.title.text[:-1]}，见附件。", held.title.facts),))
