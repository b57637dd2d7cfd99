"""Court outcomes of a file beside those of the store."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from ehp_desktop.models.rows import OutcomeRow
from ehp_desktop.review.intake.compare import Status
from ehp_desktop.review.intake.incoming import Incoming, IncomingOutcome, Problem
from ehp_desktop.review.intake.values import say_rows

OUTCOMES: Final = "outcomes"
"""The profile of a file of court outcomes; it says nothing of who is looked after."""

_UNKNOWN_CHILD: Final = (
    "The store has no child {child}, so this outcome is not taken. Import the child first."
)
_TWICE: Final = (
    "This outcome of child {child} is given more than once ({rows}), so none of these rows is "
    "taken. Keep the row that is right."
)


class PlannedOutcome(NamedTuple):
    """What an import would do to one court outcome; `after` is what would be stored."""

    incoming: IncomingOutcome
    status: Status
    after: OutcomeRow


def plan_outcomes(
    incoming: Incoming,
    children: Collection[str],
    stored: Mapping[tuple[str, str, dt.date], OutcomeRow],
) -> tuple[list[PlannedOutcome], list[Problem]]:
    """The outcomes that are taken, and why the others are refused.

    `children`: the ids that the store knows. A blank court or case number keeps what is stored.
    """
    rows: dict[tuple[str, str, dt.date], list[int]] = {}
    for one in incoming.outcomes:
        rows.setdefault((one.child_id, one.kind, one.date), []).append(one.origin.row)
    planned, problems = [], []
    for one in incoming.outcomes:
        event = (one.child_id, one.kind, one.date)
        if one.child_id not in children:
            problems.append(_refused(incoming, one, _UNKNOWN_CHILD, rows[event]))
        elif len(rows[event]) > 1:
            problems.append(_refused(incoming, one, _TWICE, rows[event]))
        else:
            planned.append(_plan(one, stored.get(event)))
    return planned, problems


def _plan(one: IncomingOutcome, before: OutcomeRow | None) -> PlannedOutcome:
    if before is None:
        after = OutcomeRow(one.child_id, one.kind, one.date, one.court, one.case_number)
        return PlannedOutcome(one, Status.NEW, after)
    after = before._replace(
        court=one.court or before.court, case_number=one.case_number or before.case_number
    )
    return PlannedOutcome(one, Status.UNCHANGED if after == before else Status.CHANGED, after)


def _refused(incoming: Incoming, one: IncomingOutcome, why: str, rows: list[int]) -> Problem:
    return Problem(
        "error",
        why.format(child=one.child_id, rows=say_rows(rows)),
        file=incoming.files[one.origin.file].name,
        sheet=one.sheet,
        row=one.origin.row,
        column=one.column,
        field="child_id",
        value=one.child_id,
    )
