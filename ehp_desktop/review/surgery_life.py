"""What becomes of a surgery: postponed, cancelled, held, closed, added to; and what shows it.

Issuing is review/issuing.py; the table of states is review/surgery_states.py. Every step is an
event that keeps who, when, and the surgery as it then was.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import IssuedRow, SurgeryEventRow, SurgeryRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.confirming import stands, threads, waiting
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.relisting import list_again
from ehp_desktop.review.surgery_states import (
    Move,
    Part,
    SurgeryState,
    must,
    surgery_row,
    take_up_again,
)
from ehp_desktop.review.texts import wanted_text

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is


class CloseRefusedError(RefusedError):
    """A surgery that cannot be closed yet; nothing was changed.

    `without_outcome`: its cases that have no confirmed outcome, in their order. `drafts`: how many
    of its outcomes and actions await the chair's confirmation.
    """

    def __init__(self, message: str, without_outcome: tuple[str, ...], drafts: int) -> None:
        super().__init__(message)
        self.without_outcome = without_outcome
        self.drafts = drafts


@requires(Deed.MAKE_SURGERY)
def postpone(
    opened: "OpenStore", surgery_id: int, reason: str, *, to: dt.date | None = None
) -> None:
    """Postpone a surgery to a date, or for now to none; the reason is kept with who and when.

    With a date it stays, or becomes again, the draft or the issued surgery that it was; its agenda
    then says that the date changed.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: it has been held, closed or cancelled; it is postponed and no date is given,
            or the date is its own; or the reason is blank or too long.
    """
    from ehp_desktop.models import writes

    text = wanted_text("reason", reason)
    with recording(opened, Action.POSTPONED, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Move.POSTPONE if to is None else Move.GIVE_DATE)
        if to is None:
            writes.set_surgery_state(pen.session, surgery_id, SurgeryState.POSTPONED)
        elif row.state == SurgeryState.POSTPONED:
            take_up_again(pen, surgery_id)
        elif to == row.date:
            raise RefusedError(
                f"Surgery {surgery_id} is on that day already; nothing was changed. Give another."
            )
        if to is not None:
            _move(pen.session, row, to)
        pen.surgery_event(surgery_id, Move.POSTPONE, text=text)


@requires(Deed.MAKE_SURGERY)
def cancel(opened: "OpenStore", surgery_id: int, reason: str) -> None:
    """Cancel a surgery for good; its agenda, versions and notes stay to be read.

    Its relisted cases come onto the next agenda that there is.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: it has been held, closed or cancelled; or the reason is blank or too long.
    """
    from ehp_desktop.models import writes

    text = wanted_text("reason", reason)
    with recording(opened, Action.CANCELLED, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Move.CANCEL)
        writes.set_surgery_state(pen.session, surgery_id, SurgeryState.CANCELLED)
        pen.surgery_event(surgery_id, Move.CANCEL, text=text)
        list_again(pen, row.cases)


@requires(Deed.CLOSE)
def hold(opened: "OpenStore", surgery_id: int, at: dt.datetime | None = None) -> None:
    """Mark a surgery as held: from now on its cases stay, and outcomes are recorded.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        at: when it began, in local time where no zone is said; now unless given.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: it is not issued, or the time is still to come.
    """
    from ehp_desktop.models import writes

    now = opened.clock()
    began = (now if at is None else at).astimezone(dt.UTC)
    if began > now:
        raise RefusedError(
            "The time at which the surgery is said to have been held is still to come; nothing was "
            "changed. Give the time at which it began."
        )
    with recording(opened, Action.HELD, about={"surgery": surgery_id}) as pen:
        must(surgery_row(pen.session, surgery_id), Move.HOLD)
        writes.set_surgery_state(pen.session, surgery_id, SurgeryState.HELD)
        pen.surgery_event(surgery_id, Move.HOLD, text=began.isoformat("T", "minutes"))


@requires(Deed.CLOSE)
def close(opened: "OpenStore", surgery_id: int, *, anyway: str | None = None) -> None:
    """Close a surgery that has been held: what is said after that is an addendum.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        anyway: the reason for closing it with cases that have no confirmed outcome; kept.

    Raises:
        NotFoundError: there is no such surgery.
        CloseRefusedError: a case has no confirmed outcome and no reason is given, or an outcome or
            action of it awaits confirmation.
        RefusedError: it has not been held; or the reason is blank or too long.
    """
    from ehp_desktop.models import writes

    reason = None if anyway is None else wanted_text("reason", anyway)
    with recording(opened, Action.CLOSED, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Move.CLOSE)
        without, drafts = _still_open(pen.session, row)
        if drafts or (without and reason is None):
            raise CloseRefusedError(_not_closed(surgery_id, without, drafts), without, drafts)
        writes.set_surgery_state(pen.session, surgery_id, SurgeryState.CLOSED)
        pen.surgery_event(surgery_id, Move.CLOSE, text=reason)


@requires(Deed.CLOSE)
def add_addendum(opened: "OpenStore", surgery_id: int, text: str) -> None:
    """Add to a closed surgery what is to be said after it: dated and signed, beside the minutes.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: it is not closed, or the text is blank or too long.
    """
    said = wanted_text("addendum", text)
    with recording(opened, Action.ADDENDUM, about={"surgery": surgery_id}) as pen:
        must(surgery_row(pen.session, surgery_id), Part.ADDENDA)
        pen.surgery_event(surgery_id, "addendum", text=said)


@requires(Deed.READ)
def surgery_events(opened: "OpenStore", surgery_id: int) -> list[SurgeryEventRow]:
    """Everything that became of a surgery, oldest first.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.models.life_reads import all_versions

    with opened.store.reading() as session:
        surgery_row(session, surgery_id)
        return all_versions(session, SurgeryEventRow, surgery_id=surgery_id)


