"""Maps of counties: each named shortly enough to be written on it, whatever it is called."""

from __future__ import annotations

from datetime import date

from briefing.composing import document
from data.store import default_store

CITY, DAY = "3302", date(2022, 12, 31)
#: Names of four counties, below, at and above the longest that is written whole, and as they stand on the map.
NAMES = {"330282": ("慈溪市", "慈溪"), "330225": ("蔚县", "蔚县"), "330212": ("一二三四五六七八市", "一二三四五六七八"),
         "330281": ("一二三四五六七八九市", "一二三四…七八九")}


def test_a_county_is_named_shortly_on_its_map() -> None:
    snapshot = default_store().open()
    shapes = snapshot.boundaries(CITY)
    assert shapes is not None
    shapes = shapes.assign(name=[NAMES.get(code, (name,))[0]
                                 for code, name in zip(shapes["region_code"], shapes["name"], strict=True)])
    picture = document(snapshot.city(CITY), CITY, DAY, snapshot=snapshot.id, boundaries=shapes).slides[0].map
    assert picture is not None
    assert {area.code: (area.name, area.words[0]) for area in picture.areas if area.code in NAMES} == NAMES
