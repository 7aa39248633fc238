"""What is wrong with a policy file (政策文件), in Chinese: file, place, reason and the value found."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError


class PolicyError(ValueError):
    """A policy file that cannot be used; the message says in Chinese which file, which entry and why."""


#: Chinese for the kinds of error that can occur; anything else is said in general words.
_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识的字段，请检查拼写",
    "literal_error": "只能是 {expected} 之一",
    "string_pattern_mismatch": "写法不对",
    "string_too_short": "不能为空",
    "string_too_long": "引文太长，最多 {max_length} 个字",
    "string_type": "应为文字（加引号）",
    "too_short": "至少要有一项",
    "list_type": "应为列表（放在方括号里）",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
}


def explain(path: Path, error: ValidationError, entry: str | None = None) -> str:
    """Say in Chinese what is wrong with a file, one line per error: file, place, reason and the value found."""
    lines = []
    for found in error.errors(include_url=False):
        place = _place(found["loc"], entry)
        context = found.get("ctx", {})
        if found["type"] == "value_error":
            reason = str(context["error"])
        elif found["type"].startswith("date"):
            reason = "应为日期，如 2019-12-31（不加引号）"
        else:
            reason = _REASONS.get(found["type"], "值不合要求").format(**context)
        given = "" if found["type"] in {"missing", "value_error"} else f"，现为 {found['input']!r}"
        lines.append(f"{path.name}：{place}：{reason}{given}")
    return "\n".join(dict.fromkeys(lines))


def _place(location: tuple[int | str, ...], entry: str | None) -> str:
    """Return ``第 3 个 targets 的 op`` for ``("targets", 2, "op")``."""
    parts = [f"[{entry}]"] if entry else []
    index = 0
    while index < len(location):
        name = location[index]
        following = location[index + 1] if index + 1 < len(location) else None
        if isinstance(name, str) and isinstance(following, int):
            parts.append(f"第 {following + 1} 个 {name}")
            index += 2
        else:
            # The branches of a union (a number or a pair) are no part of the file.
            parts += [str(name)] if isinstance(name, str) and "[" not in name and name != "float" else []
            index += 1
    return " 的 ".join(parts) or "整个文件"
