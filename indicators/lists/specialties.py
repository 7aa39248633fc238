"""Specialties (专科) in force on the day: feature ones (特色专科) of the grassroots, key and weak ones of consortia."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from data.model import PROVENANCE, SPECIALTY_KIND
from indicators.engine import CityFigures
from indicators.lists.frames import dates, pick, sorted_by
from indicators.specialty import homes

#: The kinds that an official means by 基层特色专科.
FEATURES = ("city_feature", "county_feature")
COLUMNS = [
    "subject_id", "subject", "specialty", "kind", "kind_label", "county_code", "county", "consortium_id", "consortium",
    "since", "until", "provenance", "provenance_label",
]


def specialties(figures: CityFigures, scope: str, kinds: Collection[str] = FEATURES) -> pd.DataFrame:
    """Return the specialties of some kinds in force on the day, by county, kind and name.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        kinds: Codes of ``SPECIALTY_KIND``.

    Returns:
        Columns of :data:`COLUMNS`: ``subject`` is the institution or the consortium that has it; ``until`` null where
        no end is set. As many rows of a kind as ``specialty.<kind>_count`` counts.
    """
    context = figures.context
    base, held = context.base, context.base.specialties
    wanted = [place for place, kind in enumerate(SPECIALTY_KIND) if kind in kinds]
    at = np.flatnonzero(held.in_force(context.day) & np.isin(held.kind, wanted))
    county, consortium, in_city = homes(context, at)
    inside = in_city & figures.holds(county, consortium, scope)
    at, county, consortium = at[inside], county[inside], consortium[inside]
    frame = base.frames["specialties"].iloc[at]
    names = zip(
        pick(base.institutions.names, held.institution[at]), pick(base.consortia.names, held.consortium[at]),
        strict=True,
    )
    found = pd.DataFrame({
        "subject_id": frame["subject_id"].to_numpy(),
        "subject": [institution or own for institution, own in names],
        "specialty": frame["specialty"].to_numpy(),
        "kind": frame["kind"].to_numpy(),
        "kind_label": [SPECIALTY_KIND[kind] for kind in frame["kind"]],
        "county_code": pick(base.counties.index, county),
        "county": pick(base.counties.names, county),
        "consortium_id": pick(base.consortia.index, consortium),
        "consortium": pick(base.consortia.names, consortium),
        "since": dates(held.valid_from[at]),
        "until": dates(held.valid_to[at]),
        "provenance": frame["provenance"].to_numpy(),
        "provenance_label": [PROVENANCE[origin] for origin in frame["provenance"]],
    }, columns=COLUMNS)
    found["order"] = [tuple(SPECIALTY_KIND).index(kind) for kind in found["kind"]]
    return sorted_by(found, ["county_code", "order", "specialty", "subject_id"]).drop(columns="order")
