"""带走: the paragraph to copy, the files, the link; and a scenario that comes back from a file."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from components import access, html, loaders
from components.text import plain
from components.view import View
from components.views import scenario_compare, scenario_exports
from components.views.scenario import Model
from components.views.scenario_desk import Desk
from indicators.wording import NBSP
from scenarios.files import LARGEST, BadScenario, from_json, to_json
from scenarios.model import Scenario
from scenarios.words import WATERMARK

#: Key of the uploader's container: the style sheet speaks Chinese for Streamlit's English uploader there.
UPLOAD: Final = "scenario-upload"
_TURN: Final = "scenario.turn"
_MEGABYTES: Final = LARGEST // 1_000_000


def draw(view: View, desk: Desk, model: Model) -> None:
    """Draw what can be taken away of a scenario, beside the place where one is opened again."""
    left, right = st.columns([1.9, 1], gap="medium")
    if model.changed and model.answer is not None:
        shown = tuple(to_json(one) for one in scenario_compare.scenarios(view, desk, model))
        with left:
            html.draw(
                "scenario_takeaway", key="scenario.takeaway", mark=WATERMARK, linked=not desk.too_long,
                words=scenario_exports.text_of(view, model.text),
                files=scenario_exports.offered(view, model.text, shown),
            )
    with right if model.changed else left:
        _opening(view, desk)


def _opening(view: View, desk: Desk) -> None:
    html.draw("step", key="scenario.open.title", title="打开情景文件")
    if not access.current().may_upload():
        html.draw("note", key="scenario.open.note", words=access.UPLOAD_NEEDS_LOGIN)
        return
    turn = st.session_state.setdefault(_TURN, 0)
    with st.container(key=UPLOAD):
        sent = st.file_uploader("情景文件", key=f"scenario.file.{turn}", label_visibility="collapsed",
                                max_upload_size=_MEGABYTES)
    size = f"{_MEGABYTES}{NBSP}MB"
    html.draw("note", key="scenario.open.note", words=f"收本页存出的情景文件，不超过{NBSP}{size}。")
    if sent is None:
        return
    scenario = _read(view, sent)
    if scenario is not None:
        desk.open(scenario)
        # Another key empties the uploader; else the next run would open the file once more.
        st.session_state[_TURN] = turn + 1
        st.rerun()


def _read(view: View, sent: Any) -> Scenario | None:
    """Return the scenario in a file that was sent; null where it is none, or none of this city, which is then said."""
    try:
        scenario = from_json(sent.getvalue())
    except BadScenario as problem:
        st.error(plain(f"“{sent.name}”没有打开：{problem}"))
        return None
    if scenario.scope != view.city:
        name = loaders.cities(view.snapshot).get(scenario.scope, f"代码 {scenario.scope} 的市")
        st.error(plain(f"“{sent.name}”是为{name}做的，请先在左边把市换成{name}，再打开它。"))
        return None
    return scenario
