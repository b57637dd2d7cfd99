"""A list whose lines can be ticked: by the mouse, or by Space on every chosen line."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ehp_desktop.ui.tables.columns import Column
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


class TickedRows(RowsModel[R]):
    """Rows with a tick in the first column. The ticks are what the page says they are."""

    tick_wanted = Signal(object, bool)  # the row's identity, and whether it is to be ticked

    def __init__(
        self, columns: Sequence[Column[R]], identity: Callable[[R], Hashable], tick_words: str
    ) -> None:
        super().__init__(columns, identity)
        self._ticked: frozenset[object] = frozenset()
        self._tick_words = tick_words

    @property
    def ticked(self) -> frozenset[object]:
        """The identities of the ticked rows."""
        return self._ticked

    def set_ticked(self, identities: frozenset[object]) -> None:
        """Tick these and no others; what a line shows of its tick is made again."""
        self._ticked = identities
        self.forget_texts()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        if index.isValid() and index.column() == 0:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell; of the first column its tick too, which is read out in words."""
        if index.isValid() and index.column() == 0:
            ticked = self.identity_at(index.row()) in self._ticked
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole and ticked:
                return f"{super().data(index)}, {self._tick_words}"
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a tick; the page answers with `set_ticked`."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        self.tick_wanted.emit(self.identity_at(index.row()), wanted)
        return False


class TickTable(RowsTable):
    """A table of `TickedRows`; Space turns the ticks of all chosen lines the same way."""

    turn_wanted = Signal(tuple, bool)  # identities, and whether they are to be ticked

    def __init__(
        self,
        model: TickedRows[Any],
        name: str,
        spoken_name: str,
        settings: QSettings | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, name, spoken_name, settings, parent)
        self.ticks = model
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        model.tick_wanted.connect(self._turn_one)

    def chosen_identities(self) -> tuple[object, ...]:
        """The chosen lines, by what they are known by."""
        lines = {index.row() for index in self.selectionModel().selectedRows()}
        return tuple(self.ticks.identity_at(line) for line in sorted(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, or unticks where all chosen are ticked."""
        chosen = self.chosen_identities()
        if event.key() == Qt.Key.Key_Space and chosen:
            every = all(one in self.ticks.ticked for one in chosen)
            self.turn_wanted.emit(chosen, not every)
        else:
            super().keyPressEvent(event)

    def _turn_one(self, identity: object, wanted: bool) -> None:
        self.turn_wanted.emit((identity,), wanted)
