"""Every table behind the view (附表): one of the figures, and one for each list that a reader may be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from briefing.composing.ground import Ground
from briefing.composing.slides import targets
from briefing.model import Cell, Column, Said, Table
from indicators import lists
from indicators.catalogue import catalogue
from indicators.model import Figure
from indicators.wording import NBSP, NULL, number, target_words

_FIGURES: Final = (
    Column("指标"), Column("数值", decimals=1), Column("单位"), Column("分子", decimals=0), Column("分母", decimals=0),
    Column("目标"), Column("状态"), Column("未报"),
)


def tables(ground: Ground, scope: str) -> tuple[Table, ...]:
    """Return all tables of a scope that have rows, the figures first."""
    made = [figures_of(ground, scope), targets(ground, scope), by_county(ground, scope), *_lists(ground, scope)]
    return tuple(table for table in made if table is not None and table.rows)


def figures_of(ground: Ground, scope: str) -> Table:
    """Return every figure of a scope: what ``python -m indicators`` prints."""
    rows = tuple(_figure(ground, figure) for figure in ground.figures.of_scope(scope))
    title = Said(f"{ground.figures.name_of(scope)}全部指标")
    return Table("指标", title, _FIGURES, rows, ("空格或“—”为未报，不是 0。",))


def _figure(ground: Ground, figure: Figure) -> tuple[Cell, ...]:
    decimals = figure.definition.decimals
    goal = "" if figure.target is None else target_words(figure.target, figure.unit, decimals)
    return (
        Cell(figure.name, figure.name), ground.cell(figure), Cell(figure.unit, figure.unit),
        Cell(number(figure.numerator), figure.numerator, fact=ground.value(figure, "numerator")),
        Cell(number(figure.denominator), figure.denominator, fact=ground.value(figure, "denominator")),
        Cell(goal, goal), ground.cell(figure, "state"),
        _words("、".join(figure.not_reported)),
    )  # fmt: skip


def by_county(ground: Ground, scope: str) -> Table | None:
    """Return the counties of a city side by side, worst first; null below a city."""
    if ground.figures.level_of(scope) != "city":
        return None
    frame = lists.scorecard(ground.figures)
    keys = [key for key in catalogue() if key in frame.columns]
    known = catalogue()
    # Where no target is set, no county misses one: a 0 would read as all being met.
    held = (ground.get(key, code) for code in ground.figures.counties for key in keys)
    judged = any(figure is not None and figure.target is not None for figure in held)
    columns = [Column("区县"), *([Column("未达标", "项", 0)] if judged else [])]
    columns += [Column(known[key].short, known[key].unit, known[key].decimals) for key in keys]
    rows = []
    for row in frame.to_dict("records"):
        code = str(row["county_code"])
        fact = ground.count("scorecard.not_met", code, float(row["not_met"]), "项")
        cells = [ground.cell(ground.get(key, code)) for key in keys]
        missed = Cell(number(row["not_met"]), float(row["not_met"]), fact=fact)
        rows.append((Cell(str(row["county"]), str(row["county"])), *([missed] if judged else []), *cells))
    title = "各区县主要指标，未达标多的在前" if judged else "各区县主要指标，文件未设目标"
    return Table("各区县", Said(title), tuple(columns), tuple(rows), ("“—”为未报。",))


def _lists(ground: Ground, scope: str) -> list[Table | None]:
    figures = ground.figures

    def titled(name: str, measure: str, title: str, frame: pd.DataFrame, columns: Mapping[str, str]) -> Table | None:
        return listed(ground, scope, (name, measure, title), frame, columns)

    place = {"county": "区县", "name": "机构"}
    return [
        titled("无人派驻", "家", "无人派驻的基层机构", lists.unposted_institutions(figures, scope),
              {**place, "category_label": "类别", "consortium": "医共体", "last_end_on": "上次派驻截止",
               "days_vacant": "空缺天数", "note": "说明"}),
        titled("无服务村", "个", "没有卫生服务的村（社区）", lists.uncovered_villages(figures, scope),
              {"county": "区县", "township": "乡镇街道", "name": "村（社区）", "planned_label": "规划", "since": "自",
               "days": "天数"}),
        titled("逾期未登记", "条", "计划已到期而未登记结束的派驻", lists.overdue_postings(figures, scope),
              {"county": "区县", "posting_id": "派驻编号", "from_name": "派出机构", "to_name": "接收机构",
               "start_on": "开始", "planned_end_on": "计划结束"}),
        titled("外转专科", "个", "外转最多的专科", _outward(ground, scope),
              {"specialty": "专科", "cases": "外转例数", "share": "占外转（%）"}),
        titled("已公布数据", "条", "文件中的数据（照录，不参与计算）", lists.statements(figures, scope, below=True),
              {"scope": "范围", "subject_label": "主题", "value_text": "数据", "period_text": "期间", "quote": "原文",
               "source": "出处"}),
        titled("未报", "条", "未报与存疑", lists.data_notes(figures, scope),
              {"kind_label": "类别", "sentence": "内容"}),
    ]


def _outward(ground: Ground, scope: str) -> pd.DataFrame:
    if ground.figures.level_of(scope) == "consortium":
        return pd.DataFrame()
    return lists.outward_specialties(ground.figures, scope).rows


def listed(
    ground: Ground, scope: str, called: tuple[str, str, str], frame: pd.DataFrame, columns: Mapping[str, str]
) -> Table | None:
    """Return a list as a table; null where it has no rows. Columns it does not have are left out.

    Args:
        ground: The figures.
        scope: City, county or consortium.
        called: Its short name, the measure word of its rows, what they are.
        frame: The rows.
        columns: Chinese heading by column.
    """
    if frame.empty:
        return None
    held = [(column, label) for column, label in columns.items() if column in frame.columns]
    shown = [Column(label, decimals=_decimals(frame[column])) for column, label in held]
    rows = tuple(
        tuple(_cell(row[column], kind.decimals) for (column, _), kind in zip(held, shown, strict=True))
        for row in frame.to_dict("records")
    )
    name, measure, title = called
    count = ground.count(f"list.{name}", scope, len(rows), measure)
    return Table(name, ground.said(f"{title}{NBSP}{count.text}", [count]), tuple(shown), rows)


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
