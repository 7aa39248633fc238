"""Files that an office suite opened and saved anew say what they said: 核对 finds nothing changed in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.briefing.checking.exported import checked, content
from tests.office.conftest import Saved

YANGYUAN = ("130727", date(2019, 1, 15))


@pytest.mark.parametrize("form", ["pptx", "docx", "xlsx"])
def test_a_file_that_was_only_saved_anew_is_all_equal(form: str, saved: Saved, tmp_path: Path) -> None:
    path = tmp_path / f"传回.{form}"
    path.write_bytes(content(form, *YANGYUAN))
    report = checked(saved(path, form).read_bytes())
    assert report.unchanged and not report.moved, report
    assert report.equal == checked(content(form, *YANGYUAN)).equal > 0
