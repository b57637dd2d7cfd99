import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.ui.idle import (
    LONGEST,
    SHORTEST,
    USUAL,
    IdleWatch,
    minutes_until_locked,
    set_minutes_until_locked,
)

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
NONE = Qt.KeyboardModifier.NoModifier


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


class Watched:
    """A window that is watched, and a clock that is turned half a minute at a time."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock = Clock()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.minutes = 10
        self.watch = IdleWatch(self.clock, lambda: self.minutes)
        self.times = 0
        self.watch.idle.connect(self._count)
        self.watch.start()

    def _count(self) -> None:
        self.times += 1

    def pass_minutes(self, minutes: float) -> None:
        for _ in range(int(minutes * 2)):
            self.clock.now += dt.timedelta(seconds=30)
            self.watch.look()

    def send(self, event: QEvent) -> None:
        QApplication.sendEvent(self.window.windowHandle(), event)


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    made = Watched(qtbot)
    yield made
    made.watch.stop()


def key() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, NONE, "a")


def mouse(kind: QEvent.Type) -> QMouseEvent:
    none = Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    return QMouseEvent(kind, QPointF(5, 5), QPointF(5, 5), button, button, NONE)


def wheel() -> QWheelEvent:
    at, phase = QPointF(5, 5), Qt.ScrollPhase.NoScrollPhase
    none = Qt.MouseButton.NoButton
    return QWheelEvent(at, at, QPoint(), QPoint(0, 120), none, NONE, phase, False)  # noqa: FBT003


def test_without_input_it_says_so_after_the_minutes_that_are_set(watched: Watched) -> None:
    watched.pass_minutes(9.5)
    assert watched.times == 0
    watched.pass_minutes(0.5)
    assert watched.times == 1


@pytest.mark.parametrize("make", [key, wheel, lambda: mouse(QEvent.Type.MouseButtonPress)])
def test_a_key_a_click_and_the_wheel_count(watched: Watched, make: object) -> None:
    assert callable(make)
    watched.pass_minutes(9.5)
    watched.send(make())
    watched.pass_minutes(9.5)
    assert watched.times == 0
    watched.pass_minutes(0.5)
    assert watched.times == 1


def test_the_mouse_moving_by_itself_does_not_count(watched: Watched) -> None:
    watched.pass_minutes(9.5)
    watched.send(mouse(QEvent.Type.MouseMove))
    watched.pass_minutes(0.5)
    assert watched.times == 1


def test_another_number_of_minutes_counts_at_once(watched: Watched) -> None:
    watched.pass_minutes(2)
    watched.minutes = 1
    watched.pass_minutes(0.5)
    assert watched.times == 1


def test_it_locks_after_the_computer_slept(watched: Watched) -> None:
    watched.clock.now += dt.timedelta(minutes=3)
    watched.watch.look()
    assert watched.times == 1


def test_a_clock_that_is_set_back_does_not_keep_the_window_open(watched: Watched) -> None:
    watched.clock.now -= dt.timedelta(hours=1)
    watched.watch.look()
    watched.pass_minutes(10)
    assert watched.times == 1


def test_a_window_that_came_later_is_watched_too(qtbot: QtBot, watched: Watched) -> None:
    later = QWidget()
    qtbot.addWidget(later)
    with qtbot.waitExposed(later):
        later.show()
    watched.pass_minutes(9.5)
    QApplication.sendEvent(later.windowHandle(), key())
    watched.pass_minutes(9.5)
    assert watched.times == 0


@pytest.mark.parametrize(
    ("kept", "minutes"), [(None, USUAL), ("soon", USUAL), ("0", SHORTEST), (3, 3), (900, LONGEST)]
)
def test_the_setting_keeps_within_its_bounds(
    settings: QSettings, kept: object, minutes: int
) -> None:
    if kept is not None:
        settings.setValue("lock/minutes", kept)
    assert minutes_until_locked(settings) == minutes
    set_minutes_until_locked(settings, minutes + 100)
    assert minutes_until_locked(settings) == LONGEST


def test_without_settings_it_is_the_usual() -> None:
    assert minutes_until_locked(None) == USUAL
