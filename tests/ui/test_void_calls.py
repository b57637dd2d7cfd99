"""PySide6 6.12.0 on Python 3.10 and 3.11 dropped a reference of None at each void call."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 20_000


class Bell(QObject):
    rung = Signal()


def test_none_survives_twenty_thousand_void_calls(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    bell = Bell()
    heard: list[None] = []
    bell.rung.connect(lambda: heard.append(None))
    before = sys.getrefcount(None)
    for number in range(CALLS):
        label.setText(str(number % 7))
        bell.rung.emit()
    heard.clear()
    assert sys.getrefcount(None) > before - CALLS // 10
