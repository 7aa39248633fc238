"""Who belongs to which consortium: no institution twice on one day, none across counties, one lead each day."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.findings import Finding
from data.policies import load_policies, policy_for
from data.rules.material import ALWAYS, FOREVER, Material, cell, day, span
from data.rules.references import known as known_keys
from data.rules.spans import counts, filled, overlapping


def in_force(material: Material) -> pd.DataFrame:
    """Return memberships with ``start`` and ``end`` (half-open) cut to the life of their consortium.

    A membership of a consortium that does not exist is not in force, so one that was simply left open when the
    consortium was dissolved overlaps nothing afterwards.
    """
    frame = material.frame("memberships")
    own = filled(frame, "valid_from", "valid_to")
    lives = filled(material.consortia, "established_on", "dissolved_on")
    lives = lives.reindex(frame["consortium_id"])
    born = lives["start"].fillna(ALWAYS).set_axis(frame.index)
    gone = lives["end"].fillna(FOREVER).set_axis(frame.index)
    # Without a day to begin with nothing can be said of a row.
    start = own["start"].where(own["start"] >= born, born).where(frame["valid_from"].notna())
    end = own["end"].where(own["end"] <= gone, gone)
    return frame.assign(start=start, end=end)


def overlaps(material: Material) -> Iterator[Finding]:
    """``membership_overlap`` (重复归属): two memberships of one institution in force on one day."""
    rows = in_force(material)
    for here, earlier in overlapping(rows["institution_id"], rows["start"], rows["end"]):
        first = max(cell(rows, here, "start"), cell(rows, earlier, "start"))
        last = min(cell(rows, here, "end"), cell(rows, earlier, "end"))
        other = material.consortium_name(str(cell(rows, earlier, "consortium_id")))
        yield material.at(
            "membership_overlap",
            "error",
            "memberships",
            here,
            "institution_id",
            f"重复归属：{material.institution_name(str(rows.loc[here, 'institution_id']))}在 {span(first, last)} "
            f"同时属于{material.consortium_name(str(rows.loc[here, 'consortium_id']))}"
            f"和第 {material.row_number('memberships', earlier)} 行的{other}",
            "改正其中一行的生效或失效日期（失效当天不再计入），或删去错误的一行",
        )


def across_counties(material: Material) -> Iterator[Finding]:
    """``membership_cross_county`` (跨县): a member whose county is not the consortium's.

    A municipal institution has no county; it belongs to no county's consortium either. A county code that was
    refused, or is in no row of the regions, is reported where it stands and not once more for every member.
    """
    frame = material.frame("memberships")
    institutions = material.institutions["county_code"]
    slips = material.frame("institutions").loc[material.was_refused("institutions", "county_code"), "institution_id"]
    known = frame["institution_id"].isin(institutions.index) & ~frame["institution_id"].isin(slips)
    theirs = frame["institution_id"].map(institutions)
    ours = frame["consortium_id"].map(material.consortia["county_code"])
    wrong = known & ours.notna() & (theirs.isna() | (theirs != ours))
    if material.complete("regions"):
        regions = known_keys(material, "regions")
        wrong &= ours.isin(regions) & (theirs.isna() | theirs.isin(regions))
    for index in frame.index[wrong]:
        institution, consortium = (str(cell(frame, index, name)) for name in ("institution_id", "consortium_id"))
        where = "没有区县代码" if pd.isna(theirs[index]) else f"在{material.region_name(theirs[index])}"
        yield material.at(
            "membership_cross_county",
            "error",
            "memberships",
            int(index),
            "institution_id",
            f"跨县：{material.institution_name(institution)}{where}，"
            f"而{material.consortium_name(consortium)}在{material.region_name(ours[index])}",
            "核对机构的区县代码和医共体编号；市级医院不是成员，派驻和结对另有表格",
        )


def lead_count(material: Material) -> Iterator[Finding]:
    """``lead_count``: a consortium without a lead (牵头医院), or with several, on a day it exists.

    Every day counts from ``established_on`` (where it is null, from the first membership) to the day before
    ``dissolved_on``. Two leads are wrong on any day; no lead is wrong up to the as-of date only, since what
    lies after it does not count yet.
    """
    if not material.reported("memberships") or not material.complete("memberships"):
        return
    rows = in_force(material)
    tomorrow = pd.Timestamp(material.as_of) + pd.Timedelta(days=1)
    groups = dict(list(rows.groupby("consortium_id")))
    consortia = material.frame("consortia")
    for index, code, born, gone in consortia[["consortium_id", "established_on", "dissolved_on"]].itertuples(name=None):
        own = groups.get(code, rows.iloc[:0])
        if pd.isna(code) or own["role"].isna().any() or own["start"].isna().any():
            continue
        end = FOREVER if pd.isna(gone) else gone
        start = born if pd.notna(born) else own["valid_from"].min() if len(own) else ALWAYS
        if start >= end:
            continue
        leads = own[own["role"] == "lead"]
        for first, last, number in counts(leads["start"], leads["end"], start, end):
            if number > 1:
                yield _several(material, str(code), leads, first, last)
            elif number == 0 and first < tomorrow:
                yield _none(material, int(index), str(code), first, last if last <= tomorrow else FOREVER)


def _none(material: Material, index: int, code: str, first: pd.Timestamp, last: pd.Timestamp) -> Finding:
    return material.at(
        "lead_count",
        "error",
        "consortia",
        index,
        "consortium_id",
        f"{material.consortium_name(code)}在 {span(first, last)} 没有牵头医院",
        "在成员关系表里补上这段时间的牵头医院（role 为 lead），或改正成立、撤销日期",
    )


def _several(material: Material, code: str, leads: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Finding:
    together = leads[(leads["start"] <= first) & (leads["end"] > first)].sort_values("start", kind="stable")
    names = "、".join(material.institution_name(str(code)) for code in together["institution_id"])
    return material.at(
        "lead_count",
        "error",
        "memberships",
        int(together.index[-1]),
        "role",
        f"{material.consortium_name(code)}在 {span(first, last)} 有 {len(together)} 家牵头医院：{names}",
        "同一天只能有一家牵头医院：给前一家填失效日期，或改正角色",
    )


def supervisors(material: Material) -> Iterator[Finding]:
    """``supervisor_elsewhere``: the township hospital above a clinic is itself, or in no membership of the same one."""
    frame = material.frame("memberships").dropna(subset=["consortium_id", "institution_id", "supervisor_id"])
    if frame.empty or not material.complete("memberships", "institutions"):
        return
    all_rows = material.frame("memberships")
    pairs = set(zip(all_rows["consortium_id"], all_rows["institution_id"], strict=True))
    for index, consortium, institution, above in frame[["consortium_id", "institution_id", "supervisor_id"]].itertuples(
        name=None
    ):
        if above == institution or ((consortium, above) not in pairs and above in material.institutions.index):
            what = "就是它自己" if above == institution else f"不在{material.consortium_name(consortium)}里"
            yield material.at(
                "supervisor_elsewhere",
                "warning",
                "memberships",
                index,
                "supervisor_id",
                f"上级卫生院{material.institution_name(above)}{what}",
                "核对上级卫生院编号",
            )


def too_many(material: Material) -> Iterator[Finding]:
    """``consortia_too_many``: more consortia in a county on the as-of date than the documents' range allows.

    The range is a policy's target and never written here: that of the city's own policy, else of the first policy
    that states one. It is a warning, since real counties stand above it.
    """
    frame = material.frame("consortia").dropna(subset=["county_code"])
    today = pd.Timestamp(material.as_of)
    lives = filled(frame, "established_on", "dissolved_on")
    existing = frame[(lives["start"] <= today) & (lives["end"] > today)]
    for county, own in existing.groupby("county_code"):
        limit = _limit(str(county)[:4])
        if limit is not None and len(own) > limit[0]:
            yield material.at(
                "consortia_too_many",
                "warning",
                "consortia",
                int(own.index[-1]),
                "county_code",
                f"{material.region_name(county)}在 {day(today)} 有 {len(own)} 家医共体，"
                f"《{limit[1]}》提出的是不超过 {limit[0]:g} 家",
                "核对是否有已撤销却没填撤销日期的医共体；属实可以保留",
            )


def _limit(city: str) -> tuple[float, str] | None:
    """Return the most consortia a county should have and the title of the document that says so."""
    own = policy_for(city)
    for policy in (*([own] if own else []), *load_policies()):
        target = policy.target("consortium.count", "county")
        if target is not None and isinstance(target.value, tuple):
            return target.value[1], policy.title
    return None


RULES = (overlaps, across_counties, lead_count, supervisors, too_many)
