"""Consortia as trees: everybody open stands once, under whom they belong, and the rest is named."""

from __future__ import annotations

import pytest

from indicators import lists
from indicators.engine import lazily
from indicators.lists.trees import Forest
from tests.indicators.city import CITY, EAST, WEST, City
from tests.indicators.oracle.asking import random_policy, tables_of
from tests.indicators.oracle.rules import open_on
from tests.indicators.oracle.view import View
from tests.worlds import as_of_dates, random_world

C, L, T = f"c{EAST}", f"l{EAST}", f"t{EAST}"


def forest(city: City, scope: str = EAST, day: str = "2022-12-31") -> Forest:
    return lists.consortium_trees(city.figures(day), scope)


def clinic(city: City, id: str, supervisor: str | None = T, **row) -> City:
    return city.hospital(id, EAST, category="village_clinic").member(
        id, EAST, role="village_member", supervisor_id=supervisor, **row
    )


def test_a_clinic_stands_under_its_supervisor_or_apart() -> None:
    city = clinic(clinic(clinic(City(), "v2"), "v1"), "v3", None)
    clinic(city, "v4", f"t{WEST}")
    clinic(city, "v5", L)
    (tree,) = forest(city).trees
    assert tree.lead is not None and tree.lead.institution_id == L
    assert [(node.institution_id, node.clinics) for node in tree.township_level] == [(T, ("v1", "v2"))]
    assert tree.other_clinics == ("v3", "v4", "v5")
    assert (tree.clinics, tree.institutions) == (5, 7)


def test_closed_institutions_are_not_in_the_tree() -> None:
    city = clinic(City(), "v1").change("institutions", 1, closed_on="2022-12-31")
    (tree,) = forest(city).trees
    assert tree.township_level == ()
    assert tree.other_clinics == ("v1",)
    assert forest(city, day="2022-12-30").trees[0].township_level[0].clinics == ("v1",)
    closed = City().change("institutions", 0, closed_on="2020-01-01")
    assert forest(closed).trees[0].lead is None


def test_county_members_and_the_unaffiliated() -> None:
    city = City().hospital("tcm", EAST, category="tcm_hospital").member("tcm", EAST, role="county_member")
    city.hospital("alone", EAST).hospital("va", EAST, category="village_clinic").hospital("cdc", EAST, category="cdc")
    found = forest(city)
    assert [node.category_label for node in found.trees[0].county_level] == ["中医医院"]
    assert ([node.name for node in found.township_level], found.clinics) == (["alone"], ("va",))
    assert forest(city, C).township_level == ()
    assert forest(city, WEST).township_level == ()
    assert len(forest(city, CITY).trees) == 2


def test_without_memberships_nobody_is_called_unaffiliated() -> None:
    city = City()
    del city.rows["memberships"]
    found = forest(city, CITY)
    assert (found.township_level, found.clinics) == ((), ())
    assert [tree.institutions for tree in found.trees] == [0, 0]
    assert forest(City().change("regions", 1, in_account=False)).trees == ()


@pytest.mark.parametrize("seed", range(720, 723))
def test_everybody_open_stands_once_as_the_oracle_has_it(seed: int) -> None:
    world = random_world(seed)
    for turn, city in enumerate(world.cities()):
        for day in as_of_dates(world, 2):
            figures = lazily(tables_of(world, city), day, None, random_policy(seed + turn, city))
            found = lists.consortium_trees(figures, city)
            assert [tree.consortium_id for tree in found.trees] == sorted(
                row["consortium_id"] for row in View(world, city, day).consortia()
            )
            for tree in found.trees:
                view = View(world, tree.consortium_id, day)
                members = {row["institution_id"] for row in view.institutions()}
                shown = [tree.lead, *tree.county_level, *tree.township_level]
                own = [node.institution_id for node in shown if node is not None]
                clinics = sum(len(node.clinics) for node in tree.township_level) + len(tree.other_clinics)
                assert clinics == tree.clinics
                assert tree.institutions == len(own) + clinics == len(members), (seed, day, tree.consortium_id)
                assert set(own) <= members
                assert all(open_on(world.find("institutions", institution_id=one)[0], day) for one in own)
