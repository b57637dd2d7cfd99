"""Which children of the caseload are listed, and the row of controls that says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSizePolicy, QWidget

from ehp_desktop.review.words import Cohort, Route, RouteState
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import CaseLine


class Scope(Enum):
    """Which looked-after children are meant, where it is not one cohort."""

    COHORTS = "in a cohort"
    EVERYBODY = "everybody"
    NO_COHORT = "in none"


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen; None = any. `state` without `route`: on any route."""

    scope: Scope | Cohort = Scope.COHORTS
    route: Route | None = None
    state: RouteState | None = None
    team: str | None = None  # "" = no team recorded

    def in_scope(self, line: "CaseLine") -> bool:
        """Whether a child is one of those meant at all, whatever else is chosen."""
        if self.scope is Scope.EVERYBODY:
            return True
        if self.scope is Scope.COHORTS:
            return line.cohort is not None
        if self.scope is Scope.NO_COHORT:
            return line.cohort is None
        return line.cohort is self.scope

    def fits(self, line: "CaseLine") -> bool:
        """Whether a child is listed."""
        if not self.in_scope(line) or (
            self.team is not None and self.team != (line.row.team or "")
        ):
            return False
        if self.state is None:
            return True
        if self.route is None:
            return any(one.state is self.state for one in line.routes.values())
        return self.route in line.routes and line.routes[self.route].state is self.state


class SearchBox(QLineEdit):
    """Esc clears it; Down and Enter go on into the list."""

    left_downwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that are not text."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Search, cohort, route, state, team, and how many cases that leaves."""

    searched = Signal(str)
    changed = Signal(object)  # Filters

    def __init__(self, words: CaseWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._filling = False
        self.search = name_control(SearchBox(), self.tr("Search"), "search")
        self.search.setPlaceholderText(self.tr("Search name or ID…"))
        self.search.setToolTip(
            self.tr("Also team, social worker, case number, sibling group, reviewing officer")
        )
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self._cohort = self._chooser(self.tr("Cohort"), "cohort")
        self._route = self._chooser(self.tr("Route"), "route")
        self._state = self._chooser(self.tr("State"), "state")
        self._team = self._chooser(self.tr("Team"), "team")
        self._clear = name_control(
            QPushButton(self.tr("C&lear")), self.tr("Clear search and filters"), "clear_filters"
        )
        self._clear.clicked.connect(self.clear)
        self._count = name_control(plain_label(), self.tr("Cases shown"), "case_count")
        self._lay_out()
        self._fill_fixed()

    def _chooser(self, label: str, name: str) -> QComboBox:
        box = name_control(QComboBox(), label, name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 30)
        box.currentIndexChanged.connect(self._announce)
        return box

    def _lay_out(self) -> None:
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)
        for widget in (
            self.search,
            self._cohort,
            self._route,
            self._state,
            self._team,
            self._clear,
            self._count,
        ):
            row.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _fill_fixed(self) -> None:
        self._filling = True
        self._route.addItem(self.tr("Any route"), None)
        for route in Route:
            self._route.addItem(self._words.route(route), route)
        self._state.addItem(self.tr("Any state"), None)
        for state in RouteState:
            self._state.addItem(self._words.state(state), state)
        self.fill(())
        self._filling = False

    def fill(self, lines: Iterable["CaseLine"]) -> None:
        """Offers the cohorts with their numbers, and the teams that there are; keeps the choice."""
        before, self._filling = self.filters(), True
        lines = list(lines)
        self._cohort.clear()
        for label, scope in self._scopes():
            number = sum(Filters(scope).in_scope(line) for line in lines)
            self._cohort.addItem(f"{label} ({number})", scope)
        teams = sorted({line.row.team or "" for line in lines}, key=str.casefold)
        self._team.clear()
        self._team.addItem(self.tr("Any team"), None)
        for team in teams:
            self._team.addItem(team or self.tr("No team recorded"), team)
        self._team.view().setMinimumWidth(self._team.view().sizeHintForColumn(0))
        self._cohort.setCurrentIndex(max(0, self._cohort.findData(before.scope)))
        self._team.setCurrentIndex(max(0, self._team.findData(before.team)))
        self._filling = False
        if self.filters() != before:
            self._announce()

    def _scopes(self) -> list[tuple[str, Scope | Cohort]]:
        named: list[tuple[str, Scope | Cohort]] = [
            (self._words.cohort_of_children(cohort), cohort) for cohort in Cohort
        ]
        return [
            (self.tr("All cohorts"), Scope.COHORTS),
            *named,
            (self.tr("In no cohort"), Scope.NO_COHORT),
            (self.tr("All looked after"), Scope.EVERYBODY),
        ]

    def filters(self) -> Filters:
        """What is chosen now."""
        scope, route = self._cohort.currentData(), self._route.currentData()
        state = self._state.currentData()
        return Filters(  # Qt gives the words of an enumeration back as plain text
            Cohort(scope) if isinstance(scope, str) else scope or Scope.COHORTS,
            None if route is None else Route(route),
            None if state is None else RouteState(state),
            self._team.currentData(),
        )

    def choose(self, filters: Filters) -> None:
        """Chooses for the person."""
        self._filling = True
        for box, value in (
            (self._cohort, filters.scope),
            (self._route, filters.route),
            (self._state, filters.state),
            (self._team, filters.team),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._filling = False
        self._announce()

    def clear(self) -> None:
        """Nothing searched, nothing filtered."""
        self.search.clear()
        self.choose(Filters())
        self.search.setFocus()

    def say_count(self, shown: int, of: int) -> None:
        """How many of how many are listed."""
        text = self.tr("{shown} of {all} cases").format(shown=shown, all=of)
        self._count.setText(text)
        self._count.setAccessibleName(text)

    @property
    def count_text(self) -> str:
        """What it says of the number of cases."""
        return self._count.text()

    def _announce(self) -> None:
        if not self._filling:
            self.changed.emit(self.filters())
