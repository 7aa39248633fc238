"""The warnings about one city are those of the check, each with the row it is about."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from data.city_warnings import COLUMNS, city_warnings
from data.store import default_store


@pytest.fixture(scope="module")
def found() -> dict[str, pd.DataFrame]:
    snapshot = default_store().open()
    return {city: city_warnings(snapshot.city(city), snapshot.boundaries) for city in snapshot.cities()}


def test_all_cities_together_are_warned_of_what_was_kept_at_the_publish(found: dict[str, pd.DataFrame]) -> None:
    snapshot = default_store().open()
    kept = Counter(one.code for one in snapshot.findings() or ())
    told = Counter(code for frame in found.values() for code in frame["code"])
    # Institutions that cities share are told in each of them.
    counties = set(snapshot.table("regions").query("level == 'county'")["region_code"])
    everywhere = snapshot.table("institutions")
    shared = everywhere[~everywhere["county_code"].isin(counties) & everywhere["lon"].isna()
                        & ~everywhere["region_code"].str[:4].isin(snapshot.cities())]
    told["position_missing"] -= len(shared) * (len(found) - 1)
    assert told == kept


def test_each_warning_names_its_row(found: dict[str, pd.DataFrame]) -> None:
    snapshot = default_store().open()
    for city, frame in found.items():
        assert list(frame.columns) == COLUMNS
        tables = snapshot.city(city)
        repeats = frame[frame["code"] == "volume_repeats"]
        volumes = tables["remote_volumes"]
        names = dict(zip(tables["institutions"]["institution_id"], tables["institutions"]["name"], strict=True))
        rows = {(names[row.requesting_institution_id], row.month, str(row.volume)) for row in volumes.itertuples()}
        assert len(repeats)
        assert {(row.subject, row.month, row.value) for row in repeats.itertuples()} <= rows
        assert set(repeats["county_code"].str[:4]) == {city}
        titles = frame[frame["code"] == "title_blank"]
        postings = tables["postings"]
        blank = postings.loc[postings["title_grade"].isna(), "posting_id"]
        assert set(titles["key"]) == {f"派驻编号 {one}" for one in blank}


def test_a_rule_that_points_at_another_row_names_it_by_its_key(found: dict[str, pd.DataFrame]) -> None:
    overlaps = pd.concat(list(found.values())).query("code == 'posting_overlap'")
    assert len(overlaps)
    assert overlaps["message"].str.contains("派驻编号").all()
    assert not overlaps["message"].str.contains("第 [0-9]+ 行").any()
