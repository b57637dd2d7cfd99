"""The menu of a table's columns: which are shown, and by which it is sorted, without a mouse."""

from typing import Any, Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.tables.arrangement import SortBy
from ehp_desktop.ui.tables.columns import Column


class ArrangedTable(Protocol):
    """What the menu needs of a table."""

    def column_list(self) -> tuple[Column[Any], ...]:
        """Its columns."""

    def is_shown(self, key: str) -> bool:
        """Whether a column is shown."""

    def show_column(self, key: str, *, shown: bool) -> None:
        """Shows or hides a column."""

    def sort(self, *keys: SortBy) -> None:
        """Orders the rows."""

    def sorting(self) -> tuple[SortBy, ...]:
        """The present order."""

    def reset_columns(self) -> None:
        """Columns as at first."""


class ColumnsMenu(QMenu):
    """Made afresh each time it opens, so that it shows what is so."""

    def __init__(self, table: ArrangedTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setTitle(self.tr("&Columns"))
        name_control(self, self.tr("Columns"), "columns_menu")
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._do)

    def fill(self) -> None:
        """Makes the entries."""
        self.clear()
        columns = self._table.column_list()
        self._add_sorting(self.addMenu(self.tr("&Sort by")), "sort", columns)
        self._add_sorting(self.addMenu(self.tr("&Then by")), "then", columns)
        self.addSeparator()
        for column in columns:
            entry = self._entry(self, "show", column.key, column.header)
            entry.setCheckable(True)
            entry.setChecked(self._table.is_shown(column.key))
        self.addSeparator()
        self._entry(self, "reset", "", self.tr("Columns as at &first"))

    def _add_sorting(self, menu: QMenu, what: str, columns: tuple[Column[Any], ...]) -> None:
        if what == "sort":
            self._entry(menu, what, "", self.tr("The list's own order"))
        for column in columns:
            self._entry(menu, what, column.key, column.header)

    def _entry(self, menu: QMenu, what: str, key: str, words: str) -> QAction:
        entry = menu.addAction(words)
        entry.setData((what, key))
        return entry

    def _do(self, entry: QAction) -> None:
        what, key = entry.data()
        if what == "show":
            self._table.show_column(key, shown=entry.isChecked())
        elif what == "reset":
            self._table.reset_columns()
        elif what == "sort":
            self._table.sort(*self._turned(key, ()))
        else:
            self._table.sort(*self._turned(key, self._table.sorting()[:1]))

    def _turned(self, key: str, before: tuple[SortBy, ...]) -> tuple[SortBy, ...]:
        """The order with one more key; asked for a second time, the other way round."""
        if not key:
            return ()
        place = len(before)
        present = self._table.sorting()[place : place + 1]
        descending = present == (SortBy(key),)
        return (*before, SortBy(key, descending))
