"""Typed frames, and which rows belong to which city."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.model import TABLES
from data.tables import SHARED, cities_of, city_of_rows, city_tables, conform, conform_all, empty
from tests.data.small_world import AS_OF, added, changed, frames, row, small_world, volume

DTYPES = {
    "code": "str",
    "text": "str",
    "month": "str",
    "date": "datetime64[ms]",
    "bool": "boolean",
    "int": "Int64",
    "float": "float64",
}


def ids(tables: dict[str, list[dict[str, object]]], city: str, table: str, key: str) -> list[str]:
    return city_tables(frames(tables), city, AS_OF)[table][key].tolist()


@pytest.mark.parametrize("table", TABLES)
def test_empty_and_full_frames_have_the_dtypes_of_the_contract(table: str) -> None:
    wanted = {column.name: DTYPES[column.kind] for column in TABLES[table].columns}
    held = conform(table, frames(small_world())[table])
    for frame in (empty(table), held, conform(table, pd.DataFrame())):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == wanted
        assert list(frame.columns) == list(wanted)
    assert held["provenance"].tolist() == ["sample"] * len(small_world()[table])


def test_missing_is_null_whatever_stood_for_it() -> None:
    for missing in (None, float("nan"), pd.NA, pd.NaT):
        frame = pd.DataFrame(
            {
                "institution_id": ["T1"],
                "month": ["2023-08"],
                "provenance": ["sample"],
                "physicians": pd.Series([missing], dtype=object),
            }
        )
        held = conform("workforce", frame)
        assert held["physicians"].isna().all()
        assert held["nurses"].isna().all()


def test_a_column_that_may_not_be_null_must_be_there() -> None:
    with pytest.raises(KeyError, match=r"workforce\.month"):
        conform("workforce", pd.DataFrame({"institution_id": ["T1"], "provenance": ["sample"]}))


def test_foreign_columns_are_left_out_and_rows_sorted_by_key() -> None:
    frame = frames(small_world())["consortia"].iloc[::-1].assign(extra=1)
    held = conform("consortia", frame)
    assert held["consortium_id"].tolist() == ["C1", "C2", "C3"]
    assert "extra" not in held
    assert conform("consortia", frame, by_key=False)["consortium_id"].tolist() == ["C3", "C2", "C1"]


def test_cities_are_those_with_counties() -> None:
    regions = conform("regions", pd.DataFrame(small_world()["regions"]))
    assert cities_of(regions) == ["1307", "3302"]
    assert cities_of(regions[regions["level"] != "county"]) == []


def test_rows_go_with_their_county_institution_consortium_or_subject() -> None:
    tables = small_world()
    for city, consortium, hospital, posting in (("3302", ["C1", "C2"], "H1", "P1"), ("1307", ["C3"], "H3", "P2")):
        assert ids(tables, city, "consortia", "consortium_id") == consortium
        assert hospital in ids(tables, city, "institutions", "institution_id")
        assert ids(tables, city, "postings", "posting_id") == [posting]
    assert ids(tables, "3302", "capability", "subject_id") == ["C1", "H1", "T1"]
    assert ids(tables, "3302", "governance", "subject_id") == ["330203", "C1"]
    assert ids(tables, "3302", "statements", "scope_code") == ["3302"]
    for name in ("capability", "governance", "statements", "remote_volumes", "aliases", "pairings", "costs"):
        assert city_tables(frames(tables), "1307", AS_OF)[name].empty


def test_an_institution_used_by_another_city_is_shared_and_its_rows_are_not() -> None:
    """The municipal hospital of Ningbo sends P2 to Yangyuan."""
    for city in ("3302", "1307"):
        assert "M1" in ids(small_world(), city, "institutions", "institution_id")
    assert "M1" not in ids(changed("postings", 1, from_institution_id="H3"), "1307", "institutions", "institution_id")
    tables = added("workforce", row("workforce", institution_id="M1", month="2023-08"))
    assert "M1" in ids(tables, "3302", "workforce", "institution_id")
    assert "M1" not in ids(tables, "1307", "workforce", "institution_id")


@pytest.mark.parametrize("city", ["3302", "1307"])
def test_what_belongs_to_no_city_is_shared(city: str) -> None:
    tables = small_world()
    tables["regions"].append(row("regions", region_code="3300", name="省直", level="city"))
    tables["institutions"].append(
        row("institutions", institution_id="省医", name="省医院", category="municipal_hospital", region_code="3300")
    )
    tables["aliases"].append(row("aliases", institution_id="省医", name="老名", valid_from=date(2020, 1, 1)))
    assert "3300" in ids(tables, city, "regions", "region_code")
    assert "省医" in ids(tables, city, "institutions", "institution_id")
    assert "省医" in ids(tables, city, "aliases", "institution_id")


def test_a_provider_in_another_city_is_shared() -> None:
    tables = added("remote_volumes", volume("2023-02", 3, providing_institution_id="H3"))
    assert "H3" in ids(tables, "3302", "institutions", "institution_id")


def test_every_row_is_in_exactly_one_part() -> None:
    whole = conform_all(frames(small_world()))
    parts = city_of_rows(whole)
    for name, frame in whole.items():
        assert len(parts[name]) == len(frame)
        assert set(parts[name]) <= {"3302", "1307", SHARED}


def test_totals_are_of_the_whole_and_tell_absent_from_empty_here() -> None:
    tables = city_tables(frames(small_world()), "1307", AS_OF)
    assert (len(tables["costs"]), tables.totals["costs"], tables.reported("costs")) == (0, 1, True)
    without = frames(small_world())
    del without["costs"]
    assert not city_tables(without, "1307", AS_OF).reported("costs")
    with pytest.raises(KeyError):
        tables["boundaries"]
