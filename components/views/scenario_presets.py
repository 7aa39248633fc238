"""Presets (常用调整): what a county's people ask first, as ordinary changes, offered only where there is a case."""

from __future__ import annotations

from collections import Counter
from typing import Final

from components.changes import Preset
from components.map.facts import map_facts
from components.view import View
from components.views.scenario_forms import AHEAD, values_of
from components.views.scenario_kinds import Kind
from data.merging.calendar import months_later
from indicators import CityFigures
from indicators.lists.ending import ending_postings
from indicators.lists.remote_matrix import remote_matrix
from indicators.wording import NBSP, quantity
from scenarios.model import AddPostings, Change, ExtendPostings, OpenRemoteSite, SetVillageMode
from scenarios.naming import names_of

#: How many persons 再派 means, and how many months 续派一年 lasts.
PERSONS, YEAR = 5, 12
_SERVICE: Final = "ecg"


def presets(view: View, figures: CityFigures, forms: tuple[Kind, ...], grade: str, months: int) -> tuple[Preset, ...]:
    """Return the presets that would change something in the scope, on the figures after the changes so far."""
    made = (
        _persons(view, figures, grade, months),
        _renew(view, figures),
        _villages(view, figures),
        _sites(view, figures),
    )
    names = names_of(figures.tables)
    return tuple(
        Preset(words, tuple(values_of(forms, change) for change in changes),
               "；".join(change.words(names) for change in changes))
        for words, changes in made if changes
    )  # fmt: skip


def _persons(view: View, figures: CityFigures, grade: str, months: int) -> tuple[str, list[Change]]:
    """Send five persons to members that have nobody: from each lead to its own, where most have nobody first."""
    facts = map_facts(figures)
    bare = Counter(site.consortium for site in facts.of_county(view.county)
                   if site.unposted and site.consortium and view.consortium in (None, site.consortium))
    left, changes = PERSONS, []
    for code, count in sorted(bare.items(), key=lambda pair: (-pair[1], str(pair[0]))):
        lead = facts.groups[str(code)].lead
        if lead is None or not left:
            continue
        sent = min(left, count)
        left -= sent
        changes.append(
            AddPostings.model_validate(
                {"flow": "lead_to_member", "from_institution_id": lead, "to": "uncovered", "persons": sent,
                 "title_grade": grade, "months": months}
            )
        )
    total = PERSONS - left
    return f"再派{NBSP}{quantity(total, '人')}到无人派驻的卫生院", list[Change](changes)


def _renew(view: View, figures: CityFigures) -> tuple[str, list[Change]]:
    """Renew for a year whatever ends within a year."""
    days = (months_later(figures.as_of, AHEAD) - figures.as_of).days
    if ending_postings(figures, view.scope, days).rows.empty:
        return "", []
    return "将到期的派驻全部续派一年", [ExtendPostings(ending_within_months=AHEAD, scope=view.scope, months=YEAR)]


def _villages(view: View, figures: CityFigures) -> tuple[str, list[Change]]:
    """Serve all villages that should have a clinic and have none by extension."""
    counties = [view.county] if view.county else list(figures.counties)
    found = [code for code in counties if _positive(figures, "village.unserved_planned", code)]
    return "应设未设的村全部延伸服务", [
        SetVillageMode(county_code=code, which="unserved_planned", mode="extension") for code in found
    ]


def _positive(figures: CityFigures, key: str, scope: str) -> bool:
    figure = figures.get(key, scope)
    return figure is not None and bool(figure.value)


def _sites(view: View, figures: CityFigures) -> tuple[str, list[Change]]:
    """Open remote ECG wherever a grassroots member has none; only for a county, where the list stays readable."""
    if view.county is None:
        return "", []
    rows = remote_matrix(figures, view.scope, [_SERVICE])
    bare = rows.loc[(rows["state"] == "not_open") & rows["consortium_id"].notna(), "institution_id"]
    changes = [OpenRemoteSite(institution_id=id, service_type=_SERVICE) for id in bare]
    return f"未开通心电的{NBSP}{quantity(len(changes), '家')}全部开通", list[Change](changes)
