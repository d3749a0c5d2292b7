"""The questions of a bank: find them, tick them, or let a few be picked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from voice_interview.banks.model import Bank, Question
from voice_interview.ui import theme, words
from voice_interview.ui.widgets.base import Label
from voice_interview.ui.widgets.controls import Segments, paint_check, paint_focus

QUESTION_ROLE: Final = Qt.ItemDataRole.UserRole
_PAD: Final = 10
_BOX: Final = 44
_ROWS_SHOWN: Final = 3

Index = QModelIndex | QPersistentModelIndex


def pick(questions: Sequence[Question], count: int) -> tuple[str, ...]:
    """Ids of ``count`` questions, of as many kinds as there are: the first of each kind, then the second, …"""
    kinds: dict[str, list[Question]] = {}
    for question in questions:
        kinds.setdefault(question.kind, []).append(question)
    rounds = max((len(of_kind) for of_kind in kinds.values()), default=0)
    mixed = [of_kind[at] for at in range(rounds) for of_kind in kinds.values() if at < len(of_kind)]
    return tuple(question.id for question in mixed[:count])


class _Questions(QAbstractListModel):
    """The questions and which are ticked."""

    ticked_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.questions: tuple[Question, ...] = ()
        self.ticked: set[str] = set()

    def set_questions(self, questions: tuple[Question, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.questions = questions
        self.endResetModel()

    def set_ticked(self, ids: set[str]) -> None:
        """Tick exactly these."""
        self.ticked = ids
        if self.questions:
            self.dataChanged.emit(self.index(0), self.index(len(self.questions) - 1))
        self.ticked_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        """How many."""
        return 0 if parent.isValid() else len(self.questions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tick, and the question itself."""
        question = self.questions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return question.text
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if question.id in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{question.text} {_about(question)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return question.why_asked
        return question if role == QUESTION_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        ids = {self.questions[index.row()].id}
        self.ticked = self.ticked | ids if Qt.CheckState(value) == Qt.CheckState.Checked else self.ticked - ids
        self.dataChanged.emit(index, index, [role])
        self.ticked_changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All can be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable


class _Filter(QSortFilterProxyModel):
    """Questions that hold every word searched for, in their text, role, kind, level or skills."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted: list[str] = []

    def search(self, text: str) -> None:
        """Show what matches."""
        self.beginFilterChange()
        self._wanted = text.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: ARG002, N802 - Qt's name
        """Whether this one matches."""
        question = cast("_Questions", self.sourceModel()).questions[row]
        text = " ".join((question.text, question.role, question.kind, question.level or "", *question.skills))
        return all(word in text.casefold() for word in self._wanted)


class _Row(QStyledItemDelegate):
    """Draws a question: box, text over as many lines as it needs, and what sort of question it is."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        rect, state = option.rect, option.state
        tokens = theme.current()
        question = cast("Question", index.data(QUESTION_ROLE))
        painter.save()
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.hover))
        box = QRectF(rect.left() + 12, rect.top() + _PAD, 20, 20)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        paint_check(painter, box, checked=checked, ratio=self._view.devicePixelRatioF())
        words_rect = rect.adjusted(_BOX, _PAD, -12, -_PAD)
        painter.setFont(theme.font("body"))
        painter.setPen(QColor(tokens.text))
        painter.drawText(words_rect, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, question.text)
        painter.setFont(theme.font("small"))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(words_rect, Qt.AlignmentFlag.AlignBottom, _about(question))
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            paint_focus(painter, QRectF(rect), 8)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's name
        """As high as the text needs at this width."""
        width = max(200, self._view.viewport().width())
        room = QRect(0, 0, width - _BOX - 12, 10_000)
        text = cast("str", index.data())
        high = QFontMetrics(theme.font("body")).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
        return QSize(width, 2 * _PAD + high + 4 + QFontMetrics(theme.font("small")).height())

    def editorEvent(  # noqa: N802 - Qt's name
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A press on any part of the row ticks it, as does the space bar."""
        pressed = event.type() == QEvent.Type.MouseButtonRelease and (
            cast("QMouseEvent", event).button() == Qt.MouseButton.LeftButton
        )
        spaced = event.type() == QEvent.Type.KeyPress and cast("QKeyEvent", event).key() == Qt.Key.Key_Space
        if pressed or spaced:
            ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            value = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            return model.setData(index, value, Qt.ItemDataRole.CheckStateRole)
        return super().editorEvent(event, model, option, index)


class _View(QListView):
    """The list; rows are laid out anew when its width changes."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap the questions to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class QuestionPicker(QWidget):
    """Search field, quick picks and the list. ``changed()`` follows every change of what is ticked."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bank: Bank | None = None
        self._model = _Questions()
        self._filter = _Filter()
        self._filter.setSourceModel(self._model)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search questions")
        self.search.setClearButtonEnabled(True)
        self.search.setFont(theme.font("body"))
        self.search.textChanged.connect(self._search)
        self.quick = Segments("Pick", (("3 questions", 3), ("5", 5), ("All", 0)), self._quick)
        self.list = self._make_list()
        self._nothing = Label("No question matches. Try fewer words.", tone="muted")
        self._nothing.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.search, 1)
        row.addWidget(self.quick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self._model.ticked_changed.connect(self._on_ticked)

    def _make_list(self) -> _View:
        view = _View()
        view.setModel(self._filter)
        view.setItemDelegate(_Row(view))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setAccessibleName("Questions")
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTabKeyNavigation(False)
        view.setMinimumHeight(_ROWS_SHOWN * 56)
        return view

    @property
    def ids(self) -> tuple[str, ...]:
        """The ticked questions, in the order of the bank."""
        return tuple(one.id for one in self.questions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The ticked questions, in the order of the bank."""
        return tuple(one for one in self._model.questions if one.id in self._model.ticked)

    def show_bank(self, bank: Bank) -> None:
        """Offer the questions of this bank. Ticks stay for questions it still has; else three are picked."""
        self._bank = bank
        kept = self._model.ticked & {question.id for question in bank.questions}
        self._model.set_questions(bank.questions)
        self._model.set_ticked(kept or set(pick(bank.questions, 3)))
        self.list.setCurrentIndex(self._filter.index(0, 0))

    def tick(self, ids: tuple[str, ...]) -> None:
        """Tick exactly these."""
        self._model.set_ticked(set(ids))

    def _quick(self, value: object) -> None:
        questions = self._model.questions
        self._model.set_ticked(set(pick(questions, cast("int", value) or len(questions))))

    def _on_ticked(self) -> None:
        questions = self._model.questions
        for number in (3, 5, 0):
            if self._model.ticked == set(pick(questions, number or len(questions))):
                self.quick.pick(number)
                break
        else:
            self.quick.pick(None)
        self.changed.emit()

    def _search(self, text: str) -> None:
        self._filter.search(text)
        self._nothing.setVisible(self._filter.rowCount() == 0)
        self.list.setVisible(self._filter.rowCount() > 0)


def _about(question: Question) -> str:
    parts = [question.kind.value.capitalize(), *([question.level.capitalize()] if question.level else [])]
    return " · ".join((*parts, f"about {words.length(question.target_s)}"))
