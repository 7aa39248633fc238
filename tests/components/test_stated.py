"""Published statements stand on the page of their subject, as quoted, with place, period, source and date."""

from __future__ import annotations

import pytest

from components import html
from components.menu import PAGES
from components.views.stated import TOPICS, Stated, stated
from indicators import catalogue
from indicators.lists.statements import statements
from tests.components.views import view_of

WHERE = {
    "远程心电": "remote", "远程影像": "remote", "县域内就诊率": "care", "住院人次占比": "care", "家庭医生": "coverage",
    "乡村巡诊小分队": "coverage", "管理中心": "capability", "基层标准化建设投入": "capability",
    "人财物统一管理": "capability", "资源共享中心": "remote", "县域医共体": "map", "县级成员单位": "map",
}


def on(page: str, scope: str = "1307", month: str = "2023-09") -> Stated | None:
    return stated(view_of(scope=scope, month=month), page)


def test_every_page_named_exists_and_every_beginning_is_of_some_indicator() -> None:
    assert set(TOPICS) <= set(PAGES)
    for prefixes, _ in TOPICS.values():
        assert all(any(key.startswith(one) for key in catalogue()) for one in prefixes)


@pytest.mark.parametrize(("subject", "page"), WHERE.items())
def test_each_subject_stands_on_its_page_alone(subject: str, page: str) -> None:
    for other in set(TOPICS) - {"overview", "posting"}:
        found = on(other)
        subjects = [one.subject for one in found.quotations] if found else []
        assert (subject in subjects) == (other == page or (subject == "资源共享中心" and other == "capability"))


@pytest.mark.parametrize("page", ["remote", "care", "coverage", "capability", "map"])
def test_words_are_the_documents_own_with_place_period_and_source(page: str) -> None:
    view = view_of(scope="1307", month="2023-09")
    rows = statements(view.figures, "1307", below=True).set_index(["subject", "value_text"])
    found = stated(view, page)
    assert found and len(found.sources) == 1 and "2023\u00a0年\u00a09\u00a0月\u00a026\u00a0日" in found.sources[0]
    for one in found.quotations:
        row = rows.loc[(one.subject, one.value)]
        assert one.quote == row["quote"]
        assert (row["scope"] in one.where) == (row["scope_code"] != "1307")
        assert ("文件未写时期" in one.where) == (not isinstance(row["period_text"], str))
    drawn = str(html.render("stated", stated=found, most=4, wall=False))
    assert drawn.count("<q>") == len(found.quotations) and "<svg" not in drawn
    assert ("其余" in drawn) == (len(found.quotations) > 4)


def test_a_page_without_statements_draws_nothing() -> None:
    assert on("posting") is None
    assert on("care", "130727") is None  # the county's document says nothing of it
    assert on("remote", "3302", "2022-12") is None
    found = on("remote", "130727")
    assert found and [one.value for one in found.quotations] == ["7个", "73例", "1023例"]


def test_the_overview_has_the_scopes_own() -> None:
    found = on("overview")
    assert found
    whole = statements(view_of(scope="1307", month="2023-09").figures, "1307")
    assert [one.quote for one in found.quotations] == whole["quote"].tolist()
