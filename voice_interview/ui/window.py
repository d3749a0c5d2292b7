"""The main window: a slim rail, and the pages it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from voice_interview.errors import AppError
from voice_interview.ui import theme
from voice_interview.ui.services import Frame, PageName
from voice_interview.ui.widgets.base import Banner, IconLabel, clear

if TYPE_CHECKING:
    from voice_interview.interview.plan import Plan

RAIL: Final[tuple[tuple[PageName, str, str], ...]] = (
    ("home", "Home", "home"),
    ("practise", "Practise", "microphone"),
    ("history", "History", "history"),
    ("settings", "Settings", "settings"),
)
_MARKED: Final[Mapping[PageName, PageName]] = {"models": "settings"}
"""The item of the rail that is marked for a page without one."""
_RAIL_WIDTH: Final = 88

PageMaker = Callable[[Frame], QWidget]
InterviewMaker = Callable[["Plan", Frame], QWidget]
ReviewMaker = Callable[[str, str | None, Frame], QWidget]


class RailItem(QToolButton):
    """One place to go."""

    def __init__(self, words: str, icon: str, shortcut: str) -> None:
        super().__init__()
        self._icon_name = icon
        self.setObjectName("rail-item")
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({shortcut})")
        self.setCheckable(True)
        self.setFont(theme.font("small"))
        self.setIconSize(QSize(22, 22))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFixedSize(_RAIL_WIDTH - 16, 60)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(lambda _on: self._draw())
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take up the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(theme.icon(self._icon_name, "accent" if self.isChecked() else "muted", 22))


class MainWindow(QMainWindow):
    """Rail and pages. A page is made when it is first shown; ``entered`` and ``left`` of a page tell it where it is.

    Signals: ``closing()`` before the window closes.
    """

    closing = Signal()

    def __init__(self, state: QSettings) -> None:
        """``state`` remembers size and place."""
        super().__init__()
        self._state = state
        self._makers: Mapping[PageName, PageMaker] = {}
        self._pages: dict[PageName, QWidget] = {}
        self._visitor: QWidget | None = None
        self._make_interview: InterviewMaker | None = None
        self._make_review: ReviewMaker | None = None
        self._shown: QWidget | None = None
        self.setWindowTitle("Voice Interview")
        self.setMinimumSize(900, 600)
        self.rail = self._build_rail()
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(32, 0, 32, 0)
        self._stack = QStackedWidget()
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addLayout(self._banners)
        side.addWidget(self._stack, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(side, 1)
        self.setCentralWidget(body)
        # The keyboard starts here, one Tab before the rail; without this a ring would show before any key is pressed.
        body.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        body.setFocus()
        self._restore()

    # --- pages ----------------------------------------------------------------------------------------------

    def set_pages(
        self, makers: Mapping[PageName, PageMaker], make_interview: InterviewMaker, make_review: ReviewMaker
    ) -> None:
        """Say how pages are made, and open the rail."""
        self._makers, self._make_interview, self._make_review = makers, make_interview, make_review
        self.rail.setEnabled(True)

    @property
    def page(self) -> QWidget | None:
        """The page in view."""
        return self._shown

    def go(self, page: PageName) -> None:
        """Show a page of the rail, or one that such a page leads to."""
        if page not in self._pages:
            self._pages[page] = self._makers[page](self)
            self._stack.addWidget(self._pages[page])
        self._mark(_MARKED.get(page, page))
        self._show(self._pages[page], rail=True)

    def start_interview(self, plan: Plan) -> None:
        """Show the interview page and begin; when it cannot begin, say so here."""
        assert self._make_interview is not None  # noqa: S101 - pages exist only after set_pages
        try:
            page = self._make_interview(plan, self)
        except AppError as error:
            self.show_error(error)
            return
        self._show_visitor(page, rail=False)

    def open_review(self, session_id: str, take_id: str | None = None) -> None:
        """Show what was found in a session; when it cannot be read, say so here."""
        assert self._make_review is not None  # noqa: S101 - pages exist only after set_pages
        try:
            page = self._make_review(session_id, take_id, self)
        except AppError as error:
            self.show_error(error)
            return
        self._mark("history")
        self._show_visitor(page, rail=True)

    def show_alone(self, page: QWidget) -> None:
        """Show a page when there is nothing else to go to, such as a fault at the start."""
        self.rail.setEnabled(False)
        self._show_visitor(page, rail=True)

    def show_error(self, error: AppError) -> None:
        """Say what happened and what to do, above the page."""
        self.show_banner(Banner.of(error, on_close=self._clear_banners))

    def show_done(self, message: str, hint: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """Say that it is done, above the page."""
        self.show_banner(Banner(message, hint, tone="good", actions=actions, on_close=self._clear_banners))

    def show_banner(self, banner: Banner) -> None:
        """Show this above the page, until another page is shown."""
        self._clear_banners()
        self._banners.setContentsMargins(32, 16, 32, 0)
        self._banners.addWidget(banner)

    def _clear_banners(self) -> None:
        clear(self._banners)
        self._banners.setContentsMargins(32, 0, 32, 0)

    def _show_visitor(self, page: QWidget, *, rail: bool) -> None:
        """Show a page that is not kept: it is deleted when another one is shown."""
        self._stack.addWidget(page)
        self._show(page, rail=rail)
        self._visitor = page

    def _show(self, page: QWidget, *, rail: bool) -> None:
        if page is self._shown:
            return
        _tell(self._shown, "left")
        self._clear_banners()
        self.rail.setVisible(rail)
        # Filled before it is seen, so that it is laid out once and nothing jumps.
        _tell(page, "entered")
        self._stack.setCurrentWidget(page)
        self._hand_keys_to(page)
        gone, self._visitor, self._shown = self._visitor, None, page
        if gone is not None:
            self._stack.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    def _hand_keys_to(self, page: QWidget) -> None:
        """Tab goes on at the top of the page; without this Qt would put the ring on some button of it."""
        focus = self.focusWidget()
        if focus is None or not self.rail.isAncestorOf(focus):
            page.setFocus()

    # --- frame ----------------------------------------------------------------------------------------------

    def _build_rail(self) -> QFrame:
        rail = QFrame()
        rail.setObjectName("rail")
        rail.setAccessibleName("Pages")
        rail.setFixedWidth(_RAIL_WIDTH)
        rail.setEnabled(False)
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 16, 8, 16)
        column.setSpacing(4)
        column.addWidget(IconLabel("app", "accent", 28, "Voice Interview"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        self._items: dict[PageName, RailItem] = {}
        for number, (page, words, icon) in enumerate(RAIL, start=1):
            keys = QKeySequence(f"Ctrl+{number}")
            item = RailItem(words, icon, keys.toString(QKeySequence.SequenceFormat.NativeText))
            item.clicked.connect(lambda _on=False, to=page: self.go(to))
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(lambda to=page: self._go_by_key(to))
            self._items[page] = item
            if page == "settings":
                column.addStretch()
            column.addWidget(item)
        return rail

    def _go_by_key(self, page: PageName) -> None:
        """Never out of a running interview, and not before there are pages."""
        if self.rail.isVisible() and self.rail.isEnabled():
            self.go(page)
            self._pages[page].setFocus()

    def _mark(self, page: PageName) -> None:
        """Show where we are. No button group does this, since Tab would skip all but the marked item of a group."""
        for name, item in self._items.items():
            item.setChecked(name == page)

    def _restore(self) -> None:
        self.resize(1180, 780)
        geometry = self._state.value("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where the window was; the page in view puts its work away."""
        self._state.setValue("geometry", self.saveGeometry())
        _tell(self._shown, "left")
        self.closing.emit()
        super().closeEvent(event)


def _tell(page: QWidget | None, what: str) -> None:
    """Call ``entered`` or ``left`` of a page that wants to know."""
    if (method := getattr(page, what, None)) is not None:
        method()
