"""A court outcome that a person records or takes back, with the record of the change."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from ehp_desktop.models.change_texts import (
    changes_text,
    confirmed_text,
    outcome_name,
    outcome_text,
    read_outcomes,
    stored_time,
)
from ehp_desktop.models.child import CourtOutcome
from ehp_desktop.models.evidence import add
from ehp_desktop.models.fields import FieldValue
from ehp_desktop.models.rows import OutcomeRow
from ehp_desktop.models.source import ChangeRecord

Change = tuple[str, FieldValue | None, FieldValue | None]
"""What of a record of change is other than it was: its name, before and after."""


def put_court_outcome(
    session: Session, outcome: OutcomeRow, *, on: dt.date, at: dt.datetime, by: str
) -> None:
    """Keep a court outcome in the place of that of the same child, kind and day, if any.

    One that says the same is left as it is, with the file that gave it.

    Args:
        session: of `Store.writing`.
        outcome: of a child of the store.
        on: the day of typing.
        at: now, aware.
        by: who records it.
    """
    told = select(CourtOutcome.court, CourtOutcome.case_number).where(*_this(outcome))
    if session.execute(told).first() == (outcome.court, outcome.case_number):
        return
    before = kept_outcomes(session).get(outcome.child_id, {})
    session.execute(delete(CourtOutcome).where(*_this(outcome)))
    session.execute(insert(CourtOutcome).values(**outcome._asdict(), file_id=None, row=None))
    _record(session, outcome.child_id, before, on=on, at=at, by=by)


def forget_court_outcome(
    session: Session, outcome: OutcomeRow, *, on: dt.date, at: dt.datetime, by: str
) -> bool:
    """Take away the court outcome of this child, kind and day that a person recorded.

    One that a file gave stays; returns whether there was one to take away.
    """
    typed = (*_this(outcome), CourtOutcome.file_id.is_(None))
    if session.execute(select(CourtOutcome.id).where(*typed)).first() is None:
        return False
    before = kept_outcomes(session).get(outcome.child_id, {})
    session.execute(delete(CourtOutcome).where(*typed))
    _record(session, outcome.child_id, before, on=on, at=at, by=by)
    return True


def _this(outcome: OutcomeRow) -> tuple[ColumnElement[bool], ...]:
    return (
        CourtOutcome.child_id == outcome.child_id,
        CourtOutcome.kind == outcome.kind,
        CourtOutcome.date == outcome.date,
    )


def kept_outcomes(session: Session) -> dict[str, dict[str, str]]:
    """Each child's court outcomes that are kept: by `outcome_name`, as `outcome_text`."""
    found: dict[str, dict[str, str]] = {}
    query = "SELECT child_id, kind, date, court, case_number, file_id, row FROM court_outcome"
    for child_id, kind, day, *told in session.connection().exec_driver_sql(query):
        found.setdefault(child_id, {})[outcome_name(kind, day)] = outcome_text(told)
    return found


def outcome_changes(before: Mapping[str, str | None], after: Mapping[str, str]) -> list[Change]:
    """What of a child's court outcomes is other than it was."""
    return [
        (name, before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def outcome_gaps(session: Session) -> dict[str, list[Change]]:
    """By child, where the court outcomes that are kept are not what was last recorded."""
    recorded: dict[str, dict[str, str | None]] = {}
    columns = select(ChangeRecord.child_id, ChangeRecord.changes).order_by(ChangeRecord.id)
    for child_id, changes in session.execute(columns.where(ChangeRecord.child_id.is_not(None))):
        said = read_outcomes(changes)
        if said:
            recorded.setdefault(str(child_id), {}).update(said)
    kept = kept_outcomes(session)
    gaps = {
        child_id: outcome_changes(recorded.get(child_id, {}), kept.get(child_id, {}))
        for child_id in sorted({*recorded, *kept})
    }
    return {child_id: changes for child_id, changes in gaps.items() if changes}


def _record(
    session: Session,
    child_id: str,
    before: dict[str, str],
    *,
    on: dt.date,
    at: dt.datetime,
    by: str,
) -> None:
    """Write the child's record of change: how many outcomes were and are kept, and which."""
    after = kept_outcomes(session).get(child_id, {})
    changes: list[Change] = [("outcomes", len(before), len(after))]
    record = {
        "child_id": child_id,
        "import_id": None,
        "file_id": None,
        "row": None,
        "as_of": on,
        "at": stored_time(at),
        "by": by,
        "changes": changes_text([*changes, *outcome_changes(before, after)]),
        "confirmed": confirmed_text(()),
        "origins": None,
    }
    add(session, ChangeRecord, record)
