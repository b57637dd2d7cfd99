"""What an outcome needs besides its key: the day on which the case comes back, the reasons."""

import datetime as dt

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ehp_desktop.review.outcome_codes import Needs, OutcomeKind
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.forms import FormRows, name_control, plain_label
from ehp_desktop.ui.surgery.meeting.small_form import SmallForm
from ehp_desktop.ui.surgery.meeting.work import Wish
from ehp_desktop.ui.theme import Role, paint_as


class OutcomeForm(SmallForm):
    """A day and reasons. `wished` carries the whole outcome; `left`: nothing is to be stored."""

    wished = Signal(object)  # Wish
    left = Signal()

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcomeForm")
        self._kind: OutcomeKind | None = None
        self._title = name_control(plain_label(), self.tr("Outcome"), "outcome_title")
        face = self._title.font()
        face.setBold(True)
        self._title.setFont(face)
        self.day = day_edit(today)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * 3)
        self._form = FormRows()
        self._form.add(self.tr("On which &day"), self.day, name="outcome_day")
        self._form.add(self.tr("&Reasons"), self.reason, name="outcome_reason")
        self._wrong = name_control(plain_label(), self.tr("What is missing"), "outcome_wrong")
        self._save = QPushButton(self.tr("Save, and next case (Enter)"))
        self._save.clicked.connect(self.store)
        self._drop = QPushButton(self.tr("Leave it (Esc)"))
        self._drop.clicked.connect(self.leave)
        room = QVBoxLayout(self)
        room.addWidget(self._title)
        room.addLayout(self._form)
        row = QHBoxLayout()
        row.addWidget(name_control(self._save, self._save.text(), "outcome_save"))
        row.addWidget(name_control(self._drop, self._drop.text(), "outcome_leave"))
        row.addWidget(self._wrong, 1)
        room.addLayout(row)
        self.watch(self.day, self.reason)
        self.hide()

    def begin(self, kind: OutcomeKind, words: str, day: dt.date, reason: str) -> None:
        """Asks for what an outcome needs; `day` and `reason` are what stands or is proposed."""
        self._kind = kind
        self._title.setText(words)
        self._wrong.setText("")
        self.day.setDate(QDate(day.year, day.month, day.day))
        self._form.setRowVisible(self.day, kind.needs is Needs.DATE)
        self.reason.setPlainText(reason)
        self.reason.selectAll()
        self.show()
        (self.day if kind.needs is Needs.DATE else self.reason).setFocus()

    @Slot()
    def store(self) -> None:
        """Hands on what was typed, where nothing is missing."""
        kind = self._kind
        if kind is None:
            return
        self.day.interpretText()
        reason = self.reason.toPlainText().strip() or None
        if kind.needs is Needs.REASON and reason is None:
            self._complain(self.tr("This outcome needs its reasons."))
            return
        by_date = day_of(self.day) if kind.needs is Needs.DATE else None
        self.wished.emit(Wish(kind.code.value, reason, by_date))

    @Slot()
    def leave(self) -> None:
        """Nothing is to be stored."""
        self.end()
        self.left.emit()

    def end(self) -> None:
        """Goes out of sight."""
        self._kind = None
        self.hide()

    def _complain(self, words: str) -> None:
        self._wrong.setText(words)
        paint_as(self._wrong, Role.ERROR_GROUND, Role.ERROR_TEXT)
        self.reason.setFocus()
