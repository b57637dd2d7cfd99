"""What is typed in this window and not saved: kept every two seconds, encrypted, by its place.

Read once for each open store, so that going from child to child asks the store nothing.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.permitted import may_write

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

EVERY: Final = 2000
"""Milliseconds: at most so much of what is typed is not yet on the disk."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A text as it is typed so far, what else was chosen with it, and when it was kept."""

    text: str
    about: Mapping[str, str] = field(default_factory=dict)
    at: dt.datetime | None = None

    def written(self) -> str:
        """As it is kept."""
        at = None if self.at is None else self.at.isoformat()
        return json.dumps({"text": self.text, "about": dict(self.about), "at": at})


def read_kept(written: str) -> Kept:
    """A text as it was kept; what this program did not write is taken for a text."""
    try:
        told = json.loads(written)
        at = told["at"]
        return Kept(
            str(told["text"]),
            {str(key): str(value) for key, value in dict(told["about"]).items()},
            None if at is None else dt.datetime.fromisoformat(at),
        )
    except (ValueError, TypeError, KeyError):
        return Kept(written)


class KeptTexts(QObject):
    """One for each open store: every editor tells it what is typed, and asks it what was kept."""

    loaded = Signal()
    failed = Signal(object)  # EhpError: what was typed last could not be kept
    changed = Signal()  # which places have a text

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._texts: dict[str, Kept] = {}
        self._unkept: set[str] = set()
        self._failure: EhpError | None = None
        self.is_loaded = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._keep_typed)
        self._keeps = may_write(context, Deed.WRITE_NOTE) and not context.opened.actor.recovering
        context.before_lock.append(self.keep)
        if self._keeps:
            context.jobs.run(
                self.tr("Reading what was typed and not saved"),
                partial(_read, context.opened),
                self._take,
                self._fail_to_read,
            )
        else:
            self.is_loaded = True

    def _take(self, kept: Mapping[str, Kept]) -> None:
        for place, one in kept.items():
            self._texts.setdefault(place, one)
        self.is_loaded = True
        self.loaded.emit()
        self.changed.emit()

    def _fail_to_read(self, error: EhpError) -> None:
        self.is_loaded = True
        self.loaded.emit()
        self.failed.emit(error)

    # What is typed

    def at(self, place: str) -> Kept | None:
        """What was typed at a place and not saved."""
        return self._texts.get(place)

    def places(self) -> tuple[str, ...]:
        """Where there is a text that was not saved."""
        return tuple(sorted(self._texts))

    def take(self, place: str, text: str, about: Mapping[str, str]) -> None:
        """Something was typed: it is on the disk within two seconds. Blank forgets it."""
        had = place in self._texts
        if text.strip():
            self._texts[place] = Kept(text, dict(about), self._context.opened.clock())
        elif self._texts.pop(place, None) is None:
            return
        self._unkept.add(place)
        if not self._timer.isActive():
            self._timer.start()
        if had != (place in self._texts):
            self.changed.emit()

    def forget(self, place: str) -> None:
        """The text was thrown away."""
        self.take(place, "", {})
        self._keep_typed()

    def saved(self, place: str, text: str) -> None:
        """The text was stored: nothing is kept of it.

        The job that stored it may have forgotten it already; a keeping that began before and
        ended after would have it back.
        """
        kept = self._texts.get(place)
        if kept is not None and kept.text == text:  # nothing was typed since
            del self._texts[place]
            self._unkept.add(place)
            self._timer.start()
            self.changed.emit()

    # Keeping

    def keep(self) -> None:
        """Has all that was typed kept now: before the window locks or closes.

        Raises:
            EhpError: the last attempt failed; asked again it tries again.
        """
        error, self._failure = self._failure, None
        if error is not None:
            raise error
        self._keep_typed()

    def _keep_typed(self) -> None:
        self._timer.stop()
        places, self._unkept = self._unkept, set()
        if not places or not self._keeps:
            return
        written = {
            place: kept.written() if (kept := self._texts.get(place)) is not None else ""
            for place in places
        }
        self._context.jobs.run(
            self.tr("Keeping what is being typed"),
            partial(_keep, self._context.opened, written),
            self._kept,
            partial(self._not_kept, places),
            writes=True,
        )

    def _kept(self, _: object) -> None:
        self._failure = None

    def _not_kept(self, places: set[str], error: EhpError) -> None:
        self._unkept |= places
        self._failure = error
        self.failed.emit(error)


def kept_texts(context: AppContext) -> KeptTexts:
    """The one of an open store, made when it is first asked for."""
    made = context.findChild(KeptTexts)
    return made if isinstance(made, KeptTexts) else KeptTexts(context)


def _read(opened: "OpenStore", _: JobProgress) -> dict[str, Kept]:
    from ehp_desktop.review.kept_texts import kept_texts as read

    return {place: read_kept(written) for place, written in read(opened).items()}


def _keep(opened: "OpenStore", written: Mapping[str, str], _: JobProgress) -> None:
    from ehp_desktop.review.kept_texts import keep_text

    for place, text in written.items():
        keep_text(opened, place, text)
