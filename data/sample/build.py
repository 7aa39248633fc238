"""Rebuild the bundled sample (示例数据): ``python -m data sample``, byte for byte the same each time."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data.publishing import Published, publish_frames
from data.sample.assemble import assemble
from data.sample.common import AS_OF
from data.store import CURRENT, SNAPSHOTS

#: The store that the app reads when none is configured.
STORE = Path(__file__).parent / "store"
#: Fixed, so that the manifest is the same in every build.
_CREATED_AT = "2023-10-08T09:00:00+08:00"
_PUBLISHED_BY = "示例数据生成程序"
_NOTE = "示例数据：地名真实，业务数据为程序生成；两份文件报告过的数字与文件一致"


def rebuild(store: Path = STORE, frames: Mapping[str, pd.DataFrame] | None = None) -> Published:
    """Generate the sample, check it, publish it, and leave it as the only snapshot of its store.

    It is published by the same code as any other data, to a folder of its own that then takes the place of the
    old one; the store never lacks a whole snapshot on the way.

    Args:
        store: Folder of the store, made if need be.
        frames: The sample's tables, when they have been assembled already.

    Raises:
        RefusedError: The check found errors; the store is as it was.
        PublishError: It could not be written.
    """
    frames = assemble() if frames is None else frames
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store.parent, prefix=".building-") as work:
        fresh = Path(work)
        published = publish_frames(frames, fresh, AS_OF, _NOTE, _PUBLISHED_BY, _CREATED_AT)
        name = published.manifest.snapshot_id
        source, target = fresh / SNAPSHOTS / name, store / SNAPSHOTS / name
        # The id is a hash of the content, so files put over those of the same id change nothing but the manifest.
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
        (fresh / CURRENT).replace(store / CURRENT)
    for old in (store / SNAPSHOTS).iterdir():
        if old.name != name:
            shutil.rmtree(old)
    return published


def main() -> None:
    """Rebuild the bundled sample and say in Chinese what came of it."""
    published = rebuild()
    size = sum(entry.size for entry in published.manifest.files.values())
    sys.stdout.write(
        f"示例数据已重新生成：快照 {published.manifest.snapshot_id}，{sum(published.manifest.rows.values())} 行，"
        f"{size / 1e6:.1f} MB。{published.report.verdict()}\n"
    )
