"""What must be said before the results of 情景推演: a link that could not be read, other data, another city."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from components import filters, html, loaders
from components.text import plain
from components.view import View
from components.views.scenario import Model
from components.views.scenario_desk import PARAMETER, Desk
from scenarios.model import Scenario


def draw(view: View, desk: Desk, model: Model) -> None:
    """Draw what is wrong or different; nothing where all is in order."""
    if model.problem:
        st.warning(plain(f"情景没有打开：{model.problem}"))
    sentences = list(model.differences)
    if desk.too_long:
        sentences.append("调整太多，链接放不下：刷新或换一台电脑就没有了，请在下面“带走”里存成情景文件。")
    links = [] if desk.elsewhere is None else [_other_city(view, desk.elsewhere, desk.address)]
    if sentences or links:
        html.draw("scenario_notice", key="scenario.notice", sentences=sentences, links=links)


def _other_city(view: View, other: Scenario, plan: str) -> tuple[str, str, str]:
    """Return what is said of a scenario of another city, and the link that opens it there."""
    city = other.scope
    name = loaders.cities(view.snapshot).get(city)
    if name is None:
        return f"链接中的情景是为代码 {city} 的市做的，现有数据没有这个市，没有打开。", "", ""
    address = urlencode({**filters.link_query(city), PARAMETER: plan})
    said = f"链接中的情景“{other.name}”是为{name}做的，在{view.city_name}不能用。"
    return said, f"在{name}打开", f"scenario?{address}"
