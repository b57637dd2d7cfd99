"""An action, added without leaving the meeting: what, who, by when; kept as it is typed."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QDate, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.forms import FormRows, name_control, plain_label
from ehp_desktop.ui.notes.kept_fields import KeptFields
from ehp_desktop.ui.surgery.meeting.small_form import SmallForm
from ehp_desktop.ui.surgery.meeting.work import ActionTyped
from ehp_desktop.ui.theme import Role, paint_as, turned

_LONGEST = 2_000


class ActionForm(SmallForm):
    """Three rows. `typed` carries the action; `left`: none is to be stored."""

    typed = Signal(object)  # ActionTyped
    left = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actionForm")
        self.what, self.who = QLineEdit(), QLineEdit()
        for line in (self.what, self.who):
            line.setMaxLength(_LONGEST)
        self._dated = QCheckBox(self.tr("&By a day"))
        self._dated.setChecked(True)
        self.day = day_edit(context.today)
        self._dated.toggled.connect(self.day.setEnabled)
        self._wrong = name_control(plain_label(), self.tr("What is missing"), "action_wrong")
        form = FormRows()
        form.add(self.tr("&What is to be done"), self.what, name="action_what")
        form.add(self.tr("Wh&o"), self.who, name="action_who")
        when = QWidget()
        line_ = QHBoxLayout(when)
        line_.setContentsMargins(0, 0, 0, 0)
        line_.addWidget(name_control(self._dated, self.tr("By a day"), "action_dated"))
        line_.addWidget(name_control(self.day, self.tr("By when"), "action_day"))
        line_.addStretch(1)
        form.addRow("", when)
        save = QPushButton(self.tr("Add the action (Enter)"))
        save.clicked.connect(self.store)
        leave = QPushButton(self.tr("Leave it (Esc)"))
        leave.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addWidget(name_control(save, save.text(), "action_save"))
        row.addWidget(name_control(leave, leave.text(), "action_leave"))
        row.addWidget(self._wrong, 1)
        fields = {"what": self.what, "who": self.who, "dated": self._dated, "day": self.day}
        self.kept = KeptFields(context, fields, self)
        self.kept.line.save.clicked.connect(self.store)
        room = QVBoxLayout(self)
        room.addWidget(self.kept.line)
        room.addLayout(form)
        room.addLayout(row)
        self.watch(self.what, self.who, self._dated, self.day)
        self.hide()

    def begin(self, who: str, names: Sequence[str], day: dt.date, place: str) -> None:
        """Asks for an action; `who` is proposed, `names` are offered as one types.

        `place`: where it is kept as it is typed; what was kept there comes back.
        """
        self.kept.end()
        self.what.clear()
        self.who.setText(who)
        self.who.selectAll()
        completer = QCompleter(list(dict.fromkeys(names)), self.who)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.who.setCompleter(completer)
        self.day.setDate(QDate(day.year, day.month, day.day))
        self._wrong.hide()
        self.kept.begin(place)
        self.show()
        self.what.setFocus()

    @Slot()
    def store(self) -> None:
        """Hands on what was typed, where nothing is missing."""
        self.day.interpretText()
        what, who = self.what.text().strip(), self.who.text().strip()
        if not what or not who:
            missing = self.tr("Say what is to be done.") if not what else self.tr("Say who.")
            self._wrong.setText(missing)
            self._wrong.show()
            self._paint()
            (self.who if what else self.what).setFocus()
            return
        by_when = day_of(self.day) if self._dated.isChecked() else None
        self.typed.emit(ActionTyped(what, who, by_when))

    def _paint(self) -> None:
        paint_as(self._wrong, Role.ERROR_GROUND, Role.ERROR_TEXT)

    def changeEvent(self, event: QEvent) -> None:
        """What is missing keeps its colours when light and dark turn."""
        super().changeEvent(event)
        if turned(event) and self.isVisible():
            self._paint()

    @Slot()
    def leave(self) -> None:
        """No action is to be stored."""
        self.hide()
        self.left.emit()
