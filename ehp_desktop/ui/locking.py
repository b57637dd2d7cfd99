"""Case data leave the screen, and come back with a passphrase.

In order: texts being typed are kept (`AppContext.before_lock`); every window and dialog is hidden
and the locked window stands in their place; what the program put on the clipboard is cleared; what
is being written is let finish, what is being read is dropped; the window is destroyed and the
store closed; the texts that were worked out once and kept are forgotten, and Python's cycle
collector is run on the window's thread, where widgets must be freed.

How far memory is cleared is in docs/decisions/0013-what-locking-clears.md.
"""

import gc
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPixmapCache
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ehp_desktop.models.errors import EhpError
from ehp_desktop.ui.dialogs.new_store_dialog import NewStoreDialog
from ehp_desktop.ui.dialogs.unlock_dialog import UnlockDialog
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.tables.copying import holds_cells

if TYPE_CHECKING:
    import datetime as dt

    from ehp_desktop.ui.jobs import Job
    from ehp_desktop.ui.main_window import MainWindow

_CACHED = type(lru_cache(maxsize=1)(len))
_LOOK_EVERY = 100  # milliseconds, while something is being finished


@runtime_checkable
class Returning(Protocol):
    """A page that can be left at a child or a surgery, and gone back to there."""

    def place(self) -> object:
        """Where the person is: ids, never a name or a value."""
        ...

    def return_to(self, place: object) -> None:
        """Goes there, if it still can be gone to."""
        ...


class Place(NamedTuple):
    """Where somebody was when the window locked: ids alone."""

    folder: Path
    person: str
    page: int
    on_pages: dict[int, object]
    as_of: "dt.date"
    today: "dt.date"
    geometry: QByteArray

    def belongs_to(self, window: "MainWindow") -> bool:
        """Whether the same person has opened the same store."""
        opened = window.context.opened
        return self.folder == opened.store.folder and self.person == _person(window)


def place_of(window: "MainWindow") -> Place:
    """Where a window is."""
    pages = {number: page for number, page in window.made_pages() if isinstance(page, Returning)}
    context = window.context
    return Place(
        context.opened.store.folder,
        _person(window),
        window.tabs.currentIndex(),
        {number: page.place() for number, page in pages.items()},
        context.as_of,
        context.today,
        window.saveGeometry(),
    )


def go_back(window: "MainWindow", place: Place) -> None:
    """Shows the same page and the same child again, to the same person."""
    if not place.belongs_to(window):
        return
    if place.as_of != place.today:
        window.context.set_as_of(place.as_of)
    for number, where in place.on_pages.items():
        page = window.page(number)
        if isinstance(page, Returning):
            page.return_to(where)
    window.tabs.setCurrentIndex(place.page)


def _person(window: "MainWindow") -> str:
    actor = window.context.opened.actor
    return actor.id or actor.name


