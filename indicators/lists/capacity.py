"""The capability matrix (能力建设): county or consortium × item, with the state, since when, and from where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from data.model import (
    CAPABILITY,
    CENTRE,
    GOVERNANCE,
    GOVERNANCE_OF_CONSORTIUM,
    GOVERNANCE_OF_COUNTY,
    PROVENANCE,
    SPECIALTY_KIND,
)
from indicators.context import Context
from indicators.engine import CityFigures
from indicators.lists import capacity_cells as cells
from indicators.lists.capacity_cells import STATES, Cell, Make
from indicators.lists.centres import centre_states
from indicators.lists.frames import dates
from indicators.registers import SERVICES
from indicators.wording import NULL, parts_words, quantity

Subject = Literal["consortium", "county"]
SUBJECTS: dict[Subject, str] = {"consortium": "医共体", "county": "区县"}
COLUMNS = [
    "section", "item", "item_label", "key", "asked", "subject_kind", "subject_id", "subject", "county_code", "county",
    "state", "state_label", "shown", "value", "of", "unit", "unreported", "since", "provenance", "provenance_label",
    "detail",
]
_CENTRES = ("chest_pain_centre", "stroke_centre", "trauma_centre", "chronic_centre", "maternal_centre", "child_centre")


@dataclass(frozen=True, slots=True)
class Item:
    """One column of the matrix: where it stands, what makes its cells, and the indicator it is a part of."""

    section: str
    code: str
    label: str
    subject: Subject
    make: Make
    #: Key of the catalogue; empty where no indicator counts it.
    key: str = ""
    unit: str = ""


def _told(section: str, table: str, codes: tuple[str, ...], labels: dict[str, str]) -> tuple[Item, ...]:
    return tuple(
        Item(section, code, labels[code], "consortium", cells.told_by_subject(table, code), f"{table}.{code}_rate")
        for code in codes
    )


_BEFORE_CENTRES = (
    Item("牵头医院", "county_strong_hospital", "县级强院", "consortium", cells.told_by_lead("county_strong_hospital"),
         "capability.lead_standard_rate"),
    Item("牵头医院", "pairing", "上级医院结对", "consortium", cells.pairing, "pairing.lead_coverage"),
    Item("基层能力", "grade2_b_capability", "中心镇机构达二级乙等", "consortium",
         cells.counted_members("grade2_b_capability", ("yes",), central_town=True),
         "capability.central_town_grade2_rate", "家"),
    Item("基层能力", "service_tier", "优质服务基层行达标", "consortium",
         cells.counted_members("service_tier", ("basic", "recommended")), "", "家"),
    Item("基层能力", "beds", "基层床位", "consortium", cells.beds_of_members, "beds.grassroots", "张"),
)
_AFTER_CENTRES = (
    *_told("诊疗中心", "capability", _CENTRES, CAPABILITY),
    Item("专科", "key_specialties", CAPABILITY["key_specialties"], "consortium",
         cells.told_by_subject("capability", "key_specialties"), "capability.key_specialties_rate", "个"),
    *_told("药品", "capability", ("shared_pharmacy",), CAPABILITY),
    Item("药品", "drug_catalogue_overlap", CAPABILITY["drug_catalogue_overlap"], "consortium",
         cells.told_by_subject("capability", "drug_catalogue_overlap"), "", "%"),
    *_told("体制机制", "governance", tuple(GOVERNANCE_OF_CONSORTIUM), GOVERNANCE),
    *(
        Item("体制机制", code, label, "county", cells.told_by_subject("governance", code, county=True),
             f"governance.{code}_rate")
        for code, label in GOVERNANCE_OF_COUNTY.items()
    ),
    *(
        Item("特色专科", kind, SPECIALTY_KIND[kind], "county", cells.features(kind), f"specialty.{kind}_count", "个")
        for kind in ("county_feature", "city_feature")
    ),
)


def capacity_matrix(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per item and consortium that exists, or county in the account, in order of item and code.

    未报 (``not_reported``) is told apart from 否 (``no``); where the item has nobody to ask (no central town, no lead)
    the cell is 不适用. In a consortium's scope only its own rows are given. The resource centres are those that the
    policy in force requires, then any other type of which someone in the city reported a status.

    Returns:
        Columns of :data:`COLUMNS`: ``key`` is the indicator it is counted in (null for none) and ``asked`` whether the
        policy in force asks for it; ``state`` a code of ``STATES``; ``shown`` what stands in the cell; ``value`` the
        number (NaN for none) and ``of`` how many told, where it counts some of them; ``unreported`` how many did not;
        ``since`` the day from which it has held (null where none is told); ``detail`` names in words, or empty.
    """
    rows = list(_rows(figures, scope))
    frame = pd.DataFrame([{k: v for k, v in row.items() if k != "day"} for row in rows],
                         columns=[name for name in COLUMNS if name != "since"])
    frame.insert(COLUMNS.index("since"), "since", dates(np.array([row["day"] for row in rows], dtype=np.int64)))
    return frame.astype({"value": "float64", "of": "Int64", "unreported": "int64", "asked": "bool"})


