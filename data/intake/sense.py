"""What cannot be within one row, and rows that say the same twice: errors of the file itself, before any rule."""

from __future__ import annotations

from data.intake.identifiers import is_credit_code
from data.intake.notes import plain
from data.intake.taking import Taken
from data.model import TABLES

#: Amounts of money, the visits they were paid for, and what one of these costs at least: a ten thousandth of what it
#: does cost is less.
_PAID = (("outpatient_fee_yuan", "outpatient_visits", 1), ("inpatient_fee_yuan", "discharges", 10))
#: By form: a part and the whole it is counted from, so that it cannot be larger.
_PARTS = {
    "family_doctors": (("key_contracted", "key_population"), ("key_contracted", "contracted")),
    "care_seeking": (("grassroots_visits", "visits_in"),),
    "outward_referrals": (("cases", "total_cases"),),
    "bookings": (("to_grassroots", "offered"),),
}


def check_rows(taken: Taken) -> None:
    """Note ``part_exceeds_whole``, ``uscc_wrong``, ``datum_missing``, ``provider_missing`` and ``amount_scale``."""
    for part, whole in _PARTS.get(taken.form.key, ()):
        label = taken.form.field(whole).label
        for position, (less, more) in enumerate(zip(taken.cells[part], taken.cells[whole], strict=True)):
            if less is not None and more is not None and less > more:
                taken.problem(
                    "part_exceeds_whole", position, part,
                    f"“{taken.form.field(part).label}”是“{label}”的一部分，不能比它（{plain(more)}）多", "核对两个数",
                )
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
    if taken.form.key == "remote":
        _check_providers(taken)
    if taken.form.key == "costs":
        _check_amounts(taken)


def _check_amounts(taken: Taken) -> None:
    """Note what amounts cannot be.

    No visit costs less than one yuan (元), no stay less than ten: such amounts are in ten thousands (万元). Drugs and
    consumables are part of the fees of visits and stays together.
    """
    _check_fees(taken)
    for amount, visits, least in _PAID:
        one, other = taken.form.field(amount), taken.form.field(visits)
        for position, (paid, count) in enumerate(zip(taken.cells[amount], taken.cells[visits], strict=True)):
            if paid is not None and count is not None and 0 < paid < least * count:
                taken.problem(
                    "amount_scale", position, amount,
                    f"“{one.label}”是 {plain(paid)}，“{other.label}”是 {plain(count)}，平均每人次不到 {least} 元，"
                    "像是按万元填的",
                    "按元填写；人次写错了就改正人次",
                )


def _check_fees(taken: Taken) -> None:
    fees = zip(taken.cells["outpatient_fee_yuan"], taken.cells["inpatient_fee_yuan"], strict=True)
    for position, (outpatient, inpatient) in enumerate(fees):
        if outpatient is None or inpatient is None:
            continue
        for part in ("drug_fee_yuan", "consumable_fee_yuan"):
            paid = taken.cells[part][position]
            if paid is not None and paid > outpatient + inpatient:
                taken.problem(
                    "part_exceeds_whole", position, part,
                    f"“{taken.form.field(part).label}”是门诊和住院费用的一部分，"
                    f"不能比两者之和（{plain(outpatient + inpatient)}）多",
                    "核对这几个数",
                )


def _check_providers(taken: Taken) -> None:
    provider = "providing_institution_id"
    cells = ("providing_institution_name", provider)
    for position, volume in enumerate(taken.cells["volume"]):
        if volume is None or taken.cells[provider][position] is not None:
            continue
        if not any(taken.is_bad(position, name) for name in cells):
            fix = "补上给服务的机构；没有做过就把服务量留空"
            taken.problem("provider_missing", position, cells[0], "有服务量，没有写服务机构", fix)
        taken.lost.add(position)


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


def _label(taken: Taken, name: str) -> str:
    one = taken.form.field(name)
    return taken.form.field(one.named_by).label if one.named_by else one.label
