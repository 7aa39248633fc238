"""Changes of posted staff (派驻人员): add, end, extend, move."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from data.codes import TITLE_GRADE
from indicators.wording import NBSP, quantity
from scenarios.change import BaseChange, Code, CountyCode, Months, Names, Persons, called, listed

Flow = Literal["lead_to_member", "municipal_to_lead", "municipal_to_county"]
#: Who receives, by flow.
RECEIVERS: Final[dict[Flow, str]] = {
    "lead_to_member": "成员单位", "municipal_to_lead": "牵头医院", "municipal_to_county": "区县",
}
TitleGrade = Literal["junior", "intermediate", "associate_senior", "senior"]
#: Postings that one change may name.
MOST_POSTINGS: Final = 2_000
PostingIds = Annotated[tuple[Code, ...], Field(max_length=MOST_POSTINGS)]


class AddPostings(BaseChange):
    """Send persons (增派) from one institution to another, to a county, or one each to whoever has nobody.

    They start on the day of the change and are planned to stay for ``months``.
    """

    kind: Literal["add_postings"] = "add_postings"
    flow: Flow
    from_institution_id: Code
    #: Who receives them; null with ``to="uncovered"``, and to a county as a whole.
    to_institution_id: Code | None = None
    #: ``uncovered``: one person to each member, lead or county that has nobody, until the persons run out.
    to: Literal["uncovered"] | None = None
    #: The receiving county of municipal_to_county; with ``uncovered`` it narrows the search to that county.
    to_county_code: CountyCode | None = None
    persons: Persons
    title_grade: TitleGrade
    months: Months

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Self:
        if self.to is not None and self.to_institution_id is not None:
            raise ValueError("to_institution_id 与 to=uncovered 只能写一个")
        aimed = self.to is not None or self.to_institution_id is not None
        if not aimed and (self.flow != "municipal_to_county" or self.to_county_code is None):
            raise ValueError("没有写接收机构；派到无人派驻的单位写 to=uncovered，派到区县写 to_county_code")
        return self

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        if self.to == "uncovered":
            within = called(names, self.to_county_code) if self.to_county_code else ""
            target = f"{within}无人派驻的{RECEIVERS[self.flow]}（每处{NBSP}1{NBSP}人）"
        else:
            target = called(names, self.to_institution_id or self.to_county_code or "")
        title = TITLE_GRADE[self.title_grade]
        sender = called(names, self.from_institution_id)
        return f"{sender}向{target}增派{NBSP}{quantity(self.persons, '人')}（{title}，{quantity(self.months, '个月')}）"


class EndPostings(BaseChange):
    """End postings (撤回): those named, or all in force that come from or go to one institution."""

    kind: Literal["end_postings"] = "end_postings"
    posting_ids: PostingIds = ()
    institution_id: Code | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if bool(self.posting_ids) == (self.institution_id is not None):
            raise ValueError("posting_ids 与 institution_id 必须且只能写一个")
        return self

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        if self.institution_id is not None:
            return f"结束{called(names, self.institution_id)}派出和接收的全部派驻"
        return f"结束{NBSP}{quantity(len(self.posting_ids), '条')}派驻（{listed({}, self.posting_ids, '条')}）"


class ExtendPostings(BaseChange):
    """Renew postings (续派): those named, or all in a scope that end within some months."""

    kind: Literal["extend_postings"] = "extend_postings"
    posting_ids: PostingIds = ()
    ending_within_months: Months | None = None
    #: City, county or consortium, with ``ending_within_months``.
    scope: Code | None = None
    months: Months

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if bool(self.posting_ids) == (self.ending_within_months is not None):
            raise ValueError("posting_ids 与 ending_within_months 必须且只能写一个")
        if (self.scope is None) != (self.ending_within_months is None):
            raise ValueError("scope 与 ending_within_months 一起写")
        return self

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        if self.scope is not None:
            which = f"{called(names, self.scope)}{NBSP}{quantity(self.ending_within_months, '个月')}内到期的长期派驻"
        else:
            which = f"{quantity(len(self.posting_ids), '条')}派驻（{listed({}, self.posting_ids, '条')}）"
        return f"{which}续派{NBSP}{quantity(self.months, '个月')}"


class MovePosting(BaseChange):
    """Send a posted person on to another institution (调整接收机构); the term stays as it is."""

    kind: Literal["move_posting"] = "move_posting"
    posting_id: Code
    to_institution_id: Code

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        return f"派驻 {self.posting_id} 改派到{called(names, self.to_institution_id)}（期限不变）"
