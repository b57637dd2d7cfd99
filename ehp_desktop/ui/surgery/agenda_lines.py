"""The cases of an agenda as lines of a table, and the columns that show them."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.review.words import Route
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.tables.columns import Column, by_date, by_number, by_text

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import CaseLine
    from ehp_desktop.review.surgery import SurgeryShown

C = TypeVar("C")
tr = QCoreApplication.translate

_OF_A_CHILD = ("child", "child_id", "age", "placed", "order")
_ROUTES = tuple(f"route_{route.value}" for route in Route)


class AgendaLine(NamedTuple):
    """One case of an agenda: its place, its time and the child."""

    position: int
    start_time: dt.time
    case: "CaseLine"

    @property
    def child_id(self) -> str:
        """The child's id."""
        return self.case.row.child_id


def agenda_lines(shown: "SurgeryShown") -> list[AgendaLine]:
    """The cases of a surgery, in the agenda's order."""
    from ehp_desktop.review.caseload import CaseLine

    return [
        AgendaLine(
            one.position,
            one.start_time,
            CaseLine(one.row, one.age, one.cohort, one.routes, ever_listed=True, facts=one.facts),
        )
        for one in shown.cases
    ]


def agenda_columns(columns: CaseColumns) -> list[Column[AgendaLine]]:
    """Number and time, then the child as the caseload shows it."""
    number: Column[AgendaLine] = Column(
        "position",
        tr("agenda", "No."),
        lambda line: str(line.position),
        lambda line: line.position,
        width=4,
        to_right=True,
    )
    time: Column[AgendaLine] = Column(
        "start",
        tr("agenda", "Time"),
        lambda line: f"{line.start_time:%H:%M}",
        lambda line: line.position,
        width=6,
    )
    return [number, time, *(_of_case(one) for one in candidate_columns(columns))]


def candidate_columns(columns: CaseColumns) -> list[Column["CaseLine"]]:
    """The caseload's columns that say who a child is and how each route stands."""
    wanted = (*_OF_A_CHILD, *_ROUTES, "social_worker")
    return [column for column in columns.columns() if column.key in wanted]


def surgery_columns(language: Language) -> list[Column[SurgeryRow]]:
    """A surgery in the list of surgeries."""
    return [
        Column(
            "date",
            tr("agenda", "Date"),
            lambda row: say_short_date(row.date, language),
            lambda row: by_date(row.date),
            width=12,
        ),
        Column(
            "time",
            tr("agenda", "Time"),
            lambda row: f"{row.time:%H:%M}",
            lambda row: row.time.hour * 60 + row.time.minute,
            width=6,
        ),
        Column(
            "cases",
            tr("agenda", "Cases"),
            lambda row: str(len(row.cases)),
            lambda row: by_number(len(row.cases)),
            width=5,
            to_right=True,
        ),
        Column(
            "place",
            tr("agenda", "Place"),
            lambda row: row.place or "",
            lambda row: by_text(row.place),
            width=18,
            hidden=True,
        ),
    ]


def _of_case(column: Column["CaseLine"]) -> Column[AgendaLine]:
    """A column of a child's line as a column of an agenda's line."""
    return Column(
        column.key,
        column.header,
        _through(column.text),
        _through(column.sort_key),
        column.width,
        to_right=column.to_right,
        tooltip=column.tooltip and _through(column.tooltip),
        accessible=column.accessible and _through(column.accessible),
        icon=column.icon and _through(column.icon),
        ink=column.ink and _through(column.ink),
        header_tooltip=column.header_tooltip,
    )


def _through(of_case: Callable[["CaseLine"], C]) -> Callable[[AgendaLine], C]:
    return lambda line: of_case(line.case)
