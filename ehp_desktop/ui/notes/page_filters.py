"""What is chosen above the page of all notes: whose, what kind, about what, since when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSizePolicy, QWidget

from ehp_desktop.review.note_search import NoteKind, NoteShown
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.notes.day_field import DayField, labelled
from ehp_desktop.ui.notes.page_columns import NoteColumns

if TYPE_CHECKING:
    from ehp_desktop.review.notes_page import NotesPage


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which notes are wanted; None = whatever it is. Days are where the person sits."""

    author: str | None = None
    kind: NoteKind | None = None
    child_id: str | None = None
    surgery_id: int | None = None
    withdrawn: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def fits(self, one: NoteShown) -> bool:
        """Whether a note is wanted."""
        row, day = one.row, one.row.at.astimezone().date()
        return (
            self.author in (None, one.first.author)
            and self.kind in (None, one.kind)
            and self.child_id in (None, row.child_id)
            and self.surgery_id in (None, row.surgery_id)
            and self.withdrawn in (None, one.withdrawn)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


class NoteFilters(QWidget):
    """The row above the list; it breaks into a second where the window is narrow."""

    searched = Signal(str)
    changed = Signal()
    left_downwards = Signal()

    def __init__(self, columns: NoteColumns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._filling = False
        self.search = name_control(_Search(), self.tr("Search the notes"), "note_search")
        self.search.setPlaceholderText(self.tr("Search text, child, author…"))
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        self.search.textChanged.connect(self.searched)
        self.search.left_downwards.connect(self.left_downwards)
        self._author = self._chooser(self.tr("Author"), "note_author")
        self._kind = self._chooser(self.tr("Kind"), "note_kind")
        self._child = self._chooser(self.tr("Child"), "note_child")
        self._surgery = self._chooser(self.tr("Surgery"), "note_surgery")
        self._state = self._chooser(self.tr("Withdrawn or not"), "note_state")
        self._since = self._day(self.tr("Written since"), "note_since")
        self._until = self._day(self.tr("Written until"), "note_until")
        self._count = name_control(plain_label(), self.tr("Notes shown"), "note_count")
        self._clear = name_control(
            QPushButton(self.tr("C&lear")), self.tr("Clear search and filters"), "clear_notes"
        )
        self._clear.clicked.connect(self.clear)
        self._lay_out()

    def _chooser(self, label: str, name: str) -> QComboBox:
        box = name_control(QComboBox(), label, name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 28)
        box.currentIndexChanged.connect(self._announce)
        return box

    def _day(self, label: str, name: str) -> DayField:
        field = name_control(DayField(), label, name)
        field.editingFinished.connect(self._announce)
        return field

    def _lay_out(self) -> None:
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        since = labelled(self.tr("Since"), self._since)
        until = labelled(self.tr("until"), self._until)
        for widget in (
            *(self.search, self._author, self._kind, self._child, self._surgery, self._state),
            *(since, until, self._clear, self._count),
        ):
            row.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, page: "NotesPage") -> None:
        """Offers what there is among the notes; keeps what is chosen."""
        self._filling = True
        notes = page.notes
        authors = sorted({one.first.author for one in notes}, key=str.casefold)
        _fill(self._author, self.tr("Any author"), [(one, one) for one in authors])
        kinds = {one.kind: self._columns.kind(one) for one in notes}
        _fill(self._kind, self.tr("Any kind"), [(kinds[one], one.value) for one in sorted(kinds)])
        children = {one.row.child_id: self._columns.child(one) for one in notes}
        named = [(f"{name} ({one})", one) for one, name in children.items() if one is not None]
        _fill(self._child, self.tr("Any child"), sorted(named, key=_by_label))
        surgeries = {one.row.surgery_id: self._columns.surgery(one) for one in notes}
        held = [(day, one) for one, day in sorted(surgeries.items(), key=_number) if one]
        _fill(self._surgery, self.tr("Any surgery"), held)
        states = [(self.tr("Not withdrawn"), False), (self.tr("Withdrawn"), True)]
        _fill(self._state, self.tr("Withdrawn or not"), states)
        self._filling = False

    def chosen(self) -> Chosen:
        """What is chosen now; a day that is none is not looked at."""
        kind = self._kind.currentData()
        return Chosen(
            self._author.currentData(),
            None if kind is None else NoteKind(kind),
            self._child.currentData(),
            self._surgery.currentData(),
            self._state.currentData(),
            None if self._since.wrong() else self._since.day(),
            None if self._until.wrong() else self._until.day(),
        )

    def wrong(self) -> str | None:
        """What is wrong with a day that was typed."""
        return self._since.wrong() or self._until.wrong()

    def clear(self) -> None:
        """Nothing searched, nothing filtered."""
        self._filling = True
        self.search.clear()
        for box in (self._author, self._kind, self._child, self._surgery, self._state):
            box.setCurrentIndex(0)
        for field in (self._since, self._until):
            field.clear()
        self._filling = False
        self.changed.emit()
        self.search.setFocus()

    def say_count(self, shown: int, of: int) -> None:
        """How many of how many are listed."""
        text = self.tr("{shown} of {all} notes").format(shown=shown, all=of)
        self._count.setText(text)
        self._count.setAccessibleName(text)

    def _announce(self) -> None:
        if not self._filling:
            self.changed.emit()


class _Search(QLineEdit):
    left_downwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter go to the list, Esc clears."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def _fill(box: QComboBox, whatever: str, choices: Iterable[tuple[str, object]]) -> None:
    before = box.currentData()
    box.clear()
    box.addItem(whatever, None)
    for label, value in choices:
        box.addItem(label, value)
    at = box.findData(before) if before is not None else 0
    box.setCurrentIndex(max(0, at))


def _by_label(choice: tuple[str, object]) -> str:
    return choice[0].casefold()


def _number(one: tuple[int | None, str]) -> int:
    return one[0] or 0
