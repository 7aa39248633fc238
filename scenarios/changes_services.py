"""Changes of services and capability: remote sites (远程站点), their volumes, and what an institution can do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from data.codes import CAPABILITY, SERVICE
from indicators.wording import NBSP
from scenarios.change import BaseChange, Code, Names, called, digits

Service = Literal["ecg", "imaging", "consultation", "lab", "pathology", "sterile", "emergency", "logistics"]
#: How answers of the capability table read; other values are numbers and stand as they are.
_VALUES = {"yes": "是", "no": "否", "none": "未达标", "basic": "基本标准", "recommended": "推荐标准"}


class OpenRemoteSite(BaseChange):
    """Open a remote service (开通远程服务) at an institution."""

    kind: Literal["open_remote_site"] = "open_remote_site"
    institution_id: Code
    service_type: Service

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        return f"{called(names, self.institution_id)}开通{SERVICE[self.service_type]}"


class CloseRemoteSite(BaseChange):
    """Close a remote service (停用远程服务) at an institution."""

    kind: Literal["close_remote_site"] = "close_remote_site"
    institution_id: Code
    service_type: Service

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        return f"{called(names, self.institution_id)}停用{SERVICE[self.service_type]}"


class ScaleRemoteVolume(BaseChange):
    """Multiply the volumes (服务量) of the year to date that institutions in a scope asked for."""

    kind: Literal["scale_remote_volume"] = "scale_remote_volume"
    service_type: Service | Literal["all"]
    #: City, county or consortium.
    scope: Code
    factor: Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)]

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        service = "各类远程服务" if self.service_type == "all" else SERVICE[self.service_type]
        return f"{called(names, self.scope)}今年以来的{service}量按{NBSP}{digits(self.factor)}{NBSP}倍计"


class SetCapability(BaseChange):
    """Set what an institution or a consortium is capable of (能力建设)."""

    kind: Literal["set_capability"] = "set_capability"
    subject_id: Code
    item: Literal[
        "county_strong_hospital", "grade2_b_capability", "service_tier", "beds", "key_specialties", "shared_pharmacy",
        "drug_catalogue_overlap", "chest_pain_centre", "stroke_centre", "trauma_centre", "chronic_centre",
        "maternal_centre", "child_centre",
    ]  # fmt: skip
    #: As the table holds it: yes, no, a tier, or a number in digits.
    value: Annotated[str, Field(min_length=1, max_length=20)]

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        value = _VALUES.get(self.value, self.value)
        return f"{called(names, self.subject_id)}的{CAPABILITY[self.item]}改为“{value}”"
