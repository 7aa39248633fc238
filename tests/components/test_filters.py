"""The address of a page: what is put into it, and what is taken out."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from components import filters

    filters.keep("plan", st.query_params["put"])


def test_a_parameter_is_put_in_changed_and_taken_out_and_others_stay() -> None:
    app = AppTest.from_function(_page)
    for put in ("", "a", "a", "b=c&", ""):
        app.query_params["put"] = put
        app.query_params["scope"] = "3302"
        app.run()
        assert not app.exception
        # A value is a text where the test wrote it, and a list of one where the page did.
        assert "".join(app.query_params.get("plan", "")) == put
        assert "".join(app.query_params["scope"]) == "3302"
