"""A chart has at most seven bars, worst first; what is beyond is one bar or left out, a month unreported a gap."""

from __future__ import annotations

import pytest

from briefing.composing.charts import bars, over_months
from briefing.model import Chart, Fact


def chart(values: list[float | None], **more: object) -> Chart | None:
    rows = [(f"县{at}", value, None) for at, value in enumerate(values)]
    return bars("无人派驻（家）", "家", 0, rows, lambda value: value > 2, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "shown"), [(6, 6), (7, 7), (8, 7), (16, 7)])
def test_at_most_seven_bars_the_last_of_all_beyond(count: int, shown: int) -> None:
    held = chart([float(at) for at in range(count)], rest=sum)
    assert held is not None
    assert len(held.categories) == shown
    assert held.series[0].values[0] == count - 1
    beyond = count - 6 if count > 7 else 0
    assert held.categories[-1] == (f"其余\u00a0{beyond}\u00a0个合计" if beyond else "县0")
    assert sum(value or 0 for value in held.series[0].values) == sum(range(count))


@pytest.mark.parametrize(("last", "coloured"), [(2.0, False), (2.5, True)])
def test_the_bar_of_the_rest_is_coloured_where_one_of_them_falls_short(last: float, coloured: bool) -> None:
    held = chart([9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 0.0, 0.0, last], rest=sum)
    assert held is not None
    assert held.behind == {*range(6), *([6] if coloured else [])}


def test_without_a_sum_of_the_rest_seven_stand_and_the_title_says_which() -> None:
    held = chart([float(at) for at in range(8)], worst="low")
    assert held is not None
    assert list(held.series[0].values) == [0, 1, 2, 3, 4, 5, 6]
    assert held.title == "无人派驻（家），最少的\u00a07\u00a0个"
    assert held.behind == {3, 4, 5, 6}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7], ""),
        ([0, 1, 2, 3, 4, 5, 6, 6], "（另有\u00a01\u00a0个同为\u00a06\u00a0家）"),
        ([0, 3, 3, 3, 3, 3, 3, 3, 3, 9], "（另有\u00a02\u00a0个同为\u00a03\u00a0家）"),
    ],
)
def test_who_is_as_the_last_one_shown_is_not_passed_over(values: list[float], words: str) -> None:
    held = chart(list(values), worst="low")
    assert held is not None
    assert held.title == f"无人派驻（家），最少的\u00a07\u00a0个{words}"


def test_who_did_not_report_has_no_bar_and_is_counted() -> None:
    held = chart([1.0, None, 0.0])
    assert held is not None
    assert list(held.categories) == ["县0", "县2"]
    assert held.title.endswith("，1\u00a0个未报")
    assert chart([None, None]) is None


def test_a_month_nobody_reported_is_a_gap_without_a_fact() -> None:
    def fact(_: str, month: str, value: float | None) -> Fact:
        return Fact("remote.month", "3302", "value", value, f"{value}", month)

    held = over_months("每月", "例", 0, ["2022-01", "2022-02"], {"合计": [None, 3.0]}, fact)
    assert held is not None
    assert list(held.series[0].values) == [None, 3.0]
    assert [one and one.at for one in held.series[0].facts] == [None, "2022-02"]
    assert over_months("每月", "例", 0, ["2022-01"], {"合计": [None]}, fact) is None
