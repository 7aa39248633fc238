from __future__ import annotations

import gzip
import threading
import time
from datetime import date

import orjson
import pytest

from components.map import addresses
from components.map.addresses import ARGUMENTS, LayerAddress, parse
from components.map.serving import LayerCache, records_of
from components.map.source import MapSource

DAY = date(2022, 6, 30)


@pytest.mark.parametrize(
    "address",
    [
        LayerAddress("20220705-3f9c7a", "3302", DAY, "land"),
        LayerAddress("20220705-3f9c7a", "3302", DAY, "fills", ("care.in_county_rate",)),
        LayerAddress("20220705-3f9c7a", "3302", DAY, "marks", ("cgl", "330226"), "eligible"),
        LayerAddress("20220705-3f9c7a", "3302", DAY, "place_labels", ("330226", "wall"), "headcount"),
        LayerAddress("20220705-3f9c7a", "3302", DAY, "fills", ("centre.open_rate",), None, "national-2024"),
        LayerAddress("20220705-3f9c7a", "3302", DAY, "marks", ("cgl",), "eligible", "national-2024"),
        LayerAddress("20220705-3f9c7a", "3302", DAY, "land", (), None, "ningbo-2019"),
    ],
)
def test_an_address_is_read_as_it_was_written(address: LayerAddress) -> None:
    path, version = address.url.split("?v=")
    _, root, snapshot, city, day, layer = path.split("/")
    assert root == "map" and version == addresses.version() and len(version) == 10
    assert parse(snapshot, city, day, layer.removesuffix(".json")) == address


@pytest.mark.parametrize(
    ("snapshot", "city", "day", "layer"),
    [
        ("..", "3302", "2022-06-30", "land"), ("", "3302", "2022-06-30", "land"),
        ("a/b", "3302", "2022-06-30", "land"), ("a\\b", "3302", "2022-06-30", "land"),
        ("x", "33021", "2022-06-30", "land"), ("x", "３３０２", "2022-06-30", "land"),
        ("x", "..", "2022-06-30", "land"),
        ("x", "3302", "20220630", "land"), ("x", "3302", "2022-02-30", "land"), ("x", "3302", "", "land"),
        ("x", "3302", "2022-06-30", "nothing"), ("x", "3302", "2022-06-30", "fills"),
        ("x", "3302", "2022-06-30", "land~a~b"), ("x", "3302", "2022-06-30", "fills~a~b"),
        ("x", "3302", "2022-06-30", "fills~../../x"), ("x", "3302", "2022-06-30", "fills~a~~"),
        ("x", "3302", "2022-06-30", "land~~~"), ("x", "3302", "2022-06-30", "land~~~A/B"),
        ("x", "3302", "2022-06-30", "land~~~a~~b"), ("x", "3302", "2022-06-30", "land~~~~a"),
        ("x", "3302", "2022-06-30", "__class__"),
    ],
)
def test_anything_else_is_no_address(snapshot: str, city: str, day: str, layer: str) -> None:
    assert parse(snapshot, city, day, layer) is None


def test_every_layer_can_be_built_and_none_of_what_does_not_exist(world: MapSource) -> None:
    values = {"key": "consortium.count", "screen": "laptop", "county": "990101", "shown": "cgl"}
    wrong = {"key": "posting.nothing", "screen": "cinema", "county": "990103", "shown": "lgc"}
    for name, wanted in ARGUMENTS.items():
        kinds = [kind.rstrip("?") for kind in wanted]
        records = records_of(world, LayerAddress("x", "9901", DAY, name, tuple(values[kind] for kind in kinds)))
        assert isinstance(records, list), name
        orjson.dumps(records)
        for at, kind in enumerate(kinds):
            arguments = [values[k] for k in kinds]
            arguments[at] = wrong[kind]
            assert records_of(world, LayerAddress("x", "9901", DAY, name, tuple(arguments))) is None


def _address(at: int) -> LayerAddress:
    return LayerAddress("x", "9901", DAY, "land", (str(at),))


def test_a_layer_is_built_once_by_many_at_the_same_time() -> None:
    built = []

    def build(address: LayerAddress) -> list[dict]:
        built.append(address)
        time.sleep(0.05)
        return [{"a": 1}]

    cache = LayerCache(build)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(cache.get(_address(1)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert len(found) == 8 and len({id(body) for body in found}) == 1


def test_the_cache_keeps_within_its_bound_and_forgets_the_oldest() -> None:
    built = []

    def build(address: LayerAddress) -> list[dict]:
        built.append(address.arguments[0])
        return [{"text": f"{address.arguments[0]}-{at}" * 3} for at in range(2000)]

    one = LayerCache(build).get(_address(0))
    assert one is not None and one.records is None  # too many to travel with the deck
    cache = LayerCache(build, most_bytes=int(len(one.gzipped) * 2.5))
    for at in (1, 2, 1, 3):  # 1 was used again, so 2 goes
        cache.get(_address(at))
    built.clear()
    cache.get(_address(1))
    cache.get(_address(3))
    assert built == []
    cache.get(_address(2))
    assert built == ["2"]


def test_a_body_is_the_records_and_equal_records_have_equal_tags() -> None:
    cache = LayerCache(lambda _: [{"n": "宁海县"}])
    first, second = cache.get(_address(1)), cache.get(_address(2))
    assert first is not None and second is not None
    assert orjson.loads(gzip.decompress(first.gzipped)) == [{"n": "宁海县"}] == first.records
    assert first.etag == second.etag


@pytest.mark.parametrize("name", ["@@=1+1", "@@#GL.ONE", "@@type"])
def test_a_name_that_reads_as_an_expression_does_not_travel_with_the_deck(name: str) -> None:
    body = LayerCache(lambda _: [{"id": "A", "tip": name}]).get(_address(1))
    assert body is not None and body.records is None
    assert orjson.loads(gzip.decompress(body.gzipped)) == [{"id": "A", "tip": name}]


def test_what_does_not_exist_is_not_kept() -> None:
    answers = [None, [{"a": 1}]]
    cache = LayerCache(lambda _: answers.pop(0))
    assert cache.get(_address(1)) is None
    assert cache.get(_address(1)) is not None
