"""生成文件: what is to be made, how far it is, and the files with size, marks and 核对码."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from briefing.model import SAMPLE, SCENARIO
from components import access, controls, files, html, visiting
from components.controls import Switches
from components.menu import PAGES
from components.text import plain
from components.view import View
from components.views.export import Export, forms
from components.views.export_desk import Desk, Writing, desk, key_of
from components.views.meeting_desk import Desk as AgendaDesk
from components.views.scenario_plan_words import working
from data.access import require_view
from indicators.wording import NBSP, quantity

#: What each format is good for, by its ending.
_FOR: Final = {
    "pptx": "图表、地图、表格都能改，会上放映用",
    "docx": "公文版式，附口径与来源，可接着写",
    "xlsx": "每张表一页，数字可筛选、可再算",
    "html": "一个文件，旧浏览器也能打开，可打印、可发邮件",
}
#: Key of the page on which the agenda is put together.
_MEETING: Final = "meeting"
_MARKED: Final = {SAMPLE: "sample", SCENARIO: "scenario"}


@dataclass(frozen=True, slots=True)
class Row:
    """One format as it is shown; address and size are empty until it was made."""

    name: str
    words: str
    ending: str
    address: str
    file: str
    size: str


def draw(view: View, model: Export, held: Desk, agenda: AgendaDesk) -> None:
    """Draw the choices, and beneath them the files or how far they are."""
    html.draw("step", key="export.title", title="生成文件")
    chosen = _choices(model, held, agenda)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        busy = held.task is not None
        words = f"生成{NBSP}{quantity(len(chosen), '种')}文件" if chosen else "生成文件"
        pressed = st.button(words, key="export.start", type="primary", disabled=busy or not chosen)
        html.draw("export_about", key="export.note", words=_about(model),
                  address=visiting.address(_MEETING, view.scope), name=PAGES[_MEETING].name)
    if pressed:
        require_view(access.current())
        held.write(Writing(model.document, chosen))
        st.rerun()  # so that the button is seen to wait
    if held.task is not None:
        _working()
        return
    if held.problem:
        st.warning(plain(held.problem))
    _files(model, held)


def _choices(model: Export, held: Desk, agenda: AgendaDesk) -> tuple[str, ...]:
    """Draw what to export and in which formats; return the endings chosen."""
    offered = forms()
    chosen = tuple(form for form in offered if held.forms is None or form in held.forms)

    def choose(name: str, value: Any) -> None:
        if name == "content" and value in ("live", "scenario"):
            agenda.what_if = value == "scenario"
        elif name == "forms" and value in offered:
            held.forms = tuple(form for form in offered if (form in chosen) != (form == value))

    shown = [Switches("forms", "文件", offered, chosen)]
    if model.scenario is not None:
        said = {"live": "现状", "scenario": f"情景“{model.scenario.name}”"}
        shown = [Switches("content", "内容", said, ("scenario" if agenda.what_if else "live",), many=False), *shown]
    controls.panel("export.choices", shown, choose)
    return chosen


def _about(model: Export) -> str:
    document = model.document
    return f"{model.agenda}{NBSP}{quantity(len(document.slides), '页')}，核对码{NBSP}{model.code}。"


@st.fragment(run_every=0.5)
def _working() -> None:
    """Draw how far the files are, twice a second, until the last is written."""
    held = desk()
    job, task = held.writing.current, held.task
    if job is None or task is None or job.ended:
        # The whole page, as the section around this part cannot be redrawn from here.
        st.rerun()
    total = len(task.forms)
    html.draw(
        "scenario_plan_working", key="export.working", words=working(job.look()),
        title=f"正在生成，已写好{NBSP}{task.done}{NBSP}种，共{NBSP}{total}{NBSP}种",
        where=task.document.title, share=round(100 * task.done / total),
    )


def _files(model: Export, held: Desk) -> None:
    made = held.made.files if held.made is not None and held.made.key == key_of(model.document) else {}
    rows = []
    for form, name in forms().items():
        file, content = made.get(form, ("", b""))
        address = _address(model, form, file, content) if content else ""
        rows.append(Row(name, _FOR[form], f".{form}", address, file, _size(len(content)) if content else ""))
    html.draw(
        "export_files", key="export.files", rows=rows, code=model.code,
        marks=[(mark, _MARKED.get(mark, "no_data")) for mark in model.document.marks],
    )


def _address(model: Export, form: str, name: str, content: bytes) -> str:
    return files.register(("export", form, model.code, *key_of(model.document)), name, lambda: content)


def _size(count: int) -> str:
    return quantity(count / 2**20, "MB", 1) if count >= 2**20 else quantity(max(1, round(count / 2**10)), "KB")
