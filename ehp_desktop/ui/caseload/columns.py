"""The columns of the caseload's list: one line a column, in the order in which they are shown."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QIcon

from ehp_desktop.review.words import Cohort, Route, RouteState
from ehp_desktop.ui import shapes, theme
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.rich import isolated
from ehp_desktop.ui.tables.columns import LAST_NUMBER, Column, by_date, by_number, by_text

if TYPE_CHECKING:
    from ehp_desktop.review.assessment import RouteAssessment
    from ehp_desktop.review.caseload import CaseLine

_STATE_ORDER = {RouteState.READY: 0, RouteState.WORK_NEEDED: 1, RouteState.NOT_THIS_ROUTE: 1_000}
_COHORT_ORDER = {cohort: number for number, cohort in enumerate(Cohort)}


def full_name(line: "CaseLine") -> str:
    """A child's name as recorded; the id where no name is."""
    named = " ".join(part for part in (line.row.forename, line.row.surname) if part)
    return isolated(named or line.row.child_id)


class CaseColumns(QObject):
    """Makes the list. `as_of` is read when a cell is shown: set it before setting rows."""

    def __init__(self, words: CaseWords, as_of: dt.date) -> None:
        super().__init__(words)
        self.words = words
        self.as_of = as_of

    def columns(self) -> list[Column["CaseLine"]]:
        """The columns."""
        tr = self.tr
        return [
            Column("child", tr("Child"), full_name, _by_name, 20, searched=True),
            self._text("child_id", tr("ID"), 9),
            Column("age", tr("Age"), _age, lambda one: by_number(one.age), 4),
            Column("placed", tr("Placed"), self._placed, _by_cohort, 8),
            self._of_order(tr("Order")),
            *(self._of_route(route) for route in Route),
            self._day("earliest_date", tr("Not before"), tr("When time alone is wanting")),
            self._day("closes_on", tr("Closes"), tr("When an open route is first too late")),
            self._text("team", tr("Team"), 14),
            self._text("social_worker", tr("Social worker"), 16),
            self._date("last_review_date", tr("Last review")),
            Column("listed", tr("Listed"), self._listed, lambda one: int(one.ever_listed), 7),
            self._date("date_of_birth", tr("Born"), hidden=True),
            self._date("placement_start", tr("Placed since"), hidden=True),
            self._date("legal_status_date", tr("Order made"), hidden=True),
            self._date("last_visit_date", tr("Last visit"), hidden=True),
            self._text("case_number", tr("Case number"), 12, hidden=True),
            self._text("sibling_group", tr("Sibling group"), 12, hidden=True),
            self._text("iro", tr("Reviewing officer"), 16, hidden=True),
        ]

    def _text(
        self, field: str, header: str, width: int, *, hidden: bool = False
    ) -> Column["CaseLine"]:
        """A recorded text of the child."""
        return Column(
            field,
            header,
            lambda one: isolated(getattr(one.row, field) or ""),
            lambda one: by_text(getattr(one.row, field)),
            width,
            searched=True,
            hidden=hidden,
        )

    def _date(self, field: str, header: str, *, hidden: bool = False) -> Column["CaseLine"]:
        """A date of the child, as far as it had happened by the as-at day."""
        return Column(
            field,
            header,
            lambda one: self.words.date(getattr(one.facts, field)),
            lambda one: by_date(getattr(one.facts, field)),
            11,
            hidden=hidden,
        )

    def _day(self, which: str, header: str, explained: str) -> Column["CaseLine"]:
        """The first of the routes' days of one kind, and whose it is."""
        return Column(
            which,
            header,
            lambda one: self._day_and_route(one, which),
            lambda one: _first_day(one, which),
            15,
            header_tooltip=explained,
        )

    def _of_order(self, header: str) -> Column["CaseLine"]:
        return Column(
            "order",
            header,
            self._order,
            lambda one: by_date(one.facts.legal_status_date),
            7,
            tooltip=self._order_in_full,
            accessible=self._order_in_full,
        )

    # Cells

    def _placed(self, line: "CaseLine") -> str:
        return self.words.cohort(line.cohort)

    def _order(self, line: "CaseLine") -> str:
        status = line.facts.legal_status or ""
        time = self.words.years_since(line.facts.legal_status_date, self.as_of)
        return f"{status} {time}".strip()

    def _order_in_full(self, line: "CaseLine") -> str:
        status = line.facts.legal_status or self.tr("Legal status not recorded")
        day = line.facts.legal_status_date
        if day is None:
            return self.tr("{status}, date not recorded").format(status=status)
        return self.tr("{status} since {date}").format(status=status, date=self.words.date(day))

    def _day_and_route(self, line: "CaseLine", which: str) -> str:
        dated = _dated(line, which)
        if not dated:
            return ""
        day, route = min(dated, key=lambda pair: pair[0])
        return f"{self.words.date(day)} {self.words.route_in_short(route)}"

    def _listed(self, line: "CaseLine") -> str:
        return self.tr("yes") if line.ever_listed else self.tr("never")

    # The routes' own columns

    def _of_route(self, route: Route) -> Column["CaseLine"]:
        return Column(
            f"route_{route.value}",
            self.words.route_in_short(route),
            lambda one: self._state(one.routes.get(route)),
            lambda one: _by_state(one.routes.get(route)),
            9,
            tooltip=lambda one: self.explain(route, one.routes.get(route)),
            accessible=lambda one: self._spoken(route, one.routes.get(route)),
            icon=lambda one: _icon(one.routes.get(route)),
            ink=lambda one: _ink(one.routes.get(route)),
            header_tooltip=self.words.route(route),
        )

    def _state(self, found: "RouteAssessment | None") -> str:
        if found is None:
            return ""
        return self.words.state_in_short(found.state, len(found.outstanding))

    def _spoken(self, route: Route, found: "RouteAssessment | None") -> str:
        if found is None:
            return self.tr("{route}: not assessed").format(route=self.words.route(route))
        state = f"{self.words.route(route)}: {self.words.state(found.state)}"
        if found.state is RouteState.WORK_NEEDED:
            return self.tr("{state}, {n} left").format(state=state, n=len(found.outstanding))
        return state

    def explain(self, route: Route, found: "RouteAssessment | None") -> str:
        """A state with its outstanding criteria, a line each; for hovering and for focus."""
        if found is None:
            return self.tr("In no cohort of the surgery, so not assessed")
        lines = [f"{self.words.route(route)}: {self.words.state(found.state)}"]
        if found.earliest_date is not None:
            lines[0] += self.tr(", not before {date}").format(
                date=self.words.date(found.earliest_date)
            )
        wanted = found.outstanding
        if found.state is RouteState.NOT_THIS_ROUTE:
            wanted = tuple(one for one in wanted if one.startswith("E"))
            lines.append(self.tr("Does not hold, or is not known:"))
        elif wanted:
            lines.append(self.tr("What is left:"))
        lines += [f"• {self.words.statement(one)}" for one in wanted]
        return "\n".join(lines)


def _age(line: "CaseLine") -> str:
    return "" if line.age is None else str(line.age)


def _by_name(line: "CaseLine") -> str:
    return by_text(f"{line.row.surname or ''} {line.row.forename or ''}".strip())


def _by_cohort(line: "CaseLine") -> int:
    return LAST_NUMBER if line.cohort is None else _COHORT_ORDER[line.cohort]


def _by_state(found: "RouteAssessment | None") -> int:
    if found is None:
        return LAST_NUMBER
    return _STATE_ORDER[found.state] + len(found.outstanding)


def _dated(line: "CaseLine", which: str) -> list[tuple[dt.date, Route]]:
    dated = [(getattr(found, which), route) for route, found in line.routes.items()]
    return [(day, route) for day, route in dated if day is not None]


def _first_day(line: "CaseLine", which: str) -> int:
    return min((day.toordinal() for day, _ in _dated(line, which)), default=LAST_NUMBER)


def _icon(found: "RouteAssessment | None") -> QIcon | None:
    return None if found is None else shapes.state_icon(found.state)


def _ink(found: "RouteAssessment | None") -> QColor | None:
    return None if found is None else theme.colour(theme.Role(found.state.value))
