"""Which keys a slot of the key file holds, and how a passphrase opens them.

Every slot holds the store's key. The advice key is sealed to chairs and lawyers only, the private
half of the audit pair to chairs only, and each person's own key to that person; the recovery code
holds them all. A seal is bound to the slot, the person's name and role, so that a slot cannot be
given another role by editing the file; a person's own key is bound to their slot alone, and goes
with them through every role. To seal needs public halves only: adding a person needs nobody's
passphrase but their own.

The rest of the libraries is loaded when a passphrase is given.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ehp_desktop.models import sealing
from ehp_desktop.models.errors import DamagedKeyFileError, NotFoundError, WrongPassphraseError
from ehp_desktop.models.key_file import (
    DATABASE_FILE,
    FORMAT,
    KEY_FILE,
    Key,
    KeyFile,
    Person,
    Purpose,
    Slot,
    SlotKind,
    as_bytes,
    canonical,
    people_of,
    read_key_file,
    same_name,
    write_key_file,
)
from ehp_desktop.models.key_proofs import are_proved
from ehp_desktop.models.passphrases import as_recovery_code, new_recovery_code, normalised

__all__ = [
    "DATABASE_FILE",
    "KEY_FILE",
    "RECOVERY_NAME",
    "HeldKeys",
    "Key",
    "KeyFile",
    "NewKeys",
    "Person",
    "Purpose",
    "Slot",
    "SlotKind",
    "Unlocked",
    "as_bytes",
    "completed",
    "new_keys",
    "people_of",
    "read_key_file",
    "refreshed",
    "unlock",
    "write_key_file",
]

RECOVERY_NAME: Final = "Recovery code"
KEY_BYTES: Final = 32
_ID_BYTES = 8
_BOUND_AS = 1  # the form of what seals are bound to; not the file's version, which may grow
_HELD_BY: Final[Mapping[str, frozenset[str]]] = {
    "chair": frozenset({Purpose.STORE, Purpose.ADVICE, Purpose.AUDIT}),
    "lawyer": frozenset({Purpose.STORE, Purpose.ADVICE}),
    "administrator": frozenset({Purpose.STORE}),
}
"""Role -> what its slots hold beside the person's own key. The recovery code's role is chair."""


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """The keys inside the store that a slot opens; by key id, to find the one that was used.

    `advice_now`, `own_now`: the ids to write under, None where there is none to write with. The
    recovery code holds every person's own keys, and writes under none.
    """

    advice: Mapping[str, bytes] = field(repr=False)
    advice_now: str | None
    own: Mapping[str, bytes] = field(repr=False)
    own_now: str | None
    audit_private: Mapping[str, bytes] = field(repr=False)
    audit_public: tuple[str, bytes]
    """Key id and public half, for everyone; ("", b"") until a first version's file is completed."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Who opened the key file, and what they hold; the store keys to try, the likeliest first.

    `private`: the slot's own private half, with which the keys can be read again from a key file
    that has changed meanwhile (`refreshed`) without asking for the passphrase.
    """

    slot_id: str
    kind: str
    person: Person
    first: bool
    store_keys: tuple[bytes, ...] = field(repr=False)
    keys: HeldKeys
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """A key file for a new store, with what is in no file: the two secrets, the first person's."""

    key_file: KeyFile
    store_key: bytes = field(repr=False)
    recovery_code: str = field(repr=False)
    unlocked: Unlocked


def new_keys(person: Person, passphrase: str) -> NewKeys:
    """Random keys of every purpose, sealed to a first person and to a recovery code."""
    store, code = os.urandom(16).hex(), new_recovery_code()
    slot, private = new_slot(store, SlotKind.PERSON, person, normalised(passphrase))
    recovery, _ = new_slot(store, SlotKind.RECOVERY, Person(RECOVERY_NAME, "chair"), code)
    made = dict(new_key(purpose) for purpose in (Purpose.STORE, Purpose.ADVICE, Purpose.AUDIT))
    key_file = with_keys(KeyFile(store, (), (slot, recovery)), made)
    key_file = with_keys(key_file, dict([new_key(Purpose.OWN, slot.id)]))
    unlocked = _unlocked(key_file, key_file.slots[0], private)
    return NewKeys(key_file, unlocked.store_keys[0], code, unlocked)


def unlock(key_file: KeyFile, passphrase: str, *, user: str | None = None) -> Unlocked:
    """Open a slot: the user's, else the first person's that opens; or the recovery code's.

    Nothing is counted: `attempts.unlock_folder` is what people's passphrases go through.

    Raises:
        NotFoundError: nobody of that name may open the store.
        WrongPassphraseError: no slot opens.
        DamagedKeyFileError: a slot opens and its keys do not belong to it.
    """
    slots, secret = slots_to_try(key_file, passphrase, user=user)
    for slot in slots:
        unlocked = open_slot(key_file, slot, secret)
        if unlocked is not None:
            return unlocked
    raise wrong_passphrase()


