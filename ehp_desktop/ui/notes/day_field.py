"""A day to type, or none: for a day that need not be said."""

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ehp_desktop.review.intake.values import ValueRefused, date_reader

_read = date_reader()


class DayField(QLineEdit):
    """Takes dd/mm/yyyy, yyyy-mm-dd and 3-Sep-2021; empty is no day."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("dd/mm/yyyy"))
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 22)

    def day(self) -> dt.date | None:
        """The day that was typed; None without one.

        Raises:
            ValueRefused: it is none; the text says why and how to write it.
        """
        day = _read(self.text())
        return day if isinstance(day, dt.date) else None

    def wrong(self) -> str | None:
        """Why what was typed is no day; None where it is one, or nothing."""
        try:
            self.day()
        except ValueRefused as refused:
            return str(refused)
        return None

    def set_day(self, day: dt.date | None) -> None:
        """Puts a day there."""
        self.setText("" if day is None else f"{day:%d/%m}/{day.year}")


def labelled(label: str, field: DayField) -> QWidget:
    """A field with its label before it, which a breaking row does not part."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    words = QLabel(label)
    words.setBuddy(field)
    row.addWidget(words)
    row.addWidget(field)
    field.setFixedWidth(field.fontMetrics().averageCharWidth() * 16)
    return both
