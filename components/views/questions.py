"""领导可能问 and 最重要的差距: each sentence with the rows it was read from one click away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components import files, html, visiting
from components.menu import PAGES
from components.view import View
from components.views.behind import PAGE, Rows, rows_of
from components.views.listing import builder, file_name
from indicators.lists.behind import Behind
from indicators.lists.gaps import MOST, RULE, Gaps, largest_gaps
from indicators.lists.questions import leader_questions
from indicators.sentences_gaps import gaps_finding
from indicators.wording import NBSP, han_count, joined

#: Columns that name the county itself on a page of one county.
_OWN = ("county", "place")


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of two parts, the rows behind it, and the page that lists them all (key and name, empty for none)."""

    asked: str
    said: str
    rows: Rows
    page: str
    page_name: str
    #: Address of that page, and of the file of all rows where not all are shown; known when it is drawn.
    address: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences under one finding."""

    title: str
    items: tuple[Item, ...]
    note: str = ""
    #: Rows of each list that are printed; the style sheet of paper hides the others.
    printed: int = 3

    @property
    def count(self) -> int:
        """Return how many sentences it has."""
        return len(self.items)


def questions(view: View) -> Block:
    """Return what a leader may ask of a city or a county; no items where nothing can be answered."""
    asked = leader_questions(view.figures, view.scope)
    items = tuple(_item(view, one.question, one.answer, one.behind) for one in asked)
    return Block(f"领导可能问：{len(items)}{NBSP}个问题", items)


def gaps(view: View) -> Block:
    """Return the most important gaps of the scope, under how many targets are missed."""
    held = largest_gaps(view.figures, view.scope)
    first = held.largest[0].figure if held.largest else None
    items = tuple(
        _item(view, f"{at}. {gap.figure.definition.short}", gap.sentence, gap.behind)
        for at, gap in enumerate(held.largest, 1)
    )
    said = gaps_finding(held.missed, held.met, held.silent, first=first, tied=held.tied)
    return Block(said, items, _basis(held) if items else "")


def _basis(held: Gaps) -> str:
    """Return by what rule the gaps are ranked, and which targets are not, as nobody reported."""
    silent = joined([one.definition.short for one in held.silent], 4, "项")
    return f"{RULE}，取前{han_count(MOST)}。" + (f"未报、不排：{silent}。" if silent else "")


def draw(key: str, view: View, block: Block) -> None:
    """Draw sentences, each opening its rows; nothing for none."""
    if block.items:
        html.draw("questions", key=key, block=linked(view, block), links=visiting.profiles(), wall=view.wall)


def linked(view: View, block: Block) -> Block:
    """Return a block with its addresses: of the pages that list all rows, and of the files where not all are shown."""
    return replace(block, items=tuple(
        replace(item, address=visiting.address(item.page) if item.page else "", file=_file(view, item))
        for item in block.items
    ))


def _file(view: View, item: Item) -> str:
    rows = item.rows
    if rows.frame is None:
        return ""
    build = builder(view, rows.frame, rows.filed)
    return files.register((*view.key, "behind", item.asked, rows.title), file_name(view, rows.title), build)


def _item(view: View, asked: str, said: str, behind: Behind) -> Item:
    page = PAGE.get(behind.name, "")
    rows = rows_of(behind, () if view.level == "city" else _OWN)
    return Item(asked, said, rows, page, PAGES[page].name) if page in PAGES else Item(asked, said, rows, "", "")