def slots_to_try(
    key_file: KeyFile, passphrase: str, *, user: str | None
) -> tuple[tuple[Slot, ...], str]:
    """Which slots a passphrase may open, and the secret as it is stretched.

    The recovery slot is tried for a text that is a recovery code by its own check, and only then:
    each slot tried costs an Argon2id.

    Raises:
        NotFoundError: nobody of that name may open the store.
    """
    code = as_recovery_code(passphrase)
    kind = SlotKind.RECOVERY if code else SlotKind.PERSON
    slots = tuple(slot for slot in key_file.slots if slot.kind == kind)
    if user is not None and not code:
        slots = tuple(slot for slot in slots if same_name(slot.person.name, user))
        if not slots:
            raise NotFoundError(
                f'Nobody called "{user}" may open this store; nothing was changed. '
                "Check the spelling of the name, or leave it out to try everyone's."
            )
    return slots, code or normalised(passphrase)


def slot_named(key_file: KeyFile, name: str) -> Slot:
    """The slot of a person.

    Raises:
        NotFoundError: nobody of that name may open the store.
    """
    for slot in key_file.people():
        if same_name(slot.person.name, name):
            return slot
    raise NotFoundError(
        f'Nobody called "{name}" may open this store; nothing was changed. '
        "Check the spelling of the name."
    )


def slot_with_id(key_file: KeyFile, slot_id: str) -> Slot:
    """A slot by its id.

    Raises:
        NotFoundError: there is none any more.
    """
    found = next((slot for slot in key_file.slots if slot.id == slot_id), None)
    if found is None:
        raise NotFoundError("You may not open this store any more; nothing was changed.")
    return found


def open_slot(key_file: KeyFile, slot: Slot, secret: str) -> Unlocked | None:
    """What a slot holds; None where the secret (a code, or NFC) does not open it.

    Raises:
        DamagedKeyFileError: it opens and its keys do not belong to it.
    """
    try:
        private = sealing.unwrap(slot.private, secret, _about_private(key_file.store, slot))
    except sealing.CannotOpenError:
        return None
    return _unlocked(key_file, slot, private)


def wrong_passphrase(more: str = "") -> WrongPassphraseError:
    """The error that says that no slot opened."""
    return WrongPassphraseError(
        "The passphrase does not open this store; nothing was changed. Check Caps Lock and the "
        f"keyboard's language, and type it again, or use the recovery code.{more}"
    )


def refreshed(key_file: KeyFile, unlocked: Unlocked) -> Unlocked:
    """What somebody who has opened their slot holds by a key file that was changed since.

    Raises:
        NotFoundError: they have no slot any more.
        DamagedKeyFileError: the slot is not theirs, or its keys do not belong to it.
    """
    return _unlocked(key_file, slot_with_id(key_file, unlocked.slot_id), unlocked.private)


def completed(key_file: KeyFile) -> KeyFile | None:
    """A key file of the first version with the keys that it had not yet; None where all are there.

    Whoever opens the store first makes these keys, whatever their role, as sealing needs public
    halves only; what their role does not hold they forget with the process.
    """
    made: dict[Key, bytes] = {}
    for purpose in (Purpose.ADVICE, Purpose.AUDIT):
        if not key_file.keys_for(purpose):
            made |= [new_key(purpose)]
    for slot in key_file.people():
        if not key_file.own_keys_of(slot.id):
            made |= [new_key(Purpose.OWN, slot.id)]
    return with_keys(key_file, made) if made else None


def new_key(purpose: Purpose, slot_id: str | None = None) -> tuple[Key, bytes]:
    """A random key and its secret; of the audit's, the private half is the secret."""
    key_id = os.urandom(_ID_BYTES).hex()
    if purpose is Purpose.AUDIT:
        private, public = sealing.new_pair()
        return Key(key_id, purpose, public), private
    return Key(key_id, purpose, slot=slot_id), os.urandom(KEY_BYTES)


def new_slot(
    store: str, kind: SlotKind, person: Person, secret: str, *, first: bool = False
) -> tuple[Slot, bytes]:
    """A slot that holds no key yet, and its private half."""
    bare = Slot(os.urandom(_ID_BYTES).hex(), kind, person, b"", _NOTHING, {})
    return with_new_pair(store, bare, secret, first=first)


def with_new_pair(
    store: str, slot: Slot, secret: str, *, first: bool = False
) -> tuple[Slot, bytes]:
    """A slot under a fresh pair and secret, so that it holds no key yet; and the private half."""
    private, public = sealing.new_pair()
    anew = replace(slot, public=public, keys={}, first=first)
    return with_secret(store, anew, private, secret), private


def with_secret(store: str, slot: Slot, private: bytes, secret: str) -> Slot:
    """A slot whose private half is wrapped under this secret (a code, or NFC)."""
    return replace(slot, private=sealing.wrap(private, secret, _about_private(store, slot)))


