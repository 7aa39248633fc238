"""总览: where a city, a county or a consortium stands; and its targets as a table."""

from __future__ import annotations

from typing import Final

from briefing.composing import maps, saying, slide
from briefing.composing.ground import Ground
from briefing.model import Cell, Column, Fact, MapPicture, Said, Slide, Table
from indicators import past_due, sentences
from indicators.lists import changes, ranking
from indicators.lists.gaps import largest_gaps, targeted
from indicators.lists.questions import leader_questions
from indicators.sentences_gaps import gaps_finding
from indicators.wording import NBSP, NULL, date_words, quantity, rank_words

_POSTED: Final = "posting.lead_to_member.persons"
_COVERED: Final = "posting.lead_to_member.coverage"
#: Shown where the document names no cards.
_USUAL: Final = (_POSTED, _COVERED, "care.in_county_rate", "care.grassroots_rate")
#: Most rows of a table on a slide.
ROWS: Final = 8


def overview(ground: Ground, scope: str) -> Slide:
    """Return 总览: of a city the posted staff and who has nobody, of its parts how many targets are missed."""
    level = ground.figures.level_of(scope)
    gaps = largest_gaps(ground.figures, scope)
    finding, key = posted(ground, scope), _POSTED
    if level != "city" and gaps.missed:
        key = gaps.largest[0].figure.key
        finding = missed(ground, scope, ground.who(scope))
    policy = ground.figures.policy
    cards = (*(policy.cards if policy else ()), *_USUAL)
    picture: MapPicture | None = None
    if level == "city":
        picture = maps.county_map(ground, _COVERED, "各区县派驻覆盖率（%）")
    return slide.slide(
        ground, "overview", scope, finding, key,
        others=slide.figures(ground, scope, [one for one in dict.fromkeys(cards) if one not in (key, _COVERED)]),
        map=picture, table=None if picture is not None else targets(ground, scope, ROWS) or beside(ground, scope),
        notes=_asked(ground, scope),
    )


def posted(ground: Ground, scope: str) -> Said:
    """Return how many are posted, how far that is from the target, and how many institutions have nobody."""
    figure, covered = ground.get(_POSTED, scope), ground.get(_COVERED, scope)
    late = figure is not None and past_due(figure)
    text = sentences.overview(
        ground.figures.level_of(scope), ground.figures.name_of(scope), figure, covered, past_due=late
    )
    units = [] if covered is None else [saying.counted(f"{_COVERED}.units", scope, covered.denominator or 0, "家")]
    return saying.said(saying.aimed(text, figure), [saying.left(covered, "家"), *units], [figure])


def missed(ground: Ground, scope: str, who: str = "") -> Said:
    """Return of how many targets how many are missed, and which most; ``who`` stands before it."""
    gaps = largest_gaps(ground.figures, scope)
    first = gaps.largest[0].figure if gaps.largest else None
    text = gaps_finding(gaps.missed, gaps.met, gaps.silent, first=first, tied=gaps.tied)
    if who and sentences.width(f"{who}{NBSP}{text}。") > sentences.LONGEST:
        text = text.partition("；")[0]
    counts = (("missed", gaps.missed), ("all", gaps.missed + gaps.met + len(gaps.silent)),
              ("silent", len(gaps.silent)), ("alike", gaps.tied + 1))
    facts = [saying.counted(f"targets.{name}", scope, count, "项") for name, count in counts]
    return saying.said(f"{who}{NBSP if who and text[0].isdigit() else ''}{text}。", facts)


