"""What 人员下沉 says, on the bundled sample: the figures of the command line, at every level and for every caliber."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup

from components import html
from components.kpi import KpiCard
from components.views import posting_lists
from components.views.posting import posting
from components.views.posting_history import KEYS, history
from data.model import FLOW
from indicators import sentences_posting as said
from indicators import trend
from tests.components.views import unreported, view_of


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2002", " ")


def consortium() -> str:
    view = view_of(scope="3302", month="2022-12")
    return next(iter(view.places.existing(view.as_of)))


SCOPES = ["3302", "330281", consortium(), "1307", "130727"]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("caliber", [None, "headcount", "eligible"])
def test_every_card_is_its_figure(scope: str, caliber: str | None) -> None:
    view = view_of(scope=scope, **({"caliber": caliber} if caliber else {}))
    for flow, card in zip(FLOW, posting(view).cards, strict=True):
        figure = view.figures.get(f"posting.{flow}.persons", scope)
        if figure is None:
            assert plain(card.state) == "— 不按医共体统计"
            continue
        assert card.value == str(figure.value)
        assert card.status == figure.status
        assert card.chart is not None
        assert dict(card.caliber)["派驻口径"]


def test_a_city_past_its_documents_year_says_the_shortfall_and_what_is_not_written() -> None:
    view = view_of(scope="3302", month="2022-12")
    figure = view.figures.get("posting.lead_to_member.persons", "3302")
    card = posting(view).cards[0]
    assert figure is not None
    assert plain(card.state).startswith("▲ 未达标 差 ")
    assert plain(card.below) == f"已过文件年度，文件未写明期限；仍差 {figure.gap} 人"


def test_before_the_due_date_a_card_says_the_pace() -> None:
    view = view_of(scope="3302", month="2019-06")
    below = [plain(card.below) for card in posting(view).cards if card.status == "not_met"]
    assert below
    assert all(re.match(r"时间过 \d+%，完成 −?\d+%", words) for words in below)


def test_where_no_document_sets_a_target_the_cards_say_so() -> None:
    assert {plain(card.state) for card in posting(view_of(scope="1307")).cards} == {"— 文件未设目标"}
    assert {plain(card.state) for card in posting(view_of(scope="330281")).cards} == {"— 目标只对全市设"}


@pytest.mark.parametrize("scope", SCOPES)
def test_the_history_ends_in_the_figure_and_has_its_trend(scope: str) -> None:
    view = view_of(scope=scope)
    past = history(view)
    for key in KEYS:
        figure = view.figures.get(key, scope)
        if figure is None:
            continue
        assert past.until(key, scope, (view.month,), view.as_of) == [figure.value]
        expected = trend(view.tables, key, scope, view.as_of, view.caliber, view.policy)
        assert past.trend(view, key, scope) == expected


def test_the_first_month_has_a_trend_of_six_points_too() -> None:
    view = view_of(scope="3302", month="2019-01")
    expected = trend(view.tables, KEYS[0], "3302", view.as_of, None, view.policy)
    assert history(view).trend(view, KEYS[0], "3302") == expected


def test_who_has_nobody_is_the_gap_of_the_coverage_and_the_unaffiliated_are_marked() -> None:
    view = view_of(scope="3302", month="2022-12")
    listing = posting_lists.unposted(view)
    coverage = view.figures.get("posting.lead_to_member.coverage", "3302")
    assert coverage is not None
    loose = [row for row in listing.rows if getattr(row["consortium"], "text", "") == "▲ 未归属"]
    assert len(listing.rows) - len(loose) == coverage.denominator - coverage.numerator
    assert len(loose) == 2
    assert plain(listing.title).startswith(f"无人派驻 {coverage.denominator - coverage.numerator} 家")
    assert plain(listing.title).endswith("另有 2 家未归属")


def test_both_calibers_stand_side_by_side_and_the_one_in_use_is_marked() -> None:
    panel = posting_lists.calibers(view_of(scope="3302", month="2022-12"))
    body = plain(str(panel.body))
    for caliber in ("headcount", "eligible"):
        figures = view_of(scope="3302", month="2022-12", caliber=caliber).figures
        for flow in FLOW:
            assert f"{figures.value(f'posting.{flow}.persons', '3302')} 人" in body
    assert body.count("<b>") == len(FLOW)


def test_the_tally_is_of_the_rows_behind_it() -> None:
    view = view_of(scope="3302", month="2022-12")
    rows = posting_lists.uncounted(view).rows
    title = plain(posting_lists.reasons(view).title)
    assert f"未计入 {len(rows)} 人次" in title


def test_a_snapshot_without_postings_gives_sentences() -> None:
    view = view_of(scope="3302", month="2022-12")
    with unreported(view, names=("postings",)):
        model = posting(view)
        assert model.finding == "全市派驻情况未报。"
        assert {(card.value, card.unit) for card in model.cards} == {("—", "")}
        for shown in (model.unposted, model.overdue, model.senders):
            assert shown.rows == () and "未报" in shown.empty
            assert "未报" in shown.title and "都有" not in shown.title and "没有" not in shown.title
        assert not any("\u00a00\u00a0" in panel.note for panel in model.panels), "an unknown number is not none"


@pytest.mark.parametrize(("month", "words"), [("2022-12", "按此 12 月达标"), ("2023-01", "按此明年 1 月达标"),
                                              ("2032-12", "按此 2032 年达标"), ("2033-01", "按此十年内不能达标")])
def test_a_pace_is_said_as_on_the_first_page(month: str, words: str) -> None:
    view = view_of(scope="3302", month="2022-06")
    figure = view.figures.get(KEYS[0], "3302")
    assert figure is not None
    moved = replace(history(view).trend(view, KEYS[0], "3302"), reaches=month)
    told = plain(said.trend_line(replace(figure, as_of=date(2022, 12, 31)), moved)[0])
    assert told.startswith("近半年") and told.endswith(f"，{words}")


def test_a_flow_not_counted_by_consortium_keeps_the_place_of_its_chart() -> None:
    card = KpiCard("流", "—", "", "no_data", "—", chart=Markup())
    drawn = html.render("kpi", cards=[card, replace(card, chart=None)], columns=2, wall=False)
    assert drawn.count('class="ca-card-chart"') == drawn.count("ca-charted") == 1
    own = posting(view_of(scope=consortium(), month="2022-12")).cards
    assert any(card.value == "—" for card in own)
    assert all(card.chart is not None for card in own)


def test_a_posting_to_a_county_as_a_whole_names_the_county() -> None:
    blank = {"county": "海曙区", "to_name": float("nan")}
    assert posting_lists._receiver(blank) == posting_lists._receiver({**blank, "to_name": None}) == "海曙区"
    assert posting_lists._receiver({**blank, "to_name": "鼓楼街道社区卫生服务中心"}) == "鼓楼街道社区卫生服务中心"
