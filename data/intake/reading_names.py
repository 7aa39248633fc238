"""Numbers and names of a sheet's rows looked up: each numbered field gets the number of who is meant."""

from __future__ import annotations

from data.forms.model import Field
from data.intake.naming import Finder
from data.intake.numbering import is_new, number_of
from data.intake.questions import Question
from data.intake.register import Kind
from data.intake.taking import Taken

_KINDS: dict[str, tuple[Kind, ...]] = {
    "institutions": ("institution",),
    "consortia": ("consortium",),
    "regions": ("region",),
}
#: What a column of the kind "any" may name, by form.
_ANY: dict[str, tuple[Kind, ...]] = {
    "capability": ("institution", "consortium"),
    "specialties": ("institution", "consortium"),
    "governance": ("region", "consortium"),
    "statements": ("region", "consortium", "institution"),
}
_LEVELS = {
    "county_code": ("county",),
    "to_county_code": ("county",),
    "village_code": ("village",),
    "scope_code": ("city", "county"),
    "subject_id": ("city", "county"),
}
#: Columns of a county's workbook that may name municipal institutions and those of other counties.
_WIDE = frozenset({"providing_institution_id", "from_institution_id"})
#: Columns that the sender's own register settles.
_SETTLED = {("institutions", "institution_id"), ("city_institutions", "institution_id")}


def question_of(form: str, one: Field) -> Question:
    """Return what a numbered column may name."""
    kinds = _ANY[form] if one.refers_to == "any" else _KINDS[str(one.refers_to)]
    return Question(kinds, _LEVELS.get(one.name, ()), one.name in _WIDE, one.name == "region_code")


def look_up(taken: Taken, finder: Finder) -> None:
    """Replace the numbers of every numbered column by those of who is meant; null where that cannot be told."""
    for one in taken.form.fields:
        if one.named_by is not None and (taken.form.key, one.name) not in _SETTLED:
            _column(taken, one, finder)


def _column(taken: Taken, one: Field, finder: Finder) -> None:
    question = question_of(taken.form.key, one)
    numbers, names = taken.cells[one.name], taken.cells[str(one.named_by)]
    counties = taken.cells["to_county_code"] if one.name == "to_institution_id" and finder.is_city else None
    for position, (number, name) in enumerate(zip(numbers, names, strict=True)):
        if (number is None and name is None) or taken.is_bad(position, one.name):
            continue
        answer = finder.find(question, number, name, counties[position] if counties else None)
        if trouble := answer.trouble:
            field = str(one.named_by) if trouble.of_name or number is None else one.name
            if not taken.is_bad(position, field):
                taken.problem(trouble.code, position, field, trouble.message, trouble.fix, trouble.severity)
        numbers[position] = answer.entry.number if answer.entry else None


def number_postings(taken: Taken, finder: Finder) -> None:
    """Give postings (派驻) without a number the one they have in the register, else a new one.

    The same person, sent by and to the same institutions from the same day, is the same posting.
    """
    columns = [taken.cells[name] for name in ("person_id", "from_institution_id", "to_institution_id")]
    counties = taken.cells.get("to_county_code") or [finder.sender] * len(taken.rows)
    keys = zip(*columns, counties, taken.cells["start_on"], strict=True)
    _number(taken, finder, "posting_id", [("posting", *key) for key in keys])


def number_statements(taken: Taken, finder: Finder) -> None:
    """Give statements without a number the one they have in the register, else a new one."""
    columns = [taken.cells[name] for name in ("scope_code", "subject", "value_text", "quote")]
    _number(taken, finder, "statement_id", [("statement", *key) for key in zip(*columns, strict=True)])


def _number(taken: Taken, finder: Finder, name: str, keys: list[tuple[object, ...]]) -> None:
    numbers = taken.cells[name]
    for position, (number, key) in enumerate(zip(numbers, keys, strict=True)):
        if taken.is_bad(position, name):
            taken.lost.add(position)
        elif number is None or is_new(number):
            numbers[position] = finder.register.known.get(key) or number_of(finder.sender, *key[1:])
        elif (owner := finder.register.owners.get(number)) is None:
            taken.problem(
                "number_unknown", position, name, "没有这个编号的记录", "新的一行编号留空，由系统编号；原有的照模板写"
            )
            taken.lost.add(position)
        elif owner != finder.sender:
            where = finder.register.name_of(owner)
            message = f"这是{where}的记录，不归{finder.name}填报"
            taken.problem("not_yours", position, name, message, f"由{where}填报；从这里删去")
            taken.lost.add(position)
