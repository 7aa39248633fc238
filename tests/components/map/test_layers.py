from __future__ import annotations

import json

import orjson
import pandas as pd
import pytest

from components import loaders
from components.map import geometry, icons, labelling, layers, serving
from components.map.addresses import LayerAddress
from components.map.classes import NOT_REPORTED, OUTSIDE
from components.map.layers import classes_of
from components.map.palette import class_colours
from components.map.serving import source_of
from components.map.source import MapSource
from components.theme import DARK, LIGHT, THEMES, Theme
from tests.components.map.conftest import WILD

COUNTY = "990101"


def ids(records: list[dict]) -> list[str]:
    return [record["id"] for record in records]


def test_the_facts_of_the_day_are_those_of_the_tables(world: MapSource) -> None:
    facts = world.facts
    assert set(facts.sites) == {"L1", "T1", "T2", "T3", "T4", "C1", "C2", "M1"}  # neither closed nor out of account
    assert facts.sites["L1"].kind == "lead"
    assert facts.sites["T1"].posted == 2
    assert facts.sites["T2"].unposted and facts.sites["T3"].unposted and not facts.sites["T1"].unposted
    assert facts.sites["T3"].consortium is None
    assert facts.sites["C1"].supervisor == "T1"
    assert not facts.sites["T4"].placed
    assert facts.outside == {"990103": "丙区"}
    assert facts.groups["A"].lead == "L1" and facts.groups["A"].grassroots == 3


def test_a_postings_table_without_a_row_leaves_nobody_accused(make) -> None:
    tables = make.frames()
    del tables["postings"]
    facts = make(tables).facts
    assert facts.sites["T2"].posted is None
    assert not any(site.unposted for site in facts.sites.values())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_lies_outside_the_account_looks_like_other_land(world: MapSource, theme: Theme) -> None:
    colours = class_colours(classes_of(world, "consortium.count"), theme)
    assert colours.pop(OUTSIDE) == theme.land
    assert theme.land not in colours.values()


def test_every_county_is_filled_and_what_is_missing_or_outside_says_so(world: MapSource) -> None:
    records = {record["id"]: record for record in layers.fills(world, "posting.lead_to_member.persons")}
    assert set(records) == {"990101", "990102", "990103"}
    assert records["990103"]["k"] == OUTSIDE and "不在文件统计范围" in records["990103"]["tip"]
    assert records["990101"]["k"] != records["990102"]["k"]  # 2 persons, and none
    assert "2\u00a0人" in records["990101"]["tip"]
    unreported = layers.fills(world, "care.in_county_rate")
    assert {record["k"] for record in unreported} == {NOT_REPORTED, OUTSIDE}
    assert all("未报" in record["tip"] for record in unreported if record["k"] == NOT_REPORTED)


def mark(record: dict) -> str:
    """What a mark's record shows, as the browser reads it."""
    _, _, sign, order = record["m"]
    kind = icons.SIGNS[sign]
    return icons.name(kind, order) if kind in icons.COLOURED else kind


def kinds(lines: list[list[int]]) -> set[int]:
    return {line[4] for line in lines}


def test_sites_without_coordinates_are_not_drawn(world: MapSource) -> None:
    assert set(ids(layers.marks(world, "cgl"))) == {"L1", "T1", "T2", "T3", "C1", "C2", "M1"}


def test_in_the_city_marks_tell_the_kind_in_a_county_the_consortium_and_who_has_nobody(world: MapSource) -> None:
    whole = {record["id"]: mark(record) for record in layers.marks(world, "cgl")}
    assert (whole["L1"], whole["T1"], whole["T2"], whole["C1"], whole["M1"]) == ("hq", "dot", "dot", "village", "city")
    county = {record["id"]: mark(record) for record in layers.marks(world, "cgl", COUNTY)}
    assert county == {"L1": "lead0", "T1": "ring0", "T2": "empty", "T3": "empty", "C1": "clinic0", "C2": "clinic-1"}
    assert layers.marks(world, "cgl", "990102") == []


