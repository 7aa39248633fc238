"""A table of travel times (通行时间表) on the page: sent by the reader, with the codes it may hold to take away."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import access, files, html
from components.tables import csv_bytes
from components.view import View
from components.views import scenario_files
from indicators.wording import NBSP
from scenarios.naming import names_of

#: Key of the uploader's container: the style sheet speaks Chinese for Streamlit's English uploader there.
UPLOAD: Final = "proposal-upload"
_MEGABYTES: Final = 20


def draw(view: View) -> bytes | None:
    """Draw the uploader of the table of travel times; return what was sent."""
    if not access.current().may_upload():
        html.draw("note", key="proposals.travel.note", words=access.UPLOAD_NEEDS_LOGIN)
        return None
    with st.container(key=UPLOAD):
        sent = st.file_uploader("通行时间表", key="proposals.travel", label_visibility="collapsed",
                                max_upload_size=_MEGABYTES)
    county = view.county or ""
    address = files.register(("travel codes", view.snapshot.id, county), f"{view.scope_name}编号表.csv",
                             lambda: _codes(view, county))
    html.draw(
        "scenario_plan_travel", key="proposals.travel.note", address=address, name=f"{view.scope_name}编号表.csv",
        size=f"{_MEGABYTES}{NBSP}MB",
    )
    return sent.getvalue() if sent is not None else None


def _codes(view: View, county: str) -> bytes:
    """Return the codes that a table of travel times may hold, with their names."""
    tables = view.tables
    regions, institutions = tables["regions"], tables["institutions"]
    own = regions[(regions["level"] == "village") & regions["region_code"].str.startswith(county)]["region_code"]
    sites = institutions[institutions["county_code"] == county]["institution_id"]
    names = names_of(tables)
    rows = [{"code": code, "name": names.get(code, "")} for code in [*own, *sites]]
    return csv_bytes(scenario_files.table(rows, ["code", "name"]), {"code": "编号", "name": "名称"})
