"""The slides read back: every figure, chart, table and map of the document, with marks, notes and manifest."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from briefing.facts import facts_of, fingerprint
from briefing.manifest import of_slides, words_of
from briefing.model import Chart, Document, Series
from briefing.writing import WRITERS
from briefing.writing.pptx import pptx_bytes
from briefing.writing.pptx_chart_parts import format_of
from briefing.writing.pptx_lines import _side
from briefing.writing.pptx_text import BLUE, ORANGE, QUIET
from briefing.writing.properties import FINGERPRINT, SNAPSHOT, made_from_of
from tests.briefing.writing.decks import CASES, content, hard, made, named, opened, plain

NINGBO = CASES[0]


def pages(scope: str, day: date) -> list[tuple[Any, Any]]:
    """Each slide of the document with the drawn one."""
    document, deck = made(scope, day), opened(content(scope, day))
    drawn = list(deck.slides)
    assert len(drawn) > len(document.slides) + 1  # a first page, and 口径与来源
    return list(zip(document.slides, drawn[1:], strict=False))


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_findings_and_figures_stand_at_their_places(scope: str, day: date) -> None:
    for slide, drawn in pages(scope, day):
        finding = named(drawn, f"finding@{slide.key_id}")
        assert finding.is_placeholder
        assert drawn.shapes.title is not None
        assert plain(finding.text_frame.text) == plain(slide.finding.text)
        figures = [one for one in (slide.key, *slide.others) if one is not None]
        for number, figure in enumerate(figures):
            text = named(drawn, f"figure{number}@{slide.key_id}").text_frame.text
            assert plain(text) == plain(words_of(figure))
        if slide.key is not None and slide.key.state:
            assert named(drawn, f"state@{slide.key_id}").text_frame.text == slide.key.state
        for source in slide.sources:
            assert source in named(drawn, f"foot@{slide.key_id}").text_frame.text


def columns(chart: Chart) -> list[tuple[str, list[float | None]]]:
    """The series of a chart as they are drawn: a line's target is one of them."""
    found = [(series.name, list(series.values)) for series in chart.series]
    if chart.kind == "line" and chart.target is not None:
        found.append((chart.target_words, [chart.target] * len(chart.categories)))
    return found


def check_chart(chart: Chart, drawn: Any) -> None:
    plot = drawn.plots[0]
    assert [(series.name, list(series.values)) for series in plot.series] == columns(chart)
    book = load_workbook(io.BytesIO(drawn.part.chart_workbook.xlsx_part.blob))
    assert book.properties.creator == "医共体一张图"
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == list(chart.categories)
    assert list(rows[0][1:]) == [name for name, _ in columns(chart)]
    for at, (_, values) in enumerate(columns(chart), 1):
        # A cell of a workbook keeps 15 or 16 digits.
        assert [row[at] for row in rows[1:]] == [None if value is None else pytest.approx(value, rel=1e-14)
                                                 for value in values]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_charts_are_native_and_their_workbooks_hold_the_numbers(scope: str, day: date) -> None:
    count = 0
    for slide, drawn in pages(scope, day):
        if slide.chart is not None:
            shape = named(drawn, f"chart@{slide.key_id}")
            assert shape.has_chart
            check_chart(slide.chart, shape.chart)
            count += 1
    assert count


def test_gaps_long_names_and_names_like_formulas_are_in_the_workbook_as_they_are() -> None:
    drawn = list(opened(pptx_bytes(hard())).slides)[1:]
    for slide, page in zip(hard().slides[:2], drawn, strict=False):
        assert slide.chart is not None
        check_chart(slide.chart, named(page, f"chart@{slide.key_id}").chart)
    bars = named(drawn[0], "chart@bars@3302").chart
    names = [str(name) for name in bars.plots[0].categories]
    assert all("…" in name for name in names[:6])
    assert names[2].endswith("（未报）") or "未报" in names[2]
    assert names[6] == "=1+1"
    line = named(drawn[1], "chart@line@3302").chart
    blanks = line._chartSpace.chart.find(qn("c:dispBlanksAs"))
    assert blanks.get("val") == "gap"
    assert [str(name) for name in line.plots[0].categories][:7] == [
        "7月\n2022", "8月", "9月", "10月", "11月", "12月", "1月\n2023",
    ]


