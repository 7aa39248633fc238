"""A copy of the bundled sample (示例数据) to practise on: publishing into the sample itself is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

from data.manifest import StoreError
from data.sample.build import STORE
from data.store import Store
from data.system import reason


def copy_sample(target: Path) -> str:
    """Copy the sample's store into a new folder; returns the id of its live snapshot.

    Raises:
        StoreError: The folder holds something already, or cannot be written.
    """
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise StoreError(f"{target} 不是空目录，没有复制；换一个新的目录名")
        shutil.copytree(STORE, target, dirs_exist_ok=True)
    except OSError as problem:
        raise StoreError(f"没有复制：{target} 写不进去（{reason(problem)}）") from problem
    return Store(target).live_id()