def general(ground: Ground, scope: str) -> list[Said]:
    """Return what the brief says first: the consortia, the posted staff, the targets."""
    count, townships = ground.get("consortium.count", scope), ground.get("consortium.township_coverage", scope)
    level, name = ground.figures.level_of(scope), ground.figures.name_of(scope)
    today = f"截至{NBSP}{date_words(ground.figures.as_of)}，"
    told = []
    members = ground.get(_COVERED, scope)
    if level == "consortium" and members is not None and members.denominator is not None:
        held = saying.counted(f"{_COVERED}.units", scope, members.denominator, "家")
        told.append(saying.said(f"{today}{name}有{NBSP}{held.text}基层成员单位。", [held]))
    if level != "consortium":
        text = sentences.atlas(level, name, count, townships)
        covered = None if townships is None or townships.numerator is None else saying.counted(
            "consortium.township_coverage.covered", scope, townships.numerator, "家"
        )
        told.append(saying.said(f"{today}{text}",
                                [covered, saying.left(townships, "家")], [count]))
    return [*told, posted(ground, scope), missed(ground, scope)]


def targets(ground: Ground, scope: str, most: int | None = None, prefix: str = "") -> Table | None:
    """Return every figure of a scope that a document sets a target for, missed ones first; null where there is none.

    Args:
        ground: The figures.
        scope: City, county or consortium.
        most: How many rows; null for all.
        prefix: Only keys that begin so; where no target is set for them, they stand without.
    """
    own = targeted(ground.figures, scope)
    if prefix:
        own = [one for one in ground.figures.of_scope(scope) if one.key.startswith(prefix)]
    order = {"not_met": 0, "no_data": 1, "met": 2, "no_target": 3}
    ordered = sorted(own, key=lambda one: order[one.status])
    if not ordered:
        return None
    rows = tuple(
        (Cell(one.definition.short, one.definition.short), ground.cell(one), Cell(one.unit, one.unit),
         ground.cell(one, "target"), ground.cell(one, "state"))
        for one in ordered[:most]
    )  # fmt: skip
    below = sum(one.status == "not_met" for one in ordered)
    aimed = sum(one.target is not None for one in ordered)
    name = ground.figures.name_of(scope)
    facts = [saying.counted(f"targets.{prefix}{what}", scope, count, "项")
             for what, count in (("missed", below), ("all", aimed))]
    said = f"{name}{NBSP}{facts[1].text}目标中{NBSP}{facts[0].text}未达标" if aimed else f"{name}未设目标"
    left = len(ordered) - len(rows)
    return Table("目标", saying.said(said, facts),
                 (Column("指标"), Column("现状", decimals=1), Column("单位"), Column("目标"), Column("状态")), rows,
                 (f"另有{NBSP}{quantity(left, '项')}未列。",) if left else ())


def beside(ground: Ground, scope: str) -> Table | None:
    """Return a county's main figures beside the city's, with its rank; null for a city, a consortium, without data.

    It stands where no target is set, so that a county can be held against something.
    """
    figures = ground.figures
    if figures.level_of(scope) != "county":
        return None
    cards = figures.policy.cards if figures.policy and figures.policy.cards else _USUAL
    rows = []
    for key in cards:
        own, city = figures.get(key, scope), figures.get(key, scope[:4])
        if own is None or own.value is None:
            continue
        rank = ranking(figures, key, scope)
        words = rank_words(rank.position, rank.base, "个区县", tied=rank.tied > 0) if rank.position else NULL
        placed = None if rank.position is None else Fact(f"{key}.rank", scope, "count", rank.position, words)
        # A count of the whole city is nothing to hold a county's against.
        whole = ground.cell(city) if own.definition.is_rate else Cell("")
        rows.append((Cell(own.definition.short, own.definition.short), ground.cell(own), whole,
                     Cell(own.unit, own.unit), Cell(words, words, fact=placed)))
    if not rows:
        return None
    columns = (Column("指标"), Column("现状", decimals=1), Column("全市", decimals=1), Column("单位"), Column("位次"))
    return Table("与全市比", Said(f"{figures.name_of(scope)}主要指标与全市比"), columns, tuple(rows[:ROWS]))


def _asked(ground: Ground, scope: str) -> str:
    """Return what a leader may ask, with the answers, for whoever presents; of changes, which are too small."""
    small = f"（{changes.RULE.partition('；')[2]}。）"
    return "\n".join(f"问：{one.question}\n答：{one.answer}{small if one.kind in ('fell', 'rose') else ''}"
                     for one in leader_questions(ground.figures, scope))
