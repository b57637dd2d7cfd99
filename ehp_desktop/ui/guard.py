"""Stands by while a store is open: locks its window when nobody is there, and asks who comes back.

Made once the list is painted, or when somebody locks before that.
"""

import linecache
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings

from ehp_desktop.ui.idle import IdleWatch, minutes_until_locked
from ehp_desktop.ui.locking import Locking
from ehp_desktop.ui.notes.kept_notice import KeptNotice
from ehp_desktop.ui.store_notices import show_notices

if TYPE_CHECKING:
    from ehp_desktop.ui.app import Sitting
    from ehp_desktop.ui.main_window import MainWindow


class Guard(QObject):
    """One a sitting. While the window is locked there is nothing to lock, and it waits."""

    def __init__(
        self, sitting: "Sitting", clock: Callable[[], datetime], settings: QSettings
    ) -> None:
        super().__init__(sitting)
        self._sitting = sitting
        self._locking: Locking | None = None
        self.idle = IdleWatch(clock, partial(minutes_until_locked, settings), self)
        self.idle.idle.connect(partial(self.lock, ""))
        self.idle.start()

    def attend(self, shown: "MainWindow") -> None:
        """A store was opened: says once what is amiss with it."""
        show_notices(shown)
        KeptNotice(shown)
        linecache.clearcache()  # of what was imported for this, as at the start

    def lock(self, why: str = "") -> None:
        """Takes case data off the screen and closes the store; then asks for a passphrase.

        `why` is said there, where it is not simply that somebody locked it or nobody was there.
        """
        sitting = self._sitting
        window = sitting.window
        if window is None or window.closing:
            return
        sitting.forget_dialog()  # it asked for another store
        self._locking, sitting.window = Locking(window, self, why), None
        self._locking.locked.connect(self._ask)
        self._locking.begin()

    def _ask(self) -> None:
        if self._locking is None:
            return
        place = self._locking.place
        self._locking.cover.take(self._sitting.make_dialog())
        self._sitting.ask(place.folder, user=self._locking.name)
        if self._sitting.dialog is not None:
            self._sitting.dialog.show_locked()

    def let_in(self, shown: "MainWindow") -> None:
        """Somebody has opened a store: where they were, if it is the same store and person."""
        locking, self._locking = self._locking, None
        if locking is not None:
            locking.leave(shown)
