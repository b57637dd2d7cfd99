"""Private notes: their text is sealed under their author's own key, and in no column in clear.

A sealed text is bound to its author, its thread and its version: put anywhere else, it does not
open.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.keys import HeldKeys
from ehp_desktop.models.life import Note
from ehp_desktop.models.life_reads import sealed_note
from ehp_desktop.models.life_writes import Pen
from ehp_desktop.models.secret_texts import locked, opened_with
from ehp_desktop.models.surgery_rows import NoteRow


def first_private(pen: Pen, keys: HeldKeys, text: str, **values: Any) -> int:
    """Add the first version of a private note; returns its id, which is the thread's too.

    Raises:
        RefusedError: this person has no key of their own (the recovery code has not).
    """
    last = pen.session.execute(select(func.max(Note.__table__.c.id))).scalar() or 0
    sealed = _sealed(keys, _about(pen.signer.person_id, last + 1, 1), text)
    return pen.first(NoteRow, private=True, text=None, **sealed, **values)


def next_private(pen: Pen, keys: HeldKeys, before: NoteRow, text: str, **changed: Any) -> int:
    """Add a version after the last one of a private note of the same author.

    Raises:
        RefusedError: this person has no key of their own.
    """
    about = _about(pen.signer.person_id, before.thread, before.version + 1)
    return pen.next(before, extra=_sealed(keys, about, text), text=None, **changed)


def private_text(session: Session, keys: HeldKeys, row: NoteRow) -> str:
    """The text of one version of a private note.

    Raises:
        RefusedError: it is under a key that is not held.
        DamagedStoreError: it was changed, or belongs to another note.
    """
    found = sealed_note(session, row.id)
    key_id, sealed = ("", b"") if found is None else found
    about = _about(row.author_id, row.thread, row.version)
    return opened_with(keys.own, key_id, sealed, about).decode("utf-8")


def _sealed(keys: HeldKeys, about: str, text: str) -> dict[str, object]:
    if keys.own_now is None:
        raise RefusedError(
            "The recovery code has no key of its own to keep a private note under; nothing was "
            "changed. Sign in with your own passphrase."
        )
    sealed = locked(text.encode("utf-8"), keys.own[keys.own_now], about)
    return {"key_id": keys.own_now, "sealed": sealed}


def _about(author_id: str, thread: int, version: int) -> str:
    return f"ehp-desktop private note {thread}, version {version}, of {author_id}"
