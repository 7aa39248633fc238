"""Scenarios (情景) on the bundled sample, as text and as they stand in an address; for the tests of 情景推演."""

from __future__ import annotations

from components.view import View
from scenarios.files import to_json, to_url
from scenarios.model import AddPostings, Change, EndPostings, ReassignMember, Scenario, SetVillageMode

CIXI, OTHER_CITY_COUNTY = "330282", "130727"
#: 应设未设 villages of 慈溪市 get an extension service: one target is then met.
SERVE = SetVillageMode(county_code=CIXI, which="unserved_planned", mode="extension")
#: A township hospital of the first consortium goes to the second: nobody is posted there any longer.
MOVE = ReassignMember(institution_id="330282104-T1", consortium_id="330282-B")
END = EndPostings(institution_id="330282109-T1")
#: Nobody in 慈溪市 is without a posted person, so this is refused.
REFUSED = AddPostings(
    flow="lead_to_member", from_institution_id="330282-H1", to="uncovered", to_county_code=CIXI, persons=5,
    title_grade="intermediate", months=24,
)


def scenario_of(view: View, *changes: Change, name: str = "试一试") -> Scenario:
    """Return a scenario on the view's data and day."""
    return Scenario(
        name=name, scope=view.city, snapshot=view.snapshot.id, as_of=view.as_of, caliber=view.caliber, changes=changes
    )


def text_of(view: View, *changes: Change, name: str = "试一试") -> str:
    """Return it as text, as the parts of the page are kept by."""
    return to_json(scenario_of(view, *changes, name=name))


def plan_of(view: View, *changes: Change, name: str = "试一试") -> str:
    """Return it as the address holds it."""
    packed = to_url(scenario_of(view, *changes, name=name))
    assert packed is not None
    return packed
