"""The small map of 区县档案: every institution once, with the mark it must have, in colours of the style sheet."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from components.charts.place_map import Name, Part, Sign, group_class, place_map
from components.map import serving
from components.view import View
from components.views.county_map import CountyMap, county_map
from tests.components.views import view_of

MONTH = {"3302": "2022-12", "1307": "2023-09"}


#: Several consortia and one, somebody missing and nobody, a tall county and a broad one, all of a city in one town.
COUNTIES = ["330281", "330282", "330203", "330205", "130727", "130726"]


@cache
def drawn(scope: str) -> tuple[View, CountyMap, ET.Element]:
    view = view_of(scope=scope, month=MONTH[scope[:4]])
    made = county_map(view)
    return view, made, ET.fromstring(str(made.body))


def kinds(root: ET.Element) -> Counter[str]:
    """Marks by kind, as the drawing has them."""
    first = [element.get("class", "").split()[0] for element in root.iter() if element.get("class")]
    return Counter(name for name in first if name in ("ca-lead", "ca-member", "ca-ring", "ca-bare"))


@pytest.mark.parametrize("scope", COUNTIES)
def test_every_institution_has_its_mark(scope: str) -> None:
    view, made, root = drawn(scope)
    facts = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber).facts
    sites = [site for site in facts.sites.values() if site.county == scope and site.lon is not None]
    named = {"lead": "ca-lead", "county": "ca-member", "grassroots": "ca-ring"}
    expected = Counter(
        "ca-bare" if site.kind == "grassroots" and site.posted == 0 else named[site.kind]
        for site in sites if site.kind in named
    )
    assert kinds(root) == expected
    paths = [element.get("d", "") for element in root.iter() if "ca-clinics" in element.get("class", "")]
    clinics = sum(site.kind == "clinic" for site in sites)
    # Clinics that fall on one spot are one dot.
    assert 0.6 * clinics <= sum(path.count("m") for path in paths) <= clinics
    signs = {words for _, _, words in made.legend}
    assert ("无人派驻" in signs) == (expected["ca-bare"] > 0)
    assert {"牵头医院", "基层机构"} <= signs


@pytest.mark.parametrize("scope", COUNTIES)
def test_the_drawing_is_light_and_fits_its_box(scope: str) -> None:
    _, made, root = drawn(scope)
    assert len(str(made.body).encode()) < 25_000
    left, top, wide, high = (float(part) for part in root.get("viewBox", "").split())
    for mark in root.iter("rect"):
        x, y = float(mark.get("x", "nan")), float(mark.get("y", "nan"))
        assert left <= x <= left + wide - float(mark.get("width", 0))
        assert top <= y <= top + high - float(mark.get("height", 0))
    for word in root.iter("tspan"):
        assert top < float(word.get("y", "nan")) < top + high
    assert not re.search("#[0-9A-Fa-f]{6}", str(made.body)), "a colour of its own would not follow the theme or paper"


def test_the_legend_names_every_consortium_and_the_notes_what_the_map_is() -> None:
    view, made, _ = drawn("330282")
    groups = [words for kind, _, words in made.legend if kind.startswith("ca-area")]
    assert len(groups) == len(view.places.existing(view.as_of, "330282"))
    assert {"近似范围，非行政界线", "示意位置，非测绘成果"} <= set(made.notes)


def test_a_consortium_shows_its_county() -> None:
    assert str(drawn("330203-A")[1].body) == str(drawn("330203")[1].body)


def test_names_with_markup_are_text() -> None:
    name = "<script>alert(1)</script>"
    made = place_map((0, 0, 480, 300), "M0 0z", name, territories=[Part("M0 0z", None, name)],
                     signs=[Sign(5, 5, "lead", 1, name)], names=[Name(9, 9, (name,), 13, strong=True)])
    assert "<script" not in made
    assert ET.fromstring(str(made)).get("aria-label") == name


def test_a_seventh_consortium_has_a_colour() -> None:
    assert [group_class(group) for group in (None, 0, 5, 6)] == ["ca-loose", "ca-g0", "ca-g5", "ca-g0"]
