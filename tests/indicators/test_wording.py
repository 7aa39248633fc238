from datetime import date
from types import SimpleNamespace

import pytest

from indicators import wording as w

N = w.NBSP
S = w.EN_SPACE


def target(op=">", value=300.0, unit="人", due=None, due_stated=False):
    return SimpleNamespace(op=op, value=value, unit=unit, due=due, due_stated=due_stated)


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (286, 0, "286"),
        (0, 0, "0"),
        (90.06, 1, "90.1"),
        (9999, 0, "9999"),
        (10000, 0, "10,000"),
        (186432, 0, "186,432"),
        (-0.4, 1, "−0.4"),
        (-0.04, 1, "0.0"),
        (None, 0, "—"),
        (float("nan"), 1, "—"),
    ],
)
def test_a_number_is_grouped_from_ten_thousand_and_null_is_a_dash(value, decimals, words):
    assert w.number(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(17, 0, "+17"), (-3, 0, "−3"), (0, 0, "0"), (0.04, 1, "0.0"), (-0.04, 1, "0.0"), (None, 0, "—")],
)
def test_a_change_has_its_sign_unless_it_rounds_to_nothing(value, decimals, words):
    assert w.signed(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        (286, "人", 0, f"286{N}人"),
        (90.1, "%", 1, "90.1%"),
        (None, "人", 0, "—"),
        (3, "", 0, "3"),
        # A rate reads 100 only where it is all of them and 0 only where it is none.
        (99.97, "%", 1, "99.9%"),
        (99.97, "%", 0, "99%"),
        (100, "%", 1, "100.0%"),
        (100.04, "%", 1, "100.0%"),
        (0.03, "%", 1, "0.1%"),
        (0, "%", 1, "0.0%"),
        (99.97, "人", 1, f"100.0{N}人"),
    ],
)
def test_figure_and_unit_stay_on_one_line(value, unit, decimals, words):
    assert w.quantity(value, unit, decimals) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (186432, "例", ("18.6", "万例")),
        (9999, "例", ("9999", "例")),
        (10000, "例", ("1.0", "万例")),
        (432_000_000, "元", ("4.32", "亿元")),
        (None, "例", ("—", "例")),
    ],
)
def test_large_amounts_are_shortened_to_wan_and_yi(value, unit, words):
    assert w.shortened(value, unit) == words


def test_a_short_amount_reads_as_one():
    assert w.short_quantity(186432, "例") == f"18.6{N}万例"
    assert w.short_quantity(None, "例") == "—"


def test_a_percentage_is_never_shortened():
    assert w.shortened(12000, "%", 1) == ("12,000.0", "%")


@pytest.mark.parametrize(
    ("gap", "unit", "decimals", "words"),
    [
        (15, "人", 0, f"差{N}15{N}人"),
        (0.4, "%", 1, f"差{N}0.4{N}个百分点"),
        (0.04, "%", 1, f"差{N}不足{N}0.1{N}个百分点"),
        (0, "人", 0, ""),
        (None, "人", 0, ""),
    ],
)
def test_a_gap_is_in_its_own_unit_and_a_tiny_one_is_not_zero(gap, unit, decimals, words):
    assert w.gap_words(gap, unit, decimals) == words


def test_a_difference_of_nothing_known_is_a_dash():
    assert w.difference(None, "%", 1) == "—"
    assert w.difference(0, "人") == f"0{N}人"


@pytest.mark.parametrize(
    ("value", "aim", "unit", "decimals", "words"),
    [
        (158, target(">", 150), "人", 0, f"多{N}7{N}人"),
        (151, target(">", 150), "人", 0, ""),
        (100, target(">=", 100), "人", 0, ""),
        (90.1, target(">=", 90, "%"), "%", 1, f"高{N}0.1{N}个百分点"),
        (3, target("<=", 5), "个", 0, f"少{N}2{N}个"),
        (3.5, target("<=", 5, "%"), "%", 1, f"低{N}1.5{N}个百分点"),
        (2, target("range", (1, 3), "家"), "家", 0, ""),
        (None, target(), "人", 0, ""),
        (5, None, "人", 0, ""),
    ],
)
def test_a_met_target_says_by_how_much(value, aim, unit, decimals, words):
    assert w.surplus_words(value, aim, unit, decimals) == words


