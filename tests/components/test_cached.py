"""A view model is made once per view, and never again for another view, theme, screen or argument."""

from __future__ import annotations

from dataclasses import replace

from components.theme import DARK
from components.view import View
from components.views.cached import per_view
from tests.components.views import view_of


def test_it_is_made_anew_for_whatever_differs_and_only_then() -> None:
    made: list[tuple[str, int]] = []

    @per_view()
    def model(view: View, km: int) -> list[str]:
        made.append((view.scope, km))
        return [view.scope]

    usual = view_of(scope="3302", month="2022-12")
    assert model(usual, 2) is model(view_of(scope="3302", month="2022-12"), 2)
    assert made == [("3302", 2)]
    others = [
        view_of(scope="330203", month="2022-12"),
        view_of(scope="3302", month="2022-11"),
        view_of(scope="3302", month="2022-12", caliber="eligible"),
        view_of(scope="3302", month="2022-12", policy="national-2024"),
        view_of(scope="3302", month="2022-12", screen="wall"),
        replace(usual, theme=DARK),
    ]
    for view in others:
        assert model(view, 2) is not model(usual, 2)
    assert model(usual, 3) is not model(usual, 2)
    assert len(made) == 2 + len(others)


def test_two_models_of_one_view_are_kept_apart() -> None:
    @per_view()
    def first(view: View) -> str:
        return "first"

    @per_view()
    def second(view: View) -> str:
        return "second"

    view = view_of(scope="3302", month="2022-12")
    assert (first(view), second(view), first(view)) == ("first", "second", "first")
