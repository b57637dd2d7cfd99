"""Postponing, cancelling, closing with cases left open, adding to what is closed: each with why."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QDateEdit, QWidget

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import say_date
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.forms import spoken
from ehp_desktop.ui.notes.kept_editor import KeptEditor
from ehp_desktop.ui.surgery import life_work
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work


class _WithText(StoringDialog):
    """A dialog with one text that is to be given; kept while it is typed, until it is stored."""

    def add_text(self, label: str, row: SurgeryRow, name: str, lines: int = 2) -> None:
        """Adds the text; Tab leaves it, Ctrl+Enter is the dialog's action."""
        place = f"surgery/{row.id}/{name}"
        kept = KeptEditor(self.context, place, spoken(label), name, lines=lines)
        self._kept = kept
        self.text = kept.edit
        self.form.add(label, kept, name=f"{name}_place")
        kept.submitted.connect(self.accept)
        self.stored.connect(self._forget)
        kept.setFocus()

    @property
    def typed(self) -> str:
        """What was typed."""
        return self._kept.text.strip()

    def _forget(self) -> None:
        self._kept.forget_saved(self._kept.place, self._kept.text)


class PostponeDialog(_WithText):
    """Why, and to which day, where that is known."""

    def __init__(self, context: AppContext, row: SurgeryRow, parent: QWidget) -> None:
        super().__init__(
            context,
            context_words(context, row, _tr("Postpone the surgery of {day}")),
            _tr("Postpone it"),
            _tr("Its cases and what was issued stay. With a new day it stays as it is otherwise."),
            parent,
        )
        self.setObjectName("postponeDialog")
        self._row = row
        self._known = QCheckBox(self.tr("The new &day is known"))
        self._known.setChecked(True)
        self._day: QDateEdit = day_edit(max(row.date, context.today))
        self.add_text(self.tr("&Why"), row, "postpone_reason", 2)
        self.form.add("", self._known, name="postpone_known")
        self._known.setAccessibleName(self.tr("The new day is known"))
        self.form.add(self.tr("&New day"), self._day, name="postpone_day")
        self._known.toggled.connect(self._day.setEnabled)
        if row.state == "postponed":  # it has no day: only that can be given to it
            self._known.setEnabled(False)

    def work(self) -> Work | None:
        """The postponement, with its day or without one."""
        if not self.typed:
            self.complain(self.tr("Say why it is postponed."), self.text)
            return None
        to = day_of(self._day) if self._known.isChecked() else None
        if to == self._row.date and self._row.state != "postponed":
            self.complain(self.tr("Choose another day than the surgery has."), self._day)
            return None
        opened = self.context.opened
        return partial(life_work.postpone, opened, self._row.id, self.typed, to)


class CancelDialog(_WithText):
    """Why a surgery is cancelled for good."""

    def __init__(self, context: AppContext, row: SurgeryRow, parent: QWidget) -> None:
        super().__init__(
            context,
            context_words(context, row, _tr("Cancel the surgery of {day}")),
            _tr("Cancel the surgery"),
            _tr("It cannot be taken up again. Its agenda, versions and notes stay to be read."),
            parent,
        )
        self.setObjectName("cancelDialog")
        self._row = row
        self.add_text(self.tr("&Why"), row, "cancel_reason", 2)
        keep = self.buttons.button(self.buttons.StandardButton.Cancel)
        keep.setText(self.tr("Keep the surgery"))  # "Cancel" would say the opposite of what it does

    def work(self) -> Work | None:
        """The cancellation."""
        if not self.typed:
            self.complain(self.tr("Say why it is cancelled."), self.text)
            return None
        return partial(life_work.cancel, self.context.opened, self._row.id, self.typed)


class CloseDialog(_WithText):
    """Closing a surgery; where cases have no outcome, why all the same."""

    def __init__(self, context: AppContext, life: life_work.LifeShown, parent: QWidget) -> None:
        words = _tr("What is said after that is an addendum, with its day and name.")
        if life.without:
            left = _tr("These cases have no outcome that stands: {ids}.")
            words = f"{left.format(ids=', '.join(life.without))} {words}"
        super().__init__(
            context,
            context_words(context, life.row, _tr("Close the surgery of {day}")),
            _tr("Close the surgery"),
            words,
            parent,
        )
        self.setObjectName("closeDialog")
        self._life = life
        if life.without:
            label = self.tr("&Why it is closed all the same")
            self.add_text(label, life.row, "close_reason", 2)

    def work(self) -> Work | None:
        """The closing."""
        reason = self.typed if self._life.without else None
        if reason == "":
            self.complain(self.tr("Say why it is closed without them."), self.text)
            return None
        return partial(life_work.close, self.context.opened, self._life.row.id, reason)


class AddendumDialog(_WithText):
    """A text that is added to a closed surgery, with its day and name."""

    def __init__(self, context: AppContext, row: SurgeryRow, parent: QWidget) -> None:
        super().__init__(
            context,
            context_words(context, row, _tr("Addendum to the surgery of {day}")),
            _tr("Add it"),
            _tr("It stands after the minutes with today's date and your name, and stays."),
            parent,
        )
        self.setObjectName("addendumDialog")
        self._row = row
        self.add_text(self.tr("&Text"), row, "addendum_text", 8)

    def work(self) -> Work | None:
        """The adding."""
        if not self.typed:
            self.complain(self.tr("Type what is to be added."), self.text)
            return None
        return partial(life_work.add_addendum, self.context.opened, self._row.id, self.typed)


def context_words(context: AppContext, row: SurgeryRow, words: str) -> str:
    """A phrase with the day of a surgery in it."""
    return words.format(day=say_date(row.date, context.language))


def _tr(words: str) -> str:
    return QCoreApplication.translate("surgery life", words)
