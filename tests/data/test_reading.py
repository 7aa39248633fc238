"""Source folders: encodings, CSV shapes, Parquet, files that are missing, doubled, foreign or broken."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import Point, Polygon, box

from data.checking import check_source
from data.findings import Finding, Report
from data.model import TABLES
from data.reading import Reading, read_folder
from tests.data.small_world import AS_OF, changed, frames, row, small_world, text, write_csv, write_folder

WORKFORCE = "institution_id,month,physicians,nurses,technicians,village_doctors,provenance"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small world as a source folder."""
    return write_folder(small_world(), tmp_path / "source")


def workforce(folder: Path, *lines: str, end: str = "\n", encoding: str = "utf-8") -> Path:
    """Write the workforce table line by line, as it stands."""
    path = folder / "workforce.csv"
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


def errors(reading: Reading | Report) -> list[Finding]:
    return [finding for finding in reading.findings if finding.severity == "error"]


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


# encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_gives_the_same_frames(tmp_path: Path, encoding: str) -> None:
    tables = changed("institutions", name='〇𠮷"引号",\n<b>=1')
    reading = read_folder(write_folder(tables, tmp_path, encoding))
    assert reading.findings == []
    assert reading.encodings["institutions.csv"] == encoding
    assert reading.sheets["institutions"].frame["name"].iloc[0] == '〇𠮷"引号",\n<b>=1'
    assert reading.sheets["regions"].frame["name"].tolist() == [one["name"] for one in tables["regions"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a,b\n名,1\n".encode("utf-16"), "encoding_unreadable"),
        ("region_code,name\n3302,宁波\n".encode("utf-16-le"), "encoding_unreadable"),
        (b"region_code,name\n3302,\xff\xfe\xfd\n", "encoding_unreadable"),
        ("region_code,name\n3302,宁波市海曙区\n".encode()[:-3] + b"\xe5,x\n", "encoding_damaged"),
        ("\ufeffregion_code,name\n3302,宁波".encode()[:-1], "encoding_damaged"),
    ],
)
def test_what_is_in_no_encoding_cannot_be_read(folder: Path, content: bytes, code: str) -> None:
    (folder / "regions.csv").write_bytes(content)
    report = check_source(folder, AS_OF).report
    assert report.exit_code == 2
    assert code in report.codes()
    assert "CSV UTF-8" in next(f for f in report.findings if f.code == code).fix


def test_an_undecodable_table_that_may_be_absent_is_an_error_only(folder: Path) -> None:
    (folder / "workforce.csv").write_bytes(b"\xff\xff\xff")
    report = check_source(folder, AS_OF).report
    assert (report.exit_code, report.codes()) == (1, {"encoding_unreadable": 1})


def test_bytes_that_read_both_ways_are_taken_as_utf8_and_said(folder: Path) -> None:
    workforce(folder, WORKFORCE, "路,2023-08,1,,,,sample", encoding="gb18030")  # the bytes of · in UTF-8
    reading = read_folder(folder)
    (finding,) = reading.findings
    assert (finding.code, finding.severity, finding.value) == ("encoding_ambiguous", "warning", "路")
    assert reading.sheets["workforce"].frame["institution_id"].tolist() == ["·"]


# shapes of CSV


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(folder: Path, end: str) -> None:
    workforce(folder, WORKFORCE, "T1,2023-08,1,2,,,sample", "T2,2023-08,x,,,,sample", end=end)
    (finding,) = read_folder(folder).findings
    assert (finding.row, finding.column, finding.value) == (3, "physicians", "x")


def test_rows_are_numbered_as_a_spreadsheet_shows_them(folder: Path) -> None:
    """A cell of three lines is one row; a blank row counts and is skipped."""
    header = "institution_id,name,valid_from,valid_to,provenance"
    lines = [header, 'T1,"一\n二\n三",2019-01-01,,sample', "", ",,,,", "T2,别名,2019-02-30,,sample"]
    (folder / "aliases.csv").write_text("\n".join(lines), encoding="utf-8")
    reading = read_folder(folder)
    (finding,) = reading.findings
    assert (finding.code, finding.row, finding.column, finding.value) == (
        "type_unreadable",
        5,
        "valid_from",
        "2019-02-30",
    )
    assert reading.rows["aliases"] == 2
    assert reading.sheets["aliases"].frame["name"].tolist() == ["一\n二\n三", "别名"]


