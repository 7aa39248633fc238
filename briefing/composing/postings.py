"""人员下沉: one slide for each direction of posting (派驻方向), and what the brief says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from briefing.composing import charts, saying, slide
from briefing.composing.ground import Ground
from briefing.model import Chart, Fact, Said, Slide
from indicators import Figure, lists, past_due, sentences, sentences_questions
from indicators.lists.ending import WITHIN
from indicators.trend import trend
from indicators.wording import NBSP, NO_TARGET, date_words, difference, quantity

#: How the sender of a flow is called in a finding, and the measure word and name of those that it is to reach.
_SENT: Final = {
    "lead_to_member": "牵头医院派驻", "municipal_to_lead": "市级医院派驻牵头医院",
    "municipal_to_county": "市级单位派驻区县",
}
_REACHED: Final = {
    "lead_to_member": ("家", "基层机构"), "municipal_to_lead": ("家", "牵头医院"),
    "municipal_to_county": ("个", "区县"),
}


def posting(flow: str) -> Callable[[Ground, str], Slide]:
    """Return what makes the slide of one direction."""

    def made(ground: Ground, scope: str) -> Slide:
        covered = [] if _alone(ground, flow, scope) else [f"posting.{flow}.coverage"]
        return slide.slide(
            ground, f"posting.{flow}", scope, finding(ground, flow, scope), f"posting.{flow}.persons",
            others=slide.figures(ground, scope, covered), chart=_chart(ground, flow, scope),
            notes="\n".join(one.text for one in more(ground, flow, scope)),
        )

    return made


def finding(ground: Ground, flow: str, scope: str) -> Said:
    """Return how many are posted, how far that is from the target, and how many have nobody."""
    figure, covered = (ground.get(f"posting.{flow}.{what}", scope) for what in ("persons", "coverage"))
    who = ground.who(scope)
    if figure is None or figure.value is None:
        return Said(f"{who}{_SENT[flow]}人数未报。")
    said = f"{who}{_SENT[flow]}{NBSP}{quantity(figure.value, figure.unit)}"
    if figure.target is None:
        said += f"（{NO_TARGET}）" if who == "全市" else ""
    elif figure.status == "met":
        said += "，已达到目标"
    else:
        late = "已过文件年度仍差" if past_due(figure) else "距目标还差"
        said += f"，{late}{NBSP}{difference(figure.gap, figure.unit)}"
    said = saying.aimed(said, figure)
    unit, what = _REACHED[flow]
    left = saying.left(covered, unit)
    rest = ""
    if left is not None and covered is not None and covered.denominator and not _alone(ground, flow, scope):
        rest = f"{left.text}{what}无人派驻" if left.value else _all_reached(what, covered)
    return saying.said(sentences.fitted([said, rest]), [left], [figure])


def _all_reached(what: str, covered: Figure) -> str:
    return f"{what}{'全部' if covered.denominator != 1 else ''}有人派驻"


def _alone(ground: Ground, flow: str, scope: str) -> bool:
    """Tell whether the scope is itself what the flow goes to: then there is no coverage to speak of."""
    return flow == "municipal_to_county" and ground.figures.level_of(scope) != "city"


def more(ground: Ground, flow: str, scope: str) -> list[Said]:
    """Return what follows the finding: coverage, the last half year, what ends soon, who has nobody."""
    told = [_coverage(ground, flow, scope), _course(ground, flow, scope), _ending(ground, flow, scope)]
    if flow == "lead_to_member":
        told.append(_without(ground, scope))
    return [one for one in told if one is not None]


def _coverage(ground: Ground, flow: str, scope: str) -> Said | None:
    covered = ground.get(f"posting.{flow}.coverage", scope)
    if covered is None or covered.value is None or _alone(ground, flow, scope):
        return None
    return saying.against_target(covered)


def _without(ground: Ground, scope: str) -> Said | None:
    """Return which institutions have nobody posted, where most of them lie, and how many lie in no consortium."""
    rows = lists.unposted_institutions(ground.figures, scope)
    if rows.empty:
        return None
    apart = rows["unaffiliated"].astype("bool")
    most = rows.loc[~apart, "county"].value_counts().max() if not apart.all() else 0
    counts = {"": int((~apart).sum()), ".most": int(most), ".loose": int(apart.sum())}
    facts = [saying.counted(f"list.unposted{name}", scope, count, "家") for name, count in counts.items()]
    return saying.said(f"无人派驻的机构：{sentences_questions.unposted(rows)}", facts)


def _course(ground: Ground, flow: str, scope: str) -> Said | None:
    """Return how the count moved in the last half year; a scenario's is no course."""
    figure = ground.get(f"posting.{flow}.persons", scope)
    if figure is None or figure.value is None or ground.before is not None:
        return None
    held = ground.figures
    moved = trend(held.tables, figure.key, scope, figure.as_of, held.caliber, held.policy)
    if moved.change is None or len(moved.points) < 2:
        return None
    if moved.change == 0:
        return Said("近半年人数持平。")
    words = f"{'增加' if moved.change > 0 else '减少'}{NBSP}{quantity(abs(moved.change), figure.unit)}"
    return saying.said(f"近半年{words}。", [Fact(f"{figure.key}.trend", scope, "count", moved.change, words)])


