"""What a surgery decided of its cases: recorded, confirmed, copied to the case record, taken back.

One thread a case and surgery; whatever is recorded later is a new version. An administrator's is a
draft until the chair confirms it (`confirming`); relisted cases come back by themselves
(`relisting`).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import CaseOutcomeRow, SurgeryRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.confirming import (
    confirms,
    last_confirmed,
    shown,
    stands,
    take_back,
    thread_of,
    threads,
    waiting,
)
from ehp_desktop.review.outcome_codes import KIND_OF, Needs
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.relisting import Settled, settle
from ehp_desktop.review.surgery_states import Part, must, surgery_row
from ehp_desktop.review.texts import tidy_line, tidy_text

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is
Versions = Sequence[CaseOutcomeRow]


class OutcomeResult(NamedTuple):
    """What recording did: the outcome's number, whether it stands, and what it did to agendas."""

    id: int
    child_id: str
    confirmed: bool
    settled: Settled = Settled()


class OutcomeListed(NamedTuple):
    """One outcome as it is: what stands, else the draft; and the draft that waits beside it.

    `versions`: all of its thread, oldest first. `row` None: it was withdrawn.
    """

    surgery: SurgeryRow
    row: CaseOutcomeRow | None
    draft: CaseOutcomeRow | None
    versions: tuple[CaseOutcomeRow, ...]


@requires(Deed.RECORD)
def record(
    opened: "OpenStore",
    surgery_id: int,
    child_id: str,
    code: str,
    *,
    reason: str | None = None,
    by_date: dt.date | None = None,
) -> OutcomeResult:
    """Record what a surgery decided of one of its cases, in the place of what it decided before.

    An administrator's is a draft; anybody else's stands at once.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: the case is not on its agenda, the surgery's state lets no outcome change,
            or the outcome's reason or date is missing, not wanted or cannot be.
    """
    with recording(opened, Action.OUTCOME, child_id=child_id) as pen:
        surgery = _open_surgery(pen.session, surgery_id)
        if child_id not in surgery.cases:
            raise RefusedError(
                f"{child_id} is not on the agenda of surgery {surgery_id}, so no outcome was "
                "recorded. Put the case on its agenda first."
            )
        values = _checked(surgery, code, reason, by_date)
        found = _of_case(pen.session, surgery_id, child_id)
        values |= {"withdrawn": False, "copied_on": None, "copied_by": None}
        values["confirmed"] = confirms(opened)
        if found:
            pen.next(found[-1], **values)
        else:
            del values["withdrawn"]
            pen.first(CaseOutcomeRow, surgery_id=surgery_id, child_id=child_id, **values)
        return _result(pen, found, surgery, child_id)


@requires(Deed.CONFIRM)
def confirm(
    opened: "OpenStore", surgery_id: int, child_ids: Sequence[str] | None = None
) -> list[OutcomeResult]:
    """Confirm the drafts of a surgery, all or those of some children; all of these or none.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: a child has no draft there, or the surgery's state lets no outcome change.
    """
    with recording(opened, Action.OUTCOME, about={"confirmed": True}) as pen:
        surgery = _open_surgery(pen.session, surgery_id)
        drafts = {one[-1].child_id: one for one in _of_surgery(pen.session, surgery.id)}
        drafts = {child_id: one for child_id, one in drafts.items() if waiting(one)}
        wanted = list(drafts) if child_ids is None else list(dict.fromkeys(child_ids))
        without = [one for one in wanted if one not in drafts]
        if without:
            raise RefusedError(
                f"No outcome of {', '.join(without)} waits to be confirmed at surgery "
                f"{surgery_id}; nothing was changed."
            )
        for child_id in wanted:
            pen.next(drafts[child_id][-1], confirmed=True)
        return [_result(pen, drafts[one], surgery, one) for one in wanted]


