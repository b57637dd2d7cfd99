"""All notes on one page, across all cases: searched as one types, filtered, opened at the child."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.note_search import NoteShown
from ehp_desktop.review.permissions import Deed, may
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.notes import work
from ehp_desktop.ui.notes.kept import kept_texts
from ehp_desktop.ui.notes.notes_box import NotesView
from ehp_desktop.ui.notes.notes_text import NotesText
from ehp_desktop.ui.notes.page_columns import NoteColumns
from ehp_desktop.ui.notes.page_filters import NoteFilters
from ehp_desktop.ui.notes.work import Subject, subject_of
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

if TYPE_CHECKING:
    from ehp_desktop.review.notes_page import NotesPage as Read


class NotesPage(QWidget):
    """The list, what the note with the keyboard says in full, and what was kept and not saved."""

    wanted = Signal(object)  # Subject: go to the child or the surgery

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes_page")
        self._context = context
        self._reading: Job | None = None
        self._stale = True
        words = NotesText(context.language, self)
        self._words = words
        self._columns = NoteColumns(words)
        self.model: RowsModel[NoteShown] = RowsModel(self._columns.columns(), _known, parent=self)
        self.filters = NoteFilters(self._columns)
        self.table = RowsTable(self.model, "notes", self.tr("All notes"), context.settings)
        self.states = ListStates(self.table)
        self.whole = NotesView(self.tr("The note in full"), "note_in_full")
        self.banner = Banner(self)
        self._kept = kept_texts(context)
        self._lay_out()
        self._connect()
        self._say_kept()

    def _lay_out(self) -> None:
        both = QSplitter(Qt.Orientation.Vertical)
        both.setObjectName("notes_page_splitter")
        both.addWidget(self.states)
        both.addWidget(self.whole)
        both.setChildrenCollapsible(False)
        line = self.fontMetrics().lineSpacing()
        both.setSizes([line * 20, line * 8])
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 0)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addWidget(self.filters)
        column.addWidget(both, 1)

    def _connect(self) -> None:
        self._context.store_changed.connect(self._read_when_seen)
        self.filters.searched.connect(self._search)
        self.filters.changed.connect(self._filter)
        self.filters.left_downwards.connect(self._enter_list)
        self.table.chosen.connect(self._say_whole)
        self.table.opened.connect(self._open)
        self.model.modelReset.connect(self._say_current)
        self._kept.changed.connect(self._say_kept)

    # Reading

    def showEvent(self, event: QShowEvent) -> None:
        """Notes are read when the page comes into sight: reading advice is a line of the audit."""
        super().showEvent(event)
        if self._stale:
            self.read()

    def _read_when_seen(self) -> None:
        self._stale = True
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Reads every note again."""
        self._stale = False
        if self._reading is not None:
            self._reading.drop()
        if not self.model.total:
            self.states.show_loading(self.tr("Reading the notes…"))
        context = self._context
        self._reading = context.jobs.run(
            self.tr("Reading all notes"),
            partial(work.read_all, context.opened),
            self._show,
            self._show_failure,
            writes=may(context.opened.actor, Deed.READ_ADVICE),  # that it was read is written
        )

    def _show(self, read: "Read") -> None:
        self._reading = None
        self._columns.names, self._columns.surgeries = read.names, read.surgeries
        self.filters.fill(read)
        self.model.set_rows(read.notes)
        self._filter()

    def _show_failure(self, error: EhpError) -> None:
        self._reading = None
        self._stale = True
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    # Searching

    def _search(self, typed: str) -> None:
        self.model.search(typed)
        self._after_change()

    def _filter(self) -> None:
        wrong = self.filters.wrong()
        if wrong is not None:
            self.banner.say(wrong, kind=BannerKind.ERROR)
        self.model.set_filter(self.filters.chosen().fits)
        self._after_change()

    def _after_change(self) -> None:
        self.filters.say_count(self.model.rowCount(), self.model.total)
        if self.model.rowCount():
            self.states.show_list()
        elif self.model.total:
            self.states.show_empty(
                self.tr("No note fits the search and the filters"),
                self.tr("There are {n} notes.").format(n=self.model.total),
                self.tr("C&lear search and filters"),
                self.filters.clear,
            )
        else:
            self.states.show_empty(
                self.tr("No note yet"),
                self.tr("Notes are written beside a child in the caseload, or a surgery: Ctrl+N."),
            )

    # What it does

    def _say_whole(self, one: NoteShown) -> None:
        self.whole.show_text(
            self._words.body(
                [one],
                self._context.opened.actor,
                expanded={str(one.reference)},
                writable=False,
                advice_unseen=False,
            )
        )

    def _say_current(self) -> None:
        if self.table.current_row() is None:
            self.whole.show_text("")

    def _open(self, one: NoteShown) -> None:
        row = one.row
        of_surgery = Subject(surgery_id=row.surgery_id)
        self.wanted.emit(of_surgery if row.child_id is None else Subject(row.child_id))

    def _enter_list(self) -> None:
        if self.states.shows_list:
            if not self.table.currentIndex().isValid() and self.model.rowCount():
                self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus()

    def go_to_search(self) -> None:
        """Puts the keyboard in the search box."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def say(self, words: str) -> None:
        """Says something that concerns the page."""
        self.banner.say(words, kind=BannerKind.NOTICE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self._enter_list()
        else:
            super().keyPressEvent(event)

    def _say_kept(self) -> None:
        """What was typed and not saved, and where."""
        subjects = [one for one in map(subject_of, self._kept.places()) if one is not None]
        if not subjects:
            return
        named = ", ".join(self._called(one) for one in subjects[:10])
        if len(subjects) > 10:
            named = self.tr("{some} and {n} more").format(some=named, n=len(subjects) - 10)
        self.banner.say(
            self.tr("Written and not saved: {what}.").format(what=named),
            kind=BannerKind.NOTICE,
            action_text=self.tr("Go to the first"),
            action=partial(self.wanted.emit, subjects[0]),
        )

    def _called(self, subject: Subject) -> str:
        if subject.child_id is not None:
            return self.tr("child {id}").format(id=subject.child_id)
        return self.tr("surgery {n}").format(n=subject.surgery_id)


def _known(one: NoteShown) -> object:
    return one.kind, str(one.reference)
