"""What every page is given: the open store, the jobs, the day for which things are worked out."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal

from ehp_desktop.review.language import Language
from ehp_desktop.ui.jobs import Jobs

if TYPE_CHECKING:  # the store's imports are heavy, and the window is painted before them
    from ehp_desktop.review.opening import OpenStore


class AppContext(QObject):
    """One open store and how it is being looked at. Pages listen; nobody keeps a copy."""

    as_of_changed = Signal(object)  # date
    store_changed = Signal()
    today_changed = Signal(object)  # date

    def __init__(
        self,
        opened: "OpenStore",
        jobs: Jobs,
        *,
        today: dt.date,
        as_of: dt.date | None = None,
        language: Language = Language.ENGLISH,
        settings: QSettings | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`settings` keeps layouts (never case content); None keeps nothing."""
        super().__init__(parent)
        self.opened = opened
        self.jobs = jobs
        self.language = language
        self.settings = settings
        self.before_lock: list[Callable[[], None]] = []
        """Called when the window locks or closes: whoever has text being typed keeps it then.

        An editor adds a function and takes it out when it is closed. It has the window's thread
        for a moment; what writes goes through `jobs`, whose end is waited for."""
        self.restore_backup: Callable[[], None] | None = None
        self.show_backups: Callable[[], None] | None = None
        """What the banner of a store with missing changes offers; None: it says how."""
        self._today = today
        self._as_of = as_of or today
        self._backed_up = False

    @property
    def today(self) -> dt.date:
        """The day it is; the composition root turns it at midnight."""
        return self._today

    @property
    def as_of(self) -> dt.date:
        """The day for which everything is worked out."""
        return self._as_of

    @property
    def writable(self) -> bool:
        """Whether anything may be recorded, or the store was opened for reading."""
        return self.opened.store.writable

    def set_as_of(self, day: dt.date) -> None:
        """Works everything out for another day: pages hear of it and read again."""
        if day != self._as_of:
            self._as_of = day
            self.as_of_changed.emit(day)

    def set_today(self, day: dt.date) -> None:
        """Midnight has passed. A window that looked at today goes on looking at today."""
        followed = self._as_of == self._today
        if day != self._today:
            self._today = day
            self.today_changed.emit(day)
            if followed:
                self.set_as_of(day)

    def keep_texts(self) -> None:
        """Has everything that is being typed kept, now."""
        for keep in list(self.before_lock):
            keep()

    def back_up_once(self) -> None:
        """Starts the backup with which a session ends that changed something, once."""
        store = self.opened.store
        if self._backed_up or store.closed or not store.changed:
            return
        self._backed_up = True
        words = QCoreApplication.translate("AppContext", "Backing the store up")
        self.jobs.run(words, partial(_back_up, self.opened), _nothing, writes=True)

    def announce_change(self) -> None:
        """Something was stored: pages read again."""
        self.store_changed.emit()


def _back_up(opened: "OpenStore", _: object) -> None:
    from ehp_desktop.review.backups import after_session

    after_session(opened)


def _nothing(_: object) -> None:
    pass
