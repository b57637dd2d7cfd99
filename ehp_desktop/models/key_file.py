"""The key file as it stands on the disk: who may open the store, and which keys each holds.

`keys.json` is canonical JSON with a SHA-256 of itself. It lists the store's keys, one slot a
person, one for the recovery code, and what was begun with a change of people and is not yet in
the store's own record. A slot is an X25519 pair: its private half is wrapped under that person's
passphrase, and each key that the person may use is sealed to its public half (models/keys.py).

Only the standard library is loaded with this module: it tells people's names before anything else.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ehp_desktop.models import sealing
from ehp_desktop.models.errors import (
    DamagedKeyFileError,
    NewerStoreError,
    RefusedError,
    StoreFolderError,
)
from ehp_desktop.models.files import write_private
from ehp_desktop.models.swapping import finish_swap

KEY_FILE: Final = "keys.json"
DATABASE_FILE: Final = "caseload.db"
FORMAT: Final = "ehp-desktop keys"
VERSION: Final = 2
"""Version 1 had the store's key alone; such a file goes on opening, and is completed."""


class Purpose(StrEnum):
    """What a key is for."""

    STORE = "store"  # the whole database
    ADVICE = "advice"  # legal advice inside it: chairs and lawyers
    AUDIT = "audit"  # a pair: anybody writes an audit line, chairs read it
    OWN = "own"  # one person's private notes


class SlotKind(StrEnum):
    """Whose way in a slot is."""

    PERSON = "person"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may open the store; `role` is a word of review/actor.py."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key that slots hold: what it is for, never its secret.

    `public`: the public half, of an audit pair. `slot`: whose it is, of an own key; it may be a
    slot that is no longer there. `proof`: of one made after another, by who held that other
    (models/key_proofs.py).
    """

    id: str
    purpose: str
    public: bytes | None = None
    slot: str | None = None
    proof: bytes | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One person's way in, or the recovery code's; its id is the person's id for ever.

    `first`: the passphrase is one that a chair chose, to be changed before anything else.
    """

    id: str
    kind: str
    person: Person
    public: bytes
    private: sealing.Wrapped
    keys: Mapping[str, bytes]  # key id -> seal
    first: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A change of people that the key file has and the store's record may not have yet.

    `kind` is a word of PersonEventRow, `at` an ISO time in UTC. `after`: the number of the last
    such event that the record had before, so that this one is never written twice. `proof`
    authenticates the rest under the store key.
    """

    kind: str
    person_id: str
    name: str
    role: str
    author_id: str
    author: str
    author_role: str
    at: str
    after: int
    proof: bytes = b""

    def content(self) -> dict[str, Any]:
        """Everything but the proof, as JSON can say it."""
        return {name: getattr(self, name) for name in (*_BEGUN_WORDS, "after")}


_BEGUN_WORDS: Final = (
    "kind", "person_id", "name", "role", "author_id", "author", "author_role", "at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All of keys.json. Of several keys for one purpose the newest stands first."""

    store: str  # this store's own id, so that no slot can be carried to another store
    keys: tuple[Key, ...]
    slots: tuple[Slot, ...]
    begun: tuple[Begun, ...] = ()

    def keys_for(self, purpose: str) -> tuple[Key, ...]:
        """The keys of one purpose, the newest first."""
        return tuple(key for key in self.keys if key.purpose == purpose)

    def people(self) -> tuple[Slot, ...]:
        """The slots of people, in the order in which they were added."""
        return tuple(slot for slot in self.slots if slot.kind == SlotKind.PERSON)

    def own_keys_of(self, slot_id: str) -> tuple[Key, ...]:
        """A person's own keys, the newest first."""
        return tuple(key for key in self.keys_for(Purpose.OWN) if key.slot == slot_id)


def people_of(folder: Path) -> tuple[Person, ...]:
    """The people who may open a store, in the order in which they were added.

    Raises:
        StoreFolderError: there is no store here.
        DamagedKeyFileError, NewerStoreError: the key file cannot be read.
    """
    return tuple(slot.person for slot in read_key_file(folder).people())


