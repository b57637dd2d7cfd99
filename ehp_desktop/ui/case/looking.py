"""That somebody looks at a case: a line of the audit, once it has been in front for a while."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ehp_desktop.ui.case.reading import note_look
from ehp_desktop.ui.context import AppContext

LOOKED_AFTER = 1000
"""Milliseconds that a child stays in front before it counts as looked at, in the audit."""


class Looking(QObject):
    """Notes each opening of a case once, after a rest: not for each press of an arrow key."""

    def __init__(self, context: AppContext, room: QWidget) -> None:
        """`room`: where the cases are shown; what it shows while it is hidden nobody looks at."""
        super().__init__(room)
        self._context, self._room = context, room
        self._in_front: str | None = None
        self._looked_at: str | None = None
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(LOOKED_AFTER)
        self.rest.timeout.connect(self._note)

    def show(self, child_id: str) -> None:
        """The case can be read now; said again of the same case, its rest goes on."""
        if child_id == self._looked_at:
            self.turn_away()
        elif child_id != self._in_front or not self.rest.isActive():
            self._in_front = child_id
            self.rest.start()

    def turn_away(self) -> None:
        """Another case is about to be in front."""
        self.rest.stop()

    def begin(self) -> None:
        """The room is opened anew: the case that was looked at last counts again."""
        self.turn_away()
        self._looked_at = None

    def _note(self) -> None:
        child_id = self._in_front
        if child_id is None or not self._room.isVisible():
            return
        self._looked_at = child_id
        self._context.jobs.run(
            self.tr("Noting which case was looked at"),
            partial(note_look, self._context.opened, child_id),
            _nothing,
            writes=True,
        )


def _nothing(_: object) -> None:
    pass
