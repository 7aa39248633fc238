"""The places and institutions of a random world: regions, institutions, consortia and memberships."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from data.model import TABLES, TOWNSHIP_LEVEL

Row = dict[str, Any]

#: Real county codes, so that boundaries and policies of the reference fit a published world.
COUNTIES = {
    "3302": {"330203": "海曙区", "330212": "鄞州区", "330281": "余姚市", "330282": "慈溪市", "330225": "象山县"},
    "1307": {"130727": "阳原县", "130722": "张北县", "130702": "桥东区", "130732": "赤城县", "130726": "蔚县"},
}
#: A place inside each of these counties (longitude, latitude; WGS-84).
PLACES = {
    "330203": (121.36, 29.84), "330212": (121.65, 29.77), "330225": (121.83, 29.40), "330281": (121.24, 29.99),
    "330282": (121.30, 30.23), "130702": (115.05, 40.75), "130722": (114.71, 41.26), "130726": (114.61, 39.88),
    "130727": (114.37, 40.14), "130732": (115.93, 40.94),
}  # fmt: skip
CITY_NAMES = {"3302": "宁波市", "1307": "张家口市"}
#: As-of dates at the edges of the rules: month ends, leap days, the first and last days of a year, mid-month.
AS_OF = (
    date(2023, 9, 30),
    date(2023, 9, 29),
    date(2023, 10, 1),
    date(2022, 12, 31),
    date(2023, 1, 1),
    date(2023, 1, 30),
    date(2023, 1, 31),
    date(2024, 2, 29),
    date(2024, 2, 28),
    date(2023, 2, 28),
    date(2021, 7, 15),
    date(2022, 6, 30),
    date(2022, 3, 30),
    date(2022, 4, 15),
    date(2023, 12, 30),
    date(2024, 12, 31),
    date(2023, 3, 1),
    date(2021, 8, 31),
)
LONG_AGO = date(2000, 1, 1)


def month_of(day: date) -> str:
    """Return the month of a day as ``YYYY-MM``."""
    return f"{day:%Y-%m}"


def month_first(month: str) -> date:
    """Return the first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def month_last(month: str) -> date:
    """Return the last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def shift_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of that month where there is none."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, number + 1, min(day.day, calendar.monthrange(year, number + 1)[1]))


def months_up_to(last: str, count: int) -> list[str]:
    """Return ``count`` months ending with ``last``, oldest first."""
    return [month_of(shift_months(month_first(last), back)) for back in range(1 - count, 1)]


def full_row(table: str, values: Row) -> Row:
    """Return a row with every column of the table; columns not given are null, provenance is sample."""
    unknown = set(values) - set(TABLES[table].names)
    if unknown:
        raise KeyError(f"{table}: {sorted(unknown)}")
    return {column: values.get(column, "sample" if column == "provenance" else None) for column in TABLES[table].names}


class Places:
    """One random source and the tables filled from it; each method adds one theme."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.as_of = self.random.choice(AS_OF)
        self.tables: dict[str, list[Row]] = {name: [] for name in TABLES}
        self.months = months_up_to(month_of(self.as_of), 16)
        self.institutions: list[Row] = []
        #: A consortium's id is any text that is not 4 or 6 digits.
        self.consortium_style = self.random.choice(
            ["C{county}-{number}", "{county}0{number}", "医共体{county}{number}"]
        )
        self.spans: dict[tuple[str, str], list[tuple[date, date | None]]] = {}

    # small tools

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def add(self, table: str, **values: Any) -> Row:
        row = full_row(table, values)
        self.tables[table].append(row)
        return row

    def day(self) -> date:
        """A day that is often exactly at an edge of the as-of date."""
        pick, d = self.random, self.as_of
        return pick.choice(
            [
                d,
                d,
                d - timedelta(1),
                d + timedelta(1),
                d - timedelta(pick.randrange(900)),
                d.replace(day=1),
                month_last(month_of(d)),
                month_last(month_of(shift_months(d, -1))),
                shift_months(d, -18),
                shift_months(d, -18) + timedelta(1),
                shift_months(d, -12),
                d - timedelta(pick.randrange(60)),
                shift_months(d, -pick.randrange(24)),
                date(2020, 2, 29),
                date(2019, 1, 1),
                d + timedelta(pick.randrange(400)),
            ]
        )

    def past(self) -> date:
        """A day that is usually well before the as-of date."""
        return self.as_of - timedelta(self.random.randrange(30, 1500)) if self.chance(0.8) else self.day()

    def maybe(self, probability: float, value: Callable[[], Any]) -> Any:
        return value() if self.chance(probability) else None

    def span(self, begins: date, open_ended: float = 0.6) -> tuple[date, date | None]:
        """A half-open life from ``begins``, at least one day long."""
        if self.chance(open_ended):
            return begins, None
        ends = self.day()
        return begins, ends if ends > begins else begins + timedelta(self.random.randrange(1, 500))

    def spans_after(self, begins: date, most: int) -> Iterator[tuple[date, date | None]]:
        """Up to ``most`` lives that do not overlap; sometimes one ends the very day the next begins."""
        for _ in range(self.random.randint(1, most)):
            start, end = self.span(begins, 0.5)
            yield start, end
            if end is None:
                return
            begins = end if self.chance(0.5) else end + timedelta(self.random.randrange(1, 100))

    def count(self, high: int = 60) -> int | None:
        """A count: often null, sometimes zero."""
        roll = self.random.random()
        return None if roll < 0.12 else 0 if roll < 0.25 else self.random.randint(1, high)

    # themes

    def city(self, city: str) -> None:
        pick = self.random
        self.add("regions", region_code=city, name=CITY_NAMES[city], level="city", population=self.count(9_000_000))
        counties = pick.sample(sorted(COUNTIES[city]), pick.randint(1, 4))
        for position, county in enumerate(counties):
            left_out = position > 0 and self.chance(0.25)
            self.add(
                "regions",
                region_code=county,
                name=COUNTIES[city][county],
                level="county",
                parent_code=city,
                population=self.maybe(0.85, lambda: pick.choice([0, 500, 100_000])),
                population_year=2020,
                in_account=False if left_out else pick.choice([True, None]),
            )
            for number in range(pick.randint(1, 3)):
                township = f"{county}{100 + number}"
                self.add(
                    "regions",
                    region_code=township,
                    name=f"{county[-2:]}镇{number}",
                    level="township",
                    parent_code=county,
                )
                for village in range(pick.randint(0, 3)):
                    code = f"{township}{200 + village}"
                    self.add(
                        "regions",
                        region_code=code,
                        name=f"村{code[-6:]}",
                        level="village",
                        parent_code=township,
                        population=self.maybe(0.8, lambda: pick.randint(0, 3000)),
                    )
        for number in range(pick.randint(1, 2)):
            where = pick.choice([city, counties[0], counties[-1]])
            self.institution(f"{city}-M{number}", "municipal_hospital", None, where)
        if self.chance(0.6):
            self.institution(f"{city}-MP", "municipal_public_health", None, city)
        for county in counties:
            townships = [
                row["region_code"]
                for row in self.tables["regions"]
                if row["level"] == "township" and row["parent_code"] == county
            ]
            wanted = ["county_hospital", "tcm_hospital", pick.choice(["county_hospital", "mch_centre", "cdc", "other"])]
            wanted += [pick.choice(TOWNSHIP_LEVEL) for _ in range(pick.randint(0, 4))]
            wanted += ["village_clinic"] * pick.randint(0, 4)
            for number, category in enumerate(wanted):
                place = county if number < 3 else pick.choice(townships)
                self.institution(f"{county}-{number:02d}", category, county, place)
            names = pick.randint(0, 3)
            for number in range(names):
                established = self.maybe(0.8, self.past)
                dissolved = self.span(established or LONG_AGO, 0.75)[1]
                self.add(
                    "consortia",
                    consortium_id=self.consortium_style.format(county=county, number=number),
                    name=f"{COUNTIES[city][county]}医共体{number}",
                    county_code=county,
                    established_on=established,
                    dissolved_on=dissolved,
                )
        if not self.tables["consortia"]:
            self.add("consortia", consortium_id=f"C{counties[0]}-9", name="唯一医共体", county_code=counties[0])

    def institution(self, identity: str, category: str, county: str | None, region: str) -> None:
        opened = self.maybe(0.4, self.past)
        closed = self.span(opened or LONG_AGO, 0.8)[1]
        east, north = PLACES[county] if county and self.chance(0.6) else (None, None)
        self.institutions.append(
            self.add(
                "institutions",
                institution_id=identity,
                name="村卫生室" if category == "village_clinic" and self.chance(0.3) else f"机构{identity}",
                category=category,
                county_code=county,
                region_code=region,
                ownership=self.random.choice(["public", "private", None]),
                central_town=self.random.choice([True, True, False, None]),
                opened_on=opened,
                closed_on=closed,
                lon=None if east is None else round(east + self.random.uniform(-0.01, 0.01), 5),
                lat=None if north is None else round(north + self.random.uniform(-0.01, 0.01), 5),
                datum=None if east is None else "wgs84",
                position_source=None if east is None else "seeded",
            )
        )

    def local(self, county: str | None, *categories: str) -> list[Row]:
        return [
            row
            for row in self.institutions
            if row["county_code"] == county and (not categories or row["category"] in categories)
        ]

    def memberships(self) -> None:
        leading: set[str] = set()
        for consortium in self.tables["consortia"]:
            county = consortium["county_code"]
            # rarely a township hospital leads: then it is a lead and no member
            able = [
                row
                for row in self.local(
                    county, "county_hospital", "tcm_hospital", "mch_centre", "cdc", "other", "township_hospital"
                )
                if row["institution_id"] not in leading
            ]
            begins = consortium["established_on"] or LONG_AGO
            ends = consortium["dissolved_on"]
            first = able[0]["institution_id"]
            leading.add(first)
            changes = self.day()
            if len(able) > 3 and self.chance(0.4) and begins < changes and (ends is None or changes < ends):
                second = able[1]["institution_id"]
                leading.add(second)
                self.member(consortium, first, "lead", begins, changes)
                self.member(consortium, second, "lead", changes, self.random.choice([None, ends]))
                if self.chance(0.6):
                    self.member(consortium, first, "county_member", changes, None)
            else:
                self.member(consortium, first, "lead", begins, self.random.choice([None, ends]))
        for institution in self.institutions:
            county = institution["county_code"]
            choices = [row for row in self.tables["consortia"] if row["county_code"] == county]
            if county is None or not choices or institution["institution_id"] in leading or self.chance(0.15):
                continue
            role = {
                "village_clinic": "village_member",
                "township_hospital": "township_member",
                "community_health_centre": "township_member",
            }
            above = self.local(county, *TOWNSHIP_LEVEL)
            for begins, ends in self.spans_after(self.past(), 3):
                self.member(
                    self.random.choice(choices),
                    institution["institution_id"],
                    role.get(institution["category"], "county_member"),
                    begins,
                    ends,
                    self.random.choice(above)["institution_id"]
                    if above and institution["category"] == "village_clinic"
                    else None,
                )

    def member(
        self, consortium: Row, institution: str, role: str, begins: date, ends: date | None, above: str | None = None
    ) -> None:
        self.add(
            "memberships",
            consortium_id=consortium["consortium_id"],
            institution_id=institution,
            role=role,
            supervisor_id=above,
            valid_from=begins,
            valid_to=ends,
        )
