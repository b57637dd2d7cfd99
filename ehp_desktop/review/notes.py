"""Notes about a child, a surgery or a child's criterion: written, corrected, withdrawn, found.

Nothing is rewritten: a correction is a new version and the old one stays readable, and so does
what was withdrawn. A fact note is for everyone. A private note is its author's alone: to everybody
else there is none, and only the recovery code opens it, of which the author is told.
"""

import datetime as dt
from dataclasses import dataclass
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import NoteRow, PersonEventRow
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.note_search import (
    NoteFilter,
    NoteKind,
    NoteShown,
    ask_change,
    ask_subject,
    found,
    pasted,
    threads_of,
    tidy_criterion,
)
from ehp_desktop.review.permissions import Deed, NotAllowedError, ask, may, requires
from ehp_desktop.review.reasons import tidy_reason
from ehp_desktop.review.recording import recording
from ehp_desktop.review.texts import wanted_text

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

__all__ = [
    "PRIVATE_OPENED",
    "NewNote",
    "NoteFilter",
    "NoteKind",
    "NoteShown",
    "add_note",
    "correct_note",
    "find_notes",
    "opened_private_notes",
    "told",
    "withdraw_note",
]

Session = Any  # of models/: no room but that one knows what it is

PRIVATE_OPENED: Final = "private opened"
"""The kind of a PersonEventRow that tells a person that their private note was opened."""


@dataclass(frozen=True, slots=True)
class NewNote:
    """What somebody writes, and what about: a child, a surgery, or both; or a child's criterion.

    `relevant_date`: the day that the text is about, where it is about one.
    """

    text: str
    child_id: str | None = None
    surgery_id: int | None = None
    criterion: str | None = None
    relevant_date: dt.date | None = None
    private: bool = False


@requires(Deed.WRITE_NOTE)
def add_note(opened: "OpenStore", new: NewNote) -> int:
    """Write a note; returns its number.

    Raises:
        NotFoundError: there is no such child, surgery or criterion.
        RefusedError: it is about neither child nor surgery, its text is blank, longer than 20,000
            characters or holds control characters; or it is private and the recovery code opened
            the store. Nothing was changed.
    """
    text = wanted_text("note", pasted(new.text))
    about: dict[str, Any] = {
        "child_id": new.child_id,
        "surgery_id": new.surgery_id,
        "criterion": tidy_criterion(new.criterion, new.child_id),
        "relevant_date": new.relevant_date,
    }
    if new.private:
        ask(opened.actor, Deed.PRIVATE_NOTE)
    action = Action.PRIVATE_NOTE if new.private else Action.NOTE
    with recording(opened, action, child_id=new.child_id, about={"change": "new"}) as pen:
        ask_subject(pen.session, new.child_id, new.surgery_id)
        if not new.private:
            return pen.first(NoteRow, private=False, text=text, **about)
        from ehp_desktop.models.private_notes import first_private

        return first_private(pen, opened.store.keys, text, **about)


@requires(Deed.WRITE_NOTE)
def correct_note(
    opened: "OpenStore",
    note_id: int,
    text: str,
    relevant_date: dt.date | EllipsisType | None = ...,
) -> int:
    """Write a new version of one's own note; returns which version it is.

    Args:
        opened: the store, and who has opened it.
        note_id: the note's number.
        text: all of what it is to say.
        relevant_date: the day it is about, None for no day; left out, it stays as it is.

    Raises:
        NotFoundError: there is no such note.
        NotAllowedError: somebody else wrote it.
        RefusedError: it was withdrawn, says exactly that already, or the text is blank, too long
            or holds control characters. Nothing was changed.
    """
    tidy = wanted_text("note", pasted(text))
    # What kind it is says which action the audit tells; a note never changes its kind.
    with opened.store.reading() as session:
        kept = _visible(opened, session, note_id)
    with _changing(opened, kept.row, "corrected") as pen:
        one = _visible(opened, pen.session, note_id)
        if not one.yours:
            raise NotAllowedError(
                f"Only {one.first.author}, who wrote note {one.row.thread}, may correct it; "
                "nothing was changed. Write a note of your own."
            )
        day = one.row.relevant_date if isinstance(relevant_date, EllipsisType) else relevant_date
        ask_change(one.row, tidy, day)
        return _next(opened, pen, one.row, tidy, relevant_date=day)


@requires(Deed.WRITE_NOTE)
def withdraw_note(opened: "OpenStore", note_id: int, reason: str) -> None:
    """Take a note back: one's own; a chair, any fact note. It stays, struck through.

    Raises:
        NotFoundError: there is no such note.
        NotAllowedError: somebody else wrote it, and the actor is no chair.
        RefusedError: it was withdrawn already; the reason is blank, longer than 2000 characters or
            holds control characters. Nothing was changed.
    """
    tidy = tidy_reason(pasted(reason))
    with opened.store.reading() as session:
        kept = _visible(opened, session, note_id)
    with _changing(opened, kept.row, "withdrawn") as pen:
        one = _visible(opened, pen.session, note_id)
        if not one.yours and opened.actor.role is not Role.CHAIR:
            raise NotAllowedError(
                f"Only {one.first.author}, who wrote note {one.row.thread}, or the chair may "
                "withdraw it; nothing was changed. Ask one of them."
            )
        ask_change(one.row, None, None)
        _next(opened, pen, one.row, tidy, withdrawn=True)


