"""What happens in a random world: postings, remote services, reports of months, states of things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from data.model import (
    CAPABILITY_OF_CONSORTIUM,
    CAPABILITY_VALUES,
    CENTRE,
    CENTRE_STATUS,
    GOVERNANCE_OF_CONSORTIUM,
    GOVERNANCE_OF_COUNTY,
    PAIRING_LEVEL,
    PAIRING_MODE,
    POSTING_MODE,
    RESOURCE,
    SERVICE,
    TABLES,
    TOWNSHIP_LEVEL,
)
from tests.world_places import LONG_AGO, Places, Row, month_first, month_last, shift_months


class Activity(Places):
    """Everything in a world; :meth:`build` gives the finished tables."""

    def build(self) -> dict[str, list[Row]]:
        cities = ["3302", "1307"] if self.chance(0.35) else [self.random.choice(["3302", "1307"])]
        for city in cities:
            self.city(city)
        for theme in (
            self.memberships,
            self.postings,
            self.remote,
            self.centres,
            self.villages,
            self.county_months,
            self.consortium_months,
            self.bookings,
            self.pairings,
            self.specialties,
            self.capability,
            self.governance,
            self.rest,
        ):
            theme()
        for name in TABLES:
            if name in ("regions", "institutions", "consortia"):
                continue
            fate = self.random.random()
            if fate < 0.03 and name != "memberships":
                del self.tables[name]
            elif fate < 0.06 and name != "memberships":
                self.tables[name] = []
            else:
                self.random.shuffle(self.tables[name])
        return self.tables

    def postings(self) -> None:
        pick = self.random
        counties = [row["region_code"] for row in self.tables["regions"] if row["level"] == "county"]
        municipal = [row["institution_id"] for row in self.local(None)]
        everyone = [row["institution_id"] for row in self.institutions]
        leads = [row for row in self.tables["memberships"] if row["role"] == "lead"]
        others = [row for row in self.tables["memberships"] if row["role"] != "lead"]
        for number in range(pick.randint(0, 30)):
            flow = pick.choice(["lead_to_member", "lead_to_member", "municipal_to_lead", "municipal_to_county"])
            lead = pick.choice(leads)
            county = next(
                row["county_code"] for row in self.tables["consortia"] if row["consortium_id"] == lead["consortium_id"]
            )
            if flow == "lead_to_member":
                mates = [row for row in others if row["consortium_id"] == lead["consortium_id"]] or leads
                sender, receiver = lead["institution_id"], pick.choice(mates)["institution_id"]
            elif flow == "municipal_to_lead":
                sender, receiver = pick.choice(municipal), lead["institution_id"]
            else:
                sender, receiver, county = (
                    pick.choice(municipal),
                    self.maybe(0.4, lambda: pick.choice(everyone)),
                    pick.choice(counties),
                )
            if self.chance(0.1):
                sender = pick.choice(everyone)
            if self.chance(0.1):
                receiver = pick.choice([None, *everyone])
            if sender == receiver:
                receiver = None
            if self.chance(0.05):
                county = pick.choice(counties)
            start, planned, end = self.term()
            self.add(
                "postings",
                posting_id=f"P{number:03d}",
                person_id=f"人{pick.randrange(12):02d}",
                flow=flow,
                from_institution_id=sender,
                to_institution_id=receiver,
                to_county_code=county,
                kind=pick.choice(["long_term"] * 7 + ["short_term", "mobile", "other"]),
                duty=pick.choice([None, "clinical", "management", "public_health"]),
                title_grade=pick.choice([None, "junior", "intermediate", "intermediate", "associate_senior", "senior"]),
                mode=pick.choice([None, *POSTING_MODE]),
                start_on=start,
                planned_end_on=planned,
                end_on=end,
            )

    def term(self) -> tuple[date, date | None, date | None]:
        """Start, planned end and end of a posting, often within a day of 18 months or of the as-of date."""
        pick = self.random
        start = pick.choice([self.past, self.past, self.day])()
        if self.chance(0.3):
            start = pick.choice(
                [date(2020, 1, 15), date(2021, 3, 31), date(2020, 8, 31), date(2022, 8, 30), date(2021, 8, 29)]
            )

        def end() -> date:
            long_enough = shift_months(start, 18)
            return pick.choice(
                [
                    long_enough,
                    long_enough,
                    long_enough - timedelta(1),
                    long_enough + timedelta(1),
                    shift_months(start, 24),
                    self.as_of,
                    self.as_of - timedelta(1),
                    self.day(),
                ]
            )

        planned, ended = self.maybe(0.7, end), self.maybe(0.35, end)
        return start, max(start, planned) if planned else None, max(start, ended) if ended else None

    def remote(self) -> None:
        for institution in self.institutions:
            for service in SERVICE:
                key = (institution["institution_id"], service)
                usual = institution["category"] in TOWNSHIP_LEVEL
                if self.chance(0.45 if usual else 0.06):
                    self.spans[key] = list(self.spans_after(self.past(), 2))
                    for opened, closed in self.spans[key]:
                        self.add(
                            "remote_sites",
                            institution_id=key[0],
                            service_type=service,
                            opened_on=opened,
                            closed_on=closed,
                        )
                if self.chance(0.8 if key in self.spans else 0.03):
                    self.volumes(*key)

    def volumes(self, institution: str, service: str) -> None:
        pick = self.random
        providers = pick.sample([row["institution_id"] for row in self.institutions], min(2, len(self.institutions)))
        silent = self.chance(0.15)
        for month in self.months:
            lives = self.spans.get((institution, service))
            within = lives is None or any(
                opened <= month_last(month) and (closed is None or closed > month_first(month))
                for opened, closed in lives
            )
            if not within or self.chance(0.2):
                continue
            for provider in providers[: 2 if self.chance(0.2) else 1]:
                self.add(
                    "remote_volumes",
                    month=month,
                    service_type=service,
                    requesting_institution_id=institution,
                    providing_institution_id=provider,
                    volume=0 if silent else self.count(),
                    median_turnaround_minutes=self.maybe(0.5, lambda: 20.5),
                )

    def centres(self) -> None:
        for consortium in self.tables["consortia"]:
            for centre in CENTRE:
                if self.chance(0.7):
                    self.add(
                        "resource_centres",
                        consortium_id=consortium["consortium_id"],
                        centre_type=centre,
                        status=self.random.choice(["open", "open", None, *CENTRE_STATUS]),
                        opened_on=self.maybe(0.5, self.day),
                    )

    def villages(self) -> None:
        pick = self.random
        for region in list(self.tables["regions"]):
            if region["level"] != "village" or self.chance(0.15):
                continue
            for begins, ends in self.spans_after(self.past(), 3):
                self.add(
                    "village_services",
                    village_code=region["region_code"],
                    valid_from=begins,
                    valid_to=ends,
                    mode=pick.choice(["clinic", "extension", "mobile", "none", "none"]),
                    clinic_planned=pick.choice([True, False, None]),
                )

    def county_months(self) -> None:
        for region in list(self.tables["regions"]):
            if region["level"] != "county":
                continue
            for month in self.months:
                key = {"county_code": region["region_code"], "month": month}
                if self.chance(0.6):
                    names = ("teams", "doctors", "contracted", "key_population", "key_contracted", "patrol_teams")
                    self.add("family_doctors", **key, **{name: self.count(500) for name in names})
                if self.chance(0.8):
                    names = ("visits_in", "visits_out", "grassroots_visits", "inpatients_in", "inpatients_out")
                    self.add("care_seeking", **key, **{name: self.count(9000) for name in names})
                for specialty in ("心内科", "骨科"):
                    if self.chance(0.2):
                        self.add(
                            "outward_referrals",
                            **key,
                            specialty=specialty,
                            cases=self.count(),
                            total_cases=self.count(900),
                        )
                if self.chance(0.1):
                    self.add("investments", **key, item="设备", amount_yuan=1e5)

    def consortium_months(self) -> None:
        for consortium in self.tables["consortia"]:
            for month in self.months:
                key = {"consortium_id": consortium["consortium_id"], "month": month}
                for direction in ("up", "down"):
                    if self.chance(0.75):
                        self.add("referrals", **key, direction=direction, cases=self.count())
                if self.chance(0.75):
                    money = {
                        name: self.maybe(0.9, lambda: round(self.random.uniform(0, 9e6), 2))
                        for name in TABLES["costs"].names
                        if name.endswith("_yuan")
                    }
                    self.add("costs", **key, outpatient_visits=self.count(9000), discharges=self.count(900), **money)

    def bookings(self) -> None:
        for institution in self.institutions:
            if institution["category"] in ("village_clinic", *TOWNSHIP_LEVEL) or self.chance(0.5):
                continue
            for month in self.months:
                for resource in RESOURCE:
                    if self.chance(0.25):
                        self.add(
                            "bookings",
                            provider_institution_id=institution["institution_id"],
                            month=month,
                            resource=resource,
                            offered=self.count(500),
                            to_grassroots=self.count(100),
                            used=self.count(100),
                        )

    def pairings(self) -> None:
        pick = self.random
        partners = [row["institution_id"] for row in self.local(None)]
        for institution in self.institutions:
            if institution["county_code"] is None or self.chance(0.6):
                continue
            for begins, ends in self.spans_after(self.past(), 2):
                self.add(
                    "pairings",
                    institution_id=institution["institution_id"],
                    partner_id=pick.choice(partners),
                    valid_from=begins,
                    valid_to=ends,
                    level=pick.choice(list(PAIRING_LEVEL)),
                    mode=pick.choice([None, *PAIRING_MODE]),
                )

    def specialties(self) -> None:
        subjects = [row["consortium_id"] for row in self.tables["consortia"]] + [
            row["institution_id"] for row in self.institutions
        ]
        for subject in subjects:
            for specialty in ("心内科", "骨科", "针灸科"):
                if self.chance(0.25):
                    since, until = self.span(self.past())
                    self.add(
                        "specialties",
                        subject_id=subject,
                        specialty=specialty,
                        since=since,
                        until=until,
                        kind=self.random.choice(["weak", "county_feature", "county_feature", "city_feature"]),
                    )

    def history(self, table: str, subject: str, item: str, value: Callable[[], str]) -> None:
        """Up to three states of one item, the latest of which may lie after the as-of date or be null."""
        days = {self.past() if self.chance(0.7) else self.day() for _ in range(self.random.randint(1, 3))}
        for since in sorted(days):
            self.add(table, subject_id=subject, item=item, since=since, value=self.maybe(0.85, value))

    def capability(self) -> None:
        pick = self.random
        for institution in self.institutions:
            identity = institution["institution_id"]
            grassroots = institution["category"] in TOWNSHIP_LEVEL
            if self.chance(0.7) and institution["category"] in ("county_hospital", "tcm_hospital"):
                self.history("capability", identity, "county_strong_hospital", lambda: pick.choice(["yes", "no"]))
            if self.chance(0.6 if grassroots else 0.1):
                self.history("capability", identity, "grade2_b_capability", lambda: pick.choice(["yes", "no"]))
            if self.chance(0.3) and grassroots:
                self.history(
                    "capability", identity, "service_tier", lambda: pick.choice(["none", "basic", "recommended"])
                )
            if self.chance(0.6) and institution["category"] != "village_clinic":
                self.history("capability", identity, "beds", lambda: str(pick.choice([0, 20, 35, 99])))
        for consortium in self.tables["consortia"]:
            for item in CAPABILITY_OF_CONSORTIUM:
                if self.chance(0.6):
                    words = CAPABILITY_VALUES[item]
                    self.history(
                        "capability",
                        consortium["consortium_id"],
                        item,
                        lambda words=words: pick.choice(words or ("0", "1", "2", "3")),
                    )

    def governance(self) -> None:
        words = ["yes", "yes", "partial", "no"]
        for region in self.tables["regions"]:
            if region["level"] == "county":
                for item in GOVERNANCE_OF_COUNTY:
                    if self.chance(0.6):
                        self.history("governance", region["region_code"], item, lambda: self.random.choice(words))
        for consortium in self.tables["consortia"]:
            for item in GOVERNANCE_OF_CONSORTIUM:
                if self.chance(0.6):
                    self.history("governance", consortium["consortium_id"], item, lambda: self.random.choice(words))

    def rest(self) -> None:
        """The tables that no indicator reads yet, so that checks and publishing see them."""
        for institution in self.institutions:
            if self.chance(0.2):
                self.add(
                    "aliases",
                    institution_id=institution["institution_id"],
                    name="旧名",
                    valid_from=LONG_AGO,
                    valid_to=self.past(),
                )
            if self.chance(0.2):
                self.add(
                    "workforce",
                    institution_id=institution["institution_id"],
                    month=self.months[-2],
                    physicians=self.count(),
                )
        city = self.tables["regions"][0]["region_code"]
        self.add(
            "statements",
            statement_id="S1",
            scope_code=city,
            subject="投入",
            value_text="4300 万元",
            value=43e6,
            unit="元",
            source_id="doc",
            quote="累计投入",
            provenance="reported",
        )
