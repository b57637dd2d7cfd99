"""Where an import begins: files to choose, and the imports that were applied before."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import ImportRow
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import plain_label
from ehp_desktop.ui.intake.chosen import Chosen
from ehp_desktop.ui.intake.files_panel import FilesPanel
from ehp_desktop.ui.intake.plan_columns import import_columns
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


class StartPanel(QWidget):
    """Files to choose above the list of past imports."""

    def __init__(
        self, context: AppContext, code_set_words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("importStart")
        self._context = context
        self.files = FilesPanel(Chosen((), context.today), code_set_words)
        self._model: RowsModel[ImportRow] = RowsModel(
            import_columns(context.language), _number, self
        )
        words = self.tr("Past imports")
        self.table = RowsTable(self._model, "past_imports", words, context.settings)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.past = ListStates(self.table)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.files)
        heading = plain_label(words)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        room.addWidget(heading)
        room.addWidget(self.past, 1)
        context.today_changed.connect(self._propose_day)

    @Slot(object)
    def _propose_day(self, day: dt.date) -> None:
        """Today is the files' day until files are chosen, as it is for the commands."""
        if not self.files.chosen.paths:
            self.files.set_as_of(day)

    @Slot()
    def reload(self) -> None:
        """Read the list of past imports again."""
        if not self._model.total:
            self.past.show_loading(self.tr("Reading the past imports"))
        words = self.tr("Reading the past imports")
        reading = partial(_past, self._context.opened)
        self._context.jobs.run(words, reading, self._show, self._fail)

    def _show(self, rows: list[ImportRow]) -> None:
        self._model.set_rows(rows)
        if rows:
            self.past.show_list()
            return
        self.past.show_empty(
            self.tr("Nothing has been imported yet"),
            self.tr("Choose the case system's files above to begin."),
        )

    def _fail(self, error: EhpError) -> None:
        self.past.show_failed(error, self.tr("Try again"), self.reload)


def _past(opened: "OpenStore", progress: JobProgress) -> list[ImportRow]:
    from ehp_desktop.review.intake.past import list_imports

    del progress  # one short read
    return list_imports(opened)


def _number(row: ImportRow) -> int:
    return row.id
