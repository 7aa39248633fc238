"""The shared filters (筛选): five selectors and the screen in the frame, the document (政策文件) on 指标口径.

The address is the only store. A selector's callback writes all parameters at once, so one choice is one entry in the
browser's history and a stale county cannot stay beside a new city. The selectors are set from the address on every
run; pages read the :class:`~components.view.View` and never a widget.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import streamlit as st
from streamlit.errors import StreamlitAPIException

from components import controls, loaders
from components.controls import Selector
from components.menu import PAGES
from components.view import PARAMETERS, View
from data.policies import policies_of
from indicators.wording import NBSP, month_label

_VIEW: Final = "frame.view"
_HELD: Final = "frame.query"
_DRAWN: Final = "frame.options"
#: Key of the panel of selectors.
PANEL: Final = "frame.selectors"
#: Key of the choice of the document on 指标口径.
DOCUMENT: Final = "definitions.document"
_ALL: Final = ""
#: Parameters of pages that speak of one city's institutions; the choice of another city drops them.
_OF_CITY: Final = ("plan", "agenda")
SCREENS: Final[dict[str, str]] = {"laptop": "笔记本", "wall": "大屏"}
DEFAULT_CALIBER: Final = "按文件逐项默认"


def current() -> View:
    """Return the view of this run; in a fragment, that of the run which drew it."""
    view: View = st.session_state[_VIEW]
    return view


def address() -> dict[str, str]:
    """Return the parameters the reader asks for, putting them back into the address after a change of page.

    Streamlit drops them from the address when a page is chosen in the menu. They are then known from the run before,
    and written back ahead of the navigation, so that the change of page is one history entry with its parameters.
    A step back or forward always means what its address says, also when it says nothing.
    """
    asked = {name: st.query_params[name] for name in PARAMETERS if name in st.query_params}
    if not asked and not history_step():
        asked = dict(st.session_state.get(_HELD, {}))
        if asked:
            _write(asked)
    st.session_state[_HELD] = asked
    return asked


def goto(scope: str, *, page: str | None = None) -> None:
    """Show another scope, on another page when one is named; all else stays.

    Call it in a widget's callback (the run that follows shows the new view). With ``page`` it may also be called in a
    page's body, as it ends the run.
    """
    query = link_query(scope)
    if page is None:
        _write(query)
        st.session_state[_HELD] = query
    else:
        st.switch_page(PAGES[page].file, query_params=query)


def link_query(scope: str | None = None) -> dict[str, str]:
    """Return the parameters of the current view, or of the same view of another ``scope``, as a link has them."""
    query = current().selection.query()
    return query if scope is None else {**query, "scope": scope}


def sidebar(view: View) -> None:
    """Draw the selectors in the sidebar and set them to what the view shows."""
    places, selection = view.places, view.selection
    consortia = places.existing(view.as_of, selection.county)
    if selection.consortium:
        consortia.setdefault(selection.consortium, places.consortia[selection.consortium].name)
    calibers = loaders.calibers()

    everywhere = {_ALL: f"全部{NBSP}{len(places.counties)}{NBSP}个"}
    months = {month: month_label(month) for month in reversed(places.months)}
    names = {_ALL: DEFAULT_CALIBER} | {code: caliber.name for code, caliber in calibers.items()}
    shown = (
        Selector("city", "市", loaders.cities(view.snapshot), selection.city),
        Selector("county", "区县（市）", everywhere | dict(places.counties), selection.county or _ALL),
        Selector("consortium", "医共体", {_ALL: f"全部{NBSP}{len(consortia)}{NBSP}家"} | consortia,
                 selection.consortium or _ALL),
        Selector("month", "截止月份", months, selection.month),
        Selector("caliber", "派驻口径", names, selection.caliber or _ALL),
        Selector("screen", "屏幕", SCREENS, selection.screen),
    )
    st.session_state[_DRAWN] = {one.name: frozenset(one.options) for one in shown}
    with st.sidebar:
        controls.panel(PANEL, shown, _chosen)


def policy_selector(view: View) -> None:
    """Draw the choice of the document (政策文件) targets are taken from: the one in force, or another of the city's.

    Drawn by 指标口径 alone, as it is rarely turned; the frame says on every page when it is not the one in force.
    """
    own = view.in_force
    others = {policy.id: policy.title for policy in policies_of(view.city) if own is None or policy.id != own.id}
    options = {_ALL: f"现行文件：{own.title}" if own else "没有现行文件，不设目标"} | others
    st.session_state[_DRAWN]["policy"] = frozenset(options)
    label = "目标依据（选定后，各页的目标、差额和结论随之改变）"
    with st.container(width=620):
        controls.panel(DOCUMENT, [Selector("policy", label, options, view.instead or _ALL)], _chosen)


def _chosen(name: str, value: object) -> None:
    """Write the address after a choice in one selector; the coarser selectors above it stay, the finer ones fall."""
    view = current()
    old = view.selection
    if not isinstance(value, str) or value not in st.session_state[_DRAWN].get(name, ()):
        # Nothing that was offered; the run that follows shows again what holds.
        return
    if name == "city":
        # Another city has other months: show its last one with data.
        months = loaders.places(view.snapshot, value).months
        kept = old.policy if any(policy.id == old.policy for policy in policies_of(value)) else None
        new = replace(old, city=value, county=None, consortium=None, month=months[-1], policy=kept)
    elif name == "county":
        new = replace(old, county=value or None, consortium=None)
    elif name == "consortium":
        new = replace(old, consortium=value or None)
    elif name == "month":
        new = replace(old, month=value)
    elif name == "screen":
        new = replace(old, screen="wall" if value == "wall" else "laptop")
    elif name == "caliber":
        new = replace(old, caliber=value or None)
    else:
        new = replace(old, policy=value or None)
    query = new.query()
    _write(query, without=_OF_CITY if new.city != old.city else ())
    st.session_state[_HELD] = query


def _write(query: Mapping[str, str], without: Collection[str] = ()) -> None:
    """Put the parameters into the address in one message, leaving those of other owners alone but ``without``."""
    mine = {*PARAMETERS, *without}
    others = {name: st.query_params.get_all(name) for name in st.query_params if name not in mine}
    try:
        st.query_params.from_dict({**others, **query})
    except StreamlitAPIException:
        # One of the others belongs to a widget of the page (``bind``) and may not be written here, not even as it is.
        for name in PARAMETERS:
            if name in st.query_params and name not in query:
                del st.query_params[name]
        st.query_params.update(query)


def keep(parameter: str, value: str) -> None:
    """Put a page's own parameter into the address if it does not stand there already; an empty value takes it out."""
    if not value:
        st.query_params.pop(parameter, None)
    elif st.query_params.get(parameter) != value:
        st.query_params[parameter] = value


def history_step() -> bool:
    """Tell whether this run answers the browser's back or forward button."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def remember(view: View) -> None:
    """Make this the current view; the frame calls it once per run."""
    st.session_state[_VIEW] = view
