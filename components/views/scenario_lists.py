"""The lists of 情景推演: who becomes covered and who loses, which changes were not made, how the others were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from components import html
from components.grid import Cell, Col
from components.view import View
from components.views import listing, scenario_files
from components.views import scenario_words as said
from components.views.cached import per_view
from components.views.listing import Listing
from components.views.names import short
from components.views.scenario import Model, asked
from components.views.scenario_desk import Desk
from indicators import CityFigures
from indicators.wording import NBSP
from scenarios.comparing import Answer
from scenarios.covering import Place
from scenarios.naming import names_of
from scenarios.words import WATERMARK


@dataclass(frozen=True, slots=True)
class Lists:
    """Institutions and villages whose cover changes; null where none does."""

    institutions: Listing | None
    villages: Listing | None


def draw_refused(desk: Desk, model: Model) -> None:
    """Draw which changes were not made and why, and what is to be said of how the others were."""
    found = model.answer
    if found is None or not (found.refusals or found.notes):
        return
    refused = {one.index for one in found.refusals}

    def leave_out(_: str) -> None:
        desk.put([change for at, change in enumerate(found.scenario.changes) if at not in refused])

    html.draw(
        "scenario_refused", key="scenario.refused", title=said.refused(found), on_open=leave_out,
        refused=len(found.refusals),
        lines=[*(one.sentence for one in found.refusals), *(one.sentence for one in found.notes)],
    )


def draw(view: View, model: Model) -> None:
    """Draw who becomes covered and who loses, institutions beside villages."""
    if not model.changed or model.answer is None:
        return
    made = lists(view, model.text)
    shown = [(name, one) for name, one in (("institutions", made.institutions), ("villages", made.villages)) if one]
    for column, (name, one) in zip(st.columns(len(shown), gap="medium") if shown else (), shown, strict=True):
        with column:
            listing.section(f"scenario.{name}", view, one, height=470 if view.wall else 320, content=(model.text,))


@per_view()
def lists(view: View, text: str) -> Lists:
    """Return the lists of the scope; a consortium's institutions are those that belong to it before or after."""
    found = asked(view, text)
    held = found.covering
    return Lists(
        _listing(view, found, held.institutions_covered, held.institutions_lost, "机构", "派驻", "家"),
        None if view.level == "consortium"
        else _listing(view, found, held.villages_covered, held.villages_lost, "村", "服务", "个"),
    )


def _listing(
    view: View, found: Answer, gained: Iterable[Place], lost: Iterable[Place], what: str, service: str, unit: str
) -> Listing | None:
    got, gave = ([one for one in places if _inside(view, found, one)] for places in (gained, lost))
    if not got and not gave:
        return None
    # A village's name is one of many; with its township before it, it is one.
    named = names_of(found.after.tables)
    names = {one.id: named.get(one.id, one.name) for one in (*got, *gave)}
    rows = [_row(view, one, names[one.id], f"▲{NBSP}失去{service}", "not_met") for one in gave]
    rows += [_row(view, one, names[one.id], f"●{NBSP}新获{service}", "met") for one in got]
    columns = (Col("county", "区县", width=66), Col("name", what), Col("change", "变化", width=104))
    frame = scenario_files.table(
        [{"county": one.county, "id": one.id, "name": names[one.id], "change": f"失去{service}"} for one in gave]
        + [{"county": one.county, "id": one.id, "name": names[one.id], "change": f"新获{service}"} for one in got]
    )
    return Listing(
        title=said.covered(len(got), len(gave), what, service, unit),
        columns=columns if view.level == "city" else columns[1:],
        rows=tuple(rows),
        frame=scenario_files.marked(found, frame),
        headings=scenario_files.headings({"county": "区县", "id": "编号", "name": what, "change": "变化"}),
        file=scenario_files.name(view, found.scenario, f"{what}{service}变化", "csv"),
        caption=WATERMARK,
    )


def _row(view: View, one: Place, name: str, words: str, tone: Any) -> dict[str, Any]:
    return {
        "county": one.county, "name": short(name, (view.city_name, one.county), 24),
        "change": Cell(words, words, tone),
    }


def _inside(view: View, found: Answer, one: Place) -> bool:
    if view.level == "city":
        return True
    if one.county_code != view.county:
        return False
    return view.level == "county" or any(
        _consortium(figures, one.id) == view.consortium for figures in (found.before, found.after)
    )


def _consortium(figures: CityFigures, id: str) -> str | None:
    """Return the consortium of an institution; null for none."""
    base, held = figures.context.base, figures.context.consortium_of
    at = int(base.institutions.index.get_indexer(pd.Index([id]))[0])
    order = int(held[at]) if at >= 0 else -1
    return str(base.consortia.index[order]) if order >= 0 else None
