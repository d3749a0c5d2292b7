"""Colours, type, space and icons. Every widget takes its looks from here.

``apply`` sets the whole application; painted widgets read ``current()`` inside ``paintEvent`` and are repainted when
the theme changes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template
from typing import Final, Literal, cast

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication

from voice_interview import resources
from voice_interview.settings import Theme

Tone = Literal["text", "muted", "accent", "recording", "good", "caution", "on_accent"]
Role = Literal["small", "body", "strong", "lead", "heading", "title", "question"]

RADIUS: Final = 8
TARGET: Final = 36
"""Least height of anything that can be pressed, in pixels."""
COLUMN: Final = 1080
"""Greatest width of a page's column, in pixels."""
LANES: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""Okabe–Ito palette for plots and evidence."""

_SIZES: Final[dict[Role, tuple[int, QFont.Weight]]] = {
    "small": (13, QFont.Weight.Normal),
    "body": (15, QFont.Weight.Normal),
    "strong": (15, QFont.Weight.DemiBold),
    "lead": (18, QFont.Weight.Normal),
    "heading": (18, QFont.Weight.DemiBold),
    "title": (24, QFont.Weight.DemiBold),
    "question": (32, QFont.Weight.DemiBold),
}
_CHOICE: Final = "voice_interview_theme_choice"
_DARK: Final = "voice_interview_theme_dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme. ``*_soft`` are quiet fills; text on them keeps a contrast of 5:1."""

    page: str
    surface: str
    hover: str
    line: str
    edge: str
    """Border of a control that has no fill of its own: 3:1 on its background."""
    text: str
    muted: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    recording: str
    recording_soft: str
    good: str
    good_soft: str
    caution: str
    caution_soft: str


LIGHT: Final = Tokens(
    page="#F6F6F3",
    surface="#FFFFFF",
    hover="#EEEEEA",
    line="#E2E3DF",
    edge="#83878E",
    text="#1B1D20",
    muted="#565B63",
    accent="#2456C7",
    accent_strong="#1C469F",
    accent_soft="#E9EFFC",
    on_accent="#FFFFFF",
    recording="#B92B22",
    recording_soft="#FCEDEB",
    good="#1B7147",
    good_soft="#E8F5EE",
    caution="#8A5A00",
    caution_soft="#FDF6E7",
)
DARK: Final = Tokens(
    page="#131518",
    surface="#1C1F23",
    hover="#272B30",
    line="#2D3137",
    edge="#767C86",
    text="#ECEDEE",
    muted="#A7ADB6",
    accent="#8DB2FF",
    accent_strong="#B0CAFF",
    accent_soft="#1F2940",
    on_accent="#0E1420",
    recording="#FF7468",
    recording_soft="#35201F",
    good="#63CD9A",
    good_soft="#1A2C24",
    caution="#E3B552",
    caution_soft="#2C2618",
)


def current() -> Tokens:
    """The colours in use."""
    app = QApplication.instance()
    return DARK if app is not None and app.property(_DARK) else LIGHT


def apply(app: QApplication, choice: Theme) -> None:
    """Dress the application; with "system" it follows the desktop from now on."""
    first = app.property(_CHOICE) is None
    app.setProperty(_CHOICE, choice)
    if first:
        app.setStyle("Fusion")
        load_fonts()
        app.setFont(font("body"))
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: _dress(app))
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}
    app.styleHints().setColorScheme(schemes[choice])
    _dress(app)


def _dress(app: QApplication) -> None:
    choice = app.property(_CHOICE)
    dark = choice == "dark" or (choice == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    app.setProperty(_DARK, dark)
    tokens = DARK if dark else LIGHT
    app.setPalette(_palette(tokens))
    sheet = style_sheet(tokens)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)


def style_sheet(tokens: Tokens) -> str:
    """The style sheet in these colours.

    Raises:
        KeyError: the sheet names a colour that is no token.
    """
    template = Template((resources.assets() / "style.qss").read_text(encoding="utf-8"))
    return template.substitute(asdict(tokens))


def _palette(tokens: Tokens) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: tokens.page,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.hover,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Mid: tokens.line,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.edge))
    return palette


def load_fonts() -> None:
    """Make the bundled Inter known to Qt. Needs a QApplication."""
    for file in sorted((resources.assets() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def font(role: Role, *, tabular: bool = False) -> QFont:
    """The font of a role; ``tabular`` gives figures of one width, for numbers that tick."""
    size, weight = _SIZES[role]
    result = QFont(["Inter", QApplication.font().family()])
    result.setPixelSize(size)
    result.setWeight(weight)
    if size >= _SIZES["title"][0]:
        result.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
    if tabular and hasattr(QFont, "Tag"):
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def colour(tone: Tone) -> QColor:
    """A tone in the theme in use."""
    return QColor(cast("str", getattr(current(), tone)))


def pixmap(name: str, tone: Tone = "text", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """An icon drawn in a tone, ``size`` device-independent pixels wide, for a screen of this pixel ratio.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    key = f"{name} {colour(tone).name()} {size} {ratio}"
    known = QPixmap()
    if QPixmapCache.find(key, known):
        return known
    from PySide6.QtSvg import QSvgRenderer

    source = (resources.assets() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    drawing = QSvgRenderer(QByteArray(source.replace("currentColor", colour(tone).name()).encode()))
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, result)
    return result


def icon(name: str, tone: Tone = "text", size: int = 20, gap: int = 0) -> QIcon:
    """An icon in a tone of the theme in use; made anew by its owner when the theme changes.

    ``gap`` adds that many empty pixels at its right, where a style leaves too few before the words.
    """
    result = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        drawn = pixmap(name, tone, size, ratio)
        if gap:
            padded = QPixmap(round((size + gap) * ratio), round(size * ratio))
            padded.setDevicePixelRatio(ratio)
            padded.fill(Qt.GlobalColor.transparent)
            painter = QPainter(padded)
            painter.drawPixmap(0, 0, drawn)
            painter.end()
            drawn = padded
        result.addPixmap(drawn)
    return result


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, by the formula of WCAG 2.1."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour_name: str) -> float:
    parts = [int(colour_name[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
