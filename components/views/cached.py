"""View models kept (视图缓存): made once per view and shared by all readers, by all that a view's words depend on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

import streamlit as st

from components.view import View

Made = TypeVar("Made")
More = TypeVarTuple("More")


def per_view(
    entries: int = 128,
) -> Callable[[Callable[[View, *More], Made]], Callable[[View, *More], Made]]:
    """Return a decorator that keeps what a function makes of a view.

    The key is the view's own (snapshot, scope, day, caliber, policy), its theme, its screen and whatever else the
    function takes; so no model can be kept by less than it depends on.

    Args:
        entries: How many are kept, over all readers.
    """

    def decorate(make: Callable[[View, *More], Made]) -> Callable[[View, *More], Made]:
        def kept(key: tuple[object, ...], more: tuple[*More], _view: View) -> Made:
            return make(_view, *more)

        # Streamlit tells caches apart by the module and name of what they hold.
        kept.__module__, kept.__qualname__ = make.__module__, f"{make.__qualname__}.kept"
        cache = st.cache_resource(show_spinner=False, max_entries=entries)(kept)

        @wraps(make)
        def of(view: View, *more: *More) -> Made:
            return cache((*view.key, view.theme.kind, view.screen), more, view)

        return of

    return decorate
