"""The child beside the list: every route, every criterion, its facts and where they came from."""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.words import Route
from ehp_desktop.ui import theme
from ehp_desktop.ui.case.court_room import CourtRoom
from ehp_desktop.ui.case.looking import Looking
from ehp_desktop.ui.case.panel_text import (
    CONFIRM,
    END,
    EXPAND,
    GO,
    NOTE,
    OVERRIDE,
    RECORD,
    CriterionLinks,
    PanelText,
)
from ehp_desktop.ui.case.reading import Shown, read_child, record, undo_record
from ehp_desktop.ui.case.record_dialog import TypedValue, ask_value
from ehp_desktop.ui.case.text_view import CaseText
from ehp_desktop.ui.case.value_words import ValueWords
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import gate_writing, may_write, why_not_write
from ehp_desktop.ui.rich import isolated
from ehp_desktop.ui.states import ListStates

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import CaseLine
    from ehp_desktop.review.record import Recorded
    from ehp_desktop.ui.notes.notes_box import NotesBox
    from ehp_desktop.ui.overrides.doing import Overriding


class _Child(NamedTuple):
    row: ChildRow
    age: int | None


class CasePanel(QFrame):
    """Shows one child; reads the explanation in a job, and drops it when another is wanted."""

    left = Signal()  # Esc: back to the list
    surgery_wanted = Signal(object)  # the child's id: put it on an agenda
    child_shown = Signal(object)  # the Shown

    def __init__(
        self, context: AppContext, words: CaseWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        name_control(self, self.tr("Child"), "case_panel")
        self._context = context
        self._words = words
        self._values = ValueWords(context.language, context.opened.code_set)
        self._panel_text = PanelText(words, self._values)
        self._child: _Child | None = None
        self._shown: Shown | None = None
        self._reading: Job | None = None
        self._expanded: set[Route] = set()
        self._name = self._make_name()
        self._head = name_control(plain_label(), self.tr("About the child"), "child_head")
        self._head.setWordWrap(True)
        self._head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._record = QPushButton(self.tr("&Record a value…"))
        name_control(self._record, self._record.text(), "record_value")
        self._agenda = QPushButton(self.tr("Add to a sur&gery…"))
        name_control(self._agenda, self._agenda.text(), "add_to_surgery")
        self.banner = Banner()
        self.text = CaseText(self.tr("Routes and criteria"))
        self.parts = name_control(QTabWidget(), self.tr("Parts of the case"), "case_parts")
        self._notes_room = QWidget()
        self.court = CourtRoom(context)
        self.child_shown.connect(self.court.show_child)
        self.notes: NotesBox | None = None
        self._overriding: Overriding | None = None
        self.looking = Looking(context, self)
        self._lay_out()
        self._record.clicked.connect(self._record_any)
        self._agenda.clicked.connect(self._want_surgery)
        self.text.followed.connect(self._follow)
        self.text.width_changed.connect(self.read_again)
        self._say_nothing_chosen()

    def _make_name(self) -> QLabel:
        name = name_control(plain_label(), self.tr("Name of the child"), "child_name")
        face = name.font()
        face.setPointSizeF(face.pointSizeF() * 1.4)
        face.setBold(True)
        name.setFont(face)
        name.setWordWrap(True)
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return name

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._name)
        column.addWidget(self._head)
        buttons = QHBoxLayout()
        buttons.addWidget(self._record)
        buttons.addWidget(self._agenda)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.banner)
        QVBoxLayout(self._notes_room).setContentsMargins(0, 4, 0, 0)
        self.parts.setDocumentMode(True)
        self.parts.addTab(self.text, self.tr("R&outes"))
        self.parts.addTab(self._notes_room, self.tr("&Notes"))
        self.parts.addTab(self.court, self.tr("To co&urt"))
        column.addWidget(self.parts, 1)
        self.states = ListStates(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)

    # Showing

    def show_child(self, line: "CaseLine") -> None:
        """Shows a child of the list; asked again for the same one it does nothing."""
        if self._child is not None and self._child.row.child_id == line.row.child_id:
            return
        self._child = _Child(line.row, line.age)
        self.looking.turn_away()
        self._expanded.clear()
        self.banner.clear()
        self._read(fresh=True)

    def read_again(self) -> None:
        """The store or the as-at day has changed."""
        if self._child is not None:
            self._read(fresh=False)

    def take_focus(self) -> None:
        """Puts the keyboard into the text, or into the notes where they are in front."""
        if self.parts.currentWidget() is self._notes_room and self.notes is not None:
            self.notes.list.setFocus()
        else:
            self.text.setFocus()

    @property
    def child_id(self) -> str | None:
        """Whose panel it is."""
        return None if self._child is None else self._child.row.child_id

    def _read(self, *, fresh: bool) -> None:
        if self._child is None:
            return
        if self._reading is not None:
            self._reading.drop()
        if fresh:
            self.text.to_top_when_shown()
        context, child_id = self._context, self._child.row.child_id
        width = self.text.picture_width(self.width())
        self._reading = context.jobs.run(
            self.tr("Reading child {id}").format(id=child_id),
            partial(read_child, context.opened, child_id, context.as_of, context.language, width),
            self._show,
            self._show_failure,
        )

    def _show(self, shown: Shown) -> None:
        self._reading = None
        self._shown = shown
        child = shown.explained
        self._child = _Child(child.row, child.facts.age)
        named = " ".join(part for part in (child.row.forename, child.row.surname) if part)
        self._name.setText(isolated(named) or self.tr("Name not recorded"))
        self._head.setText(self._panel_text.head(child))
        gate_writing(self._record, self._context, Deed.EDIT_CHILD)
        gate_writing(self._agenda, self._context, Deed.MAKE_SURGERY)
        self._word()
        self.states.show_list()
        self._turn_notes()
        self.looking.show(child.row.child_id)
        self.child_shown.emit(shown)

    def _word(self) -> None:
        """Makes the text anew: another child, a route opened, light turned dark."""
        if self._shown is None:
            return
        body = self._panel_text.body(
            self._shown.explained,
            expanded=self._expanded,
            writable=may_write(self._context, Deed.EDIT_CHILD),
            with_picture=bool(self._shown.timeline),
            links=CriterionLinks(
                may_write(self._context, Deed.WRITE_NOTE),
                why_not_write(self._context, Deed.OVERRIDE),
            ),
        )
        self.text.show_text(body, self._shown.timeline)

    def _show_failure(self, error: EhpError) -> None:
        self._reading = None
        self.states.show_failed(error, self.tr("Try &again"), self.read_again)

    def _say_nothing_chosen(self) -> None:
        self.states.show_empty(
            self.tr("No child chosen"),
            self.tr("Choose a child in the list to see each route, its criteria and their facts."),
        )

    def changeEvent(self, event: QEvent) -> None:
        """The colours are part of the text."""
        super().changeEvent(event)
        if theme.turned(event) or event.type() is QEvent.Type.FontChange:
            self._word()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Doing

    def _follow(self, url: QUrl) -> None:
        what, _, which = url.toString().partition(":")
        if what == RECORD:
            self._ask(which)
        elif what == GO:
            self.text.scrollToAnchor(which)
        elif what == EXPAND:
            self._expanded ^= {Route(which)}
            self._word()
        elif what == NOTE:
            self.write_note(which)
        elif what in {OVERRIDE, CONFIRM, END}:
            self._override(what, which)

    # Notes, and overrides

    def write_note(self, criterion: str | None = None) -> None:
        """Turns to the notes, and puts the keyboard into the box: on a criterion, or on none."""
        notes = self.show_notes()
        if notes is not None:
            notes.begin(criterion)

    def show_notes(self) -> "NotesBox | None":
        """Turns to the notes of the child in front; None without one."""
        notes = self._turn_notes()
        if notes is not None:
            self.states.show_list()
            self.parts.setCurrentWidget(self._notes_room)
        return notes

    def _turn_notes(self) -> "NotesBox | None":
        """Has the notes' box show the child in front; it is made with the first of them."""
        if self._child is None:
            return None
        from ehp_desktop.ui.notes.notes_box import NotesBox
        from ehp_desktop.ui.notes.work import Subject

        notes = self.notes
        if notes is None:
            notes = self.notes = NotesBox(self._context)
            notes.counted.connect(self._count_notes)
            notes.stored.connect(self._say_note)
            self._context.store_changed.connect(notes.read)
            inner = self._notes_room.layout()
            if inner is not None:
                inner.addWidget(notes)
        notes.show_subject(Subject(child_id=self._child.row.child_id))
        return notes

    def _count_notes(self, number: int, advice: bool) -> None:
        title = self.tr("&Notes ({n})").format(n=number) if number else self.tr("&Notes")
        if advice:
            title = self.tr("{notes}, advice recorded").format(notes=title)
        self.parts.setTabText(1, title)

    def _say_note(self, _: object) -> None:
        self.banner.say(self.tr("Saved."))

    def _override(self, what: str, which: str) -> None:
        from ehp_desktop.ui.overrides.doing import Overriding

        if self._overriding is None:
            self._overriding = Overriding(self._context, self._words, self)
            self._overriding.said.connect(self.banner.say)
            self._overriding.refused.connect(self._say_refused)
        if what == CONFIRM:
            self._overriding.confirm(int(which))
        elif what == END:
            self._overriding.end(int(which))
        elif self._shown is not None:
            self._overriding.begin(self._shown.explained, which)

    # Recording

    def _record_any(self) -> None:
        self._ask(None)

    def _want_surgery(self) -> None:
        self.surgery_wanted.emit(self.child_id)

    def _ask(self, field: str | None) -> None:
        if self._child is None or not may_write(self._context, Deed.EDIT_CHILD):
            return
        typed = ask_value(
            self,
            self._child.row,
            field=field,
            code_set=self._context.opened.code_set,
            words=self._values,
            today=self._context.today,
        )
        if typed is not None:
            self.record(typed)

    def record(self, typed: TypedValue) -> None:
        """Stores a value, and says so with an Undo."""
        context = self._context
        if self._child is None:
            return
        context.jobs.run(
            self.tr("Recording a value"),
            partial(record, context.opened, self._child.row.child_id, typed, context.today),
            partial(self._say_recorded, typed),
            self._say_refused,
            writes=True,
        )

    def _say_recorded(self, typed: TypedValue, recorded: "Recorded") -> None:
        label = self._values.label(typed.field)
        value = self._values.say(typed.field, typed.value)
        text = self.tr("Recorded: {field}, {value}.").format(field=label, value=value)
        if recorded.cleared:
            text += " " + self.tr("To be confirmed now: {fields}.").format(
                fields=", ".join(self._values.label(one) for one in recorded.cleared)
            )
        self.banner.say(text, action_text=self.tr("&Undo"), action=partial(self._undo, recorded))
        self._context.announce_change()

    def _undo(self, recorded: "Recorded") -> None:
        context = self._context
        context.jobs.run(
            self.tr("Taking a value back"),
            partial(undo_record, context.opened, recorded, context.today),
            self._say_undone,
            self._say_refused,
            writes=True,
        )

    def _say_undone(self, _: object) -> None:
        self.banner.say(self.tr("Taken back."))
        self._context.announce_change()

    def _say_refused(self, error: EhpError) -> None:
        self.banner.say(str(error), kind=BannerKind.ERROR)
