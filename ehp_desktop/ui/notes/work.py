"""What the window asks of the services for notes and advice, in its jobs' threads."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.note_search import (
    AdviceReference,
    NoteFilter,
    NoteKind,
    NoteShown,
    advice_reference,
)
from ehp_desktop.review.permissions import Deed, may
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.review.notes_page import NotesPage
    from ehp_desktop.review.opening import OpenStore


class Subject(NamedTuple):
    """What notes are about: a child, a surgery, or a child at a surgery.

    Of both, every note on the child is shown, and a new one is about both.
    """

    child_id: str | None = None
    surgery_id: int | None = None

    @property
    def place(self) -> str:
        """Where what is typed about it is kept."""
        if self.child_id is None:
            return f"note/surgery/{self.surgery_id}"
        at = "" if self.surgery_id is None else f"/at/{self.surgery_id}"
        return f"note/child/{self.child_id}{at}"


def subject_of(place: str) -> Subject | None:
    """The subject of a place of a note; None for another text's place."""
    if place.startswith("note/child/"):
        child_id, at, number = place.removeprefix("note/child/").rpartition("/at/")
        if at and _is_number(number):
            return Subject(child_id, int(number))
        return Subject(place.removeprefix("note/child/"))
    number = place.removeprefix("note/surgery/")
    if place.startswith("note/surgery/") and _is_number(number):
        return Subject(surgery_id=int(number))
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes: a new note, another version of one, or why one is withdrawn."""

    text: str
    kind: NoteKind = NoteKind.FACT
    relevant_date: dt.date | None = None
    criterion: str | None = None
    corrects: str = ""
    withdraws: str = ""


class Notes(NamedTuple):
    """The notes on one subject that the person may read, the latest first.

    `advice`: whether there is legal advice, which everybody may know.
    `with_advice`: it is among them, where the person may read it.
    """

    subject: Subject
    shown: tuple[NoteShown, ...]
    advice: bool
    with_advice: bool


def read_notes(
    opened: "OpenStore", subject: Subject, _: JobProgress | None = None, *, with_advice: bool = True
) -> Notes:
    """The notes on a child or a surgery; that advice was read is written into the audit."""
    from ehp_desktop.review import advice, notes

    recorded = advice.advice_recorded(opened)
    child_id, surgery_id = subject
    if child_id is None:
        there = surgery_id in recorded.surgeries
    else:
        there, surgery_id = child_id in recorded.children, None
    reads = with_advice and there and may(opened.actor, Deed.READ_ADVICE)
    wanted = NoteFilter(child_id=child_id, surgery_id=surgery_id, advice=reads)
    return Notes(subject, tuple(notes.find_notes(opened, wanted)), there, reads)


def save(
    opened: "OpenStore", subject: Subject, draft: Draft, _: JobProgress | None = None
) -> Draft:
    """Stores what was written, and forgets what was kept of it while it was typed."""
    _store(opened, subject, draft)
    forget_kept(opened, subject.place)
    return draft


def forget_kept(opened: "OpenStore", place: str) -> None:
    """Forgets what was kept for a place, in the job in which the text was stored."""
    from ehp_desktop.review.kept_texts import forget_text

    with suppress(EhpError):  # it is stored: kept twice is no loss, and no reason to say "refused"
        forget_text(opened, place)


def _store(opened: "OpenStore", subject: Subject, draft: Draft) -> None:
    from ehp_desktop.review import advice, notes

    if draft.withdraws:
        reference = reference_of(draft.withdraws)
        if isinstance(reference, AdviceReference):
            advice.withdraw_advice(opened, reference, draft.text)
        else:
            notes.withdraw_note(opened, reference, draft.text)
    elif draft.corrects:
        reference = reference_of(draft.corrects)
        if isinstance(reference, AdviceReference):
            advice.correct_advice(opened, reference, draft.text, draft.relevant_date)
        else:
            notes.correct_note(opened, reference, draft.text, draft.relevant_date)
    elif draft.kind is NoteKind.ADVICE:
        about = (subject.child_id, subject.surgery_id, draft.criterion, draft.relevant_date)
        advice.add_advice(opened, advice.NewAdvice(draft.text, *about))
    else:
        about = (subject.child_id, subject.surgery_id, draft.criterion, draft.relevant_date)
        private = draft.kind is NoteKind.PRIVATE
        notes.add_note(opened, notes.NewNote(draft.text, *about, private=private))


def reference_of(text: str) -> int | AdviceReference:
    """What names a note or advice, as `str` gives it, read back."""
    return int(text) if _is_number(text) else advice_reference(text)


def read_all(opened: "OpenStore", _: JobProgress | None = None) -> "NotesPage":
    """Every note that the person may read, across all cases."""
    from ehp_desktop.review.notes_page import all_notes

    return all_notes(opened)
