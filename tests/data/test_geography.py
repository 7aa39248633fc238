import geopandas as gpd
import numpy as np
import pandas as pd
import prcoords
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cells import local_plane, middle, nearest_cells
from data.geography import (
    context_land,
    geodesic_m,
    nearest,
    point_outside_km,
    points_outside_km,
    reference_boundaries,
    territories,
    to_wgs84,
    wgs84_points,
)
from data.tables import conform, empty

YANGYUAN = reference_boundaries("1307").set_index("region_code").geometry["130727"]
XIANGSHAN = reference_boundaries("3302").set_index("region_code").geometry["330225"]  # mainland and islands


def area_km2(shape, county):
    """Area in the plane round the county."""
    to_plane, _ = local_plane(middle(county))
    return shapely.transform(shape, to_plane).area / 1e6


# --- datum -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("lon", "lat", "metres"), [(121.55, 29.87, 494), (114.15, 40.10, 587)])
def test_gcj02_is_off_by_about_half_a_kilometre_and_comes_back(lon, lat, metres):
    shifted = prcoords.wgs_gcj((lat, lon))
    assert geodesic_m(lon, lat, shifted.lon, shifted.lat) == pytest.approx(metres, rel=0.05)
    assert geodesic_m(lon, lat, *to_wgs84(shifted.lon, shifted.lat, "gcj02")) < 0.01


@given(st.floats(113.8, 122.3), st.floats(28.8, 42.2), st.sampled_from(["gcj02", "bd09"]))
def test_a_point_shifted_to_another_datum_comes_back_within_a_decimetre(lon, lat, datum):
    shift = {"gcj02": prcoords.wgs_gcj, "bd09": prcoords.wgs_bd}[datum]
    shifted = shift((lat, lon))
    assert geodesic_m(lon, lat, *to_wgs84(shifted.lon, shifted.lat, datum)) < 0.1


def test_wgs84_and_an_unnamed_datum_stay_as_they_are():
    for datum in ("wgs84", None, np.nan):
        assert to_wgs84(121.5, 29.9, datum) == (121.5, 29.9)


@pytest.mark.parametrize("point", [(29.9, 121.5), (-0.1, 51.5), (500.0, 500.0)])
def test_what_lies_outside_china_is_not_shifted(point):
    assert to_wgs84(*point, "gcj02") == point


def test_an_unknown_datum_is_named():
    with pytest.raises(ValueError, match="wgs72"):
        to_wgs84(121.5, 29.9, "wgs72")


def test_points_of_a_table_are_converted_row_by_row():
    shifted = prcoords.wgs_bd((29.9, 121.5))
    frame = pd.DataFrame({"lon": [121.5, shifted.lon, np.nan, 121.0], "lat": [29.9, shifted.lat, 29.0, np.nan],
                          "datum": [None, "bd09", "gcj02", "wgs84"]}, index=[7, 3, 9, 1])
    found = wgs84_points(frame)
    assert list(found.index) == [7, 3, 9, 1]
    np.testing.assert_allclose(found.to_numpy(), [[121.5, 29.9], [121.5, 29.9], [np.nan] * 2, [np.nan] * 2], atol=1e-6)
    assert wgs84_points(frame.iloc[:0]).empty


# --- distances -------------------------------------------------------------------------------------------------------

def test_a_degree_is_shorter_to_the_east_than_to_the_north():
    assert geodesic_m(115.0, 40.0, 116.0, 40.0) == pytest.approx(85_394, abs=5)
    assert geodesic_m(115.0, 40.0, 115.0, 41.0) == pytest.approx(111_044, abs=5)
    assert np.isnan(geodesic_m(np.nan, 40.0, 115.0, 41.0))


# Near and clear of each other; some missing.
coordinate = st.one_of(st.none(), st.tuples(st.floats(113.9, 116.4), st.floats(39.6, 42.1)))


@settings(deadline=None)
@given(st.lists(coordinate, max_size=12), st.lists(coordinate, max_size=12))
def test_the_nearest_target_is_the_one_that_measuring_all_would_find(points, targets):
    def axes(values):
        held = np.array([value or (np.nan, np.nan) for value in values], dtype=float).reshape(-1, 2)
        return held[:, 0], held[:, 1]

    index, metres = nearest(*axes(points), *axes(targets))
    for point, found, distance in zip(points, index, metres, strict=True):
        every = [float(geodesic_m(*point, *target)) for target in targets if point and target]
        if not every:
            assert found == -1
            assert np.isnan(distance)
        else:
            assert distance == pytest.approx(min(every), abs=1e-6)
            assert float(geodesic_m(*point, *targets[found])) == pytest.approx(distance, abs=1e-6)


# --- points outside their county -------------------------------------------------------------------------------------

def test_a_point_inside_is_not_outside():
    assert point_outside_km(114.15, 40.11, YANGYUAN) == 0.0


