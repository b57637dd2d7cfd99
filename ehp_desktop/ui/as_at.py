"""The day for which everything is worked out: always in sight, coloured when it is not today."""

import datetime as dt

from PySide6.QtCore import QDate, QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ehp_desktop.ui import theme
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.day_edit import DayEdit
from ehp_desktop.ui.forms import name_control


class AsAtControl(QWidget):
    """A date to type or to pick."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._date = name_control(DayEdit(), self.tr("As at"), "as_at")
        self._date.setDisplayFormat("d MMM yyyy")
        self._date.setCalendarPopup(True)
        self._date.setKeyboardTracking(False)  # a day half typed is not a day
        self._date.setMinimumDate(QDate(1990, 1, 1))
        self._date.setMaximumDate(QDate(2100, 12, 31))
        label = QLabel(self.tr("&As at"))
        label.setBuddy(self._date)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self._date)
        self._date.dateChanged.connect(self._choose)
        context.as_of_changed.connect(self._show)
        context.today_changed.connect(self._show)
        self._show()

    def take_focus(self) -> None:
        """Puts the keyboard in the date, ready to be typed over."""
        self._date.setFocus()
        self._date.selectAll()

    def back_to_today(self) -> None:
        """Works everything out for today."""
        self._context.set_as_of(self._context.today)

    def changeEvent(self, event: QEvent) -> None:
        """Keeps its colours when the system turns light or dark."""
        super().changeEvent(event)
        if theme.turned(event):
            self._colour()

    def _choose(self, chosen: QDate) -> None:
        self._context.set_as_of(dt.date(chosen.year(), chosen.month(), chosen.day()))

    def _show(self) -> None:
        day = self._context.as_of
        self._date.setDate(QDate(day.year, day.month, day.day))
        self._colour()

    def _colour(self) -> None:
        elsewhere = self._context.as_of != self._context.today
        if elsewhere:
            theme.paint_as(self._date, theme.Role.NOTICE_GROUND, theme.Role.NOTICE_TEXT)
            self._date.setAccessibleDescription(self.tr("Not today"))
        else:
            self._date.setPalette(QPalette())
            self._date.setAccessibleDescription("")
