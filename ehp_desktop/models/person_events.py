"""The record of changes of people, kept together with the key file wherever a program is stopped.

The key file is changed first, and names in the same write what is still to be recorded (`Begun`).
Then the database gets its row and audit record, then the key file forgets. A program stopped in
between leaves a change that holds and is recorded when the store is next opened for writing;
never one without a record, and never a record of what did not happen.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehp_desktop.models.advice_books import reencrypt_advice
from ehp_desktop.models.chain import Signer
from ehp_desktop.models.errors import DamagedKeyFileError
from ehp_desktop.models.key_changes import without_old
from ehp_desktop.models.key_file import Begun, canonical
from ehp_desktop.models.keys import (
    KEY_FILE,
    KeyFile,
    Purpose,
    Slot,
    Unlocked,
    read_key_file,
    refreshed,
    write_key_file,
)
from ehp_desktop.models.life import PersonEvent
from ehp_desktop.models.life_reads import all_versions
from ehp_desktop.models.life_writes import Pen
from ehp_desktop.models.rows import PersonEventRow
from ehp_desktop.models.store import Store

ActionOf = Callable[[str], str]
"""Kind of event -> what the audit says of it."""

_ADVICE_KEY = "advice key"


def events(session: Session) -> list[PersonEventRow]:
    """Every change of people, oldest first."""
    return all_versions(session, PersonEventRow)


def begin(
    store: Store,
    changed: KeyFile,
    slot: Slot,
    kind: str,
    at: dt.datetime,
    *,
    unlocked: Unlocked | None = None,
) -> None:
    """Write a changed key file, which says what of the change is still to be recorded.

    Args:
        store: open for writing.
        changed: the key file to be.
        slot: whose change it is, as it is after it (of somebody removed: as it was).
        kind: a word of PersonEventRow.
        at: now, aware.
        unlocked: what the actor holds from now on, where their own slot has a new pair.

    Raises:
        DiskError: the key file could not be written; nothing was changed.
    """
    signer = store.signer
    with store.reading() as session:
        after = _last_event(session)
    event = Begun(
        kind,
        slot.id,
        slot.person.name,
        slot.person.role,
        signer.person_id,
        signer.name,
        signer.role,
        at.astimezone(dt.UTC).isoformat("T", "seconds"),
        after,
    )
    held = refreshed(changed, unlocked or store.unlocked)
    event = replace(event, proof=_proof(event, held.store_keys[0]))
    write_key_file(store.folder, replace(changed, begun=(*changed.begun, event)))
    store.take_keys(held)


def finish(store: Store, action_of: ActionOf) -> None:
    """Record what the key file says was begun, and put advice under its newest key.

    Only a chair or lawyer can do the second; for others both advice keys stay until one of them
    opens the store for writing. Nothing is written where nothing was begun.

    Raises:
        DamagedKeyFileError: what was begun is not as this program wrote it.
        DiskError, StoreHeldError: the record could not be written; it is when the store is next
            opened for writing.
    """
    key_file = read_key_file(store.folder)
    for event in key_file.begun:
        _record(store, event, action_of(event.kind))
    done = replace(key_file, begun=())
    if len(store.keys.advice) > 1:
        _put_advice_under_newest(store, action_of(_ADVICE_KEY))
        done = without_old(done, Purpose.ADVICE)
    if done != key_file:
        write_key_file(store.folder, done)
        store.take_keys(refreshed(done, store.unlocked))


def _record(store: Store, event: Begun, action: str) -> None:
    proofs = [_proof(event, key) for key in store.unlocked.store_keys]
    if not any(hmac.compare_digest(event.proof, proof) for proof in proofs):
        raise DamagedKeyFileError(
            f"{KEY_FILE} was changed by something other than this program: it tells of a change "
            "of people that nobody made. What is stored was not touched. Put the file back from a "
            "copy of the folder."
        )
    with store.reading() as session:
        if _is_recorded(session, event):
            return
    author = Signer(event.author_id, event.author, event.author_role, ("", b""))
    about = {"change": event.kind, "role": event.role}
    with store.writing(action, record=event.person_id, about=about) as session:
        Pen(session, author, dt.datetime.fromisoformat(event.at)).add(
            PersonEventRow,
            person_id=event.person_id,
            name=event.name,
            person_role=event.role,
            kind=event.kind,
        )


def _put_advice_under_newest(store: Store, action: str) -> None:
    (new_id, new), *older = store.keys.advice.items()
    with store.writing(action, about={"change": _ADVICE_KEY}) as session:
        for old_id, old in older:
            reencrypt_advice(session, old_id, old, new_id, new)


def _is_recorded(session: Session, event: Begun) -> bool:
    table = PersonEvent.__table__
    same = (table.c.person_id == event.person_id, table.c.kind == event.kind)
    return (
        session.execute(select(table.c.id).where(table.c.id > event.after, *same)).first()
        is not None
    )


def _last_event(session: Session) -> int:
    last: int | None = session.execute(select(func.max(PersonEvent.id))).scalar()
    return last or 0


def _proof(event: Begun, store_key: bytes) -> bytes:
    own = hmac.digest(store_key, b"ehp-desktop change of people", hashlib.sha256)
    return hmac.digest(own, canonical(event.content()), hashlib.sha256)
