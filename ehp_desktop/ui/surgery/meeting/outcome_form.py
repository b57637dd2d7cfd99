"""What an outcome needs besides its key: the day on which the case comes back, the reasons.

The reasons are kept as they are typed, by surgery and child, until the outcome is stored.
"""

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QDate, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ehp_desktop.review.outcome_codes import Needs, OutcomeKind
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.forms import FormRows, name_control, plain_label
from ehp_desktop.ui.notes.kept import kept_texts
from ehp_desktop.ui.notes.kept_editor import KeptEditor
from ehp_desktop.ui.surgery.meeting.small_form import SmallForm
from ehp_desktop.ui.surgery.meeting.work import Wish
from ehp_desktop.ui.theme import Role, paint_as, turned


class OutcomeForm(SmallForm):
    """A day and reasons. `wished` carries the whole outcome; `left`: nothing is to be stored."""

    wished = Signal(object)  # Wish
    left = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcomeForm")
        self._kind: OutcomeKind | None = None
        self._asked: OutcomeKind | None = None
        self._kept_texts = kept_texts(context)
        self._title = name_control(plain_label(), self.tr("Outcome"), "outcome_title")
        face = self._title.font()
        face.setBold(True)
        self._title.setFont(face)
        self.day = day_edit(context.today)
        self.kept = KeptEditor(context, "", self.tr("Reasons"), "outcome_reason", lines=3)
        self.reason = self.kept.edit
        self.reason.setFixedHeight(self.reason.sizeHint().height())
        self._form = FormRows()
        self._form.add(self.tr("On which &day"), self.day, name="outcome_day")
        self._form.add(self.tr("&Reasons"), self.kept, name="outcome_reason_place")
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
        self.kept.typed.connect(self._keep_choice)
        self.kept.came_back.connect(self._take_back)
        self.kept.submitted.connect(self.store)
        self.day.dateChanged.connect(self._keep_choice)
        self.watch(self.day, self.reason)
        self.hide()

    def begin(
        self, kind: OutcomeKind, words: str, day: dt.date, reason: str, place: str = ""
    ) -> None:
        """Asks for what an outcome needs; `day` and `reason` are what stands or is proposed.

        `place`: where the reasons are kept. Those that were kept there come before what stands.
        """
        self._kind, self._asked = None, kind  # what is put there now is not typed
        self._title.setText(words)
        self._wrong.hide()
        self.day.setDate(QDate(day.year, day.month, day.day))
        self._form.setRowVisible(self.day, kind.needs is Needs.DATE)
        self.kept.set_place(place)
        if not self.kept.text:
            self.kept.propose(reason)
            self.reason.selectAll()
        self._kind = kind
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

    def forget(self, place: str, reason: str) -> None:
        """The outcome with these reasons was stored."""
        kept = self._kept_texts.at(place)
        if kept is not None and kept.text.strip() == reason:
            self.kept.forget_saved(place, kept.text)

    def _keep_choice(self) -> None:
        """With the reasons: of which outcome they are, and the day."""
        if self._kind is not None:
            chosen = {"code": self._kind.code.value, "day": day_of(self.day).isoformat()}
            self.kept.set_about(chosen)

    def _take_back(self, chosen: Mapping[str, str]) -> None:
        """The day that was chosen with the reasons, where it is the same outcome."""
        kind = self._asked
        if kind is not None and chosen.get("code") == kind.code.value:
            self.day.setDate(QDate.fromString(chosen.get("day", ""), Qt.DateFormat.ISODate))

    def _complain(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.show()
        self._paint()
        self.reason.setFocus()

    def _paint(self) -> None:
        paint_as(self._wrong, Role.ERROR_GROUND, Role.ERROR_TEXT)

    def changeEvent(self, event: QEvent) -> None:
        """What is missing keeps its colours when light and dark turn."""
        super().changeEvent(event)
        if turned(event) and self.isVisible():
            self._paint()
