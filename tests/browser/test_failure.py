"""A failure in the frame or in a page: a Chinese sentence with what to do; the trace is in the server's log alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Visit
from tests.browser.reading import english, texts
from tests.browser.server import serving

SECRET = "a detail for the log"
#: The application as it is, but for the part that fails.
BROKEN = f"""
import streamlit as st

app = st.App("app.py")  # by this line `streamlit run` knows an application; what it serves is the real one
from app import app
from components import frame, loaders

run = frame.run


def fail(*_):
    raise RuntimeError({SECRET!r})


def broken():
    if "scope" in st.query_params:
        loaders.figures = fail
        run()
    else:
        fail()


frame.run = broken
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    script = tmp_path_factory.mktemp("broken") / "broken.py"
    script.write_text(BROKEN, encoding="utf-8")
    with serving(script) as url:
        yield url


@pytest.mark.parametrize(
    ("path", "sentence"), [("/", "这一部分未能生成。"), ("/?scope=3302", "“总览”未能生成，其他页面不受影响。")]
)
def test_a_failure_gives_a_sentence_and_keeps_the_trace(visit: Visit, broken: str, path: str, sentence: str) -> None:
    page = visit(path, base=broken)
    said = " ".join(texts(page))
    assert sentence in said
    assert "请刷新页面" in said
    assert "服务器日志" in said
    assert SECRET not in said
    assert page.get_by_test_id("stException").count() == 0
    assert english(page) == []
