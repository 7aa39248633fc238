"""Postings (派驻): their days, their ends, and what is odd about the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from data.findings import Finding
from data.rules.material import FOREVER, Material, cell, day
from data.rules.spans import overlapping

_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}|1[3-9][0-9]{9}")


def ends_before_start(material: Material) -> Iterator[Finding]:
    """``posting_ends_before_start``: it ended before it started; the last day still counts, so one day is right."""
    frame = material.frame("postings")
    begun = frame["start_on"]
    yield from material.each(
        frame["end_on"] < begun, "posting_ends_before_start", "error", "postings", "end_on",
        lambda index: f"结束日期早于开始日期 {day(begun[index])}",
        "核对两个日期，多半是填反了",
    )
    yield from material.each(
        frame["planned_end_on"] < begun, "planned_end_before_start", "warning", "postings", "planned_end_on",
        lambda index: f"计划结束日期早于开始日期 {day(begun[index])}",
        "核对两个日期；按“符合条件”口径会算作时间不足",
    )


def to_itself(material: Material) -> Iterator[Finding]:
    """``posting_to_itself``: a person is posted to the institution they come from."""
    frame = material.frame("postings")
    to = frame["to_institution_id"]
    same = frame["from_institution_id"].notna() & (frame["from_institution_id"] == to)
    yield from material.each(
        same, "posting_to_itself", "error", "postings", "to_institution_id",
        lambda index: f"派出和接收是同一家机构：{material.institution_name(str(to[index]))}",
        "改正派出机构或接收机构的编号",
    )


def two_at_a_time(material: Material) -> Iterator[Finding]:
    """``posting_overlap``: two postings of one person at a time; a posting without an end goes on."""
    frame = material.frame("postings")
    # The last day still counts, so as half-open spans they end the day after.
    end = (frame["end_on"] + pd.Timedelta(days=1)).fillna(FOREVER)
    for here, earlier in overlapping(frame["person_id"], frame["start_on"], end):
        yield material.at(
            "posting_overlap",
            "warning",
            "postings",
            here,
            "person_id",
            f"同一人的派驻与第 {material.row_number('postings', earlier)} 行时间重叠",
            "确有同时派驻可以保留；否则补填前一次的实际结束日期",
            _masked(str(cell(frame, here, "person_id"))),
        )


def blank_titles(material: Material) -> Iterator[Finding]:
    """``title_blank``: no title grade, so the posting cannot count as eligible (符合条件)."""
    frame = material.frame("postings")
    yield from material.each(
        frame["title_grade"].isna(), "title_blank", "warning", "postings", "title_grade",
        "没有填职称级别，按“符合条件”口径不计入",
        "补填职称级别",
    )


def overdue(material: Material) -> Iterator[Finding]:
    """``planned_end_passed``: the planned end has passed by the as-of date and no end is recorded."""
    frame = material.frame("postings")
    late = frame["end_on"].isna() & (frame["planned_end_on"] < pd.Timestamp(material.as_of))
    yield from material.each(
        late, "planned_end_passed", "warning", "postings", "planned_end_on",
        "计划结束日期已过，却没有实际结束日期；仍按在派计算",
        "已结束的补填实际结束日期；延期的改计划结束日期",
    )


def counties_differ(material: Material) -> Iterator[Finding]:
    """``posting_county_mismatch``: the receiving institution is in another county than the one stated."""
    frame = material.frame("postings")
    places = material.institutions["county_code"]
    theirs = frame["to_institution_id"].map(places)
    wrong = theirs.notna() & frame["to_county_code"].notna() & (theirs != frame["to_county_code"])
    yield from material.each(
        wrong, "posting_county_mismatch", "warning", "postings", "to_county_code",
        lambda index: f"接收机构在{material.region_name(theirs[index])}，与接收区县不一致",
        "改正接收区县代码或接收机构编号",
    )


def identified(material: Material) -> Iterator[Finding]:
    """``person_identified``: a pseudonym that looks like an identity card or telephone number."""
    people = material.frame("postings")["person_id"]
    for index in people.index[people.str.fullmatch(_ID_NUMBER.pattern).fillna(False).astype(bool)]:
        yield material.at(
            "person_identified",
            "warning",
            "postings",
            int(index),
            "person_id",
            "看起来是身份证号或手机号；这里只能用代号",
            "换成不能认出本人的代号，同一人始终用同一个",
            _masked(str(people[index])),
        )


def _masked(person: str) -> str:
    return person[:3] + "*" * (len(person) - 3) if _ID_NUMBER.fullmatch(person) else person


RULES = (ends_before_start, to_itself, two_at_a_time, blank_titles, overdue, counties_differ, identified)
