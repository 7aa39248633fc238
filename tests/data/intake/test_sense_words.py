"""Words and names of one row that contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.answers import SentFile
from tests.data.intake.sent import ROWS, codes, only, read, sheet

SELF = {"providing_institution_id": "T1", "providing_institution_name": "集士港卫生院"}


def one(key: str, **values: Any) -> SentFile:
    return read(sheet(key, {**ROWS[key][0], **values}))


@pytest.mark.parametrize("volume", [None, 0, 3])
def test_nobody_gives_a_remote_service_to_itself(volume: int | None) -> None:
    found = only(one("remote", **SELF, volume=volume), "provider_itself")
    assert (found.severity, found.value) == ("error", "集士港卫生院")
    assert codes(one("remote", volume=volume)) == set()


@pytest.mark.parametrize(
    ("mode", "clinic", "code", "severity"),
    [
        ("无服务", True, "village_contradicts", "error"),
        ("无服务", False, None, None),
        ("村卫生室", False, "clinic_missing", "warning"),
        ("村卫生室", True, None, None),
        ("巡回医疗", False, None, None),
    ],
)
def test_a_village_says_of_its_service_one_thing(
    mode: str, clinic: bool, code: str | None, severity: str | None
) -> None:
    named = {} if clinic else {"institution_id": None, "institution_name": None}
    sent = one("village_services", mode=mode, **named)
    assert codes(sent) == ({code} if code else set())
    assert {one.severity for one in sent.findings if one.code == code} == ({severity} if code else set())
