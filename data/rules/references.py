"""References between tables: what a row names must exist, and be of the right kind."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.findings import Finding
from data.model import (
    CAPABILITY,
    CAPABILITY_OF_INSTITUTION,
    GOVERNANCE,
    GOVERNANCE_OF_COUNTY,
    TABLES,
)
from data.rules.material import Material, cell

_KEY = {"regions": "region_code", "institutions": "institution_id", "consortia": "consortium_id"}
_THING = {"regions": "行政区划", "institutions": "机构", "consortia": "医共体"}


def known(material: Material, table: str) -> set[str]:
    """Return the keys of a table that others refer to, with those of rows that could not be taken apart."""
    return set(material.frame(table)[_KEY[table]].dropna()) | material.sheets[table].lost


def references(material: Material) -> Iterator[Finding]:
    """``reference_missing``: a code names a region, institution or consortium that is not in its table."""
    keys = {table: known(material, table) for table in _KEY}
    for name, table in TABLES.items():
        frame = material.frame(name)
        for column in table.columns:
            to = column.refers_to
            if to is None or not material.complete(to):
                continue
            codes = frame[column.name]
            there = keys[to]
            # Few codes are named many times: look each up once.
            unknown = [code for code in codes.dropna().unique() if code not in there]
            if not unknown:
                continue
            for index in frame.index[codes.isin(unknown)]:
                yield material.at(
                    "reference_missing",
                    "error",
                    name,
                    int(index),
                    column.name,
                    f"{column.label}在{TABLES[to].label}表里没有",
                    f"核对代码；如果确有此{_THING[to]}，先在 {material.sheets[to].file} 里补上",
                )


def subjects(material: Material) -> Iterator[Finding]:
    """``reference_missing`` and ``subject_kind``: the subject of a specialty, a capability or governance item.

    Each capability and governance item belongs to one kind of subject (institution, consortium, county).
    """
    if not material.complete("institutions", "consortia", "regions"):
        return
    regions = material.frame("regions")
    kinds = {
        "机构": known(material, "institutions"),
        "医共体": known(material, "consortia"),
        "区县": set(regions.loc[regions["level"] == "county", "region_code"]) | material.sheets["regions"].lost,
    }
    for table, labels in (("capability", CAPABILITY), ("governance", GOVERNANCE), ("specialties", None)):
        frame = material.frame(table)
        items = [None] * len(frame) if labels is None else frame["item"].tolist()
        for index, subject, item in zip(frame.index, frame["subject_id"].tolist(), items, strict=True):
            if pd.isna(subject) or (labels is not None and pd.isna(item)):
                continue
            allowed = ("医共体", "机构") if item is None else (_kind(str(item)),)
            if any(subject in kinds[kind] for kind in allowed):
                continue
            found = [kind for kind, ids in kinds.items() if subject in ids]
            wanted = "或".join(allowed)
            what = "重点专科" if item is None or labels is None else f"“{labels[str(item)]}”"
            if found:
                code, message = "subject_kind", f"{what}的对象应为{wanted}，这里是{found[0]}"
            else:
                code, message = "reference_missing", f"{what}的对象应为{wanted}，在{wanted}表里没有这个编号"
            fix = f"改为{wanted}的{'代码' if wanted == '区县' else '编号'}"
            yield material.at(code, "error", table, int(index), "subject_id", message, fix)


def _kind(item: str) -> str:
    if item in CAPABILITY_OF_INSTITUTION:
        return "机构"
    return "区县" if item in GOVERNANCE_OF_COUNTY else "医共体"


def scopes(material: Material) -> Iterator[Finding]:
    """``reference_missing``: a statement's scope is no city, county, consortium or institution."""
    if not material.complete("institutions", "consortia", "regions"):
        return
    regions = known(material, "regions")
    # A city is in scope as soon as it has regions; its own row may be left out.
    valid = regions | {code[:4] for code in regions} | known(material, "consortia") | known(material, "institutions")
    frame = material.frame("statements")
    wrong = frame["scope_code"].notna() & ~frame["scope_code"].isin(valid)
    yield from material.each(
        wrong, "reference_missing", "error", "statements", "scope_code",
        "范围代码不是任何一个市、区县、医共体或机构",
        "改为行政区划代码、医共体编号或机构编号",
    )


def submitted_tables(material: Material) -> Iterator[Finding]:
    """``reference_missing``: a submission names a table that the contract does not have."""
    frame = material.frame("submissions")
    wrong = frame["table"].notna() & ~frame["table"].isin(list(TABLES))
    yield from material.each(
        wrong, "reference_missing", "error", "submissions", "table",
        "没有这张数据表",
        f"改为数据表的英文名，如 {'、'.join(list(TABLES)[:3])}",
    )


def region_levels(material: Material) -> Iterator[Finding]:
    """``code_level_mismatch``: a region's code has another number of digits than its level demands."""
    digits = {"city": 4, "county": 6, "township": 9, "village": 12}
    frame = material.frame("regions")
    both = frame["region_code"].notna() & frame["level"].notna()
    wrong = both & (frame["region_code"].str.len() != frame["level"].map(digits))
    for index in frame.index[wrong]:
        level = str(cell(frame, index, "level"))
        label = (TABLES["regions"].column("level").choices or {})[level]
        yield material.at(
            "code_level_mismatch",
            "error",
            "regions",
            int(index),
            "region_code",
            f"{label}的代码应为 {digits[level]} 位",
            "核对代码或级别",
        )


def parents(material: Material) -> Iterator[Finding]:
    """``parent_not_prefix``: a region's code does not begin with the code of the region above it."""
    frame = material.frame("regions").dropna(subset=["region_code", "parent_code"])
    for index, code, parent in zip(frame.index, frame["region_code"], frame["parent_code"], strict=True):
        if not code.startswith(parent) or code == parent:
            yield material.at(
                "parent_not_prefix",
                "warning",
                "regions",
                int(index),
                "parent_code",
                f"上级代码不是 {code} 的前几位",
                "核对上级代码；功能区等特殊情形可以保留",
            )


def same_code(material: Material) -> Iterator[Finding]:
    """``id_ambiguous``: an institution has the same id as a consortium, so that a subject could mean either."""
    frame = material.frame("institutions")
    wrong = frame["institution_id"].isin(known(material, "consortia"))
    yield from material.each(
        wrong, "id_ambiguous", "warning", "institutions", "institution_id",
        "与一家医共体的编号相同，按编号引用时分不清是哪一个",
        "给机构或医共体换一个编号",
    )


RULES = (references, subjects, scopes, submitted_tables, region_levels, parents, same_code)