@requires(Deed.READ)
def find_notes(opened: "OpenStore", wanted: NoteFilter | None = None) -> list[NoteShown]:
    """The notes and advice that the actor may read and that are wanted, the latest first.

    Where legal advice is among them, the audit says so (`advice.find_advice`).

    Raises:
        DamagedStoreError: an encrypted text is not as it was written.
    """
    wanted = wanted or NoteFilter()
    shown: list[NoteShown] = []
    if wanted.wants(NoteKind.FACT) or wanted.wants(NoteKind.PRIVATE):
        with opened.store.reading() as session:
            shown = found(_shown(opened, session, wanted), wanted)
    if wanted.wants(NoteKind.ADVICE) and may(opened.actor, Deed.READ_ADVICE):
        from ehp_desktop.review.advice import find_advice

        shown += find_advice(opened, wanted)
    return found(shown, NoteFilter())  # chosen already: only put into one order


@requires(Deed.CHILD_RECORD)
def opened_private_notes(opened: "OpenStore", child_id: str | None = None) -> list[NoteShown]:
    """Everybody's private notes, or those of one child, opened by the recovery code.

    Only for a court, or for a request of the person whom they are about. Each one opened is a
    record of the audit, and its author is told (`told`) before anything is shown.

    Raises:
        NotAllowedError: the store was opened with a passphrase, not with the recovery code.
        RefusedError: the store is open for reading only.
        DamagedStoreError: a text is not as it was written.
    """
    if not opened.actor.recovering:
        raise NotAllowedError(
            "Only the recovery code opens the private notes of others; nothing was shown. Sign in "
            "with it, where a court or a request for access requires it."
        )
    from ehp_desktop.models.life_reads import all_versions

    of_child = {} if child_id is None else {"child_id": child_id}
    with opened.store.reading() as session:
        rows = all_versions(session, NoteRow, private=True, **of_child)
        shown = [_with_texts(opened, session, versions) for versions in threads_of(rows)]
    for one in shown:
        row, about = one.first, {"versions": one.row.version}
        with recording(opened, Action.OPENED_PRIVATE, child_id=row.child_id, about=about) as pen:
            pen.add(
                PersonEventRow,
                person_id=row.author_id,
                name=row.author,
                person_role=row.role,
                kind=PRIVATE_OPENED,
            )
    return found(shown, NoteFilter())


@requires(Deed.READ)
def told(opened: "OpenStore") -> list[PersonEventRow]:
    """When private notes of the actor's own were opened by the recovery code, oldest first.

    One row for each note and opening; for the screen after signing in.
    """
    from ehp_desktop.models.life_reads import all_versions

    with opened.store.reading() as session:
        return all_versions(session, PersonEventRow, person_id=opened.actor.id, kind=PRIVATE_OPENED)


def _shown(opened: "OpenStore", session: Session, wanted: NoteFilter) -> list[NoteShown]:
    from ehp_desktop.models.life_reads import all_versions

    subject = {"child_id": wanted.child_id, "surgery_id": wanted.surgery_id}
    equal = {name: value for name, value in subject.items() if value is not None}
    threads = threads_of(
        row
        for row in all_versions(session, NoteRow, **equal)
        if wanted.wants(NoteKind.PRIVATE if row.private else NoteKind.FACT)
    )
    return [
        _with_texts(opened, session, versions)
        for versions in threads
        if _may_see(opened.actor, versions[0])
    ]


def _may_see(actor: Actor, row: Any) -> bool:
    return not row.private or (row.author_id == actor.id and not actor.recovering)


def _with_texts(opened: "OpenStore", session: Session, versions: list[Any]) -> NoteShown:
    """A thread as it is shown, the texts of a private one opened."""
    yours = versions[0].author_id == opened.actor.id
    if not versions[0].private:
        return NoteShown(NoteKind.FACT, versions[-1], tuple(versions[:-1]), yours)
    from ehp_desktop.models.private_notes import private_text

    keys = opened.store.keys
    *earlier, last = [row._replace(text=private_text(session, keys, row)) for row in versions]
    return NoteShown(NoteKind.PRIVATE, last, tuple(earlier), yours)


def _visible(opened: "OpenStore", session: Session, note_id: int) -> NoteShown:
    """The note of a number, or of the number of one of its versions, that the actor may see."""
    from ehp_desktop.models.life_reads import all_versions, one_thread

    for row in all_versions(session, NoteRow, id=note_id):
        if _may_see(opened.actor, row):
            return _with_texts(opened, session, list(one_thread(session, NoteRow, row.thread)))
    raise NotFoundError(
        f"There is no note {note_id}; nothing was changed. The list of notes shows their numbers."
    )


def _changing(opened: "OpenStore", row: Any, change: str) -> Any:
    action = Action.PRIVATE_NOTE if row.private else Action.NOTE
    return recording(opened, action, child_id=row.child_id, about={"change": change})


def _next(opened: "OpenStore", pen: "Pen", before: Any, text: str, **changed: Any) -> int:
    """Add a version; returns its number in the thread."""
    if before.private:
        from ehp_desktop.models.private_notes import next_private

        next_private(pen, opened.store.keys, before, text, **changed)
    else:
        pen.next(before, text=text, **changed)
    return int(before.version) + 1
