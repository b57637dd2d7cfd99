"""What every page is given: the open store, the jobs, the day for which things are worked out."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

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
        self._today = today
        self._as_of = as_of or today

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

    def announce_change(self) -> None:
        """Something was stored: pages read again."""
        self.store_changed.emit()
