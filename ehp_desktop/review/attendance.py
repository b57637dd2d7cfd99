"""Who is asked to a surgery, who was there, who sent apologies, and who declared a conflict.

Somebody is known by name and organisation, and has one thread of versions: invited first, then
there or not. A declared conflict of interest stays with them until it is taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import AttendanceRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.surgery_states import Part as Changed, must, surgery_row
from ehp_desktop.review.texts import tidy_line, tidy_text, wanted_text

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is


class Part(StrEnum):
    """What somebody's part in a surgery is."""

    INVITED = "invited"
    ATTENDED = "attended"
    APOLOGIES = "apologies"


@dataclass(frozen=True, slots=True)
class Attending:
    """What is said of one person. `organisation`, `conflict` None: as they were, if known at all.

    `conflict`: the conflict of interest that they declared, with the case that it is about.
    """

    name: str
    part: Part
    organisation: str | None = None
    conflict: str | None = None


@requires(Deed.MAKE_SURGERY)
def record_attendance(
    opened: "OpenStore", surgery_id: int, people: Sequence[Attending]
) -> list[int]:
    """Record the parts of some people, all or none; returns the number of each one's thread.

    Somebody who is known already gets a new version; others are added.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: it is closed or cancelled; a name is blank or a text too long; somebody is
            named twice, or two of that name are known and no organisation is said.
    """
    tidied = [_tidied(one) for one in people]
    keys = [(one.name.casefold(), one.organisation) for one in tidied]
    if len(set(keys)) != len(keys):
        raise RefusedError(
            "Somebody is named twice and can have one part in a surgery; nothing was changed. Name "
            "each person once."
        )
    about = {"surgery": surgery_id, "people": len(tidied)}
    with recording(opened, Action.ATTENDANCE, about=about) as pen:
        must(surgery_row(pen.session, surgery_id), Changed.ATTENDANCE)
        return [_record(pen, surgery_id, one) for one in tidied]


@requires(Deed.MAKE_SURGERY)
def correct_attendance(opened: "OpenStore", thread: int, corrected: Attending) -> None:
    """Say anew all that is said of one person: blank organisation and conflict take them back.

    Raises:
        NotFoundError: there is no such thread.
        RefusedError: the surgery is closed or cancelled, or the name is blank or a text too long.
    """
    tidy = _tidied(corrected)
    with recording(opened, Action.ATTENDANCE) as pen:
        before = _last(pen.session, thread)
        must(surgery_row(pen.session, before.surgery_id), Changed.ATTENDANCE)
        pen.next(
            before,
            name=tidy.name,
            organisation=tidy.organisation,
            part=tidy.part.value,
            conflict=tidy.conflict,
            withdrawn=False,
        )


@requires(Deed.MAKE_SURGERY)
def withdraw_attendance(opened: "OpenStore", thread: int) -> None:
    """Take back what is said of one person; it stays readable, struck through.

    Raises:
        NotFoundError: there is no such thread.
        RefusedError: it was withdrawn already, or the surgery is closed or cancelled.
    """
    with recording(opened, Action.ATTENDANCE) as pen:
        before = _last(pen.session, thread)
        must(surgery_row(pen.session, before.surgery_id), Changed.ATTENDANCE)
        if before.withdrawn:
            raise RefusedError("This was withdrawn already; nothing was changed.")
        pen.next(before, withdrawn=True)


@requires(Deed.MAKE_SURGERY)
def withdraw_people(
    opened: "OpenStore", surgery_id: int, people: Sequence[tuple[str, str | None]]
) -> None:
    """As `withdraw_attendance`, of people by name and organisation (None: of any); all or none.

    Raises:
        NotFoundError: there is no such surgery, or nothing is said of somebody there.
        RefusedError: two of a name are known, or the surgery is closed or cancelled.
    """
    from ehp_desktop.models.life_reads import current

    about = {"surgery": surgery_id, "people": len(people)}
    with recording(opened, Action.ATTENDANCE, about=about) as pen:
        must(surgery_row(pen.session, surgery_id), Changed.ATTENDANCE)
        for name, organisation in people:
            rows = current(pen.session, AttendanceRow, surgery_id=surgery_id)
            thread = thread_of(rows, name, organisation)
            if thread is None:
                raise NotFoundError(
                    f"Nothing is said of somebody named here at surgery {surgery_id}; nothing was "
                    "changed. `surgery attendance` lists the names."
                )
            pen.next(_last(pen.session, thread), withdrawn=True)


