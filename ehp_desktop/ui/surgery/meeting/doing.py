"""What is stored during the meeting, one thing after another; the last of them can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ehp_desktop.models.errors import EhpError, RefusedError
from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import say_short_date
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.surgery.meeting import work
from ehp_desktop.ui.surgery.meeting.work import ActionTyped, Stored, Wish

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@dataclass(slots=True, eq=False)
class _Step:
    """One thing that is stored, and can be taken back; an action has a number.

    The thread that stores writes here, in the order of the keys: what is taken back before it is
    stored waits its turn there.
    """

    row: SurgeryRow
    child_id: str
    words: str
    doing: Callable[[JobProgress], Stored]
    is_action: bool = False
    kept: bool = False
    action_id: int | None = None

    def store(self, progress: JobProgress) -> Stored:
        """Does it."""
        stored = self.doing(progress)
        self.kept, self.action_id = True, stored.action_id
        return stored

    def take_back(self, opened: "OpenStore", progress: JobProgress) -> Stored:
        """Takes it back.

        Raises:
            RefusedError: it had not been stored.
        """
        if not self.kept:
            raise RefusedError("It had not been stored, so there was nothing to undo.")
        if self.action_id is not None:
            number = self.action_id
            return work.take_action_back(opened, self.row, self.child_id, number, progress)
        return work.undo_decision(opened, self.row, self.child_id, progress)


class MeetingDoing(QObject):
    """Stores outcomes and actions of one surgery; nothing here waits for anything."""

    began = Signal(str)  # a child's id: something of it is being stored
    stored = Signal(object)  # Stored
    said = Signal(str)
    refused = Signal(str, str)  # a child's id, why

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._row: SurgeryRow | None = None
        self._done: list[_Step] = []

    def begin(self, row: SurgeryRow) -> None:
        """Works on a surgery from now on."""
        if self._row is None or self._row.id != row.id:
            self._done.clear()
        self._row = row

    def decide(self, child_id: str, wish: Wish, words: str) -> None:
        """Records an outcome."""
        if self._row is not None:
            doing = partial(work.decide, self._context.opened, self._row, child_id, wish)
            self._run(child_id, words, doing)

    def copy(self, child_id: str, outcome_id: int, words: str) -> None:
        """Records that an outcome was copied to the case record today."""
        if self._row is not None:
            opened, today = self._context.opened, self._context.today
            doing = partial(work.copy, opened, self._row, child_id, outcome_id, today)
            self._run(child_id, words, doing)

    def act(self, child_id: str, typed: ActionTyped, words: str) -> None:
        """Adds an action."""
        if self._row is not None:
            doing = partial(work.act, self._context.opened, self._row, child_id, typed)
            self._run(child_id, words, doing, is_action=True)

    def undo(self) -> None:
        """Takes back the last thing of this meeting, though it is still being stored."""
        if self._row is None or not self._done:
            self.said.emit(self.tr("There is nothing to undo in this meeting."))
            return
        last = self._done.pop()
        if not last.is_action:
            # the service takes back one step of a case: what was before that is not offered
            self._done = [
                one for one in self._done if one.is_action or one.child_id != last.child_id
            ]
        words = self.tr("Undone: {what}").format(what=last.words)
        taking = partial(last.take_back, self._context.opened)
        self._start(last.child_id, words, taking, None)

    def _run(
        self,
        child_id: str,
        words: str,
        doing: Callable[[JobProgress], Stored],
        *,
        is_action: bool = False,
    ) -> None:
        if self._row is not None:
            step = _Step(self._row, child_id, words, doing, is_action)
            self._done.append(step)
            self._start(child_id, words, step.store, step)

    def _start(
        self,
        child_id: str,
        words: str,
        doing: Callable[[JobProgress], Stored],
        step: _Step | None,
    ) -> None:
        self.began.emit(child_id)
        self._context.jobs.run(
            self.tr("Saving what was decided"),
            doing,
            partial(self._kept, words),
            partial(self._failed, child_id, step),
            writes=True,
        )

    def _kept(self, words: str, stored: Stored) -> None:
        self.stored.emit(stored)
        self.said.emit(words + self._what_else(stored))

    def _what_else(self, stored: Stored) -> str:
        """What an outcome did to agendas, which nobody has seen."""
        if stored.put_on is not None:
            day = say_short_date(stored.put_on, self._context.language)
            return " · " + self.tr("put on the agenda of {day}").format(day=day)
        if stored.settled is not None and stored.settled.taken_off:
            return " · " + self.tr("taken off a later agenda")
        return ""

    def _failed(self, child_id: str, step: _Step | None, error: EhpError) -> None:
        if step in self._done:
            self._done.remove(step)
        self.refused.emit(child_id, str(error))
