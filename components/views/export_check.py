"""核对: a file that came back is held against its snapshot; the result as a sentence, then what differs."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import pandas as pd
import streamlit as st

from briefing.checking.opening import LIMITS
from briefing.checking.report import Report
from components import access, grid, html
from components.view import View
from components.views import listing
from components.views.export_desk import Checking, Desk, desk
from components.views.listing import Listing
from components.views.scenario_plan_words import working
from data.access import require_upload
from data.store import default_store
from indicators.wording import NBSP, quantity

#: Key of the uploader's container: the style sheet speaks Chinese for Streamlit's English uploader there.
UPLOAD: Final = "export-upload"
_MEGABYTES: Final = LIMITS.file_bytes // 2**20
_ELSE: Final = "也可以把文件交给已登录的同事，在本页核对后把结果下载成表格。"
_HEADINGS: Final = {"kind": "类别", "where": "位置", "what": "指标", "was": "快照中", "now": "文件中"}
#: Rows on the page; the file to take away has all.
_MOST: Final = 500
#: Seconds a check usually takes, and how full (%) its bar gets at most before it has ended.
_USUAL, _NEVER_FULL = 5, 90


def draw_upload(held: Desk) -> None:
    """Draw the uploader; a file that is put there is checked at once."""
    html.draw("step", key="export.check.title", title="核对传回来的文件")
    if not access.current().may_upload():
        # The server takes files from those alone whom it knows by name (components/routes_access.py).
        html.draw("note", key="export.check.note", words=f"{access.UPLOAD_NEEDS_LOGIN}{_ELSE}")
        return
    with st.container(key=UPLOAD):
        sent = st.file_uploader("传回来的文件", key="export.check.file", label_visibility="collapsed",
                                max_upload_size=_MEGABYTES)
    html.draw("note", key="export.check.note", words=(
        f"收本页和会议放映导出的文件，别人改过、用 WPS 另存过的也行，不超过{NBSP}{_MEGABYTES}{NBSP}MB。"
        "逐处与数据快照比对，说明哪些数字和文字被改、原来是什么。文件不保存。"
    ))
    if sent is None:
        held.sent, held.report = "", None
    elif sent.file_id != held.sent:
        require_upload(access.current())
        held.examine(sent.file_id, Checking(sent.name, sent.getvalue(), default_store()))


def draw(view: View, held: Desk) -> None:
    """Draw the result of the check, or how far it is."""
    if held.report is not None:
        _result(view, held.report)
    elif held.sent and held.checking.current is not None:
        _working()


@st.fragment(run_every=0.5)
def _working() -> None:
    """Draw that the file is being checked, twice a second, until it has been."""
    held = desk()
    job = held.checking.current
    if job is None or job.ended:
        # The whole page, as the section around this part cannot be redrawn from here.
        st.rerun()
    look = job.look()
    share = min(_NEVER_FULL, round(100 * look.seconds / _USUAL))
    html.draw("scenario_plan_working", key="export.check.working", title="正在核对", words=working(look),
              where="结果以数据快照为准，文件里自带的数一概不信", share=share)


def _result(view: View, report: Report) -> None:
    tone = "no_data" if report.problem else "met" if report.unchanged else "not_met"
    differs = "▲ 有不同" if report.other_edition else "▲ 有改动"
    word = "— 没有核对" if report.problem else "● 一致" if report.unchanged else differs
    html.draw("export_report", key="export.report", tone=tone, word=word, name=report.name,
              finding=report.finding.strip(), notes=report.notes)
    rows = _rows(report)
    if rows:
        shown = Listing(
            title=_title(report),
            columns=(grid.Col("kind", "类别", width=92), grid.Col("where", "位置", width=280),
                     grid.Col("what", "指标", width=200), grid.Col("was", "快照中", width=110),
                     grid.Col("now", "文件中", width=110)),
            rows=tuple(rows[:_MOST]), frame=pd.DataFrame(rows, columns=list(_HEADINGS)), headings=_HEADINGS,
            file=listing.file_name(view, "核对结果"),
            caption=f"这里列出前{NBSP}{quantity(_MOST, '处')}，其余在下载的表格里。" if len(rows) > _MOST else "",
        )
        key = sha256(repr(rows).encode()).hexdigest()
        listing.draw("export.changed", view, shown, height=470 if view.wall else 330, content=(key,))


def _title(report: Report) -> str:
    return f"{report.name}：与数据快照 {report.snapshot} 不同之处"


def _rows(report: Report) -> list[dict[str, Any]]:
    """Return all that differs: numbers first, then what is gone, words, what was put in, what is hidden."""
    number = "数字被改" if report.number_differs == "被改动" else "数字不同"
    gone, word = ("没有了", "文字不同") if report.other_edition else ("已删去", "文字有改")
    rows = [(number, one.where, one.what, one.was or "（没有）", one.now or "（删去）") for one in report.changed]
    rows += [(gone, where, "", "", "") for where in report.lost]
    rows += [(word, one.where, "", one.was, one.now or "（删去）") for one in report.words]
    rows += [("另加的", one.where, "", "（没有）", one.now) for one in report.added]
    rows += [("被隐藏", one.where, "", "", one.now) for one in report.hidden]
    return [dict(zip(_HEADINGS, row, strict=True)) for row in rows]
