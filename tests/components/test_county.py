"""What 区县档案 and 领导可能问 say, on the bundled sample."""

from __future__ import annotations

import pytest

from components import html
from components.views import questions
from components.views.behind import rows_of
from components.views.county import county
from indicators.lists.changes import RULE as CHANGES
from indicators.lists.due import RULE as DUE
from indicators.lists.ending import RULE as ENDING
from indicators.lists.gaps import RULE, largest_gaps
from indicators.lists.questions import leader_questions
from indicators.lists.statements import statements
from indicators.lists.trees import consortium_trees
from tests.components.views import view_of

SCOPES = [("330226", "2022-12"), ("130727", "2023-09"), ("330203", "2022-12"), ("330203-A", "2022-12")]


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_trees_hold_every_township_level_member_with_its_clinics(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    forest, model = consortium_trees(view.figures, scope), county(view)
    assert [len(tree.nodes) for tree in model.trees] == [len(tree.township_level) for tree in forest.trees]
    said = sum(int(node["clinics"].strip("（）") or 0) for tree in model.trees for node in tree.nodes)
    assert said == sum(len(node.clinics) for tree in forest.trees for node in tree.township_level)


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_statements_stand_as_they_were_published(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    frame = statements(view.figures, scope)
    assert [row["quote"] for row in county(view).statements.rows] == frame["quote"].tolist()


@pytest.mark.parametrize(("scope", "month"), [("330282", "2022-12"), ("330206-A", "2022-12"), ("130727", "2023-09")])
def test_a_volume_of_the_year_so_far_is_compared_with_the_year_before(scope: str, month: str) -> None:
    card = next(card for card in county(view_of(scope=scope, month=month)).cards if card.label == "远程服务总量")
    assert any(line.startswith("同比\u00a0") for line in card.side)
    assert not any("近半年" in line for line in card.side), "in June it is half of itself"


@pytest.mark.parametrize(("scope", "month"), [*SCOPES, ("3302", "2022-12"), ("1307", "2023-09")])
def test_every_sentence_opens_its_rows(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    assert [item.said for item in questions.gaps(view).items] == [
        gap.sentence for gap in largest_gaps(view.figures, scope).largest
    ]
    if view.level == "consortium":
        return
    asked = leader_questions(view.figures, scope)
    items = questions.questions(view).items
    assert [item.said for item in items] == [one.answer for one in asked]
    for one, item in zip(asked, items, strict=True):
        assert len(item.rows.rows) == min(len(one.behind.rows), 15) > 0
        assert item.rows.headings and all(len(row) == len(item.rows.headings) for row in item.rows.rows)
        assert not any("indicator=" in cell or "nan" in cell for row in item.rows.rows for cell in row)


def test_a_list_says_how_many_rows_it_does_not_show() -> None:
    view = view_of(scope="3302", month="2022-12")
    long = [one for one in leader_questions(view.figures, "3302") if len(one.behind.rows) > 15]
    assert long
    assert rows_of(long[0].behind).more == f"另有\u00a0{len(long[0].behind.rows) - 15}\u00a0行"


def test_every_rule_stands_beside_what_was_read_by_it() -> None:
    view = view_of(scope="3302", month="2022-06")
    block = questions.questions(view)
    drawn = str(html.render("questions", block=block, links={}, wall=False))
    for item in block.items:
        assert f"依据：{item.rows.rule}。" in drawn if item.rows.rule else item.rows.title in drawn
    said = {item.rows.rule for item in block.items}
    assert {CHANGES, ENDING} <= said
    assert DUE in said and any("分母不足 5" in rule for rule in said)


@pytest.mark.parametrize(("scope", "month"), [*SCOPES, ("3302", "2022-12")])
def test_the_gaps_name_their_rule_and_the_targets_nobody_reported(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    held, note = largest_gaps(view.figures, scope), questions.gaps(view).note
    assert note.startswith(f"{RULE}，取前五。") == bool(held.largest)
    assert ("未报、不排：" in note) == bool(held.largest and held.silent)
    assert all(one.definition.short in note for one in held.silent[:4] if held.largest)
