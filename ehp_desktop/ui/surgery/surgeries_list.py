"""The list of surgeries, and the two ways to make more of them."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import Language
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.permitted import enable
from ehp_desktop.ui.surgery.agenda_lines import surgery_columns
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable


class SurgeriesList(QWidget):
    """Surgeries, the latest date first."""

    new_wanted = Signal()
    series_wanted = Signal()
    chosen = Signal(object)  # the SurgeryRow

    def __init__(
        self, language: Language, settings: QSettings | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surgeriesList")
        self.rows: RowsModel[SurgeryRow] = RowsModel(surgery_columns(language), _number, self)
        self.table = RowsTable(self.rows, "surgeries", self.tr("Surgeries"), settings)
        self.table.setSelectionBehavior(RowsTable.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.chosen.connect(self.chosen)
        self._new = QPushButton(self.tr("&New surgery…"))
        self._new.clicked.connect(self.new_wanted)
        self._series = QPushButton(self.tr("Ne&w series…"))
        self._series.clicked.connect(self.series_wanted)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.table, 1)
        row = FlowLayout()
        row.addWidget(name_control(self._new, self._new.text(), "surgery_new"))
        row.addWidget(name_control(self._series, self._series.text(), "surgery_series"))
        room.addLayout(row)

    def show_rows(self, rows: Sequence[SurgeryRow], choose: int | None) -> None:
        """Show these surgeries; `choose`: the number of the one to be chosen."""
        self.rows.set_rows(rows)
        if choose is not None:
            self.table.choose(choose)

    def current(self) -> SurgeryRow | None:
        """The chosen surgery."""
        row: SurgeryRow | None = self.table.current_row()
        return row

    def set_writable(self, *, writable: bool, why: str = "") -> None:
        """Whether surgeries may be made, and why not."""
        for button in (self._new, self._series):
            enable(button, ready=writable, why=why)


def _number(row: SurgeryRow) -> int:
    return row.id
