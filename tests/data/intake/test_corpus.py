"""Hundreds of spoiled workbooks, each with the answer it must get: these findings and no other, these values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from data.forms import forms
from data.intake.answers import CellFinding
from tests.corpus.building import Book, city, county
from tests.corpus.cases import Answer, Case, Found, answer, rows_of, wanted_rows
from tests.corpus.mutations import all_cases
from tests.corpus.personal import ID, ID_15, PHONE

CASES = all_cases()
#: Names of file formats, programs and coordinate systems, and words that a spreadsheet itself shows.
ALLOWED = {
    "CSV", "DDE", "DTD", "Excel", "FALSE", "GCJ", "HTML", "PDF", "TRUE", "UTF", "WGS", "WPS", "Word", "XML", "ZIP",
    "xls", "xlsm", "xlsx",
}
QUOTED = re.compile("“[^”]*”|#[A-Z0-9/]+[!?]?|[A-Z]{1,3}[0-9]+")
LATIN, HAN = re.compile("[A-Za-z]{3,}"), re.compile("[\u4e00-\u9fff]")


@cache
def frames_of_good(good: Callable[[], Book]) -> dict[str, pd.DataFrame]:
    """Return what is taken of a good workbook."""
    return {key: rows.frame for key, rows in answer(good(), merged=False).file.forms.items()}


def spoiled(case: Case) -> Book:
    book = case.good()
    case.spoil(book)
    return book


@pytest.mark.parametrize("good", [county, city])
def test_a_good_workbook_gets_no_finding_at_all(good: Callable[[], Book]) -> None:
    assert answer(good(), merged=True).findings == ()


def test_there_are_hundreds_of_cases_and_each_has_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 200


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_spoiled_workbook_gets_its_answer(case: Case) -> None:
    book = spoiled(case)
    assert book != case.good(), "nothing was spoiled"
    told = answer(book, merged=case.merged)
    found = Counter(Found(one.code, one.severity, one.sheet, one.cell) for one in told.findings)
    assert found == Counter(case.found), [(one.code, one.place, one.message) for one in told.findings]
    check_taken(case, told)
    for one in told.findings:
        check_said(one)
        check_place(one, told)


def check_taken(case: Case, told: Answer) -> None:
    """See that what was taken is what stands in the workbook, down to the type; sheets with an error go back."""
    refused = {one.sheet for one in told.findings if one.severity == "error"}
    if None in refused:
        return
    forms_taken, good = told.file.forms, frames_of_good(case.good)
    changed = {key for key, _, _ in case.taken} | set(case.gone)
    for key in {*good, *forms_taken} - case.lacks:
        if {forms()[key].sheet, forms_taken[key].sheet if key in forms_taken else None} & refused:
            continue
        assert key in forms_taken, key
        if key in changed:
            wanted, held = wanted_rows(case, key), rows_of(forms_taken[key])
            assert held == wanted, key
            assert [list(map(type, row.values())) for row in held] == [list(map(type, row.values())) for row in wanted]
        else:
            assert forms_taken[key].frame.equals(good[key]), key
    assert not case.lacks & set(forms_taken)


def check_said(one: CellFinding) -> None:
    """See that it is said in Chinese what is wrong and how to mend it, and that nothing personal is said."""
    for text in (one.message, one.fix):
        bare = QUOTED.sub("", text)
        assert HAN.search(bare), text
        assert set(LATIN.findall(bare)) <= ALLOWED, text
        assert not text.endswith(("。", "！", ".")), text
    said = " ".join(filter(None, (one.file, one.message, one.fix, one.value)))
    assert not any(secret in said for secret in (ID, ID[:17], ID_15, PHONE))


def check_place(one: CellFinding, told: Answer) -> None:
    """See that the cell that is named is one of the sheet, or a row of it."""
    if one.cell is None:
        return
    found = re.fullmatch("([A-Z]*)([1-9][0-9]*)", one.cell)
    assert found and one.sheet in told.extents, one.place
    height, width = told.extents[one.sheet]
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    assert int(found[2]) <= height and column <= width, one.place