@pytest.mark.parametrize(("values", "target", "side"), [
    ((50.0, 60.0), None, "t"), ((100.0, 60.0), None, "b"), ((64.0, 60.0), None, "t"), ((100.0, 10.0), None, "t"),
    ((100.0, 60.0), 55.0, "t"), ((100.0, 60.0), 70.0, "b"), ((None, 60.0), None, "t"), ((60.0,), None, "r"),
])
def test_a_line_that_comes_down_has_its_last_figure_below(
    values: tuple[float | None, ...], target: float | None, side: str
) -> None:
    assert _side(values, len(values) - 1, target, 100.0) == side


def test_the_side_of_the_last_figure_is_written_into_the_chart() -> None:
    slide = hard().slides[1]
    assert slide.chart is not None
    for values, side in (((100.0, 60.0), "b"), ((60.0, 100.0), "t")):
        chart = replace(slide.chart, categories=("2022年1月", "2022年2月"), series=(Series("量", values),), target=None)
        drawn = list(opened(pptx_bytes(replace(hard(), slides=(replace(slide, chart=chart),)))).slides)[1]
        labels = named(drawn, f"chart@{slide.key_id}").chart.plots[0].series[0]._element.find(qn("c:dLbls"))
        assert labels.find(qn("c:dLbl")).find(qn("c:dLblPos")).get("val") == side


@pytest.mark.parametrize(("values", "format"), [
    ((10234.0, 3.0, 0.0), '[>=10000]#,##0"\u00a0人";0"\u00a0人"'),
    ((10234.0, -0.5), '#,##0"\u00a0人";-#,##0"\u00a0人"'),
])
def test_numbers_below_zero_keep_their_sign(values: tuple[float, ...], format: str) -> None:
    chart = hard().slides[0].chart
    assert chart is not None
    assert format_of(replace(chart, series=(Series("人数", values),)), with_unit=True) == format


def test_what_falls_short_alone_is_coloured_and_where_nothing_is_judged_all_bars_are_blue_as_on_the_wall() -> None:
    colours = set()
    for slide, drawn in pages(*NINGBO):
        if slide.chart is None or slide.chart.kind != "bar":
            continue
        series = named(drawn, f"chart@{slide.key_id}").chart.plots[0].series[0]
        coloured = {int(point.find(qn("c:idx")).get("val")) for point in series._element.findall(qn("c:dPt"))}
        assert coloured == set(slide.chart.behind)
        assert all(str(series.points[at].format.fill.fore_color.rgb) == ORANGE for at in coloured)
        judged = bool(slide.chart.behind) or slide.chart.target is not None
        colours.add(str(series.format.fill.fore_color.rgb))
        assert str(series.format.fill.fore_color.rgb) == (QUIET if judged else BLUE)
    assert colours == {QUIET, BLUE}


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_tables_are_native(scope: str, day: date) -> None:
    for slide, drawn in pages(scope, day):
        if slide.table is None or slide.chart is not None or slide.map is not None:
            continue
        table = named(drawn, f"table@{slide.key_id}").table
        said = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
        assert said[1:] == [[cell.text for cell in row] for row in slide.table.rows]
        assert named(drawn, f"title@table@{slide.key_id}").text_frame.text == slide.table.title.text


@pytest.mark.parametrize(("scope", "day", "counties"), [(*CASES[0], 10), (*CASES[1], 16)])
def test_a_map_is_one_named_freeform_for_each_county(scope: str, day: date, counties: int) -> None:
    slide, drawn = pages(scope, day)[0]
    assert slide.map is not None
    shapes = {shape.name: shape for shape in drawn.shapes if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM}
    assert set(shapes) == {area.name for area in slide.map.areas}
    assert len(shapes) == counties
    for area in slide.map.areas:
        assert len(list(shapes[area.name]._element.iter(qn("a:moveTo")))) == len(area.rings)
        assert named(drawn, f"map.{area.code}@{slide.key_id}").text_frame.text == "\n".join(area.words)
        colour = "D5DAE0" if area.group is None else slide.map.classes[area.group].colour.lstrip("#")
        assert str(shapes[area.name].fill.fore_color.rgb) == colour.upper()
    for number, one in enumerate(slide.map.classes):
        assert named(drawn, f"legend{number}@{slide.key_id}").text_frame.text == one.words


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_notes_are_carried_over(scope: str, day: date) -> None:
    for slide, drawn in pages(scope, day):
        assert drawn.has_notes_slide == bool(slide.notes)
        if slide.notes:
            assert drawn.notes_slide.notes_text_frame.text == slide.notes


def test_marks_stand_on_every_page() -> None:
    for document, written in ((made(*NINGBO), content(*NINGBO)), (hard(), pptx_bytes(hard()))):
        for drawn in opened(written).slides:
            said = [shape.text_frame.text for shape in drawn.shapes if shape.name.startswith("mark.")]
            assert tuple(said) == document.marks


