"""One list of a plan: what it is, its lines, the current line in full, and what can be done."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.tables.table_view import RowsTable


class PlanTab(QWidget):
    """A table under a sentence, with the current line's longest cell in full below it."""

    def __init__(self, table: RowsTable, hint: str, *, whole: str = "") -> None:
        """`whole`: the key of the column that is shown in full below the table; none without."""
        super().__init__()
        self.setObjectName(f"{table.objectName()}_tab")
        self.table = table
        self._whole = whole
        words = plain_label(hint)
        words.setWordWrap(True)
        self._full = name_control(plain_label(), self.tr("The chosen line in full"), "plan_full")
        self._full.setWordWrap(True)
        self._full.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._full.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        table.horizontalHeader().setStretchLastSection(True)
        room = QVBoxLayout(self)
        room.addWidget(words)
        room.addWidget(table, 1)
        room.addWidget(self._full)
        self._full.setVisible(bool(whole))  # once it has a parent: before, it would be a window
        room.addLayout(self._buttons)
        table.chosen.connect(self._show_whole)
        table.rows.modelReset.connect(self._show_current)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other lines, the first of them current."""
        self.table.rows.set_rows(rows)
        if rows and self.table.current_row() is None:
            self.table.selectRow(0)

    def add_button(self, button: QPushButton) -> None:
        """Something that can be done with the lines."""
        self._buttons.addWidget(button)

    @property
    def full_words(self) -> str:
        """What is said of the current line below the table."""
        return self._full.text()

    @Slot()
    def _show_current(self) -> None:
        self._show_whole(self.table.current_row())

    @Slot(object)
    def _show_whole(self, row: object) -> None:
        columns = {column.key: column for column in self.table.rows.columns}
        shown = columns.get(self._whole)
        self._full.setText(shown.text(row) if shown and row is not None else "")
