"""Filling an agenda from a route's candidates: who would be added is shown before they are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QSpinBox, QVBoxLayout, QWidget

from ehp_desktop.review.words import Route, RouteState
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted
from ehp_desktop.ui.forms import FormRows, name_control, plain_label
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.surgery.agenda_lines import candidate_columns
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import CaseLine, Caseload

_USUAL_LIMIT = 12
_MOST = 200


class FillDialog(QDialog):
    """Route, state, how many, and the children whom that comes to, in their order."""

    def __init__(
        self,
        caseload: "Caseload",
        on_agenda: Sequence[str],
        columns: CaseColumns,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("fillDialog")
        self.setWindowTitle(self.tr("Fill the agenda from candidates"))
        self._caseload = caseload
        self._there = frozenset(on_agenda)
        self._chosen: tuple[str, ...] = ()
        self._words = columns.words
        self._route, self._state, self._limit = QComboBox(), QComboBox(), QSpinBox()
        for route in Route:
            self._route.addItem(self._words.route(route), route.value)
        self._state.addItem(self.tr("ready to discuss, then needs work first"), None)
        for state in (RouteState.READY, RouteState.WORK_NEEDED):
            self._state.addItem(self._words.state(state), state.value)
        self._limit.setRange(1, _MOST)
        self._limit.setValue(_USUAL_LIMIT)
        self._said = name_control(plain_label(), self.tr("Candidates"), "fill_said")
        self._said.setWordWrap(True)
        self._model: RowsModel[CaseLine] = RowsModel(candidate_columns(columns), _child_id, self)
        words = self.tr("Children who would be added, in order")
        self.table = RowsTable(self._model, "fill_children", words, settings)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._states = ListStates(self.table)
        self._buttons = ActionButtons(self, "")
        self._lay_out()
        for chooser in (self._route, self._state):
            chooser.currentIndexChanged.connect(self._preview)
        self._limit.valueChanged.connect(self._preview)
        self._preview()
        self._route.setFocus()

    @property
    def child_ids(self) -> tuple[str, ...]:
        """The children who would be added, in the order of candidates however they are sorted."""
        return self._chosen

    @property
    def said(self) -> str:
        """What the dialog says of the candidates."""
        return self._said.text()

    @Slot()
    def _preview(self) -> None:
        from ehp_desktop.review.caseload import candidates

        state = self._state.currentData()
        lines = candidates(
            self._caseload,
            Route(self._route.currentData()),
            None if state is None else RouteState(state),
        )
        fresh = [line for line in lines if _child_id(line) not in self._there]
        shown = fresh[: self._limit.value()]
        self._chosen = tuple(_child_id(line) for line in shown)
        self._model.set_rows(shown)
        self._say(len(lines), len(lines) - len(fresh))

    def _say(self, candidates: int, there: int) -> None:
        words = self.tr("{n} candidates on the surgery's date; {there} are on the agenda already.")
        self._said.setText(words.format(n=candidates, there=there))
        number = self._model.total
        if number:
            self._states.show_list()
        else:
            self._states.show_empty(
                self.tr("Nobody to add"),
                self.tr("Choose another route or state, or add children by hand."),
            )
        one, more = self.tr("Add 1 child"), self.tr("Add %n children", "", number)
        self._buttons.say(one if number == 1 else more, ready=number > 0)

    def _lay_out(self) -> None:
        form = FormRows()
        form.add(self.tr("&Route"), self._route, name="fill_route")
        form.add(self.tr("&State"), self._state, name="fill_state")
        form.add(self.tr("At &most"), self._limit, name="fill_limit")
        room = QVBoxLayout(self)
        room.addLayout(form)
        room.addWidget(self._said)
        room.addWidget(self._states, 1)
        room.addWidget(self._buttons)
        characters = self.fontMetrics().averageCharWidth()
        self.resize(characters * 140, self.fontMetrics().height() * 30)


def ask_fill(
    parent: QWidget,
    caseload: "Caseload",
    on_agenda: Sequence[str],
    columns: CaseColumns,
    settings: QSettings | None,
) -> tuple[str, ...]:
    """Ask which candidates to add; none where the person thought better of it."""
    dialog = FillDialog(caseload, on_agenda, columns, settings, parent)
    return dialog.child_ids if accepted(dialog) else ()


def _child_id(line: "CaseLine") -> str:
    return line.row.child_id
