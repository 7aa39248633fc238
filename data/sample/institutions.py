"""The institutions (机构) of one city: hospitals, township-level institutions and village clinics."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.sample.common import Plan, Row, rows_of, stream
from data.sample.places import Places

#: How far (m) a county hospital may stand from the centre of the seat's township.
_SEAT_REACH_M = 1_600.0
_CLINIC_REACH_M = 160.0
#: About 2 km, outwards over the county's border.
_DOUBT_KM = (0.6, 2.2)


def full_name(places: Places, county: str) -> str:
    """Return a county's name as its institutions bear it: a district (区) is preceded by its city."""
    name = places.names[county]
    return places.names[places.city] + name if name.endswith("区") else name


def build_institutions(plan: Plan, places: Places, clinics: list[Row]) -> pd.DataFrame:
    """Return every institution, with ``town`` (township code) and ``served`` (residents) beside the table's columns.

    Args:
        plan: The city's plan.
        places: Its places.
        clinics: ``village``, ``opened_on`` and ``closed_on`` of each village clinic (村卫生室).
    """
    rows = municipal_rows(plan, places) + county_rows(plan, places) + township_rows(plan, places)
    rows += clinic_rows(places, clinics)
    frame = pd.DataFrame(rows).assign(provenance="sample")
    frame = frame.sort_values("institution_id", ignore_index=True)
    return _doubtful_positions(plan, places, frame)


def municipal_rows(plan: Plan, places: Places) -> list[Row]:
    """Return the city's own hospitals and public-health units, and partners outside the city."""
    seat = _point(places, places.town(plan["counties"][0]["seat"], plan["counties"][0]["code"]))
    rng = stream("municipal", places.city)
    rows: list[Row] = []
    for unit in plan["municipal"]:
        lon, lat = places.near(rng, plan["counties"][0]["code"], *seat, 4_000.0)
        rows.append(
            {
                "institution_id": unit["id"],
                "name": unit["name"],
                "category": unit["category"],
                "region_code": places.city,
                "ownership": "public",
                "grade": unit.get("grade"),
                "lon": lon,
                "lat": lat,
                "datum": "wgs84",
                "position_source": "seeded",
            }
        )
    rows += [
        {
            "institution_id": unit["id"],
            "name": unit["name"],
            "category": "other",
            "region_code": unit["region"],
            "ownership": "public",
            "grade": unit["grade"],
        }
        for unit in plan["outside"]
    ]
    return rows


def county_rows(plan: Plan, places: Places) -> list[Row]:
    """Return lead hospitals and the other county institutions, at the county seat."""
    rows: list[Row] = []
    for county in plan["counties"]:
        code = county["code"]
        rng = stream("county institutions", code)
        town = places.town(county["seat"], code)
        units = [(f"{code}-H{n}", lead) for n, lead in enumerate(county["leads"], 1)]
        units += [(f"{code}-M{n}", member) for n, member in enumerate(county_members(plan, places, county), 1)]
        for identity, unit in units:
            lon, lat = places.near(rng, code, *_point(places, town), _SEAT_REACH_M)
            rows.append(
                {
                    "institution_id": identity,
                    "name": unit["name"],
                    "category": unit["category"],
                    "county_code": code,
                    "region_code": town,
                    "ownership": unit.get("ownership", "public"),
                    "grade": unit.get("grade"),
                    "lon": lon,
                    "lat": lat,
                    "datum": "wgs84",
                    "position_source": "seeded",
                    "served": places.residents[code],
                }
            )
    return rows


def county_members(plan: Plan, places: Places, county: Plan) -> list[Plan]:
    """Return a county's institutions that lead nothing: those of the plan, else the usual ones."""
    if "members" in county:
        return list(county["members"])
    name = full_name(places, county["code"])
    held = {lead["category"] for lead in county["leads"]}
    usual: list[Plan] = []
    if "county_hospital" not in held:
        usual.append({"name": name + "医院", "category": "county_hospital", "grade": "二级甲等"})
    if "tcm_hospital" not in held:
        usual.append({"name": name + "中医医院", "category": "tcm_hospital", "grade": "二级乙等"})
    usual.append({"name": name + "妇幼保健院", "category": "mch_centre", "grade": "二级乙等"})
    usual.append({"name": name + "疾病预防控制中心", "category": "cdc"})
    return usual + list(county.get("private", []))


