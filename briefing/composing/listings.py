"""Lists as tables (清单): rows of a list with Chinese headings, every number of them a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

from briefing.composing import published, saying
from briefing.composing.ground import Ground
from briefing.model import Cell, Column, Fact, Table
from data.model import FLOW
from indicators import lists, sentences_capacity
from indicators.lists.care_gap import care_gap
from indicators.lists.ending import WITHIN
from indicators.wording import NBSP, NULL, number

#: Columns with more decimals than others: parts of a gap of some tenths of 个百分点.
_FINER: Final = {"contribution": 2}


def listings(ground: Ground, scope: str) -> list[Table | None]:
    """Return the lists a reader may be asked for, each as a table; null for one without rows."""
    figures = ground.figures

    def titled(name: str, measure: str, title: str, frame: pd.DataFrame, columns: Mapping[str, str]) -> Table | None:
        return listed(scope, (name, measure, title), frame, columns)

    posted = {"county": "区县", "posting_id": "派驻编号", "from_name": "派出机构", "to_name": "接收机构",
              "start_on": "开始"}
    part, measure = {
        "city": ("区县", "个区县"), "county": ("医共体", "家医共体"), "consortium": ("机构", "家机构"),
    }[figures.level_of(scope)]
    return [
        titled("派驻分布", measure, "派驻到各处的人数", lists.posted_parts(figures, scope), {"part": part, **FLOW}),
        _unposted(ground, scope,
                  {"county": "区县", "name": "机构", "category_label": "类别", "consortium": "医共体",
                   "last_end_on": "上次派驻截止", "days_vacant": "空缺天数", "note": "说明"}),
        titled("即将到期", "条", f"{WITHIN}{NBSP}天内到期的派驻", lists.ending_postings(figures, scope).rows,
               {**posted, "flow_label": "派驻方向", "last_on": "最后一天", "days_left": "剩余天数"}),
        titled("逾期未登记", "条", "计划已到期而未登记结束的派驻", lists.overdue_postings(figures, scope),
               {**posted, "planned_end_on": "计划结束"}),
        _pairings(ground, scope,
                  {"county": "区县", "lead": "牵头医院", "partner": "上级医院", "level_label": "级别",
                   "mode_label": "形式", "since": "自"}),
        titled("无服务村", "个", "没有卫生服务的村（社区）", lists.uncovered_villages(figures, scope),
               {"county": "区县", "township": "乡镇街道", "name": "村（社区）", "planned_label": "规划", "since": "自",
                "days": "天数"}),
        titled("差距影响", "个区县", "各区县对县域内就诊率差距的影响（百分点）", _pulls(ground, scope),
               {"county": "区县", "rate": "就诊率（%）", "share": "占全市就诊（%）",
                "contribution": "拉低（负数为抵回）"}),
        titled("外转专科", "个", "近三年外转最多的专科", _outward(ground, scope),
               {"rank": "位次", "specialty": "专科", "rate": "外转率（%）", "all_cases": "外转例数",
                "basis_label": "排法", "addressed_label": "专科建设"}),
        published.quoted(ground, scope, below=True),
        titled("未报", "条", "未报与存疑", lists.data_notes(figures, scope),
               {"kind_label": "类别", "sentence": "内容"}),
    ]


def _unposted(ground: Ground, scope: str, columns: Mapping[str, str]) -> Table | None:
    """Return who has nobody posted; of those that belong to no consortium the title says so: no rate counts them."""
    rows = lists.unposted_institutions(ground.figures, scope)
    alone = int(rows["unaffiliated"].sum())
    made = listed(scope, ("无人派驻", "家", "无人派驻的基层机构"), rows, columns)
    if made is None or not alone:
        return made
    loose = saying.counted("list.unposted.loose", scope, alone, "家")
    members = saying.counted("list.unposted", scope, len(rows) - alone, "家")
    text = f"{made.title.text}（成员单位{NBSP}{members.text}，未归属医共体{NBSP}{loose.text}）"
    return replace(made, title=saying.said(text, [*made.title.facts, members, loose]))


def _pairings(ground: Ground, scope: str, columns: Mapping[str, str]) -> Table | None:
    """Return who is paired with whom; a lead without anybody is a row, too, so leads are counted and no rows."""
    rows = lists.lead_pairings(ground.figures, scope)
    made = listed(scope, ("结对帮扶", "条", ""), rows, columns)
    if made is None:
        return None
    leads = rows.drop_duplicates("institution_id")
    counts = [saying.counted(f"list.结对帮扶.{name}", scope, count, "家")
              for name, count in (("leads", len(leads)), ("paired", int(leads["covered"].astype("bool").sum())))]
    return replace(made, title=saying.said(sentences_capacity.pairings(rows), counts))


def _pulls(ground: Ground, scope: str) -> pd.DataFrame:
    gap = care_gap(ground.figures, "care.in_county_rate") if ground.figures.level_of(scope) == "city" else None
    return pd.DataFrame() if gap is None else gap.counties


def _outward(ground: Ground, scope: str) -> pd.DataFrame:
    if ground.figures.level_of(scope) == "consortium":
        return pd.DataFrame()
    return lists.outward_specialties(ground.figures, scope).rows


def listed(
    scope: str, called: tuple[str, str, str], frame: pd.DataFrame, columns: Mapping[str, str]
) -> Table | None:
    """Return a list as a table; null where it has no rows. Columns it does not have are left out.

    Args:
        scope: City, county or consortium.
        called: Its short name, the measure word of its rows, what they are.
        frame: The rows.
        columns: Chinese heading by column.
    """
    if frame.empty:
        return None
    held = [(column, label) for column, label in columns.items() if column in frame.columns]
    shown = [Column(label, decimals=_FINER.get(column, _decimals(frame[column]))) for column, label in held]
    name, measure, title = called

    def cell(row: Mapping[Any, Any], line: int, column: str, decimals: int | None) -> Cell:
        made = _cell(row[column], decimals)
        if decimals is None or not isinstance(made.value, float):
            return made
        return Cell(made.text, made.value,
                    fact=Fact(f"list.{name}.{column}", scope, "count", made.value, made.text, f"{line}"))

    rows = tuple(
        tuple(cell(row, line, column, kind.decimals) for (column, _), kind in zip(held, shown, strict=True))
        for line, row in enumerate(frame.to_dict("records"), start=1)
    )
    count = saying.counted(f"list.{name}", scope, len(rows), measure)
    facts = [count, saying.counted("rule.ending", scope, WITHIN, "天")]
    return Table(name, saying.said(f"{title}{NBSP}{count.text}", facts), tuple(shown), rows)


def _decimals(series: pd.Series[Any]) -> int | None:
    """Return the decimals of a column of numbers; null for one of anything else."""
    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_bool_dtype(series):
        return None
    return 0 if pd.api.types.is_integer_dtype(series) or (series.dropna() % 1 == 0).all() else 1


def _cell(value: Any, decimals: int | None) -> Cell:
    if value is None or value is pd.NaT or (not isinstance(value, str | tuple | list) and pd.isna(value)):
        return Cell(NULL)
    if decimals is not None:
        return Cell(number(float(value), decimals), float(value))
    if isinstance(value, date):
        return Cell(f"{value:%Y-%m-%d}", pd.Timestamp(value).date())
    return _words("、".join(map(str, value)) if isinstance(value, tuple | list) else str(value))


def _words(text: str) -> Cell:
    return Cell(text, text)
