"""Every theme has every colour, and words can be read on what they stand on."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise

import pytest

from sync.resources import resource

THEMES = ("light", "dark", "contrast")
LEAST = 4.5

# Text over background, as the style sheets, the painters and the pages use them.
PAIRS = [
    *[
        (text, back)
        for text in ("ink", "muted")
        for back in ("background", "surface", "sunken", "hover")
    ],
    ("faint", "surface"),
    ("faint", "background"),
    *[("ink", f"{tone}_weak") for tone in ("brand", "amber", "red", "green", "blue", "slate")],
    *[("muted", f"{tone}_weak") for tone in ("brand", "amber", "slate", "blue")],
    *[(tone, f"{tone}_weak") for tone in ("brand", "amber", "red", "green", "blue", "slate")],
    *[(tone, "surface") for tone in ("brand", "amber", "red", "green", "blue", "slate")],
    ("amber", "slate_weak"),
    ("green_ink", "green_weak"),
    ("muted", "hatch"),
    ("muted", "hatch_line"),
    ("on_brand", "brand"),
    ("on_brand", "brand_hover"),
    ("on_brand", "brand_deep"),
    ("on_red", "red_fill"),
    ("on_red", "red_fill_hover"),
    ("navigation_ink", "navigation"),
    ("navigation_ink", "navigation_on"),
    ("navigation_ink", "navigation_hover"),
    ("navigation_ink", "navigation_card"),
    ("navigation_muted", "navigation"),
    ("navigation_muted", "navigation_card"),
    ("on_badge", "badge"),
    ("toast_ink", "toast"),
    ("toast_muted", "toast"),
    ("toast_action", "toast"),
]


def colours(name: str) -> dict[str, str]:
    with resource("theme", f"{name}.toml").open("rb") as file:
        read: dict[str, str] = tomllib.load(file)["colors"]
    return read


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of #RRGGBB."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_known_number() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_every_theme_has_the_same_names() -> None:
    first = colours("light")
    for one, other in pairwise(THEMES):
        assert colours(one).keys() == colours(other).keys()
    assert all(re.fullmatch("#[0-9A-F]{6}", value) for value in first.values())


@pytest.mark.parametrize("name", THEMES)
def test_words_can_be_read_on_what_they_stand_on(name: str) -> None:
    have = colours(name)
    poor = {
        f"{text} on {back}": round(contrast(have[text], have[back]), 2)
        for text, back in PAIRS
        if contrast(have[text], have[back]) < LEAST
    }

    assert poor == {}


@pytest.mark.parametrize("name", THEMES)
def test_edges_that_say_where_to_press_can_be_seen(name: str) -> None:
    """Shapes need 3 to 1 (WCAG 1.4.11): the ring of the focus, the edge of a state."""
    have = colours(name)
    poor = {
        token: round(contrast(have[token], have["surface"]), 2)
        for token in ("focus", "brand", "blue", "green", "amber_edge", "red_edge", "slate_edge")
        if contrast(have[token], have["surface"]) < 3
    }

    assert poor == {}


def test_every_word_of_the_style_sheets_is_a_token() -> None:
    with resource("theme", "measures.toml").open("rb") as file:
        measures = tomllib.load(file)
    known = set(colours("light")) | {"mono"}
    known |= {f"{group}_{name}" for group, names in measures.items() for name in names}
    used = set()
    for sheet in resource("theme").glob("*.qss"):
        used |= set(re.findall(r"(?<!\$)\$([a-z_]+)", sheet.read_text("utf-8")))

    assert {word for word in used - known if not word.startswith("picture_")} == set()


def test_every_icon_takes_the_colour_it_is_given() -> None:
    for file in resource("icons").glob("*.svg"):
        text = file.read_text("utf-8")
        assert "currentColor" in text, file.name
        assert not re.search("#[0-9a-fA-F]{3,6}", text), file.name
