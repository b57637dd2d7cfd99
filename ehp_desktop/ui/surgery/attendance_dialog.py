"""Who is asked to a surgery, who was there, who sent apologies, who declared a conflict."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import AttendanceRow, SurgeryRow
from ehp_desktop.review.attendance import Attending, Part
from ehp_desktop.review.language import phrase, say_date
from ehp_desktop.review.life_words import PARTS
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.surgery_states import Part as Changed
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import FormRows, name_control
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import enable, why_not_write
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery import life_work
from ehp_desktop.ui.surgery.life_bar import why_state
from ehp_desktop.ui.surgery.storing_dialog import Work
from ehp_desktop.ui.tables.columns import Column, by_text
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

_LONGEST = 500


class AttendanceDialog(QDialog):
    """A list of people and a form under it: a new person, or the chosen one to be corrected."""

    invitation_wanted = Signal()
    changed = Signal()

    def __init__(self, context: AppContext, row: SurgeryRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("attendanceDialog")
        day = say_date(row.date, context.language)
        self.setWindowTitle(self.tr("Attendance on {day}").format(day=day))
        self._context, self._row = context, row
        self._correcting: AttendanceRow | None = None
        self._why = why_not_write(context, Deed.MAKE_SURGERY) or why_state(row, Changed.ATTENDANCE)
        self.banner = Banner(self, closable=False)
        self.rows: RowsModel[AttendanceRow] = RowsModel(self._columns(), _thread, self)
        self.table = RowsTable(self.rows, "attendance", self.tr("People"))
        self.table.setSelectionBehavior(RowsTable.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.states = ListStates(self.table)
        self._make_form()
        self._lay_out()
        self.table.opened.connect(self._correct)
        self.table.selectionModel().currentChanged.connect(self._say_buttons)
        self.rows.modelReset.connect(self._say_buttons)
        self.states.show_loading(self.tr("Reading who takes part…"))
        self.read()

    # Reading and storing

    def read(self) -> None:
        """Reads who takes part."""
        reading = partial(life_work.people, self._context.opened, self._row.id)
        words = self.tr("Reading who takes part")
        self._context.jobs.run(words, reading, self._show, self._failed)

    def _show(self, people: list[AttendanceRow]) -> None:
        self.rows.set_rows(people)
        if people:
            self.states.show_list()
        else:
            said = self._why or self.tr("Name the first below: Enter adds them.")
            self.states.show_empty(self.tr("Nobody is named yet"), said)
        self._say_buttons()

    def _failed(self, error: EhpError) -> None:
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    def _store(self, said: str, doing: Work, undone: str = "", back: Work | None = None) -> None:
        done = partial(self._stored, said, undone, back)
        self._context.jobs.run(said, doing, done, self._refused, writes=True)

    def _stored(self, said: str, undone: str, back: Work | None, people: object) -> None:
        if isinstance(people, list):
            self._show(people)
        if back is None:
            self.banner.say(said)
        else:
            undo = partial(self._store, undone, back)
            self.banner.say(said, action_text=self.tr("Undo"), action=undo)
        self._begin_new()
        self.changed.emit()

    def _refused(self, error: EhpError) -> None:
        self.banner.say(str(error), kind=BannerKind.ERROR)
        self._name.setFocus()

    # The form

    def _make_form(self) -> None:
        form = FormRows()
        self._name, self._organisation, self._conflict = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self._name, self._organisation, self._conflict):
            line.setMaxLength(_LONGEST)
            line.returnPressed.connect(self.keep)
        self._part = QComboBox()
        for part in Part:
            words = phrase(PARTS[part.value], self._context.language)
            self._part.addItem(words, part.value)
        form.add(self.tr("&Name"), self._name, name="attendance_name")
        form.add(self.tr("&Organisation"), self._organisation, name="attendance_organisation")
        form.add(self.tr("&Part"), self._part, name="attendance_part")
        hint = self.tr("What they declared, with the case that it is about.")
        form.add(self.tr("Conflict of &interest"), self._conflict, hint, name="attendance_conflict")
        self._form = form
        self._keep = self._button(self.tr("&Add"), "attendance_keep")
        self._keep.clicked.connect(self.keep)
        self._new = self._button(self.tr("Ne&w person"), "attendance_new")
        self._new.clicked.connect(self._begin_new)
        self._change = self._button(self.tr("&Change the chosen one"), "attendance_change")
        self._change.clicked.connect(self._correct)
        self._off = self._button(self.tr("&Take off"), "attendance_off")
        self._off.clicked.connect(self._take_off)
        self._invite = self._button(self.tr("In&vitation…"), "attendance_invitation")
        self._invite.clicked.connect(self.invitation_wanted)
        for one in (self._name, self._organisation, self._part, self._conflict, self._keep):
            enable(one, ready=not self._why, why=self._why)

    @Slot()
    def keep(self) -> None:
        """Adds the person who is typed, or says anew what is said of the chosen one."""
        name = self._name.text().strip()
        if self._why or not name:
            if not self._why:
                said = self.tr("Type a name first.")
                self.banner.say(said, kind=BannerKind.ERROR)
                self._name.setFocus()
            return
        said_of = Attending(
            name,
            Part(self._part.currentData()),
            self._organisation.text().strip() or None,
            self._conflict.text().strip() or None,
        )
        opened, number = self._context.opened, self._row.id
        if self._correcting is None:
            doing: Work = partial(life_work.name_person, opened, number, said_of)
            self._store(self.tr("{name} was added.").format(name=name), doing)
        else:
            thread = self._correcting.thread
            doing = partial(life_work.correct_person, opened, number, thread, said_of)
            self._store(self.tr("{name} was changed.").format(name=name), doing)

    @Slot()
    def _begin_new(self) -> None:
        self._correcting = None
        for line in (self._name, self._organisation, self._conflict):
            line.clear()
        self._keep.setText(self.tr("&Add"))
        if not self._why:
            self._name.setFocus()

    @Slot()
    def _correct(self) -> None:
        row: AttendanceRow | None = self.table.current_row()
        if row is None or self._why:
            return
        self._correcting = row
        self._name.setText(row.name)
        self._organisation.setText(row.organisation or "")
        self._conflict.setText(row.conflict or "")
        self._part.setCurrentIndex(self._part.findData(row.part))
        self._keep.setText(self.tr("S&ave"))
        self._part.setFocus()

    @Slot()
    def _take_off(self) -> None:
        row: AttendanceRow | None = self.table.current_row()
        if row is None or self._why:
            return
        opened, number = self._context.opened, self._row.id
        doing = partial(life_work.take_person_off, opened, number, row.thread)
        said = self.tr("{name} was taken off.").format(name=row.name)
        again = Attending(row.name, Part(row.part), row.organisation, row.conflict)
        back = partial(life_work.name_person, opened, number, again)
        self._store(said, doing, self.tr("{name} is back.").format(name=row.name), back)

    # How it is made

    @Slot()
    def _say_buttons(self) -> None:
        chosen = self.table.current_row() is not None and self.states.shows_list
        for button in (self._change, self._off):
            enable(button, ready=chosen and not self._why, why=self._why)

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.addWidget(self.banner)
        room.addWidget(self.states, 1)
        line = QHBoxLayout()
        for button in (self._change, self._off, self._new):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self._invite)
        room.addLayout(line)
        room.addLayout(self._form)
        last = QHBoxLayout()
        last.addWidget(self._keep)
        last.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        leave = close.button(QDialogButtonBox.StandardButton.Close)
        leave.setText(self.tr("Close"))
        leave.setAutoDefault(False)
        leave.setObjectName("attendance_close")
        close.rejected.connect(self.reject)
        last.addWidget(close)
        room.addLayout(last)
        width = self.fontMetrics().averageCharWidth()
        self.resize(width * 110, self.fontMetrics().height() * 30)
        (self.table if self._why else self._name).setFocus()

    def _button(self, words: str, name: str) -> QPushButton:
        button = name_control(QPushButton(words), words, name)
        button.setAutoDefault(False)
        return button

    def _columns(self) -> list[Column[AttendanceRow]]:
        language = self._context.language
        texts = (
            ("name", self.tr("Name"), lambda one: one.name, 24),
            ("organisation", self.tr("Organisation"), lambda one: one.organisation or "", 22),
            ("part", self.tr("Part"), lambda one: phrase(PARTS[one.part], language), 11),
            (
                "conflict",
                self.tr("Conflict of interest"),
                lambda one: f"⚠ {one.conflict}" if one.conflict else "",
                30,
            ),
        )
        return [
            Column(key, header, text, _by(text), width, tooltip=text)
            for key, header, text, width in texts
        ]


def _by(text: Callable[[AttendanceRow], str]) -> Callable[[AttendanceRow], str]:
    return lambda one: by_text(text(one))


def _thread(row: AttendanceRow) -> int:
    return row.thread
