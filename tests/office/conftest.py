"""Files as a clerk's office suite saves them: LibreOffice opens what we wrote and saves it anew."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.suite import find_office

#: Comma, double quote, UTF-8: without it the system's own encoding is taken, which may know no Chinese.
_FILTERS = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76,1"}
#: Saves a file in another format and returns the new one.
Saved = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """`saved(path, "xls")` opens a file in LibreOffice and saves it as that format, in a folder of its own."""
    profile = tmp_path_factory.mktemp("profile")

    def save(path: Path, suffix: str) -> Path:
        office = find_office()
        assert office is not None
        folder = tmp_path_factory.mktemp(suffix)
        subprocess.run(
            [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
             "--convert-to", _FILTERS.get(suffix, suffix), "--outdir", str(folder), str(path)],
            check=True, capture_output=True, timeout=120,
        )
        return folder / f"{path.stem}.{suffix}"

    return save
