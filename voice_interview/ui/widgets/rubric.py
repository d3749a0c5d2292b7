"""What a good answer holds, what was found of it, and the words that show it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from voice_interview.analysis.results import Evidence, PointResult, PointStatus, Rubric
from voice_interview.banks.model import Question
from voice_interview.ui.theme import Tone
from voice_interview.ui.widgets.base import Button, Card, IconLabel, Label, restyle
from voice_interview.ui.widgets.clock import clock
from voice_interview.ui.widgets.refilled import Refilled

_LOOKS: Final[dict[PointStatus, tuple[str, Tone, str]]] = {
    "covered": ("covered", "good", "Covered"),
    "touched": ("half", "caution", "Touched on"),
    "missing": ("missing", "muted", "Not found"),
}


class QuoteButton(Button):
    """The candidate's own words; pressing plays them."""

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__("", "quote", parent=parent)
        self.evidence = evidence
        at = "" if evidence.start_s is None else clock(evidence.start_s)
        self.setAccessibleName(f"Play “{evidence.text}”{f', at {at}' if at else ''}")
        self.setToolTip("Play these words" if at else "Show these words")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 10, 6)
        row.setSpacing(8)
        row.addWidget(IconLabel("play", "accent", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(f"“{evidence.text}”", "small"), 1)
        row.addWidget(Label(at, "small", "muted", wrap=False, tabular=True), 0, Qt.AlignmentFlag.AlignTop)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As the words ask."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else super().heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As the words ask."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name


class PointRow(QFrame):
    """One rubric point; pressing it shows its evidence in the transcript.

    Signals:
        chosen(): show what speaks for this point.
        play(Evidence): play this evidence.
    """

    chosen = Signal()
    play = Signal(object)

    def __init__(self, point: PointResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.point = point
        self.setObjectName("point")
        icon, tone, word = _LOOKS[point.status]
        self.setAccessibleName(f"{point.label}: {word}")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, tone, 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(point.label))
        self.status = Label(word, "small", tone, wrap=False)
        words.addWidget(self.status)
        row.addLayout(words, 1)
        column.addLayout(row)
        self.quotes = [QuoteButton(one) for one in point.evidence]
        for quote in self.quotes:
            quote.clicked.connect(lambda _checked=False, one=quote.evidence: self.play.emit(one))
            column.addWidget(quote)
        if point.evidence:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_selected(self, selected: bool) -> None:
        """Whether its evidence is shown."""
        if self.property("selected") is not selected:
            self.setProperty("selected", selected)
            restyle(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose it."""
        if self.point.evidence and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.point.evidence:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the ring."""
        super().focusInEvent(event)
        self.update()


class RubricCard(Card):
    """The points of one question.

    Signals:
        point_chosen(object): PointResult whose evidence is to be shown, or None.
        evidence_chosen(object): Evidence to play.
    """

    point_chosen = Signal(object)
    evidence_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, padding=20, parent=parent)
        self.rows: list[PointRow] = []
        self.selected: str | None = None
        self.body.addWidget(Label("What a good answer holds", "heading", wrap=False))
        self.note = Label(tone="muted")
        self.body.addWidget(self.note)
        self._list = Refilled(spacing=4)
        self.body.addWidget(self._list)

    def show_rubric(self, rubric: Rubric | None, question: Question) -> None:
        """Show what was found; without a score the points are there for the candidate to check."""
        self.rows, self.selected = [], None
        column = self._list.refill()
        if rubric is None or not rubric.scored:
            reason = (rubric.reason or "") if rubric is not None else ""
            words = f"Not scored. {reason}" if rubric is not None else "Listen to your answer and check for yourself:"
            self._say(words.strip())
            for point in question.rubric:
                column.addLayout(_plain(point.label))
            return
        covered = sum(point.status == "covered" for point in rubric.points)
        self._say(f"{covered} of {len(rubric.points)} covered. Press a quote to hear it.")
        for result in rubric.points:
            row = PointRow(result)
            row.chosen.connect(lambda one=result: self._choose(one))
            row.play.connect(lambda evidence, one=result: self._play(one, evidence))
            self.rows.append(row)
            column.addWidget(row)

    def _say(self, words: str) -> None:
        self.note.setText(words)

    def _choose(self, point: PointResult, *, keep: bool = False) -> None:
        chosen = None if point.id == self.selected and not keep else point
        self.selected = chosen.id if chosen else None
        for row in self.rows:
            row.set_selected(row.point.id == self.selected)
        self.point_chosen.emit(chosen)

    def _play(self, point: PointResult, evidence: Evidence) -> None:
        self._choose(point, keep=True)
        self.evidence_chosen.emit(evidence)


def _plain(words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(10, 4, 10, 4)
    row.setSpacing(10)
    row.addWidget(Label("•", tone="muted", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words), 1)
    return row
