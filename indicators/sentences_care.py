"""Findings of 就医格局: how far the rates are from their targets, who pulls them down, where they lead, who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indicators.sentences import fitted, who
from indicators.wording import (
    NBSP,
    NO_TARGET,
    change_words,
    difference,
    gap_words,
    han_count,
    joined,
    month_words,
    number,
    quantity,
    span_words,
)

if TYPE_CHECKING:
    import pandas as pd

    from indicators.lists.bookings import Bookings
    from indicators.lists.care_forecast import CareForecast
    from indicators.lists.care_gap import CareGap
    from indicators.lists.care_months import MonthlyRate
    from indicators.lists.outward import Outward
    from indicators.model import Figure

_SECTION = 38.0
_NAMED = 3


def care(level: str, name: str, figures: Sequence[Figure | None]) -> str:
    """Return the finding of 就医格局: each rate against its target, those that miss it first.

    Args:
        level: city, county or consortium.
        name: Name of the scope.
        figures: The rates of care seeking.
    """
    if level == "consortium":
        return "就医流向按区县统计，请在左侧选择区县查看。"
    subject = who(level, name)
    known = [one for one in figures if one is not None]
    told = [one for one in known if one.value is not None]
    if not told:
        return f"{subject}本年就医流向未报。"
    order = {"not_met": 0, "met": 1, "no_target": 2}
    clauses = [_rate(one) for one in sorted(told, key=lambda one: order.get(one.status, len(order)))]
    if all(one.target is None for one in told):
        clauses[0] += f"（{NO_TARGET}）"
    return fitted([f"{subject}{clauses[0]}", *clauses[1:]])


def _rate(figure: Figure) -> str:
    decimals = figure.definition.decimals
    said = f"{figure.definition.short}{NBSP}{quantity(figure.value, figure.unit, decimals)}"
    if figure.status == "not_met":
        # The target stands on the card beside it; here both misses must find room on one line.
        return f"{said}，{gap_words(figure.gap, figure.unit, decimals) or '未达标'}"
    return f"{said}，达标" if figure.status == "met" else said


def months(rate: MonthlyRate, short: str) -> str:
    """Return the finding of a rate by month: the last reported month against the one a year before, and who is missing.

    Args:
        rate: The months of the scope.
        short: Short name of the indicator.
    """
    told = [(month, value) for month, value in zip(rate.months, rate.values, strict=True) if value is not None]
    if not told:
        return f"{short}：各月均未报"
    month, value = told[-1]
    before = dict(told).get(f"{int(month[:4]) - 1}{month[4:]}")
    first = f"{month_words(month)}当月{short}{NBSP}{quantity(value, '%', 1)}"
    compared = change_words("同比", value - before, "%", 1) if before is not None else ""
    # A month that nobody reported may lie before the first report of all; the chart shows it as a gap.
    absent = sum(bool(names) and one is not None for names, one in zip(rate.missing, rate.values, strict=True))
    missing = f"{absent}{NBSP}个月有区县缺报" if absent else ""
    return fitted([f"{first}，{compared}" if compared else first, missing], _SECTION).removesuffix("。")


def pulled_down(gap: CareGap | None, figure: Figure | None) -> str:
    """Return the finding of the decomposition: who pulls the city's rate down, by how much, and who makes up for it.

    Args:
        gap: The city's distance by county; null without a target and without data.
        figure: The city's figure, which tells the two apart.
    """
    if gap is None:
        nothing = figure is None or figure.value is None
        return "各区县均未报，不作差距分解" if nothing else f"{NO_TARGET}，不作差距分解"
    rows = gap.counties
    down, up = rows[rows["contribution"] > 0], rows[rows["contribution"] < 0]
    if not len(down):
        return "已报的区县都不低于目标"
    head = down.head(_NAMED)
    sums = difference(float(head["contribution"].sum()), "%", 2)
    word = "合计拉低" if len(head) > 1 else "拉低"
    first = f"{'、'.join(head['county'])}{word}{NBSP}{sums}"
    back = (
        f"高于目标的{NBSP}{len(up)}{NBSP}个区县抵回{NBSP}{difference(float(up['contribution'].sum()), '%', 2)}"
        if len(up) else ""
    )
    unknown = f"{joined(gap.silent, 2, '个区县')}未报" if gap.silent else ""
    return fitted([first, back, unknown]).removesuffix("。")


def counties(behind: int, size: int, *, judged: bool, told: bool = True) -> str:
    """Return the finding of the table of counties: how many of them miss a target.

    Args:
        behind: Counties that miss one or more.
        size: Counties listed.
        judged: Whether any target is set for a county.
        told: Whether any county reported anything.
    """
    if not told:
        return "各区县均未报"
    if not judged:
        return "各区县本年累计，文件未设目标"
    if size == 1:
        return "有未达标项" if behind else "已报的全部达标"
    if not behind:
        return "已报的区县全部达标"
    return f"{quantity(size, '个')}区县中{NBSP}{quantity(behind, '个')}有未达标项"


def forecast(held: CareForecast | None) -> str:
    """Return what a rate would reach if it went on so, with its interval and what that means for the target."""
    if held is None:
        return "按区县统计，不作外推"
    if held.line is None:
        return f"数据不足：只有{NBSP}{held.reported}{NBSP}个月有数据，不外推"
    span = span_words(held.line.low, held.line.high, "%", 1)
    year = f"当年累计约{NBSP}{quantity(held.year_mean, '%', 1)}" if held.year_mean is not None else ""
    month = f"{month_words(held.month)}{'（到期月）' if held.at_due else ''}"
    absent = f"（{held.incomplete}{NBSP}个月有区县缺报）" if held.incomplete else ""
    said = f"按近{NBSP}{held.line.months}{NBSP}个月走势{absent}，{month}当月约{NBSP}{quantity(held.line.value, '%', 1)}"
    meaning = {
        "reaches": "整个区间达到目标", "misses": "整个区间低于目标", "open": "区间跨过目标，能否达到不能断定", "": ""
    }[held.outlook]
    return "，".join(part for part in (f"{said}（95%{NBSP}区间{NBSP}{span}）", meaning, year) if part)


def outward(held: Outward) -> str:
    """Return the finding of the outward specialties: the highest rate, and how many nobody works on."""
    ranked = held.rows[held.rows["basis"] == "rate"]
    if not len(held.rows):
        return "近三年外转专科未报"
    if len(ranked):
        top = ranked[ranked["rank"] == 1]
        names = joined(top["specialty"].tolist(), 2, "个专科")
        first = f"{names}外转率最高，{quantity(float(top['rate'].iloc[0]), '%', 1)}"
    elif (held.rows["basis"] == "cases").any():
        cases = held.rows[held.rows["basis"] == "cases"].iloc[0]
        first = f"未报总例数；{cases['specialty']}外转例数最多，{quantity(float(cases['all_cases']), '例')}"
    else:
        first = "各专科基数过小，不排名"
    listed = ranked if len(ranked) else held.rows
    which = "所列" if len(listed) == len(held.rows) else "有位次的"
    alone = listed["addressed"].eq(False).to_numpy(dtype="bool")
    if held.rows["addressed"].isna().all():
        left = "专科建设情况未报"
    elif alone.all():
        left = f"{which}专科都没有医共体列为重点或薄弱专科"
    elif alone.any():
        left = f"{which}{NBSP}{len(listed)}{NBSP}个专科中{NBSP}{int(alone.sum())}{NBSP}个没有医共体列为重点或薄弱专科"
    else:
        left = f"{which}专科都有医共体列为重点或薄弱专科"
    return fitted([first, left]).removesuffix("。")


def referrals(share: Figure | None, rows: pd.DataFrame) -> str:
    """Return the finding of two-way referral: the share that goes down, and the consortia with the lowest share.

    Args:
        share: ``referral.down_share`` of the scope.
        rows: The list of the consortia.
    """
    if share is None or share.value is None:
        return "双向转诊未报"
    first = f"下转占比{NBSP}{quantity(share.value, '%', 1)}"
    told = rows[rows["down_share"].notna()]
    least = told[told["down_share"] == told["down_share"].min()] if len(told) > 1 else told.head(0)
    if 0 < len(least) < len(told):
        names = joined(least["consortium"].tolist(), 2, "家医共体")
        first += f"，{names}最低，{quantity(float(least['down_share'].iloc[0]), '%', 1)}"
    silent = int(rows["months"].eq(0).sum())
    return fitted([first, f"{han_count(silent)}家医共体未报".replace(NBSP, "") if silent else ""]).removesuffix("。")


def opened(held: Bookings) -> str:
    """Return the finding of the bookings: the share opened to the grassroots, its base, and whether it rose."""
    if not len(held.by_resource):
        return "向基层开放的号源和检查资源未报"
    row = held.by_resource.iloc[0]
    if row.isna()["share"]:
        return "本年没有投放预约资源"
    first = f"向基层开放{NBSP}{quantity(row['share'], '%', 1)}（投放{NBSP}{number(row['offered'])}{NBSP}个）"
    moved = change_words("同比", None if row.isna()["change"] else float(row["change"]), "%", 1)
    fallen = held.by_provider[held.by_provider["change"] < 0]
    down = f"{joined(fallen['provider'].tolist(), 2, '家')}下降" if len(fallen) else ""
    return fitted([f"{first}，{moved}", down]).removesuffix("。")