def test_every_mark_is_in_the_picture_and_as_large_as_its_cell(world: MapSource) -> None:
    for theme in THEMES.values():
        places = icons.atlas(theme.kind).mapping
        for record in [*layers.marks(world, "cgl"), *layers.marks(world, "cgl", COUNTY)]:
            assert places[mark(record)]["height"] >= icons.CELLS[icons.SIGNS[record["m"][2]]]
        assert icons.name("lead", len(theme.categorical)) in places  # colours begin anew


def test_what_is_switched_off_is_neither_drawn_nor_clicked(world: MapSource) -> None:
    assert layers.marks(world, "-") == []
    assert set(ids(layers.marks(world, "gl"))) == {"L1", "T1", "T2", "T3", "M1"}
    assert set(ids(layers.marks(world, "l", COUNTY))) == {"L1"}
    found = {shown: kinds(layers.lines(world, shown, COUNTY)) for shown in ("-", "n", "cn", "t")}
    assert found["-"] == {layers.OUTLINE}
    assert found["n"] == {layers.OUTLINE, layers.LINK}
    assert found["cn"] == {layers.OUTLINE, layers.LINK, layers.CLINIC_LINK}
    assert found["t"] == {layers.OUTLINE, layers.EDGE, layers.HATCH}
    assert kinds(layers.lines(world, "n")) == {layers.EDGE, layers.LINK}


def test_lines_run_from_the_lead_to_its_members_and_from_them_to_their_clinics(world: MapSource) -> None:
    lead = geometry.steps(world.positions(None)["L1"], world.origin(None))
    lines = layers.links(world, "grassroots")
    assert len(lines) == 2  # T1, T2; the unaffiliated and the one without coordinates have none
    assert all(line[:2] == lead for line in lines)
    clinic = layers.links(world, "clinic", COUNTY)
    origin = world.origin(COUNTY)
    assert [line[:2] for line in clinic] == [geometry.steps(world.positions(COUNTY)["T1"], origin)]
    assert layers.marks(world, "c", COUNTY)[0]["m"][:2] == clinic[0][2:4]  # a line ends in the middle of the mark


def test_territories_name_their_consortium_and_leave_the_unaffiliated_hatched(world: MapSource) -> None:
    records = layers.territories(world, COUNTY)
    assert {(record["kind"], record["id"], record["k"]) for record in records} == {
        ("consortium", "A", 0), ("unaffiliated", COUNTY, layers.UNAFFILIATED)
    }
    loose = next(shape for code, shape in world.territory_rows(COUNTY) if code is None)
    west, south = world.origin(COUNTY)
    for line in layers.hatching(world, COUNTY):
        for lon, lat in ((west + x / 1e5, south + y / 1e5) for x, y in (line[:2], line[2:4])):
            assert loose.buffer(1e-3).covers(geometry.shapely.Point(lon, lat))
    assert layers.hatching(world, COUNTY)
    assert layers.hatching(world, "990102") == []


def test_all_that_changes_with_the_county_travels_with_the_deck_and_stays_small() -> None:
    """What is fetched has the map drawn twice, and each drawing costs an old laptop a tenth of a second."""
    snapshot = loaders.live_snapshot()
    for city in ("3302", "1307"):
        source = source_of(snapshot, city, snapshot.manifest.as_of, None)
        for county in (None, *source.facts.counties):
            shown, own = ("cgl", "cnt") if county else ("gl", "n"), (county,) if county else ()
            sizes = []
            for name, letters in zip(("marks", "lines"), shown, strict=True):
                address = LayerAddress(snapshot.id, city, source.as_of, name, (letters, *own))
                assert serving.small(address) is not None, address
                sizes.append(len(orjson.dumps(serving.small(address))))
            assert sum(sizes) < 72_000, county


