"""What is said of a proposed plan (方案的话): its finding, how sure it is, what to relax, how far the search is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from components.jobs import Look
from components.views.scenario_plans import KINDS, Found, Kind, Question
from indicators.wording import NBSP, quantity
from scenarios.model import AddPostings, ExtendPostings
from scenarios.proposing.affiliation import AffiliationWish
from scenarios.proposing.villages import VillageWish

#: What each kind of plan looks for, before one is asked for.
AIMS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "staffing": (
        "求什么：增派的人数最少。",
        "必须满足：每家基层成员单位都有人派驻；文件给所选范围设的人数目标都达到；每家医院派出的人数不超过上限。",
        "同样人数时：先派往人口多、离派出医院近的单位。",
    ),
    "villages": (
        "求什么：用给定的点数覆盖最多的人，或用最少的点覆盖全部的村。",
        "必须满足：现有的村卫生室、延伸服务点和乡级机构全部保留；距离是直线距离示意，不是路程。",
        "有本地的通行时间表时，可以按时间代替距离。",
    ),
    "affiliation": (
        "求什么：把区县的基层机构分给几家牵头医院，各家的人口均衡、离牵头医院近。",
        "必须满足：每家机构只归一家医共体，各家人口与平均数相差不超过所设的比例。",
        "成员尽量相连成片；做不到时会说明。",
    ),
}
_RELAX: Final[Mapping[Kind, str]] = {
    "staffing": "这几条里放宽任何一条，其余就能同时成立：调高派出比例，或给所列医院单独设更高的上限，再算一次。",
    "villages": "这几条里放宽任何一条，其余就能同时成立：调大距离，或多给几个点，或改求“新设几个点，覆盖最多”。",
    "affiliation": "这几条里放宽任何一条，其余就能同时成立：调大人口允许相差的比例，改为可以不相连，或换一家牵头医院。",
}
#: Unit of the best so far by what is being looked for; what has none is not told.
_UNITS: Final[Mapping[str, str]] = {
    "求最少增派人数": "人", "求最少续派人次": "人次", "求最少点数": "个点",
}

#: Who sends and who receives in each flow, with the receivers' measure word.
_SENT: Final[Mapping[str, tuple[str, str]]] = {
    "lead_to_member": ("牵头医院", "家成员单位"), "municipal_to_lead": ("市级医院", "家牵头医院"),
    "municipal_to_county": ("市级单位", "个区县"),
}


def finding(found: Found) -> str:
    """Return what the plan comes to in one sentence: how much of what, and that all constraints then hold."""
    proposal, rows = found.proposal, len(found.plan.rows)
    if proposal.impossible:
        return "所列约束不能同时满足，没有可行的方案"
    if not proposal.found:
        return "还没有找到方案"
    if found.question.kind == "staffing":
        return _staffing(found)
    if isinstance(found.question.wish, VillageWish):
        return _villages(found, found.question.wish)
    wish = found.question.wish
    parts = len(wish.leads) if isinstance(wish, AffiliationWish) else 0
    if not rows:
        best = f"现在的归属已经最好，分为{NBSP}{quantity(parts, '家')}医共体，不需调整"
        return best if proposal.optimal else "没有找到比现在更好的划分"
    return f"分为{NBSP}{quantity(parts, '家')}医共体，要调整{NBSP}{quantity(rows, '处')}归属"


def _staffing(found: Found) -> str:
    proposal = found.proposal
    added = round(proposal.value or 0)
    renewed = sum(len(change.posting_ids) for change in found.changes if isinstance(change, ExtendPostings))
    if not added:
        return f"续派{NBSP}{quantity(renewed, '人次')}即可，不需增派" if renewed else "不需增派，全部约束已经满足"
    renew = f"、续派{NBSP}{quantity(renewed, '人次')}" if renewed else ""
    if proposal.optimal:
        return f"最少增派{NBSP}{quantity(added, '人')}{renew}，就能满足全部约束"
    return f"增派{NBSP}{quantity(added, '人')}{renew}可以满足全部约束，还没有证明是最少"


def summary(found: Found) -> str:
    """Return what the plan does in one sentence, without a full stop; nothing where :func:`finding` says it all."""
    if not found.proposal.found:
        return ""
    if found.question.kind != "staffing":
        return found.proposal.summary
    added = [change for change in found.changes if isinstance(change, AddPostings)]
    parts = []
    for flow, (whence, what) in _SENT.items():
        own = [change for change in added if change.flow == flow]
        if own:
            places = len({change.to_institution_id or change.to_county_code for change in own})
            persons = quantity(sum(change.persons for change in own), "人")
            parts.append(f"{whence}向{NBSP}{quantity(places, what)}派出{NBSP}{persons}")
    return "，".join(parts)


def _villages(found: Found, wish: VillageWish) -> str:
    proposal, points = found.proposal, len(found.plan.rows)
    sure = "" if proposal.optimal else "，还没有证明是最好"
    if not points:
        return "现有服务点已经覆盖全部，不需新设" if wish.covers_all else "不需新设：再设点也不能覆盖更多"
    if wish.covers_all:
        return f"{'最少' if proposal.optimal else ''}新设{NBSP}{quantity(points, '个点')}，每个村都有服务点{sure}"
    return f"新设{NBSP}{quantity(points, '个点')}，多覆盖{NBSP}{quantity(proposal.value, proposal.unit)}{sure}"


def relax(kind: Kind) -> str:
    """Return what to relax where the constraints cannot hold together."""
    return _RELAX[kind]


def basis(found: Found) -> str:
    """Return what a plan stands on: where and when, the state of things or the scenario, and how long it took."""
    base = found.question.base
    on = f"在当前情景（{quantity(len(base), '项')}调整）之上" if base else "从现状出发"
    if found.refused:
        on += f"，其中{NBSP}{quantity(found.refused, '项')}没有执行"
    took = quantity(found.proposal.seconds, "秒", 1)
    return f"{found.question.where}　·　{on}　·　用时{NBSP}{took}"


def other(question: Question) -> str:
    """Return that the plan at hand belongs to another view."""
    return f"上次求得的{KINDS[question.kind]}属于“{question.where}”，与现在所选的不同，不列在这里；换回去就能看到。"


def working(look: Look) -> str:
    """Return how far a search is: its step, the time, the best so far and the gap."""
    if look.state == "waiting":
        before = f"，前面还有{NBSP}{quantity(look.ahead, '个')}在等" if look.ahead else ""
        return f"服务器正在为别人计算，轮到即开始{before}"
    told = look.progress
    parts = [told.step if told else "正在准备", quantity(look.seconds, "秒", 1)]
    if told is not None and told.best is not None and told.step in _UNITS:
        parts.append(f"目前最好{NBSP}{quantity(round(told.best), _UNITS[told.step])}")
    if told is not None and told.gap is not None:
        parts.append(f"与最优的差距不超过{NBSP}{quantity(100 * told.gap, '%', 1)}" if told.gap else "已证明最优")
    if look.stopping:
        parts.append("正在停止，取目前最好的")
    return "　·　".join(parts)


