"""The notes on one child or one surgery, and under them the box in which another is written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QTextBrowser, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.note_search import NoteKind, NoteShown
from ehp_desktop.review.permissions import Deed, may
from ehp_desktop.ui import theme
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.notes import work
from ehp_desktop.ui.notes.notes_text import CORRECT, EARLIER, WITHDRAW, NotesText
from ehp_desktop.ui.notes.work import Draft, Notes, Subject
from ehp_desktop.ui.notes.writing_box import WritingBox
from ehp_desktop.ui.permitted import may_write
from ehp_desktop.ui.states import ListStates


class NotesBox(QWidget):
    """Shows and takes the notes of a subject: `box.show_subject(Subject(surgery_id=3))`.

    A page places it as any widget and calls `show_subject` for each child or surgery turned to;
    what was typed for the one before is kept. `read()` when the store has changed. A page whose
    `write_note()` calls `begin()` answers Ctrl+N. Advice is read, and the audit says so, only
    while the box can be seen.
    """

    counted = Signal(int, bool)  # how many notes beside advice, and whether there is advice
    stored = Signal(object)  # Draft

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes_box")
        self._context = context
        self._words = NotesText(context.language, self)
        self._subject: Subject | None = None
        self._notes: Notes | None = None
        self._reading: Job | None = None
        self._saving = False
        self._expanded: set[str] = set()
        self.list = NotesView(self.tr("Notes"))
        self.states = ListStates(self.list)
        self.states.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
        self.writing = WritingBox(context, self._words)
        self._lay_out()
        self.list.anchorClicked.connect(self._follow)
        self.writing.save_wanted.connect(self._save)
        self.states.show_empty(self.tr("No note yet"), "")

    def _lay_out(self) -> None:
        both = QSplitter(Qt.Orientation.Vertical)
        both.setObjectName("notes_splitter")
        both.addWidget(self.states)
        both.addWidget(self.writing)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 0)
        both.setChildrenCollapsible(False)
        line = self.fontMetrics().lineSpacing()
        both.setSizes([line * 16, line * 12])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(both)

    # Showing

    def show_subject(self, subject: Subject) -> None:
        """Turns to a child or a surgery; asked again for the same one it does nothing."""
        if subject == self._subject:
            return
        self._subject = subject
        self._notes = None
        self._expanded.clear()
        self.states.show_loading(self.tr("Reading the notes…"))
        self.writing.show_subject(subject)
        self.read()

    def begin(self, criterion: str | None = None) -> None:
        """The keyboard goes into the box, for a note on a criterion or on none."""
        self.writing.begin(criterion)

    def read(self) -> None:
        """Reads the notes again; what is being read for another subject is dropped."""
        if self._subject is None:
            return
        if self._reading is not None:
            self._reading.drop()
        context = self._context
        self._reading = context.jobs.run(
            self.tr("Reading notes"),
            partial(work.read_notes, context.opened, self._subject, with_advice=self.isVisible()),
            self._show,
            self._show_failure,
            writes=self.isVisible() and may(context.opened.actor, Deed.READ_ADVICE),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Legal advice is read when the box comes into sight, not before."""
        super().showEvent(event)
        notes = self._notes
        unread = notes is None or (notes.advice and not notes.with_advice)
        if unread and may(self._context.opened.actor, Deed.READ_ADVICE):
            self.read()

    def _show(self, notes: Notes) -> None:
        self._reading = None
        if notes.subject != self._subject:
            return
        self._notes = notes
        # Advice is not counted: it is the same number whether it was read or not.
        number = sum(one.kind is not NoteKind.ADVICE for one in notes.shown)
        self.counted.emit(number, notes.advice)
        self._word()

    def _word(self) -> None:
        notes = self._notes
        if notes is None:
            return
        if not notes.shown and not notes.advice:
            self.states.show_empty(
                self.tr("No note yet"),
                self.tr("Write one in the box below: Ctrl+N, and Ctrl+Enter to save it."),
            )
            return
        self.states.show_list()
        self.list.show_text(
            self._words.body(
                notes.shown,
                self._context.opened.actor,
                expanded=self._expanded,
                writable=may_write(self._context, Deed.WRITE_NOTE),
                advice_unseen=notes.advice and not notes.with_advice,
            )
        )

    def _show_failure(self, error: EhpError) -> None:
        self._reading = None
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    def changeEvent(self, event: QEvent) -> None:
        """The colours are part of the text."""
        super().changeEvent(event)
        if theme.turned(event) or event.type() is QEvent.Type.FontChange:
            self._word()

    # Doing

    def _follow(self, url: QUrl) -> None:
        what, _, which = url.toString().partition(":")
        note = self._find(which)
        if note is None:
            return
        doing: dict[str, Callable[[NoteShown], None]] = {
            CORRECT: self.writing.correct,
            WITHDRAW: self.writing.withdraw,
            EARLIER: self._turn,
        }
        if what in doing:
            doing[what](note)

    def _find(self, reference: str) -> NoteShown | None:
        shown = () if self._notes is None else self._notes.shown
        return next((one for one in shown if str(one.reference) == reference), None)

    def _turn(self, note: NoteShown) -> None:
        self._expanded ^= {str(note.reference)}
        self._word()

    def _save(self, draft: Draft) -> None:
        subject = self._subject
        if subject is None or self._saving:
            return
        self._saving = True
        self._context.jobs.run(
            self.tr("Saving a note"),
            partial(work.save, self._context.opened, subject, draft),
            partial(self._saved, subject),
            self._refused,
            writes=True,
        )

    def _saved(self, subject: Subject, draft: Draft) -> None:
        self._saving = False
        self.writing.done(subject.place, draft.text)
        self.read()
        self.stored.emit(draft)

    def _refused(self, error: EhpError) -> None:
        self._saving = False
        self.writing.refuse(error)


class NotesView(QTextBrowser):
    """The notes; selectable, their links reached by Tab. It opens nothing and loads nothing."""

    def __init__(self, spoken_name: str, name: str = "notes_list") -> None:
        super().__init__()
        name_control(self, spoken_name, name)
        self.setOpenLinks(False)
        self.setTabChangesFocus(False)

    def show_text(self, text: str) -> None:
        """Shows the notes; the place stays."""
        place = self.verticalScrollBar().value()
        self.setHtml(text)
        self.verticalScrollBar().setValue(place)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing is ever loaded, from disk or elsewhere."""
        return None
