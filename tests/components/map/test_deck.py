from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from components.map import drawing
from components.map.addresses import LayerAddress
from components.map.chosen import Chosen, chosen
from components.map.classes import classify
from components.map.drawing import TOGGLES, Picture
from components.map.geometry import MapView
from components.map.strokes import choose
from components.theme import DARK, LIGHT
from data.store import default_store

HERE = LayerAddress("20220705-3f9c7a", "3302", date(2022, 6, 30), "")
VIEW = MapView(121.5, 29.8, 7.5, 726, 478)


def picture(**changes: Any) -> Picture:
    usual: dict[str, Any] = {
        "address": HERE, "constant": HERE, "theme": LIGHT, "screen": "laptop", "view": VIEW,
        "key": "care.in_county_rate", "classes": classify([85.0, 93.0], 1, 90.0), "shown": frozenset(TOGGLES),
    }
    return Picture(**{**usual, **changes})


def drawn(**changes: Any) -> dict[str, Any]:
    text = drawing.deck(picture(**changes)).to_json()
    assert "\n" not in text and ": " not in text  # compact
    return json.loads(text)


@pytest.mark.parametrize("county", [None, "330226"])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_deck_is_small_asks_for_no_tiles_and_stays_north_up(county: str | None, theme: Any) -> None:
    shown = drawn(county=county, orders=3, theme=theme)
    assert len(json.dumps(shown)) < 12_000
    assert shown.get("mapProvider") is None and shown["mapStyle"] == "__MAP_STYLE__"
    assert shown["views"][0]["controller"]["dragRotate"] is False
    assert "http" not in json.dumps(shown)


@pytest.mark.parametrize("county", [None, "330226"])
def test_what_can_be_clicked_has_no_id_and_one_layer_per_class(county: str | None) -> None:
    layers = drawn(county=county, orders=2)["layers"]
    picks = [layer for layer in layers if layer["pickable"]]
    assert picks and all("id" not in layer for layer in picks)
    assert len({layer["@@type"] for layer in picks}) == len(picks)
    named = [layer["id"] for layer in layers if not layer["pickable"]]
    assert len(set(named)) == len(named)


def test_a_layer_switched_off_is_not_seen_and_lines_and_marks_lie_ready() -> None:
    def asked(**changes: Any) -> str:
        layers = drawn(county="330226", orders=2, **changes)["layers"]
        addresses = [layer["data"] for layer in layers if isinstance(layer["data"], str)]
        return " ".join(address.split("/")[-1].split(".json")[0] for address in addresses)

    fills = "fills~care.in_county_rate"
    assert asked().replace(fills, "fills") == "land fills territories~330226 lines marks place_labels~330226~laptop"
    assert asked(shown=frozenset()).replace(fills, "fills") == "land fills lines marks place_labels~330226~laptop"

    def ranges(shown: set[str]) -> tuple[list[list[int]], list[list[int]]]:
        lines, marks = sieved(county="330226", orders=2, shown=frozenset(shown))
        assert lines["filterRange"][0] == marks["filterRange"][0] == [330226, 330226]
        return lines["filterRange"][1:], marks["filterRange"][1:]

    off, on = [0, 0], [0, 1]
    assert ranges(set()) == ([off, off, off], [off, off, off])
    assert ranges({"clinic"}) == ([off, off, off], [on, off, off])  # its lines are links, and those are off
    assert ranges({"links"}) == ([off, off, on], [off, off, off])
    assert ranges({"links", "clinic"}) == ([off, on, on], [on, off, off])
    assert ranges({"territory", "grassroots", "lead"}) == ([on, off, off], [off, on, on])


def sieved(**changes: Any) -> list[dict[str, Any]]:
    """The layers of lines and of marks, in which all views lie."""
    layers = drawn(**changes)["layers"]
    return [layer for layer in layers if str(layer["data"]).split("/")[-1].split(".")[0] in ("lines", "marks")]


def test_another_county_is_the_same_lines_and_marks_seen_through_another_sieve() -> None:
    """Whatever else differed would have the browser read, place or colour hundreds of records with every click."""
    views: list[dict[str, Any]] = [{}, {"county": "330226"}, {"county": "330225"}]
    kept = [[{name: value for name, value in layer.items() if name != "filterRange"}
             for layer in sieved(orders=3, **view)] for view in views]
    assert len(kept[0]) == 2 and kept[0] == kept[1] == kept[2]
    ranges = [[layer["filterRange"][0] for layer in sieved(orders=3, **view)] for view in views]
    assert ranges == [[[0, 0]] * 2, [[330226, 330226]] * 2, [[330225, 330225]] * 2]


#: What a way of drawing may take for all records at once; another such property would be compiled anew.
ALIKE = {
    "SolidPolygonLayer": {"getPolygon", "getFillColor"},
    "PolygonLayer": {"getPolygon", "getFillColor"},  # draws by the one above
    "LineLayer": {"getSourcePosition", "getTargetPosition", "getColor", "getWidth", "getFilterValue"},
    "IconLayer": {"getPosition", "getIcon", "getSize", "getColor", "getFilterValue"},
    "TextLayer": {"getPosition", "getText", "getSize", "getPixelOffset", "getColor"},
}


