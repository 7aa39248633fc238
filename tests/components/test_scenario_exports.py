"""What is taken away of a scenario: nothing leaves without its mark, nothing in it is a formula, and it comes back."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from components import files
from components.views import listing, scenario_compare, scenario_contributions, scenario_exports, scenario_lists
from components.views import scenario_results as results
from components.views.listing import Listing
from components.workbook import Sheet, workbook_bytes
from scenarios.files import from_json
from scenarios.words import WATERMARK
from tests.components.views import view_of
from tests.plans import CIXI, MOVE, SERVE, scenario_of, text_of

#: A name that a spreadsheet would calculate and no file may bear.
NASTY = "=1+1/../<划转>"


def built(address: str) -> tuple[str, bytes]:
    offer = files._offers[address.split("/files/")[1].split("/")[0]]
    return offer.name, offer.build()


@pytest.mark.parametrize("scope", ["3302", CIXI])
def test_every_file_bears_the_mark_in_its_name_and_content(scope: str) -> None:
    view = view_of(scope=scope)
    text, other = text_of(view, MOVE, SERVE, name=NASTY), text_of(view, SERVE, name="乙")
    offered = scenario_exports.offered(view, text, (other, text))
    made = {one.name.rpartition(".")[2]: built(one.address) for one in offered}
    assert list(made) == ["json", "txt", "xlsx", "csv"]
    for suffix, (name, _) in made.items():
        assert name.startswith(f"{WATERMARK}_")
        assert name.endswith(f"_2022-12-31（示例数据）.{suffix}")
        assert not set(name) & set('/\\<>:"|?*')
    assert from_json(made["json"][1]) == scenario_of(view, MOVE, SERVE, name=NASTY)

    note = made["txt"][1].decode("utf-8-sig")
    assert note.startswith(f"{WATERMARK}\r\n")
    assert "示例数据" in note.split("\r\n")[1]
    assert "\u00a0" not in note

    rows = list(csv.DictReader(io.StringIO(made["csv"][1].decode("utf-8-sig"))))
    assert rows
    for row in rows:
        assert row["性质"] == WATERMARK
        assert row["情景名称"] == f"'{NASTY}"
        assert row["数据性质"] == "示例数据"

    book = load_workbook(io.BytesIO(made["xlsx"][1]))
    assert book.sheetnames == ["说明", "指标变化", "逐项贡献", "机构", "村", "方案并列"]
    for sheet in book:
        assert sheet["A1"].value == WATERMARK
        assert "示例数据" in sheet["A2"].value
        assert sheet.oddHeader.center.text == WATERMARK
        assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}


def test_the_files_of_two_scenarios_are_two_even_where_their_names_are_one() -> None:
    view = view_of(scope=CIXI)
    first, second = (scenario_exports.offered(view, text_of(view, change), ()) for change in (MOVE, SERVE))
    assert [one.name for one in first] == [one.name for one in second]
    for one, other in zip(first, second, strict=True):
        assert built(one.address)[1] != built(other.address)[1]


def test_the_workbook_holds_what_the_page_shows() -> None:
    view = view_of(scope=CIXI)
    text = text_of(view, MOVE, SERVE)
    book = load_workbook(io.BytesIO(scenario_exports.workbook(view, text, ())))
    assert "方案并列" not in book.sheetnames
    own = [row for row in book["指标变化"].iter_rows(min_row=4, values_only=True) if row[0] == "慈溪市"]
    shown = results._moved(view, text).frame
    assert isinstance(shown, pd.DataFrame)
    assert {row[1]: row[2:4] for row in own} == {
        row["name"]: (row["before"], row["after"]) for row in shown.to_dict("records")
    }
    steps = list(book["逐项贡献"].iter_rows(min_row=4, values_only=True))
    for column in list(zip(*steps, strict=True))[1:]:
        assert sum(column[:-1]) == pytest.approx(column[-1])


def test_every_table_of_the_page_bears_the_mark_on_screen_and_in_its_file() -> None:
    view = view_of(scope="3302")
    text, other = text_of(view, MOVE, SERVE), text_of(view, SERVE, name="乙")
    held = scenario_lists.lists(view, text)
    tables: list[Listing | None] = [
        results._moved(view, text), *scenario_contributions.contributions(view, text).values(),
        scenario_contributions.counties(view, text), held.institutions, held.villages,
        scenario_compare.compared(view, (text, other), 1),
    ]
    for one in tables:
        assert one is not None
        assert one.caption.startswith(WATERMARK)
        assert one.file.startswith(WATERMARK)
        rows = list(csv.DictReader(io.StringIO(
            listing.builder(view, one.frame, one.headings)().decode("utf-8-sig"))))
        assert rows
        assert {row["性质"] for row in rows} == {WATERMARK}


def test_the_state_of_things_bears_no_mark() -> None:
    table = results._state(view_of(scope=CIXI))
    assert WATERMARK not in table.caption + table.file + "".join(table.headings)


def test_a_workbook_takes_no_text_for_a_formula_and_keeps_numbers() -> None:
    frame = pd.DataFrame({"a": ["=1+1", "@x", None], "b": [1, 2.5, float("nan")]}, dtype=object)
    book = load_workbook(io.BytesIO(workbook_bytes([Sheet("表", frame, {"a": "文", "b": "数"})], ["行"], WATERMARK)))
    values = [[cell.value for cell in line] for line in book["表"].iter_rows(min_row=3)]
    assert values == [["文", "数"], ["=1+1", 1], ["@x", 2.5]]
    assert book["表"]["A4"].data_type == "s"
    assert book.properties.creator == "医共体一张图"
