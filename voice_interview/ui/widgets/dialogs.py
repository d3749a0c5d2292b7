"""Questions that need an answer before going on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from voice_interview.ui import theme
from voice_interview.ui.widgets.base import Label, PrimaryButton, SecondaryButton

_WIDTH = 480


class Confirm(QDialog):
    """Asks before something that cannot be undone; the safe answer has the focus. Open it with ``open``."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        words: str,
        *,
        do_words: str,
        do: Callable[[], object],
        keep_words: str = "Keep",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(title, "heading"))
        column.addWidget(Label(words, tone="muted"))
        column.addSpacing(12)
        self.do = SecondaryButton(do_words, self.accept)
        self.keep = PrimaryButton(keep_words, self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.do)
        row.addWidget(self.keep)
        column.addLayout(row)
        self.setFixedSize(_WIDTH, column.heightForWidth(_WIDTH))
        self.accepted.connect(do)
        self.keep.setFocus()


def ask_folder(parent: QWidget, title: str, use: Callable[[Path], object]) -> None:
    """Let the candidate choose a folder; nothing happens when they choose none."""
    dialog = _file_dialog(parent, title, use)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setDirectory(QDir.homePath())
    dialog.open()


def ask_where_to_save(parent: QWidget, title: str, name: str, kind: str, save: Callable[[Path], object]) -> None:
    """Let the candidate choose where to keep a file, from their documents on.

    ``kind`` is a name filter with one ending, such as ``Web page (*.html)``.
    """
    dialog = _file_dialog(parent, title, save)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    dialog.setNameFilter(kind)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog.setDirectory(documents if QDir(documents).exists() else QDir.homePath())
    dialog.selectFile(name)
    dialog.open()


def _file_dialog(parent: QWidget, title: str, use: Callable[[Path], object]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(760, 500)  # Qt's own, where the system has none
    dialog.fileSelected.connect(lambda name: use(Path(name)))
    return dialog


class BugDialog(QDialog):
    """Something went wrong that the app did not foresee; the report can be copied. Open it with ``open``."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Something went wrong")
        self.setMinimumSize(560, 320)
        self._report = report
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label("Something went wrong in the app.", "heading"))
        column.addWidget(
            Label(
                "It is not your fault, and what you recorded is safe. You can go on; if it happens again, start the "
                "app anew. The report below says what happened; it stays on this computer unless you copy it."
            )
        )
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setFont(theme.font("small"))
        text.setTabChangesFocus(True)
        text.setAccessibleName("Report")
        column.addWidget(text, 1)
        row = QHBoxLayout()
        self.copy_button = SecondaryButton("Copy report", self._copy, icon="copy")
        row.addWidget(self.copy_button)
        row.addStretch()
        close = PrimaryButton("Go on", self.accept)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copy_button.set_words("Copied")
