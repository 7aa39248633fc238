"""A file that lost its manifest is held by what is printed in it, as far as that tells what it was made from."""

from __future__ import annotations

import copy
import io
import re
from pathlib import Path

import pytest
from pptx import Presentation

from briefing.checking.check import check
from briefing.checking.content import Content
from briefing.checking.guessing import guessed
from briefing.facts import fingerprint
from briefing.writing.properties import MADE_FROM
from data.store import Store, default_store
from tests.briefing.checking.exported import COUNTY, checked, content, deck, dropped, made, reading, shape


def silent(held: bytes) -> bytes:
    """An office file as a program saves it that keeps neither parts nor properties of others."""
    return dropped(held, lambda part: part.replace(MADE_FROM.encode(), b"other"))


def mute(page: bytes) -> bytes:
    return re.sub(rb'<script type="application/json".*?</script>', b"", page, flags=re.DOTALL)


@pytest.mark.parametrize("form", ["pptx", "docx", "html"])
def test_the_code_proves_that_it_was_guessed_right(form: str) -> None:
    report = checked((mute if form == "html" else silent)(content(form)))
    assert report.unchanged and report.equal > 50, report
    assert any("没有本系统写入的清单" in note and note.endswith("核对码与它的相同") for note in report.notes)


def test_a_change_is_found_all_the_same() -> None:
    def edit(opened) -> None:
        shape(opened, f"figure0@coverage@{COUNTY}").text_frame.paragraphs[0].runs[0].text = "99.3%"

    assert [(one.was, one.now) for one in checked(silent(deck(edit))).changed] == [("96.3%", "99.3%")]


def test_slides_in_another_deck_are_held_without_those_that_were_left_behind() -> None:
    source, target = Presentation(io.BytesIO(content("pptx"))), Presentation()
    for number in (1, 6):
        new = target.slides.add_slide(target.slide_layouts[6])
        for one in source.slides[number].shapes:
            new.shapes._spTree.append(copy.deepcopy(one._element))
    shape(target, f"figure0@coverage@{COUNTY}").text_frame.paragraphs[0].runs[0].text = "99.3%"
    out = io.BytesIO()
    target.save(out)
    report = checked(out.getvalue())
    assert [(one.was, one.now) for one in report.changed] == [("96.3%", "99.3%")]
    assert [re.sub(r"\s", " ", one) for one in report.lost] == [
        "第 1 页“慈溪市 总览”的备注", "第 2 页“慈溪市 服务覆盖”的备注"]
    assert not report.added and not report.recomputed
    assert any("缺少的页不作判断" in note for note in report.notes)


@pytest.mark.parametrize("form", ["pptx", "docx", "html"])
def test_a_scenario_is_not_guessed_and_what_to_do_is_said(form: str) -> None:
    held = content(form, scenario=True)
    problem = checked((mute if form == "html" else silent)(held)).problem
    assert problem.startswith("没有核对：文件里没有本系统写入的清单")
    assert made(scenario=True).snapshot in problem and fingerprint(made(scenario=True)) in problem
    assert "标着“情景推演·非现状”" in problem and "口径、情景重新导出" in problem
    # Whoever compares codes alone would take an edited file for the one that was exported.
    assert problem.endswith("不说明没有改动）")


def test_a_file_of_another_machine_is_to_be_checked_there(tmp_path: Path) -> None:
    report = check(silent(content("pptx")), "件", Store(tmp_path), read_file=reading)
    assert report.problem.endswith("没有这个快照；请到导出它的那台机器上核对")


def holding(*texts: str, places: tuple[str, ...] = ()) -> Content:
    said = {f"?@body~{number}": text for number, text in enumerate(texts)} | dict.fromkeys(places, "")
    return Content("pptx", None, made().snapshot, "", "", said)


DAY = "截止 2022\u00a0年\u00a012\u00a0月\u00a031\u00a0日"


@pytest.mark.parametrize(("places", "scope"), [
    (("finding@care@330282", "finding@care@3302"), "3302"), (("finding@care@330282",), "330282"),
    (("finding@care@330282", "finding@care@330203"), "3302"), (("hairline@care@330203-A.1",), "330203-A"),
    (("finding@care@330203-A", "finding@care@330203"), "330203"), ((), ""),
    (("finding@care@330282", "finding@care@130727"), ""),
])
def test_whose_it_is_is_told_by_its_places(places: tuple[str, ...], scope: str) -> None:
    found = guessed(holding(DAY, places=places), default_store())
    assert (found or {}).get("scope", "") == scope


@pytest.mark.parametrize(("texts", "scope"), [
    (("宁波市县域医共体建设情况", DAY), "3302"), (("阳原县县域医共体建设情况", DAY), "130727"),
    (("某市县域医共体建设情况", DAY), ""), (("宁波市县域医共体建设情况",), ""),
    (("宁波市县域医共体建设情况", "截止 2022 年 13 月 1 日"), ""),
    (("宁波市县域医共体建设情况", DAY, "非现行文件"), ""),
])
def test_or_by_its_title_and_its_day(texts: tuple[str, ...], scope: str) -> None:
    found = guessed(holding(*texts), default_store())
    assert (found or {}).get("scope", "") == scope
    assert not found or found["as_of"] == "2022-12-31"
