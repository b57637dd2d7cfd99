"""Changes of the people who may open a store: each makes one key file from another, and no more.

Whoever makes a change has opened a slot, and what they hold is sealed to others. Nothing is
written here: `models/rekeying.py` and `review/people.py` see to it that the file, the database
and its record stay together wherever the program is stopped.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ehp_desktop.models.errors import (
    RefusedError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from ehp_desktop.models.key_file import Key, KeyFile, Person, Purpose, Slot, SlotKind, plain_text
from ehp_desktop.models.key_proofs import proved
from ehp_desktop.models.keys import (
    RECOVERY_NAME,
    Unlocked,
    may_hold,
    new_key,
    new_slot,
    open_slot,
    sealed_to_all,
    secrets_of,
    slot_named,
    slot_with_id,
    with_keys,
    with_new_pair,
    with_secret,
    without_keys,
)
from ehp_desktop.models.passphrases import check_passphrase, normalised

CHAIR: Final = "chair"
ROLES: Final = (CHAIR, "lawyer", "administrator")


def add_person(key_file: KeyFile, actor: Unlocked, person: Person, passphrase: str) -> KeyFile:
    """A key file with one more person, whose passphrase is a first one, to be changed by them.

    Raises:
        RefusedError: the name is empty, cannot be printed or is somebody's already.
        WeakPassphraseError: the passphrase is; nothing was changed either way.
    """
    added = Person(plain_text("name", person.name), _role(person.role))
    if not added.name:
        raise RefusedError("The new person has no name; nothing was changed. Give a name.")
    taken = [slot.person.name for slot in key_file.people()] + [RECOVERY_NAME]
    if any(_alike(added.name, name) for name in taken):
        raise RefusedError(
            f'Somebody called "{added.name}" may open this store already; nothing was changed. '
            "Give a name that tells the two apart."
        )
    check_passphrase(passphrase, known=(added.name,))
    slot, _ = new_slot(key_file.store, SlotKind.PERSON, added, normalised(passphrase), first=True)
    anew = replace(key_file, slots=(*key_file.slots, slot))
    anew = with_keys(anew, dict([new_key(Purpose.OWN, slot.id)]))
    return sealed_to_all(anew, _held_by(key_file, actor))


def change_passphrase(key_file: KeyFile, slot_id: str, old: str, new: str) -> KeyFile:
    """A key file in which a person's slot opens with another passphrase.

    A slot with its first passphrase gets a new pair and a new own key as well: whoever chose that
    passphrase could have kept what it opened.

    Raises:
        WrongPassphraseError: the old one is wrong.
        WeakPassphraseError: the new one is, or it is the old one again.
        NotFoundError: there is no such slot; nothing was changed in any case.
    """
    slot = slot_with_id(key_file, slot_id)
    opened = open_slot(key_file, slot, normalised(old))
    if opened is None:
        raise WrongPassphraseError(
            "The present passphrase is not right; nothing was changed. Check Caps Lock and the "
            "keyboard's language, and type it again."
        )
    secret = normalised(new)
    if secret == normalised(old):
        raise WeakPassphraseError(
            "The new passphrase is the old one; nothing was changed. Choose another."
        )
    check_passphrase(new, known=(slot.person.name,))
    if not slot.first:
        return _with_slot(key_file, with_secret(key_file.store, slot, opened.private, secret))
    held = secrets_of(key_file, slot, opened.private)
    known_to_others = key_file.own_keys_of(slot.id)
    anew, _ = with_new_pair(key_file.store, slot, secret)
    changed = without_keys(_with_slot(key_file, anew), known_to_others)
    changed = with_keys(changed, dict([new_key(Purpose.OWN, slot.id)]))
    return sealed_to_all(changed, held)


def change_role(key_file: KeyFile, actor: Unlocked, name: str, role: str) -> KeyFile:
    """A key file in which a person has another role, and its keys.

    Who loses the right to advice or audit could have kept the keys: there are new ones then,
    before the old, which stay until what is under them is under the new (`without_old_advice`;
    old audit lines cannot be, and their keys stay with the chairs).

    Raises:
        NotFoundError: nobody has that name.
        RefusedError: it is the last chair, or there is no such role; nothing was changed.
    """
    slot = slot_named(key_file, name)
    _leave_a_chair(key_file, slot, _role(role))
    anew = replace(slot, person=Person(slot.person.name, role), keys=_own_seals(key_file, slot))
    held = _held_by(key_file, actor)
    changed = sealed_to_all(_with_slot(key_file, anew), held)
    return _with_lost_rights(changed, held, slot, anew)


def remove_person(key_file: KeyFile, actor: Unlocked, name: str) -> KeyFile:
    """A key file without a person, with a new store key before the old one.

    Their own key stays under the recovery code: what they wrote for themselves may be required
    by a court. The old store key is dropped when the database is under the new one (`rekeying`).

    Raises:
        NotFoundError: nobody has that name.
        RefusedError: it is the last chair, or the actor; nothing was changed.
    """
    slot = slot_named(key_file, name)
    _leave_a_chair(key_file, slot, None)
    if slot.id == actor.slot_id:
        raise RefusedError(
            "You cannot remove yourself; nothing was changed. Another chair can remove you."
        )
    left = tuple(one for one in key_file.slots if one.id != slot.id)
    held = _held_by(key_file, actor)
    made = proved(key_file, dict([new_key(Purpose.STORE)]), held)
    return _with_lost_rights(with_keys(replace(key_file, slots=left), made), held, slot, None)


def reset_passphrase(key_file: KeyFile, actor: Unlocked, name: str, new: str) -> KeyFile:
    """A key file in which a chair has a new passphrase, by who has opened the recovery code.

    They keep their id, and their own key, so that they go on reading their private notes.

    Raises:
        NotFoundError: nobody has that name.
        RefusedError: they are no chair, or the actor did not open the recovery code.
        WeakPassphraseError: the new one is; nothing was changed in any case.
    """
    slot = slot_named(key_file, name)
    if actor.kind != SlotKind.RECOVERY or slot.person.role != CHAIR:
        raise RefusedError(
            f"The recovery code gives a chair a new passphrase, and {slot.person.name} is none; "
            "nothing was changed. A chair can remove somebody who forgot theirs, and add them anew."
        )
    check_passphrase(new, known=(slot.person.name,))
    anew, _ = with_new_pair(key_file.store, slot, normalised(new))
    return sealed_to_all(_with_slot(key_file, anew), _held_by(key_file, actor))


def without_old(key_file: KeyFile, purpose: Purpose) -> KeyFile:
    """A key file with the newest key of a purpose alone: nothing is under the others any more."""
    return without_keys(key_file, key_file.keys_for(purpose)[1:])


def _held_by(key_file: KeyFile, actor: Unlocked) -> dict[str, bytes]:
    """What the actor can seal to others: never a person's own keys, but by the recovery code."""
    held = secrets_of(key_file, slot_with_id(key_file, actor.slot_id), actor.private)
    if actor.kind == SlotKind.RECOVERY:
        return held
    own = {key.id for key in key_file.keys_for(Purpose.OWN)}
    return {key_id: secret for key_id, secret in held.items() if key_id not in own}