@pytest.mark.parametrize(
    ("lines", "code", "row_number"),
    [
        ([WORKFORCE, "T1,2023-08,1,2,,,sample", "T2,2023-08,1,2,,sample"], "row_ragged", 3),
        ([WORKFORCE, "T1,2023-08,1,2,,,sample,多"], "row_ragged", 2),
        ([WORKFORCE, 'T1,"2023-08,1,2,,,sample', "T2,2023-08,1,,,,sample"], "quote_unclosed", 2),
        ([WORKFORCE, 'T1,"2023"-08,1,2,,,sample'], "quote_misplaced", 2),
        ([WORKFORCE + ",month", "T1,2023-08,1,2,,,sample,2023-09"], "column_duplicate", 1),
        ([WORKFORCE + ",", "T1,2023-08,1,2,,,sample,多"], "column_unnamed", 1),
        ([WORKFORCE.replace(",", ";"), "T1;2023-08;1;2;;;sample"], "separator_wrong", 1),
        ([WORKFORCE.replace(",", "\t"), "T1\t2023-08\t1\t2\t\t\tsample"], "separator_wrong", 1),
        ([WORKFORCE.replace("nurses,", "", 1).replace("month", ""), "T1,2023-08,1,2,,sample"], "column_unnamed", 1),
        ([WORKFORCE, "T1,2023-08,1\0,2,,,sample"], "type_unreadable", 2),
        ([WORKFORCE, "T1\0,2023-08,1,2,,,sample"], "type_unreadable", 2),
        (["", WORKFORCE, "T1,2023-08,1,2,,,sample"], "header_missing", 1),
        ([",,,", "T1,2023-08,1,2"], "header_missing", 1),
        ([WORKFORCE, "T1,2023-08," + "长" * 140_000 + ",2,,,sample"], "cell_too_long", 2),
    ],
)
def test_a_broken_shape_is_named(folder: Path, lines: list[str], code: str, row_number: int) -> None:
    workforce(folder, *lines)
    found = [f for f in errors(read_folder(folder)) if f.code == code]
    assert [f.row for f in found] == [row_number]
    assert (found[0].file, found[0].table) == ("workforce.csv", "workforce")


def test_trailing_empty_cells_of_a_spreadsheet_are_no_fault(folder: Path) -> None:
    workforce(folder, WORKFORCE + ",,", "T1,2023-08,1,2,,,sample,,", "T2,2023-08,1,2,,,sample,,,,")
    reading = read_folder(folder)
    assert (reading.findings, reading.rows["workforce"]) == ([], 2)


def test_an_empty_file_has_no_header_and_a_header_alone_reports_nothing(folder: Path) -> None:
    (folder / "workforce.csv").write_bytes(b"")
    assert codes(read_folder(folder)) == ["header_missing"]
    workforce(folder, WORKFORCE)
    reading = read_folder(folder)
    assert (reading.findings, reading.rows["workforce"]) == ([], 0)


def test_a_required_table_may_not_be_empty(folder: Path) -> None:
    (folder / "consortia.csv").write_text(",".join(TABLES["consortia"].names) + "\n", encoding="utf-8")
    report = check_source(folder, AS_OF).report
    assert report.exit_code == 1
    assert report.codes()["table_empty"] == 1


def test_a_row_that_is_left_out_is_not_missed_by_what_refers_to_it(folder: Path) -> None:
    path = folder / "institutions.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[3].startswith("T1,")
    path.write_text("\n".join([*lines[:3], lines[3] + ",多余", *lines[4:]]), encoding="utf-8")
    assert check_source(folder, AS_OF).report.codes() == {"row_ragged": 1}


def test_a_table_cut_short_is_not_concluded_from(folder: Path) -> None:
    """What stands after an open quote was not read, so references to it are not called missing."""
    path = folder / "institutions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("T1,", 'T1,"', 1), encoding="utf-8")
    assert check_source(folder, AS_OF).report.codes() == {"quote_unclosed": 1}


# columns


def test_columns_are_named_when_unknown_or_missing(folder: Path) -> None:
    workforce(
        folder, "institution_id,month,医师,nurse,technicians,village_doctors,provenance", "T1,2023-08,1,2,,,sample"
    )
    found = {(f.code, f.column): f for f in read_folder(folder).findings}
    assert set(found) == {
        ("column_unknown", "医师"),
        ("column_unknown", "nurse"),
        ("column_absent", "physicians"),
        ("column_absent", "nurses"),
    }
    assert "physicians" in found["column_unknown", "医师"].fix
    assert "nurses" in found["column_unknown", "nurse"].fix
    assert all(f.severity == "warning" for f in found.values())


