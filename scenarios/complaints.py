"""What is wrong with a scenario file (情景文件), in Chinese: which change, which field and why."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from indicators.wording import NBSP

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识的字段，请检查拼写",
    "literal_error": "只能是 {expected} 之一",
    "string_pattern_mismatch": "写法不对",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字",
    "string_type": "应为文字（加引号）",
    "too_short": "至少要有一项",
    "too_long": "太多，最多 {max_length} 项",
    "tuple_type": "应为列表（放在方括号里）",
    "list_type": "应为列表（放在方括号里）",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数",
    "greater_than_equal": "不能小于 {ge:.15g}",
    "less_than_equal": "不能大于 {le:.15g}",
    "union_tag_invalid": "不认识的调整种类“{tag}”",
    "union_tag_not_found": "没有写调整的种类（kind）",
    "model_attributes_type": "应为一项调整（放在花括号里）",
    "model_type": "应为一项调整（放在花括号里）",
    "dict_type": "应为一项调整（放在花括号里）",
}


def complaints(error: ValidationError) -> tuple[str, ...]:
    """Return one Chinese line per thing that is wrong, each once."""
    return tuple(dict.fromkeys(_line(found) for found in error.errors(include_url=False)))


def reason(found: Any) -> str:
    """Return why one thing is wrong, in Chinese, without its place and without a full stop.

    Args:
        found: One of ``ValidationError.errors()``.
    """
    context = found.get("ctx", {})
    if found["type"] == "value_error":
        return str(context["error"])
    if found["type"].startswith("date"):
        return "应为日期，如 2022-12-31"
    return _REASONS.get(found["type"], "值不合要求").format(**context).replace(" or ", " 或 ")


def _line(found: Any) -> str:
    return f"{_place(found['loc'])}{reason(found)}。"


def _place(location: tuple[int | str, ...]) -> str:
    """Return ``第 3 项调整的 persons：`` for ``("changes", 2, "add_postings", "persons")``."""
    if not location:
        return ""
    if location[0] != "changes" or len(location) == 1:
        return f"{location[0]}："
    where = f"第{NBSP}{int(location[1]) + 1}{NBSP}项调整"
    # After the number comes the kind, which the sentence needs not repeat; the branches of a union are no field.
    fields = [str(part) for part in location[3:4]]
    return f"{where}{'的 ' + fields[0] if fields else ''}："
