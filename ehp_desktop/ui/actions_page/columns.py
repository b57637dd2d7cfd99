"""The columns of the actions page: a state in shape, word and colour; what, who, by when."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QIcon

from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.ui import shapes, theme
from ehp_desktop.ui.actions_page.work import ActionLine
from ehp_desktop.ui.rich import isolated
from ehp_desktop.ui.tables.columns import Column, by_date, by_text
from ehp_desktop.ui.theme import Role

_SOON = 7
"""Days before its own on which an action is called due."""


class ActionColumns(QObject):
    """Makes the columns. `today` is read when a cell is shown: set it before setting rows."""

    def __init__(self, language: Language, today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self._language = language

    def columns(self) -> list[Column[ActionLine]]:
        """The state first: overdue actions lead the list."""
        tr = self.tr
        return [
            Column(
                "state",
                tr("State"),
                self.state,
                _by_state,
                22,
                icon=self._icon,
                ink=self._ink,
                accessible=self.state,
            ),
            Column(
                "what",
                tr("What"),
                lambda one: isolated(one.row.what.replace("\n", " ")),
                lambda one: by_text(one.row.what),
                40,
                searched=True,
                tooltip=lambda one: one.row.what,
            ),
            Column(
                "who",
                tr("Who"),
                lambda one: isolated(one.row.who),
                lambda one: by_text(one.row.who),
                18,
                searched=True,
            ),
            self._day("by_when", tr("By when"), lambda one: one.row.by_when),
            Column(
                "child",
                tr("Child"),
                lambda one: isolated(one.child or ""),
                lambda one: by_text(one.child),
                18,
                searched=True,
                tooltip=lambda one: one.row.child_id or "",
            ),
            self._day("surgery", tr("Surgery"), lambda one: one.surgery_date),
            self._day("done_on", tr("Done on"), lambda one: one.row.done_on),
        ]

    def state(self, line: ActionLine) -> str:
        """Overdue, due, open or done, and whether something waits for the chair."""
        words = self._how_it_stands(line)
        if not line.row.confirmed:
            return self.tr("{state}, draft").format(state=words)
        if line.draft is not None:
            return self.tr("{state}, change waits").format(state=words)
        return words

    def look_of(self, line: ActionLine) -> Role:
        """The shape and colour of its state."""
        if line.row.done_on is not None:
            return Role.READY
        if line.overdue:
            return Role.NOT_MET
        return Role.WORK_NEEDED if self._due(line) else Role.UNKNOWN

    def _how_it_stands(self, line: ActionLine) -> str:
        row = line.row
        if row.done_on is not None:
            return self.tr("done")
        if line.overdue and row.by_when is not None:
            days = (self.today - row.by_when).days
            one = self.tr("overdue 1 day")
            return one if days == 1 else self.tr("overdue {n} days").format(n=days)
        return self.tr("due") if self._due(line) else self.tr("open")

    def _due(self, line: ActionLine) -> bool:
        day = line.row.by_when
        return day is not None and day <= self.today + dt.timedelta(days=_SOON)

    def _icon(self, line: ActionLine) -> QIcon | None:
        return shapes.state_icon(self.look_of(line))

    def _ink(self, line: ActionLine) -> QColor | None:
        return theme.colour(self.look_of(line))

    def _day(
        self, key: str, header: str, day_of: Callable[[ActionLine], dt.date | None]
    ) -> Column[ActionLine]:
        def words(line: ActionLine) -> str:
            day = day_of(line)
            return "" if day is None else say_short_date(day, self._language)

        return Column(key, header, words, lambda one: by_date(day_of(one)), 13)


def _by_state(line: ActionLine) -> int:
    """Overdue first, the longest leading; then by day; then those without one; done last."""
    if line.row.done_on is not None:
        return 20_000_000 - line.row.done_on.toordinal()
    return by_date(line.row.by_when) if line.row.by_when else 10_000_000