@pytest.mark.parametrize("column", ["institution_id", "month", "provenance"])
def test_a_column_that_may_not_be_null_may_not_be_absent(folder: Path, column: str) -> None:
    names = [name for name in TABLES["workforce"].names if name != column]
    values = {"institution_id": "T1", "month": "2023-08", "provenance": "sample"}
    workforce(folder, ",".join(names), ",".join(values.get(name, "") for name in names))
    (finding,) = check_source(folder, AS_OF).report.findings
    assert (finding.code, finding.severity, finding.column) == ("column_missing", "error", column)


def test_an_absent_nullable_column_is_all_null(folder: Path) -> None:
    workforce(folder, "institution_id,month,provenance", "T1,2023-08,sample")
    frame = read_folder(folder).sheets["workforce"].frame
    assert list(frame.columns) == list(TABLES["workforce"].names)
    assert frame["physicians"].isna().all()
    assert str(frame["physicians"].dtype) == "Int64"


# files and folders


def test_a_missing_folder_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "无此目录", write_one(tmp_path / "file")):
        report = check_source(path).report
        assert (report.exit_code, list(report.codes())) == (2, ["source_missing"])
        assert report.as_of is None


def write_one(path: Path) -> Path:
    path.write_text("x", encoding="utf-8")
    return path


@pytest.mark.parametrize("table", ["regions", "institutions", "consortia"])
def test_a_missing_required_table_cannot_be_read(folder: Path, table: str) -> None:
    (folder / f"{table}.csv").unlink()
    report = check_source(folder, AS_OF).report
    assert report.exit_code == 2
    assert [(f.code, f.table) for f in report.findings] == [("file_missing", table)]


def test_any_other_table_may_be_absent(folder: Path) -> None:
    for name in TABLES:
        if not TABLES[name].required:
            (folder / f"{name}.csv").unlink()
    assert check_source(folder, AS_OF).report.findings == ()


def test_a_table_in_two_files_is_an_error(folder: Path) -> None:
    pd.DataFrame().to_parquet(folder / "workforce.parquet")
    (finding,) = check_source(folder, AS_OF).report.findings
    assert (finding.code, finding.severity) == ("file_twice", "error")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("institution.csv", "institutions.csv"),
        ("表.xlsx", "CSV"),
        ("boundaries.csv", "boundaries.parquet"),
        ("读我", "移出"),
    ],
)
def test_an_unknown_file_is_a_warning(folder: Path, name: str, words: str) -> None:
    (folder / name).write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "~$regions.xlsx").write_bytes(b"x")
    (finding,) = read_folder(folder).findings
    assert (finding.code, finding.severity, finding.file) == ("file_unknown", "warning", name)
    assert words in finding.fix


@pytest.mark.skipif(os.name == "nt", reason="on Windows a folder has another error")
def test_a_file_that_cannot_be_opened_is_named(folder: Path) -> None:
    (folder / "workforce.csv").unlink()
    (folder / "workforce.csv").symlink_to(folder / "nowhere.csv")
    (folder / "costs.csv").unlink()
    (folder / "costs.csv").mkdir()
    assert sorted(codes(read_folder(folder))) == ["file_unknown", "file_unknown"]


# Parquet


def parquet_folder(tmp_path: Path) -> Path:
    tmp_path.mkdir(exist_ok=True)
    for name, frame in frames(small_world()).items():
        typed = pd.DataFrame({c: frame[c].map(text).replace("", None) for c in frame}, dtype="str")
        typed.to_parquet(tmp_path / f"{name}.parquet", index=False)
    return tmp_path


def test_parquet_of_text_reads_as_csv_does(tmp_path: Path, folder: Path) -> None:
    ours, theirs = read_folder(folder), read_folder(parquet_folder(tmp_path / "parquet"))
    assert theirs.findings == []
    for name in TABLES:
        pd.testing.assert_frame_equal(ours.sheets[name].frame, theirs.sheets[name].frame)


def test_parquet_of_typed_columns_reads_as_csv_does(folder: Path) -> None:
    ours = read_folder(folder).sheets["postings"].frame
    (folder / "postings.csv").unlink()
    ours.to_parquet(folder / "postings.parquet", index=False)
    counts = read_folder(folder).sheets["workforce"].frame
    (folder / "workforce.csv").unlink()
    counts.assign(physicians=counts["physicians"].astype("float64")).to_parquet(folder / "workforce.parquet")
    reading = read_folder(folder)
    assert reading.findings == []
    pd.testing.assert_frame_equal(reading.sheets["postings"].frame, ours)
    pd.testing.assert_frame_equal(reading.sheets["workforce"].frame, counts)


