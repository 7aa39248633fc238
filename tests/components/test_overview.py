"""What 总览 says, on the bundled sample: the same numbers as the command line, at every level."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from components.views.overview import overview
from components.views.overview_map import extreme
from components.views.scorecard import COUNTY, MISSED
from indicators import catalogue
from indicators.wording import NBSP, number
from tests.components.views import view_of

ROOT = Path(__file__).resolve().parents[2]


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace("\u2002", " ").replace("\u2007", "")


def printed(scope: str, day: str) -> dict[str, dict]:
    """What ``python -m indicators`` prints of a scope, by key."""
    command = [sys.executable, "-m", "indicators", "--scope", scope, "--as-of", day, "--format", "json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return {figure["key"]: figure for figure in json.loads(run.stdout)}


def test_the_finding_and_the_cards_are_what_the_command_line_prints():
    view = view_of(scope="3302", month="2022-12")
    model = overview(view)
    told = printed("3302", "2022-12-31")
    posted, coverage = told["posting.lead_to_member.persons"], told["posting.lead_to_member.coverage"]
    missing = round(coverage["denominator"] - coverage["numerator"])
    assert f"长期派驻 {posted['value']:.0f} 人" in plain(model.finding)
    assert f"仍差 {posted['gap']:.0f} 人" in plain(model.finding)
    assert f"{missing} 家基层机构无人派驻" in plain(model.finding)
    for key, card in zip(model.keys, model.cards, strict=True):
        figure = told[key]
        assert card.label == catalogue()[key].short
        assert card.status == figure["status"]
        if figure["value"] is not None and figure["value"] < 10_000:
            assert card.value == number(figure["value"], catalogue()[key].decimals)


def test_the_cards_are_those_of_the_policy_in_their_order():
    view = view_of(scope="3302")
    assert overview(view).keys == view.policy.cards
    assert len(overview(view).cards) == 8


def test_a_movement_of_persons_has_its_unit_beside_a_share():
    sides = [plain(line) for card in overview(view_of(scope="3302", month="2022-12")).cards[:3] for line in card.side]
    moved = [line for line in sides if "近半年" in line]
    assert len(moved) == 3 and all(line.startswith("覆盖 ") and line.endswith(" 人") for line in moved)


def test_a_card_of_the_city_says_target_term_coverage_and_movement():
    card = overview(view_of(scope="3302", month="2022-12")).cards[0]
    side = [plain(line) for line in card.side]
    assert plain(card.state).startswith("▲ 未达标 差 ")
    assert side[0] == "目标：超过 300 人"
    assert side[1] == "已过文件年度（未写期限）"
    assert side[2].startswith("覆盖 ")
    assert "近半年" in side[2]
    assert dict(card.caliber)["派驻口径"] == "全部长期派驻"
    assert "长期派驻人员数量超过300名" in dict(card.caliber)["原文"]


def test_a_county_has_its_own_figures_and_no_target_of_the_citys():
    model = overview(view_of(scope="330203", month="2022-12"))
    by_key = dict(zip(model.keys, model.cards, strict=True))
    posted, care = by_key["posting.lead_to_member.persons"], by_key["care.in_county_rate"]
    assert posted.status == "no_target"
    assert posted.side[0] == "目标只对全市设"
    assert plain(care.side[0]) == "目标：90% 以上"
    assert plain(model.finding).startswith("海曙区长期派驻 ")
    assert "目标" not in model.finding


def test_a_consortium_says_which_figures_are_not_given_for_it():
    view = view_of()
    code = next(iter(view.places.existing(view.as_of)))
    model = overview(view_of(scope=code))
    by_key = dict(zip(model.keys, model.cards, strict=True))
    assert by_key["care.in_county_rate"].value == "—"
    assert plain(by_key["care.in_county_rate"].state) == "— 不按医共体统计"
    assert model.finding.startswith("本医共体")


def test_a_city_whose_document_sets_nothing_says_so_and_judges_nobody():
    model = overview(view_of(scope="1307"))
    assert "文件未设目标" in model.finding
    assert {card.status for card in model.cards} <= {"no_target", "no_data"}
    assert model.scorecard.aimed == ()
    assert MISSED not in model.scorecard.numbers
    assert model.scorecard.finding == "各区县主要指标，文件未设目标"


def test_another_caliber_counts_otherwise_and_is_named():
    usual = overview(view_of(scope="3302", month="2022-12")).cards[0]
    strict = overview(view_of(scope="3302", month="2022-12", caliber="eligible")).cards[0]
    assert int(strict.value) < int(usual.value)
    assert dict(strict.caliber)["派驻口径"] == "中级以上且派驻满 18 个月"


def test_the_scorecard_has_every_county_of_the_account_worst_first():
    view = view_of(scope="3302", month="2022-12")
    card = overview(view).scorecard
    assert sorted(card.codes) == sorted(view.places.counties)
    assert list(card.numbers[COUNTY]) == [view.places.counties[code] for code in card.codes]
    assert card.numbers[MISSED].is_monotonic_decreasing
    missed = (card.states[list(card.aimed)] == "not_met").sum(axis=1)
    assert list(card.numbers[MISSED]) == list(missed)
    assert set(card.aimed) <= set(card.keys)


@pytest.mark.parametrize(("scope", "month", "said"), [("3302", "2022-12", True), ("1307", "2023-09", False)])
def test_the_count_of_missed_targets_says_it_is_of_this_table_alone(scope: str, month: str, said: bool):
    card = overview(view_of(scope=scope, month=month)).scorecard
    assert (f"“未达标”只数本表有目标的 {len(card.aimed)} 项" in plain(card.note)) == said


def test_every_cell_of_the_scorecard_has_words():
    card = overview(view_of(scope="3302", month="2022-12")).scorecard
    for key in card.keys:
        for value, state, said in zip(card.numbers[key], card.states[key], card.words[key], strict=True):
            if pd.isna(value):
                assert said.endswith("未报")
            elif state == "met":
                assert said.startswith("●")
                assert said.endswith("达标")
            elif state == "not_met":
                assert said.startswith("▲")
                assert "差" in said
            else:
                assert plain(said) == number(value, catalogue()[key].decimals)


def test_a_county_that_did_not_report_is_null_in_the_scorecard_and_stands_in_the_notes():
    # 慈溪市 did not report July and August 2022; no month after them makes up for it.
    view = view_of(scope="330282", month="2022-08")
    told = view.figures.get("care.in_county_rate", "330282")
    assert told.not_reported
    notes = " ".join(overview(view).notes["sentence"])
    assert "慈溪市" in notes
    assert "未报" in notes


@pytest.mark.parametrize("key", ["care.in_county_rate", "village.unserved_planned", "remote.volume.total"])
def test_the_map_names_the_county_with_the_worst_value(key):
    figures = view_of(scope="3302", month="2022-12").figures
    values = {code: figures.value(key, code) for code in figures.scopes if figures.level_of(code) == "county"}
    known = {code: value for code, value in values.items() if value is not None}
    pick = min if catalogue()[key].direction == "up" else max
    worst = figures.name_of(pick(known, key=known.__getitem__))
    said = extreme(figures, key)
    assert worst in said or "等" in said
    assert said.startswith(catalogue()[key].short)


def test_the_same_view_is_made_once():
    assert overview(view_of(scope="3302")) is overview(view_of(scope="3302"))
