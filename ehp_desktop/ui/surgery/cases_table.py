"""The cases of an agenda in their order; dragged, or moved with Alt+Up and Alt+Down."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSettings,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ehp_desktop.ui.surgery.agenda_lines import AgendaLine
from ehp_desktop.ui.surgery.agenda_steps import dropped, moved
from ehp_desktop.ui.tables.columns import Column
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

_CASES = "application/x-ehp-cases"
_NONE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


def _identity(line: AgendaLine) -> str:
    return line.child_id


class CasesModel(RowsModel[AgendaLine]):
    """The cases shown; a drop says where the dragged ones are wanted."""

    dropped = Signal(list, int)  # child ids, the place before which they were dropped

    def __init__(self, columns: Sequence[Column[AgendaLine]]) -> None:
        super().__init__(columns, _identity)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cases can be dragged, and dropped between two others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """A case is moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only cases of this program can be dropped here."""
        return [_CASES]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged cases by their lines; no name or id leaves the window by a drag."""
        lines = sorted({index.row() for index in indexes})
        carried = QMimeData()
        carried.setData(_CASES, QByteArray(" ".join(map(str, lines)).encode()))
        return carried

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Say where the cases are wanted. False: the rows move when the store has them so."""
        if data.hasFormat(_CASES) and action is Qt.DropAction.MoveAction:
            lines = bytes(data.data(_CASES).data()).decode().split()
            known = [int(line) for line in lines if int(line) < self.rowCount()]
            before = parent.row() if parent.isValid() else row
            place = self.rowCount() if before < 0 else before
            self.dropped.emit([self.row(line).child_id for line in known], place)
        return False


class CasesTable(RowsTable):
    """The agenda's table. `order_wanted` carries every child id in the wished order."""

    order_wanted = Signal(tuple)
    remove_wanted = Signal()

    def __init__(
        self,
        columns: Sequence[Column[AgendaLine]],
        settings: QSettings | None,
        parent: QWidget | None = None,
    ) -> None:
        model = CasesModel(columns)
        super().__init__(model, "surgeryCases", self.tr("Cases on the agenda"), settings, parent)
        model.setParent(self)
        model.dropped.connect(self._drop)
        self.horizontalHeader().setSectionsClickable(False)  # the order is the agenda's own
        self.horizontalHeader().setStretchLastSection(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.move_up = self._action("caseUp", self.tr("Move up"), "Alt+Up")
        self.move_up.triggered.connect(self._up)
        self.move_down = self._action("caseDown", self.tr("Move down"), "Alt+Down")
        self.move_down.triggered.connect(self._down)
        self.take_off = self._action("caseRemove", self.tr("Take off the agenda"), "Delete")
        self.take_off.triggered.connect(self.remove_wanted)

    def chosen_ids(self) -> tuple[str, ...]:
        """The chosen children, in the agenda's order."""
        return tuple(line.child_id for line in self.selected_rows())

    def choose_ids(self, child_ids: Sequence[str]) -> None:
        """Choose these children; the first becomes the current one."""
        wanted = set(child_ids)
        chosen = QItemSelection()
        lines = [n for n, line in enumerate(self.rows.shown_rows()) if _identity(line) in wanted]
        for line in lines:
            last = self.rows.columnCount() - 1
            chosen.select(self.rows.index(line, 0), self.rows.index(line, last))
        flags = QItemSelectionModel.SelectionFlag
        if lines:
            current = self.rows.index(lines[0], 0)
            self.selectionModel().setCurrentIndex(current, flags.NoUpdate)
            self.scrollTo(current)
        self.selectionModel().select(chosen, flags.ClearAndSelect)

    def _order(self) -> tuple[str, ...]:
        return tuple(_identity(line) for line in self.rows.shown_rows())

    @Slot()
    def _up(self) -> None:
        self._want(moved(self._order(), self.chosen_ids(), -1))

    @Slot()
    def _down(self) -> None:
        self._want(moved(self._order(), self.chosen_ids(), 1))

    @Slot(list, int)
    def _drop(self, child_ids: list[str], before: int) -> None:
        self._want(dropped(self._order(), child_ids, before))

    def _want(self, order: tuple[str, ...]) -> None:
        if order != self._order():
            self.order_wanted.emit(order)

    def _action(self, name: str, words: str, keys: str) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setToolTip(f"{words} ({keys})")
        self.addAction(action)
        return action
