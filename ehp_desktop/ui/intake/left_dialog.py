"""When and why children who are not in the file left care."""

import datetime as dt

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from ehp_desktop.models.codes import CodeKind, CodeSet, known_codes
from ehp_desktop.review.language import Language
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted, day_edit, day_of
from ehp_desktop.ui.forms import FormRows, plain_label
from ehp_desktop.ui.intake.decisions import Left
from ehp_desktop.ui.intake.value_words import reason_words

_STILL_IN_CARE = {"X1"}
"""Codes with which an episode ends and the child's care goes on."""


class LeftDialog(QDialog):
    """One day and one reason, for one child or several."""

    def __init__(
        self,
        code_set: CodeSet,
        as_of: dt.date,
        children: int,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("leftDialog")
        self.setWindowTitle(self.tr("Left care"))
        self._day = day_edit(as_of)
        self._day.setMaximumDate(QDate(as_of.year, as_of.month, as_of.day))
        self._reason = QComboBox()
        self._reason.addItem(self.tr("Choose a reason"), None)
        for code in sorted(known_codes(code_set, CodeKind.CEASED_REASON) - _STILL_IN_CARE):
            self._reason.addItem(reason_words(code, code_set, language), code)
        form = FormRows()
        form.add(
            self.tr("Left care &on"),
            self._day,
            self.tr("Not after the day of the files."),
            name="left_day",
        )
        form.add(self.tr("&Reason"), self._reason, name="left_reason")
        self._buttons = ActionButtons(self, "")
        room = QVBoxLayout(self)
        words = plain_label(
            self.tr(
                "The child is closed from this day when the import is applied. Nothing that is "
                "recorded of the child is deleted."
            )
        )
        words.setWordWrap(True)
        room.addWidget(words)
        room.addLayout(form)
        room.addWidget(self._buttons)
        self._children = children
        self._reason.currentIndexChanged.connect(self._say)
        self._say()
        self._day.setFocus()

    @property
    def left(self) -> Left:
        """What the form says."""
        return Left(day_of(self._day), self._reason.currentData() or "")

    @Slot()
    def _say(self) -> None:
        one = self.tr("Mark 1 child as left care")
        more = self.tr("Mark %n children as left care", "", self._children)
        chosen = self._reason.currentData() is not None
        self._buttons.say(one if self._children == 1 else more, ready=chosen)


def ask_left(
    parent: QWidget, code_set: CodeSet, as_of: dt.date, children: int, language: Language
) -> Left | None:
    """Ask when and why; None where the person thought better of it."""
    dialog = LeftDialog(code_set, as_of, children, language, parent)
    return dialog.left if accepted(dialog) else None
