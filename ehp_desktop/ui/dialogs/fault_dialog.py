"""What is shown when the program itself has failed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ehp_desktop.ui.forms import name_control, plain_label


class FaultDialog(QDialog):
    """Says that the program failed, what that means, and what to send to whom."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fault_dialog")
        self.setWindowTitle(self.tr("The program has failed"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = plain_label(
            self.tr(
                "The program failed at something it should be able to do. What was saved is safe. "
                "You can go on; if it fails again, close and open it anew. The report below names "
                "places in the program and nothing of any child: please send it to whoever looks "
                "after the program."
            )
        )
        words.setWordWrap(True)
        self._report = name_control(QPlainTextEdit(report), self.tr("Report"), "fault_report")
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(
            self.tr("&Copy the report"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.setObjectName("copy_report")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(self._report)
        column.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 22)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
