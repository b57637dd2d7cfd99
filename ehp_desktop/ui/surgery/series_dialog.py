"""A series of surgeries: the rule, and every day that it comes to, before any of them is made."""

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.review.language import Language, say_date
from ehp_desktop.review.series import MOST_DAYS, NTHS, PlannedDay, SeriesRule, series_dates
from ehp_desktop.review.surgery import SurgeryDraft
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted, day_edit, day_of
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.surgery.surgery_dialog import SurgeryFields

_USUAL_COUNT = 12


@dataclass(frozen=True, slots=True)
class SeriesWish:
    """What every surgery of the series is, and the days on which they are held."""

    draft: SurgeryDraft
    days: tuple[PlannedDay, ...]


class SeriesDialog(QDialog):
    """A day of the month, for so many surgeries; days can be left out of the list below."""

    def __init__(
        self, draft: SurgeryDraft, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("seriesDialog")
        self.setWindowTitle(self.tr("New series of surgeries"))
        self._language = language
        self._planned: list[PlannedDay] = []
        self._nth, self._weekday = QComboBox(), QComboBox()
        self._fill_rule()
        self._start = day_edit(draft.date)
        self._count = QSpinBox()
        self._count.setRange(1, MOST_DAYS)
        self._count.setValue(_USUAL_COUNT)
        self._days = name_control(QListWidget(), self.tr("Days of the series"), "series_days")
        self._form = SurgeryFields()
        self._form.add(self.tr("Held on the"), self._rule_row(), name="series_rule")
        self._form.add(self.tr("&From"), self._start, name="series_from")
        self._form.add(self.tr("&Number of surgeries"), self._count, name="series_count")
        self._form.add_surgery(draft)
        self._buttons = ActionButtons(self, "")
        self._lay_out()
        self._nth.currentIndexChanged.connect(self._plan)
        self._weekday.currentIndexChanged.connect(self._plan)
        self._start.dateChanged.connect(self._plan)
        self._count.valueChanged.connect(self._plan)
        self._days.itemChanged.connect(self._say)
        self._plan()
        self._nth.setFocus()

    @property
    def days(self) -> tuple[PlannedDay, ...]:
        """The days that are ticked."""
        ticked = Qt.CheckState.Checked
        return tuple(
            planned
            for line, planned in enumerate(self._planned)
            if self._days.item(line).checkState() is ticked
        )

    @property
    def wish(self) -> SeriesWish:
        """The series as the form now says it."""
        days = self.days
        first = days[0].date if days else day_of(self._start)
        return SeriesWish(self._form.draft_on(first), days)

    @Slot()
    def _plan(self) -> None:
        rule = SeriesRule(self._nth.currentData(), self._weekday.currentData())
        self._planned = series_dates(rule, day_of(self._start), count=self._count.value())
        with QSignalBlocker(self._days):  # one word about them all, not one a day
            self._days.clear()
            for planned in self._planned:
                line = QListWidgetItem(self._day_words(planned))
                line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                line.setCheckState(Qt.CheckState.Checked)
                self._days.addItem(line)
        self._days.setCurrentRow(0)
        self._say()

    @Slot()
    def _say(self) -> None:
        number = len(self.days)
        one, more = self.tr("Make 1 surgery"), self.tr("Make %n surgeries", "", number)
        self._buttons.say(one if number == 1 else more, ready=number > 0)

    def _day_words(self, planned: PlannedDay) -> str:
        weekday = dict(self._weekdays())[_weekday_key(planned.date)]
        day = f"{weekday} {say_date(planned.date, self._language)}"
        if planned.moved_from is None:
            return day
        was = say_date(planned.moved_from, self._language)
        return self.tr("{day} (moved: {was} is a bank holiday)").format(day=day, was=was)

    def _fill_rule(self) -> None:
        words = {
            "first": self.tr("First"),
            "second": self.tr("Second"),
            "third": self.tr("Third"),
            "fourth": self.tr("Fourth"),
            "last": self.tr("Last"),
        }
        for nth in NTHS:
            self._nth.addItem(words[nth], nth)
        for key, name in self._weekdays():
            self._weekday.addItem(name, key)
        self._weekday.setCurrentIndex(self._weekday.findData("tuesday"))

    def _weekdays(self) -> list[tuple[str, str]]:
        return [
            ("monday", self.tr("Monday")),
            ("tuesday", self.tr("Tuesday")),
            ("wednesday", self.tr("Wednesday")),
            ("thursday", self.tr("Thursday")),
            ("friday", self.tr("Friday")),
        ]

    def _rule_row(self) -> QWidget:
        both = QWidget()
        both.setFocusProxy(self._nth)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name_control(self._nth, self.tr("Which of the month"), "series_nth"))
        row.addWidget(name_control(self._weekday, self.tr("Day of the week"), "series_weekday"))
        row.addWidget(plain_label(self.tr("of the month")))
        row.addStretch(1)
        return both

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.addWidget(self._scrolled(self._form))
        words = plain_label(
            self.tr("Untick a day to leave it out. A bank holiday moves to the next working day.")
        )
        words.setWordWrap(True)
        room.addWidget(words)
        self._days.setMinimumHeight(self.fontMetrics().height() * 6)
        room.addWidget(self._days, 1)
        room.addWidget(self._buttons)
        width = self.fontMetrics().averageCharWidth() * 76
        wished = QSize(width, self.fontMetrics().height() * 38)
        self.resize(wished.boundedTo(self.screen().availableSize()))

    def _scrolled(self, form: SurgeryFields) -> QScrollArea:
        """The form, which scrolls where the screen is low or the letters large."""
        inner = QWidget()
        form.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(form)
        area = name_control(QScrollArea(), self.tr("The surgeries of the series"), "series_form")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setMinimumHeight(self.fontMetrics().height() * 8)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        area.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
        return area


def ask_series(parent: QWidget, draft: SurgeryDraft, language: Language) -> SeriesWish | None:
    """Ask for a series; None where the person thought better of it."""
    dialog = SeriesDialog(draft, language, parent)
    return dialog.wish if accepted(dialog) else None


def _weekday_key(day: dt.date) -> str:
    keys = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return keys[day.weekday()]
