"""What each family is said to read is what its function reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd
import pytest

from data.model import TABLES
from data.policies import Policy, policy_for
from indicators import catalogue
from indicators.engine import lazily
from indicators.reading import READS, untouched
from indicators.subjects import INDICATORS
from tests.scenarios.drawing import city_of_world


class Watched(Mapping[str, pd.DataFrame]):
    """Frames that remember which of them were asked for."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self.frames, self.read = frames, set[str]()

    def __getitem__(self, table: str) -> pd.DataFrame:
        self.read.add(table)
        return self.frames[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


def test_every_family_is_named_with_tables_that_there_are() -> None:
    assert set(READS) == set(INDICATORS)
    assert frozenset().union(*READS.values()) <= set(TABLES)
    for definition in catalogue().values():
        assert READS[definition.family] >= set(definition.tables)


@pytest.mark.parametrize("seed", [0, 4, 7])
def test_no_family_reads_more_than_is_said(seed: int) -> None:
    tables = city_of_world(seed)
    held = policy_for(tables.city_code) or policy_for("3302")
    assert isinstance(held, Policy)
    for key, definition in catalogue().items():
        frames = Watched(tables.frames)
        lazily(replace(tables, frames=frames), tables.as_of, None, held).sums(key)
        assert frames.read <= READS[definition.family], key


def test_families_are_untouched_whose_tables_all_stay() -> None:
    everything = set(TABLES)
    assert untouched(everything) == set(INDICATORS)
    assert untouched(everything - {"consortia"}) == frozenset()
    assert "posting.persons" not in untouched(everything - {"postings"})
    assert set(INDICATORS) - untouched(everything - {"village_services"}) == {
        "village.coverage", "village.unserved", "village.unserved_planned",
    }  # fmt: skip
