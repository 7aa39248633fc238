"""Presets (常用调整): ordinary changes that are all made, offered only where they change something."""

from __future__ import annotations

import pytest

from components.map.facts import map_facts
from components.view import View
from components.views.scenario import asked
from components.views.scenario_forms import change_of, kinds
from components.views.scenario_presets import presets
from indicators import CityFigures
from indicators.lists.remote_matrix import remote_matrix
from scenarios.model import AddPostings, Change, SetVillageMode
from tests.components.views import view_of
from tests.plans import CIXI, text_of

FORMS = kinds("intermediate", 18)
PERSONS, RENEW, VILLAGES, ECG = "再派", "将到期", "应设未设", "未开通"


def offered(view: View, figures: CityFigures | None = None) -> dict[str, list[Change]]:
    """Return the changes of each preset by how it begins."""
    made = presets(view, figures or view.figures, FORMS, "intermediate", 18)
    found = {one.words: [change_of(FORMS, form, dict(values)) for form, values in one.rows] for one in made}
    return {key: changes for key in (PERSONS, RENEW, VILLAGES, ECG)
            for words, changes in found.items() if words.startswith(key)}


@pytest.mark.parametrize("scope", ["3302", "330225", "330282-A", "1307", "130727"])
def test_every_change_of_a_preset_is_made_and_the_preset_is_not_offered_again(scope: str) -> None:
    view = view_of(scope=scope)
    for key, changes in offered(view).items():
        found = asked(view, text_of(view, *changes))
        assert found.refusals == (), key
        # Five persons at once may leave others without anybody; the rest is then done.
        bare = sum(site.unposted for site in map_facts(found.after).of_county(view.county))
        assert (key in offered(view, found.after)) == (key == PERSONS and bare > 0), key


def test_a_city_sends_five_from_the_leads_with_most_members_that_have_nobody() -> None:
    view = view_of(scope="3302")
    changes = offered(view)[PERSONS]
    assert all(isinstance(change, AddPostings) for change in changes)
    assert sum(change.persons for change in changes if isinstance(change, AddPostings)) == 5
    before = view.figures.get("posting.lead_to_member.persons", "3302")
    after = asked(view, text_of(view, *changes)).after
    assert sum(site.unposted for site in map_facts(view.figures).sites.values()) - sum(
        site.unposted for site in map_facts(after).sites.values()) == 5
    persons = after.get("posting.lead_to_member.persons", "3302")
    assert before is not None
    assert persons is not None
    assert persons.value == (before.value or 0) + 5


def test_a_county_with_fewer_that_have_nobody_is_offered_as_many_and_one_with_none_nothing() -> None:
    few = view_of(scope="330225")
    bare = [site for site in map_facts(few.figures).of_county("330225") if site.unposted]
    assert 0 < len(bare) < 5
    words = [one.words for one in presets(few, few.figures, FORMS, "intermediate", 18)]
    assert f"再派\N{NO-BREAK SPACE}{len(bare)}\N{NO-BREAK SPACE}人到无人派驻的卫生院" in words
    full = view_of(scope=CIXI)
    assert not any(site.unposted for site in map_facts(full.figures).of_county(CIXI))
    assert PERSONS not in offered(full)


def test_a_city_asks_each_county_that_has_such_villages_and_a_county_only_itself() -> None:
    city, county = view_of(scope="3302"), view_of(scope=CIXI)
    asked_of = [change.county_code for change in offered(city)[VILLAGES] if isinstance(change, SetVillageMode)]
    some = [code for code in city.figures.counties
            if (figure := city.figures.get("village.unserved_planned", code)) and figure.value]
    assert asked_of == some
    assert offered(county)[VILLAGES] == [SetVillageMode(county_code=CIXI, which="unserved_planned", mode="extension")]


def test_remote_ecg_is_opened_wherever_a_county_has_it_not() -> None:
    view = view_of(scope="330225")
    rows = remote_matrix(view.figures, "330225", ["ecg"])
    lacking = (rows["state"] == "not_open") & rows["consortium_id"].notna()
    assert len(offered(view)[ECG]) == lacking.sum() > 0
    assert ECG not in offered(view_of(scope="3302"))


def test_a_preset_says_exactly_what_it_does() -> None:
    view = view_of(scope=CIXI)
    found = {one.words[:3]: one.detail for one in presets(view, view.figures, FORMS, "intermediate", 18)}
    assert found["应设未"] == "慈溪市应设未设卫生室的村改为延伸服务"
