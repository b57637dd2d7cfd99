"""A table that behaves as a spreadsheet where it looks like one."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSettings,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.tables import kept_columns
from ehp_desktop.ui.tables.arrangement import SortBy
from ehp_desktop.ui.tables.columns import Column
from ehp_desktop.ui.tables.columns_menu import ColumnsMenu
from ehp_desktop.ui.tables.copying import put_on_clipboard
from ehp_desktop.ui.tables.rows_model import RowsModel

_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class RowsTable(QTableView):
    """Rows of a `RowsModel`: sorting by header, copying, columns that stay as they were put.

    `name` is its object name, and the key under which its columns are kept in `settings`.
    """

    opened = Signal(object)  # a row: Enter, or a double click
    chosen = Signal(object)  # a row: another one has become the current one

    def __init__(
        self,
        model: RowsModel[Any],
        name: str,
        spoken_name: str,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self._settings = settings
        self._laying_out = True  # by the program: not to be kept as the person's wish
        self._current: object = None  # what the current row is known by, shown or not
        self._current_column = 0
        self._scrolled_to = 0
        name_control(self, spoken_name, name)
        self.setModel(model)
        self._set_behaviour()
        self._set_header()
        self.columns_menu = ColumnsMenu(self, self)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._find_place)
        self.doubleClicked.connect(self._open_index)

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # Tab leaves the table; arrows move in it
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        name_control(header, self.tr("Column headers"), f"{self.objectName()}_header")
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        header.sectionClicked.connect(self._sort_by_header)
        header.sectionMoved.connect(self._keep_columns)
        header.sectionResized.connect(self._keep_columns)
        self._lay_out()

    # Sizes and columns

    def _lay_out(self) -> None:
        """Sizes from the font: one height for all rows, widths by characters; then as kept."""
        self._laying_out = True
        metrics = self.fontMetrics()
        height = metrics.height() + max(6, metrics.height() // 2)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setIconSize(QSize(metrics.height(), metrics.height()))
        width = metrics.averageCharWidth()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(width * 3)
        for number, column in enumerate(self.rows.columns):
            named = metrics.horizontalAdvance(column.header) + width * 4
            header.setSectionHidden(number, column.hidden)
            header.resizeSection(number, max(width * (column.width + 2), named))
        if self._settings is not None:
            kept_columns.restore(self._settings, self.objectName(), header, self.rows.columns)
        self._laying_out = False

    def changeEvent(self, event: QEvent) -> None:
        """Sizes follow the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.model() is not None:
            self._lay_out()

    def column_list(self) -> tuple[Column[Any], ...]:
        """The columns, shown or hidden, in the order in which they were made."""
        return self.rows.columns

    def _number(self, key: str) -> int:
        return [column.key for column in self.rows.columns].index(key)

    def is_shown(self, key: str) -> bool:
        """Whether a column is shown."""
        return not self.isColumnHidden(self._number(key))

    def show_column(self, key: str, *, shown: bool) -> None:
        """Shows or hides a column; the last one stays."""
        if shown or sum(self.is_shown(column.key) for column in self.rows.columns) > 1:
            self.setColumnHidden(self._number(key), not shown)
            self._keep_columns()

    def reset_columns(self) -> None:
        """Puts the columns as they were at first."""
        if self._settings is not None:
            kept_columns.forget(self._settings, self.objectName())
        header = self.horizontalHeader()
        self._laying_out = True
        for number in range(len(self.rows.columns)):
            header.moveSection(header.visualIndex(number), number)
        self._lay_out()

    def _keep_columns(self) -> None:
        if self._settings is not None and not self._laying_out:
            header = self.horizontalHeader()
            kept_columns.keep(self._settings, self.objectName(), header, self.rows.columns)

    def _show_menu(self, at: QPoint) -> None:
        self.columns_menu.popup(self.horizontalHeader().mapToGlobal(at))

    # Order

    def sorting(self) -> tuple[SortBy, ...]:
        """The present order; empty: the list's own."""
        return self.rows.sorting

    def sort(self, *keys: SortBy) -> None:
        """Orders by the keys, the first first; none: the list's own order."""
        self.rows.sort_by(*keys)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(bool(keys))
        if keys:
            down = Qt.SortOrder.DescendingOrder if keys[0].descending else _UP
            header.setSortIndicator(self._number(keys[0].column), down)

    def _sort_by_header(self, section: int) -> None:
        """Click: up, down, the list's own order. With Shift: a second key behind the first."""
        shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        before = self.sorting()[:1] if shift and self.sorting() else ()
        key = self.rows.columns[section].key
        if before and before[0].column == key:
            before = ()
        present = self.sorting()[len(before) : len(before) + 1]
        if present == (SortBy(key),):
            self.sort(*before, SortBy(key, descending=True))
        elif present == (SortBy(key, descending=True),):
            self.sort(*before)
        else:
            self.sort(*before, SortBy(key))

    # The place: the current row and the scroll survive a reset

    def _keep_place(self) -> None:
        self._scrolled_to = self.verticalScrollBar().value()

    def _find_place(self) -> None:
        self.executeDelayedItemsLayout()  # or there is nothing yet to scroll
        line = None if self._current is None else self.rows.line_of(self._current)
        if line is not None:
            index = self.rows.index(line, self._current_column)
            self.selectionModel().setCurrentIndex(index, _SELECT)
        self.verticalScrollBar().setValue(self._scrolled_to)  # last: the current row draws it

    def choose(self, identity: object) -> bool:
        """Makes a row the current one, by what it is known by. False where it is not shown."""
        line = self.rows.line_of(identity)
        if line is None:
            return False
        index = self.rows.index(line, self._current_column)
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)
        return True

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Remembers the current row by what it is known by."""
        super().currentChanged(current, previous)
        if not current.isValid():
            return
        self._current_column = current.column()
        self.rows.mark_line(current.row())
        identity = self.rows.identity_at(current.row())
        if identity != self._current:
            self._current = identity
            self.chosen.emit(self.rows.row(current.row()))

    def current_row(self) -> Any:
        """The row that the keyboard is on; None without one."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        """The rows in which any cell is selected, from top to bottom."""
        return [self.rows.row(line) for line in self._selected_lines()]

    def _selected_lines(self) -> list[int]:
        blocks = self.selectionModel().selection().toList()
        return sorted({line for one in blocks for line in range(one.top(), one.bottom() + 1)})

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies; the rest is Qt's own: arrows, Home, End, PgUp, PgDn."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_block()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open_index(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows.row(index.row()))

    def copy_block(self) -> None:
        """Copies the selected block with its headers; hidden columns are left out."""
        blocks = self.selectionModel().selection().toList()
        if not blocks:
            return
        columns = sorted(
            {
                number
                for one in blocks
                for number in range(one.left(), one.right() + 1)
                if not self.isColumnHidden(number)
            },
            key=self.horizontalHeader().visualIndex,
        )
        lines = self._selected_lines()
        titles = [self.rows.columns[number].header for number in columns]
        block = [[str(self.rows.index(line, one).data()) for one in columns] for line in lines]
        put_on_clipboard(titles, block)


_UP = Qt.SortOrder.AscendingOrder