def test_more_than_300_persons_is_first_met_by_301_and_a_rate_by_its_edge():
    assert w.least_that_meets(target(">", 300), whole=True) == 301
    assert w.least_that_meets(target(">", 90), whole=False) == 90
    assert w.least_that_meets(target("range", (1, 3)), whole=True) is None


def test_status_is_shape_and_word():
    assert w.status_words("met") == f"●{N}达标"
    assert w.status_words("not_met") == f"▲{N}未达标"
    assert w.status_words("no_data") == f"—{N}无数据"
    assert w.status_words("no_target") == f"—{N}无目标"


def test_the_state_has_the_gap_or_the_surplus_behind_it():
    assert w.state_words("not_met", 286, 15, target(), "人") == f"▲{N}未达标{S}差{N}15{N}人"
    assert w.state_words("met", 308, 0, target(), "人") == f"●{N}达标{S}多{N}7{N}人"
    assert w.state_words("met", 301, 0, target(), "人") == f"●{N}达标"
    assert w.state_words("no_data", None, None, target(), "人") == f"—{N}无数据"


@pytest.mark.parametrize(
    ("value", "gap", "aim", "unit", "words"),
    [
        (4, 1, target("range", (1, 3), "家"), "家", f"超出{N}1{N}家"),
        (0, 1, target("range", (1, 3), "家"), "家", f"差{N}1{N}家"),
        (7, 2, target("<=", 5), "个", f"超出{N}2{N}个"),
        (25, 25, target("<=", 0), "个", f"差{N}25{N}个"),
        (286, 15, target(), "人", f"差{N}15{N}人"),
        (None, None, target(), "人", ""),
        (5, None, None, "人", ""),
    ],
)
def test_too_much_of_something_exceeds_its_target(value, gap, aim, unit, words):
    assert w.missed_by(value, gap, aim, unit) == words


@pytest.mark.parametrize(
    ("aim", "words"),
    [
        (target(">", 300), f"超过{N}300{N}人"),
        (target(">=", 100), f"100{N}人以上"),
        (target(">=", 65, "%"), f"65%{N}以上"),
        (target(">=", 62.5, "%"), f"62.5%{N}以上"),
        (target(">=", 100, "%"), "100%"),
        (target("<=", 5, "个"), f"不超过{N}5{N}个"),
        (target("<=", 0, "个"), f"0{N}个"),
        (target("range", (1, 3), "家"), f"1～3{N}家"),
        (target("range", (1.5, 3), "%"), "1.5～3%"),
        (None, "文件未设目标"),
    ],
)
def test_a_target_is_said_as_the_document_says_it(aim, words):
    assert w.target_words(aim) == words


@pytest.mark.parametrize(
    ("aim", "words"),
    [
        (target(due=date(2019, 12, 31)), "已过文件年度，文件未写明期限"),
        (target(due=date(2019, 12, 31), due_stated=True), "已过文件年度"),
        (target(due=date(2030, 12, 31), due_stated=True), f"期限{N}2030{N}年{N}12{N}月{N}31{N}日"),
        (target(due=date(2030, 12, 31)), "文件未写明期限"),
        (target(), "文件未写明期限"),
        (None, ""),
    ],
)
def test_a_term_says_whether_it_has_passed_and_whether_it_was_written(aim, words):
    assert w.due_words(aim, date(2022, 6, 30)) == words


def test_the_due_day_itself_has_not_passed():
    assert w.due_words(target(due=date(2022, 6, 30), due_stated=True), date(2022, 6, 30)).startswith("期限")


