"""Places and facts in words (位置说法): where in the file something stands, and what number it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from briefing.checking.content import COPY, NAMELESS, NOTED, Held
from briefing.facts import indicator_of
from briefing.model import Document, Fact, Section, Slide, Table
from indicators import CityFigures
from indicators.catalogue import catalogue
from indicators.scopes import UnknownScope
from indicators.wording import NBSP, month_words

#: Parts of a slide by the beginning of a place's name; ``{n}`` is the number that follows it.
_PARTS: Final = {
    "finding": "结论", "label": "指标名称", "state": "状态", "goal": "目标", "course": "进度", "missing": "缺数说明",
    "notes": "备注", "foot": "页脚来源", "line": "页眉", "target": "图中的目标", "title": "标题",
    "mapnote": "地图说明", "tablenotes": "表下说明", "legend": "图例", "series": "图的数列名", "proof": "核对码",
    "format": "图中数字的单位和写法",
}
_PART_OF: Final[dict[str, str]] = {
    "value": "", "numerator": "分子", "denominator": "分母", "gap": "差距", "target": "目标", "count": "",
    "change_year": "同比", "change_month": "环比",
}
#: What a fact counts that is no indicator's own number, by the end of its key.
_COUNTS: Final = {
    "left": "未覆盖数", "over": "超出目标", "missing": "未报数", "shortfall": "差距占目标", "silent": "未报目标数",
    "missed": "未达标项数", "all": "目标项数", "not_met": "未达标项数", "order": "序号", "least": "至少人数",
}
#: Parts of a brief that are no section of it, by the beginning of a place's name.
_OF_BRIEF: Final = {
    "header": "页眉", "footer": "页脚", "title": "文件标题", "mark": "标题下的标注", "day": "标题下的日期",
    "list": "附件说明", "end": "文末说明",
}
#: Parts of a file that are no slide and no table.
_WHOLE: Final = {"body": "正文", "brief": "汇报材料一节", "calibers": "“口径与来源”一节", "page": "页首页尾",
                  "master": "页面母版", "head": "页眉页脚"}
_OF_TABLE: Final = {"title": "标题", "tab": "名称"}
_KIND: Final = re.compile(r"([a-z]+)")
_POINT: Final = re.compile(r"(?:chart|book)(\d+)\.(\d+)")
_FIGURE: Final = re.compile(r"(figure|label|state|goal|course)(\d*)")
_WRITTEN: Final = re.compile(r"written\d+\.(\d+)")
_CHART: Final = re.compile(r"chart\d|category\d|series\d|book\d|format$")
_CELL: Final = re.compile(r"cell(\d+)\.(\d+)@(.+)")
_HEAD: Final = re.compile(r"head\.(\d+)@(.+)")


class Naming:
    """The words for places and facts of one document in one format."""

    def __init__(
        self, document: Document, figures: CityFigures, form: str, pages: Mapping[str, int] | None = None
    ) -> None:
        """Lay out what the places lie in; ``pages`` says where in the file a slide stands now."""
        self._figures = figures
        self._slides = {slide.key_id: (number, slide) for number, slide in enumerate(document.slides)}
        self._sections = dict(_by_number(document.sections))
        self._tables = {f"sheet@{table.name}": table for table in document.tables}
        #: Only a presentation has pages; its first page is the title.
        self._paged = form == "pptx"
        self._pages = pages or {}

    def where(self, place: str) -> str:
        """Return where a place is."""
        if place.startswith(NOTED):
            return f"{self.where(place.removeprefix(NOTED))}的注号"
        place, _, copy = place.partition(COPY)
        said = self._cell(place) or self._part(place)
        return f"{said}（第{NBSP}{copy}{NBSP}处）" if copy else said

    def part(self, part: str) -> str:
        """Return the part of a file in which a text without a name stands."""
        if part in self._slides:
            return self._slide(part)
        if part in self._pages:
            return f"第{NBSP}{self._pages[part]}{NBSP}页"
        if part.startswith("sheet@"):
            return self.table(part)
        return _WHOLE.get(part.partition("@")[0], "文中")

    def what(self, fact: Fact | None, place: str) -> str:
        """Return what a number is: the indicator, whose it is, and what of it; words alone for a number of none."""
        if fact is None:
            return "文中的数字" if _POINT.match(place) is None else "图中的数字"
        key = indicator_of(fact)
        name = catalogue()[key].short if key else ""
        rest = fact.key.removeprefix(key).strip(".")
        if fact.key.startswith("list."):
            name, rest = f"“{fact.key.removeprefix('list.')}”的行数", ""
        elif not name and fact.key == "remote.month":
            name, rest = "每月远程服务量", ""
        own = _COUNTS.get(rest.rpartition(".")[2], "") or _PART_OF[fact.part]
        said = "：".join(part for part in (name, own) if part) or "数字"
        at = month_words(fact.at) if re.fullmatch(r"\d{4}-\d\d", fact.at) else fact.at
        return "，".join(part for part in (self._scope(fact.scope), said, at) if part)

    def together(self, places: Sequence[str], expected: Mapping[str, Held]) -> list[str]:
        """Return places that are gone in words: a page, table or row once where nothing of it is left."""
        gone, left = set(places), set[str]()
        for place, held in expected.items():
            if place not in gone and str(held).strip() and not place.startswith(("book", NAMELESS)):
                left.update(self._boxes(place))
        said: dict[str, None] = {}
        for place in places:
            whole = next((box for box in self._boxes(place) if box not in left), None)
            said[self._box(whole, expected) if whole is not None else self.where(place)] = None
        return list(said)

    def _boxes(self, place: str) -> list[str]:
        """Return what a place lies in, the largest first."""
        cell = _CELL.fullmatch(place)
        name, _, inside = place.partition("@")
        slide = next((at for at in (inside, inside.partition("@")[2]) if at in self._slides), None)
        boxes = [f"slide {slide}"] if slide else []
        if slide and _CHART.match(name):
            boxes.append(f"chart {slide}")
        # On a slide the title of a table is a shape of its own.
        table = cell[3] if cell else inside if inside.startswith(("sheet@", "table")) else None
        if table is not None and not (slide and name == "title"):
            boxes.append(f"table {table}")
        if cell is not None:
            boxes.append(f"row {cell[1]} {cell[3]}")
        return boxes

    def _box(self, box: str, expected: Mapping[str, Held]) -> str:
        kind, _, at = box.partition(" ")
        if kind == "slide":
            return f"{self._slide(at)}{'整页' if self._paged else '全部'}"
        if kind == "chart":
            return f"{self._slide(at)}的图"
        if kind == "table":
            return f"{self.table(at)}整张"
        row, _, table = at.partition(" ")
        name = str(expected.get(f"cell{row}.0@{table}", ""))[:20]
        return f"{self.table(table)}第{NBSP}{int(row) + 1}{NBSP}行{f'“{name}”' if name else ''}整行"

    def _cell(self, place: str) -> str:
        cell, head = _CELL.fullmatch(place), _HEAD.fullmatch(place)
        if cell is not None:
            column = self._column(cell[3], int(cell[2]))
            return f"{self.table(cell[3])}第{NBSP}{int(cell[1]) + 1}{NBSP}行{column}"
        if head is not None:
            return f"{self.table(head[2])}表头第{NBSP}{int(head[1]) + 1}{NBSP}列"
        return ""

    def _column(self, table: str, number: int) -> str:
        held = self._held(table)
        if held is not None and number < len(held.columns):
            return f"“{held.columns[number].name}”列"
        return f"第{NBSP}{number + 1}{NBSP}列"

    def _held(self, table: str) -> Table | None:
        kind, _, at = table.partition("@")
        if kind == "table" and at in self._slides:
            return self._slides[at][1].table
        section = self._sections.get(at)
        number = kind.removeprefix("table")
        if section is not None and number.isdigit() and int(number) < len(section[1].tables):
            return section[1].tables[int(number)]
        return self._tables.get(table)

    def table(self, table: str) -> str:
        """Return which table it is."""
        kind, _, at = table.partition("@")
        if at in self._slides:
            return f"{self._slide(at)}的表"
        if kind == "sheet":
            return f"表“{at}”"
        if at.startswith("calibers"):
            return "“口径与来源”的表"
        if kind == "calibers":
            return "表“口径与来源”"
        held = self._held(table)
        return f"表“{held.name}”" if held is not None else "表"

    def _part(self, place: str) -> str:
        name, _, at = place.partition("@")
        kind = _KIND.match(name)
        word = kind[1] if kind else ""
        if word == "paragraph" and at in self._sections:
            line = int(name.removeprefix("paragraph") or 0) + 1
            return f"正文“{self._sections[at][0]}”第{NBSP}{line}{NBSP}段"
        if word == "heading" and at in self._sections:
            return f"正文标题“{self._sections[at][0]}”"
        if at == "document":
            return _OF_BRIEF.get(word, "文中")
        if at.startswith("appendix"):
            return f"附件{NBSP}{at.removeprefix('appendix')}{NBSP}的标题"
        if at.startswith(("sheet@", "table")):
            return f"{self.table(at)}的{_OF_TABLE.get(word, '说明')}"
        slide = next((own for own in (at, at.partition("@")[2]) if own in self._slides), None)
        if slide is not None:
            return f"{self._slide(slide)}的{self._of_slide(name, word, self._slides[slide][1])}"
        return {"opening": "首页", "calibers": "“口径与来源”页"}.get((_KIND.match(at) or [""])[0], "页眉页脚") + (
            f"的{_PARTS[word]}" if word in _PARTS else "的标注" if word == "mark" else "")

    def _slide(self, at: str) -> str:
        number, slide = self._slides[at]
        name = f"“{slide.scope_name}　{slide.name}”"
        page = self._pages.get(at, number + 2)
        return f"第{NBSP}{page}{NBSP}页{name}" if self._paged else f"{name}一节"

    def _of_slide(self, name: str, word: str, slide: Slide) -> str:
        point = _POINT.match(name)
        if point is not None and slide.chart is not None:
            at = int(point[2])
            bar = slide.chart.categories[at] if at < len(slide.chart.categories) else f"第{NBSP}{at + 1}{NBSP}项"
            return f"图中“{bar}”{'（图内数据表）' if word == 'book' else ''}"
        written = _WRITTEN.match(name)
        if written is not None and slide.chart is not None and int(written[1]) < len(slide.chart.categories):
            return f"图中“{slide.chart.categories[int(written[1])]}”的标签"
        if word == "category":
            return f"图中第{NBSP}{int(name.removeprefix('category')) + 1}{NBSP}项的名称"
        figure = _FIGURE.fullmatch(name)
        if figure is not None:
            number = int(figure[2] or 0)
            figures = [one for one in (slide.key, *slide.others) if one is not None]
            of = f"“{figures[number].label}”" if number < len(figures) else ""
            return f"数字{of}" if word == "figure" else f"{of}的{_PARTS[word]}" if number else _PARTS[word]
        if word == "map":
            area = next((area for area in slide.map.areas if area.code == name[4:]), None) if slide.map else None
            return f"地图上的“{area.name}”" if area else "地图"
        if word == "mark":
            return f"标注“{name.removeprefix('mark.')}”"
        return _PARTS.get(word, "文字")

    def _scope(self, scope: str) -> str:
        try:
            return self._figures.name_of(scope)
        except UnknownScope:
            return scope


def _by_number(sections: Iterable[Section], before: str = "", above: str = ""
               ) -> Iterable[tuple[str, tuple[str, Section]]]:
    for number, section in enumerate(sections):
        heading = f"{above}{section.heading}"
        yield f"{before}{number}", (heading, section)
        yield from _by_number(section.sections, f"{before}{number}.", heading)