def _items(figures: CityFigures) -> tuple[Item, ...]:
    return (*_BEFORE_CENTRES, *_centres(figures.context), *_AFTER_CENTRES)


def _centres(context: Context) -> Iterator[Item]:
    required = context.policy.required_centres if context.policy is not None else ()
    states, _ = centre_states(context)
    told = np.asarray((states[context.consortia] >= 0).any(axis=0))
    others = [code for place, code in enumerate(SERVICES) if told[place] and code not in required]
    for code in (*required, *others):
        yield Item("资源共享中心", f"centre_{code}", CENTRE[code], "consortium", cells.centre(code),
                   "centre.open_rate" if code in required else "")


def _rows(figures: CityFigures, scope: str) -> Iterator[dict[str, Any]]:
    context, base = figures.context, figures.context.base
    home = base.consortia.county[context.consortia]
    consortia = context.consortia[figures.holds(home, context.consortia, scope)]
    counties = np.arange(len(base.counties))
    counties = counties[figures.holds(counties, np.full(len(counties), -2), scope)]
    for item in _items(figures):
        at = consortia if item.subject == "consortium" else counties
        register = base.consortia if item.subject == "consortium" else base.counties
        place = base.consortia.county[at] if item.subject == "consortium" else at
        for one, county, cell in zip(at.tolist(), place.tolist(), item.make(context, at), strict=True):
            yield {
                "section": item.section, "item": item.code, "item_label": item.label, "key": item.key or None,
                "asked": _asked(figures, item), "subject_kind": item.subject, "subject_id": register.index[one],
                "subject": register.names[one], "county_code": base.counties.index[county],
                "county": base.counties.names[county], "state": cell.state, "state_label": STATES[cell.state],
                "shown": _shown(cell, item), "value": cell.value, "of": cell.of, "unit": item.unit or None,
                "unreported": cell.unreported, "day": cell.since, "provenance": cell.provenance,
                "provenance_label": PROVENANCE[cell.provenance] if cell.provenance else None, "detail": cell.detail,
            }


def _asked(figures: CityFigures, item: Item) -> bool:
    """Tell whether the policy in force sets a target for an item's indicator, or asks for it without a number."""
    policy = figures.policy
    if policy is None or not item.key:
        return False
    return item.key in {*(one.indicator for one in policy.targets), *(one.indicator for one in policy.directions)}


def _shown(cell: Cell, item: Item) -> str:
    if cell.state == "not_applicable":
        return NULL
    if cell.state == "yes" and cell.value is not None:
        return f"{STATES['yes']}（{quantity(cell.value, '家')}）"
    if cell.state != "number" or cell.value is None:
        return STATES[cell.state]
    shown = quantity(cell.value, item.unit, 1 if item.unit == "%" else 0)
    if cell.of is not None:
        shown = parts_words(cell.value, cell.of, item.unit)
    return f"{shown}，{quantity(cell.unreported, '家')}未报" if cell.unreported else shown
