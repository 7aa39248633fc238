"""A whole export (汇报文稿) of one scope on one day: from tables to a finished document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import geopandas as gpd

from briefing.agenda import Agenda, default_agenda
from briefing.agenda import to_json as agenda_json
from briefing.agenda import to_url as agenda_url
from briefing.composing.ground import Ground
from briefing.composing.scenario import Told
from briefing.composing.sections import sections
from briefing.composing.slides import SLIDES
from briefing.composing.tables import tables
from briefing.facts import indicator_of
from briefing.manifest import of_sections
from briefing.model import Caliber, Document, Section, Slide
from data.tables import CityTables
from indicators import FROM_CITY, CityFigures, compute
from indicators.catalogue import catalogue
from indicators.engine import PolicyChoice
from indicators.wording import target_words
from scenarios.comparing import Answer, compare
from scenarios.files import to_json, to_url
from scenarios.model import Scenario


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
        figures: The live figures, where they have been worked out already.
        approval: 审图号 of the maps in words; empty says that there is none.

    Raises:
        UnknownScope: The tables name no such scope.
        scenarios.applying.Unfit: The scenario is of another city or day.
    """
    answer = compare(tables_of_city, scenario, policy, figures) if scenario is not None else None
    if answer is not None:
        figures = answer.after
    elif figures is None:
        figures = compute(tables_of_city, as_of, caliber, policy)
    name = figures.name_of(scope)
    before = answer.before if answer is not None else None
    ground = Ground(figures, snapshot, boundaries, before, approval or "示意图（未设审图号）")
    chosen = agenda or default_agenda(figures, scope, scenario=answer is not None)
    slides = tuple(_slides(ground, chosen, answer))
    told = Told(ground, answer, scope) if answer is not None else None
    made = (*(told.tables() if told else ()), *tables(ground, scope))
    brief = sections(ground, scope, told.section() if told else None)
    what = "建设情况" if figures.level_of(scope) == "consortium" else "县域医共体建设情况"
    own = (before or figures).policy
    return Document(
        title=f"{name}{what}{'（情景推演）' if told else ''}", scope=scope, scope_name=name, as_of=figures.as_of,
        snapshot=snapshot, caliber=ground.caliber, policy=ground.document, marks=ground.marks, slides=slides,
        sections=brief, tables=made, calibers=_calibers(figures, scope, _keys(slides, brief)),
        made_from=_made_from(scope, as_of, snapshot, caliber, own.id if own else "", chosen, scenario, approval),
    )


def _slides(ground: Ground, agenda: Agenda, answer: Answer | None) -> Iterator[Slide]:
    """Yield the slides of an agenda; those of places that there are none of any more are left out."""
    for item in agenda.items:
        if not item.shown or not ground.figures.knows(item.scope) or (item.id == "scenario" and answer is None):
            continue
        if item.id == "scenario" and answer is not None:
            slide = Told(ground, answer, item.scope).slide()
        else:
            slide = SLIDES[item.id](ground, item.scope)
        yield replace(slide, notes=f"{item.note}\n{slide.notes}".strip()) if item.note else slide


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
        # An indicator that a document aims at below only has its target there.
        given = (figures.get(key, code) for code in (scope, *figures.counties))
        aimed = next((one for one in given if one is not None and one.target is not None), None)
        goal = ""
        if aimed is not None and aimed.target is not None:
            words = target_words(aimed.target, definition.unit, definition.decimals)
            whose = "对各区县：" if figures.level_of(scope) == "city" and aimed.scope != scope else ""
            goal = f"{whose}{words}；{aimed.target.source}：“{aimed.target.quote}”"
        rule = figures.context.rules[definition.flow].name if definition.flow else ""
        formula = f"{definition.formula}（派驻口径：{rule}）" if rule else definition.formula
        said.append(Caliber(key, definition.name, formula, definition.source, definition.caveat, goal))
    return tuple(said)


def _made_from(
    scope: str, as_of: date, snapshot: str, caliber: str | None, policy: str, agenda: Agenda,
    scenario: Scenario | None, approval: str,
) -> dict[str, str]:
    """Return what the document can be made again from, packed where that is short; defaults are left out."""
    held = {
        "scope": scope, "as_of": as_of.isoformat(), "snapshot": snapshot, "caliber": caliber or "",
        "policy": policy, "agenda": agenda_url(agenda) or agenda_json(agenda),
        "scenario": (to_url(scenario) or to_json(scenario)) if scenario is not None else "",
        # It stands on the maps and is none of the snapshot's: whoever sets another one has changed no file.
        "approval": approval,
    }
    return {name: value for name, value in held.items() if value}
