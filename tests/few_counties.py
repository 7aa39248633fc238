"""A cut of the bundled sample: a few of its counties and what they refer to, so that checking it all takes no time."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.model import TABLES
from data.store import Store


def few_counties(sample: Store, city: str, counties: Collection[str]) -> dict[str, pd.DataFrame]:
    """The sample's tables of one city with some of its counties; the whole-city rows and municipal hospitals stay."""
    tables = sample.open().city(city)
    regions = tables["regions"]
    kept = regions[(regions["region_code"].str.len() < 6) | regions["region_code"].str[:6].isin(list(counties))]
    institutions, consortia = tables["institutions"], tables["consortia"]
    own = institutions["county_code"].isna() | institutions["county_code"].isin(list(counties))
    ids = {
        "regions": set(kept["region_code"]),
        "institutions": set(institutions.loc[own & institutions["region_code"].isin(kept["region_code"]),
                                             "institution_id"]),
        "consortia": set(consortia.loc[consortia["county_code"].isin(list(counties)), "consortium_id"]),
    }
    anything = ids["regions"] | ids["institutions"] | ids["consortia"]
    found = {}
    for name, table in TABLES.items():
        frame = tables[name]
        for column in table.columns:
            among = ids.get(column.refers_to or "")
            if column.name in ("subject_id", "scope_code"):
                among = anything
            if column.name in ("region_code", "institution_id", "consortium_id") and name == _plural(column.name):
                among = ids[name]
            if among is not None:
                frame = frame[frame[column.name].isna() | frame[column.name].isin(among)]
        found[name] = frame.reset_index(drop=True)
    return found


def _plural(column: str) -> str:
    return {"region_code": "regions", "institution_id": "institutions", "consortium_id": "consortia"}[column]
