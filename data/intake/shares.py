"""Percentages (比例): a spreadsheet shows 57.2% and holds 0.572, so that numbers up to 1 are asked back."""

from __future__ import annotations

from data.intake.grids import Value
from data.intake.notes import plain
from data.intake.outcome import ValueProblem, quoted


def check_share(value: Value, share: float | None) -> None:
    """Ask back a percentage that may be a fraction, and refuse one above 100.

    Args:
        value: The cell.
        share: What it was read as, in percent; null where it is not reported.

    Raises:
        ValueProblem: ``share_unclear`` for more than 0 and up to 1 without a sign of percent, ``share_too_large``.
    """
    if share is None:
        return
    signed = isinstance(value, str) and value.strip().endswith(("%", "％"))
    if 0 < share <= 1 and not signed:
        large = plain(float(f"{share * 100:.12g}"))
        raise ValueProblem(
            "share_unclear",
            f"{quoted(plain(value))}是 {large}% 还是 {plain(share)}%？单元格设成百分比格式时，存下的是小数",
            f"把单元格格式改为“常规”：是 {large}% 就写 {large}；确实只有 {plain(share)}%，就写成文字 {plain(share)}%",
        )
    if share > 100:
        raise ValueProblem(
            "share_too_large", f"比例不能超过 100%，这里是 {quoted(plain(value))}", "核对原始记录；百分之五十七写 57"
        )
