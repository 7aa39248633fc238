"""Who serves each village (村级服务): a clinic, extension service (延伸服务), mobile service (巡回医疗) or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.sample.common import Plan, Row, first_day, rows_of, stream
from data.sample.places import Places


@dataclass(frozen=True)
class VillagePlan:
    """The rows of the table, still without institution ids, and the clinics they ask for."""

    rows: list[Row]
    #: ``village``, ``opened_on``, ``closed_on``.
    clinics: list[Row]


def plan_villages(plan: Plan, places: Places) -> VillagePlan:
    """Decide each village's service over time.

    Small villages are the likelier to have no clinic. Some that had no service gain one on the plan's dates; some lose
    their clinic when its doctor retires and get extension service instead.
    """
    settings = plan["villages"]
    rng = stream("villages", places.city)
    start = date(first_day(plan["first_month"]).year - 1, 1, 1)
    frame = places.villages[places.villages["county"].isin(places.counties)].copy()
    frame["mode"] = _first_modes(settings, frame, rng)
    frame.loc[frame["county"] == settings.get("full_county"), "mode"] = "clinic"
    frame["planned"] = _planned(frame["mode"], rng)
    changes = _changes(settings, frame, rng)
    _plan_unserved(settings, frame, changes, rng)
    rows, clinics = [], []
    silent = rng.choice(frame.index[frame["mode"].isin(["mobile", "none"])], settings["unreported"], replace=False)
    for village in rows_of(frame.drop(index=[i for i in silent if frame.loc[i, "region_code"] not in changes])):
        code, mode = str(village.region_code), str(village.mode)
        spans = [(start, mode)] + [(on, new) for on, new in changes.get(code, [])]
        for index, (since, held) in enumerate(spans):
            until = spans[index + 1][0] if index + 1 < len(spans) else None
            rows.append(
                {
                    "village_code": code,
                    "valid_from": since,
                    "valid_to": until,
                    "mode": held,
                    "clinic_planned": village.planned,
                    "provenance": "sample",
                }
            )
            if held == "clinic":
                clinics.append({"village": code, "opened_on": since if index else None, "closed_on": until})
    return VillagePlan(rows, clinics)


def with_institutions(rows: list[Row], hosts: dict[str, str]) -> list[Row]:
    """Name the institution that serves: the village's clinic, or the township-level one (by township code)."""
    for row in rows:
        code = row["village_code"]
        if row["mode"] == "clinic":
            row["institution_id"] = f"{code}-C1"
        elif row["mode"] != "none":
            row["institution_id"] = hosts.get(code[:9])
    return rows


def _first_modes(settings: Plan, frame: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Rank the villages of a county by size with some chance, and cut the ranks by the plan's shares."""
    population = frame["population"].astype(float)
    score = pd.Series(np.log(population.to_numpy()) + rng.normal(0, 0.42, len(frame)), index=frame.index)
    rank = score.groupby(frame["county"]).rank(ascending=False, pct=True)
    tilt = frame["county"].map({c: rng.uniform(-0.05, 0.05) for c in sorted(frame["county"].unique())}).astype(float)
    cut = settings["clinic_share"] + tilt
    drawn = rng.random(len(frame)) * (1 - settings["clinic_share"])
    second = np.where(
        drawn < settings["extension_share"],
        "extension",
        np.where(drawn < settings["extension_share"] + settings["mobile_share"], "mobile", "none"),
    )
    return np.where(rank <= cut, "clinic", second)


def _planned(mode: pd.Series, rng: np.random.Generator) -> list[bool | None]:
    """Return 规划应设卫生室: all with a clinic, most with extension service, few of the others, some not reported."""
    chance = {"clinic": 1.0, "extension": 0.72, "mobile": 0.22, "none": 0.0}
    drawn = rng.random(len(mode))
    return [None if m == "mobile" and d > 0.9 else bool(d < chance[m]) for m, d in zip(mode, drawn, strict=True)]


def _changes(settings: Plan, frame: pd.DataFrame, rng: np.random.Generator) -> dict[str, list[tuple[date, str]]]:
    changes: dict[str, list[tuple[date, str]]] = {}
    unserved = list(rng.permutation(frame.loc[frame["mode"] == "none", "region_code"]))
    for on, count in settings["improved"]:
        for code in unserved[:count]:
            mode = str(rng.choice(["extension", "mobile", "clinic"], p=[0.6, 0.22, 0.18]))
            changes[str(code)] = [(on, mode)]
        unserved = unserved[count:]
    losing = (frame["mode"] == "clinic") & (frame["county"] != settings.get("full_county"))
    # By code where villages are as large: a sort that leaves ties to the processor gives another sample on another one.
    small = frame[losing].sort_values(["population", "region_code"])["region_code"].head(400)
    retiring = list(rng.permutation(small.to_numpy()))
    for on, count in settings.get("lost", []):
        for code in retiring[:count]:
            changes[str(code)] = [(on, "extension" if rng.random() < 0.8 else "none")]
        retiring = retiring[count:]
    return changes


def _plan_unserved(
    settings: Plan, frame: pd.DataFrame, changes: dict[str, list[tuple[date, str]]], rng: np.random.Generator
) -> None:
    """Make as many villages as the plan says stand without service though they should have a clinic (应设未设)."""
    last = frame.apply(lambda v: changes[v["region_code"]][-1][1] if v["region_code"] in changes else v["mode"], axis=1)
    unserved = frame.index[(last == "none") & (frame["planned"] == False)]  # noqa: E712
    chosen = rng.choice(unserved, settings["planned_unserved"], replace=False)
    frame.loc[chosen, "planned"] = True
    gained = frame.index[(frame["mode"] == "none") & frame["region_code"].isin(list(changes))]
    frame.loc[rng.choice(gained, len(gained) // 3, replace=False), "planned"] = True
