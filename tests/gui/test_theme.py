"""Colours that can be read, icons that take them up, and a style sheet without holes."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from voice_interview import resources
from voice_interview.ui import theme
from voice_interview.ui.widgets.base import IconLabel

WORDS = ("text", "muted", "accent", "recording", "good", "caution")
BACKGROUNDS = ("page", "surface", "hover", "accent_soft", "good_soft", "caution_soft", "recording_soft")


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("words", WORDS)
def test_words_can_be_read_on_every_background(tokens: theme.Tokens, words: str, background: str) -> None:
    assert theme.contrast(getattr(tokens, words), getattr(tokens, background)) >= 5


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_buttons_and_edges_can_be_seen(tokens: theme.Tokens) -> None:
    assert theme.contrast(tokens.on_accent, tokens.accent) >= 5
    assert theme.contrast(tokens.on_accent, tokens.accent_strong) >= 5
    for background in ("page", "surface", "hover"):
        assert theme.contrast(tokens.edge, getattr(tokens, background)) >= 3


def test_contrast_is_the_formula_of_wcag() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_takes_all_its_colours_from_the_theme() -> None:
    source = (resources.assets() / "style.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=\s*[;\s}])", source)
    assert theme.DARK.accent in theme.style_sheet(theme.DARK)
    assert theme.LIGHT.accent not in theme.style_sheet(theme.DARK)


def test_a_change_of_theme_recolours_palette_and_icons(dressed: QApplication, qtbot: QtBot) -> None:
    label = IconLabel("stop", "text", 24)
    qtbot.addWidget(label)
    label.show()

    def colours() -> set[str]:
        image = label.pixmap().toImage()
        solid = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
        return {colour.name().upper() for colour in solid if colour.alpha() == 255}

    assert colours() == {theme.LIGHT.text}
    theme.apply(dressed, "dark")
    assert theme.current() is theme.DARK
    assert dressed.palette().window().color() == QColor(theme.DARK.page)
    assert colours() == {theme.DARK.text}


def test_every_icon_follows_the_theme_and_one_stroke() -> None:
    icons = sorted((resources.assets() / "icons").glob("*.svg"))
    assert len(icons) > 20
    for icon in icons:
        source = icon.read_text(encoding="utf-8")
        assert 'stroke="currentColor" stroke-width="1.75"' in source, icon.name
        assert 'viewBox="0 0 24 24"' in source, icon.name


def test_the_bundled_font_is_used_and_its_figures_can_be_of_one_width(dressed: QApplication, qtbot: QtBot) -> None:
    assert QFontInfo(theme.font("body")).family() == "Inter"
    from PySide6.QtGui import QFontMetricsF

    tabular = QFontMetricsF(theme.font("body", tabular=True))
    assert tabular.horizontalAdvance("1111") == pytest.approx(tabular.horizontalAdvance("8888"))
    plain = QFontMetricsF(theme.font("body"))
    assert plain.horizontalAdvance("1111") < plain.horizontalAdvance("8888")
