"""Edges of the number language: rounding, grouping, 万 and 亿, shares, parts, distances, how a target is missed."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.policies import Target
from indicators import wording as w

N = w.NBSP
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (6.25, 1, "6.3"), (6.35, 1, "6.4"), (6.24999, 1, "6.2"), (0.5, 0, "1"), (2.5, 0, "3"), (-2.5, 0, "−3"),
        (1.005, 2, "1.01"), (-0.04, 1, "0.0"), (-0.05, 1, "−0.1"), (9999.4, 0, "9999"), (9999.5, 0, "10,000"),
        (10_000, 0, "10,000"), (float("nan"), 1, "—"),
        (1e30, 0, f"1{',000' * 10}"), (-1e308, 0, f"−100{',000' * 102}"),
    ],
)
def test_rounding_is_half_up_and_grouping_follows_what_is_written(value: float, decimals: int, words: str) -> None:
    assert w.number(value, decimals) == words


@given(st.integers(-(10**9), 10**9), st.integers(1, 400), st.integers(0, 2))
def test_every_share_rounds_as_a_spreadsheet_does(part: int, whole: int, decimals: int) -> None:
    value = 100 * part / whole
    expected = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    plain = w.number(value, decimals).replace(",", "").replace(w.MINUS, "-")
    assert Decimal(plain) == expected
    assert not plain.startswith("-") or expected < 0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (9999.4, ("9999", "元")), (9999.5, ("1.0", "万元")), (10_000, ("1.0", "万元")), (-10_000, ("−1.0", "万元")),
        (99_994_999, ("9999.5", "万元")), (99_999_499, ("9999.9", "万元")), (99_999_500, ("1.00", "亿元")),
        (100_000_000, ("1.00", "亿元")), (884_900_000, ("8.85", "亿元")),
    ],
)
def test_wan_and_yi_begin_with_what_is_written(value: float, words: tuple[str, str]) -> None:
    assert w.shortened(value, "元") == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 4, "0%"), (4, 4, "100%"), (3, 4, "75.0%"), (9999, 10_000, "99.9%"), (999_999, 1_000_000, "99.9%"),
        (1, 10_000, "0.1%"), (5, 4, "125.0%"), (0, 0, "—"),
    ],
)
def test_a_share_is_all_or_nothing_only_where_it_is(part: int, whole: int, words: str) -> None:
    assert w.share_words(part, whole) == words


@pytest.mark.parametrize(
    ("part", "whole", "unit", "words"),
    [
        (19, 23, "家", f"19/23{N}家"), (0, 23, "家", f"0/23{N}家"), (9999, 9999, "人", f"9999/9999{N}人"),
        (9999, 10_000, "人", f"1.0/1.0{N}万人"), (60_240_000, 67_145_000, "人次", f"6024.0/6714.5{N}万人次"),
        (1, 0, "家", ""), (None, 23, "家", ""), (1, None, "家", ""), (1, float("nan"), "家", ""),
    ],
)
def test_a_part_stands_over_its_whole_in_one_unit(
    part: float | None, whole: float | None, unit: str, words: str
) -> None:
    assert w.parts_words(part, whole, unit) == words


@pytest.mark.parametrize(
    ("km", "words"),
    [(0.0004, f"0{N}米"), (0.9994, f"999{N}米"), (0.9995, f"1.0{N}公里"), (1.0, f"1.0{N}公里"), (1.85, f"1.9{N}公里")],
)
def test_distances_are_in_metres_below_a_kilometre(km: float, words: str) -> None:
    assert w.distance_words(km) == words


def test_axis_figures_times_and_columns_in_wan() -> None:
    assert [w.axis_words(value) for value in (0, 2.5, 9_999, 10_000, 125_000)] == [
        "0", "2.5", "9,999", f"1{N}万", f"12.5{N}万",
    ]
    assert (w.times_words(5, 2), w.times_words(5, 0)) == (f"2.5{N}倍", "—")
    assert (w.in_wan(54_800_000), w.in_wan(None), w.in_wan(12_345, 2)) == ("5480.0", "—", "1.23")


def target(op: str, value: object) -> Target:
    return Target(
        indicator="care.in_county_rate", levels=("city",), op=op, value=value, unit="人", quote="测", source="测"
    )


@pytest.mark.parametrize(
    ("op", "value", "unit", "said", "missed"),
    [
        (">", 300, "人", f"超过{N}300{N}人", f"不超过{N}300{N}人"),
        (">=", 100, "人", f"100{N}人以上", f"低于{N}100{N}人"),
        (">=", 62.5, "%", f"62.5%{N}以上", f"低于{N}62.5%"),
        ("<=", 5, "个", f"不超过{N}5{N}个", f"超过{N}5{N}个"),
        ("<=", 0, "个", f"0{N}个", f"超过{N}0{N}个"),
        ("range", (1, 3), "家", f"1～3{N}家", "未达标"),
    ],
)
def test_above_and_at_least_are_kept_apart_met_or_missed(
    op: str, value: object, unit: str, said: str, missed: str
) -> None:
    assert (w.target_words(target(op, value), unit), w.missed_words(target(op, value), unit)) == (said, missed)


@pytest.mark.parametrize(
    ("op", "value", "status"),
    [(">", 299.9, 301), (">", 300, 301), (">", 301, None), (">=", 299.9, 300), (">=", 300, None)],
)
def test_the_edge_of_above_is_the_next_whole_person(op: str, value: float, status: float | None) -> None:
    edge = w.least_that_meets(target(op, 300), whole=True)
    assert (edge if edge is not None and value < edge else None) == status


def test_ranks_in_words_and_in_a_column() -> None:
    assert [w.rank_label(*one[:1], tied=one[1]) for one in ((3, False), (3.0, True), (None, False))] == [
        "3", "3（并列）", "—",
    ]
    assert w.rank_label(float("nan")) == "—"
    assert w.rank_words(1, 4, "个区县", tied=True) == f"4{N}个区县中并列第{N}1"
    assert "不排名" in w.rank_words(None, 3, "个区县")


def test_dates_where_room_is_short() -> None:
    assert w.date_label(date(2022, 6, 3)) == "2022年6月3日"


def test_points_and_percent_are_never_mixed() -> None:
    assert w.change_words("同比", 0.04, "%", 1) == f"同比{N}0.0{N}个百分点"
    assert w.change_words("同比", 0.05, "%", 1) == f"同比{N}+0.1{N}个百分点"
    assert w.change_words("同比", 5, "例") == f"同比{N}+5.0%"
    assert w.difference(0.04, "%", 1) == f"不足{N}0.1{N}个百分点"
    assert w.difference(0.05, "%", 1) == f"0.1{N}个百分点"
    assert w.gap_words(0.4, "家") == f"差{N}不足{N}1{N}家"


#: A figure formatted by hand beside a unit in Chinese or %: ``{x:.1f}%``, ``{x:,.0f} 人``, ``{number(x)}%``.
_BY_HAND = re.compile(r"\{[^{}]*:,?\.[0-9]f\}(%| ?[\u4e00-\u9fff])|\{number\([^{}]*\)\}%")


def test_nobody_else_makes_number_words() -> None:
    found = []
    for folder in ("components", "indicators"):
        for path in (ROOT / folder).rglob("*.py"):
            # The command line prints plain spaces, and an SVG length is no word.
            if path.name.startswith("wording") or path.name in ("cli.py", "svg.py"):
                continue
            found += [f"{path.name}: {line.strip()}" for line in path.read_text("utf-8").splitlines()
                      if _BY_HAND.search(line)]
    assert found == []