def township_rows(plan: Plan, places: Places) -> list[Row]:
    """Return one institution for each township, and the extra, late and closed ones of the plan.

    A street (街道) has a community health centre, or none where the plan knows township hospitals only.
    """
    settings = plan["townships"]
    opened = {places.town(o["township"]): o["on"] for o in settings["opened"]}
    long_names = {places.town(n["township"], n["county"]): n["name"] for n in settings["long_names"]}
    central = set(settings["central"])
    rows: list[Row] = []
    for town in rows_of(places.townships):
        if town.county not in places.counties:
            continue
        street = str(town.name).endswith("街道")
        if street and settings.get("only_hospitals", False):
            continue
        code, county = str(town.region_code), str(town.county)
        is_central = town.name in central
        name = long_names.get(code) or township_name(full_name(places, county), str(town.name), is_central)
        rows.append(
            {
                "institution_id": f"{code}-T1",
                "name": name,
                "category": "community_health_centre" if street else "township_hospital",
                "county_code": county,
                "region_code": code,
                "town": code,
                "ownership": "public",
                "grade": "一级甲等" if is_central else None,
                "central_town": is_central,
                "opened_on": opened.get(code),
                "lon": town.lon,
                "lat": town.lat,
                "datum": "wgs84",
                "position_source": town.position_source,
                "served": town.population,
            }
        )
    for extra in settings["extra"]:
        code = places.town(extra["township"], extra["county"])
        lon, lat = places.near(stream("extra", code), extra["county"], *_point(places, code), 2_500.0)
        rows.append(
            {
                "institution_id": f"{code}-T2",
                "name": extra["name"],
                "category": "township_hospital",
                "county_code": extra["county"],
                "region_code": code,
                "town": code,
                "ownership": "public",
                "central_town": False,
                "closed_on": extra.get("closed_on"),
                "lon": lon,
                "lat": lat,
                "datum": "wgs84",
                "position_source": "seeded",
                "served": 2_400,
            }
        )
    return rows


def township_name(county: str, town: str, central: bool) -> str:
    """Return the name a township-level institution really bears: 社区卫生服务中心, 中心卫生院 or 卫生院."""
    if town.endswith("街道"):
        return f"{county}{town}社区卫生服务中心"
    stem = town.removesuffix("区公所") if town.endswith("区公所") else town
    return f"{county}{stem}中心卫生院" if central else f"{county}{stem}卫生院"


def clinic_rows(places: Places, clinics: list[Row]) -> list[Row]:
    """Return the village clinics, each within a few minutes' walk of its village's position."""
    villages = places.villages.set_index("region_code")[["county", "town", "name", "lon", "lat", "population"]].to_dict(
        "index"
    )
    rng = stream("clinics", places.city)
    rows: list[Row] = []
    for clinic in clinics:
        code = clinic["village"]
        village = villages[code]
        lon, lat = places.near(rng, village["county"], village["lon"], village["lat"], _CLINIC_REACH_M)
        town, name = places.names[village["town"]], str(village["name"])
        rows.append(
            {
                "institution_id": f"{code}-C1",
                "name": f"{town}{name if name.endswith('村') else name + '村'}卫生室",
                "category": "village_clinic",
                "county_code": village["county"],
                "region_code": code,
                "town": village["town"],
                "ownership": "private" if rng.random() < 0.34 else "public",
                "opened_on": clinic["opened_on"],
                "closed_on": clinic["closed_on"],
                "lon": lon,
                "lat": lat,
                "datum": "wgs84",
                "position_source": "seeded",
                "served": village["population"],
            }
        )
    return rows


def alias_rows(plan: Plan) -> list[Row]:
    """Return former and short names (别名) of lead hospitals."""
    rows: list[Row] = []
    for alias in plan["aliases"]:
        leads = next(c["leads"] for c in plan["counties"] if c["code"] == alias["county"])
        number = [lead["id"] for lead in leads].index(alias["lead"]) + 1
        rows.append(
            {
                "institution_id": f"{alias['county']}-H{number}",
                "name": alias["name"],
                "valid_from": alias["valid_from"],
                "valid_to": alias.get("valid_to"),
                "provenance": "sample",
            }
        )
    return rows


def _point(places: Places, town: str) -> tuple[float, float]:
    row = next(rows_of(places.townships[places.townships["region_code"] == town]))
    return float(row.lon), float(row.lat)


def _doubtful_positions(plan: Plan, places: Places, frame: pd.DataFrame) -> pd.DataFrame:
    """Take the position from a few clinics, and move a few institutions up to 3 km over the border (坐标存疑)."""
    settings, rng = plan["positions"], stream("doubtful", places.city)
    clinics = frame.index[(frame["category"] == "village_clinic") & frame["closed_on"].isna()]
    lost = rng.choice(clinics, settings["no_position_clinics"], replace=False)
    frame.loc[lost, ["lon", "lat"]] = float("nan")
    frame.loc[lost, ["datum", "position_source"]] = None
    wrong = [places.town(name) + "-T1" for name in settings["outside_townships"]]
    moved = list(frame.index[frame["institution_id"].isin(wrong)])
    moved += list(rng.choice(clinics.difference(lost), settings["outside_clinics"], replace=False))
    for index in moved:
        frame.loc[index, ["lon", "lat"]] = over_the_border(
            places, str(frame.loc[index, "county_code"]), float(rng.uniform(*_DOUBT_KM))
        )
    return frame


def over_the_border(places: Places, county: str, km: float) -> tuple[float, float]:
    """Return a point that far outside the county, north of its northernmost point."""
    land = places.land[county]
    xs, ys = zip(*(point for part in getattr(land, "geoms", [land]) for point in part.exterior.coords), strict=True)
    north = max(range(len(ys)), key=ys.__getitem__)
    return round(xs[north], 4), round(ys[north] + km / 111.0, 4)


def open_between(opened: date | None, closed: date | None, day: date) -> bool:
    """Tell whether something is open on a day."""
    return (opened is None or opened <= day) and (closed is None or closed > day)
