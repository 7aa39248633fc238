import tomllib
from pathlib import Path

import pytest

from components.theme import DARK, LIGHT, theme_of

CONFIG = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.kind)
def test_every_text_can_be_read_on_what_it_stands_on(theme):
    configured = CONFIG[theme.kind]
    header = (configured["dataframeHeaderTextColor"], configured["dataframeHeaderBackgroundColor"])
    pairs = [
        header, (theme.ink, theme.page), (theme.secondary, theme.page), (theme.link, theme.page),
        (theme.not_met.text, theme.cell_not_met),
        (theme.met.text, theme.page), (theme.no_data.text, theme.cell_no_data),
        *[(tone.text, tone.background) for tone in (theme.met, theme.not_met, theme.no_data, theme.sample)],
        *[(theme.ink, fill) for fill in (*theme.map_below, *theme.map_above, theme.map_missing)],
    ]  # fmt: skip
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.kind)
def test_charts_have_the_colours_of_the_elements_around_them(theme):
    configured = CONFIG[theme.kind]
    assert theme.page == configured["backgroundColor"]
    assert theme.ink == configured["textColor"]
    assert theme.accent == configured["primaryColor"]
    assert theme.line == configured["borderColor"]
    assert theme.met.text == configured["blueTextColor"]
    assert theme.not_met.text == configured["orangeTextColor"]
    assert theme.no_data.text == configured["grayTextColor"]


def test_before_the_browser_has_spoken_the_theme_is_light():
    assert theme_of(None) is LIGHT
    assert theme_of("dark") is DARK


def test_no_target_is_as_grey_as_no_data_and_never_a_status_colour():
    assert LIGHT.status("no_target") is LIGHT.no_data
    assert LIGHT.status("met") is LIGHT.met
    assert LIGHT.status("not_met") is LIGHT.not_met
