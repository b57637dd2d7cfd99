"""One surgery: what it is, its agenda, and what can be done with them."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import say_date
from ehp_desktop.review.surgery_states import Part
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label, quiet_label
from ehp_desktop.ui.permitted import enable
from ehp_desktop.ui.rich import isolated
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery.agenda_bar import AgendaBar
from ehp_desktop.ui.surgery.agenda_lines import AgendaLine, agenda_columns
from ehp_desktop.ui.surgery.cases_table import CasesTable
from ehp_desktop.ui.surgery.life_bar import LifeBar, why_state
from ehp_desktop.ui.surgery.life_work import LifeShown
from ehp_desktop.ui.surgery.notes_room import NotesRoom


class SurgeryPanel(QWidget):
    """The surgery that is chosen in the list. What is wished of it goes out as signals."""

    edit_wanted = Signal()
    fill_wanted = Signal()
    add_wanted = Signal()
    undo_wanted = Signal()

    def __init__(
        self,
        context: AppContext,
        columns: CaseColumns,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surgeryPanel")
        language = context.language
        self.life = LifeBar(context)
        self._language = language
        self._columns = columns
        self._title = name_control(plain_label(), self.tr("Surgery"), "surgery_title")
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        self._title.setFont(font)
        self._people = name_control(quiet_label(""), self.tr("Where and who"), "surgery_people")
        self._people.setWordWrap(True)
        self.table = CasesTable(agenda_columns(columns), context.settings)
        self.states = ListStates(self.table)
        self.parts = name_control(QTabWidget(), self.tr("Parts of the surgery"), "surgery_parts")
        self.notes = NotesRoom(context)
        self.bar = AgendaBar(language)
        self.bar.set_advice(context.opened.actor)
        self._edit = self._button(self.tr("Chan&ge the surgery…"), "surgery_edit")
        self._edit.clicked.connect(self.edit_wanted)
        self._fill = self._button(self.tr("&Fill from candidates…"), "surgery_fill")
        self._fill.clicked.connect(self.fill_wanted)
        self._add = self._button(self.tr("A&dd children…"), "surgery_add")
        self._add.clicked.connect(self.add_wanted)
        self._up = self._button(self.tr("Move up"), "surgery_up")
        self._up.clicked.connect(self.table.move_up.trigger)
        self._down = self._button(self.tr("Move down"), "surgery_down")
        self._down.clicked.connect(self.table.move_down.trigger)
        self._take_off = self._button(self.tr("Take off"), "surgery_take_off")
        self._take_off.clicked.connect(self.table.take_off.trigger)
        self._undo = self._button(self.tr("Undo"), "surgery_undo")
        self._undo.clicked.connect(self.undo_wanted)
        self._row: SurgeryRow | None = None
        self._writable = True
        self._why = ""  # why it is not writable
        self._can_undo = False
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._say_buttons)
        self.table.rows.modelReset.connect(self._say_buttons)

    # What is shown

    def show_loading(self, row: SurgeryRow) -> None:
        """Show what is known of a surgery while its cases are read."""
        self._show_head(row)
        self._row = row
        self.states.show_loading(self.tr("Reading the agenda…"))

    def show_surgery(
        self, row: SurgeryRow, lines: list[AgendaLine], life: LifeShown | None = None
    ) -> None:
        """Show a surgery with its cases, and where it is in its life."""
        self._columns.as_of = row.date
        self._row = row
        self.life.show_life(life or LifeShown(row))
        self.notes.show_notes(surgery_id=row.id)
        self._show_head(row)
        self.table.rows.set_rows(lines)
        if lines:
            self.states.show_list()
            if not self.table.currentIndex().isValid():  # so that the keys have a case to act on
                self.table.setCurrentIndex(self.table.rows.index(0, 0))
        elif not self._why_not(Part.LATE_CASE):
            self.states.show_empty(
                self.tr("No cases on this agenda yet"),
                self.tr(
                    "Fill it from the candidates of a route, or add children one by one. "
                    "Nothing is sent to anybody."
                ),
                self.tr("Fill from candidates…"),
                self._want_fill,
            )
        else:
            self.states.show_empty(self.tr("No cases on this agenda yet"), "")
        self._say_buttons()

    def set_writable(self, *, writable: bool, why: str = "") -> None:
        """Whether anything may be changed, and why not: reading only, or not this person's part."""
        self._writable, self._why = writable, why
        self._say_buttons()

    def set_can_undo(self, words: str) -> None:
        """What Undo would take back; nothing where the text is empty."""
        self._can_undo = bool(words)
        self._undo.setToolTip(words)
        self._say_buttons()

    def write_note(self) -> bool:
        """Turns to the notes, the keyboard in the box. False: no surgery is shown."""
        self.parts.setCurrentWidget(self.notes)
        return self.notes.write()

    @property
    def people_words(self) -> str:
        """Place, chair, lawyer and apologies, as shown."""
        return self._people.text()

    def _show_head(self, row: SurgeryRow) -> None:
        day = say_date(row.date, self._language)
        self._title.setText(
            self.tr("{weekday} {day}, {time}").format(
                weekday=self._weekday(row.date.weekday()), day=day, time=f"{row.time:%H:%M}"
            )
        )
        not_said = self.tr("not recorded")
        said = (
            (self.tr("Place"), row.place),
            (self.tr("Chair"), row.chair),
            (self.tr("Lawyer"), row.lawyer),
            (self.tr("Apologies"), row.apologies),
        )
        parts = [f"{label}: {isolated(text or not_said)}" for label, text in said]
        parts.append(self.tr("{n} minutes a case").format(n=row.minutes_per_case))
        self._people.setText("   ·   ".join(parts))

    def _weekday(self, number: int) -> str:
        return (
            self.tr("Monday"),
            self.tr("Tuesday"),
            self.tr("Wednesday"),
            self.tr("Thursday"),
            self.tr("Friday"),
            self.tr("Saturday"),
            self.tr("Sunday"),
        )[number]

    @Slot()
    def _say_buttons(self) -> None:
        """What can be done just now."""
        some = bool(self.table.rows.rowCount())
        chosen = bool(self.table.chosen_ids())
        for button, part in (
            (self._edit, Part.FACTS),
            (self._fill, Part.CASES),
            (self._add, Part.LATE_CASE),
        ):
            why = self._why_not(part)
            enable(button, ready=not why, why=why)
        why = self._why_not(Part.CASES)
        for button in (self._up, self._down, self._take_off):
            enable(button, ready=chosen and not why, why=why)
        self._undo.setEnabled(self._can_undo and not why)
        self.table.setDragEnabled(not why)
        self.bar.set_ready(ready=some)

    def _why_not(self, part: Part) -> str:
        """Why a part of the surgery cannot be changed now; empty where it can."""
        if not self._writable:
            return self._why or " "
        return "" if self._row is None else why_state(self._row, part)

    def _want_fill(self) -> None:
        self.fill_wanted.emit()

    def _button(self, words: str, name: str) -> QPushButton:
        return name_control(QPushButton(words), words, name)

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self._title)
        room.addWidget(self._people)
        room.addWidget(self.life)
        row = FlowLayout()
        for button in (
            self._fill,
            self._add,
            self._up,
            self._down,
            self._take_off,
            self._undo,
            self._edit,
        ):
            row.addWidget(button)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(row)
        column.addWidget(self.states, 1)
        hint = self.tr(
            "Drag a case, or press Alt+Up and Alt+Down, to change the order; the times follow."
        )
        column.addWidget(quiet_label(hint))
        column.addWidget(self.bar)
        self.parts.setDocumentMode(True)
        self.parts.addTab(listed, self.tr("Cases"))
        self.parts.addTab(self.notes, self.tr("Notes (Ctrl+N)"))
        room.addWidget(self.parts, 1)