def _ending(ground: Ground, flow: str, scope: str) -> Said | None:
    """Return how many postings end soon, and how many persons that leaves if nobody follows."""
    held = lists.ending_postings(ground.figures, scope)
    own = next((one for one in held.expected if one.flow == flow and one.ending), None)
    if own is None:
        return None
    key = own.figure.key
    facts = [
        saying.counted("rule.ending", scope, WITHIN, "天"), saying.counted(f"{key}.ending", scope, own.ending, "人次"),
        saying.counted(f"{key}.then", scope, own.then, "人", at=held.until.isoformat()),
    ]
    return saying.said(
        f"{facts[0].text}内（到{NBSP}{date_words(held.until)}）有{NBSP}{facts[1].text}派驻到期，"
        f"如无续派和新派，届时剩{NBSP}{facts[2].text}。", facts,
    )  # fmt: skip


def _chart(ground: Ground, flow: str, scope: str) -> Chart | None:
    """Return who has nobody, by county, where that is known; else how many are posted, by part."""
    level = ground.figures.level_of(scope)
    if flow == "lead_to_member" and level == "city":
        left: list[tuple[str, float | None, Fact | None]] = []
        for code in ground.figures.counties:
            covered = ground.get("posting.lead_to_member.coverage", code)
            if covered is not None and covered.denominator == 0:
                continue  # nobody there can be posted to: that is not the same as nobody being without
            fact = saying.left(covered, "家")
            left.append((ground.figures.name_of(code), None if fact is None else fact.value, fact))
        title, none = "各区县无人派驻的基层成员单位（家）", len(ground.figures.counties) - len(left)
        title += f"，{none}{NBSP}个没有成员单位" if none else ""
        return charts.bars(title, "家", 0, left, lambda value: value > 0, rest=sum)
    rows = lists.posted_parts(ground.figures, scope)
    part = {"city": "区县", "county": "医共体", "consortium": "机构"}[level]
    shown: list[tuple[str, float | None, Fact | None]] = []
    for row in rows.to_dict("records"):
        value = None if row[flow] != row[flow] else float(row[flow])
        if value is None and level != "city":
            continue  # a part that this flow does not go to
        key, place, words = f"posting.{flow}.persons", str(row["part_id"]), quantity(value, "人")
        # An institution is no scope: what it receives is a count of its own.
        fact = Fact(f"{key}.received", place, "count", value, words) if level == "consortium" else \
            Fact(key, place, "value", value, words)
        shown.append((str(row["part"]), value, fact))
    return charts.bars(f"各{part}派驻人数（人）", "人", 0, shown, lambda value: value == 0, worst="low")
