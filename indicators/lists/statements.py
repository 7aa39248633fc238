"""What documents have published (已公布数据) of a scope, as quoted: never computed with, never drawn as a series."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from data.policies import policy_by_id
from indicators.engine import CityFigures
from indicators.lists.frames import sorted_by

COLUMNS = [
    "statement_id", "scope_code", "scope", "subject", "value_text", "period_text", "quote", "note", "source_id",
    "source", "issuer", "dated", "keys",
]
#: The indicators that speak of the same subject, beside which a statement may be quoted; they are not compared.
SUBJECT_KEYS: dict[str, tuple[str, ...]] = {
    "县域医共体": ("consortium.count",),
    "长期派驻人员": ("posting.lead_to_member.persons",),
    "下沉人员": ("posting.lead_to_member.persons", "posting.municipal_to_lead.persons"),
    "乡镇卫生院": ("consortium.township_coverage",),
    "乡镇卫生院覆盖": ("consortium.township_coverage",),
    "纳入医共体的乡镇卫生院": ("consortium.township_coverage",),
    "村卫生室": ("consortium.clinic_coverage", "village.coverage"),
    "乡村医疗卫生服务覆盖": ("village.coverage",),
    "县域内就诊率": ("care.in_county_rate",),
    "基层医疗卫生机构门急诊人次占比": ("care.grassroots_rate",),
    "住院人次占比": ("care.inpatient_in_county_rate",),
    "远程心电": ("remote.volume.ecg",),
    "远程影像": ("remote.volume.imaging",),
    "资源共享中心": ("centre.open_rate",),
    "管理中心": ("governance.management_centres_rate",),
    "家庭医生": ("family.contract_rate",),
    "家庭医生签约服务团队": ("family.contract_rate",),
    "乡村巡诊小分队": ("family.key_contract_rate",),
    "县区实施方案印发": ("governance.plan_issued_rate",),
    "区县（市）医共体建设方案印发": ("governance.plan_issued_rate",),
    "医保打包支付": ("governance.package_payment_rate",),
    "卫健部门主要负责同志兼任医共体党委书记": ("governance.party_secretary_is_bureau_head_rate",),
    "党委领导下的院长负责制": ("governance.president_under_party_rate",),
    "人财物统一管理": (
        "governance.unified_personnel_rate", "governance.unified_finance_rate", "governance.unified_assets_rate",
    ),
}


def statements(
    figures: CityFigures, scope: str, keys: Collection[str] | None = None, *, below: bool = False
) -> pd.DataFrame:
    """Return what documents have published of a scope, by subject, each as quoted.

    The number that a statement holds is left in its words (``value_text``): no column of this list can be added up.

    Args:
        figures: The figures of the day; statements are not dated by day, so they are the same on every day.
        scope: Code of the city, a county or a consortium.
        keys: Only statements about the subject of one of these indicators; null for all.
        below: Also those about the counties and consortia of the scope.

    Returns:
        Columns of :data:`COLUMNS`: ``scope`` the Chinese name; ``period_text`` null where the document names no period;
        ``source``, ``issuer`` and ``dated`` (a date) of the document, null where its id is no known policy's; ``keys``
        the indicators on the same subject (a tuple, may be empty).
    """
    held = figures.tables["statements"]
    wanted = {scope, *_below(figures, scope)} if below else {scope}
    rows: list[dict[str, Any]] = []
    for row in held[held["scope_code"].isin(list(wanted))].to_dict("records"):
        about = SUBJECT_KEYS.get(row["subject"], ())
        if keys is not None and not set(about) & set(keys):
            continue
        document = policy_by_id(row["source_id"])
        rows.append({
            **{name: None if pd.isna(row[name]) else row[name] for name in COLUMNS if name in row},
            "scope": figures.name_of(row["scope_code"]) if figures.knows(row["scope_code"]) else row["scope_code"],
            "source": document.title if document is not None else None,
            "issuer": document.issuer if document is not None else None,
            "dated": document.date if document is not None else None,
            "keys": about,
        })
    return sorted_by(pd.DataFrame(rows, columns=COLUMNS, dtype="object"), ["scope_code", "subject", "statement_id"])


def _below(figures: CityFigures, scope: str) -> list[str]:
    """Return the counties (out of account too) and consortia of a city, or the consortia of a county."""
    base = figures.context.base
    level = figures.level_of(scope)
    if level == "consortium":
        return []
    consortia = figures.tables["consortia"]
    codes = consortia.loc[consortia["county_code"].str.startswith(scope), "consortium_id"].tolist()
    return codes + (list(base.scopes.county_names) if level == "city" else [])
