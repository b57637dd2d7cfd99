"""Making or changing one surgery: a dialog that edits a copy and gives back a draft."""

import datetime as dt

from PySide6.QtCore import QTime
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.review.surgery import SurgeryDraft
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted, day_edit, day_of
from ehp_desktop.ui.forms import FormRows

_LEAST_MINUTES = 5
_MOST_MINUTES = 240
_LONGEST_TEXT = 500


class SurgeryFields(FormRows):
    """The rows of a form that say a surgery but for its date: time, place, people, minutes."""

    def add_surgery(self, draft: SurgeryDraft) -> None:
        """Add the rows, filled from a draft."""
        self._begins = QTimeEdit(QTime(draft.time.hour, draft.time.minute))
        self._begins.setDisplayFormat("HH:mm")
        self._place, self._chair = _line(draft.place), _line(draft.chair)
        self._lawyer, self._apologies = _line(draft.lawyer), _line(draft.apologies)
        self._minutes = QSpinBox()
        self._minutes.setRange(_LEAST_MINUTES, _MOST_MINUTES)
        self._minutes.setSingleStep(5)
        self._minutes.setSuffix(" " + self.tr("minutes"))
        self._minutes.setValue(draft.minutes_per_case)
        self.add(self.tr("&Starts at"), self._begins, name="surgery_time")
        self.add(self.tr("&Place"), self._place, name="surgery_place")
        self.add(self.tr("C&hair"), self._chair, name="surgery_chair")
        self.add(self.tr("&Lawyer"), self._lawyer, name="surgery_lawyer")
        self.add(self.tr("&Apologies"), self._apologies, name="surgery_apologies")
        hint = self.tr("The start time of each case on the agenda follows from this.")
        self.add(self.tr("Time for each &case"), self._minutes, hint, name="surgery_minutes")

    def draft_on(self, day: dt.date) -> SurgeryDraft:
        """The surgery as the form now says it, on a day."""
        time = self._begins.time()
        return SurgeryDraft(
            date=day,
            time=dt.time(time.hour(), time.minute()),
            place=_text(self._place),
            chair=_text(self._chair),
            lawyer=_text(self._lawyer),
            apologies=_text(self._apologies),
            minutes_per_case=self._minutes.value(),
        )


class SurgeryDialog(QDialog):
    """One surgery."""

    def __init__(self, draft: SurgeryDraft, *, new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surgeryDialog")
        self.setWindowTitle(self.tr("New surgery") if new else self.tr("Change the surgery"))
        self._day: QDateEdit = day_edit(draft.date)
        self._form = SurgeryFields()
        self._form.add(self.tr("&Date"), self._day, name="surgery_date")
        self._form.add_surgery(draft)
        room = QVBoxLayout(self)
        room.addLayout(self._form)
        room.addStretch(1)
        room.addWidget(ActionButtons(self, self.tr("Make the surgery") if new else self.tr("Save")))
        self.resize(self.fontMetrics().averageCharWidth() * 70, self.sizeHint().height())
        self._day.setFocus()

    @property
    def draft(self) -> SurgeryDraft:
        """The surgery as the form now says it."""
        return self._form.draft_on(day_of(self._day))


def ask_surgery(parent: QWidget, draft: SurgeryDraft, *, new: bool) -> SurgeryDraft | None:
    """Ask for one surgery; None where the person thought better of it."""
    dialog = SurgeryDialog(draft, new=new, parent=parent)
    return dialog.draft if accepted(dialog) else None


def _line(text: str | None) -> QLineEdit:
    line = QLineEdit(text or "")
    line.setMaxLength(_LONGEST_TEXT)
    line.setCursorPosition(0)
    return line


def _text(line: QLineEdit) -> str | None:
    return line.text().strip() or None
