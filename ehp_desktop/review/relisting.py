"""Cases that come back to a surgery by themselves: those relisted for a day, and what waits.

A case waits when the latest outcome that stands says "not yet" or "more information" by a day,
and it is on no later agenda. A surgery that was postponed or cancelled lists nobody: otherwise a
case on it would never come back.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import CaseOutcomeRow, SurgeryEventRow, SurgeryRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.case_life import RELISTING
from ehp_desktop.review.confirming import stands, threads
from ehp_desktop.review.facts import looked_after
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.surgery_states import SurgeryState, surgery_row

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.surgery import CasesChanged

Session = Any  # of models/: no room but that one knows what it is

OPEN: Final = frozenset({SurgeryState.DRAFT, SurgeryState.ISSUED})
"""The states of a surgery onto whose agenda a case may still come by itself."""

RELISTED: Final = "relisted"
"""The text of the event with which cases came onto an agenda, or left it, by themselves."""

_NOT_HELD: Final = frozenset({SurgeryState.POSTPONED, SurgeryState.CANCELLED})


class Relisted(NamedTuple):
    """A child who is to come back, the outcome that says so, and the day of its surgery."""

    child_id: str
    by_date: dt.date
    surgery_date: dt.date
    outcome: CaseOutcomeRow


class Settled(NamedTuple):
    """What an outcome did to later agendas: the surgeries' numbers."""

    put_on: int | None = None
    taken_off: tuple[int, ...] = ()


@requires(Deed.READ)
def relisted(opened: "OpenStore", as_of: dt.date) -> list[Relisted]:
    """The children who are to come back by a day and wait for an agenda, the longest first.

    Those no longer looked after on that day are left out.
    """
    with opened.store.reading() as session:
        return _due(session, as_of)


@requires(Deed.READ)
def how_many_wait(opened: "OpenStore", as_of: dt.date) -> int:
    """How many children are to come back by a day and are on no later agenda."""
    return len(relisted(opened, as_of))


@requires(Deed.MAKE_SURGERY)
def add_relisted(opened: "OpenStore", surgery_id: int) -> "CasesChanged":
    """Put those who wait for a surgery's day, or for one before it, at the end of its agenda.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: it is neither a draft nor issued.
    """
    from ehp_desktop.review.surgery import CasesChanged

    with recording(opened, Action.SURGERY) as pen:
        surgery = surgery_row(pen.session, surgery_id)
        if surgery.state not in OPEN:
            raise RefusedError(
                f"Surgery {surgery_id} is {surgery.state}, so nobody was put on its agenda. "
                "Choose one that is still to be held."
            )
        return CasesChanged(surgery_id, added=relist_onto(pen, surgery_id)[surgery_id])


def relist_onto(pen: "Pen", *surgery_ids: int) -> dict[int, tuple[str, ...]]:
    """Put those who wait onto the agendas of surgeries, within a transaction of somebody else's.

    Each comes onto the earliest of them that is not before their day. Returns who came onto which.

    Raises:
        NotFoundError: there is no such surgery.
    """
    added: dict[int, tuple[str, ...]] = dict.fromkeys(surgery_ids, ())
    wanted = [surgery_row(pen.session, one) for one in surgery_ids]
    for surgery in sorted(wanted, key=begins):
        due = _due(pen.session, surgery.date)
        added[surgery.id] = tuple(one.child_id for one in due if one.child_id not in surgery.cases)
        if added[surgery.id]:
            _set_cases(pen, surgery, (*surgery.cases, *added[surgery.id]))
    return added


def settle(pen: "Pen", child_id: str, decided: SurgeryRow) -> Settled:
    """Bring agendas after a surgery in line with what it decided of a child, which has changed.

    An open agenda onto which the child came by itself, and for whose day they are not relisted
    any more, loses them; whoever was put on an agenda by hand stays. Then they come onto the next
    open agenda on or after their day, if there is one.
    """
    from ehp_desktop.models import life_reads

    versions = life_reads.all_versions(pen.session, CaseOutcomeRow, child_id=child_id)
    if not any(one.code in RELISTING for one in versions):
        return Settled()  # never relisted: no agenda has them because of it
    every = _surgeries(pen.session)
    latest = _latest(pen.session, every, child_id).get(child_id)
    gone = tuple(_taken_off(pen, child_id, latest, decided, every))
    if latest is None or latest.code not in RELISTING:
        return Settled(None, gone)
    return Settled(_put_on_next(pen, child_id), gone)


