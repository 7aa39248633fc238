import json

import numpy as np
import pytest
import shapely

from data.geography import geodesic_m, nearest, reference_boundaries
from data.reference.divisions import Township, Village
from data.reference.positions import Gazetteer, Position, place_county, place_villages

LAND = reference_boundaries("1307").set_index("region_code").geometry["130727"]
BOXES = """
import requests_that_must_not_run
dic = {'甲镇': '[114.1, 40.2, 114.3, 40.1]', '丁乡': '[110.1, 40.2, 110.3, 40.1]', '乙乡': '[114.4, 40.2, 114.5, 40.1]'}
"""
PLACES = {
    "1": {"countrycode": "CN", "alternatenames": ["丙"], "longitude": 114.35, "latitude": 40.15, "population": 0},
    "2": {"countrycode": "CN", "alternatenames": ["丙镇"], "longitude": 114.45, "latitude": 40.25, "population": 900},
    "3": {"countrycode": "JP", "alternatenames": ["戊镇"], "longitude": 114.45, "latitude": 40.15, "population": 1},
    "4": {"countrycode": "CN", "alternatenames": ["阳原"], "longitude": 114.16, "latitude": 40.11, "population": 5},
}
GAZETTEER = Gazetteer.read(BOXES.encode(), json.dumps(PLACES).encode())


def townships(*names):
    return [Township(f"1307271{n:02d}", name, f"1307271{n:02d}", "statistics") for n, name in enumerate(names)]


def villages(town, count, committee="village"):
    return [Village(f"{town}{200 + n}", f"村{n}", f"村{n}", committee) for n in range(count)]


def test_a_township_stands_at_the_centre_of_its_box_else_at_its_place_else_anywhere_inside():
    towns = townships("甲镇", "乙镇", "丙乡", "丁乡", "戊镇")
    found = place_county("130727", "阳原县", LAND, towns, [], GAZETTEER)
    sources = [found[town.code].source for town in towns]
    assert sources == ["township_box", "township_box", "geonames", "seeded", "seeded"]
    assert (found["130727100"].lon, found["130727100"].lat) == (114.2, 40.15)
    assert (found["130727102"].lon, found["130727102"].lat) == (114.45, 40.25)  # the more populous of two
    assert (found["130727"].lon, found["130727"].source) == (114.16, "geonames")
    assert all(shapely.contains_xy(LAND, position.lon, position.lat) for position in found.values())


def test_a_box_in_another_county_is_not_taken():
    assert GAZETTEER.box("丁乡").lon == 110.2
    assert GAZETTEER.within(LAND).box("丁乡") is None


def test_the_same_codes_give_the_same_positions():
    towns = townships("丁乡", "己乡", "庚街道")
    members = villages(towns[0].code, 20)
    first = place_county("130727", "无名县", LAND, towns, members, GAZETTEER)
    assert first == place_county("130727", "无名县", LAND, towns, members, GAZETTEER)
    assert len({(position.lon, position.lat) for position in first.values()}) >= 23


def test_villages_lie_in_their_county_nearest_to_their_own_township_and_apart():
    towns = {"130727100": Position(114.2, 40.15, "township_box", 8_000), "130727101": Position(114.5, 40.2, "seeded")}
    members = villages("130727100", 40) + villages("130727101", 40)
    found = place_villages(members, towns, LAND)
    points = np.array([(found[v.code].lon, found[v.code].lat) for v in members])
    assert shapely.contains_xy(LAND, *points.T).all()
    owners, metres = nearest(*points.T, [114.2, 114.5], [40.15, 40.2])
    assert list(owners) == [0] * 40 + [1] * 40
    assert metres[:40].max() < 8_050
    for owner in (points[:40], points[40:]):
        gaps = [geodesic_m(*point, *np.delete(owner, n, axis=0).T).min() for n, point in enumerate(owner)]
        assert min(gaps) > 100


@pytest.mark.parametrize("committee", ["residents", "residents_like"])
def test_communities_lie_in_the_built_up_area(committee):
    towns = {"130727100": Position(114.2, 40.15, "township_box", 10_000)}
    found = place_villages(villages("130727100", 20, committee), towns, LAND)
    assert max(float(geodesic_m(114.2, 40.15, p.lon, p.lat)) for p in found.values()) < 3_600
