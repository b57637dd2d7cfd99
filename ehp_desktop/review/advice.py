"""Legal advice, privileged: the senior lawyer writes it, chairs and lawyers read it.

Everybody may see that there is advice on a child or a surgery, and no more. That holds by keys: it
is kept under one that only chairs and lawyers hold (models/advice_books.py).
"""

import datetime as dt
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import AdviceRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.note_search import (
    AdviceReference,
    NoteFilter,
    NoteKind,
    NoteShown,
    advice_reference,
    ask_change,
    ask_subject,
    found,
    pasted,
    threads_of,
    tidy_criterion,
)
from ehp_desktop.review.permissions import Deed, NotAllowedError, requires
from ehp_desktop.review.reasons import tidy_reason
from ehp_desktop.review.recording import recording
from ehp_desktop.review.texts import wanted_text

if TYPE_CHECKING:
    from ehp_desktop.models.advice_books import Recorded
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

__all__ = [
    "AdviceReference",
    "AdviceShown",
    "NewAdvice",
    "add_advice",
    "advice_recorded",
    "advice_reference",
    "correct_advice",
    "find_advice",
    "withdraw_advice",
]

Session = Any  # of models/: no room but that one knows what it is
AdviceShown = NoteShown
"""Advice is shown as notes are; its `row` is an AdviceRow, its `reference` an AdviceReference."""


@dataclass(frozen=True, slots=True)
class NewAdvice:
    """What a lawyer writes, and what about: a child, a surgery, or both; or a child's criterion."""

    text: str
    child_id: str | None = None
    surgery_id: int | None = None
    criterion: str | None = None
    relevant_date: dt.date | None = None


@requires(Deed.WRITE_ADVICE)
def add_advice(opened: "OpenStore", new: NewAdvice) -> AdviceReference:
    """Write advice; returns what names it.

    Raises:
        NotFoundError: there is no such child, surgery or criterion.
        RefusedError: it is about neither child nor surgery, its text is blank, longer than 20,000
            characters or holds control characters. Nothing was changed.
    """
    text = wanted_text("advice", pasted(new.text))
    criterion = tidy_criterion(new.criterion, new.child_id)
    with _recording(opened, new.child_id, "new") as pen:
        ask_subject(pen.session, new.child_id, new.surgery_id)
        row = _add(
            opened,
            pen,
            text=text,
            child_id=new.child_id,
            surgery_id=new.surgery_id,
            criterion=criterion,
            relevant_date=new.relevant_date,
        )
    return AdviceReference(
        new.child_id, new.surgery_id if new.child_id is None else None, row.thread
    )


@requires(Deed.WRITE_ADVICE)
def correct_advice(
    opened: "OpenStore",
    reference: AdviceReference,
    text: str,
    relevant_date: dt.date | EllipsisType | None = ...,
) -> int:
    """Write a new version of one's own advice; returns which version it is.

    Args:
        opened: the store, and who has opened it.
        reference: which advice.
        text: all of what it is to say.
        relevant_date: the day it is about, None for no day; left out, it stays as it is.

    Raises:
        NotFoundError: there is no such advice.
        NotAllowedError: another lawyer wrote it.
        RefusedError: it was withdrawn, says exactly that already, or the text is blank, too long
            or holds control characters. Nothing was changed.
    """
    tidy = wanted_text("advice", pasted(text))
    with _recording(opened, reference.child_id, "corrected") as pen:
        before = _own(opened, pen.session, reference)
        day = before.relevant_date if isinstance(relevant_date, EllipsisType) else relevant_date
        ask_change(before, tidy, day)
        return _next(opened, pen, before, tidy, day, withdrawn=False)


@requires(Deed.WRITE_ADVICE)
def withdraw_advice(opened: "OpenStore", reference: AdviceReference, reason: str) -> None:
    """Take one's own advice back; it stays, struck through.

    Raises:
        NotFoundError: there is no such advice.
        NotAllowedError: another lawyer wrote it.
        RefusedError: it was withdrawn already; the reason is blank, longer than 2000 characters or
            holds control characters. Nothing was changed.
    """
    tidy = tidy_reason(pasted(reason))
    with _recording(opened, reference.child_id, "withdrawn") as pen:
        before = _own(opened, pen.session, reference)
        ask_change(before, None, None)
        _next(opened, pen, before, tidy, before.relevant_date, withdrawn=True)


