"""What 区县档案 says: one county on two sheets: where it stands, its consortia, its gaps, what was published of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components import html, visiting
from components.grid import Col
from components.kpi import KpiCard
from components.view import View
from components.views import questions, rate_card
from components.views.cached import per_view
from components.views.county_map import CountyMap, county_map
from components.views.listing import Listing, file_name
from components.views.names import short
from components.views.overview import overview
from components.views.questions import Block
from indicators import Figure, catalogue
from indicators.lists import ranking
from indicators.lists.statements import statements
from indicators.lists.trees import Forest, Node, Tree, consortium_trees
from indicators.wording import NBSP, joined, quantity, rank_words

#: Figures of the cards where the policy's own are not given for a county.
_USUAL = (
    "posting.lead_to_member.persons", "posting.lead_to_member.coverage", "care.in_county_rate", "care.grassroots_rate",
    "village.coverage", "remote.volume.total", "family.contract_rate", "centre.open_rate",
)
_MOST_CARDS = 8


@dataclass(frozen=True, slots=True)
class TreeWords:
    """One consortium in words."""

    name: str
    counts: str
    lead: str
    county_level: str
    nodes: tuple[dict[str, str], ...]
    other: str


@dataclass(frozen=True, slots=True)
class County:
    """All that 区县档案 draws, in words."""

    finding: str
    keys: tuple[str, ...]
    cards: tuple[KpiCard, ...]
    map: CountyMap
    trees_title: str
    trees: tuple[TreeWords, ...]
    trees_note: str
    gaps: Block
    questions: Block
    statements: Listing


def draw_body(view: View, model: County) -> None:
    """Draw gaps and questions beside map and trees, as one block."""
    html.draw(
        "county", key="county.body", links=visiting.profiles(), map=model.map,
        blocks=(questions.linked(view, model.gaps), questions.linked(view, model.questions)),
        map_address=visiting.address("map", view.county), trees_title=model.trees_title, trees=model.trees,
        trees_note=model.trees_note, wall=view.wall,
    )


@per_view()
def county(view: View) -> County:
    """Return the view model, made once per view for all readers."""
    scope = view.scope
    gaps = questions.gaps(view)
    forest = consortium_trees(view.figures, scope)
    policy = view.policy
    asked = dict.fromkeys([*(policy.cards if policy else ()), *_USUAL])
    figures = [f for key in asked if key in catalogue() and (f := view.figures.get(key, scope)) is not None]
    place = (view.city_name, view.county_name)
    return County(
        finding=f"{view.scope_name}：{gaps.title}。" if gaps.items else overview(view).finding,
        keys=tuple(figure.key for figure in figures[:_MOST_CARDS]),
        cards=tuple(_card(view, figure) for figure in figures[:_MOST_CARDS]),
        map=county_map(view),
        trees_title=f"{len(forest.trees)}{NBSP}家医共体" if forest.trees else "没有医共体",
        trees=tuple(_tree(tree, place) for tree in forest.trees),
        trees_note=_left_over(forest, place),
        # The page's finding says how many are missed; here stand the largest.
        gaps=replace(gaps, title=f"差距最大的{NBSP}{len(gaps.items)}{NBSP}项"),
        questions=questions.questions(view),
        statements=_statements(view),
    )


def _card(view: View, figure: Figure) -> KpiCard:
    key, definition = figure.key, figure.definition
    whole = view.figures.get(key, view.city)
    beside = ""
    if whole is not None and whole.value is not None and definition.is_rate:
        beside = f"全市{NBSP}{quantity(whole.value, whole.unit, definition.decimals)}"
    rank = ranking(view.figures, key, view.scope) if view.level == "county" else None
    placed = ""
    if rank is not None and figure.value is not None and definition.direction != "none":
        placed = rank_words(rank.position, rank.base, "个已报区县", tied=rank.tied > 0)
    silent = rate_card.silent_line(figure.not_reported, "处")
    return rate_card.card(view, figure, (beside, placed, rate_card.trend_line(view, figure)), silent, bar=False)


def _left_over(forest: Forest, place: tuple[str, str | None]) -> str:
    counted = any(node.clinics for tree in forest.trees for node in tree.township_level)
    note = "括号内是所辖村卫生室的家数。" if counted else ""
    names = [short(node.name, place) for node in forest.township_level]
    return f"{note}未归属：{joined(names, 4, '家')}。" if names else note


def _tree(tree: Tree, place: tuple[str, str | None]) -> TreeWords:
    counts = [quantity(len(tree.township_level), "家") + "基层机构", quantity(tree.clinics, "家") + "村卫生室"]
    other = f"其他村卫生室{NBSP}{quantity(len(tree.other_clinics), '家')}（未写明上级）" if tree.other_clinics else ""
    return TreeWords(
        tree.name, "、".join(counts), tree.lead.name if tree.lead else "—",
        joined([short(node.name, place) for node in tree.county_level], 6, "家"),
        tuple(_node(node, place) for node in tree.township_level), other,
    )


def _node(node: Node, place: tuple[str, str | None]) -> dict[str, str]:
    return {"name": short(node.name, place), "clinics": f"（{len(node.clinics)}）" if node.clinics else ""}


def _statements(view: View) -> Listing:
    frame = statements(view.figures, view.scope)
    rows = frame.to_dict("records")
    return Listing(
        title=f"文件已公布的数据：{len(rows)}{NBSP}条，原文照录，不参与计算",
        columns=(Col("subject", "内容"), Col("value_text", "数值"), Col("period_text", "时间"),
                 Col("quote", "原文"), Col("source", "出处")),
        rows=tuple(rows),
        frame=frame[["subject", "value_text", "period_text", "quote", "source", "issuer"]],
        headings={"subject": "内容", "value_text": "数值", "period_text": "时间", "quote": "原文", "source": "出处",
                  "issuer": "发布单位"},
        file=file_name(view, "已公布数据"),
        empty="文件没有公布本地的数据。",
    )
