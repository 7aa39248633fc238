"""What 远程服务 says, on the bundled sample: volumes, changes with their bases, states, doubts, centres."""

from __future__ import annotations

import pytest

from components.views import remote_cards, remote_lists, remote_places
from components.views.remote import remote
from data.model import SERVICE
from indicators.change import change_of
from indicators.lists.suspicious import suspicious_volumes
from indicators.wording import shortened
from tests.components.views import view_of


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2002", " ")


SCOPES = [("3302", "2022-12"), ("330281", "2022-12"), ("1307", "2023-09"), ("130727", "2023-09")]


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_every_card_is_its_figure_with_its_base(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    cards = remote(view).cards
    keys = {f"{label}（本年）": f"remote.volume.{code}" for code, label in SERVICE.items()}
    keys["五类服务合计（本年）"] = "remote.volume.total"
    told = [card for card in cards if card.label in keys]
    assert len(told) >= 6
    for card in told:
        figure = view.figures.get(keys[card.label], scope)
        assert figure is not None
        assert (card.value, card.unit) == shortened(figure.value, figure.unit)
        compared = change_of(view.figures, figure.key, scope, "year")
        if compared.value is None:
            assert "无可比数据" in card.state
        else:
            assert plain(card.side[0]).startswith("同比基数 ")
            assert plain(card.side[1]).startswith("同口径")
            assert compared.basis in dict(card.caliber)["同比"]


def test_yangyuans_year_is_the_documents() -> None:
    cards = {card.label: card for card in remote(view_of(scope="130727", month="2023-09")).cards}
    assert cards["远程心电（本年）"].value == "1023"
    assert cards["远程影像（本年）"].value == "73"
    assert plain(cards["资源共享中心"].state) == "— 文件未规定必建"
    assert cards["资源共享中心"].value == "7"


def test_the_matrix_says_every_state_in_words_and_narrows() -> None:
    lists = remote_lists.matrix(view_of(scope="1307", month="2023-09"))
    every = lists[""]
    services = [col.field for col in every.columns if col.field in SERVICE]
    words = {row[code].text for row in every.rows for code in services}
    assert words <= {"▲ 已开通未使用", "— 未报", "○ 未开通", "● 使用中"}
    assert len(words) >= 3
    unused = lists["unused"]
    assert 0 < len(unused.rows) < len(every.rows)
    assert all(any(row[code].text == "▲ 已开通未使用" for code in services) for row in unused.rows)
    assert unused.frame()["institution_id"].nunique() == len(unused.rows)


def test_every_doubt_has_its_sentence_and_the_file_holds_all() -> None:
    view = view_of(scope="3302", month="2022-12")
    listing = remote_lists.doubts(view)
    frame = suspicious_volumes(view.figures, "3302")
    assert len(listing.frame) == len(frame)
    assert len(listing.rows) <= len(frame)
    assert plain(listing.title) == f"{len(frame)} 处服务量存疑，请核对"
    assert all(row["sentence"] for row in listing.rows)


def test_required_centres_stand_first_and_a_missing_one_is_marked() -> None:
    view = view_of(scope="3302", month="2022-12")
    listing = remote_lists.resource_centres(view)
    required = view.policy.required_centres
    fields = [col.field for col in listing.columns]
    start = fields.index("built") + 1
    assert set(fields[start : start + len(required)]) == set(required)
    marked = [row[code] for row in listing.rows for code in required if row[code].text == "▲ 未建"]
    assert marked
    assert {cell.tone for cell in marked} == {"not_met"}
    rate = view.figures.get("centre.open_rate", "3302")
    assert f"已建 {rate.numerator} 个" in plain(listing.title)


def test_bars_by_county_say_base_and_year_of_the_population() -> None:
    panel = remote_places.places(view_of(scope="1307", month="2023-09"))
    assert "人口为 2020 年常住人口" in plain(panel.note)
    assert "每千常住人口" in panel.title


def test_a_county_out_of_account_is_grey_on_the_flow_map() -> None:
    body = str(remote_places.flows(view_of(scope="1307", month="2023-09")).body)
    assert body.count("ca-county-out") == 2
    assert "桥东区（不在文件统计范围）" in body


def test_cards_of_a_month_before_any_volume_say_so() -> None:
    cards = remote_cards.cards(view_of(scope="1307", month="2022-01"))
    assert cards[0].label == "五类服务合计（本年）"
    assert "同比无可比数据" in plain(cards[0].state)
