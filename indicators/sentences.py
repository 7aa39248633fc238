"""The finding of each page (结论句): one sentence in correct Chinese, of the figures that the command line prints.

A finding is built of clauses, the most important first; later ones are dropped when the sentence would not fit on one
line (43 full-width characters). Every branch says what is the case: nothing reported, zero, all met, no target
(文件未设目标), past the document's year (已过文件年度). Nothing here computes: figures come judged.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from indicators.wording import (
    NBSP,
    NOT_COMPARABLE,
    change_words,
    difference,
    han_count,
    joined,
    quantity,
    short_quantity,
    target_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.model import Change, Figure

#: Full-width characters that fit on one line at 1366 pixels in the size of a page's finding.
LONGEST: Final = 43.0
#: The same for a section's finding over the wider column.
_SECTION: Final = 38.0

_FLOWS: Final[dict[str, str]] = {
    "posting.lead_to_member.persons": "牵头医院",
    "posting.municipal_to_lead.persons": "市级医院",
    "posting.municipal_to_county.persons": "市级单位",
}


def width(text: str) -> float:
    """Return how wide a text is, in full-width characters; a digit is half of one, a space a quarter."""
    return sum(_advance(char) for char in text)


def _advance(char: str) -> float:
    if char in f" {NBSP}":
        return 0.25
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55


def fitted(clauses: Sequence[str], longest: float = LONGEST) -> str:
    """Join clauses with ；and end with 。, leaving out later ones that do not fit; the first always stands."""
    said = [clause for clause in clauses if clause]
    text = said[0]
    for clause in said[1:]:
        if width(f"{text}；{clause}。") <= longest:
            text = f"{text}；{clause}"
    return f"{text}。"


def who(level: str, name: str) -> str:
    """Return the subject of a finding: 全市, the county's name, or 本医共体 (its name stands in the line above)."""
    return {"city": "全市", "consortium": "本医共体"}.get(level, name)


def overview(
    level: str, name: str, posted: Figure | None, coverage: Figure | None, *, past_due: bool = False
) -> str:
    """Return the finding of 总览: how many are posted, how far that is from the target, where nobody is.

    Args:
        level: city, county or consortium.
        name: Name of the scope.
        posted: ``posting.lead_to_member.persons``.
        coverage: ``posting.lead_to_member.coverage``.
        past_due: Whether the target's due date has passed.
    """
    subject = who(level, name)
    if posted is None or posted.value is None:
        first = f"{subject}派驻情况未报"
    elif posted.value == 0:
        first = f"{subject}没有长期派驻人员{_of_target(posted, level, past_due=past_due)}"
    else:
        persons = quantity(posted.value, posted.unit)
        first = f"{subject}长期派驻{NBSP}{persons}{_of_target(posted, level, past_due=past_due)}"
    return fitted([first, unposted(coverage)])


def _of_target(figure: Figure, level: str, *, past_due: bool) -> str:
    """Return what follows a value: how it stands to its target; below the city a missing target goes without saying."""
    if figure.target is None:
        return "（文件未设目标）" if level == "city" else ""
    goal = target_words(figure.target, figure.unit, figure.definition.decimals)
    if figure.status == "met":
        return f"，已达到目标（{goal}）"
    gap = difference(figure.gap, figure.unit, figure.definition.decimals)
    if past_due:
        return f"，已过文件年度仍差{NBSP}{gap}（目标{goal}）"
    return f"，距目标（{goal}）还差{NBSP}{gap}"


def unposted(coverage: Figure | None) -> str:
    """Return how many grassroots institutions have nobody posted; nothing when that is not known."""
    if coverage is None or coverage.numerator is None or coverage.denominator is None:
        return ""
    if coverage.denominator == 0:
        return "没有基层成员单位"
    missing = round(coverage.denominator - coverage.numerator)
    if missing == 0:
        return "基层机构全部有人派驻"
    if missing == round(coverage.denominator):
        return f"{quantity(missing, '家')}基层机构均无人派驻"
    return f"{quantity(missing, '家')}基层机构无人派驻"


def posting(level: str, name: str, flows: Sequence[Figure | None], coverage: Figure | None) -> str:
    """Return the finding of 人员下沉: of the flows with a target, how many are met and what the others lack.

    Without targets at this level (a county, a consortium, a document that sets none) it says how many are posted.
    """
    subject = who(level, name)
    known = [figure for figure in flows if figure is not None]
    aimed = [figure for figure in known if figure.target is not None]
    if all(figure.value is None for figure in known):
        return fitted([f"{subject}派驻情况未报", unposted(coverage)])
    if not aimed:
        parts = [f"{_FLOWS[f.key]}派驻{NBSP}{quantity(f.value, f.unit)}" for f in known if f.value is not None]
        return fitted([f"{subject}{'、'.join(parts)}", unposted(coverage), "" if level != "city" else "文件未设目标"])
    met = [figure for figure in aimed if figure.status == "met"]
    short = [f"{_FLOWS[f.key]}还差{NBSP}{difference(f.gap, f.unit)}" for f in aimed if f.status == "not_met"]
    silent = [f"{_FLOWS[f.key]}未报" for f in aimed if f.status == "no_data"]
    count = han_count(len(aimed)).strip(NBSP)
    if len(met) == len(aimed):
        first = f"{count}项派驻目标全部达标" if len(aimed) > 1 else f"{_FLOWS[aimed[0].key]}派驻目标达标"
    elif met:
        first = f"{count}项派驻目标达标{han_count(len(met)).strip(NBSP)}项：{'，'.join(short + silent)}"
    elif len(aimed) > 1:
        first = f"{count}项派驻目标均未达标：{'，'.join(short + silent)}"
    else:
        first = f"派驻目标未达标：{'，'.join(short + silent)}"
    return fitted([first, unposted(coverage)])


