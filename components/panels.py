"""Sections of a page (版块) as blocks: panels side by side, and tabs that change without asking the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from components import files, html


@dataclass(frozen=True, slots=True)
class Panel:
    """One section: its finding, what is drawn, a note of units and bases, and the 口径 behind a click."""

    title: str
    body: Markup | str
    note: str = ""
    #: Colour and words of each series (图例), where there is more than one.
    key: tuple[tuple[str, str], ...] = ()
    #: 口径: pairs of term and words.
    caliber: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A table behind a tab, for the reader to take away: its name, what its content depends on, what builds it."""

    name: str
    key: tuple[object, ...]
    build: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same place: the words on its switch, its finding and what is drawn."""

    name: str
    title: str
    body: Markup | str
    note: str = ""
    #: What of it may be taken away (下载), and the address of that; known when it is drawn.
    file: File | None = None
    address: str = ""


def draw(key: str, panels: Sequence[Panel], *, columns: int = 2, wall: bool = False) -> None:
    """Draw panels side by side as one block; nothing for no panels."""
    if panels:
        html.draw("panels", key=key, panels=panels, columns=columns, wall=wall)


def tabs(key: str, label: str, items: Sequence[Tab], *, wall: bool = False) -> None:
    """Draw tabs; the reader's choice stays while the page is redrawn. ``key`` also names the switches."""
    if items:
        html.draw("tabs", key=key, name=key.replace(".", "-"), label=label, tabs=[_offered(key, one) for one in items],
                  wall=wall)


def _offered(key: str, tab: Tab) -> Tab:
    """Return a tab with the address of its file; files are announced anew each time, as old ones are dropped."""
    if tab.file is None:
        return tab
    return replace(tab, address=files.register((key, *tab.file.key), tab.file.name, tab.file.build))
