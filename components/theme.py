"""Colours of the interface (配色): one token module for both themes, so no page or chart holds a colour of its own.

Streamlit's own elements take their colours from ``.streamlit/config.toml``; charts, maps and styled table cells take
them from here. The values are those of the visual standard; contrast of every text pair is at least 4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

#: Family for charts and maps: Windows, macOS and Linux faces with Chinese, in this order.
FONT_FAMILY: Final = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"


@dataclass(frozen=True, slots=True)
class Tone:
    """One meaning of colour: the mark itself, the tint behind words and the words on that tint."""

    mark: str
    background: str
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """All tokens of one theme type (明 or 暗); every colour is ``#RRGGBB``."""

    kind: str
    page: str
    quiet: str
    ink: str
    secondary: str
    accent: str
    link: str
    line: str
    table_line: str
    met: Tone
    not_met: Tone
    no_data: Tone
    sample: Tone
    #: Fill classes that carry a label on a map: three below the target, two at or above it.
    map_below: tuple[str, str, str]
    map_above: tuple[str, str]
    map_missing: str
    #: Fill classes of a map of an indicator without a target (ink passes on all six).
    map_sequential: tuple[str, ...]
    #: Consortia and flows; always with a direct label.
    categorical: tuple[str, ...]
    #: Value bar and line, and the quiet track behind a bar.
    series: str
    track: str
    #: Tint of a scorecard cell (评分格) below its target.
    cell_not_met: str
    cell_no_data: str
    sea: str
    land: str
    land_line: str
    outline: str

    def status(self, status: str) -> Tone:
        """Return the tone of a target status; ``no_target`` shares the grey of ``no_data``."""
        return {"met": self.met, "not_met": self.not_met}.get(status, self.no_data)


LIGHT: Final = Theme(
    kind="light",
    page="#FFFFFF",
    quiet="#F2F5F9",
    ink="#1B2733",
    secondary="#4E5A67",
    accent="#1D4F86",
    link="#1D4F86",
    line="#D3DBE4",
    table_line="#E3E8EE",
    met=Tone("#1F6AA8", "#E4EEF7", "#164F82"),
    not_met=Tone("#B9520F", "#FBEADB", "#8E3D08"),
    no_data=Tone("#667382", "#EDF0F4", "#4E5A67"),
    sample=Tone("#8A6A00", "#FFF4CC", "#6B5200"),
    map_below=("#DB8F4D", "#EDBE93", "#F7E2CE"),
    map_above=("#C6DCEE", "#83B4DB"),
    map_missing="#D5DAE0",
    map_sequential=("#EFF4F9", "#DCE7F1", "#C5D8E9", "#A9C6DF", "#88B0D3", "#6698C4"),
    categorical=("#1F5F9E", "#C9962A", "#0F5B4F", "#57B8A8", "#B7A6D6", "#6E4B36"),
    series="#1F5F9E",
    track="#E6EBF1",
    cell_not_met="#FCEEDF",
    cell_no_data="#EDF0F4",
    sea="#E9F0F5",
    land="#F4F3EF",
    land_line="#D9D6CE",
    outline="#33475B",
)

DARK: Final = Theme(
    kind="dark",
    page="#0F1A26",
    quiet="#182635",
    ink="#E8EEF4",
    secondary="#B6C2CE",
    accent="#3E80C1",
    link="#8FBCE6",
    line="#33455A",
    table_line="#2A3A4C",
    met=Tone("#6FAEE6", "#17344F", "#A9D0F2"),
    not_met=Tone("#EE9A55", "#4A2C14", "#F6BF8E"),
    no_data=Tone("#8B99A8", "#253444", "#B6C2CE"),
    sample=Tone("#E2BE4B", "#40360F", "#F2D98A"),
    map_below=("#945520", "#7B4A22", "#553721"),
    map_above=("#24486B", "#2F6798"),
    map_missing="#3B4857",
    map_sequential=("#16283B", "#1B3552", "#20436A", "#275382", "#33669B", "#447BB2"),
    categorical=("#6FAEE6", "#E2B14B", "#2E9C88", "#A9E0D5", "#C3B4E0", "#C99A7C"),
    series="#6FAEE6",
    track="#253444",
    cell_not_met="#4A2C14",
    cell_no_data="#253444",
    sea="#0B1520",
    land="#1A2430",
    land_line="#2C3947",
    outline="#C3CFDA",
)


def theme_of(kind: str | None) -> Theme:
    """Return the tokens of a theme type; anything but ``"dark"`` (also None, before the browser has said) is light."""
    return DARK if kind == "dark" else LIGHT


#: Both themes by kind.
THEMES: Final = {theme.kind: theme for theme in (LIGHT, DARK)}


def current_theme() -> Theme:
    """Return the tokens of the theme the reader sees now.

    On the first run after a switch Streamlit may still name the old one; the next rerun repairs it.
    """
    return theme_of(st.context.theme.type)
