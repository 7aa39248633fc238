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
VIEWS = {"3302": MapView(121.5, 29.8, 7.5, 726, 478), "330226": MapView(121.4, 29.3, 9.0, 726, 478)}


def picture(**changes: Any) -> Picture:
    usual: dict[str, Any] = {
        "address": HERE, "constant": HERE, "theme": LIGHT, "screen": "laptop", "views": VIEWS, "origin": (121.5, 29.8),
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
    assert len(json.dumps(shown)) < 9_000
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


def test_every_deck_tells_where_all_views_are_and_which_is_looked_at() -> None:
    """The front end draws a new deck where it looked before, unless it was told before where the view is."""
    city, county = drawn(), drawn(county="330226")
    told = city["initialViewState"]
    assert told == county["initialViewState"]
    assert told["330226"] == {"longitude": 121.4, "latitude": 29.3, "zoom": 9.0}
    assert told["longitude"] == told["3302"]["longitude"] == 121.5
    assert (city["views"][0]["viewState"], county["views"][0]["viewState"]) == ("3302", "330226")
    assert city["views"][0]["id"] == county["views"][0]["id"]  # another would be another controller, which starts anew
    assert county["views"][0]["controller"]["minZoom"] < 9.0 < county["views"][0]["controller"]["maxZoom"]


def test_layers_switched_off_are_asked_for_no_more() -> None:
    def asked(**changes: Any) -> str:
        layers = drawn(county="330226", orders=2, **changes)["layers"]
        addresses = [layer["data"] for layer in layers if isinstance(layer["data"], str)]
        return " ".join(address.split("/")[-1].split(".json")[0] for address in addresses)

    fills = "fills~care.in_county_rate"
    assert asked().replace(fills, "fills") == (
        "land fills territories~330226 lines~cnt~330226 marks~cgl~330226 place_labels~330226~laptop"
    )
    assert asked(shown=frozenset()).replace(fills, "fills") == (
        "land fills lines~-~330226 marks~-~330226 place_labels~330226~laptop"
    )


#: What a way of drawing may take for all records at once; another such property would be compiled anew.
ALIKE = {
    "SolidPolygonLayer": {"getPolygon", "getFillColor"},
    "PolygonLayer": {"getPolygon", "getFillColor"},  # draws by the one above
    "LineLayer": {"getSourcePosition", "getTargetPosition", "getColor", "getWidth"},
    "IconLayer": {"getPosition", "getIcon", "getSize", "getColor"},
    "TextLayer": {"getPosition", "getText", "getSize", "getPixelOffset", "getColor"},
}


@pytest.mark.parametrize("county", [None, "330226"])
@pytest.mark.parametrize("chosen", [{}, {"point_chosen": (121.5, 29.8)}, {"county_chosen": "330226"}, {"order": 1}])
def test_four_ways_of_drawing_each_always_fed_alike(county: str | None, chosen: dict[str, Any]) -> None:
    for layer in drawn(county=county, orders=2, **chosen)["layers"]:
        given = {name: value for name, value in layer.items() if name.startswith("get")}
        assert set(given) == ALIKE[layer["@@type"]]
        assert all(str(value).startswith("@@=") for value in given.values())


def test_the_consortium_chosen_comes_forward() -> None:
    def tints(**changes: Any) -> str:
        layers = drawn(county="330226", orders=2, **changes)["layers"]
        return next(x for x in layers if x["@@type"] == "PolygonLayer")["getFillColor"]

    assert tints() != tints(consortium="330226-A", order=0)


def test_a_few_records_travel_with_the_deck() -> None:
    few = [{"p": [121.5, 29.8], "k": 0}]
    shown = drawn(small=lambda address: few if address.name == "county_labels" else None)["layers"]
    by_id = {layer.get("id"): layer for layer in shown}
    assert by_id["labels"]["data"] == few
    assert by_id["lines"]["data"].startswith("/map/20220705-3f9c7a/3302/2022-06-30/lines~n.json?v=")


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