@requires(Deed.READ_ADVICE)
def find_advice(opened: "OpenStore", wanted: NoteFilter | None = None) -> list[AdviceShown]:
    """The advice that is wanted, the latest first; the audit says on which cases it was read.

    Raises:
        DamagedStoreError: the text is not as it was written.
    """
    from ehp_desktop.models import advice_books

    wanted = wanted or NoteFilter()
    if not wanted.wants(NoteKind.ADVICE):
        return []
    keys = opened.store.keys
    with opened.store.reading() as session:
        if wanted.child_id is not None:
            rows = advice_books.advice_on(session, keys, child_id=wanted.child_id)
        else:
            rows = advice_books.all_advice(session, keys)
        shown = found(_shown(opened, rows), wanted)
    _note_reading(opened, shown)
    return shown


@requires(Deed.READ)
def advice_recorded(opened: "OpenStore") -> "Recorded":
    """On which children and surgeries there is any advice: what everybody may know of it."""
    from ehp_desktop.models.advice_books import recorded

    with opened.store.reading() as session:
        return recorded(session)


def _note_reading(opened: "OpenStore", shown: list[AdviceShown]) -> None:
    """Write into the audit whose advice is about to be read: a record for each case or surgery."""
    books = {
        (row.child_id, None if row.child_id is not None else row.surgery_id)
        for row in (one.row for one in shown)
    }
    subjects: list[tuple[str | None, dict[str, Any]]] = [
        (child_id, {} if surgery_id is None else {"surgery": surgery_id})
        for child_id, surgery_id in sorted(books, key=repr)
    ]
    if subjects:
        opened.store.noting_each(Action.READ_ADVICE, subjects)


def _shown(opened: "OpenStore", rows: Iterable[AdviceRow]) -> list[AdviceShown]:
    books: dict[tuple[str | None, int | None], list[AdviceRow]] = {}
    for row in rows:
        book = None if row.child_id is not None else row.surgery_id
        books.setdefault((row.child_id, book), []).append(row)
    return [
        NoteShown(
            NoteKind.ADVICE,
            versions[-1],
            tuple(versions[:-1]),
            versions[0].author_id == opened.actor.id,
        )
        for book in books.values()
        for versions in threads_of(book)
    ]


def _recording(
    opened: "OpenStore", child_id: str | None, change: str
) -> AbstractContextManager["Pen"]:
    return recording(opened, Action.ADVICE, child_id=child_id, about={"change": change})


def _own(opened: "OpenStore", session: Session, reference: AdviceReference) -> AdviceRow:
    """The last version of advice that the actor wrote."""
    from ehp_desktop.models.advice_books import advice_on

    keys = opened.store.keys
    child_id, surgery_id, thread = reference
    book = advice_on(session, keys, child_id=child_id, surgery_id=surgery_id)
    versions = [row for row in book if row.thread == thread]
    if not versions:
        raise NotFoundError(
            f"There is no advice {reference}; nothing was changed. "
            "The list of advice shows the numbers."
        )
    if versions[0].author_id != opened.actor.id:
        raise NotAllowedError(
            f"Only {versions[0].author}, who wrote advice {reference}, may correct or withdraw it; "
            "nothing was changed. Write advice of your own."
        )
    return versions[-1]


def _next(
    opened: "OpenStore",
    pen: "Pen",
    before: AdviceRow,
    text: str,
    relevant_date: dt.date | None,
    *,
    withdrawn: bool,
) -> int:
    row = _add(
        opened,
        pen,
        text=text,
        child_id=before.child_id,
        surgery_id=before.surgery_id,
        criterion=before.criterion,
        relevant_date=relevant_date,
        after=before,
        withdrawn=withdrawn,
    )
    return row.version


def _add(opened: "OpenStore", pen: "Pen", **said: Any) -> AdviceRow:
    from ehp_desktop.models import advice_books

    return advice_books.add_advice(pen.session, opened.store.keys, pen.signer, pen.at, **said)
