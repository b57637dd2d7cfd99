"""A key typed in search and a sort by date in a list of 100,000, against the least Qt could do."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QModelIndex, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.measure import Figure, interleaved
from benchmarks.stores import AS_OF, EmptyStores
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review.caseload import Caseload, assess_caseload
from ehp_desktop.review.sample.many import many_rows
from ehp_desktop.ui.app import make_application
from ehp_desktop.ui.caseload.filters import Filters, Scope
from ehp_desktop.ui.caseload.page import CaseloadPage
from ehp_desktop.ui.caseload.reading import Read
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.tables.arrangement import SortBy

COUNT = 100_000
SIZE = (1280, 800)


class PlainModel(QAbstractTableModel):
    """Prepared texts and nothing else."""

    def __init__(self, texts: list[list[str]]) -> None:
        super().__init__()
        self.texts = texts
        self.shown = list(range(len(texts)))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return len(self.shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return len(self.texts[0])

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts[self.shown[index.row()]][index.column()]
        return None

    def show(self, order: list[int]) -> None:
        self.beginResetModel()
        self.shown = order
        self.endResetModel()


class Painted(QObject):
    """Hears of the next paint of a table's rows."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.painted = False
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.painted = self.painted or event.type() == QEvent.Type.Paint
        return False

    def wait(self, act: Callable[[], object], changed: Callable[[], bool]) -> None:
        """Act, then let the window go on until what it changed has been painted."""
        self.painted = False
        act()
        loop = QEventLoop()
        while not (changed() and self.painted):
            if changed() and not self.painted:
                QApplication.sendPostedEvents()
            loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


class _Lists:
    """The program's page and the plain table, with the same rows and columns."""

    def __init__(self, folder: Path) -> None:
        make_application()
        stores = EmptyStores(folder / "lists")
        self._stored = stores.fresh()
        opened = self._stored.__enter__()
        rows = many_rows(COUNT)
        lines = assess_caseload(rows, AS_OF, opened.parameters.at(AS_OF), CodeSet.WALES)
        self.context = AppContext(opened, Jobs(), today=AS_OF, as_of=AS_OF)
        self.page = CaseloadPage(self.context)
        self.page.resize(*SIZE)
        self.page.show()
        caseload = Caseload(AS_OF, opened.parameters.version, CodeSet.WALES, lines)
        self.page.show_read(Read(caseload, None))
        self.page.filters.choose(Filters(Scope.EVERYBODY))
        self.ours = Painted(self.page.table)
        model, table = self.page.model, self.page.table
        shown = [n for n in range(model.columnCount()) if not table.isColumnHidden(n)]
        texts = [[model.columns[n].text(line) for n in shown] for line in lines[:500]]
        prepared = [texts[n % 500] for n in range(len(lines))]
        self.folded = [
            " ".join((r.forename or "", r.surname or "", r.child_id)).casefold() for r in rows
        ]
        far = dt.date.max.toordinal()
        self.keys = [(r.last_review_date or dt.date.max).toordinal() or far for r in rows]
        self.model = PlainModel(prepared)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.resize(table.size())
        for place, n in enumerate(shown):
            self.view.setColumnWidth(place, table.columnWidth(n))
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(table.rowHeight(0))
        self.view.show()
        self.plain = Painted(self.view)
        self.typed = False
        self.descending = False

    def close(self) -> None:
        self.view.close()
        self.page.close()
        self.context.jobs.close()
        self._stored.__exit__(None, None, None)

    def plain_search(self) -> None:
        word = "w" if self.model.rowCount() == COUNT else ""
        order = [n for n, text in enumerate(self.folded) if word in text]
        self.plain.wait(lambda: self.model.show(order), lambda: True)

    def our_search(self) -> None:
        before = self.page.model.rowCount()
        key = Qt.Key.Key_Backspace if self.typed else Qt.Key.Key_W
        self.typed = not self.typed
        self.ours.wait(
            lambda: QTest.keyClick(self.page.filters.search, key),
            lambda: self.page.model.rowCount() != before,
        )

    def plain_sort(self) -> None:
        self.descending = not self.descending
        order = sorted(range(COUNT), key=self.keys.__getitem__, reverse=self.descending)
        self.plain.wait(lambda: self.model.show(order), lambda: True)

    def our_sort(self) -> None:
        by = SortBy("last_review_date", self.descending)
        self.ours.wait(lambda: self.page.model.sort_by(by), lambda: True)


def figures(folder: Path, rounds: int) -> list[Figure]:
    """Search, then sort."""
    lists = _Lists(folder)
    made = [
        interleaved(
            "a key typed in search, 100,000, to painted",
            lists.plain_search,
            lists.our_search,
            1.5,
            rounds=rounds * 2,
        ),
        interleaved(
            "sort 100,000 by a date, to painted",
            lists.plain_sort,
            lists.our_sort,
            1.5,
            rounds=rounds * 2,
        ),
    ]
    lists.close()
    return made
