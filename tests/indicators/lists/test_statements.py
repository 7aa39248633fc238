"""Published statements stay quotations: by scope and subject, with their document, and nothing to add up."""

from __future__ import annotations

import pandas as pd

from data.store import default_store
from indicators import compute, lists
from indicators.catalogue import catalogue
from indicators.lists.statements import COLUMNS, SUBJECT_KEYS
from tests.indicators.city import CITY, EAST, City


def said(city: City, id: str, scope: str, subject: str, **row) -> City:
    return city.add("statements", statement_id=id, scope_code=scope, subject=subject, value_text="10个", value=10.0,
                    unit="个", source_id="ningbo-2019", quote="原文", **row)


def test_a_scope_has_its_own_and_on_request_those_below() -> None:
    city = said(said(said(City(), "a", CITY, "县域内就诊率"), "b", EAST, "远程心电"), "c", f"c{EAST}", "别的")
    figures = city.figures()
    assert lists.statements(figures, CITY)["statement_id"].tolist() == ["a"]
    assert lists.statements(figures, CITY, below=True)["statement_id"].tolist() == ["a", "b", "c"]
    assert lists.statements(figures, EAST, below=True)["scope"].tolist() == ["东县", "东县医共体"]
    assert lists.statements(figures, f"c{EAST}", below=True)["statement_id"].tolist() == ["c"]


def test_by_the_indicators_of_the_same_subject() -> None:
    city = said(said(City(), "a", CITY, "县域内就诊率"), "b", CITY, "没有对应的事项")
    found = lists.statements(city.figures(), CITY, ["care.in_county_rate"])
    assert found["statement_id"].tolist() == ["a"]
    assert found["keys"].tolist() == [("care.in_county_rate",)]
    assert lists.statements(city.figures(), CITY)["keys"].tolist()[1] == ()


def test_source_and_period_stand_beside_and_no_number_is_given() -> None:
    city = said(City(), "a", CITY, "远程心电", period_text=None).add(
        "statements", statement_id="b", scope_code=CITY, subject="远程心电", value_text="多", source_id="x", quote="y",
        period_text="今年以来",
    )
    found = lists.statements(city.figures(), CITY)
    assert found.loc[0, "source"].startswith("宁波市县域医共体建设目标")
    assert str(found.loc[0, "dated"]) == "2019-03-12"
    assert pd.isna(found.loc[0, "period_text"]) and found.loc[1, "period_text"] == "今年以来"
    assert found.loc[1, ["source", "issuer", "dated"]].isna().all()
    assert not any(pd.api.types.is_numeric_dtype(found[name]) for name in found.columns)


def test_no_statements_no_rows() -> None:
    found = lists.statements(City().figures(), CITY)
    assert list(found.columns) == COLUMNS
    assert found.empty


def test_every_subject_of_the_sample_is_known_or_has_no_indicator_and_every_key_exists() -> None:
    assert {key for keys in SUBJECT_KEYS.values() for key in keys} <= set(catalogue())
    snapshot = default_store().open()
    subjects = set(snapshot.table("statements")["subject"])
    assert subjects - set(SUBJECT_KEYS) == {"县级成员单位", "基层标准化建设投入"}
    tables = snapshot.city("1307")
    assert len(lists.statements(compute(tables, tables.as_of), "1307", below=True)) == len(tables["statements"])
