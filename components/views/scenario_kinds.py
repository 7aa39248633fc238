"""Kinds of forms (表单种类): fields, a sentence, and both ways between what is filled in and a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from components.changes import Field, Form
from data.codes import CAPABILITY_VALUES
from indicators.wording import NBSP

Values = Mapping[str, Any]
#: What stands for "whoever has nobody" among receivers, alone or followed by ``:`` and a county.
UNCOVERED: Final = "uncovered"


@dataclass(frozen=True, slots=True)
class Kind:
    """One form: its fields, and both ways between its values and the change."""

    form: Form
    #: Returns the fields of the change; ``kind`` is added.
    made: Callable[[Values], dict[str, Any]]
    #: Returns the values of the form; null for a change that this form does not make.
    read: Callable[[dict[str, Any]], dict[str, Any] | None]
    #: The ``kind`` of the change.
    change: str


def plain(change: str, group: str, label: str, said: str, fields: tuple[Field, ...], name: str = "") -> Kind:
    """Return a form whose fields are those of the change."""
    names = {field.name for field in fields}
    numbers = {field.name for field in fields if field.kind == "number"}

    def made(values: Values) -> dict[str, Any]:
        given = {name: values.get(name) for name in names}
        return {key: _number(value) if key in numbers else value for key, value in given.items()
                if value not in (None, "", [])}

    def read(held: dict[str, Any]) -> dict[str, Any] | None:
        given = {key for key, value in held.items() if value not in (None, [], ())}
        needed = {field.name for field in fields if not field.optional}
        # A range, which only a file can hold, is more than one number can be edited to.
        fits = needed <= given <= names and not any(isinstance(held.get(name), list) for name in numbers)
        return {key: held.get(key) for key in names} if fits else None

    return Kind(Form(name or change, group, label, _said(said), fields), made, read, change)


def posting(
    flow: str, label: str, sender: tuple[str, str], receiver: tuple[str, str], grade: str, months: int
) -> Kind:
    """Return the form of new postings of one flow; its receiver is an institution, a county, or whoever has nobody."""
    fields = (
        Field("from_institution_id", sender[1], "one", options=sender[0]),
        Field("receiver", receiver[1], "one", options=receiver[0],
              of="from_institution_id" if flow == "lead_to_member" else ""),
        Field("persons", "人数", "number", value=1, unit="人", least=1, most=10_000, narrow=True),
        Field("title_grade", "职称", "one", options="titles", value=grade, narrow=True),
        Field("months", "期限", "number", value=months, unit="个月", least=1, most=600, narrow=True),
    )

    def made(values: Values) -> dict[str, Any]:
        to = values.get("receiver")
        bare, _, county = to.partition(":") if isinstance(to, str) else ("", "", "")
        if bare == UNCOVERED:
            whom: dict[str, Any] = {"to": UNCOVERED, "to_county_code": county or None}
        else:
            whom = {"to_county_code" if flow == "municipal_to_county" else "to_institution_id": to}
        told = {name: values.get(name) for name in ("from_institution_id", "title_grade")}
        numbers = {name: _number(values.get(name)) for name in ("persons", "months")}
        return {key: value for key, value in {"flow": flow, **told, **whom, **numbers}.items() if value is not None}

    def read(held: dict[str, Any]) -> dict[str, Any] | None:
        if held["flow"] != flow or (held.get("to_institution_id") and held.get("to_county_code")):
            return None
        county = held.get("to_county_code")
        to = held.get("to_institution_id") or county
        if held.get("to") == UNCOVERED:
            to = f"{UNCOVERED}:{county}" if county else UNCOVERED
        own = ("from_institution_id", "persons", "title_grade", "months")
        return {"receiver": to, **{name: held[name] for name in own}}

    said = "{from_institution_id}向{receiver}增派 {persons}（{title_grade}，{months}）"
    return Kind(Form(f"add_{flow}", "人员", label, _said(said), fields), made, read, "add_postings")


def capability(name: str, label: str, values: tuple[str, ...] | None) -> Kind:
    """Return the form of the capability items whose values are these, or numbers."""
    items = frozenset(item for item, allowed in CAPABILITY_VALUES.items() if allowed == values)
    value = (
        Field("value", "改为", "number", least=0, step=0.1) if values is None
        else Field("value", "改为", "one", options=f"{name}_values")
    )  # fmt: skip
    fields = (
        Field("item", "项目", "one", options=f"{name}_items"),
        Field("subject_id", "机构或医共体", "one", options="subjects", of="item"),
        value,
    )

    def made(given: Values) -> dict[str, Any]:
        held = given.get("value")
        if values is None and isinstance(held, int | float) and not isinstance(held, bool):
            held = f"{held:.15g}"
        return {"item": given.get("item"), "subject_id": given.get("subject_id"), "value": held}

    def read(held: dict[str, Any]) -> dict[str, Any] | None:
        if held["item"] not in items:
            return None
        number = values is None
        try:
            return {**held, "value": float(held["value"]) if number else held["value"]}
        except ValueError:
            return None

    said = "{subject_id}的{item}改为“{value}”"
    return Kind(Form(f"set_capability_{name}", "能力", label, _said(said), fields), made, read, "set_capability")


def _number(value: Any) -> Any:
    """Return a whole number as one: a browser knows only floats. Anything else stays for the check to refuse."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _said(sentence: str) -> str:
    """Return a form's sentence with spaces that no line is broken at: they stand beside figures only."""
    return sentence.replace(" ", NBSP)
