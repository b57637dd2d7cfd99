"""The surgeries page: the list, one surgery beside it, and its agenda on paper in their place."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.surgery import SurgeryDraft
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import why_not_write
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery import work
from ehp_desktop.ui.surgery.agenda_editor import AgendaEditor
from ehp_desktop.ui.surgery.agenda_paper import AgendaPaper
from ehp_desktop.ui.surgery.agenda_view import AgendaView
from ehp_desktop.ui.surgery.agenda_wish import AgendaWish
from ehp_desktop.ui.surgery.life import SurgeryLife
from ehp_desktop.ui.surgery.series_dialog import ask_series
from ehp_desktop.ui.surgery.surgeries_list import SurgeriesList
from ehp_desktop.ui.surgery.surgery_dialog import ask_surgery
from ehp_desktop.ui.surgery.surgery_panel import SurgeryPanel

if TYPE_CHECKING:
    from ehp_desktop.ui.surgery.meeting.page import MeetingPage


class SurgeriesPage(QWidget):
    """Surgeries are made, their agendas put together, looked at, saved and printed."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surgeriesPage")
        self._context = context
        self._reading: Job | None = None
        self._wanted: int | None = None  # the surgery to be chosen when the list is read
        self._on_panel: int | None = None
        self.banner = Banner(self)
        words = CaseWords(context.language, self)
        self.columns = CaseColumns(words, context.as_of)
        self.list = SurgeriesList(context.language, context.settings)
        self.panel = SurgeryPanel(context, self.columns)
        self.view = AgendaView()
        self.editor = AgendaEditor(context, self.panel, self.banner, self.columns, self)
        self.paper = AgendaPaper(context, self.view, self.banner, self)
        self.life = SurgeryLife(context, self.paper, self.banner, self)
        self.meeting: MeetingPage | None = None  # made when the first meeting begins
        self._lay_out()
        self._connect()
        self._say_writable()
        self.read()

    def title(self) -> str:
        """The name of the page's tab."""
        return self.tr("&Surgeries")

    def place(self) -> object:
        """The surgery in front, to be gone back to after the window was locked."""
        return self._wanted

    def return_to(self, place: object) -> None:
        """Goes to a surgery, where it is still there."""
        if isinstance(place, int):
            self._wanted = place
            self.read()

    def write_note(self) -> bool:
        """Ctrl+N: a note on the surgery in front, or on the case that the meeting is at."""
        if self.meeting is not None and self._pages.currentWidget() is self.meeting:
            return self.meeting.write_note()
        self._pages.setCurrentWidget(self._splitter)
        return self._on_panel is not None and self.panel.write_note()

    def show_notes_of(self, surgery_id: int) -> None:
        """Goes to a surgery and its notes."""
        self._wanted = surgery_id
        self._pages.setCurrentWidget(self._splitter)
        self.panel.parts.setCurrentWidget(self.panel.notes)
        self.read()

    # Reading

    @Slot()
    def read(self) -> None:
        """Read the surgeries and the chosen one's agenda again."""
        if self._reading is not None:
            self._reading.drop()
        if not self.list.rows.total:
            self.states.show_loading(self.tr("Reading the surgeries…"))
        context = self._context
        reading = partial(work.board, context.opened, self._wanted, context.today, context.language)
        words = self.tr("Reading the surgeries")
        self._reading = context.jobs.run(words, reading, self._show_board, self._fail)

    def _show_board(self, board: work.Board) -> None:
        self._reading = None
        if board.shown is None:
            self.list.show_rows((), None)
            self._on_panel = self._wanted = None
            self._say_empty()
            return
        self._wanted = self._on_panel = board.shown.row.id
        self.list.show_rows(board.rows, self._wanted)
        self._show_surgery(board.shown)
        self.states.show_list()

    def _show_surgery(self, shown: work.SurgeryLines) -> None:
        self._reading = None
        self._on_panel = shown.row.id
        self.panel.show_surgery(shown.row, shown.lines, shown.life)
        self.life.show_life(shown.life)
        self.editor.show_surgery(shown.row)

    @Slot(object)
    def _choose(self, row: SurgeryRow) -> None:
        """Another surgery was chosen in the list."""
        if row.id == self._on_panel:
            return
        if self._reading is not None:
            self._reading.drop()
        self._wanted = self._on_panel = row.id
        self.banner.clear()
        self.life.show_life(None)
        self.panel.show_loading(row)
        reading = partial(work.shown, self._context.opened, row.id, self._context.language)
        words = self.tr("Reading the agenda")
        self._reading = self._context.jobs.run(words, reading, self._show_surgery, self._fail)

    def _fail(self, error: EhpError) -> None:
        self._reading = None
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    def _say_empty(self) -> None:
        title = self.tr("No surgery has been planned yet")
        why = why_not_write(self._context, Deed.MAKE_SURGERY)
        if why is not None:
            self.states.show_empty(title, why)
            return
        self.states.show_empty(
            title,
            self.tr(
                "Make one, with its date, place and people; then fill its agenda from the "
                "candidates. A series (every first Tuesday, say) is made with “New series…”."
            ),
            self.tr("&New surgery…"),
            self.new_surgery,
        )

    # Making and changing surgeries

    @Slot()
    def new_surgery(self) -> None:
        """Ask for a surgery and make it."""
        draft = ask_surgery(self, self._proposed(), new=True)
        if draft is not None:
            making = partial(work.make, self._context.opened, draft)
            self._store(self.tr("Making the surgery"), making, self._made)

    @Slot()
    def new_series(self) -> None:
        """Ask for a series of surgeries and make them."""
        wish = ask_series(self, self._proposed(), self._context.language)
        if wish is not None:
            making = partial(work.make_series, self._context.opened, wish)
            self._store(self.tr("Making the surgeries"), making, self._made)

    @Slot()
    def edit_surgery(self) -> None:
        """Ask what is to be changed of the chosen surgery."""
        row = self.list.current()
        if row is None:
            return
        draft = ask_surgery(self, _draft_of(row), new=False)
        if draft is not None and draft != _draft_of(row):
            editing = partial(work.edit, self._context.opened, row.id, draft)
            self._store(self.tr("Saving the surgery"), editing, self._edited)

    def _proposed(self) -> SurgeryDraft:
        """What a new surgery is likely to be: like the last one, with this chair."""
        row = self.list.current()
        if row is None:
            return SurgeryDraft(self._context.today, chair=self._context.opened.actor.name)
        return work.like(row, self._context.today)

    def _store(self, words: str, doing: work.Making, done: work.MakingDone) -> None:
        self._context.jobs.run(words, doing, done, self._refused, writes=True)

    def _made(self, numbers: list[int]) -> None:
        self._wanted = numbers[0] if numbers else None
        made = self.tr("%n surgeries were made.", "", len(numbers))
        self.banner.say(self.tr("The surgery was made.") if len(numbers) == 1 else made)
        self._context.announce_change()

    def _edited(self, numbers: list[int]) -> None:
        self._wanted = numbers[0]
        self.banner.say(self.tr("The surgery was changed."))
        self._context.announce_change()

    def _refused(self, error: EhpError) -> None:
        self.banner.say(str(error), kind=BannerKind.ERROR)

    # How it is made

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("surgeriesSplitter")
        self._splitter.setChildrenCollapsible(False)
        self.states = ListStates(self.panel)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.states)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        characters = self.fontMetrics().averageCharWidth()
        self._splitter.setSizes([characters * 38, characters * 136])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._splitter)
        self._pages.addWidget(self.view)
        room = QVBoxLayout(self)
        room.addWidget(self.banner)
        room.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.list.new_wanted.connect(self.new_surgery)
        self.list.series_wanted.connect(self.new_series)
        self.list.chosen.connect(self._choose)
        self.editor.stale.connect(self.read)
        self.panel.edit_wanted.connect(self.edit_surgery)
        self.panel.life.wanted.connect(self.life.do)
        self.life.relist_wanted.connect(self.editor.relist)
        self.life.meeting_wanted.connect(self.begin_meeting)
        self.panel.bar.look_wanted.connect(self._look)
        self.panel.bar.save_wanted.connect(self._save)
        self.paper.shown.connect(self._show_view)
        self.view.left.connect(self._leave_view)
        self._context.store_changed.connect(self.read)
        self._context.today_changed.connect(self.read)
        undo = QAction(self.tr("Undo the last change"), self)
        undo.setObjectName("agendaUndo")
        undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        undo.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.triggered.connect(self._undo)
        self.addAction(undo)

    def _say_writable(self) -> None:
        why = why_not_write(self._context, Deed.MAKE_SURGERY)
        self.list.set_writable(writable=why is None, why=why or "")
        self.panel.set_writable(writable=why is None, why=why or "")

    # The agenda on paper

    @Slot(object)
    def _look(self, wish: AgendaWish) -> None:
        row = self.list.current()
        if row is not None:
            self.paper.look(row, wish)

    @Slot(object)
    def _save(self, wish: AgendaWish) -> None:
        row = self.list.current()
        if row is not None:
            self.paper.save(row, wish)

    @Slot()
    def _show_view(self) -> None:
        self._pages.setCurrentWidget(self.view)

    @Slot()
    def _leave_view(self) -> None:
        self._pages.setCurrentWidget(self._splitter)
        self.panel.table.setFocus()

    # The meeting

    @Slot(int)
    def begin_meeting(self, surgery_id: int) -> None:
        """Turns to the meeting: the cases one after another, and a key for each outcome."""
        if self.meeting is None:
            from ehp_desktop.ui.surgery.meeting.page import MeetingPage

            self.meeting = MeetingPage(self._context, self.columns)
            self.meeting.left.connect(self._leave_meeting)
            self._pages.addWidget(self.meeting)
        self._pages.setCurrentWidget(self.meeting)
        self.banner.clear()
        self.meeting.begin(surgery_id)

    @Slot()
    def _leave_meeting(self) -> None:
        self._pages.setCurrentWidget(self._splitter)
        self.panel.table.setFocus()
        self.read()

    @Slot()
    def _undo(self) -> None:
        """Takes back the last thing done, in the meeting or to the agenda."""
        if self.meeting is not None and self._pages.currentWidget() is self.meeting:
            self.meeting.undo()
        else:
            self.editor.undo()

    @property
    def shows_agenda(self) -> bool:
        """Whether the agenda's pages are in front."""
        return self._pages.currentWidget() is self.view


def _draft_of(row: SurgeryRow) -> SurgeryDraft:
    return SurgeryDraft(
        date=row.date,
        time=row.time,
        place=row.place,
        chair=row.chair,
        lawyer=row.lawyer,
        apologies=row.apologies,
        minutes_per_case=row.minutes_per_case,
    )
