"""Legal advice: one encrypted book for each child, or surgery, that there is any advice on.

Only that there is advice on a child or surgery can be seen without the advice key: not what, by
whom, when or how much. Inside, a book is a list of versions that is only ever added to; the
audit's sealed record holds the digest of the book as it was left.
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ehp_desktop.models.chain import Signer
from ehp_desktop.models.change_texts import stored_time
from ehp_desktop.models.errors import DamagedStoreError, RefusedError
from ehp_desktop.models.evidence import journal_of
from ehp_desktop.models.hidden import AdviceBook, PaperKey
from ehp_desktop.models.keys import HeldKeys
from ehp_desktop.models.secret_texts import BOOK, locked, opened_with
from ehp_desktop.models.surgery_rows import AdviceRow

_BOOK: Final = AdviceBook.__table__
_DATES: Final = ("relevant_date",)
_DIGESTED: Final = tuple(
    _BOOK.c[name] for name in ("record_id", "child_id", "surgery_id", "key_id", "sealed")
)


class Recorded(NamedTuple):
    """On which children and surgeries there is any advice; this is no secret."""

    children: frozenset[str]
    surgeries: frozenset[int]


def recorded(session: Session) -> Recorded:
    """On whom and what there is advice."""
    found = session.execute(select(_BOOK.c.child_id, _BOOK.c.surgery_id)).all()
    return Recorded(
        frozenset(child_id for child_id, _ in found if child_id is not None),
        frozenset(surgery_id for _, surgery_id in found if surgery_id is not None),
    )


def all_advice(session: Session, keys: HeldKeys) -> list[AdviceRow]:
    """Every version of all advice, oldest first.

    Raises:
        RefusedError: the advice key is not held.
        DamagedStoreError: a book was changed.
    """
    columns = (_BOOK.c.record_id, _BOOK.c.key_id, _BOOK.c.sealed)
    found = session.execute(select(*columns)).all()
    rows = [row for book in found for row in _read(*book, keys)]
    return sorted(rows, key=_order)


def _order(row: AdviceRow) -> tuple[dt.datetime, str, int, int]:
    book = row.surgery_id or 0 if row.child_id is None else 0
    return row.at, row.child_id or "", book, row.id


def advice_on(
    session: Session, keys: HeldKeys, *, child_id: str | None = None, surgery_id: int | None = None
) -> list[AdviceRow]:
    """Every version of the advice in the book of one child or one surgery, in its order."""
    book = _book(session, child_id, surgery_id)
    return [] if book is None else _read(*book, keys)


def add_advice(
    session: Session,
    keys: HeldKeys,
    signer: Signer,
    at: dt.datetime,
    *,
    text: str,
    child_id: str | None = None,
    surgery_id: int | None = None,
    criterion: str | None = None,
    relevant_date: dt.date | None = None,
    after: AdviceRow | None = None,
    withdrawn: bool = False,
) -> AdviceRow:
    """Add a version to the book of a child, or of a surgery where no child is named.

    Args:
        session: of `Store.writing`.
        keys, signer, at: who writes, with which keys, and when.
        text, criterion, relevant_date: what is said, of what.
        child_id, surgery_id: what it is about; with both, it stands in the child's book.
        after: the version that this one follows; None begins a thread.
        withdrawn: whether this version takes the advice back.

    Raises:
        RefusedError: the advice key is not held.
        DamagedStoreError: the book was changed.
    """
    book = _book(session, child_id, None if child_id is not None else surgery_id)
    rows = [] if book is None else _read(*book, keys)
    number = 1 + max((row.id for row in rows), default=0)  # a purge may have left gaps
    row = AdviceRow(
        number,
        number if after is None else after.thread,
        1 if after is None else after.version + 1,
        withdrawn,
        child_id,
        surgery_id,
        criterion,
        relevant_date,
        text,
        signer.person_id,
        signer.name,
        signer.role,
        stored_time(at).replace(tzinfo=dt.UTC),
    )
    record_id = _new_book(session, child_id, surgery_id) if book is None else book[0]
    _write(session, keys, record_id, [*rows, row])
    return row


def forget_child(session: Session, keys: HeldKeys, child_id: str) -> None:
    """Take away a purged child's book, and what the surgeries' books say of that child."""
    own = _book(session, child_id, None)
    if own is not None:
        session.execute(delete(AdviceBook).where(_BOOK.c.record_id == own[0]))
        journal_of(session).hidden[own[0]] = ""  # gone for good, and not by another's hand
    columns = (_BOOK.c.record_id, _BOOK.c.key_id, _BOOK.c.sealed)
    for book in session.execute(select(*columns)).all():
        rows = _read(*book, keys)
        kept = [row for row in rows if row.child_id != child_id]
        if len(kept) != len(rows):
            _write(session, keys, book[0], kept)


def reencrypt_advice(
    session: Session, old_key_id: str, old: bytes, new_key_id: str, new: bytes
) -> None:
    """Put everything under one advice key under another, in the transaction of `session`."""
    for record_id, key_id, sealed in session.execute(
        select(_BOOK.c.record_id, _BOOK.c.key_id, _BOOK.c.sealed).where(
            _BOOK.c.key_id == old_key_id
        )
    ).all():
        content = opened_with({key_id: old}, key_id, sealed, _about(record_id))
        _store(session, record_id, content, new_key_id, new)
    papers = PaperKey.__table__
    for issued_id, key_id, sealed in session.execute(
        select(papers.c.issued_id, papers.c.key_id, papers.c.sealed).where(
            papers.c.key_id == old_key_id
        )
    ).all():
        about = paper_about(issued_id)
        again = locked(opened_with({key_id: old}, key_id, sealed, about), new, about)
        session.execute(
            update(PaperKey)
            .where(papers.c.issued_id == issued_id)
            .values(key_id=new_key_id, sealed=again)
        )


def paper_about(issued_id: int) -> str:
    """What the key of an issued paper with advice is bound to."""
    return f"ehp-desktop key of paper {issued_id}"


def book_digests(session: Session) -> dict[str, str]:
    """The digest of each book as it is now, by its record id."""
    found = session.execute(select(*_DIGESTED)).all()
    return {record_id: _digest(*content) for record_id, *content in found}


def is_readable(keys: HeldKeys, stored: Mapping[str, Any]) -> bool:
    """Whether a book, by its columns, opens with the advice key that it was written under."""
    try:
        opened_with(keys.advice, stored["key_id"], stored["sealed"], _about(stored["record_id"]))
    except DamagedStoreError:
        return False
    return True


def _book(
    session: Session, child_id: str | None, surgery_id: int | None
) -> tuple[str, str, bytes] | None:
    column, value = (
        (_BOOK.c.child_id, child_id) if child_id is not None else (_BOOK.c.surgery_id, surgery_id)
    )
    wanted = select(_BOOK.c.record_id, _BOOK.c.key_id, _BOOK.c.sealed).where(column == value)
    found = session.execute(wanted).first()
    return None if found is None else (found[0], found[1], found[2])


def _new_book(session: Session, child_id: str | None, surgery_id: int | None) -> str:
    """An empty book of a child, or of a surgery where no child is named; its record id."""
    record_id = os.urandom(8).hex()
    subject = {"child_id": child_id, "surgery_id": None if child_id else surgery_id}
    session.execute(
        insert(AdviceBook).values(record_id=record_id, key_id="", sealed=b"", **subject)
    )
    return record_id


def _read(record_id: str, key_id: str, sealed: bytes, keys: HeldKeys) -> list[AdviceRow]:
    content = opened_with(keys.advice, key_id, sealed, _about(record_id))
    return [_row(kept) for kept in json.loads(content)]


def _write(session: Session, keys: HeldKeys, record_id: str, rows: Iterable[AdviceRow]) -> None:
    key_id = keys.advice_now
    if key_id is None:
        raise RefusedError(
            "Legal advice is written under a key that only chairs and lawyers hold; nothing was "
            "changed. Sign in as the senior lawyer."
        )
    content = json.dumps([_json(row) for row in rows], ensure_ascii=False).encode("utf-8")
    _store(session, record_id, content, key_id, keys.advice[key_id])


def _store(session: Session, record_id: str, content: bytes, key_id: str, key: bytes) -> None:
    sealed = locked(content, key, _about(record_id), least=BOOK)
    session.execute(
        update(AdviceBook)
        .where(_BOOK.c.record_id == record_id)
        .values(key_id=key_id, sealed=sealed)
    )
    book = session.execute(select(*_DIGESTED).where(_BOOK.c.record_id == record_id)).one()
    journal_of(session).hidden[record_id] = _digest(*book[1:])


def _digest(child_id: str | None, surgery_id: int | None, key_id: str, sealed: bytes) -> str:
    """Of a book and what it is on. The key is random, so that it tells no child's id."""
    whose = json.dumps([child_id, surgery_id, key_id]).encode("ascii")
    return hashlib.sha256(whose + sealed).hexdigest()[:32]


def _about(record_id: str) -> str:
    return f"ehp-desktop book of advice {record_id}"


def _json(row: AdviceRow) -> dict[str, Any]:
    kept = row._asdict()
    kept["at"] = row.at.isoformat()
    for name in _DATES:
        kept[name] = kept[name].isoformat() if kept[name] else None
    return kept


def _row(kept: dict[str, Any]) -> AdviceRow:
    kept["at"] = dt.datetime.fromisoformat(kept["at"])
    for name in _DATES:
        kept[name] = dt.date.fromisoformat(kept[name]) if kept[name] else None
    return AdviceRow(**kept)