@requires(Deed.RECORD)
def copied(
    opened: "OpenStore", outcome_id: int, on: dt.date, by: str | None = None
) -> OutcomeResult:
    """Record that an outcome was copied to the child's case record, on a day and by whom.

    `by` None: by the actor. It may be recorded after the surgery was closed.

    Raises:
        NotFoundError: there is no such outcome.
        RefusedError: it does not stand, a draft waits over it, or the day is before the surgery's.
    """
    name = tidy_line("name", by) or opened.actor.name
    child_id = _child_of(opened, outcome_id)
    with recording(opened, Action.OUTCOME, child_id=child_id, about={"copied": True}) as pen:
        versions = _thread(pen.session, outcome_id)
        last = versions[-1]
        if last.withdrawn or not last.confirmed:
            raise RefusedError(
                f"Outcome {outcome_id} is withdrawn or has a draft that waits to be confirmed, so "
                "nothing was changed. Have it confirmed first."
            )
        surgery = surgery_row(pen.session, last.surgery_id)
        if on < surgery.date:
            raise RefusedError(
                f"Outcome {outcome_id} cannot have been copied before its surgery was held; "
                "nothing was changed. Give the day on which it was."
            )
        pen.next(last, copied_on=on, copied_by=name)
        return OutcomeResult(last.thread, last.child_id, confirmed=True)


@requires(Deed.RECORD)
def withdraw(opened: "OpenStore", surgery_id: int, child_id: str) -> OutcomeResult:
    """Withdraw the outcome of a case; where a draft waits over what stands, only the draft.

    An administrator's withdrawal of what stands is itself a draft.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: there is no outcome, or the surgery's state lets no outcome change.
    """

    def write(pen: "Pen", found: Versions) -> None:
        if not found or shown(found) is None:
            raise RefusedError(
                f"Surgery {surgery_id} has no outcome of {child_id} to withdraw; nothing was "
                "changed."
            )
        take_back(pen, found, confirmed=confirms(opened))

    return _rewrite(opened, surgery_id, child_id, write)


@requires(Deed.RECORD)
def undo(opened: "OpenStore", surgery_id: int, child_id: str) -> OutcomeResult:
    """Take back the last that was recorded of a case: as it was before, in a new version.

    Once more brings it back again. An administrator takes back only what they recorded.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: nothing was recorded, or by somebody else, or the surgery's state
            lets no outcome change.
    """

    def write(pen: "Pen", found: Versions) -> None:
        if not found:
            raise RefusedError(
                f"Nothing was recorded of {child_id} at surgery {surgery_id}, so nothing was "
                "changed."
            )
        last = found[-1]
        if not confirms(opened) and last.author_id != opened.actor.id:
            raise RefusedError(
                "What somebody else recorded last is not taken back by an administrator; nothing "
                "was changed. Record the outcome that is right, as a draft."
            )
        if len(found) == 1:
            pen.next(last, withdrawn=True)
            return
        before = found[-2]
        again = {name: getattr(before, name) for name in (*_CONTENT, "copied_on", "copied_by")}
        said = last_confirmed(found)
        known = said is not None and _content(said) == _content(before)
        pen.next(last, **again, confirmed=before.confirmed and (known or confirms(opened)))

    return _rewrite(opened, surgery_id, child_id, write)


@requires(Deed.READ)
def list_outcomes(
    opened: "OpenStore", surgery_id: int | None = None, child_id: str | None = None
) -> list[OutcomeListed]:
    """Outcomes of a surgery, of a child, or all: by surgery, and in the order of its agenda."""
    from ehp_desktop.models import life_reads, reads

    wanted = {"surgery_id": surgery_id, "child_id": child_id}
    asked = {name: value for name, value in wanted.items() if value is not None}
    with opened.store.reading() as session:
        if surgery_id is not None:
            surgery_row(session, surgery_id)
        surgeries = reads.surgeries(session)
        rows = life_reads.all_versions(session, CaseOutcomeRow, **asked)
    by_id = {one.id: (place, one) for place, one in enumerate(surgeries)}
    listed = [
        OutcomeListed(by_id[one[0].surgery_id][1], shown(one), waiting(one), tuple(one))
        for one in threads(rows).values()
    ]
    return sorted(listed, key=lambda one: (by_id[one.surgery.id][0], _place(one)))