def test_dates_and_months_do_not_break():
    assert w.date_words(date(2022, 6, 30)) == f"2022{N}年{N}6{N}月{N}30{N}日"
    assert w.month_words("2022-06") == f"2022{N}年{N}6{N}月"
    assert w.month_label("2022-06") == "2022年6月"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1.8, "%", f"同比{N}+1.8{N}个百分点"),
        (-12.34, "例", f"同比{N}−12.3%"),
        (0, "例", f"同比{N}0.0%"),
        (None, "例", "同比无可比数据"),
    ],
)
def test_rates_change_in_points_and_amounts_in_percent(value, unit, words):
    assert w.change_words("同比", value, unit, 1) == words


def test_whether_a_change_is_relative_may_be_said():
    assert w.change_words("环比", 5.0, "%", 1, relative=True) == f"环比{N}+5.0%"


@pytest.mark.parametrize(
    ("change", "months", "words"),
    [
        (17, 6, f"近半年{N}+17{N}人"),
        (-2, 6, f"近半年{N}−2{N}人"),
        (0, 6, "近半年持平"),
        (3, 4, f"近{N}4{N}个月{N}+3{N}人"),
        (None, 6, "近半年可比月份不足"),
    ],
)
def test_a_trend_in_words(change, months, words):
    assert w.trend_words(change, months, "人", 0) == words


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2022-12", f"按此{N}12{N}月达标"),
        ("2023-03", f"按此明年{N}3{N}月达标"),
        ("2030-03", f"按此{N}2030{N}年达标"),
        ("2033-01", "按此十年内不能达标"),
    ],
)
def test_an_extrapolated_month_beside_an_as_of_date(month, words):
    assert w.reach_words(month, date(2022, 6, 30)) == words


def test_names_are_listed_up_to_a_limit_and_then_counted():
    assert w.joined(["宁海县", "象山县"]) == "宁海县、象山县"
    assert w.joined(["甲", "乙", "丙", "丁"], 2, "个区县") == f"甲、乙等{N}4{N}个区县"
    assert w.joined(["甲", "乙"], 1) == f"甲等{N}2{N}个"


def test_small_counts_are_in_han_and_two_is_liang():
    assert [w.han_count(n) for n in (1, 2, 3, 10)] == ["一", "两", "三", "十"]
    assert w.han_count(11) == f"{N}11{N}"


def test_a_rank_has_its_base_and_says_ties_and_too_small_a_base():
    assert w.rank_words(3, 10, "个区县") == f"10{N}个区县中第{N}3"
    assert w.rank_words(3, 10, "个区县", tied=True) == f"10{N}个区县中并列第{N}3"
    assert w.rank_words(None, 2, "个区县").startswith("◇")


@pytest.mark.parametrize(
    ("status", "value", "gap", "words"),
    [
        ("met", 91.6, 0, f"●{S}91.6{S}达标"),
        ("not_met", 83.3, 16.7, f"▲{S}83.3{S}差{N}16.7"),
        ("not_met", 89.99, 0.01, f"▲{S}90.0{S}差{N}不足0.1"),
        ("not_met", 99.97, 0.03, f"▲{S}99.9{S}差{N}不足0.1"),
        ("no_target", 0.04, None, "0.1"),
        ("no_target", 62.0, None, "62.0"),
        ("no_data", None, None, f"—{N}未报"),
        ("no_target", None, None, f"—{N}未报"),
    ],
)
def test_a_scorecard_cell_has_words_as_well_as_colour(status, value, gap, words):
    assert w.cell_words(status, value, gap, "%", 1) == words


def test_cells_of_a_column_are_padded_so_that_decimals_stand_under_each_other():
    assert w.cell_words("met", 8.5, 0, "%", 1, width=5) == f"●{S}{w.FIGURE_SPACE * 2}8.5{S}达标"
    padded = w.cell_words("not_met", 8.5, 1.5, "%", 1, width=5, gap_width=4)
    assert padded.endswith(f"差{N}{w.FIGURE_SPACE}1.5")