def remote(level: str, name: str, total: Figure | None, change: Change | None) -> str:
    """Return the finding of 远程服务: the volume of the year to date, its 同比, and who is missing."""
    subject = who(level, name)
    if total is None or total.value is None:
        return f"{subject}本年远程服务量未报。"
    if total.value == 0:
        first = f"{subject}本年没有开展远程服务"
    else:
        first = f"{subject}本年远程服务{NBSP}{short_quantity(total.value, total.unit)}"
    compared = ""
    if total.value:
        value = change.value if change is not None else None
        compared = f"，{change_words('同比', value, total.unit)}" if value is not None else f"，同比{NOT_COMPARABLE}"
    missing = len(total.not_reported)
    return fitted([first + compared, f"{quantity(missing, '家')}机构有缺报月份" if missing else ""])


def coverage(level: str, name: str, covered: Figure | None, unserved: Figure | None, due: Figure | None) -> str:
    """Return the finding of 服务覆盖: how many villages are covered and how many have nothing.

    Args:
        level: city, county or consortium; village figures are not given for a consortium.
        name: Name of the scope.
        covered: ``village.coverage``.
        unserved: ``village.unserved``.
        due: ``village.unserved_planned`` (应设未设).
    """
    subject = who(level, name)
    if level == "consortium":
        return "村级服务按区县统计，请在左侧选择区县查看。"
    if covered is None or covered.value is None or covered.denominator is None:
        return f"{subject}村级服务未报。"
    villages = quantity(covered.denominator, "个")
    missing = unserved.value if unserved is not None else None
    if missing == 0 or covered.numerator == covered.denominator:
        if covered.not_reported:
            return f"{subject}已报的{NBSP}{villages}村（社区）全部有卫生服务；另有村未报。"
        return f"{subject}{NBSP}{villages}村（社区）全部有卫生服务。"
    first = f"{subject}村级服务覆盖{NBSP}{quantity(covered.value, '%', 1)}"
    gap = f"{quantity(missing, '个')}村没有卫生服务" if missing else ""
    planned = f"其中应设未设{NBSP}{quantity(due.value, '个')}" if due is not None and due.value else ""
    return fitted([first, f"{gap}，{planned}" if gap and planned else gap])


def atlas(
    level: str, name: str, count: Figure | None, townships: Figure | None, without_posting: Figure | None = None
) -> str:
    """Return the finding of 医共体地图: how many consortia, whom they hold, who belongs to none.

    Args:
        level: city, county or consortium.
        name: Name of the scope.
        count: ``consortium.count``.
        townships: ``consortium.township_coverage``; not given for a consortium.
        without_posting: ``posting.lead_to_member.coverage``, said where there is room.
    """
    subject = who(level, name)
    if count is None or count.value is None:
        return f"{subject}医共体情况未报。"
    if level == "consortium":
        if not count.value:
            return f"{subject}在该月不存在。"
        state = unposted(without_posting) or "派驻情况未报"
        return f"{subject}{NBSP if state[0].isdigit() else ''}{state}。"
    if count.value == 0:
        return f"{subject}没有医共体。"
    first = f"{subject}{NBSP}{quantity(count.value, '家')}医共体"
    if townships is None or townships.denominator is None or townships.numerator is None:
        return fitted([first, unposted(without_posting)])
    if townships.denominator == 0:
        return fitted([f"{first}，没有乡级机构"])
    loose = round(townships.denominator - townships.numerator)
    covered = f"{first}，覆盖{NBSP}{quantity(townships.numerator, '家')}乡级机构"
    return fitted([covered, f"{quantity(loose, '家')}未归属" if loose else "全部归属", unposted(without_posting)])


def scorecard(worst: Sequence[tuple[str, int]], measured: int, unknown: Iterable[str] = ()) -> str:
    """Return the finding of the scorecard (评分格): who misses most targets, who meets them all.

    Args:
        worst: County and number of targets it misses, worst first.
        measured: How many targets the scorecard measures.
        unknown: Counties of which no target can be judged.
    """
    silent = set(unknown)
    judged = [(county, count) for county, count in worst if county not in silent]
    if measured == 0:
        return "各区县主要指标，文件未设目标"
    if not judged:
        return "各区县均未报送，无法评价"
    all_of_them = "全部" if measured > 1 else ""
    most = max(count for _, count in judged)
    if most == 0:
        return f"{'已报送的区县' if silent else '各区县'}{all_of_them}达标"
    bad = joined([county for county, count in judged if count == most], 2, "个区县")
    if most < measured:
        first = f"{bad}有{han_count(most)}项未达标"
    else:
        first = f"{bad}{han_count(measured)}项均未达标" if measured > 1 else f"{bad}未达标"
    good = [county for county, count in judged if count == 0]
    second = f"{joined(good, 3, '个区县')}{all_of_them}达标" if good else ""
    return fitted([first, second], _SECTION).removesuffix("。")


def extreme(short: str, lowest: Sequence[str], direction: str, *, any_value: bool) -> str:
    """Return the finding of a map coloured by one indicator: ``县域内就诊率：宁海县最低``; ties are all named.

    Args:
        short: Short name of the indicator.
        lowest: Counties with the worst value (the lowest, or the highest where less is better).
        direction: up, down or none (none: the highest are named).
        any_value: Whether any county reported.
    """
    if not any_value:
        return f"{short}：各区县均未报"
    word = "最低" if direction == "up" else "最高"
    return f"{short}：{joined(lowest, 2, '个区县')}{'同为' if len(lowest) > 1 else ''}{word}"
