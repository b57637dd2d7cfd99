"""The key file: who may open the store, and the store's key sealed to each of them.

`keys.json` is canonical JSON with a SHA-256 of itself. It lists the store's keys (two while a
store is being re-keyed; other purposes than "store" may come) and one slot a person, and one for
the recovery code. A slot is an X25519 pair: its private half is wrapped under that person's
passphrase, and each key that the person may use is sealed to its public half, bound to the slot,
the person's name and role. Adding a person needs nobody's passphrase but their own.

Only the standard library is loaded with this module; the rest when a passphrase is given.
"""

import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ehp_desktop.models import sealing
from ehp_desktop.models.errors import (
    DamagedKeyFileError,
    NewerStoreError,
    NotFoundError,
    StoreFolderError,
    WrongPassphraseError,
)
from ehp_desktop.models.passphrases import as_recovery_code, new_recovery_code, normalised

KEY_FILE: Final = "keys.json"
DATABASE_FILE: Final = "caseload.db"
FORMAT: Final = "ehp-desktop keys"
VERSION: Final = 1
STORE_PURPOSE: Final = "store"
RECOVERY_NAME: Final = "Recovery code"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may open the store; `role` is a word of review/actor.py."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key that slots hold: what it is for, never its bytes."""

    id: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's way in, or the recovery code's (`kind` "person" or "recovery")."""

    id: str
    kind: str
    person: Person
    public: bytes
    private: sealing.Wrapped
    keys: Mapping[str, bytes]  # key id -> seal


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All of keys.json."""

    store: str  # this store's own id, so that no slot can be carried to another store
    keys: tuple[Key, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Who opened the key file, and the store keys to try, the likeliest first."""

    person: Person
    store_keys: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """A key file for a new store, with the two secrets that are in no file."""

    key_file: KeyFile
    store_key: bytes = field(repr=False)
    recovery_code: str = field(repr=False)


def people_of(folder: Path) -> tuple[Person, ...]:
    """The people who may open a store, in the order in which they were added.

    Raises:
        StoreFolderError: there is no store here.
        DamagedKeyFileError, NewerStoreError: the key file cannot be read.
    """
    return tuple(slot.person for slot in read_key_file(folder).slots if slot.kind == "person")


def new_keys(person: Person, passphrase: str) -> NewKeys:
    """A random store key, sealed to a first person and to a recovery code."""
    store, key = os.urandom(16).hex(), Key(os.urandom(8).hex(), STORE_PURPOSE)
    store_key, code = os.urandom(_KEY_BYTES), new_recovery_code()
    recovery = Person(RECOVERY_NAME, "chair")
    slots = (
        _new_slot(store, "person", person, normalised(passphrase), key, store_key),
        _new_slot(store, "recovery", recovery, code, key, store_key),
    )
    return NewKeys(KeyFile(store, (key,), slots), store_key, code)


def unlock(key_file: KeyFile, passphrase: str, *, user: str | None = None) -> Unlocked:
    """Open a slot: the user's, else the first person's that opens; or the recovery code's.

    The recovery slot is tried for a text that is a recovery code by its own check, and only then:
    each slot tried costs an Argon2id.

    Raises:
        NotFoundError: nobody of that name may open the store.
        WrongPassphraseError: no slot opens.
        DamagedKeyFileError: a slot opens and its keys do not belong to it.
    """
    code = as_recovery_code(passphrase)
    kind, secret = ("recovery", code) if code else ("person", normalised(passphrase))
    slots = [slot for slot in key_file.slots if slot.kind == kind]
    if user is not None and not code:
        slots = [slot for slot in slots if _same_name(slot.person.name, user)]
        if not slots:
            raise NotFoundError(
                f'Nobody called "{user}" may open this store; nothing was changed. '
                "Check the spelling of the name, or leave it out to try everyone's."
            )
    for slot in slots:
        try:
            private = sealing.unwrap(slot.private, secret, _about_private(key_file.store, slot))
        except sealing.CannotOpenError:
            continue
        return Unlocked(slot.person, _store_keys(key_file, slot, private))
    raise WrongPassphraseError(
        "The passphrase does not open this store; nothing was changed. Check Caps Lock and the "
        "keyboard's language, and type it again, or use the recovery code."
    )


def read_key_file(folder: Path) -> KeyFile:
    """The key file of a store.

    Raises:
        StoreFolderError: there is no store here, or one of its two files is missing.
        DamagedKeyFileError: its digest does not fit, or it is not a key file at all.
        NewerStoreError: a newer program wrote it.
    """
    _both_there(folder)
    try:
        kept = json.loads((folder / KEY_FILE).read_bytes())
    except OSError as error:
        raise StoreFolderError(
            f"{folder / KEY_FILE} cannot be read ({error.strerror}); nothing was changed. "
            "Ask whoever looks after this computer for the right to read it."
        ) from error
    except (ValueError, RecursionError):
        raise _damaged(folder) from None
    try:
        digest = kept.pop("sha256")
        if digest != _digest(kept) or kept["format"] != FORMAT:
            raise _damaged(folder)
        if kept["version"] > VERSION:
            raise NewerStoreError(
                f"The store in {folder} was made by a newer program than this one; nothing was "
                "changed. Install the newer program to open it."
            )
        return _key_file(kept)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged(folder) from None


def as_bytes(key_file: KeyFile) -> bytes:
    """The text of keys.json."""
    kept: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "store": key_file.store,
        "keys": [{"id": key.id, "purpose": key.purpose} for key in key_file.keys],
        "slots": [_slot_json(slot) for slot in key_file.slots],
    }
    return _canonical(kept | {"sha256": _digest(kept)}) + b"\n"


def _both_there(folder: Path) -> None:
    missing = [name for name in (KEY_FILE, DATABASE_FILE) if not (folder / name).is_file()]
    if len(missing) == 2:
        raise StoreFolderError(
            f"There is no store in {folder}; nothing was changed. Choose the folder that holds "
            f"{DATABASE_FILE} and {KEY_FILE}, or make a new store."
        )
    if missing == [KEY_FILE]:
        raise StoreFolderError(
            f"{KEY_FILE} is missing from {folder}, and without it nobody can read what is stored "
            f"there; nothing was changed. Put it back from a copy of the folder: the newest one "
            "in its backups folder fits too."
        )
    if missing:
        raise StoreFolderError(
            f"{DATABASE_FILE}, which holds all that is stored, is missing from {folder}; nothing "
            "was changed. Put it back from a copy of the folder."
        )


def _damaged(folder: Path) -> DamagedKeyFileError:
    return DamagedKeyFileError(
        f"{KEY_FILE} in {folder} is damaged: it is not as this program wrote it. What is stored "
        "was not touched, and cannot be opened without it. Put the file back from a copy of the "
        "folder."
    )


def _key_file(kept: dict[str, Any]) -> KeyFile:
    keys = tuple(Key(str(one["id"]), str(one["purpose"])) for one in kept["keys"])
    slots = tuple(
        Slot(
            str(one["id"]),
            str(one["kind"]),
            Person(str(one["name"]), str(one["role"])),
            sealing.to_bytes(one["public"]),
            sealing.Wrapped.from_json(one["private"]),
            {str(key): sealing.to_bytes(seal) for key, seal in one["keys"].items()},
        )
        for one in kept["slots"]
    )
    return KeyFile(str(kept["store"]), keys, slots)


def _slot_json(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "kind": slot.kind,
        "name": slot.person.name,
        "role": slot.person.role,
        "public": sealing.to_text(slot.public),
        "private": slot.private.as_json(),
        "keys": {key: sealing.to_text(seal) for key, seal in slot.keys.items()},
    }


def _new_slot(
    store: str, kind: str, person: Person, secret: str, key: Key, store_key: bytes
) -> Slot:
    slot_id = os.urandom(8).hex()
    private, public = sealing.new_pair()
    wrapped = sealing.wrap(private, secret, _private_text(store, slot_id, public))
    about = _about_key(store, key, slot_id, kind, person)
    return Slot(
        slot_id, kind, person, public, wrapped, {key.id: sealing.seal(store_key, public, about)}
    )


def _store_keys(key_file: KeyFile, slot: Slot, private: bytes) -> tuple[bytes, ...]:
    try:
        found = tuple(
            sealing.unseal(
                slot.keys[key.id],
                private,
                _about_key(key_file.store, key, slot.id, slot.kind, slot.person),
            )
            for key in key_file.keys
            if key.purpose == STORE_PURPOSE and key.id in slot.keys
        )
    except sealing.CannotOpenError:
        found = ()
    if not found or any(len(one) != _KEY_BYTES for one in found):
        raise DamagedKeyFileError(
            f"{KEY_FILE} was changed by something other than this program: the passphrase is "
            "right, and the name, role or key beside it is not the one that was stored. What is "
            "stored was not touched. Put the file back from a copy of the folder."
        )
    return found


def _about_private(store: str, slot: Slot) -> bytes:
    return _private_text(store, slot.id, slot.public)


def _private_text(store: str, slot_id: str, public: bytes) -> bytes:
    """What a wrapped private half is bound to; not the role, which others may change."""
    return _canonical([FORMAT, VERSION, "private half", store, slot_id, sealing.to_text(public)])


def _about_key(store: str, key: Key, slot_id: str, kind: str, person: Person) -> bytes:
    bound = ["sealed key", store, key.id, key.purpose, slot_id, kind, person.name, person.role]
    return _canonical([FORMAT, VERSION, *bound])


def _same_name(kept: str, asked: str) -> bool:
    return unicodedata.normalize("NFC", asked).strip() == kept


def _canonical(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _digest(kept: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(kept)).hexdigest()
