"""Changes of who belongs where: consortia, members, and services in villages."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from data.codes import VILLAGE_MODE
from scenarios.change import BaseChange, Code, CountyCode, Name, Names, called, listed

Codes = Annotated[tuple[Code, ...], Field(max_length=5_000)]


class ReassignMember(BaseChange):
    """Give a member to another consortium of its county (划转); the clinics below it follow."""

    kind: Literal["reassign_member"] = "reassign_member"
    institution_id: Code
    consortium_id: Code

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        return f"{called(names, self.institution_id)}划入{called(names, self.consortium_id)}"


class FoundConsortium(BaseChange):
    """Found a consortium (新组建) with a lead hospital and members of one county; the clinics below them follow."""

    kind: Literal["found_consortium"] = "found_consortium"
    county_code: CountyCode
    name: Name
    lead_institution_id: Code
    members: Codes = ()

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        lead, county = called(names, self.lead_institution_id), called(names, self.county_code)
        with_members = f"，成员为{listed(names, self.members, '家')}" if self.members else ""
        return f"在{county}新组建{self.name}，由{lead}牵头{with_members}"


class MergeConsortia(BaseChange):
    """Merge consortia of one county into one of them (合并); its lead stays, theirs become members."""

    kind: Literal["merge_consortia"] = "merge_consortia"
    from_ids: Annotated[tuple[Code, ...], Field(min_length=1, max_length=50)]
    into_id: Code

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        return f"{listed(names, self.from_ids, '家')}并入{called(names, self.into_id)}"


class SetVillageMode(BaseChange):
    """Serve villages in another way (调整村级服务方式): those named, or all unserved ones of a county."""

    kind: Literal["set_village_mode"] = "set_village_mode"
    village_codes: Codes = ()
    county_code: CountyCode | None = None
    #: With ``county_code``: villages without service that should have a clinic (应设未设), or all without service.
    which: Literal["unserved_planned", "unserved"] | None = None
    mode: Literal["clinic", "extension", "mobile", "none"]
    #: Who serves them, where it is known.
    institution_id: Code | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if bool(self.village_codes) == (self.county_code is not None):
            raise ValueError("village_codes 与 county_code 必须且只能写一个")
        if (self.which is None) != (self.county_code is None):
            raise ValueError("county_code 与 which 一起写")
        return self

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        if self.county_code is not None:
            kind = "应设未设卫生室的村" if self.which == "unserved_planned" else "无服务的村"
            where = f"{called(names, self.county_code)}{kind}"
        else:
            where = listed(names, self.village_codes, "个村")
        by = f"，由{called(names, self.institution_id)}承担" if self.institution_id else ""
        return f"{where}改为{VILLAGE_MODE[self.mode]}{by}"


class AddClinic(BaseChange):
    """Open a village clinic (新设村卫生室) in a village; it belongs to the township hospital of its township."""

    kind: Literal["add_clinic"] = "add_clinic"
    village_code: Code

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        return f"在{called(names, self.village_code)}新设村卫生室"
