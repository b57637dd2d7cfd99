"""How long nobody has done anything: after that the window locks.

What counts is what a person does on purpose: a key, a click, the wheel, a touch, a pen, a text
from an input method or from dictation. The pointer's mere movement does not: a desk that is bumped
or a mouse that drifts would keep a room's cases on screen all night.

The windows are watched, not every widget: a key, a click or a turn of the wheel reaches the
window first. A filter on the whole application would put Python before each painting.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QGuiApplication

SHORTEST, USUAL, LONGEST = 1, 10, 60
"""Minutes without input before the window locks: the least, without a setting, the most."""

_KEY: Final = "lock/minutes"
_LOOK_EVERY: Final = 5_000  # milliseconds
_ASLEEP: Final = timedelta(minutes=1)
"""Between two looks: the computer slept, as a look is due every five seconds."""

_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.NonClientAreaMouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
    }
)


def minutes_until_locked(settings: QSettings | None) -> int:
    """What is set, within its bounds; the usual where nothing sensible is."""
    kept = settings.value(_KEY) if settings is not None else None
    try:
        return min(max(int(str(kept)), SHORTEST), LONGEST)
    except ValueError:
        return USUAL


def set_minutes_until_locked(settings: QSettings, minutes: int) -> None:
    """Keeps another number of minutes; watches follow at their next look."""
    settings.setValue(_KEY, min(max(minutes, SHORTEST), LONGEST))


class IdleWatch(QObject):
    """Says once when there has been no input for the minutes that are set, or the computer slept.

    The time comes from outside, as the day does, so that a test can turn the clock.
    """

    idle = Signal()

    def __init__(
        self,
        clock: Callable[[], datetime],
        minutes: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._minutes = minutes
        self._last_input = self._last_look = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watches from now on."""
        self._last_input = self._last_look = self._clock()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
            application.focusObjectChanged.connect(self._watch)
        self._watch_windows()
        self._timer.start()

    def stop(self) -> None:
        """Watches no more."""
        self._timer.stop()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self._watch)
            application.focusObjectChanged.disconnect(self._watch)

    def look(self) -> None:
        """Works out whether it has been long enough."""
        now = self._clock()
        slept = now - self._last_look > _ASLEEP
        if now < self._last_look:  # the clock was set back: count from here, not from the future
            self._last_input = now
        self._last_look = now
        if slept or now - self._last_input >= timedelta(minutes=self._minutes()):
            self._last_input = now
            self.idle.emit()
        else:
            self._watch_windows()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Notes the time of what a person did; keeps nothing from anybody."""
        if event.type() in _INPUT:
            self._last_input = self._clock()
        return False

    def _watch(self, target: QObject | None) -> None:
        if target is not None:
            target.installEventFilter(self)  # again is nothing

    def _watch_windows(self) -> None:
        """The windows of menus and lists take clicks without ever having the focus."""
        for window in QGuiApplication.allWindows():
            self._watch(window)
