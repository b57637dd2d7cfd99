"""Making or changing one surgery: a dialog that edits a copy and gives back a draft."""

import datetime as dt

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.review.surgery import SurgeryDraft
from ehp_desktop.ui.forms import FormRows

_LEAST_MINUTES = 5
_MOST_MINUTES = 240
_LONGEST_TEXT = 500


class SurgeryFields(QWidget):
    """The form of a surgery without its date: time, place, people, minutes a case."""

    def __init__(self, draft: SurgeryDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = FormRows(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self._time = QTimeEdit(QTime(draft.time.hour, draft.time.minute))
        self._time.setDisplayFormat("HH:mm")
        self._place = _line(draft.place)
        self._chair = _line(draft.chair)
        self._lawyer = _line(draft.lawyer)
        self._apologies = _line(draft.apologies)
        self._minutes = QSpinBox()
        self._minutes.setRange(_LEAST_MINUTES, _MOST_MINUTES)
        self._minutes.setSingleStep(5)
        self._minutes.setValue(draft.minutes_per_case)
        self._minutes.setSuffix(self.tr(" minutes"))
        self.rows.add(self.tr("Starts at"), self._time)
        self.rows.add(self.tr("Place"), self._place)
        self.rows.add(self.tr("Chair"), self._chair)
        self.rows.add(self.tr("Lawyer"), self._lawyer)
        self.rows.add(self.tr("Apologies"), self._apologies)
        self.rows.add(
            self.tr("Time for each case"),
            self._minutes,
            self.tr("The start time of each case on the agenda follows from this."),
        )

    def draft_on(self, day: dt.date) -> SurgeryDraft:
        """The surgery as the form now says it, on a day."""
        time = self._time.time()
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
        self._day = day_edit(draft.date)
        self._fields = SurgeryFields(draft)
        self._fields.rows.insert_first(self.tr("Date"), self._day)
        room = QVBoxLayout(self)
        room.addWidget(self._fields)
        room.addWidget(ok_and_cancel(self, self.tr("Make the surgery") if new else self.tr("Save")))
        self._day.setFocus()

    @property
    def draft(self) -> SurgeryDraft:
        """The surgery as the form now says it."""
        return self._fields.draft_on(day_of(self._day))


def ask_surgery(parent: QWidget, draft: SurgeryDraft, *, new: bool) -> SurgeryDraft | None:
    """Ask for one surgery; None where the person thought better of it."""
    dialog = SurgeryDialog(draft, new=new, parent=parent)
    try:
        return dialog.draft if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.setParent(None)