def with_keys(key_file: KeyFile, made: Mapping[Key, bytes]) -> KeyFile:
    """A key file with new keys before its own, sealed to each slot that may hold them."""
    anew = replace(key_file, keys=(*made, *key_file.keys))
    return sealed_to_all(anew, {key.id: secret for key, secret in made.items()})


def without_keys(key_file: KeyFile, dropped: Iterable[Key]) -> KeyFile:
    """A key file without some keys: what is under them cannot be read any more."""
    ids = {key.id for key in dropped}
    slots = tuple(
        replace(slot, keys={id_: seal for id_, seal in slot.keys.items() if id_ not in ids})
        for slot in key_file.slots
    )
    keys = tuple(key for key in key_file.keys if key.id not in ids)
    return replace(key_file, keys=keys, slots=slots)


def sealed_to_all(key_file: KeyFile, secrets: Mapping[str, bytes]) -> KeyFile:
    """A key file in which each slot holds those of these keys that it may hold."""
    slots = tuple(
        replace(
            slot,
            keys=dict(slot.keys)
            | {
                key.id: sealing.seal(
                    secrets[key.id], slot.public, _about_key(key_file.store, key, slot)
                )
                for key in key_file.keys
                if key.id in secrets and key.id not in slot.keys and may_hold(slot, key)
            },
        )
        for slot in key_file.slots
    )
    return replace(key_file, slots=slots)


def may_hold(slot: Slot, key: Key) -> bool:
    """Whether a slot's role has a right to a key."""
    if key.purpose == Purpose.OWN:
        return slot.kind == SlotKind.RECOVERY or key.slot == slot.id
    return key.purpose in _HELD_BY.get(slot.person.role, frozenset())


def secrets_of(key_file: KeyFile, slot: Slot, private: bytes) -> dict[str, bytes]:
    """Every key that a slot may hold, by its id, the newest first of each purpose.

    Raises:
        DamagedKeyFileError: one of them is missing or belongs to another slot, name or role.
    """
    try:
        found = {
            key.id: sealing.unseal(
                slot.keys[key.id], private, _about_key(key_file.store, key, slot)
            )
            for key in key_file.keys
            if may_hold(slot, key)
        }
    except (sealing.CannotOpenError, KeyError):
        raise _changed_by_others() from None
    fits = all(
        len(found[key.id]) == KEY_BYTES
        and (key.public is None or sealing.public_of(found[key.id]) == key.public)
        for key in key_file.keys
        if key.id in found
    )
    one_own = len(key_file.own_keys_of(slot.id)) <= 1  # anybody can seal another to its public half
    if not (fits and one_own and are_proved(key_file, found) and key_file.keys_for(Purpose.STORE)):
        raise _changed_by_others()
    return found


_NOTHING: Final = sealing.Wrapped(1, 1, 1, b"", b"", b"")


def _unlocked(key_file: KeyFile, slot: Slot, private: bytes) -> Unlocked:
    secrets = secrets_of(key_file, slot, private)

    def held(purpose: Purpose) -> dict[str, bytes]:
        keys = key_file.keys_for(purpose)
        return {key.id: secrets[key.id] for key in keys if key.id in secrets}

    store_keys = tuple(held(Purpose.STORE).values())
    if not store_keys:  # a role that this program does not know
        raise _changed_by_others()
    advice, own = held(Purpose.ADVICE), held(Purpose.OWN)
    audit = next(iter(key_file.keys_for(Purpose.AUDIT)), None)
    keys = HeldKeys(
        advice=advice,
        advice_now=next(iter(advice), None),
        own=own,
        own_now=next(iter(own), None) if slot.kind == SlotKind.PERSON else None,
        audit_private=held(Purpose.AUDIT),
        audit_public=("", b"") if audit is None else (audit.id, audit.public or b""),
    )
    return Unlocked(slot.id, slot.kind, slot.person, slot.first, store_keys, keys, private)


def _changed_by_others() -> DamagedKeyFileError:
    return DamagedKeyFileError(
        f"{KEY_FILE} was changed by something other than this program: the passphrase is "
        "right, and the name, role or key beside it is not the one that was stored. What is "
        "stored was not touched. Put the file back from a copy of the folder."
    )


def _about_private(store: str, slot: Slot) -> bytes:
    """What a wrapped private half is bound to; not the role, which others may change."""
    bound = ["private half", store, slot.id, sealing.to_text(slot.public)]
    return canonical([FORMAT, _BOUND_AS, *bound, *(["first"] if slot.first else [])])


def _about_key(store: str, key: Key, slot: Slot) -> bytes:
    whose = (
        ["own key", store, key.id, key.slot, slot.id, slot.kind]
        if key.purpose == Purpose.OWN
        else ["sealed key", store, key.id, key.purpose, slot.id, slot.kind, *_words(slot.person)]
    )
    return canonical([FORMAT, _BOUND_AS, *whose])


def _words(person: Person) -> tuple[str, str]:
    return person.name, person.role