def plain_text(what: str, text: str) -> str:
    """A name as it is kept: NFC, no spaces around it.

    Raises:
        RefusedError: it holds what cannot be printed; nothing was made.
    """
    plain = unicodedata.normalize("NFC", text).strip()
    if not plain.isprintable():
        raise RefusedError(
            f"The {what} holds characters that cannot be printed; nothing was made. Type it again."
        )
    return plain


def same_name(kept: str, asked: str) -> bool:
    """Whether somebody who typed `asked` means the person kept as `kept`."""
    return unicodedata.normalize("NFC", asked).strip() == kept


def canonical(value: object) -> bytes:
    """The one text of a JSON value, to be bound to or digested."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def read_key_file(folder: Path) -> KeyFile:
    """The key file of a store.

    Raises:
        StoreFolderError: there is no store here, or one of its two files is missing.
        DamagedKeyFileError: its digest does not fit, or it is not a key file at all.
        NewerStoreError: a newer program wrote it.
        StoreHeldError, DiskError: a backup is being put in its place, or that could not be ended.
    """
    finish_swap(folder)
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


def write_key_file(folder: Path, key_file: KeyFile) -> None:
    """Put a key file in the place of the one there, whole or not at all, seen onto the disk.

    Raises:
        DiskError: it could not be written; the one before is still there.
    """
    write_private(folder / KEY_FILE, as_bytes(key_file))


def as_bytes(key_file: KeyFile) -> bytes:
    """The text of keys.json."""
    kept: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "store": key_file.store,
        "keys": [_key_json(key) for key in key_file.keys],
        "slots": [_slot_json(slot) for slot in key_file.slots],
    }
    if key_file.begun:
        kept["begun"] = [
            one.content() | {"proof": sealing.to_text(one.proof)} for one in key_file.begun
        ]
    return canonical(kept | {"sha256": _digest(kept)}) + b"\n"


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
    begun = tuple(
        Begun(
            **{name: str(one[name]) for name in _BEGUN_WORDS},
            after=int(one["after"]),
            proof=sealing.to_bytes(one["proof"]),
        )
        for one in kept.get("begun", ())
    )
    return KeyFile(
        str(kept["store"]),
        tuple(_key(one) for one in kept["keys"]),
        tuple(_slot(one) for one in kept["slots"]),
        begun,
    )


def _key(kept: dict[str, Any]) -> Key:
    public = sealing.to_bytes(kept["public"]) if "public" in kept else None
    owner = str(kept["slot"]) if "slot" in kept else None
    if (kept["purpose"] == Purpose.AUDIT) != (public is not None):
        raise ValueError("an audit key has a public half, and no other has")
    if (kept["purpose"] == Purpose.OWN) != (owner is not None):
        raise ValueError("an own key has an owner, and no other has")
    proof = sealing.to_bytes(kept["proof"]) if "proof" in kept else None
    return Key(str(kept["id"]), str(kept["purpose"]), public, owner, proof)


def _slot(kept: dict[str, Any]) -> Slot:
    return Slot(
        str(kept["id"]),
        str(kept["kind"]),
        Person(str(kept["name"]), str(kept["role"])),
        sealing.to_bytes(kept["public"]),
        sealing.Wrapped.from_json(kept["private"]),
        {str(key): sealing.to_bytes(seal) for key, seal in kept["keys"].items()},
        bool(kept.get("first", False)),
    )


def _key_json(key: Key) -> dict[str, str]:
    kept = {"id": key.id, "purpose": str(key.purpose)}
    if key.public is not None:
        kept["public"] = sealing.to_text(key.public)
    if key.slot is not None:
        kept["slot"] = key.slot
    if key.proof is not None:
        kept["proof"] = sealing.to_text(key.proof)
    return kept


def _slot_json(slot: Slot) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "id": slot.id,
        "kind": slot.kind,
        "name": slot.person.name,
        "role": slot.person.role,
        "public": sealing.to_text(slot.public),
        "private": slot.private.as_json(),
        "keys": {key: sealing.to_text(seal) for key, seal in slot.keys.items()},
    }
    return kept | ({"first": True} if slot.first else {})


def _digest(kept: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(kept)).hexdigest()