@requires(Deed.READ)
def attendance(opened: "OpenStore", surgery_id: int) -> list[AttendanceRow]:
    """What is said of each person now, withdrawn ones too, in the order in which they were named.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.models.life_reads import current

    with opened.store.reading() as session:
        surgery_row(session, surgery_id)
        return current(session, AttendanceRow, surgery_id=surgery_id)


@requires(Deed.READ)
def attendance_versions(opened: "OpenStore", thread: int) -> list[AttendanceRow]:
    """Everything that was ever said of one person at one surgery, oldest first.

    Raises:
        NotFoundError: there is no such thread.
    """
    from ehp_desktop.models.life_reads import one_thread

    with opened.store.reading() as session:
        _last(session, thread)
        return one_thread(session, AttendanceRow, thread)


@requires(Deed.READ)
def invitation_list(opened: "OpenStore", surgery_id: int) -> list[AttendanceRow]:
    """Those who were invited, as they are known now, whatever became of it; withdrawn ones not.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.models.life_reads import all_versions

    with opened.store.reading() as session:
        surgery_row(session, surgery_id)
        versions = all_versions(session, AttendanceRow, surgery_id=surgery_id)
    invited = {one.thread for one in versions if one.part == Part.INVITED and not one.withdrawn}
    last = {one.thread: one for one in versions}
    return [one for one in last.values() if one.thread in invited and not one.withdrawn]


def thread_of(
    rows: Sequence[AttendanceRow], name: str, organisation: str | None = None
) -> int | None:
    """The thread of a person among what is said now; None where nothing is said of them.

    Raises:
        RefusedError: two of that name are known, and the organisation does not tell them apart.
    """
    same = [one for one in rows if one.name.casefold() == name.strip().casefold()]
    same = [one for one in same if not one.withdrawn]
    if organisation is not None:
        same = [one for one in same if _fits(one.organisation, organisation)]
        exact = [one for one in same if one.organisation is not None]
        same = exact or same
    if len(same) > 1:
        raise RefusedError(
            "Two people of this name are known at this surgery; nothing was changed. Say the "
            "organisation too."
        )
    return same[0].thread if same else None


def _fits(known: str | None, said: str) -> bool:
    return known is None or known.casefold() == said.strip().casefold()


def _record(pen: "Pen", surgery_id: int, one: Attending) -> int:
    from ehp_desktop.models.life_reads import current

    rows = current(pen.session, AttendanceRow, surgery_id=surgery_id)
    thread = thread_of(rows, one.name, one.organisation)
    before = next((row for row in rows if row.thread == thread), None)
    if before is None:
        return pen.first(
            AttendanceRow,
            surgery_id=surgery_id,
            name=one.name,
            organisation=one.organisation,
            part=one.part.value,
            conflict=one.conflict,
        )
    pen.next(
        before,
        name=one.name,
        organisation=one.organisation or before.organisation,
        part=one.part.value,
        conflict=one.conflict or before.conflict,
    )
    return before.thread


def _last(session: Session, thread: int) -> AttendanceRow:
    from ehp_desktop.models.life_reads import one_thread

    rows = one_thread(session, AttendanceRow, thread)
    if not rows:
        raise NotFoundError(
            f"Nobody's attendance has the number {thread}; nothing was changed. `surgery "
            "attendance` lists the numbers."
        )
    return rows[-1]


def _tidied(one: Attending) -> Attending:
    name = tidy_line("name", wanted_text("name", one.name))
    return Attending(
        name or "",
        Part(one.part),
        tidy_line("organisation", one.organisation),
        tidy_text("declared conflict", one.conflict),
    )
