"""A list of frozen rows as Qt's views want it. `set_rows` is the only way in."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ehp_desktop.ui import shapes
from ehp_desktop.ui.rich import tip
from ehp_desktop.ui.tables.arrangement import Arrangement, SortBy
from ehp_desktop.ui.tables.columns import Column

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_GROUND = int(Qt.ItemDataRole.BackgroundRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows under columns. Ordering and searching reset the model; a `RowsTable` keeps its place.

    `identity` names a row ("child_id") so that it can be found again after a reset.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        identity: Callable[[R], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._identity = identity
        self._arranged = Arrangement(self.columns)
        self._texts: dict[int, list[str]] = {}
        self._known: dict[object, int] = {}  # rows by what they are known by, once asked for
        self._marked = -1

    # What is shown

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows other rows, ordered, filtered and searched as before."""
        self._texts.clear()
        self._known.clear()
        self._reset(lambda: self._arranged.set_rows(rows))

    def set_own_order(self, order: Sequence[int] | None) -> None:
        """The order while no column is sorted, as indices into the rows; None: as they came."""
        self._reset(lambda: self._arranged.set_own_order(order))

    def set_filter(self, fits: Callable[[R], bool] | None) -> None:
        """Shows only the rows that fit."""
        self._reset(lambda: self._arranged.set_filter(fits))

    def search(self, typed: str) -> None:
        """Shows only the rows that hold every word typed, whatever its case and accents."""
        self._reset(lambda: self._arranged.search(typed))

    def sort_by(self, *keys: SortBy) -> None:
        """Orders by the first key, then by the next; none: the rows' own order."""
        self._reset(lambda: self._arranged.sort(*keys))

    def forget_texts(self) -> None:
        """Makes the shown texts again: what they are made of, other than the rows, has changed."""
        self._texts.clear()
        if self.rowCount():
            self.dataChanged.emit(
                self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1)
            )

    def mark_line(self, number: int) -> None:
        """Gives one line the ground of the current row, and takes it from the line before."""
        before, self._marked = self._marked, number
        for line in {before, number}:
            if 0 <= line < self.rowCount():
                self.dataChanged.emit(
                    self.index(line, 0), self.index(line, len(self.columns) - 1), [_GROUND]
                )

    @property
    def sorting(self) -> tuple[SortBy, ...]:
        """The keys of the present order."""
        return self._arranged.sorting

    @property
    def fitting(self) -> int:
        """How many rows fit the filters, whatever is searched."""
        return self._arranged.fitting

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._arranged.rows)

    def row(self, number: int) -> R:
        """The row shown on line `number`, from 0."""
        return self._arranged.rows[self._arranged.visible[number]]

    def shown_rows(self) -> list[R]:
        """The rows shown, in order."""
        return [self._arranged.rows[index] for index in self._arranged.visible]

    def line_of(self, identity: object) -> int | None:
        """The line on which a row is shown, from 0; None where it is not."""
        if not self._known:
            rows = self._arranged.rows
            self._known = {self._identity(row): index for index, row in enumerate(rows)}
        index = self._known.get(identity)
        try:
            return None if index is None else self._arranged.visible.index(index)
        except ValueError:
            return None

    def identity_at(self, number: int) -> object:
        """What the row on line `number` is known by."""
        return self._identity(self.row(number))

    # Qt's side

    def rowCount(self, parent: Index = _NONE) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._arranged.visible)

    def columnCount(self, parent: Index = _NONE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The same for every cell: asked for each of them, so it is a constant."""
        return _CELL if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """One cell, for showing, drawing, explaining or reading out.

        Asked some thousand times a painting: what is not answered is turned away first.
        """
        if role not in _ANSWERED or not index.isValid():
            return None
        line, column = index.row(), self.columns[index.column()]
        if role == _DISPLAY:
            return self._text(self._arranged.visible[line], index.column())
        if role == _GROUND:
            return shapes.current_row_brush() if line == self._marked else None
        if role == _ALIGNMENT:
            return _RIGHT if column.to_right else None
        if role == _TOOLTIP:
            return tip(column.tooltip(self.row(line))) if column.tooltip else None
        maker = _MADE[role](column)
        return maker(self.row(line)) if maker else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """A column's name, with the place of a second sort key beside it."""
        if orientation is not Qt.Orientation.Horizontal:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            for place, key in enumerate(self.sorting[1:], start=2):
                if key.column == column.key:
                    return f"{column.header} {'↓' if key.descending else '↑'}{place}"
            return column.header
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.header_tooltip or column.header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.to_right else _LEFT
        return None

    def _text(self, index: int, column: int) -> str:
        texts = self._texts.get(index)
        if texts is None:
            row = self._arranged.rows[index]
            texts = self._texts[index] = [one.text(row) for one in self.columns]
        return texts[column]

    def _reset(self, change: Callable[[], None]) -> None:
        self.beginResetModel()
        self._marked = -1
        change()
        self.endResetModel()


_CELL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_MADE: dict[int, Callable[[Column[Any]], Callable[[Any], Any] | None]] = {
    int(Qt.ItemDataRole.DecorationRole): lambda column: column.icon,
    int(Qt.ItemDataRole.ForegroundRole): lambda column: column.ink,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda column: column.accessible,
}
_ANSWERED = frozenset({_DISPLAY, _GROUND, _ALIGNMENT, _TOOLTIP, *_MADE})