class Locking(QObject):
    """One locking of a window, from its last sight to the closed store."""

    locked = Signal()  # the store is closed, the window destroyed

    def __init__(self, window: "MainWindow", parent: QObject, why: str = "") -> None:
        super().__init__(parent)
        self.place = place_of(window)
        self.name = window.context.opened.actor.name
        self.cover = LockedWindow(self.place.geometry)
        if why:
            self.cover.say(why)
        self._window: MainWindow | None = window
        self._look_again = QTimer(self)
        self._look_again.setInterval(_LOOK_EVERY)
        self._look_again.timeout.connect(self._look)

    def begin(self) -> None:
        """Keeps what is being typed, and hides the rest whatever comes of that."""
        if self._window is None:
            return
        with ExitStack() as steps:  # each is taken, though the one before it failed
            steps.callback(self._look_again.start)
            steps.callback(self._hide_all)
            for keep in reversed(self._window.context.before_lock):
                steps.callback(self._keep, keep)

    def leave(self, window: "MainWindow") -> None:
        """The store was opened again: its window is where this one was, and the cover goes."""
        go_back(window, self.place)
        self.cover.close_quietly()
        self.deleteLater()

    def _keep(self, keep: Callable[[], None]) -> None:
        try:
            keep()
        except EhpError as error:
            self.cover.say_failed(error)

    def _hide_all(self) -> None:
        if self._window is not None:
            self._window.context.before_lock.clear()  # closing asks them again
            self._window.context.back_up_once()
        self.cover.show()
        self._sweep()
        clear_clipboard()
        for job in self._under_way():
            job.ended.connect(self._sweep)  # before what it brought can be painted

    def _sweep(self) -> None:
        """Ends what asks or tells something, and hides every window but the cover."""
        if self._window is not None:
            self._window.context.jobs.drop_reads()
        close_popups()
        for widget in QApplication.topLevelWidgets():
            if not isValid(widget) or widget is self.cover or widget.isHidden():
                continue
            if isinstance(widget, NewStoreDialog) and widget.made:
                _set_free(widget)
            elif isinstance(widget, QDialog):
                QDialog.done(widget, 0)  # rejected, whatever its own reject asks
            else:
                widget.hide()

    def _look(self) -> None:
        """Goes on once nothing is being written any more, and nothing is being asked."""
        self._sweep()
        waiting = self._under_way()
        if not waiting and QApplication.activeModalWidget() is None:
            self._look_again.stop()
            self._close_store()
        elif waiting:
            self.cover.say_waiting(waiting[0].label)

    def _under_way(self) -> "tuple[Job, ...]":
        return self._window.context.jobs.running if self._window is not None else ()

    def _close_store(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()  # its sitting lets go of the store
            window.context.deleteLater()
            window.deleteLater()
        del window
        # Deferred deletions are done when this has returned to the event loop, and then Python's
        # halves of the widgets can go.
        QTimer.singleShot(0, self._forget)

    def _forget(self) -> None:
        try:
            forget_texts()
            clear_clipboard()
        finally:
            self.locked.emit()


class LockedWindow(QWidget):
    """Stands where the window stood; the passphrase is asked for in its middle."""

    def __init__(self, geometry: QByteArray) -> None:
        super().__init__()
        self.setObjectName("locked_window")
        self.setWindowTitle(self.tr("Locked – EHP Desktop"))
        self._dialog: UnlockDialog | None = None
        self._banner = Banner(self, closable=False)
        self._words = name_control(plain_label(), self.tr("What is being done"), "locking_words")
        self._words.setText(self.tr("The window is being locked."))
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words.setWordWrap(True)
        self._bar = name_control(QProgressBar(), self.tr("The window is being locked"), "locking")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(self.fontMetrics().averageCharWidth() * 40)
        self._room = QHBoxLayout()
        column = QVBoxLayout(self)
        column.addWidget(self._banner)
        column.addStretch(2)
        column.addWidget(self._words)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._room)
        column.addStretch(3)
        self.restoreGeometry(geometry)

    def say_waiting(self, label: str) -> None:
        """Says what has to be finished first."""
        words = self.tr("{job}: the store is closed when that is done.").format(job=label)
        self._words.setText(words)

    def say(self, why: str) -> None:
        """Says why it is locked, where that is not plain."""
        self._banner.say(why, kind=BannerKind.NOTICE)

    def say_failed(self, error: EhpError) -> None:
        """Says that something typed could not be kept."""
        self._banner.say(str(error), kind=BannerKind.ERROR)

    def take(self, dialog: UnlockDialog) -> None:
        """Asks for the passphrase, in the middle of the window."""
        self._dialog = dialog
        self._words.hide()
        self._bar.hide()
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(dialog)
        frame.setFixedWidth(self.fontMetrics().averageCharWidth() * 76)
        # Between two stretches and not aligned: only so it is as high as its wrapped words want.
        self._room.addStretch(1)
        self._room.addWidget(frame)
        self._room.addStretch(1)
        dialog.finished.connect(self.close)
        dialog.show()

    def close_quietly(self) -> None:
        """Goes, without being taken for the end of the program."""
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody asks for the passphrase any more; while the store is being closed it waits."""
        if self._dialog is None:
            event.ignore()
            return
        super().closeEvent(event)
        if isValid(self._dialog) and not self._dialog.isHidden():
            self._dialog.reject()


def close_popups() -> None:
    """Closes menus and lists that hang open; each takes the one before it in its place."""
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        after = QApplication.activePopupWidget()
        popup = after if after is not popup else None


def clear_clipboard() -> None:
    """Empties the clipboard where this program filled it; what others put there stays."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or holds_cells():
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(clipboard.Mode.Selection)


def forget_texts() -> None:
    """Drops what was worked out once and kept, and frees what waits in cycles.

    In this program what is cached without bound is the program's own (fonts, colours, phrases) and
    what is cached up to a bound comes of texts and values, so only those caches are emptied.
    """
    QPixmapCache.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("ehp_desktop."):
            for kept in list(vars(module).values()):
                if isinstance(kept, _CACHED) and kept.cache_parameters()["maxsize"] is not None:
                    kept.cache_clear()
    gc.collect()


def _set_free(dialog: QDialog) -> None:
    """A recovery code that is shown this once must outlive the window it was asked for in."""
    if dialog.parentWidget() is not None:
        dialog.setParent(None, dialog.windowFlags())
        dialog.show()
