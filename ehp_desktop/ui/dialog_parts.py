"""What several dialogs are made of: a date to choose, the two buttons, asking."""

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QDate, QStandardPaths
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from ehp_desktop.ui.day_edit import DayEdit

DATE_FORMAT = "d MMM yyyy"


def day_edit(day: dt.date) -> QDateEdit:
    """A date to type or to pick from a calendar."""
    edit = DayEdit(QDate(day.year, day.month, day.day))
    edit.setDisplayFormat(DATE_FORMAT)
    edit.setCalendarPopup(True)
    return edit


def day_of(edit: QDateEdit) -> dt.date:
    """The date that stands in an edit."""
    chosen = edit.date()
    return dt.date(chosen.year(), chosen.month(), chosen.day())


class ActionButtons(QDialogButtonBox):
    """The buttons of a dialog; the first names what it does ("Add 3 children"), never "OK"."""

    def __init__(self, dialog: QDialog, action_text: str) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Cancel, dialog)
        self.action: QPushButton = self.addButton(
            action_text, QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.action.setObjectName("accept")
        self.action.setDefault(True)
        cancel = self.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("cancel")
        cancel.setText(self.tr("Cancel"))
        cancel.setAutoDefault(False)  # Enter does what the dialog is for
        self.accepted.connect(dialog.accept)
        self.rejected.connect(dialog.reject)

    def say(self, action_text: str, *, ready: bool) -> None:
        """What the action would do just now, and whether it can."""
        self.action.setText(action_text)
        self.action.setEnabled(ready)


def accepted(dialog: QDialog) -> bool:
    """Shows a dialog until it is left, and says whether it was by its action.

    The dialog stays whole so that its value can be read; without a parent it dies with the last
    reference to it. Where its window was closed meanwhile, it went with the window.
    """
    done = dialog.exec() == QDialog.DialogCode.Accepted
    if not isValid(dialog):
        return False
    dialog.setParent(None)
    return done


def ask_files(parent: QWidget, title: str, folder: str, patterns: str) -> tuple[Path, ...]:
    """Ask for files to read; none where the person thought better of it."""
    start = folder or _documents()
    names, _ = QFileDialog.getOpenFileNames(parent, title, start, patterns)
    return tuple(Path(name) for name in names)


def ask_where_to_save(
    parent: QWidget, title: str, proposed: str, patterns: str
) -> tuple[Path, str] | None:
    """Ask for a file to write, which may exist; with the pattern that was chosen."""
    start = str(Path(_documents()) / proposed)
    name, pattern = QFileDialog.getSaveFileName(parent, title, start, patterns)
    return (Path(name), pattern) if name else None


def _documents() -> str:
    """Where people keep their files; a program started from a menu stands somewhere else."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(place)
