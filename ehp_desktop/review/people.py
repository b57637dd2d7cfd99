"""The people who may open a store: who they are, and how chairs change that.

Each change is first in the key file and then in the store's record; `models/person_events.py`
says how the two stay together where the program is stopped in between, and `models/rekeying.py`
how the store gets a new key when somebody is removed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ehp_desktop.models.errors import EhpError, RefusedError, StoreError, StoreHeldError
from ehp_desktop.models.rows import PersonEventRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.models.keys import KeyFile, Slot, Unlocked
    from ehp_desktop.models.store import Store
    from ehp_desktop.review.opening import OpenStore

ADDED: Final = "added"
ROLE: Final = "role"
REMOVED: Final = "removed"
PASSPHRASE: Final = "passphrase"  # noqa: S105 - a kind of event, no secret
RECOVERED: Final = "recovered"
_ACTION_OF: Final = {PASSPHRASE: Action.PASSPHRASE, RECOVERED: Action.RECOVERED}


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody who may open the store.

    `first`: they have not yet replaced the passphrase that a chair chose for them.
    """

    id: str
    name: str
    role: Role
    first: bool
    is_you: bool


@requires(Deed.READ)
def people(opened: "OpenStore") -> tuple[PersonShown, ...]:
    """Who may open the store, in the order in which they were added.

    Raises:
        StoreError: the key file cannot be read.
    """
    from ehp_desktop.models.keys import read_key_file

    you = opened.actor.id
    return tuple(
        PersonShown(slot.id, slot.person.name, Role(slot.person.role), slot.first, slot.id == you)
        for slot in read_key_file(opened.store.folder).people()
    )


@requires(Deed.READ)
def person_named(opened: "OpenStore", name: str) -> PersonShown:
    """One of those who may open the store.

    Raises:
        NotFoundError: nobody has that name.
    """
    from ehp_desktop.models.keys import read_key_file, slot_named

    found = slot_named(read_key_file(opened.store.folder), name)
    return next(one for one in people(opened) if one.id == found.id)


@requires(Deed.PEOPLE)
def recoveries(opened: "OpenStore") -> list[PersonEventRow]:
    """Every use of the recovery code, oldest first: when it opened the store, for whom."""
    from ehp_desktop.models.person_events import events

    with opened.store.reading() as session:
        return [row for row in events(session) if row.kind == RECOVERED]


@requires(Deed.PEOPLE)
def person_events(opened: "OpenStore") -> list[PersonEventRow]:
    """Every change of people, oldest first."""
    from ehp_desktop.models.person_events import events

    with opened.store.reading() as session:
        return events(session)


@requires(Deed.PEOPLE)
def add_person(opened: "OpenStore", name: str, role: Role, passphrase: str) -> None:
    """Let somebody in, with a first passphrase that they change before they do anything else.

    Raises:
        RefusedError: the name is empty, cannot be printed or is somebody's already.
        WeakPassphraseError: the passphrase is; nothing was changed either way.
        DiskError: the key file could not be written.
    """
    from ehp_desktop.models.key_changes import add_person as added
    from ehp_desktop.models.keys import Person

    key_file = _key_file(opened)
    changed = added(key_file, opened.store.unlocked, Person(name, role.value), passphrase)
    _carry_out(opened, changed, changed.slots[-1], ADDED)


@requires(Deed.PEOPLE)
def change_role(opened: "OpenStore", name: str, role: Role) -> None:
    """Give somebody another role, from when they next open the store.

    Where it is the actor's own the store is closed: what this window may do is not what they may.

    Raises:
        NotFoundError: nobody has that name.
        RefusedError: it is the last chair, or their role already; nothing was changed.
        DiskError: the key file could not be written.
    """
    from ehp_desktop.models import key_changes
    from ehp_desktop.models.keys import slot_named

    key_file = _key_file(opened)
    before = slot_named(key_file, name)
    if before.person.role == role:
        raise RefusedError(
            f"The role of {before.person.name} is {role.value} already; nothing was changed."
        )
    changed = key_changes.change_role(key_file, opened.store.unlocked, name, role.value)
    try:
        _carry_out(opened, changed, slot_named(changed, name), ROLE)
    finally:
        if opened.store.unlocked.person.role != opened.actor.role:
            opened.close()


@requires(Deed.PEOPLE)
def remove_person(opened: "OpenStore", name: str) -> None:
    """Take somebody's way in away, and put the whole store under a new key.

    From the first write on, their passphrase opens nothing here. The store is closed afterwards,
    as its database is another; open it anew. Copies of the folder that were made before, backups
    too, open as they did.

    Raises:
        NotFoundError: nobody has that name.
        RefusedError: it is the last chair or the actor; nothing was changed.
        StoreHeldError: somebody else has the store open. Nothing was changed, unless the sentence
            says that they are removed and the new key is to come: it comes when the store is next
            opened for writing.
        DiskError: as above, for a disk that is full or cannot be written.
    """
    from ehp_desktop.models import key_changes
    from ehp_desktop.models.keys import slot_named
    from ehp_desktop.models.rekeying import rekey

    key_file, store = _key_file(opened), opened.store
    slot = slot_named(key_file, name)
    changed = key_changes.remove_person(key_file, store.unlocked, name)
    store.make_sure_alone()
    try:
        _carry_out(opened, changed, slot, REMOVED)
    except BaseException:
        if len(store.unlocked.store_keys) > 1:  # they are removed: what is left is done at opening
            opened.close()
        raise
    lock = store.hand_over()
    try:
        rekey(store.folder, store.unlocked)
    except StoreError as error:
        raise _kind_of(error)(
            f"{slot.person.name} can no longer open this store. It could not be put under its new "
            "key yet, and is when it is next opened for writing with every other window closed. "
            f"({error})"
        ) from error
    finally:
        if lock is not None:
            lock.release()


