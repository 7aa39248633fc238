"""Findings of the sections of 远程服务: volumes by month and place, who opened and did not use, what is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from indicators.sentences import fitted
from indicators.wording import (
    NBSP,
    NOT_COMPARABLE,
    change_words,
    joined,
    month_words,
    quantity,
    short_quantity,
    times_words,
)

if TYPE_CHECKING:
    from indicators.model import Change, Figure

_HALF = 30.0


def change_lines(unit: str, year: Change, month: Change) -> tuple[str, ...]:
    """Return the base of 同比, the same over the same institutions (同口径), and 环比; each says when it cannot be."""
    lines = []
    if year.value is None:
        lines.append(f"同比{NOT_COMPARABLE}")
    else:
        lines.append(f"同比基数{NBSP}{short_quantity(year.base, unit)}")
        same = year.same_sites
        lines.append(
            f"同口径机构{change_words('同比', same.value if same else None, unit)}"
            if same is not None and same.value is not None
            else f"同口径{NOT_COMPARABLE}"
        )
    lines.append(change_words("环比", month.value, unit))
    return tuple(lines)


def months(last: str, total: float | None, moved: Change | None, short: int) -> str:
    """Return the finding of the monthly volumes: the last month, its 环比, how many months lack institutions.

    Args:
        last: The last ended month, ``YYYY-MM``.
        total: The five clinical services together in it; null is 未报.
        moved: 环比 of them.
        short: Months shown in which some institution with a site did not report.
    """
    if total is None:
        first = f"{month_words(last)}远程服务量未报"
    else:
        first = f"{month_words(last)}远程服务{NBSP}{short_quantity(total, '例次')}"
        if moved is not None and moved.value is not None:
            first += f"，{change_words('环比', moved.value, '例次')}"
    return fitted([first, f"近两年有{NBSP}{short}{NBSP}个月存在缺报" if short else ""]).removesuffix("。")


def parts(values: Mapping[str, float | None], unit: str, what: str) -> str:
    """Return the finding of bars by place: the largest, the smallest, who reported nothing."""
    told = {name: value for name, value in values.items() if value is not None}
    if not told:
        return f"各{what}远程服务量未报"
    most = max(told.values())
    best = joined([name for name, value in told.items() if value == most], 2, f"个{what}")
    first = f"{best}最多，{short_quantity(most, unit)}"
    silent = [name for name, value in values.items() if value is None]
    least = min(told.values())
    worst = joined([name for name, value in told.items() if value == least], 2, f"个{what}")
    second = f"{worst}最少，{short_quantity(least, unit)}" if len(told) > 1 and least < most else ""
    return fitted([first, second, f"{joined(silent, 2, f'个{what}')}未报" if silent else ""], _HALF).removesuffix("。")


def per_thousand(values: Mapping[str, float | None]) -> str:
    """Return the finding of the volumes per 1,000 residents."""
    told = {name: value for name, value in values.items() if value is not None}
    if not told:
        return "每千常住人口服务量无法计算"
    most, least = max(told.values()), min(told.values())
    best = next(name for name, value in told.items() if value == most)
    worst = next(name for name, value in told.items() if value == least)
    if best == worst or least <= 0:
        return f"每千常住人口：{best}{NBSP}{quantity(most, '例次', 1)}"
    return f"每千常住人口：{best}是{worst}的{NBSP}{times_words(most, least)}"


def matrix(opened: int, unused: int, unopened: int, silent: int, institutions: int) -> str:
    """Return the finding of the matrix institution × service.

    Args:
        opened: Open sites.
        unused: Of those, with volumes reported and none above 0 (已开通未使用).
        unopened: Institutions without any site.
        silent: Open sites that reported nothing (未报).
        institutions: Township-level institutions in the scope.
    """
    if institutions == 0:
        return "没有乡级机构"
    if opened == 0:
        return f"{quantity(institutions, '家')}乡级机构都没有开通远程服务"
    clauses = [
        f"{quantity(unused, '处')}已开通未使用" if unused else "已开通的都在使用" if not silent else "",
        f"{quantity(unopened, '家')}机构一项未开通" if unopened else "",
        f"{quantity(silent, '处')}未报" if silent else "",
    ]
    said = [clause for clause in clauses if clause]
    first = f"{quantity(institutions, '家')}乡级机构开通{NBSP}{quantity(opened, '处')}"
    return fitted([first, *said]).removesuffix("。")


def flows(pairs: int, outside: int, top: str, share: float | None) -> str:
    """Return the finding of the flow map: how many pairs, the busiest hospital, how many ask outside the county.

    Args:
        pairs: Pairs of asking and answering institution with a volume this year.
        outside: Pairs whose answering hospital could not be drawn, or lies elsewhere.
        top: The hospital that answered most.
        share: Its share of all, in %.
    """
    if pairs == 0:
        return "本年没有远程服务流向"
    said = f"{top}承担最多，占{NBSP}{quantity(share, '%', 1)}" if share is not None else f"{top}承担最多"
    if share == 100:
        said = f"全部由{top}承担"
    return fitted([said, f"{quantity(outside, '条')}流向没有坐标" if outside else ""], _HALF).removesuffix("。")


def centres(rate: Figure | None, consortia: int, built: Sequence[int]) -> str:
    """Return the finding of the resource centres: built of those required; where none are required, types built.

    Args:
        rate: ``centre.open_rate``.
        consortia: Consortia in the scope.
        built: Types built by each of them.
    """
    if consortia == 0:
        return "没有医共体"
    if rate is not None and rate.denominator:
        first = f"应建资源共享中心{NBSP}{quantity(rate.denominator, '个')}，已建{NBSP}{quantity(rate.numerator, '个')}"
        silent = len(rate.not_reported)
        return fitted([first, f"{quantity(silent, '个')}未报" if silent else ""]).removesuffix("。")
    if rate is not None and rate.not_reported:
        return "资源共享中心建设情况未报"
    low, high = min(built), max(built)
    span = f"{low}" if low == high else f"{low}～{high}"
    return f"文件未规定必建中心，各医共体已建{NBSP}{span}{NBSP}类"


def doubts(count: int) -> str:
    """Return the finding of the suspicious volumes."""
    return f"{quantity(count, '处')}服务量存疑，请核对" if count else "没有发现存疑的服务量"
