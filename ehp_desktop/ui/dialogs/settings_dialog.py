"""What is set for this person on this computer: so far, when the window locks."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDialog, QSpinBox, QVBoxLayout, QWidget

from ehp_desktop.ui.dialog_parts import ActionButtons
from ehp_desktop.ui.forms import FormRows
from ehp_desktop.ui.idle import (
    LONGEST,
    SHORTEST,
    minutes_until_locked,
    set_minutes_until_locked,
)


class SettingsDialog(QDialog):
    """Kept with the window's layouts; nothing of a case."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_dialog")
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)
        self._settings = settings
        rows = FormRows()
        self._minutes = rows.add(
            self.tr("&Lock the window after"),
            QSpinBox(),
            self.tr(
                "Without a key, a click or a turn of the wheel; moving the mouse alone does not "
                "count. From {least} to {most} minutes. It also locks after the computer has slept."
            ).format(least=SHORTEST, most=LONGEST),
            name="lock_minutes",
        )
        self._minutes.setRange(SHORTEST, LONGEST)
        self._minutes.setSuffix(self.tr(" minutes"))
        self._minutes.setValue(minutes_until_locked(settings))
        column = QVBoxLayout(self)
        column.addLayout(rows)
        column.addWidget(ActionButtons(self, self.tr("&Keep")))
        self._minutes.selectAll()

    def accept(self) -> None:
        """Keeps what is set."""
        set_minutes_until_locked(self._settings, self._minutes.value())
        super().accept()
