"""A clean file gives its rows, typed and resolved, and nothing is said; whatever a file holds gives findings."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.forms import forms, forms_of
from data.forms.model import Sender
from data.intake.grids import Contents, Flaw, Grid
from data.intake.opening import open_file
from data.intake.register import Register
from data.intake.understanding import understand
from data.model import TABLES
from data.store import default_store
from data.tables import dtype_of
from data.template import template
from tests.data.intake.sent import CITY, COUNTY, MONTH, ROWS, codes, grid, only, read, register, sheet, table


def whole(sender: Sender) -> list[Grid]:
    return [sheet(form.key) for form in forms_of(sender) if form.key in ROWS]


@pytest.mark.parametrize(("sender", "name"), [("county", COUNTY), ("city", CITY)])
def test_a_clean_file_is_taken_without_a_finding(sender: Sender, name: str) -> None:
    sent = read(*whole(sender), name=name)
    assert codes(sent) == set(), [(one.place, one.message) for one in sent.findings if one.severity == "error"]
    assert (sent.sender, sent.month) == (name[: 6 if sender == "county" else 4], MONTH)
    assert {key: len(rows.frame) for key, rows in sent.forms.items()} == {
        form.key: len(ROWS[form.key]) for form in forms_of(sender) if form.key in ROWS
    }
    assert all(rows.complete for rows in sent.forms.values())


def test_columns_are_typed_as_the_contract_says() -> None:
    sent = read(*whole("county"))
    for rows in sent.forms.values():
        assert list(rows.frame.columns) == [one.name for one in rows.form.fields]
        for one in rows.form.fields:
            if one.table is not None:
                dtype = dtype_of(TABLES[one.table].column(one.name))
                assert rows.frame[one.name].dtype == dtype, (rows.form.key, one.name)
            else:
                assert rows.frame[one.name].dtype == "str"


def test_values_are_those_of_the_cells() -> None:
    sent = read(*whole("county"))
    workforce = sent.forms["workforce"].frame
    assert workforce["physicians"].tolist() == [30, 5, 3]
    assert workforce["nurses"].tolist() == [40, 6, 0]
    assert workforce["village_doctors"].isna().all(), "an empty cell is not reported, not zero"
    assert sent.forms["postings"].frame["start_on"].tolist() == [pd.Timestamp("2022-01-01")]
    assert sent.forms["capability"].frame["value"].tolist() == ["yes", "20", "recommended"]
    assert sent.forms["governance"].frame["value"].tolist() == ["yes", "partial"]


def test_a_row_knows_its_cells() -> None:
    rows = read(sheet("workforce")).forms["workforce"]
    assert rows.rows == (2, 3, 4)
    assert rows.cell(1, "nurses") == "E3"
    assert rows.sheet == "人员力量"


def test_a_column_that_is_not_there_is_null_and_has_no_letters() -> None:
    cells = table("workforce", only=["institution_id", "institution_name", "physicians"])
    sent = read(grid(cells, "人员力量"))
    rows = sent.forms["workforce"]
    assert rows.frame["nurses"].isna().all()
    assert "nurses" not in rows.columns
    assert rows.cell(0, "nurses") == "2"
    found = next(one for one in sent.findings if one.code == "column_absent")
    assert found.severity == "warning"
    assert all(label in found.message for label in ("护士", "技师", "乡村医生"))
    assert "月份" not in found.message, "the month is the file's own"


def test_month_and_county_come_from_the_file_where_the_cells_are_blank() -> None:
    row = {**ROWS["care_seeking"][0], "month": None, "county_code": None, "county_name": None}
    frame = read(sheet("care_seeking", row)).forms["care_seeking"].frame
    assert frame[["month", "county_code"]].to_numpy().tolist() == [[MONTH, "330203"]]


def test_a_file_that_could_not_be_opened_says_so_and_nothing_else() -> None:
    flaw = Flaw("file_encrypted", "error", None, "文件加了密码", "去掉密码再发")
    sent = understand(Contents("xlsx", (), (flaw,)), "330203海曙区.xlsx", "0" * 64, 1, register(), month=MONTH)
    found = only(sent, "file_encrypted")
    assert (found.severity, found.sender, sent.sender, sent.forms) == ("error", "330203", "330203", {})


def test_what_is_odd_about_the_file_is_passed_on_and_it_is_read() -> None:
    flaw = Flaw("external_link", "warning", "人员力量", "有指向别的文件的链接", "粘贴为数值")
    contents = Contents("xlsx", (sheet("workforce"),), (flaw,))
    sent = understand(contents, COUNTY, "0" * 64, 1, register())
    assert only(sent, "external_link").sheet == "人员力量"
    assert len(sent.forms["workforce"].frame) == 3


def test_names_and_numbers_of_persons_in_the_file_name_are_hidden() -> None:
    sent = read(sheet("workforce"), name="330203海曙区_2023-09_13812345678.xlsx")
    assert "13812345678" not in sent.name
    assert all("13812345678" not in one.file for one in sent.findings)
    assert read(sheet("workforce")).name == COUNTY


def test_many_findings_of_one_kind_are_counted_from_the_201st_on() -> None:
    rows = [{"institution_name": "集士港卫生院", "physicians": f"{number}人左右"} for number in range(205)]
    sent = read(sheet("workforce", *rows))
    found = [one for one in sent.findings if one.code == "type_unreadable"]
    assert len(found) == 201
    assert "还有 5 处" in found[-1].message
    assert found[-1].cell is None


@pytest.fixture(scope="module")
def live() -> dict[str, pd.DataFrame]:
    snapshot = default_store().open()
    return {name: snapshot.table(name) for name in TABLES}


@pytest.mark.parametrize("sender", ["330203", "3302"])
def test_the_template_as_it_is_gives_no_finding(sender: str, live: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    name, data = template(live, sender, "2023-09")
    path = tmp_path / name
    path.write_bytes(data)
    known = Register.of(live, date(2023, 9, 30))
    sent = understand(open_file(path), name, hashlib.sha256(data).hexdigest(), len(data), known, month="2023-09")
    assert [(one.code, one.place, one.message) for one in sent.findings] == []
    assert (sent.sender, sent.month, sent.version, sent.name) == (sender, "2023-09", "1", name)
    assert all(rows.complete for rows in sent.forms.values())
    assert set(sent.forms) == {form.key for form in forms().values() if (form.sender == "city") == (len(sender) == 4)}


_VALUES = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["机构名称", "医师", "海曙医院", "合计", "填表人：", "注：", "无", "2023-09", "新增", "T1", "￼\x00"]
    ),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@st.composite
def _grids(draw: st.DrawFn) -> Grid:
    form = draw(st.sampled_from(list(forms().values())))
    cells = table(form.key, *ROWS.get(form.key, ({},)))
    width = len(cells[0])
    rows = [list(row) for row in cells] + draw(st.lists(st.lists(_VALUES, min_size=width, max_size=width), max_size=4))
    for _ in range(draw(st.integers(0, 6))):
        row, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, width - 1))
        rows[row][column] = draw(_VALUES)
    places = st.tuples(st.integers(0, len(rows)), st.integers(0, width))
    ranges = st.tuples(places, st.integers(0, 3), st.integers(0, 3))
    return Grid(
        draw(st.sampled_from([form.sheet, *form.aliases, "Sheet1", form.sheet + "1"])),
        tuple(tuple(row) for row in rows),
        visible=draw(st.booleans()),
        hidden_rows=frozenset(draw(st.sets(st.integers(0, 9)))),
        hidden_columns=frozenset(draw(st.sets(st.integers(0, 9)))),
        merged=tuple((r, c, r + high, c + wide) for (r, c), high, wide in draw(st.lists(ranges, max_size=3))),
        formulas=dict.fromkeys(draw(st.lists(places, max_size=3)), "=1"),
        errors=dict.fromkeys(draw(st.lists(places, max_size=3)), "#REF!"),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(_grids(), max_size=3), st.sampled_from([COUNTY, CITY, "x.xlsx", ""]), st.booleans())
def test_whatever_a_file_holds_the_answer_is_findings(grids: list[Grid], name: str, early: bool) -> None:
    sent = understand(Contents("xlsx", tuple(grids), (), early), name, "0" * 64, 1, register(), month=MONTH)
    assert all(one.message and one.fix and not one.message.endswith("。") for one in sent.findings)
    for rows in sent.forms.values():
        assert len(rows.rows) == len(rows.frame)


def test_odd_kinds_of_cells_are_answered() -> None:
    for value in (time(8, 30), timedelta(days=2), datetime(2023, 9, 1, 8), True, float("nan"), float("inf"), 10**400):
        sent = read(sheet("workforce", {"institution_name": "集士港卫生院", "physicians": value}))
        assert codes(sent) == {"type_unreadable"}, value


def rows_of(cells: list[list[object]], name: str) -> list[tuple[object, ...]]:
    frame = read(grid(cells, name)).forms["workforce"].frame  # type: ignore[arg-type]
    return sorted(frame.astype("str").itertuples(index=False, name=None))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_order_titles_and_blank_rows_change_nothing(data: st.DataObject) -> None:
    head, *rows = table("workforce")
    columns = data.draw(st.permutations(range(len(head))))
    mixed = data.draw(st.permutations(rows))
    blank: list[object] = [data.draw(st.sampled_from([None, " ", "\u3000", ""]))] * len(head)
    shown: list[list[object]] = [[row[at] for at in columns] for row in mixed]
    for place in data.draw(st.lists(st.integers(0, len(shown)), max_size=3)):
        shown.insert(place, blank)
    titles = data.draw(st.lists(st.sampled_from(["海曙区 2023年9月 人员力量", "（月末在岗）", None]), max_size=5))
    above: list[list[object]] = [[one, *[None] * (len(head) - 1)] for one in titles]
    cells = [*above, [head[at] for at in columns], *shown]
    assert rows_of(cells, "人员力量") == rows_of(table("workforce"), "人员力量")  # type: ignore[arg-type]