def _with_lost_rights(
    key_file: KeyFile, held: Mapping[str, bytes], before: Slot, after: Slot | None
) -> KeyFile:
    """New keys of each purpose for which a slot had the right and has it no more.

    `held`: what whoever takes the right away holds, under which the new ones are proved.
    """
    made: dict[Key, bytes] = {}
    for purpose in (Purpose.ADVICE, Purpose.AUDIT):
        keys = key_file.keys_for(purpose)
        if any(
            may_hold(before, key) and (after is None or not may_hold(after, key)) for key in keys
        ):
            made |= [new_key(purpose)]
    return with_keys(key_file, proved(key_file, made, held))


def _own_seals(key_file: KeyFile, slot: Slot) -> dict[str, bytes]:
    return {key.id: slot.keys[key.id] for key in key_file.own_keys_of(slot.id)}


def _leave_a_chair(key_file: KeyFile, slot: Slot, role: str | None) -> None:
    chairs = [one for one in key_file.people() if one.person.role == CHAIR]
    if role != CHAIR and chairs == [slot]:
        raise RefusedError(
            f"{slot.person.name} is the only chair, and a store without one could not be looked "
            "after; nothing was changed. Make somebody else a chair first."
        )


def _with_slot(key_file: KeyFile, anew: Slot) -> KeyFile:
    slots = tuple(anew if one.id == anew.id else one for one in key_file.slots)
    return replace(key_file, slots=slots)


def _role(role: str) -> str:
    if role not in ROLES:
        raise RefusedError(
            f'There is no role "{role}"; nothing was changed. The roles are {", ".join(ROLES)}.'
        )
    return role


def _alike(one: str, other: str) -> bool:
    """Two names that people would mistake for each other: the same but for capitals and spaces."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
