"""Findings of the sections of 服务覆盖: villages by how they are served, who is uncovered, contracts, distances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from indicators.sentences import fitted
from indicators.wording import NBSP, joined, number, quantity

if TYPE_CHECKING:
    from indicators.model import Figure

_HALF = 30.0


def modes(clinic: int, extension: int, mobile: int, unreported: int) -> str:
    """Return the finding of the village map: how many have a clinic, how many are served otherwise, how many 未报."""
    if clinic + extension + mobile == 0:
        return f"{quantity(unreported, '个')}村未报服务方式" if unreported else "没有村级服务数据"
    clauses = [
        f"{quantity(clinic, '个')}村有卫生室",
        f"{quantity(extension + mobile, '个')}村靠延伸或巡回服务" if extension + mobile else "",
        f"{quantity(unreported, '个')}村未报" if unreported else "",
    ]
    return fitted(clauses, _HALF).removesuffix("。")


def parts(bare: Mapping[str, int], silent: Mapping[str, int], told: Mapping[str, int], what: str) -> str:
    """Return the finding of the bars by county or township: who has most villages without service, how many 未报.

    Args:
        bare: Villages without service by name.
        silent: Villages of which nobody reported.
        told: Villages of which it was reported.
        what: 区县 or 乡镇.
    """
    most = max(bare.values(), default=0)
    if not bare:
        return f"没有可列的{what}"
    if most == 0 and not any(told.values()):
        first = f"各{what}村级服务均未报"
    elif most == 0:
        first = "已报的村都有服务"
    else:
        worst = [name for name, count in bare.items() if count == most]
        each = "各" if len(worst) > 1 else ""
        first = f"{joined(worst, 2, f'个{what}')}无服务村最多，{each}{NBSP}{quantity(most, '个')}"
        first = first.replace(f"，{NBSP}", "，")
    missing = sum(silent.values())
    return fitted([first, f"共{NBSP}{quantity(missing, '个')}村未报" if missing else ""], _HALF).removesuffix("。")


def uncovered(count: int, planned: int) -> str:
    """Return the finding of the list of villages without service; ``planned`` are 应设未设."""
    if count == 0:
        return "没有无服务的村"
    said = f"{quantity(count, '个')}村没有卫生服务"
    return f"{said}，其中应设未设{NBSP}{quantity(planned, '个')}" if planned else said


def contracts(rate: Figure | None, lowest: str, value: float | None) -> str:
    """Return the finding of the family doctors: the contract rate and the county with the lowest.

    Args:
        rate: ``family.contract_rate`` of the scope.
        lowest: The county with the lowest rate; empty for none, or where there is only one.
        value: Its rate.
    """
    if rate is None or rate.value is None:
        return "家庭医生签约情况未报"
    first = f"家庭医生签约率{NBSP}{quantity(rate.value, '%', 1)}"
    return f"{first}，{lowest}最低，{quantity(value, '%', 1)}" if lowest else first


def within(share: float | None, km: float, facility: str, unit: str) -> str:
    """Return the finding of the distances: the share of people (or villages) within some distance of a facility."""
    if share is None:
        return f"到最近{facility}的直线距离无法计算：缺少位置"
    whom = "的人口" if unit == "人" else "的村"
    return f"{quantity(share, '%', 1)}{whom}距最近{facility}不超过{NBSP}{number(km, 1)}{NBSP}公里"
