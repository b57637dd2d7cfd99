"""Legal holds, and purging what is kept of a child.

This store is a working copy: the child's case record is kept elsewhere until the 75th birthday
(CPPCR(W) Regs 2015 reg 64), and outcomes and reasons are copied to it first. When the working
copy is purged is the authority's own policy.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ehp_desktop.models.errors import EhpError, NotFoundError, RefusedError
from ehp_desktop.models.surgery_rows import (
    ActionRow,
    AttendanceRow,
    CaseOutcomeRow,
    HoldRow,
    NoteRow,
)
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.surgery_states import SurgeryState
from ehp_desktop.review.texts import wanted_text

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class Purgeable:
    """A child who ceased to be looked after, and why they cannot be purged; None = they can."""

    child_id: str
    ceased_date: dt.date
    hindrance: str | None


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did: rows emptied or deleted, and other texts in which the id still stands.

    `mentions`: "note 12" and so on, for a person to read and withdraw or correct.
    """

    child_id: str
    rows: int
    mentions: tuple[str, ...]


@requires(Deed.HOLD)
def place_hold(opened: "OpenStore", child_id: str, reason: str) -> int:
    """Place a legal hold on a child's record: nothing of it is purged until it is lifted.

    Raises:
        NotFoundError: there is no such child.
        RefusedError: the reason is blank, or there is a hold already.
    """
    from ehp_desktop.models import reads

    why = wanted_text("reason", reason)
    with recording(opened, Action.HOLD, child_id=child_id) as pen:
        if reads.child(pen.session, child_id) is None:
            raise NotFoundError(_no_child(child_id))
        if _holds(pen.session, child_id):
            raise RefusedError(
                f"There is a legal hold on child {child_id} already; nothing was changed."
            )
        return pen.first(HoldRow, child_id=child_id, reason=why)


@requires(Deed.HOLD)
def lift_hold(opened: "OpenStore", child_id: str, reason: str) -> int:
    """Lift the legal hold on a child's record.

    Raises:
        RefusedError: there is none, or the reason is blank.
    """
    why = wanted_text("reason", reason)
    with recording(opened, Action.HOLD, child_id=child_id) as pen:
        there = _holds(pen.session, child_id)
        if not there:
            raise RefusedError(f"There is no legal hold on child {child_id}; nothing was changed.")
        return pen.next(there[0], reason=why, withdrawn=True)


@requires(Deed.READ)
def holds(opened: "OpenStore") -> list[HoldRow]:
    """Every legal hold as it stands, lifted ones too, in the order in which they were placed."""
    from ehp_desktop.models import life_reads

    with opened.store.reading() as session:
        return life_reads.current(session, HoldRow)


@requires(Deed.PURGE)
def purgeable(opened: "OpenStore", left_before: dt.date) -> list[Purgeable]:
    """Children who ceased to be looked after before a day, the earliest first."""
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        left = [
            (row.ceased_date, row.child_id)
            for row in reads.children(session)
            if row.ceased_date is not None and row.ceased_date < left_before
        ]
        return [Purgeable(one, day, _hindrance(session, one)) for day, one in sorted(left)]


@requires(Deed.PURGE)
def purge(opened: "OpenStore", child_id: str) -> Purged:
    """Take everything that is kept of a child away, for good; a record that names no one stays.

    Copies that were made before keep what they hold, automatic backups until they are replaced.

    Raises:
        NotFoundError: there is no such child.
        RefusedError: there is a legal hold, the child is on the agenda of a surgery to come, or an
            outcome has not been copied to the case record; nothing was changed.
    """
    from ehp_desktop.models import reads
    from ehp_desktop.models.purging import purge_child

    if opened.store.keys.advice_now is None:
        raise RefusedError(
            "Legal advice on a child is purged with the key to it, which is not held; nothing was "
            "purged. Sign in again."
        )
    with opened.store.writing(Action.PURGED) as session:
        if reads.child(session, child_id) is None:
            raise NotFoundError(_no_child(child_id))
        hindrance = _hindrance(session, child_id)
        if hindrance is not None:
            raise RefusedError(f"{hindrance} Nothing of child {child_id} was purged.")
        rows = purge_child(session, opened.store.keys, child_id)
        done = Purged(child_id, rows, _mentions(session, child_id))
    with suppress(EhpError):  # what is left in the log is brought in when the store is closed
        opened.store.bring_log_in()
    return done


def _hindrance(session: Any, child_id: str) -> str | None:
    """Why a child cannot be purged; None = they can."""
    from ehp_desktop.models import life_reads, reads

    if _holds(session, child_id):
        return "There is a legal hold on this record; lift it first."
    over = {SurgeryState.CLOSED, SurgeryState.CANCELLED}
    if any(one.state not in over for one in reads.surgeries_of(session, child_id)):
        return "The child is on the agenda of a surgery that is not closed; take them off it first."
    outcomes = life_reads.current(session, CaseOutcomeRow, child_id=child_id)
    if any(one.copied_on is None and not one.withdrawn for one in outcomes):
        return "An outcome has not been copied to the child's case record; copy it there first."
    return None


def _holds(session: Any, child_id: str) -> list[HoldRow]:
    from ehp_desktop.models import life_reads

    found = life_reads.current(session, HoldRow, child_id=child_id)
    return [one for one in found if not one.withdrawn]


def _mentions(session: Any, child_id: str) -> tuple[str, ...]:
    """Other texts in which the purged id still stands."""
    from ehp_desktop.models import life_reads

    notes = life_reads.all_versions(session, NoteRow)
    actions = life_reads.all_versions(session, ActionRow)
    attendance = life_reads.all_versions(session, AttendanceRow)
    return (
        *(f"note {one.id}" for one in notes if child_id in (one.text or "")),
        *(f"action {one.id}" for one in actions if child_id in one.what),
        *(f"attendance {one.id}" for one in attendance if child_id in (one.conflict or "")),
    )


def _no_child(child_id: str) -> str:
    return (
        f"The store has no child {child_id}; nothing was changed. Look the id up in the caseload."
    )
