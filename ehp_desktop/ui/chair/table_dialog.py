"""A dialog that is a list: read in a job, with buttons under it and why one cannot be used."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.jobs import Job, JobProgress
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.states import ListStates
from ehp_desktop.ui.tables.columns import Column
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable

R = TypeVar("R")


class ListPart(QWidget, Generic[R]):
    """A list with its buttons; `read` fills it."""

    def __init__(
        self,
        context: AppContext,
        name: str,
        spoken_name: str,
        columns: Sequence[Column[R]],
        identity: Callable[[R], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._job: Job | None = None
        self.model: RowsModel[R] = RowsModel(columns, identity, parent=self)
        self.table = RowsTable(self.model, name, spoken_name, context.settings)
        self.states = ListStates(self.table)
        self.buttons = QHBoxLayout()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.states, 1)
        self.column.addLayout(self.buttons)

    def button(self, words: str, name: str, slot: Callable[[], object]) -> QPushButton:
        """Adds a button under the list."""
        made = name_control(QPushButton(words), words, name)
        made.setAutoDefault(False)
        made.clicked.connect(slot)
        self.buttons.addWidget(made)
        return made

    def read(
        self,
        label: str,
        working: Callable[[JobProgress], Sequence[R]],
        show: Callable[[Sequence[R]], None] | None = None,
        *,
        writes: bool = False,
    ) -> Job:
        """Reads the rows in a job, and shows them; a second reading drops the first."""
        if self._job is not None:
            self._job.drop()
        if not self.model.total:
            self.states.show_loading(self.tr("{job}…").format(job=label))

        def done(rows: Sequence[R]) -> None:
            self._job = None
            self.model.set_rows(rows)
            self.states.show_list()
            if rows and not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
            if show is not None:
                show(rows)

        def failed(error: EhpError) -> None:
            self._job = None
            self.states.show_failed(error, self.tr("Try &again"), again)

        def again() -> None:
            self.read(label, working, show, writes=writes)

        self._job = self.context.jobs.run(
            label, working, done, failed, writes=writes, cancellable=True
        )
        return self._job

    def chosen(self) -> Any:
        """The row with the keyboard; None without one."""
        return self.table.current_row()


class TableDialog(QDialog):
    """A banner, what the dialog is made of, and Close."""

    def __init__(self, context: AppContext, title: str, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self.banner = Banner(self)
        self.room = QVBoxLayout()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.banner)
        column.addLayout(self.room, 1)
        column.addWidget(close)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 132, metrics.height() * 32)

    def about(self, words: str, name: str = "about") -> None:
        """Adds words above what follows."""
        label = name_control(plain_label(words), self.tr("About this"), name)
        label.setWordWrap(True)
        self.room.addWidget(label)

    def refuse(self, error: EhpError) -> None:
        """Says what could not be done."""
        self.banner.say(str(error), kind=BannerKind.ERROR)