def test_what_is_missing_is_said_in_large_letters_and_nothing_else() -> None:
    found = [(slide, drawn) for slide, drawn in pages(*CASES[4]) if slide.missing]
    assert len(found) >= 2
    for slide, drawn in found:
        shape = named(drawn, f"missing@{slide.key_id}")
        assert shape.text_frame.text == slide.missing
        assert shape.text_frame.paragraphs[0].runs[0].font.size.pt >= 48
        kinds = {one.name.split("@")[0].split(".")[0] for one in drawn.shapes}
        assert kinds == {"finding", "line", "foot", "mark", "missing", "页码"}


def test_the_last_pages_say_how_each_number_is_counted_and_the_code() -> None:
    document, deck = made(*NINGBO), opened(content(*NINGBO))
    closing = list(deck.slides)[len(document.slides) + 1:]
    rows = [
        [cell.text_frame.text for cell in row.cells]
        for number, drawn in enumerate(closing, 1)
        for row in list(named(drawn, f"table@calibers{number}@3302").table.rows)[1:]
    ]
    assert [row[:2] for row in rows] == [[one.name, one.formula] for one in document.calibers]
    last = named(closing[-1], f"proof@calibers{len(closing)}@3302").text_frame.text
    assert document.snapshot in last
    assert fingerprint(document) in last


def test_no_last_page_is_nearly_empty_and_none_is_too_full() -> None:
    for scope, day in (CASES[0], CASES[2]):
        document, deck = made(scope, day), opened(content(scope, day))
        tables = [shape for slide in list(deck.slides)[len(document.slides) + 1:] for shape in slide.shapes
                  if shape.name.startswith("table@calibers")]
        highs = [sum(row.height for row in shape.table.rows) / 12700 for shape in tables]
        assert len(highs) > 1
        assert min(highs) > max(highs) / 2
        assert max(highs) <= 484 - 26 - 106


@pytest.mark.parametrize(("at", "words"), [(0, "文件未设目标"), (2, "文件未对本级设目标"), (3, "文件未对本级设目标")])
def test_where_there_is_no_target_it_is_said_for_whom(at: int, words: str) -> None:
    document, deck = made(*CASES[at]), opened(content(*CASES[at]))
    said = {row.cells[0].text: row.cells[2].text for slide in list(deck.slides)[len(document.slides) + 1:]
            for shape in slide.shapes if shape.has_table for row in list(shape.table.rows)[1:]}
    without = {said[one.name] for one in document.calibers if not one.target}
    assert without == {words}


def test_the_manifest_stands_in_the_file_and_its_properties() -> None:
    document, written = made(*NINGBO), content(*NINGBO)
    deck = opened(written)
    about = deck.core_properties
    assert (about.title, about.author, about.comments) == (document.title, "医共体一张图", "")
    part = deck.part.part_related_by(RT.CUSTOM_XML)
    said = json.loads(ElementTree.fromstring(part.blob).text or "")
    assert said["made_from"] == document.made_from
    assert (said["snapshot"], said["fingerprint"]) == (document.snapshot, fingerprint(document))
    assert [item["place"] for item in said["items"]] == [item.place for item in of_slides(document)]
    known = {id: fact.value for id, fact in facts_of(document).items()}
    assert all(known[fact["id"]] == fact["value"] for item in said["items"] for fact in item["facts"])
    with ZipFile(io.BytesIO(written)) as archive:
        root = ElementTree.fromstring(archive.read("docProps/custom.xml"))
    held = {str(one.get("name")): "".join(one.itertext()) for one in root}
    assert made_from_of(held) == document.made_from
    assert (held[SNAPSHOT], held[FINGERPRINT]) == (document.snapshot, fingerprint(document))
    assert all(len(value) <= 255 for value in held.values())


def test_properties_that_say_nothing_are_told_from_those_that_do() -> None:
    assert made_from_of({}) is None
    assert made_from_of({"atlas.made_from.01": '{"scope": "33', "atlas.made_from.02": '02"}'}) == {"scope": "3302"}
    assert made_from_of({"atlas.made_from.01": "[1]"}) is None


def test_the_same_document_is_drawn_the_same() -> None:
    def shapes(document: Document) -> list[str]:
        return [shape.name for slide in opened(pptx_bytes(document)).slides for shape in slide.shapes]

    assert shapes(made(*NINGBO)) == shapes(made(*NINGBO))
    assert WRITERS["pptx"] is pptx_bytes
