""".streamlit/config.toml: every key is one Streamlit knows, nothing leaves the machine, and every text can be read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config as streamlit_config

CONFIG = tomllib.loads((Path(__file__).parent.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEMES = ("light", "dark")
#: WCAG 2 level AA for text, and for outlines and large bold words.
TEXT, LARGE = 4.5, 3.0


def options(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_agrees_with_known_values() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_streamlit_knows_every_key() -> None:
    known = streamlit_config.get_config_options()
    assert not [key for key, _ in options(CONFIG) if key not in known]


def test_nothing_is_sent_outside_and_only_this_machine_is_served() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorLinks"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
    fonts = [value for key, value in options(CONFIG) if key.lower().endswith("font")]
    assert fonts
    assert not [font for font in fonts if ":" in font]


@pytest.mark.parametrize("theme", THEMES)
def test_all_text_can_be_read(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    grounds = [colours["backgroundColor"], colours["secondaryBackgroundColor"], colours["sidebar"]["backgroundColor"]]
    for ground in grounds:
        for ink in ("textColor", "linkColor", "grayTextColor", "blueTextColor", "orangeTextColor", "yellowTextColor"):
            assert contrast(colours[ink], ground) >= TEXT, (ink, ground)
    for status in ("blue", "orange", "gray", "yellow"):
        assert contrast(colours[f"{status}TextColor"], colours[f"{status}BackgroundColor"]) >= TEXT, status
    assert contrast(colours["dataframeHeaderTextColor"], colours["dataframeHeaderBackgroundColor"]) >= TEXT
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= LARGE


@pytest.mark.parametrize("theme", THEMES)
def test_palettes_have_the_length_streamlit_asks_for(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    assert len(set(colours["chartSequentialColors"])) == 10
    assert len(set(colours["chartDivergingColors"])) == 10


@pytest.mark.parametrize("theme", THEMES)
def test_the_sequential_palette_runs_one_way(theme: str) -> None:
    ground = CONFIG["theme"][theme]["backgroundColor"]
    steps = [contrast(colour, ground) for colour in CONFIG["theme"][theme]["chartSequentialColors"]]
    assert steps == sorted(steps)
