"""Numbers of one row that cannot be beside each other (数与数): parts above their whole, amounts in ten thousands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from data.intake.notes import plain
from data.intake.taking import Taken

#: By form: a part and the whole it is counted from, so that it cannot be larger.
_PARTS: Final = {
    "family_doctors": (("key_contracted", "key_population"), ("key_contracted", "contracted")),
    "care_seeking": (("grassroots_visits", "visits_in"),),
    "outward_referrals": (("cases", "total_cases"),),
    "bookings": (("to_grassroots", "offered"), ("used", "offered")),
    "costs": (("fund_in_county_yuan", "fund_all_yuan"),),
}
#: By form: a number that is hardly ever above the other, and what it looks like where it is.
_SMALLER: Final = {
    "family_doctors": (("teams", "doctors", "一支团队至少有一名家庭医生，像是两列填反了"),),
    "care_seeking": (
        ("inpatients_in", "visits_in", "住院比门急诊还多，像是两列填反了"),
        ("inpatients_out", "visits_out", "住院比门急诊还多，像是两列填反了"),
    ),
    "costs": (("discharges", "outpatient_visits", "出院比门急诊还多，像是两列填反了"),),
}
#: Amounts of money, the visits they were paid for, and yuan for one of these: below the first it cannot be, outside
#: the last two it hardly is. A ten thousandth of what it does cost is below the first.
_PAID: Final = (
    ("outpatient_fee_yuan", "outpatient_visits", 1, 20, 5_000),
    ("inpatient_fee_yuan", "discharges", 10, 500, 200_000),
)
#: Parts of the fees (药品、耗材) and what the insurance pays of them: all in yuan, so that none is a thousandth.
_OF_FEES: Final = ("drug_fee_yuan", "consumable_fee_yuan", "fund_in_county_yuan", "fund_all_yuan")
_SLIGHT: Final = 1_000
#: An investment below so many yuan is likely one in ten thousands.
_LEAST_INVESTED: Final = 1_000

#: Minutes from request to answer: less than one is in hours, more than a month's in seconds.
_LEAST_MINUTES, _MOST_MINUTES = 1, 31 * 24 * 60
#: Forms with several numbers a row: three of them, one not small, are the same in two rows only where one was copied.
_COPIED: Final = ("workforce", "costs")
_FEWEST_ALIKE: Final = 3
_NOT_SMALL: Final = 100


def check_numbers(taken: Taken) -> None:
    """Note what numbers beside each other tell of a row.

    ``part_exceeds_whole``, ``columns_swapped``, ``amount_scale``, ``amount_alone`` and ``turnaround_unit``.
    """
    for part, whole in _PARTS.get(taken.form.key, ()):
        label = _label(taken, whole)
        for position, less, more in _pairs(taken, part, whole):
            if less > more:
                taken.problem(
                    "part_exceeds_whole", position, part,
                    f"“{_label(taken, part)}”是“{label}”的一部分，不能比它（{plain(more)}）多", "核对两个数",
                )
    for name, other, why in _SMALLER.get(taken.form.key, ()):
        for position, less, more in _pairs(taken, name, other):
            if less > more >= 0:
                taken.problem(
                    "columns_swapped", position, name,
                    f"“{_label(taken, name)}”比“{_label(taken, other)}”（{plain(more)}）多：{why}",
                    "核对两个数；属实可以保留", "warning",
                )
    if taken.form.key == "costs":
        _check_fees(taken)
        strange = {position for paid in _PAID for position in _check_paid(taken, *paid)}
        _check_parts_of_fees(taken, strange)
    if taken.form.key == "investments":
        _check_invested(taken)
    if taken.form.key == "remote":
        _check_turnaround(taken)


def _check_paid(taken: Taken, amount: str, visits: str, least: int, low: int, high: int) -> set[int]:
    """Hold an amount against the visits it was paid for; returns where something was noted.

    No visit costs less than one yuan (元), no stay less than ten: such amounts are in ten thousands (万元).
    """
    one, other = _label(taken, amount), _label(taken, visits)
    strange: set[int] = set()
    for position, paid, count in _pairs(taken, amount, visits):
        if (paid == 0) != (count == 0):
            zero, name = ("人次", visits) if count == 0 else ("费用", amount)
            taken.problem(
                "amount_alone", position, name,
                f"“{one}”是 {plain(paid)}，“{other}”是 {plain(count)}，有一个是 0，另一个却不是",
                f"核对；没有统计或没有报送{zero}就留空", "warning",
            )
        if paid <= 0 or count <= 0 or low * count <= paid <= high * count:
            continue
        strange.add(position)
        said = f"“{one}”是 {plain(paid)}，“{other}”是 {plain(count)}，平均每人次"
        if paid < least * count:
            taken.problem(
                "amount_scale", position, amount, f"{said}不到 {least} 元，像是按万元填的",
                "按元填写；人次写错了就改正人次",
            )
        else:
            than = f"不到 {low} 元" if paid < low * count else f"超过 {high:,} 元"
            taken.problem(
                "amount_scale", position, amount, f"{said}{than}，很少见", "核对位数、单位和人次；属实可以保留",
                "warning",
            )
    return strange


def _check_fees(taken: Taken) -> None:
    """Drugs and consumables are part of the fees of visits and stays together, alone and both."""
    parts = ("drug_fee_yuan", "consumable_fee_yuan")
    for position, outpatient, inpatient in _pairs(taken, "outpatient_fee_yuan", "inpatient_fee_yuan"):
        fees = outpatient + inpatient
        paid = {name: value for name in parts if (value := taken.cells[name][position]) is not None}
        above = [name for name, value in paid.items() if value > fees]
        for name in above:
            taken.problem(
                "part_exceeds_whole", position, name,
                f"“{_label(taken, name)}”是门诊和住院费用的一部分，不能比两者之和（{plain(fees)}）多", "核对这几个数",
            )
        if not above and sum(paid.values()) > fees:
            taken.problem(
                "part_exceeds_whole", position, parts[0],
                f"药品和耗材费用都是门诊和住院费用的一部分，加起来（{plain(round(sum(paid.values()), 2))}）"
                f"不能比费用之和（{plain(fees)}）多",
                "核对这几个数",
            )


def _check_parts_of_fees(taken: Taken, strange: set[int]) -> None:
    """Of fees in yuan no part is a thousandth; where the fees themselves are strange, nothing is said of the parts."""
    for position, outpatient, inpatient in _pairs(taken, "outpatient_fee_yuan", "inpatient_fee_yuan"):
        if position in strange:
            continue
        fees = outpatient + inpatient
        for name in _OF_FEES:
            value = taken.cells[name][position]
            if value is not None and 0 < value * _SLIGHT < fees:
                taken.problem(
                    "amount_scale", position, name,
                    f"“{_label(taken, name)}”不到门诊和住院费用之和（{plain(fees)}）的千分之一，像是按万元填的",
                    "按元填写；属实可以保留", "warning",
                )


def _check_invested(taken: Taken) -> None:
    for position, amount in enumerate(taken.cells["amount_yuan"]):
        if amount is not None and 0 < amount < _LEAST_INVESTED:
            taken.problem(
                "amount_scale", position, "amount_yuan", f"投入只有 {plain(amount)} 元，像是按万元填的",
                "按元填写；属实可以保留", "warning",
            )


def _check_turnaround(taken: Taken) -> None:
    name = "median_turnaround_minutes"
    for position, minutes in enumerate(taken.cells[name]):
        if minutes is not None and (0 < minutes < _LEAST_MINUTES or minutes > _MOST_MINUTES):
            taken.problem(
                "turnaround_unit", position, name, f"回报时间 {plain(minutes)} 分钟很少见，像是按小时、天或秒填的",
                "换算成分钟；属实可以保留", "warning",
            )


def check_alike(taken: Taken) -> None:
    """Note ``rows_alike``: several numbers, one of them not small, that are the same in two rows that are taken."""
    if taken.form.key not in _COPIED:
        return
    names = [one.name for one in taken.form.fields if one.kind in ("int", "float")]
    first: dict[tuple[Any, ...], int] = {}
    for position in range(len(taken.rows)):
        numbers = tuple(taken.cells[name][position] for name in names)
        given = [number for number in numbers if number is not None]
        if position in taken.lost or len(given) < _FEWEST_ALIKE or max(given) < _NOT_SMALL:
            continue
        before = first.setdefault(numbers, position)
        if before != position:
            taken.problem(
                "rows_alike", position, names[0], f"这一行的数与第 {taken.rows[before] + 1} 行完全相同，像是照抄",
                "核对两行；属实可以保留", "warning",
            )


def _pairs(taken: Taken, one: str, other: str) -> Iterator[tuple[int, Any, Any]]:
    """Yield the positions at which both columns hold a number, with the two numbers."""
    for position, pair in enumerate(zip(taken.cells[one], taken.cells[other], strict=True)):
        if None not in pair:
            yield position, *pair


def _label(taken: Taken, name: str) -> str:
    return taken.form.field(name).label
