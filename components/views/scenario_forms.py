"""The forms of changes (调整表单): what each asks for, and how its values become a change and a change its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from components.changes import Field, Form
from data.codes import CAPABILITY_VALUES
from scenarios.complaints import complaints
from scenarios.model import Change

Values = Mapping[str, Any]
#: What stands for "whoever has nobody" among receivers, alone or followed by ``:`` and a county.
UNCOVERED: Final = "uncovered"
_CHANGE: Final[TypeAdapter[Change]] = TypeAdapter(Change)
_INSTITUTION = "institution_id"


class BadChange(ValueError):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """Values of a form that make no change."""


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


def kinds(grade: str, months: int) -> tuple[Kind, ...]:
    """Return all forms, in the order in which they are offered.

    Args:
        grade: Title grade that a new posting begins with, so that it counts.
        months: Its term, likewise.
    """
    return (
        _posting("lead_to_member", "牵头医院增派", ("leads", "牵头医院"), ("members", "派到"), grade, months),
        _posting("municipal_to_lead", "市级医院增派", ("municipal", "市级医院"), ("all_leads", "派到"), grade, months),
        _posting("municipal_to_county", "市级单位对口区县", ("municipal_units", "市级单位"), ("counties", "派到"),
                 grade, months),
        _plain("extend_postings", "人员", "到期续派", (
            Field("scope", "哪里的派驻", "one", options="scopes"),
            Field("ending_within_months", "几个月内到期", "number", value=months, unit="个月", least=1, most=600),
            Field("months", "续派", "number", value=months, unit="个月", least=1, most=600),
        )),
        _plain("extend_postings", "人员", "点名续派", (
            Field("posting_ids", "派驻", "many", options="postings", unit="条", none="没有在派的人员"),
            Field("months", "续派", "number", value=months, unit="个月", least=1, most=600),
        ), name="extend_some"),
        _plain("move_posting", "人员", "改派", (
            Field("posting_id", "哪一条派驻", "one", options="postings", none="没有在派的人员"),
            Field("to_institution_id", "改派到", "one", options="receivers"),
        )),
        _plain("end_postings", "人员", "结束派驻", (
            Field(_INSTITUTION, "派出或接收机构", "one", options="posted", none="没有在派的人员"),
        )),
        _plain("end_postings", "人员", "点名结束", (
            Field("posting_ids", "派驻", "many", options="postings", unit="条", none="没有在派的人员"),
        ), name="end_some"),
        _plain("reassign_member", "归属", "划转", (
            Field(_INSTITUTION, "哪家机构", "one", options="movable"),
            Field("consortium_id", "划入", "one", options="consortia", of=_INSTITUTION),
        )),
        _plain("found_consortium", "归属", "新组建", (
            Field("county_code", "区县", "one", options="county_codes"),
            Field("name", "名称", "text"),
            Field("lead_institution_id", "牵头医院", "one", options="hospitals", of="county_code"),
            Field("members", "成员单位", "many", options="grassroots", of="county_code", unit="家", optional=True),
        )),
        _plain("merge_consortia", "归属", "合并", (
            Field("into_id", "并入", "one", options="consortia"),
            Field("from_ids", "被合并的医共体", "many", options="siblings", of="into_id", unit="家"),
        )),
        _plain("open_remote_site", "远程", "开通", (
            Field(_INSTITUTION, "机构", "one", options="receivers"),
            Field("service_type", "服务", "one", options="services"),
        )),
        _plain("close_remote_site", "远程", "停用", (
            Field(_INSTITUTION, "机构", "one", options="receivers"),
            Field("service_type", "服务", "one", options="services"),
        )),
        _plain("scale_remote_volume", "远程", "服务量", (
            Field("scope", "哪里申请的", "one", options="scopes"),
            Field("service_type", "服务", "one", options="all_services"),
            Field("factor", "今年以来的量乘以", "number", value=1.2, unit="倍", least=0, most=1_000, step=0.01),
        )),
        _plain("set_village_mode", "村级", "成批调整", (
            Field("county_code", "区县", "one", options="county_codes"),
            Field("which", "哪些村", "one", options="which", value="unserved_planned"),
            Field("mode", "改为", "one", options="modes", value="extension"),
        )),
        _plain("set_village_mode", "村级", "点名调整", (
            Field("village_codes", "村", "many", options="villages", unit="个村", none="先在左侧选一个区县"),
            Field("mode", "改为", "one", options="modes", value="extension"),
            Field(_INSTITUTION, "由谁承担", "one", options="receivers", optional=True),
        ), name="set_some_villages"),
        _plain("add_clinic", "村级", "新设村卫生室", (
            Field("village_code", "村", "one", options="villages", none="先在左侧选一个区县"),
        )),
        _capability("yes_no", "达标与否", ("yes", "no")),
        _capability("tier", "等级", ("none", "basic", "recommended")),
        _capability("number", "数量", None),
        _plain("set_target", "目标", "另设目标", (
            Field("indicator", "指标", "one", options="targets", none="文件未设目标"),
            Field("value", "目标值", "number", step=0.01),
            Field("level", "哪一级", "one", options="levels", optional=True),
        )),
        _plain("shift_as_of", "目标", "换一天看", (Field("to", "截止日期", "day"),)),
    )  # fmt: skip


def _plain(change: str, group: str, label: str, fields: tuple[Field, ...], name: str = "") -> Kind:
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

    return Kind(Form(name or change, group, label, fields), made, read, change)


def _posting(
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
        to = str(values.get("receiver") or "")
        whom: dict[str, Any] = {}
        if to.partition(":")[0] == UNCOVERED:
            whom = {"to": UNCOVERED, "to_county_code": to.partition(":")[2] or None}
        elif flow == "municipal_to_county":
            whom = {"to_county_code": to or None}
        elif to:
            whom = {"to_institution_id": to}
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

    return Kind(Form(f"add_{flow}", "人员", label, fields), made, read, "add_postings")


def _capability(name: str, label: str, values: tuple[str, ...] | None) -> Kind:
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
            held = f"{held:g}"
        return {"item": given.get("item"), "subject_id": given.get("subject_id"), "value": held}

    def read(held: dict[str, Any]) -> dict[str, Any] | None:
        if held["item"] not in items:
            return None
        number = values is None
        try:
            return {**held, "value": float(held["value"]) if number else held["value"]}
        except ValueError:
            return None

    return Kind(Form(f"set_capability_{name}", "能力", label, fields), made, read, "set_capability")


def _number(value: Any) -> Any:
    """Return a whole number as one: a browser knows only floats. Anything else stays for the check to refuse."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def change_of(forms: Sequence[Kind], form: object, values: object) -> Change:
    """Return the change that a form's values make.

    Raises:
        BadChange: No such form, or values that make none; the message is Chinese, one line for each fault.
    """
    kind = next((one for one in forms if one.form.kind == form), None)
    if kind is None or not isinstance(values, dict):
        raise BadChange("这项调整读不通，请删除后重新填写。")
    labels = {field.name: field.label for field in kind.form.fields}
    try:
        return _CHANGE.validate_python({"kind": kind.change, **kind.made(values)})
    except ValidationError as error:
        # The places of the message are fields of the change; the reader knows them by their labels.
        said = [line.rpartition("：")[2] if "：" in line else line for line in complaints(error)]
        where = [labels.get(str(found["loc"][-1]), "") if found["loc"] else "" for found in error.errors()]
        lines = [f"{place}：{words}" if place else words for place, words in zip(where, said, strict=False)]
        raise BadChange("".join(dict.fromkeys(lines))) from None


def values_of(forms: Sequence[Kind], change: Change) -> tuple[str, dict[str, Any]]:
    """Return the form that a change is edited with and its values; an empty form where none makes it."""
    held = change.model_dump(mode="json", exclude_defaults=True)
    held.pop("kind", None)
    for kind in forms:
        if kind.change == change.kind and (values := kind.read(held)) is not None:
            return kind.form.kind, values
    return "", {}
