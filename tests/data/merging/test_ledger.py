"""The live tables while files are merged: plain values, what is worked out once, and columns that follow changes."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.merging.belonging import Belonging
from data.merging.ledger import Ledger
from data.merging.plain import plain_columns, plain_rows
from tests.data.merging.sending import live, small
from tests.data.small_world import small_world


def test_cells_are_plain_values_and_null_is_none():
    frame = pd.DataFrame({
        "text": pd.Series(["甲", None], dtype="str"),
        "count": pd.Series([3, None], dtype="Int64"),
        "flag": pd.Series([True, None], dtype="boolean"),
        "share": pd.Series([0.5, None], dtype="float64"),
        "day": pd.Series([pd.Timestamp("2023-09-30"), None], dtype="datetime64[ms]"),
        "any": pd.Series(["乙", None], dtype=object),
    })
    first, second = plain_rows(frame)
    assert first == {"text": "甲", "count": 3, "flag": True, "share": 0.5, "day": date(2023, 9, 30), "any": "乙"}
    assert [type(value) for value in first.values()] == [str, int, bool, float, date, str]
    assert second == dict.fromkeys(first)
    assert plain_columns(frame.iloc[:0]) == {name: [] for name in first}


@pytest.mark.parametrize("count", [999, 1000, 1001, 3000])
def test_texts_of_many_rows_are_the_same_as_of_few(count):
    texts = [None if at % 7 == 3 else f"甲{at % 5}" for at in range(count)]
    assert plain_columns(pd.DataFrame({"text": pd.Series(texts, dtype="str")})) == {"text": texts}
    nothing = [None] * count
    assert plain_columns(pd.DataFrame({"text": pd.Series(nothing, dtype="str")})) == {"text": nothing}


def test_a_column_follows_what_is_changed_added_and_dropped():
    ledger = Ledger(small())
    before = dict(ledger.column("institutions", "name"))
    live_names = small()["institutions"].set_index("institution_id")["name"].to_dict()
    assert before == live_names
    numbers = ledger.live("institutions")["institution_id"]
    [line] = ledger.take("institutions", numbers == "H1")
    assert ledger.column("institutions", "name") == before
    ledger.change(line, name="改名医院")
    assert ledger.column("institutions", "name") == before | {"H1": "改名医院"}
    new = ledger.add("institutions", {"institution_id": "N1", "name": "新设卫生室"}, None)
    assert ledger.column("institutions", "name")["N1"] == "新设卫生室"
    ledger.drop(new)
    assert ledger.column("institutions", "name") == before | {"H1": "改名医院"}
    assert ledger.live("institutions").equals(Ledger(small()).live("institutions"))


def test_rows_taken_stand_apart_from_the_live_ones():
    ledger = Ledger(small())
    mine = ledger.live("institutions")["institution_id"].isin(["H1", "T2"])
    taken = ledger.take("institutions", mine)
    ledger.change(taken[0], name="改名医院")
    assert [line.now for line in ledger.take("institutions", mine)] == [line.now for line in taken]
    assert ledger.rows("institutions", mine) == list(plain_rows(ledger.live("institutions")[mine]))
    ledger.drop(taken[1])
    assert ledger.take("institutions", mine) == taken[:1]


def test_what_hangs_on_live_tables_is_worked_out_once():
    ledger, made = Ledger(small()), []
    for _ in range(2):
        assert ledger.once("key", lambda: made.append(1) or "value") == "value"
    assert ledger.once("other", lambda: "another") == "another"
    assert made == [1]


def test_whose_the_rows_are():
    tables = small_world()
    of_county = tables["bookings"][0]
    tables = {**tables, "bookings": [of_county, {**of_county, "provider_institution_id": "M1"}]}
    ledger = Ledger(live(tables))
    place = {row["institution_id"]: row.get("county_code") or row["region_code"][:4] for row in tables["institutions"]}
    assert place["M1"] == "3302" and place[of_county["provider_institution_id"]] == "330203"
    for sender in ("3302", "330203", "330212", "1307"):
        own = Belonging(ledger, sender)
        for table, column in (("workforce", "institution_id"), ("remote_sites", "institution_id")):
            frame = ledger.live(table)
            wanted = [place[number].startswith(sender) for number in frame[column]]
            assert own.rows(table).tolist() == wanted
        # Bookings are reported by the city alone, and of its own hospitals.
        offered = ledger.live("bookings")["provider_institution_id"]
        assert own.rows("bookings").tolist() == [place[number] == sender == "3302" for number in offered]
    assert Belonging(ledger, "").counties("workforce").dropna().str.len().eq(len("330203")).all()
