"""Putting children on an agenda by hand: found by name, id, team or case number."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Slot
from PySide6.QtWidgets import QAbstractItemView, QDialog, QVBoxLayout, QWidget

from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.caseload.filters import SearchBox
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery.agenda_lines import candidate_columns
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import CaseLine


class AddDialog(QDialog):
    """Every looked-after child who is not on the agenda yet; any number may be chosen."""

    def __init__(
        self,
        lines: Sequence["CaseLine"],
        on_agenda: Sequence[str],
        columns: CaseColumns,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("addDialog")
        self.setWindowTitle(self.tr("Add children to the agenda"))
        self.search = name_control(SearchBox(), self.tr("Find a child"), "add_search")
        self.search.setPlaceholderText(self.tr("Search name, ID, social worker…"))
        self.search.setClearButtonEnabled(True)
        self._model: RowsModel[CaseLine] = RowsModel(candidate_columns(columns), _child_id, self)
        self.table = RowsTable(self._model, "add_children", self.tr("Children"), settings)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._states = ListStates(self.table)
        self._buttons = ActionButtons(self, "")
        room = QVBoxLayout(self)
        room.addWidget(self.search)
        room.addWidget(self._states, 1)
        room.addWidget(self._buttons)
        there = set(on_agenda)
        self._model.set_rows([line for line in lines if _child_id(line) not in there])
        self.search.textChanged.connect(self._search)
        self.search.left_downwards.connect(self._enter_list)
        self.table.selectionModel().selectionChanged.connect(self._say)
        self._model.modelReset.connect(self._say)
        self.table.opened.connect(self._take)
        self._show()
        characters = self.fontMetrics().averageCharWidth()
        self.resize(characters * 140, self.fontMetrics().height() * 28)
        self.search.setFocus()

    @property
    def child_ids(self) -> tuple[str, ...]:
        """The chosen children."""
        return tuple(_child_id(line) for line in self.table.selected_rows())

    @Slot(str)
    def _search(self, typed: str) -> None:
        self._model.search(typed)
        self._show()

    def _show(self) -> None:
        if self._model.rowCount():
            self._states.show_list()
        elif self._model.total:
            words = self.tr("Nobody who could be added has all these words in name, ID or worker.")
            self._states.show_empty(
                self.tr("Nobody found"), words, self.tr("Clear the search"), self.search.clear
            )
        else:
            words = self.tr("Every looked-after child is on this agenda already.")
            self._states.show_empty(self.tr("Nobody to add"), words)
        self._say()

    @Slot()
    def _enter_list(self) -> None:
        if self._model.rowCount():
            self.table.setFocus()
            if not self.table.selected_rows():
                self.table.selectRow(0)

    @Slot()
    def _say(self) -> None:
        number = len(self.child_ids)
        words = {
            0: self.tr("Add to the agenda"),
            1: self.tr("Add 1 child"),
        }.get(number, self.tr("Add %n children", "", number))
        self._buttons.say(words, ready=number > 0)

    @Slot()
    def _take(self) -> None:
        if self.child_ids:
            self.accept()


def ask_children(
    parent: QWidget,
    lines: Sequence["CaseLine"],
    on_agenda: Sequence[str],
    columns: CaseColumns,
    settings: QSettings | None,
) -> tuple[str, ...]:
    """Ask which children to add; none where the person thought better of it."""
    dialog = AddDialog(lines, on_agenda, columns, settings, parent)
    return dialog.child_ids if accepted(dialog) else ()


def _child_id(line: "CaseLine") -> str:
    return line.row.child_id
