"""What the program is, its version, its licences."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ehp_desktop import __version__
from ehp_desktop.ui.forms import name_control, plain_label


class AboutDialog(QDialog):
    """A few sentences; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(self.tr("About EHP Desktop"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = plain_label(
            self.tr(
                "EHP Desktop {version}\n\n"
                "The desktop tool of the Care Order Discharge Legal Surgery.\n\n"
                "It shows which criteria hold for which route, on which facts, and what would have "
                "to change. It never recommends and never scores: the surgery decides.\n\n"
                "It works without a network. The store is encrypted on this computer.\n\n"
                "Made with Qt for Python (LGPL-3.0), SQLAlchemy and ReportLab."
            ).format(version=__version__)
        )
        words.setWordWrap(True)
        words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        name_control(words, self.tr("About EHP Desktop"), "about_text")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(buttons)