def test_whose_a_clinic_is_is_told_only_where_one_may_ask(world: MapSource, make) -> None:
    def tips(source: MapSource, county: str | None) -> dict[str, str]:
        return {record["id"]: record["tip"] for record in layers.marks(source, "cgl", county)}

    own = tips(world, COUNTY)
    assert "\n" not in own["C1"] and own["C2"].split("\n")[1].startswith("未归属")  # one consortium, and one in none
    assert "\n" in tips(world, None)["C1"]  # of which county, else?
    assert all("\n" in own[code] for code in ("L1", "T1", "T2"))
    tables = make.frames()
    tables["consortia"] = pd.concat(
        [tables["consortia"], tables["consortia"].assign(consortium_id="B", name="乙医共体")], ignore_index=True)
    assert "\n" in tips(make(tables), COUNTY)["C1"]


def test_names_are_carried_as_they_are_and_only_as_text(world: MapSource) -> None:
    tip = next(record for record in layers.marks(world, "gl") if record["id"] == "T2")["tip"]
    assert tip.startswith(WILD)
    json.loads(orjson.dumps(layers.marks(world, "cgl")))


@pytest.mark.parametrize("screen", ["laptop", "wall"])
def test_labels_of_a_county_do_not_overlap(world: MapSource, screen: str) -> None:
    records = labelling.place_labels(world, COUNTY, screen)
    assert {"lead", "territory", "township", "neighbour"} <= {record["style"] for record in records}
    assert "人民医院" in "".join(record["t"] for record in records)
    assert len(records) == len({record["t"] for record in records})


def test_a_label_never_reads_as_an_expression(make) -> None:
    tables = make.frames()
    names = tables["institutions"]["name"].where(tables["institutions"]["institution_id"] != "T1", "@@=1+1")
    tables["institutions"] = tables["institutions"].assign(name=names)
    texts = [record["t"] for record in labelling.place_labels(make(tables), COUNTY, "laptop")]
    assert any("@@=1+1" in text for text in texts)
    assert not any(text.startswith("@@") for text in texts)


def test_a_city_without_institutions_still_makes_every_layer(make) -> None:
    tables = make.frames()
    for name in ("institutions", "memberships", "postings", "consortia"):
        tables[name] = tables[name].iloc[:0]
    source = make(tables)
    assert layers.fills(source, "consortium.count")
    for builder, arguments in [
        (layers.links, ("clinic", COUNTY)), (layers.marks, ("cgl", COUNTY)), (layers.territory_edges, (COUNTY,)),
        (layers.hatching, (COUNTY,)),
    ]:
        assert builder(source, *arguments) == []
    assert [r["style"] for r in labelling.place_labels(source, COUNTY, "laptop")].count("neighbour") > 0
    assert len(labelling.county_labels(source, "consortium.count", "laptop")) == 3  # and the scale


def test_leads_of_one_town_are_drawn_beside_each_other(make) -> None:
    tables = make.frames()
    twin = tables["institutions"].iloc[[0]].assign(institution_id="L2", name="甲县中医院")
    tables["institutions"] = pd.concat([tables["institutions"], twin], ignore_index=True)
    tables["consortia"] = pd.concat(
        [tables["consortia"], tables["consortia"].assign(consortium_id="B", name="甲县中医院医共体")], ignore_index=True
    )
    lead = tables["memberships"].iloc[[0]].assign(consortium_id="B", institution_id="L2")
    tables["memberships"] = pd.concat([tables["memberships"], lead], ignore_index=True)
    source = make(tables)
    view = source.view(COUNTY, "laptop")
    (ax, ay), (bx, by) = (view.pixel(*source.positions(COUNTY)[code]) for code in ("L1", "L2"))
    assert ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 >= 23.9
    assert [mark(record) for record in layers.marks(source, "l", COUNTY)] == ["lead0", "lead1"]
