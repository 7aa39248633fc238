"""What cannot be within one row, and rows that say the same twice: errors of the file itself, before any rule."""

from __future__ import annotations

from data.intake.identifiers import is_credit_code
from data.intake.sense_numbers import check_alike, check_numbers
from data.intake.sense_words import check_words
from data.intake.taking import Taken
from data.model import TABLES


def check_rows(taken: Taken) -> None:
    """Note ``uscc_wrong`` and ``datum_missing``, and what numbers and words of a row cannot be beside each other."""
    check_numbers(taken)
    check_words(taken)
    if "uscc" in taken.cells:
        for position, code in enumerate(taken.cells["uscc"]):
            if code is not None and not is_credit_code(code):
                taken.problem(
                    "uscc_wrong", position, "uscc", "不是正确的统一社会信用代码：应为 18 位，且最后一位校验得上",
                    "照执业许可证或登记证书核对；没有就留空", "warning",
                )
    if "datum" in taken.cells:
        for position, (lon, lat, datum) in enumerate(
            zip(taken.cells["lon"], taken.cells["lat"], taken.cells["datum"], strict=True)
        ):
            if (lon is not None or lat is not None) and datum is None and not taken.is_bad(position, "datum"):
                taken.problem(
                    "datum_missing", position, "datum", "填了经纬度，没有说明是哪个坐标系",
                    "选 WGS-84、GCJ-02（高德、腾讯地图）或 BD-09（百度地图）",
                )


def check_repeats(taken: Taken) -> None:
    """Note ``duplicate_row``: a row with the key of an earlier one; rows that cannot be taken are left out."""
    keys = [taken.form.key_fields]
    own = TABLES[taken.form.tables[0]].key
    if len(own) == 1 and own[0] in taken.cells and own != keys[0]:
        keys.append(own)
    for key in keys:
        columns = [taken.cells[name] for name in key]
        first: dict[tuple[object, ...], int] = {}
        for position in range(len(taken.rows)):
            held = tuple(column[position] for column in columns)
            if position in taken.lost or held[0] is None:
                continue
            before = first.setdefault(held, position)
            if before != position:
                labels = "、".join(f"“{_label(taken, name)}”" for name in key)
                taken.notes.at(
                    "duplicate_row", "error", taken.rows[position], None,
                    f"与第 {taken.rows[before] + 1} 行重复：{labels}都相同", "删去多余的一行，或改正写错的一行",
                )
                taken.lost.add(position)
    check_alike(taken)


def _label(taken: Taken, name: str) -> str:
    one = taken.form.field(name)
    return taken.form.field(one.named_by).label if one.named_by else one.label
