"""The page that the program opens on: every child of the caseload, with every route's state."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.case.panel import CasePanel
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.caseload.filters import FilterBar, Filters
from ehp_desktop.ui.caseload.reading import Read, own_order, read
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.permitted import why_not_write
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import CaseLine, Caseload

_PAUSE = 120  # milliseconds: arrowing down the list does not read every child on the way


class CaseloadPage(QWidget):
    """Search, filters, the list, and beside it the child that the keyboard is on."""

    import_wanted = Signal()
    read_done = Signal(object)  # Read

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caseload_page")
        self._context = context
        self._reading: Job | None = None
        self._caseload: Caseload | None = None
        self._in_scope = 0  # how many cases the chosen cohort has, whatever else is chosen
        self.words = CaseWords(context.language, self)
        self._columns = CaseColumns(self.words, context.as_of)
        self.model: RowsModel[CaseLine] = RowsModel(self._columns.columns(), _child_id, parent=self)
        self.filters = FilterBar(self.words)
        self.table = RowsTable(self.model, "caseload", self.tr("Caseload"), context.settings)
        self.states = ListStates(self.table)
        self._cell = self._make_cell_line()
        self.panel = CasePanel(context, self.words)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """The tab's title."""
        return self.tr("&Caseload")

    # Making

    def _make_cell_line(self) -> QLabel:
        """What the cell with the focus says in full: for the keyboard what hovering is."""
        words = name_control(plain_label(), self.tr("The cell in full"), "cell_in_full")
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setMinimumHeight(words.fontMetrics().height() * 2)
        return words

    def _lay_out(self) -> None:
        left = QWidget()
        under = QVBoxLayout(left)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.states, 1)
        under.addWidget(self._cell)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("caseload_splitter")
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.addWidget(self.filters)
        column.addWidget(self._splitter, 1)
        characters = self.fontMetrics().averageCharWidth()
        self._splitter.setSizes([characters * 105, characters * 75])

    def _connect(self) -> None:
        self._context.as_of_changed.connect(self.read)
        self._context.store_changed.connect(self.read)
        self.filters.searched.connect(self._search)
        self.filters.changed.connect(self._filter)
        self.filters.search.left_downwards.connect(self._enter_list)
        self.table.chosen.connect(self._pause_then_show)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._say_cell)
        self.model.modelReset.connect(self._say_cell)
        self._pause.timeout.connect(self._show_current)
        self.panel.left.connect(self._enter_list)

    # Reading

    def read(self) -> None:
        """Reads the caseload for the as-at day; whatever was being read for another is dropped."""
        if self._reading is not None:
            self._reading.drop()
        if self._caseload is None:
            self.states.show_loading(self.tr("Reading the caseload…"))
        context = self._context
        self._reading = context.jobs.run(
            self.tr("Reading the caseload"),
            partial(read, context.opened, context.as_of),
            self.show_read,
            self._show_failure,
        )

    def show_read(self, found: Read) -> None:
        """Shows what was read."""
        self._reading = None
        self._caseload = caseload = found.caseload
        self._columns.as_of = caseload.as_of
        self.filters.fill(caseload.lines)
        self.model.set_rows(caseload.lines)
        self._filter(self.filters.filters())
        self.panel.read_again()
        self.read_done.emit(found)

    def _show_failure(self, error: EhpError) -> None:
        self._reading = None
        self._caseload = None
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    # Searching and filtering

    def _search(self, typed: str) -> None:
        self.model.search(typed)
        self._after_change()

    def _filter(self, filters: Filters) -> None:
        if self._caseload is None:
            return
        self._in_scope = sum(filters.in_scope(line) for line in self._caseload.lines)
        self.model.set_own_order(own_order(self._caseload, filters.route))
        self.model.set_filter(filters.fits)
        self._after_change()

    def _after_change(self) -> None:
        if self._caseload is None:
            return
        self.filters.say_count(self.model.rowCount(), self._in_scope)
        if self.model.rowCount():
            self.states.show_list()
        elif not self._caseload.lines:
            self._say_empty()
        else:
            self.states.show_empty(
                self.tr("No case fits the search and the filters"),
                self.tr("{n} children are looked after on this date.").format(
                    n=len(self._caseload.lines)
                ),
                self.tr("C&lear search and filters"),
                self.filters.clear,
            )

    def _say_empty(self) -> None:
        why = why_not_write(self._context, Deed.IMPORT)
        if why is not None:
            self.states.show_empty(self.tr("No child is looked after on this date"), why)
            return
        self.states.show_empty(
            self.tr("No child is looked after on this date"),
            self.tr(
                "Import the case system's export: CSV or Excel, the program's own template, "
                "the SSDA903 return or the Annex A workbook. Nothing is stored before you have "
                "seen what would change."
            ),
            self.tr("&Import a case-system export"),
            self.import_wanted.emit,
        )

    # The child beside the list

    def _pause_then_show(self, _: object) -> None:
        self._pause.start()

    def _show_current(self) -> None:
        line = self.table.current_row()
        if line is not None and not self.panel.isHidden():
            self.panel.show_child(line)

    def _open(self, line: "CaseLine") -> None:
        self._pause.stop()
        self.panel.show()
        self.panel.show_child(line)
        self.panel.take_focus()

    def open_child(self, child_id: str) -> bool:
        """Goes to a child of the list. False where it is not listed."""
        if not self.table.choose(child_id):
            return False
        self._open(self.table.current_row())
        return True

    def open_notes(self, child_id: str) -> bool:
        """Goes to a child's notes. False where the child is not listed."""
        if not self.open_child(child_id):
            return False
        self.panel.show_notes()
        return True

    def write_note(self) -> bool:
        """Puts the keyboard into the box for notes on the child that the list is on."""
        line = self.table.current_row()
        if line is None:
            self._enter_list()  # the first child, where none is chosen yet
            line = self.table.current_row()
        if line is None:
            return False
        self._pause.stop()
        self.panel.show()
        self.panel.show_child(line)
        self.panel.write_note()
        return True

    def place(self) -> object:
        """The child in front, and whether the panel is shown, for after the window was locked."""
        return self.panel.child_id, not self.panel.isHidden()

    def return_to(self, place: object) -> None:
        """Goes to a child, where it is still listed."""
        if isinstance(place, tuple):
            child_id, panel = place
            self.panel.setVisible(panel)
            if child_id is not None and self.table.choose(child_id):
                self._pause.stop()
                self._show_current()
            self._enter_list()

    def turn_panel(self) -> None:
        """Shows the panel, or hides it."""
        self.panel.setVisible(self.panel.isHidden())
        self._show_current()

    def go_to_search(self) -> None:
        """Puts the keyboard in the search box."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _enter_list(self) -> None:
        if not self.states.shows_list:
            return
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    def _say_cell(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            self._cell.setText("")
            return
        column, line = self.model.columns[index.column()], self.model.row(index.row())
        text = (column.tooltip or column.text)(line)
        self._cell.setText(text.replace(":\n• ", ": ").replace("\n• ", " · ").replace("\n", ". "))


def _child_id(line: "CaseLine") -> str:
    return line.row.child_id