def test_a_code_stored_as_a_number_is_refused(folder: Path) -> None:
    frame = read_folder(folder).sheets["care_seeking"].frame
    (folder / "care_seeking.csv").unlink()
    frame.assign(county_code=frame["county_code"].astype("int64")).to_parquet(folder / "care_seeking.parquet")
    (finding,) = read_folder(folder).findings
    assert (finding.code, finding.column) == ("code_not_text", "county_code")


def test_a_bad_cell_in_parquet_is_numbered_as_below_a_header(folder: Path) -> None:
    frame = read_folder(folder).sheets["workforce"].frame
    (folder / "workforce.csv").unlink()
    frame.assign(physicians=2.5).to_parquet(folder / "workforce.parquet")
    (finding,) = read_folder(folder).findings
    assert (finding.file, finding.row, finding.value) == ("workforce.parquet", 2, "2.5")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"x" * 100 + b"PAR1", b"a,b\n1,2\n"])
def test_an_unreadable_parquet_file_is_named(folder: Path, content: bytes) -> None:
    (folder / "workforce.csv").unlink()
    (folder / "workforce.parquet").write_bytes(content)
    assert check_source(folder, AS_OF).report.codes() == {"parquet_unreadable": 1}
    (folder / "boundaries.parquet").write_bytes(content)
    assert check_source(folder, AS_OF).report.codes()["parquet_unreadable"] == 2


# boundaries


def shapes(**values: object) -> gpd.GeoDataFrame:
    given = {"region_code": ["330203"], "geometry": [box(121, 29.5, 121.5, 30)], **values}
    return gpd.GeoDataFrame(given, crs=4326)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (shapes(region_code=[330203]), "code_format"),
        (shapes(region_code=["3302030"]), "code_format"),
        (shapes(region_code=["330203"] * 2, geometry=[box(0, 0, 1, 1)] * 2), "duplicate_key"),
        (shapes(geometry=[Point(1, 1)]), "geometry_unusable"),
        (shapes(geometry=[None]), "geometry_unusable"),
        (shapes(geometry=[Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])]), "geometry_unusable"),
        (shapes().to_crs(4490), "crs_wrong"),
        (shapes().rename(columns={"region_code": "code"}), "column_missing"),
        (pd.DataFrame({"region_code": ["330203"]}), "parquet_unreadable"),
    ],
)
def test_boundaries_that_cannot_be_used_are_named(folder: Path, frame: gpd.GeoDataFrame, code: str) -> None:
    frame.to_parquet(folder / "boundaries.parquet")
    assert code in [f.code for f in errors(read_folder(folder))]
    # The rules go on with what is left, be it nothing.
    assert code in check_source(folder, AS_OF).report.codes()


def test_boundaries_that_are_damaged_inside_the_file_are_named(folder: Path) -> None:
    path = folder / "boundaries.parquet"
    shapes().to_parquet(path)
    whole = pq.read_table(path)
    torn = pa.array([b"\x01\x03\x00\x00\x00"], type=pa.binary())
    at = whole.column_names.index("geometry")
    about = json.loads(whole.schema.metadata[b"geo"])
    about["columns"]["geometry"]["crs"] = {"name": "WGS 84"}
    for table in (
        whole.set_column(at, "geometry", torn).replace_schema_metadata(whole.schema.metadata),
        whole.replace_schema_metadata({b"geo": json.dumps(about).encode()}),
    ):
        pq.write_table(table, path)
        assert [f.code for f in errors(read_folder(folder))] == ["parquet_unreadable"]


def test_a_boundary_of_no_region_is_a_warning(folder: Path) -> None:
    shapes(region_code=["330299"]).to_parquet(folder / "boundaries.parquet")
    assert "boundary_without_region" in check_source(folder, AS_OF).report.codes()


# the as-of date


@pytest.mark.parametrize(("month", "expected"), [("2023-02", date(2023, 8, 31)), ("2024-02", date(2024, 2, 29))])
def test_without_an_as_of_date_the_last_month_of_the_data_gives_it(folder: Path, month: str, expected: date) -> None:
    header = TABLES["costs"].names
    one = row("costs", consortium_id="C1", month=month)
    write_csv(folder / "costs.csv", header, [[text(one[name]) for name in header]])
    report = check_source(folder).report
    assert (report.as_of, report.as_of_stated) == (expected, False)


def test_the_as_of_date_is_never_taken_later_than_today(folder: Path) -> None:
    header = TABLES["costs"].names
    one = row("costs", consortium_id="C1", month="2199-01")
    write_csv(folder / "costs.csv", header, [[text(one[name]) for name in header]])
    report = check_source(folder).report
    assert report.as_of == date.today()
    assert report.codes()["month_after_as_of"] == 1
