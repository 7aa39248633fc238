import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data import reference
from data.geography import context_land, reference_boundaries
from data.model import TABLES
from data.reference.divisions import Township, join_divisions, short_name, stem
from data.reference.fetch import Source, WrongChecksumError, obtain, read_sources


@pytest.fixture(scope="module")
def regions() -> pd.DataFrame:
    return reference.regions()


@pytest.fixture(scope="module")
def villages() -> pd.DataFrame:
    return reference.villages()


@pytest.mark.parametrize(("city", "counties", "townships"), [("3302", 10, 157), ("1307", 16, 233)])
def test_each_city_has_all_its_counties_and_townships(regions, city, counties, townships):
    held = regions[regions["region_code"].str.startswith(city)]
    count = held["level"].value_counts()
    assert (count["city"], count["county"], count["township"]) == (1, counties, townships)
    assert len(reference_boundaries(city)) == counties


def test_codes_are_unique_and_each_begins_with_its_parents(regions):
    assert regions["region_code"].is_unique
    below = regions[regions["level"] != "city"]
    assert all(code.startswith(parent) for code, parent in zip(below["region_code"], below["parent_code"], strict=True))
    assert set(below["parent_code"]) <= set(regions["region_code"])
    digits = {"city": 4, "county": 6, "township": 9, "village": 12}
    assert (regions["region_code"].str.len() == regions["level"].map(digits)).all()


def test_the_columns_are_those_of_the_table(regions):
    assert tuple(regions.columns) == TABLES["regions"].names


def test_yangyuan_has_fourteen_townships_and_301_village_committees(regions, villages):
    yangyuan = villages[villages["region_code"].str.startswith("130727")]
    assert (yangyuan["committee"] == "village").sum() == 301
    assert (regions["parent_code"] == "130727").sum() == 14


def test_every_village_unit_has_a_committee(regions, villages):
    assert set(villages["region_code"]) == set(regions.loc[regions["level"] == "village", "region_code"])
    assert set(villages["committee"]) == {"village", "residents", "village_like", "residents_like"}


def test_every_position_lies_inside_its_county(regions):
    land = gpd.GeoSeries(
        {code: shape for city in ("3302", "1307")
         for code, shape in reference_boundaries(city).set_index("region_code").geometry.items()}
    )
    placed = regions[regions["level"] != "city"]
    assert placed["lon"].notna().all()
    for county, rows in placed.groupby(placed["region_code"].str[:6]):
        assert shapely.contains_xy(land[county], rows["lon"], rows["lat"]).all(), county
    assert set(placed["position_source"]) == {"township_box", "geonames", "seeded"}


def test_no_two_places_of_a_level_share_a_position(regions):
    for _, rows in regions[regions["level"].isin(["township", "village"])].groupby("level"):
        assert not rows.duplicated(["lon", "lat"]).any()


def test_populations_are_those_published(regions):
    counties = regions[regions["level"] == "county"].set_index("region_code")
    ningbo, zhangjiakou = (counties[counties["parent_code"] == city] for city in ("3302", "1307"))
    assert ningbo["population"].sum() == 9_777_000
    assert zhangjiakou["population"].sum() == 3_838_070
    assert set(ningbo["population_year"]) == {2024}
    assert set(zhangjiakou["population_year"]) == {2020}


def test_the_two_central_districts_and_all_in_them_are_outside_the_account(regions):
    outside = regions[~regions["in_account"]]
    assert set(outside["region_code"].str[:6]) == {"130702", "130703"}
    assert regions["region_code"].str[:6].isin(["130702", "130703"]).sum() == len(outside)


def test_a_seeded_position_is_marked_as_sample(regions):
    seeded = regions["position_source"] == "seeded"
    assert (regions.loc[seeded, "provenance"] == "sample").all()
    assert (regions.loc[~seeded, "provenance"] != "sample").all()


@pytest.mark.parametrize("city", ["3302", "1307"])
def test_county_polygons_are_valid_and_do_not_overlap_each_other_nor_the_context(city):
    own = reference_boundaries(city)
    assert own.is_valid.all()
    whole = own.union_all()
    assert whole.area == pytest.approx(shapely.area(own.geometry.to_numpy()).sum(), rel=1e-6)
    around = context_land(city)
    assert around.is_valid.all()
    assert len(around) > 10
    shared = shapely.intersection(around.geometry.to_numpy(), whole)
    assert shapely.area(shared).sum() < 1e-3 * whole.area
    assert not set(around["region_code"]) & set(own["region_code"])


def test_an_unknown_city_has_no_reference():
    with pytest.raises(KeyError, match="9999"):
        reference_boundaries("9999")


def test_names_are_shortened_as_people_say_them():
    assert [short_name(name) for name in ("南关村村民委员会", "孔家庄村民委员会", "三营村委会", "新盛社区居民委员会",
                                          "匡堰居委会", "澄浪社区")] == [
        "南关村", "孔家庄村", "三营村", "新盛社区", "匡堰居委会", "澄浪社区"]
    assert [stem(name) for name in ("化稍营镇", "浮图讲乡", "月湖街道", "镇")] == ["化稍营", "浮图讲", "月湖", "镇"]


def test_townships_are_joined_by_name_and_not_by_nine_digits(tmp_path):
    import sqlite3

    path = tmp_path / "v.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("create table street (code text, name text, cityCode text)")
        db.execute("create table village (code text, name text, streetCode text, cityCode text)")
        db.executemany("insert into street values (?, ?, '3302')", [("330203001", "乙镇"), ("330203402", "园区")])
        db.executemany("insert into village values (?, ?, ?, '3302')", [
            ("330203001201", "东村委会", "330203001"), ("330203402498", "虚拟社区", "330203402")])
    listed = '{"330203000000": {"townships": {"甲街道": "330203001000", "乙街道": "330203002000"}}}'
    found = join_divisions(listed.encode(), path.read_bytes())
    assert found.townships == [
        Township("330203001", "乙街道", "330203002", "statistics"),
        Township("330203901", "甲街道", "330203001", "local"),
    ]
    assert [(v.code, v.name, v.committee) for v in found.villages] == [("330203001201", "东村", "village")]
    assert [(u.code, u.village_committees, u.residents_committees) for u in found.dropped] == [("330203402", 0, 1)]


def test_a_raw_file_with_another_checksum_is_refused(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"something else")
    with pytest.raises(WrongChecksumError, match=r"a\.whl"):
        obtain(Source("a", "pip", "a", "1", "a.whl", "0" * 64, "a.json"), tmp_path)


def test_the_committed_raw_file_is_the_one_described(tmp_path):
    assert obtain(read_sources()["counties"], tmp_path).name == "counties.csv"


def test_every_source_says_who_when_and_under_which_licence():
    import tomllib

    from data.reference.fetch import SOURCES

    for entry in tomllib.loads(SOURCES.read_text("utf-8")).values():
        assert {"publisher", "date", "licence", "sha256", "attribution"} <= set(entry)
