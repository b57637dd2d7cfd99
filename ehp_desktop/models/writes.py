"""Writes to surgeries and their agendas; those of imports and of typed values are elsewhere."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ehp_desktop.models.child import Child
from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.surgery import Surgery, SurgeryCase

DRAFT = "draft"
"""The state of a surgery that has not been held."""


def add_surgery(
    session: Session,
    *,
    date: dt.date,
    time: dt.time,
    place: str | None,
    chair: str | None,
    lawyer: str | None,
    apologies: str | None,
    minutes_per_case: int,
    at: dt.datetime,
    by: str,
) -> int:
    """Add a surgery with an empty agenda; returns its number, which no other ever had.

    Args:
        session: of `Store.writing`.
        date, time: when it is held, local.
        place, chair, lawyer, apologies: None where not known.
        minutes_per_case: whole minutes.
        at: now, UTC.
        by: who adds it.
    """
    number: int = session.execute(
        insert(Surgery)
        .values(
            date=date,
            time=time,
            place=place,
            chair=chair,
            lawyer=lawyer,
            apologies=apologies,
            minutes_per_case=minutes_per_case,
            state=DRAFT,
            made_at=_stored(at),
            made_by=by,
        )
        .returning(Surgery.id)
    ).scalar_one()
    return number


def edit_surgery(
    session: Session,
    surgery_id: int,
    *,
    date: dt.date,
    time: dt.time,
    place: str | None,
    chair: str | None,
    lawyer: str | None,
    apologies: str | None,
    minutes_per_case: int,
) -> None:
    """Change a surgery's own facts; its agenda stays.

    Raises:
        NotFoundError: there is no such surgery.
    """
    _must_be(session, surgery_id)
    session.execute(
        update(Surgery)
        .where(Surgery.id == surgery_id)
        .values(
            date=date,
            time=time,
            place=place,
            chair=chair,
            lawyer=lawyer,
            apologies=apologies,
            minutes_per_case=minutes_per_case,
        )
    )


def set_surgery_state(session: Session, surgery_id: int, state: str) -> None:
    """Put a surgery into another state of its life.

    Raises:
        NotFoundError: there is no such surgery.
    """
    _must_be(session, surgery_id)
    session.execute(update(Surgery).where(Surgery.id == surgery_id).values(state=state))


def set_surgery_cases(
    session: Session, surgery_id: int, child_ids: Sequence[str], *, at: dt.datetime, by: str
) -> None:
    """Make an agenda exactly these children, in this order.

    Who was on it before keeps when and by whom they were added.

    Raises:
        NotFoundError: there is no such surgery or child.
        RefusedError: a child is named twice.
    """
    if len(set(child_ids)) != len(child_ids):
        raise RefusedError(
            "A child is named twice, and can be on an agenda once; the agenda is as it was. "
            "Name each child once."
        )
    _must_be(session, surgery_id)
    known = set(session.scalars(select(Child.child_id)))
    unknown = [child_id for child_id in child_ids if child_id not in known]
    if unknown:
        raise NotFoundError(
            f"There is no child with the id {unknown[0]} in this store; the agenda is as it was. "
            "Check the id, or import the child first."
        )
    columns = (SurgeryCase.child_id, SurgeryCase.added_at, SurgeryCase.added_by)
    on_it = select(*columns).where(SurgeryCase.surgery_id == surgery_id)
    there = {
        child_id: (added_at, added_by) for child_id, added_at, added_by in session.execute(on_it)
    }
    session.execute(delete(SurgeryCase).where(SurgeryCase.surgery_id == surgery_id))
    rows = []
    for position, child_id in enumerate(child_ids, start=1):
        added_at, added_by = there.get(child_id, (_stored(at), by))
        rows.append(
            {
                "surgery_id": surgery_id,
                "child_id": child_id,
                "position": position,
                "added_at": added_at,
                "added_by": added_by,
            }
        )
    if rows:
        session.execute(insert(SurgeryCase), rows)


def _stored(at: dt.datetime) -> dt.datetime:
    """A time as the store keeps it: UTC without saying so, whole seconds."""
    return at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)


def _must_be(session: Session, surgery_id: int) -> None:
    there = session.execute(select(Surgery.id).where(Surgery.id == surgery_id)).first()
    if there is None:
        raise NotFoundError(
            f"There is no surgery number {surgery_id}; nothing was changed. "
            "The list of surgeries shows their numbers."
        )
