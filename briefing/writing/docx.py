"""The brief (汇报材料) as a Word document in the layout of GB/T 9704, each figure with its note, each place marked."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import docx
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from briefing.facts import fingerprint
from briefing.model import SCENARIO, Document, Said, Section, Table
from briefing.writing.docx_frame import chips, frame
from briefing.writing.docx_notes import noted, with_notes
from briefing.writing.docx_parts import carry, without_leftovers
from briefing.writing.docx_styles import (
    CENTRED,
    HEADING,
    LOOKS,
    SIZE_2,
    SIZE_3,
    SMALL,
    SUBHEADING,
    TEXT,
    TITLE_STYLE,
    dress,
    sideways,
    upright,
)
from briefing.writing.docx_tables import BROAD, NARROW, drawn, extent, is_wide, texts
from briefing.writing.docx_xml import BLACK, TITLE, Look, Places, element, line_break, paragraph, run
from briefing.writing.goals import goal
from indicators.wording import NBSP, date_words

#: Tables of the appendix in their order, each with the name it has there.
APPENDIX: Final = {
    "目标": "目标完成情况", "各区县": "各区县主要指标", "无人派驻": "无人派驻机构名单",
    "无服务村": "无服务村（社区）名单", "已公布数据": "已公布数据（照录）",
}
CALIBERS: Final = "口径与来源"
#: Columns of 口径与来源 and their share of a page on its side.
_HEADS: Final = {"注号": 5, "指标": 14, "口径": 38, "来源": 15, "目标与出处": 28}


def docx_bytes(document: Document) -> bytes:
    """Return a document's sections as a .docx file: the text, the tables of the appendix, then 口径与来源.

    Paragraphs and cells are bookmarks named after the places of :mod:`briefing.manifest` (see
    :mod:`briefing.bookmarks`); the manifest stands in a part of its own and, as far as it says what the document was
    made from, in the file's properties.
    """
    brief = _Brief(document)
    brief.text()
    brief.appendix()
    brief.calibers()
    brief.end()
    return brief.content()


class _Brief:
    """A brief while it is written."""

    def __init__(self, document: Document) -> None:
        self.document, self.places = document, Places([])
        self.file: Any = docx.Document()
        dress(self.file)
        frame(self.file.sections[0], document.marks)
        self.wide = False
        self.noted = noted(document)
        self.numbers = {key: number for number, key in enumerate(self.noted, start=1)}
        named = {table.name: table for table in document.tables}
        self.tables = [named[name] for name in APPENDIX if name in named]

    def add(self, *elements: Any) -> None:
        """Put elements at the end of the text."""
        end = self.file.element.body.sectPr
        for one in elements:
            end.addprevious(one)

    def put(self, style: str, place: str, text: str) -> None:
        """Put a paragraph that is a place of its own."""
        self.add(paragraph(style, self.places.marked(place, [run(text, LOOKS[style])])))

    # --- the text ------------------------------------------------------------------------------------------------

    def text(self) -> None:
        """Write title, marks, day, and the sections."""
        look = LOOKS[TITLE_STYLE]
        self.add(paragraph(TITLE_STYLE, self.places.marked("title@document", self._title(look))))
        if self.document.marks:
            self.add(paragraph(CENTRED, self.places.marked("mark@document", chips(self.document.marks, SIZE_3))))
        self.put(CENTRED, "day@document", f"（截止 {date_words(self.document.as_of)}）")
        self.add(paragraph(TEXT, []))
        sections = self.document.sections
        opened = SCENARIO in self.document.marks and bool(sections) and bool(sections[0].paragraphs)
        if opened:
            self._said("paragraph0@0", sections[0].paragraphs[0])
        self._sections(sections, "", skip="paragraph0@0" if opened else "")
        self._list_of_tables()

    def _title(self, look: Look) -> list[Any]:
        """Return the title; one that is longer than a line breaks after the name of the scope."""
        name, title = self.document.scope_name, self.document.title
        fits = extent(title) * SIZE_2 * 20 <= NARROW
        if fits or not title.startswith(name) or title == name:
            return [run(title, look)]
        return [run(name, look), line_break(look), run(title.removeprefix(name), look)]

    def _sections(self, sections: Iterable[Section], before: str, skip: str = "") -> None:
        for number, section in enumerate(sections):
            at = f"{before}{number}"
            self.put(SUBHEADING if before else HEADING, f"heading@{at}", section.heading)
            for line, said in enumerate(section.paragraphs):
                if (place := f"paragraph{line}@{at}") != skip:
                    self._said(place, said)
            for line, table in enumerate(section.tables):
                self._table(table, f"table{line}@{at}", NARROW)
            self._sections(section.sections, f"{at}.")

    def _said(self, place: str, said: Said) -> None:
        self.add(paragraph(TEXT, self.places.sentence(place, with_notes(said, self.numbers, LOOKS[TEXT]), LOOKS[TEXT])))

    def _table(self, table: Table, place: str, room: int) -> None:
        if table.title.text:
            title = self.places.marked(f"title@{place}", [run(table.title.text, LOOKS[SMALL])])
            self.add(paragraph(SMALL, title, element("w:keepNext")))
        self.add(*drawn(table, place, self.places, room))

    def _list_of_tables(self) -> None:
        """Name what is appended (附件说明)."""
        names = [*(APPENDIX[table.name] for table in self.tables), *([CALIBERS] if self.noted else [])]
        if not names:
            return
        # A page with this list and nothing of the text (此页无正文) would be a fault: the last paragraph goes with it.
        last = self.file.element.body.sectPr.getprevious()
        if last.tag == qn("w:p"):
            last.pPr.find(qn("w:pStyle")).addnext(element("w:keepNext"))
        self.add(paragraph(TEXT, [], element("w:keepNext")))
        for number, name in enumerate(names, start=1):
            first = number == 1
            words = f"附件：{number}．{name}" if first else f"{number}．{name}"
            # Entries stand under the first one, after the word 附件 and its colon.
            indent = {"leftChars": 500, "left": SIZE_3 * 100, "firstLineChars": 0, "firstLine": 0}
            if first:
                indent = {"leftChars": 500, "left": SIZE_3 * 100, "hangingChars": 300, "hanging": SIZE_3 * 60}
            together = element("w:keepNext") if number < len(names) else None
            runs = self.places.marked(f"list{number}@document", [run(words, LOOKS[TEXT])])
            self.add(paragraph(TEXT, runs, together, element("w:ind", **indent)))

    # --- what is appended ----------------------------------------------------------------------------------------

    def appendix(self) -> None:
        """Write each table on pages of its own, wide ones on their side."""
        for number, table in enumerate(self.tables, start=1):
            wide = is_wide(table)
            self._opened(number, APPENDIX[table.name], wide)
            self._table(table, f"sheet@{table.name}", BROAD if wide else NARROW)

    def _opened(self, number: int, name: str, wide: bool) -> None:
        """Begin a new page with the number and the name of an appendix."""
        turned = wide != self.wide
        if turned:
            self._turn(wide)
        breaks = [] if turned else [element("w:pageBreakBefore")]
        black = Look(BLACK)
        self.add(
            paragraph(TEXT, self.places.marked(f"number@appendix{number}", [run(f"附件{NBSP}{number}", black)]),
                      element("w:keepNext"), *breaks, element("w:ind", firstLineChars=0, firstLine=0)),
            paragraph(CENTRED, self.places.marked(f"name@appendix{number}", [run(name, Look(TITLE, 18))]),
                      element("w:keepNext")),
        )

    def _turn(self, wide: bool) -> None:
        """Begin a section whose pages lie or stand."""
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        (sideways if wide else upright)(section)
        self.wide = wide
        # The paragraph that ends the section before takes no room, or it could ask for a page of its own.
        ending = self.file.element.body.sectPr.getprevious()
        ending.pPr.insert(0, element("w:spacing", before=0, after=0, line=20, lineRule="exact"))

    def calibers(self) -> None:
        """Write 口径与来源: one row for each number of a note."""
        if not self.noted:
            return
        self._opened(len(self.tables) + 1, CALIBERS, wide=True)
        self.put(SMALL, "note0@calibers", "正文数字后的注号即本表注号；同一指标的数字连续出现时，只在首个数字后标注。")
        rows = [
            ((f"[{self.numbers[key]}]",), (one.name,), tuple(filter(None, (one.formula, one.caveat))), (one.source,),
             (goal(self.document, one),))
            for key, one in self.noted.items()
        ]
        widths = [round(share * BROAD / 100) for share in _HEADS.values()]
        self.add(texts(widths, list(_HEADS), rows, "calibers", self.places))

    def end(self) -> None:
        """Say what the numbers are of and by which code they can be checked."""
        made = self.document
        policy = f"目标依据：{made.policy}" if made.policy else "本市没有登记政策文件，各项不设目标"
        lines = [f"截止 {date_words(made.as_of)}；{made.caliber}；{policy}。",
                 f"数据快照 {made.snapshot}　核对码 {fingerprint(made)}"]
        self.add(paragraph(SMALL, []))
        for number, line in enumerate(lines):
            self.put(SMALL, f"end{number}@document", line)

    def content(self) -> bytes:
        """Return the finished file."""
        core = self.file.core_properties
        core.title, core.subject = self.document.title, "、".join(self.document.marks)
        core.author = core.last_modified_by = "医共体一张图"
        core.comments, core.language, core.revision = "", "zh-CN", 1
        core.created = core.modified = datetime(*self.document.as_of.timetuple()[:3])
        without_leftovers(self.file)
        carry(self.file, self.document, set(self.places.drawn))
        held = io.BytesIO()
        self.file.save(held)
        return held.getvalue()
