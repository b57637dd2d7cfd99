"""A person at the keyboard: keys go to whatever has the focus, and nothing else is touched."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Keyboard(QObject):
    """Presses keys, types words, and goes on with Tab until it is where it wants to be."""

    def __init__(self, qtbot: QtBot, idle: Callable[[], None]) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.idle = idle

    def focus(self) -> QWidget:
        """What has the keyboard."""
        modal = QApplication.activeModalWidget()
        if modal is None and QApplication.activeWindow() is None:
            _back_in_front()
        held = QApplication.focusWidget()
        if modal is not None and (held is None or held.window() is not modal):
            return modal.focusWidget() or modal
        if held is not None:
            return held
        window = QApplication.activeWindow()
        assert window is not None
        return window.focusWidget() or window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key."""
        QTest.keyClick(self.focus(), key, modifiers)

    def type(self, words: str) -> None:
        """Letter after letter."""
        QTest.keyClicks(self.focus(), words)

    def to(self, name: str) -> None:
        """Tab until the control of that name has the keyboard."""
        passed = []
        for _ in range(80):
            if self.focus().objectName() == name:
                return
            passed.append(self.focus().objectName())
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {name}: {passed}")

    def to_button(self, words: str) -> None:
        """Tab until the button with these words has the keyboard."""
        for _ in range(80):
            held = self.focus()
            if isinstance(held, QPushButton) and held.text().replace("&", "") == words:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to the button {words}")

    def press_until_gone(self, key: Qt.Key) -> None:
        """A key, again and again until the dialog in front has gone."""
        dialog = QApplication.activeModalWidget()
        timer = QTimer(self)
        presses = iter(range(50))

        def again() -> None:
            if QApplication.activeModalWidget() is not dialog or dialog is None:
                timer.stop()
            elif next(presses, None) is None:
                timer.stop()
                dialog.close()
            else:
                self.press(key)

        timer.timeout.connect(again)
        timer.start(50)

    def in_dialog(self, name: str, keys: Callable[[], None]) -> None:
        """What to press once a dialog of that name (or class) has come up."""
        timer = QTimer(self)

        def look() -> None:
            shown = QApplication.activeModalWidget()
            named = shown is not None and name in {shown.objectName(), type(shown).__name__}
            if named and shown is not None and shown.isVisible():
                timer.stop()
                try:
                    keys()
                except AssertionError:
                    shown.close()  # or it would wait for ever
                    raise

        timer.timeout.connect(look)
        timer.start(20)

    def wait(self, so: Callable[[], bool]) -> None:
        """Until something is so, and no job is under way."""
        self._qtbot.waitUntil(so, timeout=20_000)
        self.idle()


def _back_in_front() -> None:
    """What a window manager does when a dialog has gone; there is none without a screen."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QMainWindow) and window.isVisible():
            window.activateWindow()
            assert QTest.qWaitForWindowActive(window)