@requires(Deed.OWN_PASSPHRASE)
def change_passphrase(opened: "OpenStore", old: str, new: str) -> "OpenStore":
    """Change the actor's own passphrase; a first one is what it takes to do anything else.

    Returns:
        The same open store, whose actor has no first passphrase any more.

    Raises:
        WrongPassphraseError: the old one is wrong; it is counted.
        TooManyAttemptsError: so many were wrong that it is not even tried.
        WeakPassphraseError: the new one is, or is the old one again.
        RefusedError: the store was opened with the recovery code, or for reading only.
    """
    from ehp_desktop.models import key_changes
    from ehp_desktop.models.attempts import counted
    from ehp_desktop.models.keys import SlotKind, open_slot, slot_with_id
    from ehp_desktop.models.passphrases import normalised

    key_file, slot_id = _key_file(opened), opened.store.unlocked.slot_id
    before = slot_with_id(key_file, slot_id)
    if before.kind == SlotKind.RECOVERY:
        raise RefusedError(
            "The store was opened with the recovery code, which has no passphrase; nothing was "
            "changed. Give a chair a new passphrase with it, and sign in as that chair."
        )
    with counted(opened.store.folder, key_file, before, opened.clock):
        changed = key_changes.change_passphrase(key_file, slot_id, old, new)
    slot = slot_with_id(changed, slot_id)
    unlocked = open_slot(changed, slot, normalised(new)) if before.first else None
    _carry_out(opened, changed, slot, PASSPHRASE, unlocked)
    return replace(opened, actor=replace(opened.actor, first=False))


def recover(
    folder: Path, code: str, user: str, new_passphrase: str, *, clock: Callable[[], datetime]
) -> None:
    """Give a chair who forgot theirs a new passphrase, by the recovery code.

    Its use is recorded and shown to every chair, whatever comes of it.

    Raises:
        WrongPassphraseError: the code is not this store's, or is none.
        NotFoundError: nobody has that name.
        RefusedError: they are no chair.
        WeakPassphraseError: the new one is; no passphrase was changed in any case.
        StoreError: the store cannot be opened for writing.
    """
    from ehp_desktop.models.key_changes import reset_passphrase
    from ehp_desktop.models.keys import slot_named, wrong_passphrase
    from ehp_desktop.models.passphrases import as_recovery_code
    from ehp_desktop.review.opening import unlock

    if as_recovery_code(code) is None:
        raise wrong_passphrase(" What was typed is no recovery code.")
    opened = unlock(folder, code, write=True, clock=clock)
    try:
        key_file = _key_file(opened)
        changed = reset_passphrase(key_file, opened.store.unlocked, user, new_passphrase)
        _carry_out(opened, changed, slot_named(changed, user), RECOVERED)
    finally:
        opened.close()


def finish_changes(store: "Store") -> None:
    """After a store was opened for writing: what a program that was stopped left to be recorded.

    Raises:
        DamagedKeyFileError, DiskError, StoreHeldError: as `person_events.finish` does.
    """
    from ehp_desktop.models.person_events import finish

    finish(store, _action_of)


def note_recovery(store: "Store", at: datetime) -> None:
    """Record that the recovery code opened the store, for every chair to see.

    It cannot be where the folder may only be read.
    """
    from ehp_desktop.models.life_writes import Pen

    signer = store.signer
    event = {"person_id": signer.person_id, "name": signer.name, "person_role": signer.role}
    store.noting(
        Action.RECOVERED,
        about={"change": RECOVERED},
        evidence=lambda session: Pen(session, signer, at).add(
            PersonEventRow, kind=RECOVERED, **event
        ),
    )


def _key_file(opened: "OpenStore") -> "KeyFile":
    """The key file, where the store is open for writing: only then may it be changed."""
    from ehp_desktop.models.keys import read_key_file

    if not opened.writable:
        raise RefusedError(
            opened.loss
            or "The store is open for reading only; nothing was changed. Open it for writing, "
            "which one person at a time can do."
        )
    finish_changes(opened.store)  # where an earlier change could not be recorded at once
    return read_key_file(opened.store.folder)


def _carry_out(
    opened: "OpenStore",
    changed: "KeyFile",
    slot: "Slot",
    kind: str,
    unlocked: "Unlocked | None" = None,
) -> None:
    """Write a changed key file, and record the change."""
    from ehp_desktop.models.person_events import begin

    begin(opened.store, changed, slot, kind, opened.clock(), unlocked=unlocked)
    try:
        finish_changes(opened.store)
    except StoreError as error:
        raise _kind_of(error)(
            "The change of people was made, and could not be recorded yet; that is done when the "
            f"store is next opened for writing. ({error})"
        ) from error


def _kind_of(error: StoreError) -> type[EhpError]:
    return StoreHeldError if isinstance(error, StoreHeldError) else StoreError


def _action_of(kind: str) -> Action:
    return _ACTION_OF.get(kind, Action.PEOPLE)
