"""A field for a date in which what is typed is what is meant.

Qt's own goes on to the next part when one is full, and then takes the separator that people type
for a wish to pass over that part too: "12/10/2021" became 12 November.
"""

import datetime as dt
from typing import Final

from PySide6.QtCore import QDate, QSignalBlocker
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QDateEdit

_SEPARATORS: Final = " /-.,"
_READ: Final = (
    *("dd/mm/yyyy", "dd.mm.yyyy", "dd-mm-yyyy", "dd Mon yyyy", "dd-Mon-yyyy"),
    *("yyyy-mm-dd", "yyyy/mm/dd"),
)


class DayEdit(QDateEdit):
    """A date field: arrow keys step through its parts, and a date typed whole is read whole.

    What is typed is kept until it is a date, day before month as everywhere; leaving the field
    with less than a date puts back what was there.
    """

    def __init__(self, day: QDate | None = None) -> None:
        super().__init__(day or QDate(2000, 1, 1))
        self._typed = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Collects letters, digits and separators; everything else is Qt's own affair."""
        text = event.text()
        if text and (text.isalnum() or (text in _SEPARATORS and self._typed)):
            self._typed += text
            self._show()
            event.accept()
        elif text == "\b" and self._typed:
            self._typed = self._typed[:-1]
            self._show()
            event.accept()
        else:
            self._forget()
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Less than a date is forgotten."""
        self._forget()
        super().focusOutEvent(event)

    def _show(self) -> None:
        day = read_day(self._typed)
        if day is not None and self.minimumDate() <= day <= self.maximumDate():
            self.setDate(day)
        line = self.lineEdit()
        if self._typed:
            with QSignalBlocker(line):  # a date half typed is none
                line.setText(self._typed)
        else:
            self._forget()

    def _forget(self) -> None:
        if self._typed or self.lineEdit().text() != self.textFromDateTime(self.dateTime()):
            self._typed = ""
            self.lineEdit().setText(self.textFromDateTime(self.dateTime()))


def read_day(typed: str) -> QDate | None:
    """A date typed whole: 12/10/2021, 12 Oct 2021, 2021-10-12; None where it is not one yet."""
    # Imported when somebody types: the window is painted before it.
    from ehp_desktop.review.intake.values import ValueRefused, date_reader

    try:
        found = date_reader(_READ)(typed)
    except ValueRefused:
        return None
    return QDate(found.year, found.month, found.day) if isinstance(found, dt.date) else None