@pytest.mark.parametrize("km", [0.5, 2.9, 3.1, 40.0])
def test_kilometres_outside_are_measured_on_the_ground(km):
    west = min((x, y) for part in shapely.get_parts(YANGYUAN) for x, y in part.exterior.coords)
    lon = west[0] - km * 1000 / float(geodesic_m(west[0], west[1], west[0] - 1, west[1]))
    assert point_outside_km(lon, west[1], YANGYUAN) == pytest.approx(km, rel=2e-3)


def test_swapped_and_missing_coordinates():
    assert point_outside_km(40.11, 114.15, YANGYUAN) == np.inf
    assert np.isnan(point_outside_km(np.nan, 40.11, YANGYUAN))
    assert point_outside_km(-66.0, -40.0, YANGYUAN) > 10_000


def test_each_point_is_held_against_its_own_county():
    boundaries = reference_boundaries("1307")
    codes = pd.Series(["130727", "130726", None, "999999"], dtype="str")
    found = points_outside_km([114.15] * 4, [40.11] * 4, codes, boundaries)
    assert found[0] == 0.0
    assert found[1] == pytest.approx(point_outside_km(114.15, 40.11, boundaries.geometry[10]))
    assert found[1] > 3
    assert np.isnan(found[2:]).all()


# --- cells -----------------------------------------------------------------------------------------------------------

@st.composite
def points_in(draw, county):
    """A few points in the county's box, some of them twice, some outside the county."""
    west, south, east, north = county.bounds
    count = draw(st.integers(1, 14))
    points = [(draw(st.floats(west, east)), draw(st.floats(south, north))) for _ in range(count)]
    points += draw(st.lists(st.sampled_from(points), max_size=3))
    return np.array(points)


@settings(deadline=None, max_examples=40)
@given(st.data(), st.sampled_from([YANGYUAN, XIANGSHAN]))
def test_cells_cover_a_county_without_overlap_and_each_spot_goes_to_its_nearest_point(data, county):
    points = data.draw(points_in(county))
    groups = data.draw(st.lists(st.sampled_from(["甲", "乙", None]), min_size=len(points), max_size=len(points)))
    cells = nearest_cells(points, groups, county)
    whole = area_km2(county, county)
    assert all(cell.is_valid for cell in cells.values())
    assert sum(area_km2(cell, county) for cell in cells.values()) == pytest.approx(whole, rel=1e-6)
    assert area_km2(shapely.union_all(list(cells.values())), county) == pytest.approx(whole, rel=1e-6)
    rng = np.random.default_rng(1)
    west, south, east, north = county.bounds
    probes = np.column_stack([rng.uniform(west, east, 60), rng.uniform(south, north, 60)])
    probes = probes[shapely.contains_xy(county, *probes.T)]
    _, metres = nearest(*probes.T, *points.T)
    for probe, shortest in zip(probes, metres, strict=True):
        # On the very border a probe may lie in neither cell or in both.
        for group in [group for group, cell in cells.items() if shapely.contains_xy(cell, *probe)]:
            own = points[[owner == group for owner in groups]]
            # The plane and the ellipsoid differ by one part in ten thousand; a metre is one place.
            assert geodesic_m(*probe, *own.T).min() <= shortest * (1 + 5e-4) + 2


def test_no_points_no_cells():
    assert nearest_cells(np.empty((0, 2)), [], YANGYUAN) == {}


# --- territories -----------------------------------------------------------------------------------------------------

BOUNDARIES = gpd.GeoDataFrame(
    {"region_code": ["130727", "130726"]}, crs="EPSG:4326",
    geometry=[YANGYUAN, reference_boundaries("1307").set_index("region_code").geometry["130726"]],
)


def institutions(*rows):
    names = ("institution_id", "lon", "lat", "category", "opened_on", "closed_on")
    frame = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows])
    return conform("institutions", frame.assign(
        name="某院", county_code="130727", region_code="130727", provenance="sample"))


def memberships(*rows):
    names = ("consortium_id", "institution_id", "valid_from", "valid_to")
    frame = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows])
    return conform("memberships", frame.assign(role="township_member", provenance="sample"))


def consortia(*rows):
    names = ("consortium_id", "established_on", "dissolved_on")
    frame = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows])
    return conform("consortia", frame.assign(name="某医共体", county_code="130727", provenance="sample"))


EAST, WEST, NORTH = (114.55, 40.20), (114.10, 40.11), (114.30, 40.20)
TWO = institutions(("E", *EAST, "township_hospital"), ("W", *WEST, "community_health_centre"))
BOTH = memberships(("甲", "E", "2020-01-01"), ("乙", "W", "2020-01-01"))


def summary(frame):
    return [
        (row.consortium_id if isinstance(row.consortium_id, str) else None,
         *(None if pd.isna(day) else str(day.date()) for day in (row.valid_from, row.valid_to)))
        for row in frame.itertuples()
    ]


