"""What 指标口径 says: every indicator of the catalogue with its targets, every document, every caliber."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import loaders, source
from components.rows import Row
from components.source import Pairs
from components.view import View
from data.model import FLOW, LEVEL, TITLE_GRADE
from data.policies import DEFAULT_CALIBER, Policy, Target, policy_by_id
from indicators import Definition, catalogue
from indicators.wording import NO_TARGET, date_words, quantity, target_words

_LEVELS = {**LEVEL, "consortium": "医共体"}


@dataclass(frozen=True, slots=True)
class Definitions:
    """All that 指标口径 lists under one policy."""

    #: key, subject, name, unit, target, levels; one row per indicator in the order of the catalogue.
    list: pd.DataFrame
    #: What the document asks without a number: subject, asked, quote, source.
    directions: pd.DataFrame
    #: Calibers of posted staff: name, what each asks, quote, source, where it is the default.
    calibers: pd.DataFrame
    #: The same three as rows for a table; null is None.
    rows: Mapping[str, tuple[Row, ...]]


def definitions(view: View) -> Definitions:
    """Return the lists under the view's policy; the same for every month in which it holds."""
    return _definitions(view.policy.id if view.policy else None)


@st.cache_resource(show_spinner=False, max_entries=16)
def _definitions(policy_id: str | None) -> Definitions:
    policy = policy_by_id(policy_id) if policy_id else None
    tables = {"list": _list(policy), "directions": _directions(policy), "calibers": _calibers(policy)}
    return Definitions(**tables, rows={name: _rows(frame) for name, frame in tables.items()})


def _rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    shown = frame.astype("object").where(frame.notna(), None).drop(columns="searched", errors="ignore")
    return tuple(shown.to_dict("records"))


def finding(model: Definitions, city: str, policy: Policy | None) -> str:
    """Return the page's finding: how many indicators there are and how many have a target."""
    aimed = int((model.list["target"] != NO_TARGET).sum())
    total = len(model.list)
    if policy is None:
        return f"共 {total} 项指标；{city}没有登记政策文件，均不设目标。"
    if not aimed:
        whose = f"{city}的" if policy.applies_to else "所选"
        return f"共 {total} 项指标；{whose}文件没有设定目标值。"
    return f"共 {total} 项指标，其中 {aimed} 项有文件设定的目标。"


def found(frame: pd.DataFrame, words: str) -> pd.DataFrame:
    """Return the rows in which every one of the words occurs, in whatever column; no words: all rows."""
    if not words.strip():
        return frame
    kept = frame
    for word in words.lower().split():
        kept = kept[kept["searched"].str.contains(word, regex=False)]
    return kept.reset_index(drop=True)


def entry(key: str, policy: Policy | None) -> tuple[Definition, Pairs, tuple[tuple[str, Pairs], ...]]:
    """Return one indicator: its definition, that in words, and its targets by level, each with quote and source."""
    definition = catalogue()[key]
    targets = []
    for target in policy.targets if policy else ():
        if target.indicator == key:
            said = source.target_pairs(target, definition)
            said.insert(1, ("期限", _term(target)))
            targets.append(("、".join(_LEVELS[level] for level in target.levels), tuple(said)))
    if policy:
        targets += [
            ("不设数值", tuple(source.direction_pairs(direction)))
            for direction in policy.directions
            if direction.indicator == key
        ]
    return definition, source.definition_pairs(definition), tuple(targets)


def _term(target: Target) -> str:
    if target.due is None:
        return "文件未写明期限"
    return date_words(target.due) + ("" if target.due_stated else "（文件未写明期限，按文件年度计）")


def _list(policy: Policy | None) -> pd.DataFrame:
    rows = []
    for key, definition in catalogue().items():
        targets = [target for target in (policy.targets if policy else ()) if target.indicator == key]
        said = "；".join(
            f"{'、'.join(_LEVELS[level] for level in target.levels)} "
            f"{target_words(target, definition.unit, definition.decimals)}"
            for target in targets
        )
        rows.append({
            "key": key,
            "subject": definition.subject,
            "name": definition.name,
            "unit": definition.unit,
            "target": said or NO_TARGET,
            "formula": definition.formula,
            "searched": f"{key} {definition.name} {definition.subject} {definition.formula} {said}".lower(),
        })
    return pd.DataFrame(rows)


def _directions(policy: Policy | None) -> pd.DataFrame:
    asked = {"up": "提高", "down": "降低", "exists": "设立"}
    rows = [
        {
            "subject": catalogue()[d.indicator].name if d.indicator else d.subject,
            "asked": asked[d.direction],
            "quote": d.quote,
            "source": d.source,
            "note": d.note,
        }
        for d in (policy.directions if policy else ())
    ]
    return pd.DataFrame(rows, columns=["subject", "asked", "quote", "source", "note"])


def _calibers(policy: Policy | None) -> pd.DataFrame:
    rows = []
    for code, caliber in loaders.calibers().items():
        asks = ["长期派驻"]
        if caliber.min_title_grade:
            asks.append(f"职称{TITLE_GRADE[caliber.min_title_grade]}及以上")
        if caliber.min_months:
            asks.append(f"派驻满 {quantity(caliber.min_months, '个月')}")
        flows = [name for flow, name in FLOW.items() if _default(policy, flow) == code]
        rows.append({
            "name": caliber.name,
            "asks": "、".join(asks),
            "default": "；".join(flows) or "不作默认，可在左侧选用",
            "quote": caliber.quote,
            "source": caliber.source,
        })
    return pd.DataFrame(rows)


def _default(policy: Policy | None, flow: str) -> str:
    return policy.caliber.get(flow, DEFAULT_CALIBER) if policy else DEFAULT_CALIBER