def how_many_drafts(session: Session, surgery_id: int) -> int:
    """How many outcomes of a surgery wait for the chair to confirm them."""
    return sum(waiting(one) is not None for one in _of_surgery(session, surgery_id))


_CONTENT: Final = ("withdrawn", "code", "reason", "by_date")


def _content(row: CaseOutcomeRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _CONTENT)


def _place(one: OutcomeListed) -> tuple[int, int]:
    cases, first = one.surgery.cases, one.versions[0]
    return cases.index(first.child_id) if first.child_id in cases else len(cases), first.id


def _rewrite(
    opened: "OpenStore", surgery_id: int, child_id: str, write: Callable[["Pen", Versions], None]
) -> OutcomeResult:
    """Add a version to the thread of a case that may have left the agenda since."""
    with recording(opened, Action.OUTCOME, child_id=child_id) as pen:
        surgery = _open_surgery(pen.session, surgery_id)
        found = _of_case(pen.session, surgery_id, child_id)
        write(pen, found)
        return _result(pen, found, surgery, child_id)


def _checked(
    surgery: SurgeryRow, code: str, reason: str | None, by_date: dt.date | None
) -> dict[str, Any]:
    kind = KIND_OF.get(code)
    if kind is None:
        raise RefusedError(
            f"There is no outcome {code!r}, so nothing was recorded. It is one of: "
            f"{', '.join(KIND_OF)}."
        )
    tidy = tidy_text("reason", reason)
    if kind.needs is Needs.REASON and tidy is None:
        raise RefusedError(
            f"The outcome {code} is recorded with its reasons, and none were given; nothing was "
            "recorded. Say why in a few words."
        )
    if kind.needs is Needs.DATE and by_date is None:
        raise RefusedError(
            f"The outcome {code} is recorded with the day on which the case comes back, and none "
            "was given; nothing was recorded. Give the day."
        )
    if kind.needs is not Needs.DATE and by_date is not None:
        raise RefusedError(
            f"The outcome {code} is not about a day, so nothing was recorded. Leave the day out, "
            "or give it with an action."
        )
    if by_date is not None and by_date <= surgery.date:
        raise RefusedError(
            "The day on which the case comes back is not after the surgery's own, so nothing was "
            "recorded. Give a later day."
        )
    return {"code": kind.code.value, "reason": tidy, "by_date": by_date}


def _result(pen: "Pen", before: Versions, surgery: SurgeryRow, child_id: str) -> OutcomeResult:
    """What a new version did, once later agendas are in line with it."""
    now = _of_case(pen.session, surgery.id, child_id)
    stood, standing = stands(before), stands(now)
    same = stood is not None and standing is not None and _content(stood) == _content(standing)
    neither = stood is None and standing is None
    settled = Settled() if same or neither else settle(pen, child_id, surgery)
    return OutcomeResult(now[-1].thread, child_id, now[-1].confirmed, settled)


def _open_surgery(session: Session, surgery_id: int) -> SurgeryRow:
    surgery = surgery_row(session, surgery_id)
    must(surgery, Part.OUTCOMES)
    return surgery


def _of_case(session: Session, surgery_id: int, child_id: str) -> list[CaseOutcomeRow]:
    from ehp_desktop.models import life_reads

    return life_reads.all_versions(
        session, CaseOutcomeRow, surgery_id=surgery_id, child_id=child_id
    )


def _of_surgery(session: Session, surgery_id: int) -> list[list[CaseOutcomeRow]]:
    from ehp_desktop.models import life_reads

    rows = life_reads.all_versions(session, CaseOutcomeRow, surgery_id=surgery_id)
    return list(threads(rows).values())


def _child_of(opened: "OpenStore", outcome_id: int) -> str:
    with opened.store.reading() as session:
        return _thread(session, outcome_id)[-1].child_id


def _thread(session: Session, outcome_id: int) -> list[CaseOutcomeRow]:
    return thread_of(
        session,
        CaseOutcomeRow,
        outcome_id,
        f"There is no outcome {outcome_id}, so nothing was changed; `outcome list` shows them.",
    )
