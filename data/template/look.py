"""How a template looks: the program's paper, ink and one blue (see the theme), quiet grey for what is given."""

from __future__ import annotations

from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from data.forms.model import Field

FONT = "Microsoft YaHei"
INK, GREY, BLUE, HAIRLINE = "1B2733", "4E5A67", "1D4F86", "D3DBE4"
_FILLS = {"given": "F2F5F9", "header": "EDF0F4", "required": "DCE7F1", "sample": "FFF4CC"}
_SAMPLE_INK = "6B5200"
#: Colour of a sheet's tab by how its rows are kept: those to be filled every month stand out.
TABS = {"month": BLUE, "register": "88B0D3", "state": "C5D8E9", "text": "D5DAE0"}

#: ``given`` cells are not to be changed, ``open`` ones are to be filled in or may be.
Part = Literal["given", "open"]

_FORMATS = {"date": "yyyy-mm-dd", "int": "#,##0", "float": "General"}
#: Degrees to about one metre.
_DEGREES = "0.00000"
#: Height of one line of a table.
LINE_HEIGHT = 17
#: A Chinese letter of the tables' font is this much narrower than two widths of a column.
_NARROWER = 0.97


class Look:
    """The styles of one workbook, each made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        """Style nothing yet."""
        self._book = book
        self._made: dict[str, str] = {}

    def cell(self, form: str, part: Part, *, left: bool = True) -> str:
        """Return the name of the style of a data cell with this number format."""
        fill = _FILLS["given"] if part == "given" else None
        font = Font(name=FONT, size=10, color=GREY if part == "given" else INK)
        return self._style(f"填报 {part} {form} {left}", font, fill, HAIRLINE, form, "left" if left else "right")

    def column(self, dimension: Any, form: str, *, left: bool = True) -> None:
        """Style a whole column, for the cells below its rows that are yet to be written."""
        dimension.font = Font(name=FONT, size=10, color=INK)
        dimension.number_format = form
        dimension.alignment = _alignment("left" if left else "right", True)

    def header(self, required: bool) -> str:
        """Return the name of the style of a header."""
        font = Font(name=FONT, size=10, bold=True, color=BLUE if required else INK)
        fill = _FILLS["required" if required else "header"]
        return self._style(f"表头 {required}", font, fill, HAIRLINE, "@", "center")

    def text(self, kind: Literal["title", "section", "label", "plain", "sample", "link"]) -> str:
        """Return the name of the style of a text outside of the tables."""
        font = {
            "title": Font(name=FONT, size=14, bold=True, color=INK),
            "section": Font(name=FONT, size=11, bold=True, color=BLUE),
            "label": Font(name=FONT, size=10, color=GREY),
            "plain": Font(name=FONT, size=10, color=INK),
            "sample": Font(name=FONT, size=10, bold=True, color=_SAMPLE_INK),
            "link": Font(name=FONT, size=10, color=BLUE, underline="single"),
        }[kind]
        wrap = kind not in ("title", "section")
        return self._style(f"文字 {kind}", font, _FILLS.get(kind), None, "@", "left", wrap=wrap)

    def _style(
        self, name: str, font: Font, fill: str | None, border: str | None, form: str, across: Any, *, wrap: bool = True
    ) -> str:
        if name not in self._made:
            # The program's gallery of styles shows these names to whoever fills the workbook in.
            self._made[name] = f"模板 {len(self._made) + 1}"
            style = NamedStyle(self._made[name], font=font, number_format=form)
            style.alignment = _alignment(across, wrap)
            if fill is not None:
                style.fill = PatternFill("solid", fgColor=fill)
            if border is not None:
                side = Side("thin", color=border)
                style.border = Border(left=side, right=side, top=side, bottom=side)
            self._book.add_named_style(style)
        return self._made[name]


def _alignment(across: Any, wrap: bool) -> Alignment:
    numeric = across == "right"
    return Alignment(horizontal=across, vertical="center", wrap_text=wrap and not numeric, indent=int(numeric))


def format_of(field: Field) -> str:
    """Return the number format of a column: text for codes, words and months, or Excel would change them on entry."""
    if field.name.endswith("_yuan"):
        return "#,##0.00"
    if field.name in ("lon", "lat"):
        return _DEGREES
    return _FORMATS.get(field.kind, "@")


def width_of(text: str) -> float:
    """Return how wide a text of a table is, in the unit of column widths."""
    return _NARROWER * sum(1 if ord(letter) < 0x2E80 else 2 for letter in text)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of this width."""
    # A column keeps a little room on both sides.
    return sum(1 + int(width_of(line) / (width - 1)) for line in text.split("\n"))
