"""The forms of changes (调整表单): what each asks for, and how what is filled in becomes a change and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from components.changes import Field, Form
from components.views.scenario_kinds import Kind, capability, plain, posting
from scenarios.complaints import reason
from scenarios.model import Change

#: How many months ahead 将到期 looks.
AHEAD: Final = 12
_CHANGE: Final[TypeAdapter[Change]] = TypeAdapter(Change)
_NOBODY: Final = "没有在派的人员"
_NO_COUNTY: Final = "先在左侧选一个区县"
_UNREADABLE: Final = "这项调整读不通，请删除后重新填写。"
#: Where the change keeps what the form calls receiver.
_RECEIVER: Final = ("to_institution_id", "to_county_code")


class BadChange(ValueError):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """Values of a form that make no change."""


def kinds(grade: str, months: int) -> tuple[Kind, ...]:
    """Return all forms, in the order in which they are offered.

    Args:
        grade: Title grade that a new posting begins with, so that it counts.
        months: Its term, likewise.
    """
    return (*_staff(grade, months), *_places(), *_remote(), *_villages(), *_capabilities(), *_terms())


def _staff(grade: str, months: int) -> tuple[Kind, ...]:
    return (
        posting("lead_to_member", "牵头医院增派", ("leads", "牵头医院"), ("members", "派到"), grade, months),
        posting("municipal_to_lead", "市级医院增派", ("municipal", "市级医院"), ("all_leads", "派到"), grade, months),
        posting("municipal_to_county", "市级单位对口区县", ("municipal_units", "市级单位"), ("counties", "派到"),
                 grade, months),
        plain("extend_postings", "人员", "到期续派", "{scope} {ending_within_months}内到期的长期派驻续派 {months}", (
            Field("scope", "哪里的派驻", "one", options="scopes"),
            Field("ending_within_months", "几个月内到期", "number", value=AHEAD, unit="个月", least=1, most=600),
            Field("months", "续派", "number", value=months, unit="个月", least=1, most=600),
        )),
        plain("extend_postings", "人员", "点名续派", "{posting_ids}的派驻续派 {months}", (
            Field("posting_ids", "派驻", "many", options="postings", unit="条", none=_NOBODY),
            Field("months", "续派", "number", value=months, unit="个月", least=1, most=600),
        ), name="extend_some"),
        plain("move_posting", "人员", "改派", "{posting_id}的派驻改派到{to_institution_id}（期限不变）", (
            Field("posting_id", "哪一条派驻", "one", options="postings", none=_NOBODY),
            Field("to_institution_id", "改派到", "one", options="receivers"),
        )),
        plain("end_postings", "人员", "结束派驻", "结束{institution_id}派出和接收的全部派驻", (
            Field("institution_id", "派出或接收机构", "one", options="posted", none=_NOBODY),
        )),
        plain("end_postings", "人员", "点名结束", "结束{posting_ids}的派驻", (
            Field("posting_ids", "派驻", "many", options="postings", unit="条", none=_NOBODY),
        ), name="end_some"),
    )  # fmt: skip


def _places() -> tuple[Kind, ...]:
    return (
        plain("reassign_member", "归属", "划转", "{institution_id}划入{consortium_id}", (
            Field("institution_id", "哪家机构", "one", options="movable"),
            Field("consortium_id", "划入", "one", options="consortia", of="institution_id"),
        )),
        plain("found_consortium", "归属", "新组建",
               "在{county_code}新组建{name}，由{lead_institution_id}牵头[，成员为{members}]", (
            Field("county_code", "区县", "one", options="county_codes"),
            Field("name", "名称", "text", most=60),
            Field("lead_institution_id", "牵头医院", "one", options="hospitals", of="county_code"),
            Field("members", "成员单位", "many", options="grassroots", of="county_code", unit="家", optional=True),
        )),
        plain("merge_consortia", "归属", "合并", "{from_ids}并入{into_id}", (
            Field("into_id", "并入", "one", options="consortia"),
            Field("from_ids", "被合并的医共体", "many", options="siblings", of="into_id", unit="家",
                  none="这个区县没有别的医共体"),
        )),
    )  # fmt: skip


def _remote() -> tuple[Kind, ...]:
    site = (
        Field("institution_id", "机构", "one", options="receivers"),
        Field("service_type", "服务", "one", options="services"),
    )
    return (
        plain("open_remote_site", "远程", "开通", "{institution_id}开通{service_type}", site),
        plain("close_remote_site", "远程", "停用", "{institution_id}停用{service_type}", site),
        plain("scale_remote_volume", "远程", "服务量", "{scope}今年以来的{service_type}量按 {factor}计", (
            Field("scope", "哪里申请的", "one", options="scopes"),
            Field("service_type", "服务", "one", options="all_services"),
            Field("factor", "今年以来的量乘以", "number", value=1.2, unit="倍", least=0, most=1_000, step=0.01),
        )),
    )  # fmt: skip


def _villages() -> tuple[Kind, ...]:
    return (
        plain("set_village_mode", "村级", "成批调整", "{county_code}{which}改为{mode}", (
            Field("county_code", "区县", "one", options="county_codes"),
            Field("which", "哪些村", "one", options="which", value="unserved_planned"),
            Field("mode", "改为", "one", options="modes", value="extension"),
        )),
        plain("set_village_mode", "村级", "点名调整", "{village_codes}改为{mode}[，由{institution_id}承担]", (
            Field("village_codes", "村", "many", options="villages", unit="个村", none=_NO_COUNTY),
            Field("mode", "改为", "one", options="modes", value="extension"),
            Field("institution_id", "由谁承担", "one", options="receivers", optional=True),
        ), name="set_some_villages"),
        plain("add_clinic", "村级", "新设村卫生室", "在{village_code}新设村卫生室", (
            Field("village_code", "村", "one", options="villages", none=_NO_COUNTY),
        )),
    )  # fmt: skip


def _capabilities() -> tuple[Kind, ...]:
    return (
        capability("yes_no", "达标与否", ("yes", "no")),
        capability("tier", "等级", ("none", "basic", "recommended")),
        capability("number", "数量", None),
    )


def _terms() -> tuple[Kind, ...]:
    return (
        plain("set_target", "目标与日期", "另设目标", "[{level}]“{indicator}”的目标改按 {value} 计", (
            Field("indicator", "指标", "one", options="targets", none="文件未设目标"),
            Field("value", "目标值", "number", step=0.01),
            Field("level", "哪一级", "one", options="levels", optional=True),
        )),
        plain("shift_as_of", "目标与日期", "换一天看", "截止日期改为 {to}", (
            Field("to", "截止日期", "day"),
        )),
    )  # fmt: skip


def change_of(forms: Sequence[Kind], form: object, values: object) -> Change:
    """Return the change that a form's values make.

    Raises:
        BadChange: No such form, or values that make none; the message is Chinese and names the fields.
    """
    kind = next((one for one in forms if one.form.kind == form), None)
    if kind is None or not isinstance(values, dict):
        raise BadChange(_UNREADABLE)
    lacking = [field for field in kind.form.fields if not field.optional and _empty(values.get(field.name))]
    if lacking:
        raise BadChange("".join(f"{field.label}：没有填。" for field in lacking))
    try:
        return _CHANGE.validate_python({"kind": kind.change, **kind.made(values)})
    except ValidationError as error:
        raise BadChange("".join(dict.fromkeys(_fault(kind.form, found) for found in error.errors()))) from None


def _empty(value: object) -> bool:
    return value is None or value == "" or value == []


def _fault(form: Form, found: Any) -> str:
    """Return one fault with the label of its field: the message's own places are fields of the change."""
    labels = {field.name: field.label for field in form.fields}
    if "receiver" in labels:
        labels |= dict.fromkeys(_RECEIVER, labels["receiver"])
    where = next((labels[place] for place in found["loc"] if place in labels), "")
    why = "请从列表里选" if found["type"] == "literal_error" else reason(found)
    return f"{where}：{why}。" if where else f"{why}。"


def values_of(forms: Sequence[Kind], change: Change) -> tuple[str, dict[str, Any]]:
    """Return the form that a change is edited with and its values; an empty form where none makes it."""
    held = change.model_dump(mode="json", exclude_defaults=True)
    held.pop("kind", None)
    for kind in forms:
        if kind.change == change.kind and (values := kind.read(held)) is not None:
            return kind.form.kind, values
    return "", {}