def test_each_institution_lies_in_its_own_consortiums_territory():
    found = territories(TWO, BOTH, consortia(("甲",), ("乙",)), BOUNDARIES)
    now = found[found["valid_to"].isna()].set_index("consortium_id").geometry
    assert shapely.contains_xy(now["甲"], *EAST)
    assert shapely.contains_xy(now["乙"], *WEST)
    assert sum(area_km2(shape, YANGYUAN) for shape in now) == pytest.approx(area_km2(YANGYUAN, YANGYUAN), rel=1e-6)
    assert set(found["county_code"]) == {"130727"}  # the other county has no such institution
    assert found.crs.to_epsg() == 4326


def test_a_period_lasts_as_long_as_the_affiliation():
    members = memberships(("甲", "E", "2019-03-01"), ("甲", "W", "2019-03-01", "2021-01-01"), ("乙", "W", "2021-01-01"))
    found = territories(TWO, members, consortia(("甲",), ("乙",)), BOUNDARIES)
    assert summary(found) == [
        (None, None, "2019-03-01"),
        ("甲", "2019-03-01", "2021-01-01"),
        ("乙", "2021-01-01", None), ("甲", "2021-01-01", None),
    ]


def test_a_membership_holds_only_while_its_consortium_exists():
    lives = consortia(("甲", "2020-06-01", "2022-01-01"), ("乙", None, "2019-01-01"))
    found = territories(TWO, BOTH, lives, BOUNDARIES)
    assert summary(found) == [
        (None, None, "2020-06-01"), ("甲", "2020-06-01", "2022-01-01"), (None, "2020-06-01", "2022-01-01"),
        (None, "2022-01-01", None),
    ]


def test_land_goes_to_the_open_institutions_only():
    sites = institutions(("E", *EAST, "township_hospital", "2020-05-01"),
                         ("W", *WEST, "township_hospital", "2020-05-01", "2021-05-01"),
                         ("H", *NORTH, "county_hospital"))
    found = territories(sites, BOTH, consortia(("甲",), ("乙",)), BOUNDARIES)
    assert summary(found) == [
        ("乙", "2020-05-01", "2021-05-01"), ("甲", "2020-05-01", "2021-05-01"), ("甲", "2021-05-01", None)]
    assert area_km2(found.geometry[2], YANGYUAN) == pytest.approx(area_km2(YANGYUAN, YANGYUAN))


def test_a_change_that_changes_nothing_makes_no_new_period():
    members = memberships(("甲", "E", "2019-01-01", "2020-01-01"), ("甲", "E", "2020-01-01"), ("甲", "W", "2019-01-01"))
    found = territories(TWO, members, consortia(("甲",)), BOUNDARIES)
    assert summary(found) == [(None, None, "2019-01-01"), ("甲", "2019-01-01", None)]


def test_of_two_institutions_at_one_place_the_affiliated_one_counts():
    sites = institutions(("A", *EAST, "township_hospital"), ("E", *EAST, "township_hospital"),
                         ("W", *WEST, "township_hospital"))
    found = territories(sites, BOTH, consortia(("甲",), ("乙",)), BOUNDARIES)
    now = found[found["valid_to"].isna()]
    assert summary(now) == [("乙", "2020-01-01", None), ("甲", "2020-01-01", None)]


def test_an_institution_without_coordinates_takes_no_part_and_another_datum_is_converted():
    shifted = prcoords.wgs_gcj((EAST[1], EAST[0]))
    sites = institutions(("E", shifted.lon, shifted.lat, "township_hospital"), ("W", *WEST, "township_hospital"),
                         ("X", None, None, "township_hospital"))
    converted = territories(sites.assign(datum="gcj02").assign(datum=["gcj02", "wgs84", None]), BOTH,
                            consortia(("甲",), ("乙",)), BOUNDARIES)
    plain = territories(TWO, BOTH, consortia(("甲",), ("乙",)), BOUNDARIES)
    assert summary(converted) == summary(plain)
    assert shapely.hausdorff_distance(converted.geometry[1], plain.geometry[1]) < 1e-5


def test_nothing_to_divide_gives_an_empty_frame_with_its_columns():
    found = territories(empty("institutions"), empty("memberships"), empty("consortia"), BOUNDARIES)
    assert list(found.columns) == ["county_code", "consortium_id", "valid_from", "valid_to", "geometry"]
    assert found.empty
    assert found["valid_from"].dtype == "datetime64[ms]"


def test_many_institutions_joining_month_by_month_make_a_period_a_month():
    rng = np.random.default_rng(2)
    west, south, east, north = YANGYUAN.bounds
    sites = institutions(*[(f"I{n}", rng.uniform(west, east), rng.uniform(south, north), "township_hospital")
                           for n in range(60)])
    members = memberships(*[("甲乙丙"[n % 3], f"I{n}", f"2020-{1 + n % 12:02d}-01") for n in range(60)])
    found = territories(sites, members, consortia(("甲",), ("乙",), ("丙",)), BOUNDARIES)
    assert len(found["valid_from"].unique()) == 13


def test_an_unknown_citys_context_is_empty():
    assert context_land("9999").empty
