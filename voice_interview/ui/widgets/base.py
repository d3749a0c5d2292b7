"""The small parts every page is made of: words, buttons, cards, banners, and the page itself."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from voice_interview.errors import AppError
from voice_interview.ui import theme
from voice_interview.ui.theme import Role, Tone
from voice_interview.ui.widgets.tab_order import order_tabs

_LINE_HEIGHT_PERCENT = 120
"""Of the font's own line spacing, which is 1.21 for Inter: together 1.45."""

_ICON, _ICON_GAP = 20, 4
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_MARGINS = (32, 32, 32, 48)


def restyle(widget: QWidget) -> None:
    """Take up a property that the style sheet looks at."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Label(QLabel):
    """Words in a role and a tone; wraps, never interprets markup, and ``text()`` gives back the words as set."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        tone: Tone = "text",
        *,
        wrap: bool = True,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self.setFont(theme.font(role, tabular=tabular))
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.RichText if wrap else Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show these words; does nothing when they are shown already."""
        if text == self._words:
            return
        self._words = text
        if self.wordWrap():
            body = escape(text).replace("\n", "<br>")
            text = f'<p style="line-height:{_LINE_HEIGHT_PERCENT}%; margin:0">{body}</p>' if text else ""
        super().setText(text)

    def text(self) -> str:
        """The words as set."""
        return self._words

    def set_tone(self, tone: Tone) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class IconLabel(QLabel):
    """An icon that informs; ``description`` is what a screen reader says."""

    def __init__(
        self, name: str, tone: Tone = "text", size: int = 20, description: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)
        self.setAccessibleName(description)
        self._draw()

    def set_icon(self, name: str, tone: Tone) -> None:
        """Show another icon."""
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setPixmap(theme.pixmap(self._name, self._tone, self._size, self.devicePixelRatioF()))


class Button(QPushButton):
    """A button of one kind ("primary", "secondary", "quiet", "row", "segment"), with an optional icon.

    Focus comes by keyboard only, so the focus ring shows where the keyboard is and never after a click.
    """

    def __init__(
        self,
        text: str,
        kind: str,
        on_click: Callable[[], object] | None = None,
        *,
        icon: str | None = None,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self.setProperty("kind", kind)
        self.setFont(theme.font("strong" if kind == "primary" else "body"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self.setAccessibleName(text or tip)
        self._draw()
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses it, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)

    def set_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self._draw()

    def set_words(self, text: str) -> None:
        """Change the words, for eyes and screen readers alike."""
        self.setText(text)
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._draw()

    def _draw(self) -> None:
        if self._icon_name is None:
            return
        tone: Tone = "on_accent" if self.property("kind") == "primary" and self.isEnabled() else "text"
        gap = _ICON_GAP if self.text() else 0
        self.setIconSize(QSize(_ICON + gap, _ICON))
        self.setIcon(theme.icon(self._icon_name, tone if self.isEnabled() else "muted", _ICON, gap))


class PrimaryButton(Button):
    """The one thing to do on a page."""

    def __init__(self, text: str, on_click: Callable[[], object] | None = None, *, icon: str | None = None) -> None:
        super().__init__(text, "primary", on_click, icon=icon)


class SecondaryButton(Button):
    """Another thing one may do."""

    def __init__(
        self, text: str, on_click: Callable[[], object] | None = None, *, icon: str | None = None, tip: str = ""
    ) -> None:
        super().__init__(text, "secondary", on_click, icon=icon, tip=tip)


class QuietButton(Button):
    """Something seldom needed; without words, ``tip`` names it."""

    def __init__(
        self, text: str, on_click: Callable[[], object] | None = None, *, icon: str | None = None, tip: str = ""
    ) -> None:
        super().__init__(text, "quiet", on_click, icon=icon, tip=tip)


class Card(QFrame):
    """A surface with one hairline around it; add to ``body``."""

    def __init__(self, *, spacing: int = 12, padding: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)


class Hairline(QFrame):
    """A line between things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hairline")
        self.setFixedHeight(1)


class Badge(QLabel):
    """One or two words about a thing."""

    def __init__(self, text: str, tone: Tone = "muted", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("badge")
        self.setProperty("tone", tone)
        self.setFont(theme.font("small"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class KeyHint(QLabel):
    """A key one may press."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setObjectName("key")
        self.setFont(theme.font("small"))
        self.setAccessibleName(f"Key {key}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Banner(QFrame):
    """What happened and what to do, with at most a few actions beside it."""

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        tone: Tone = "caution",
        actions: tuple[tuple[str, Callable[[], object]], ...] = (),
        on_close: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{message} {hint}".strip())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(12)
        icon = "warning" if tone == "caution" else "covered" if tone == "good" else "info"
        row.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.message = Label(message, "strong")
        words.addWidget(self.message)
        if hint:
            words.addWidget(Label(hint))
        row.addLayout(words, 1)
        for text, action in actions:
            row.addWidget(SecondaryButton(text, action), 0, Qt.AlignmentFlag.AlignVCenter)
        if on_close is not None:
            row.addWidget(QuietButton("", on_close, icon="close", tip="Close"), 0, Qt.AlignmentFlag.AlignTop)

    @classmethod
    def of(
        cls,
        error: AppError,
        *actions: tuple[str, Callable[[], object]],
        on_close: Callable[[], object] | None = None,
    ) -> Banner:
        """The banner of an expected error."""
        return cls(error.message, error.hint, actions=actions, on_close=on_close)


class EmptyState(QWidget):
    """What a page says when it has nothing to show yet, and how to change that."""

    def __init__(
        self,
        icon: str,
        title: str,
        words: str,
        action: QPushButton | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 48)
        column.setSpacing(12)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(icon, "muted", 32), 0, centre)
        for label in (Label(title, "heading"), Label(words, tone="muted")):
            label.setAlignment(centre)
            label.setMaximumWidth(560)
            row = QHBoxLayout()
            row.addStretch()
            row.addWidget(label, 100)
            row.addStretch()
            column.addLayout(row)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, centre)


class _ColumnHost(QWidget):
    """Keeps its one column centred and no wider than ``theme.COLUMN``."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            side = max(_MARGINS[0], (self.width() - theme.COLUMN) // 2)
            layout.setContentsMargins(side, _MARGINS[1], side, _MARGINS[3])


class Page(QScrollArea):
    """A page with a title and one centred column that scrolls; add to ``column``.

    ``banners`` sits under the title; ``show_banner`` replaces what it holds.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        host = _ColumnHost()
        host.setObjectName("column-host")
        self.column = QVBoxLayout(host)
        self.column.setContentsMargins(*_MARGINS)
        self.column.setSpacing(24)
        self.header = QHBoxLayout()
        self.header.setSpacing(12)
        if title:
            self.header.addWidget(Label(title, "title"), 1)
            self.column.addLayout(self.header)
        self.banners = QVBoxLayout()
        self.banners.setSpacing(12)
        self.column.addLayout(self.banners)
        self.setWidget(host)

    def show_banner(self, banner: Banner | None) -> None:
        """Show this banner instead of the one shown now; None takes it away."""
        clear(self.banners)
        if banner is not None:
            self.banners.addWidget(banner)
            order_tabs(self)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()