def list_again(pen: "Pen", child_ids: Iterable[str]) -> None:
    """Put those of some children who wait on the next open agenda on or after their day, if any.

    For a surgery that will not be held, within the transaction that says so.
    """
    for child_id in child_ids:
        _put_on_next(pen, child_id)


def _put_on_next(pen: "Pen", child_id: str) -> int | None:
    from ehp_desktop.models import reads

    every = _surgeries(pen.session)
    row = _latest(pen.session, every, child_id).get(child_id)
    child = reads.child(pen.session, child_id)
    if row is None or child is None or _listed_after(every, row):
        return None
    for surgery in every:
        open_then = surgery.state in OPEN and looked_after(child, surgery.date)
        if open_then and _relisted_for(row, surgery.date):
            _set_cases(pen, surgery, (*surgery.cases, child_id))
            return surgery.id
    return None


def _taken_off(
    pen: "Pen",
    child_id: str,
    latest: CaseOutcomeRow | None,
    decided: SurgeryRow,
    every: Iterable[SurgeryRow],
) -> Iterable[int]:
    for surgery in every:
        if surgery.state not in OPEN or child_id not in surgery.cases:
            continue
        if begins(surgery) <= begins(decided) or (latest and latest.surgery_id == surgery.id):
            continue
        if not _relisted_for(latest, surgery.date) and _came_by_itself(
            pen.session, surgery.id, child_id
        ):
            _set_cases(pen, surgery, [one for one in surgery.cases if one != child_id])
            yield surgery.id


def _came_by_itself(session: Session, surgery_id: int, child_id: str) -> bool:
    """Whether relisting, and no person, put a child on an agenda; told by its events."""
    from ehp_desktop.models import life_reads

    there, by_itself = False, False
    for event in life_reads.all_versions(session, SurgeryEventRow, surgery_id=surgery_id):
        now = child_id in event.snapshot["cases"]
        if now and not there:
            by_itself = event.text == RELISTED
        there = now
    return by_itself


def _set_cases(pen: "Pen", surgery: SurgeryRow, child_ids: Sequence[str]) -> None:
    from ehp_desktop.models import writes

    writes.set_surgery_cases(pen.session, surgery.id, child_ids, at=pen.at, by=pen.signer.name)
    pen.surgery_event(surgery.id, "cases", text=RELISTED)


def _due(session: Session, day: dt.date) -> list[Relisted]:
    from ehp_desktop.models import reads

    surgeries = _surgeries(session)
    dates = {one.id: one.date for one in surgeries}
    found = []
    for owner, row in _latest(session, surgeries).items():
        if not _relisted_for(row, day) or _listed_after(surgeries, row):
            continue
        child = reads.child(session, owner)
        if child is not None and row.by_date is not None and looked_after(child, day):
            found.append(Relisted(owner, row.by_date, dates[row.surgery_id], row))
    return sorted(found, key=lambda one: (one.by_date, one.surgery_date, one.child_id))


def latest_outcome(session: Session, child_id: str) -> CaseOutcomeRow | None:
    """The outcome of a child that stands, of the latest surgery that has one."""
    return _latest(session, _surgeries(session), child_id).get(child_id)


def _relisted_for(row: CaseOutcomeRow | None, day: dt.date) -> bool:
    return (
        row is not None and row.code in RELISTING and row.by_date is not None and row.by_date <= day
    )


def _listed_after(surgeries: Iterable[SurgeryRow], row: CaseOutcomeRow) -> bool:
    """Whether the child of an outcome is on the agenda of a surgery after the outcome's own."""
    by_id = {one.id: one for one in surgeries}
    decided = begins(by_id[row.surgery_id])
    return any(
        row.child_id in one.cases and begins(one) > decided and one.state not in _NOT_HELD
        for one in by_id.values()
    )


def _latest(
    session: Session, surgeries: Iterable[SurgeryRow], child_id: str | None = None
) -> dict[str, CaseOutcomeRow]:
    """Each child's outcome that stands, of the latest surgery that has one."""
    from ehp_desktop.models import life_reads

    wanted = {} if child_id is None else {"child_id": child_id}
    rows = life_reads.all_versions(session, CaseOutcomeRow, **wanted)
    standing = [one for one in map(stands, threads(rows).values()) if one is not None]
    began = {one.id: begins(one) for one in surgeries}
    return {one.child_id: one for one in sorted(standing, key=lambda one: began[one.surgery_id])}


def begins(surgery: SurgeryRow) -> tuple[dt.date, dt.time, int]:
    """What tells which of two surgeries is the later."""
    return surgery.date, surgery.time, surgery.id


def _surgeries(session: Session) -> list[SurgeryRow]:
    from ehp_desktop.models import reads

    return reads.surgeries(session)
