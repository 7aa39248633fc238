"""Number formats: which show the number itself, and what they write beside it."""

from __future__ import annotations

import pytest

from briefing.checking.formats import shows, written


@pytest.mark.parametrize("form", [
    "General", "", "0", "0.00", "#,##0", "#,##0.0_ ", "[>=10000]#,##0;0", "0.0_);[Red]\\(0.0\\)", "@",
])
def test_what_shows_a_number(form: str) -> None:
    assert shows(form)


@pytest.mark.parametrize("form", ['"9"', "0%", "0,", '0"万"', ";;;", "9.9", "0.0,,", '"达标"'])
def test_what_shows_something_else(form: str) -> None:
    assert not shows(form)


@pytest.mark.parametrize(("form", "said"), [
    ('[>=10000]#,##0"\u00a0人";0"\u00a0人"', "#人"), ('0.0"%"', "#%"), ("0%", "#%"), ("General", "#"), ("0,", "#,"),
    ('"9 人"', "9人"), ('0.0\\%', "#%"),
])
def test_what_a_format_writes(form: str, said: str) -> None:
    assert written(form) == said