@pytest.mark.parametrize("county", [None, "330226"])
@pytest.mark.parametrize("chosen", [{}, {"point_chosen": (121.5, 29.8)}, {"county_chosen": "330226"}, {"order": 1}])
def test_four_ways_of_drawing_each_always_fed_alike(county: str | None, chosen: dict[str, Any]) -> None:
    for layer in drawn(county=county, orders=2, **chosen)["layers"]:
        given = {name: value for name, value in layer.items() if name.startswith("get")}
        assert set(given) == ALIKE[layer["@@type"]]
        assert all(str(value).startswith("@@=") for value in given.values())
        sieve = [{"@@type": "DataFilterExtension", "filterSize": 4}] if "getFilterValue" in given else None
        assert layer.get("extensions") == sieve


def test_the_consortium_chosen_comes_forward() -> None:
    def tints(**changes: Any) -> str:
        layers = drawn(county="330226", orders=2, **changes)["layers"]
        return next(x for x in layers if x["@@type"] == "PolygonLayer")["getFillColor"]

    assert tints() != tints(consortium="330226-A", order=0)


def test_a_few_records_travel_with_the_deck() -> None:
    few = [{"p": [121.5, 29.8], "k": 0, "t": "宁海县"}]
    shown = drawn(small=lambda address: few if address.name == "county_labels" else None)["layers"]
    by_id = {layer.get("id"): layer for layer in shown}
    assert by_id["labels"]["data"] == few
    assert by_id["lines"]["data"].startswith("/map/20220705-3f9c7a/3302/2022-06-30/lines.json?v=")


def test_labels_of_every_county_are_written_with_the_same_characters_and_none_is_missing() -> None:
    def characters(text: str) -> str:
        layers = drawn(county="330226", orders=2, characters=frozenset("海宁县"), small=lambda address: (
            [{"p": [121.5, 29.8], "k": 0, "t": text}] if address.name == "place_labels" else None))["layers"]
        return next(layer for layer in layers if layer["@@type"] == "TextLayer")["characterSet"]

    assert characters("宁海") == characters("海\n县") == "".join(sorted("海宁县"))
    assert set(characters("象山县")) == set("海宁县象山")


def test_the_first_county_chosen_finds_all_ways_of_drawing_in_use() -> None:
    city, county = ({layer["@@type"] for layer in drawn(county=code, orders=2)["layers"]} for code in (None, "330226"))
    assert city == county


def test_colours_follow_the_theme_and_the_browser_is_told() -> None:
    def fills(theme: Any) -> dict[str, Any]:
        return next(layer for layer in drawn(theme=theme)["layers"] if layer["@@type"] == "SolidPolygonLayer"
                    and layer["pickable"])

    light, dark = fills(LIGHT), fills(DARK)
    assert light["data"] == dark["data"]
    assert light["getFillColor"] != dark["getFillColor"]
    assert light["updateTriggers"] != dark["updateTriggers"]
    assert not str(light["updateTriggers"]["getFillColor"]).startswith("@@")


def test_a_choice_is_an_expression_over_numbers_and_quoted_text() -> None:
    assert choose("k", {0: [1, 2, 3]}, [9, 9, 9]) == "@@=k==0?[1, 2, 3]:[9, 9, 9]"
    assert choose("id", {'a"?x': 1}, 0) == '@@=id=="a\\"?x"?1:0'
    assert choose("k", {}, [0]) == "@@=[0]"


def _state(*records: Any) -> dict[str, Any]:
    return {"selection": {"indices": {}, "objects": {"PolygonLayer": list(records)}}}


def test_a_click_names_one_thing() -> None:
    assert chosen(_state({"kind": "county", "id": "330226", "p": []})) == Chosen("county", "330226")
    assert chosen(_state({"kind": "institution", "id": "A-1"})) == Chosen("institution", "A-1")


@pytest.mark.parametrize(
    "state",
    [
        None, {}, "x", [], {"selection": None}, {"selection": {"objects": None}}, {"selection": {"objects": {}}},
        _state(), _state(None), _state("county"), _state({"kind": "county"}), _state({"kind": "county", "id": 7}),
        _state({"kind": "county", "id": ""}), _state({"kind": "county", "id": "x" * 200}),
        _state({"kind": "city", "id": "3302"}), _state({"kind": ["county"], "id": "3302"}),
    ],
)
def test_anything_else_names_nothing(state: object) -> None:
    assert chosen(state) is None


def test_the_sample_can_be_drawn(tmp_path: Any) -> None:
    snapshot = default_store().open()
    assert {"3302", "1307"} <= set(snapshot.cities())
    for city in snapshot.cities():
        assert len(snapshot.boundaries(city)) >= 10
        assert len(snapshot.territories(city)) >= 10
