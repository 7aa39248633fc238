"""Drop-downs (下拉) of a template, and the hidden sheet 选项 that holds the long ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from data.codes import CATEGORY, FLOW, TOWNSHIP_LEVEL
from data.forms.model import Field, Form
from data.forms.words import BOOLEAN, capability_words
from data.template.cells import clean, write_text
from data.template.known import Known

SHEET = "选项"
#: Excel takes no longer list in the validation itself, and none with a comma in a word.
_LONGEST = 255
#: Codes that are no choice for a sender: a county has no municipal institution and no municipal posting.
_MUNICIPAL = ("municipal_hospital", "municipal_public_health")
_ONLY: dict[tuple[str, str], tuple[str, ...]] = {
    ("institutions", "category"): tuple(code for code in CATEGORY if code not in _MUNICIPAL),
    ("postings", "flow"): ("lead_to_member",),
    ("city_institutions", "category"): (*_MUNICIPAL, "other"),
    ("city_postings", "flow"): tuple(code for code in FLOW if code != "lead_to_member"),
}


class Choices:
    """The lists of one workbook; what is too long for a cell is written to the sheet 选项, each list once."""

    def __init__(self, book: Workbook) -> None:
        """Make the hidden sheet; the workbook's last sheet should be it."""
        self._sheet = book.create_sheet(SHEET)
        self._sheet.sheet_state = "hidden"
        self._written: dict[tuple[str, ...], str] = {}

    def drop_down(self, title: str, words: Sequence[str], *, strict: bool = True) -> DataValidation:
        """Return a validation that offers words; another entry is questioned if ``strict``, and never refused."""
        rule = DataValidation(type="list", formula1=self._source(title, words), allow_blank=True)
        rule.showErrorMessage = strict
        rule.errorStyle = "warning"
        rule.errorTitle = "不在下拉里"
        rule.error = f"“{title}”请从下拉里选；没有报送就留空。"
        return rule

    def _source(self, title: str, words: Sequence[str]) -> str:
        inline = clean(",".join(words))
        if len(inline) <= _LONGEST and not any("," in word or '"' in word for word in words):
            return f'"{inline}"'
        key = tuple(words)
        if key not in self._written:
            column = len(self._written) + 1
            write_text(self._sheet.cell(1, column), title)
            for row, word in enumerate(words, start=2):
                write_text(self._sheet.cell(row, column), word)
            letter = get_column_letter(column)
            self._sheet.column_dimensions[letter].width = 28
            self._written[key] = f"{quote_sheetname(SHEET)}!${letter}$2:${letter}${len(words) + 1}"
        return self._written[key]


def number(title: str, *, whole: bool, least: float | None = 0) -> DataValidation:
    """Return a validation that questions what is no number, or is below the least; empty cells pass."""
    rule = DataValidation(type="whole" if whole else "decimal", allow_blank=True, errorStyle="warning")
    rule.operator = "greaterThanOrEqual"
    rule.formula1 = str(-1e12 if least is None else least)
    kind = "整数" if whole else "数"
    rule.errorTitle = "不是数"
    rule.error = f"“{title}”要填{'' if least is None else '不小于 0 的'}{kind}，不带单位；没有报送就留空。"
    rule.showErrorMessage = True
    return rule


def day(title: str) -> DataValidation:
    """Return a validation that questions what is no date; empty cells pass."""
    rule = DataValidation(type="date", operator="greaterThanOrEqual", allow_blank=True, errorStyle="warning")
    # Serial number of 1 January 1900: any date at all.
    rule.formula1 = "1"
    rule.errorTitle = "不是日期"
    rule.error = f"“{title}”请写成 2022-12-01 这样的日期；没有就留空。"
    rule.showErrorMessage = True
    return rule


def words_of(form: Form, field: Field) -> Mapping[str, str] | None:
    """Return code → word of a column with choices, only those that its sender may use; null for any other column."""
    choices = BOOLEAN if field.kind == "bool" else field.choices
    if choices is None:
        return None
    only = _ONLY.get((form.key, field.name), tuple(choices))
    return {code: choices[code] for code in only}


def capability_choices(item: Any) -> tuple[str, ...] | None:
    """Return the words of a capability item's values; null for one that holds a number."""
    words = capability_words(item)
    return None if words is None else tuple(words.values())


def names_for(form: Form, field: Field, known: Known) -> list[str]:
    """Return the names that help to fill a companion column; empty where none would."""
    names = known.names
    county = form.sender == "county"
    if field.name in ("consortium_name", "subject_name"):
        consortia = _named(names["consortia"], known.last_consortia["consortium_id"])
        if form.key == "governance":
            return [known.sender.name, *consortia]
        own = _named(names["institutions"], known.open_institutions["institution_id"])
        return consortia if field.name == "consortium_name" else [*consortia, *own]
    if field.name in ("from_institution_name", "partner_name", "provider_institution_name"):
        return _named(names["institutions"], known.leads if county else known.municipal["institution_id"])
    if field.name == "supervisor_name":
        grassroots = known.open_institutions["category"].isin(TOWNSHIP_LEVEL)
        return _named(names["institutions"], known.open_institutions.loc[grassroots, "institution_id"])
    if field.name.endswith("institution_name"):
        return _named(names["institutions"], known.open_institutions["institution_id"] if county else known.leads)
    if field.name in ("region_name", "to_county_name"):
        return list(known.below.values())
    return []


def _named(names: Mapping[str, str], numbers: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names[number] for number in numbers))