@requires(Deed.READ)
def issued_papers(opened: "OpenStore", surgery_id: int) -> list[IssuedRow]:
    """The papers kept of a surgery, in the order in which they were issued.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.models.life_reads import all_versions

    with opened.store.reading() as session:
        surgery_row(session, surgery_id)
        return all_versions(session, IssuedRow, surgery_id=surgery_id)


@requires(Deed.READ)
def still_open(opened: "OpenStore", surgery_id: int) -> tuple[tuple[str, ...], int]:
    """What keeps a surgery from being closed: cases without an outcome, and how many drafts.

    Raises:
        NotFoundError: there is no such surgery.
    """
    with opened.store.reading() as session:
        return _still_open(session, surgery_row(session, surgery_id))


def _still_open(session: Session, row: SurgeryRow) -> tuple[tuple[str, ...], int]:
    from ehp_desktop.models.life_reads import all_versions
    from ehp_desktop.models.rows import ActionRow, CaseOutcomeRow

    outcomes = threads(all_versions(session, CaseOutcomeRow, surgery_id=row.id)).values()
    actions = threads(all_versions(session, ActionRow, surgery_id=row.id)).values()
    standing = [stands(versions) for versions in outcomes]
    decided = {one.child_id for one in standing if one is not None}
    drafts = sum(waiting(versions) is not None for versions in outcomes)
    drafts += sum(waiting(versions) is not None for versions in actions)
    return tuple(one for one in row.cases if one not in decided), drafts


def _not_closed(surgery_id: int, without: tuple[str, ...], drafts: int) -> str:
    reasons = []
    if without:
        reasons.append(f"these cases have no confirmed outcome: {', '.join(without)}")
    if drafts:
        reasons.append(f"{drafts} of its outcomes and actions await the chair's confirmation")
    return (
        f"Surgery {surgery_id} was not closed: {'; and '.join(reasons)}. Nothing was changed. "
        "Record and confirm what is missing, or close it with a reason for what has no outcome."
    )


def _move(session: Session, row: SurgeryRow, to: dt.date) -> None:
    from ehp_desktop.models import writes

    writes.edit_surgery(
        session,
        row.id,
        date=to,
        time=row.time,
        place=row.place,
        chair=row.chair,
        lawyer=row.lawyer,
        apologies=row.apologies,
        minutes_per_case=row.minutes_per_case,
    )
