"""What F1 shows: every shortcut, in one list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.shortcuts import KeyLine


class ShortcutsDialog(QDialog):
    """A list of keys and what they do; Esc closes it."""

    def __init__(self, lines: Sequence[KeyLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        table = name_control(
            QTableWidget(len(lines), 2), self.tr("Keyboard shortcuts"), "shortcuts_table"
        )
        table.setHorizontalHeaderLabels([self.tr("Keys"), self.tr("What they do")])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        for row, line in enumerate(lines):
            table.setItem(row, 0, QTableWidgetItem(line.keys))
            table.setItem(row, 1, QTableWidgetItem(line.words))
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(line.keys) for line in lines), default=0)
        table.setColumnWidth(0, widest + metrics.averageCharWidth() * 4)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(table)
        column.addWidget(buttons)
        self.resize(metrics.averageCharWidth() * 80, metrics.height() * 30)
