"""A court outcome that a person records or takes back, with the record of the change."""

import datetime as dt

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from ehp_desktop.models.change_texts import changes_text, confirmed_text, stored_time
from ehp_desktop.models.child import CourtOutcome
from ehp_desktop.models.evidence import add
from ehp_desktop.models.rows import OutcomeRow
from ehp_desktop.models.source import ChangeRecord


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
    before = _how_many(session, outcome.child_id)
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
    before = _how_many(session, outcome.child_id)
    session.execute(delete(CourtOutcome).where(*typed))
    _record(session, outcome.child_id, before, on=on, at=at, by=by)
    return True


def _this(outcome: OutcomeRow) -> tuple[ColumnElement[bool], ...]:
    return (
        CourtOutcome.child_id == outcome.child_id,
        CourtOutcome.kind == outcome.kind,
        CourtOutcome.date == outcome.date,
    )


def _how_many(session: Session, child_id: str) -> int:
    wanted = select(func.count()).where(CourtOutcome.child_id == child_id)
    return session.execute(wanted).scalar_one()


def _record(
    session: Session, child_id: str, before: int, *, on: dt.date, at: dt.datetime, by: str
) -> None:
    """Write the child's record of change: how many outcomes were and are kept."""
    record = {
        "child_id": child_id,
        "import_id": None,
        "file_id": None,
        "row": None,
        "as_of": on,
        "at": stored_time(at),
        "by": by,
        "changes": changes_text([("outcomes", before, _how_many(session, child_id))]),
        "confirmed": confirmed_text(()),
        "origins": None,
    }
    add(session, ChangeRecord, record)
