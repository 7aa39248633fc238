"""A whole export (汇报文稿) of one scope on one day: from tables to a finished document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import geopandas as gpd

from briefing.agenda import Agenda, default_agenda
from briefing.agenda import to_json as agenda_json
from briefing.agenda import to_url as agenda_url
from briefing.composing.ground import Ground
from briefing.composing.sections import sections
from briefing.composing.slides import SLIDES
from briefing.composing.tables import tables
from briefing.facts import indicator_of
from briefing.manifest import of_sections
from briefing.model import Caliber, Document, Said, Section, Slide
from data.tables import CityTables
from indicators import FROM_CITY, CityFigures, compute
from indicators.catalogue import catalogue
from indicators.engine import PolicyChoice
from indicators.wording import target_words
from scenarios.applying import apply
from scenarios.comparing import Answer, compare
from scenarios.files import to_json, to_url
from scenarios.model import Scenario
from scenarios.naming import names_of
from scenarios.words import paragraph


def document(
    tables_of_city: CityTables, scope: str, as_of: date, *, snapshot: str, caliber: str | None = None,
    policy: PolicyChoice = FROM_CITY, agenda: Agenda | None = None, scenario: Scenario | None = None,
    boundaries: gpd.GeoDataFrame | None = None, figures: CityFigures | None = None, approval: str = "",
) -> Document:
    """Return all that is exported of a scope.

    Args:
        tables_of_city: The tables of the scope's city.
        scope: City, county or consortium.
        as_of: The as-of date (截止日期).
        snapshot: Id of the snapshot (数据快照), printed on every part.
        caliber: A caliber for all flows; null leaves each flow the policy's.
        policy: The document; left out for the city's own of the day.
        agenda: Which slides in which order, with a note each; null for the usual ones of the scope.
        scenario: A scenario whose figures are shown in place of the live ones, marked so.
        boundaries: County polygons for the maps; null leaves maps out.
        figures: The live figures, where they have been worked out already; not used with a scenario.
        approval: 审图号 of the maps in words; empty says that there is none.

    Raises:
        UnknownScope: The tables name no such scope.
        scenarios.applying.Unfit: The scenario is of another city or day.
    """
    opening: Said | None = None
    if scenario is not None:
        answer = compare(tables_of_city, scenario, policy)
        figures, opening = answer.after, _opening(answer, scope)
        tables_of_city = apply(tables_of_city, scenario, policy).tables
    elif figures is None:
        figures = compute(tables_of_city, as_of, caliber, policy)
    figures.name_of(scope)
    ground = Ground(figures, snapshot, boundaries, scenario is not None, approval or "示意图（未设审图号）")
    chosen = agenda or default_agenda(figures, scope)
    slides = tuple(_slides(ground, chosen))
    held = {slide.id: slide for slide in slides if slide.scope == scope}
    whole = [held.get(id) or make(ground, scope) for id, (_, make) in SLIDES.items()]
    name = figures.name_of(scope)
    made = tables(ground, scope)
    told = sections(ground, scope, whole, opening)
    return Document(
        title=f"{name}县域医共体建设情况", scope=scope, scope_name=name, as_of=figures.as_of, snapshot=snapshot,
        caliber=ground.caliber, policy=figures.policy.title if figures.policy else "", marks=ground.marks,
        slides=slides, sections=told, tables=made, calibers=_calibers(figures, scope, _keys(slides, told)),
        made_from=_made_from(scope, as_of, snapshot, caliber, figures, chosen, scenario),
    )


def _opening(answer: Answer, scope: str) -> Said:
    """Return the scenario's own paragraph; its numbers are those of the answer, which the manifest names."""
    return Said(paragraph(answer, names_of(answer.after.tables), scope))


def _slides(ground: Ground, agenda: Agenda) -> Iterable[Slide]:
    for item in agenda.items:
        if item.shown and ground.figures.knows(item.scope):
            slide = SLIDES[item.id][1](ground, item.scope)
            yield slide if not item.note else _with_note(slide, item.note)


def _with_note(slide: Slide, note: str) -> Slide:
    return replace(slide, notes=f"{note}\n{slide.notes}".strip())


def _keys(slides: Iterable[Slide], told: tuple[Section, ...]) -> list[str]:
    """Return the indicators that slides and sections speak of, each once, in the order of the catalogue."""
    used = {indicator_of(fact) for item in of_sections(told) for fact in item.facts}
    for slide in slides:
        used |= {fact.key for fact in slide.finding.facts}
        used |= {one.fact.key for one in (slide.key, *slide.others) if one is not None}
        if slide.chart:
            used |= {fact.key for series in slide.chart.series for fact in series.facts if fact is not None}
    return [key for key in catalogue() if key in used]


def _calibers(figures: CityFigures, scope: str, keys: Iterable[str]) -> tuple[Caliber, ...]:
    """Return 口径与来源 of the indicators: what each means, how it is counted, where its target stands."""
    said = []
    for key in keys:
        definition = catalogue()[key]
        # An indicator that is only counted below has its target there.
        given = (figures.get(key, code) for code in (scope, *figures.counties))
        figure = next(filter(None, given), None)
        target = figure.target if figure is not None else None
        goal = ""
        if target is not None:
            words = target_words(target, definition.unit, definition.decimals)
            goal = f"{words}；{target.source}：“{target.quote}”"
        rule = figures.context.rules[definition.flow].name if definition.flow else ""
        formula = f"{definition.formula}（派驻口径：{rule}）" if rule else definition.formula
        said.append(Caliber(key, definition.name, formula, definition.source, definition.caveat, goal))
    return tuple(said)


def _made_from(
    scope: str, as_of: date, snapshot: str, caliber: str | None, figures: CityFigures, agenda: Agenda,
    scenario: Scenario | None,
) -> dict[str, str]:
    """Return what the document can be made again from, packed where that is short; defaults are left out."""
    held = {
        "scope": scope, "as_of": as_of.isoformat(), "snapshot": snapshot, "caliber": caliber or "",
        "policy": figures.policy.id if figures.policy else "", "agenda": agenda_url(agenda) or agenda_json(agenda),
        "scenario": (to_url(scenario) or to_json(scenario)) if scenario is not None else "",
    }
    return {name: value for name, value in held.items() if value}
