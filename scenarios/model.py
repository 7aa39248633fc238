"""A scenario (情景): a validated, ordered list of changes on top of a named snapshot and an as-of date (截止日期)."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.change import Name
from scenarios.changes_places import AddClinic, FoundConsortium, MergeConsortia, ReassignMember, SetVillageMode
from scenarios.changes_services import CloseRemoteSite, OpenRemoteSite, ScaleRemoteVolume, SetCapability
from scenarios.changes_staff import AddPostings, EndPostings, ExtendPostings, MovePosting
from scenarios.changes_terms import SetTarget, ShiftAsOf

__all__ = [
    "AddClinic",
    "AddPostings",
    "Change",
    "CloseRemoteSite",
    "EndPostings",
    "ExtendPostings",
    "FoundConsortium",
    "MergeConsortia",
    "MovePosting",
    "OpenRemoteSite",
    "ReassignMember",
    "ScaleRemoteVolume",
    "Scenario",
    "SetCapability",
    "SetTarget",
    "SetVillageMode",
    "ShiftAsOf",
]

Change = Annotated[
    AddPostings
    | EndPostings
    | ExtendPostings
    | MovePosting
    | ReassignMember
    | FoundConsortium
    | MergeConsortia
    | OpenRemoteSite
    | CloseRemoteSite
    | ScaleRemoteVolume
    | SetVillageMode
    | AddClinic
    | SetCapability
    | SetTarget
    | ShiftAsOf,
    Field(discriminator="kind"),
]


class Scenario(BaseModel):
    """One scenario: where, on which data and day, and what changes in which order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    name: Name
    #: The city (市代码), four digits.
    scope: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    #: Id of the snapshot (数据快照) it was made on.
    snapshot: Annotated[str, Field(min_length=1, max_length=80)]
    as_of: datetime.date
    #: A caliber (口径) for all flows; null leaves each flow the policy's.
    caliber: Annotated[str, Field(max_length=40)] | None = None
    changes: tuple[Change, ...] = ()
