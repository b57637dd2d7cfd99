"""Whether the key file is the one that the database was last left with, such as no older one.

Asked whenever a store is opened: so of the database only glances, and no tables are loaded for it.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from ehp_desktop.models.chain import Loss, loss_of
from ehp_desktop.models.key_file import KEY_FILE, KeyFile, Purpose, read_key_file
from ehp_desktop.models.rescued import rescued_of

_EVENTS: Final = "SELECT person_id, name, person_role, kind FROM person_event ORDER BY id"
_UNDER: Final = "SELECT key_id FROM advice_book UNION SELECT key_id FROM paper_key"
_LAST_LINE: Final = "SELECT key_id FROM audit ORDER BY seq DESC LIMIT 1"
_OF_ROLE: Final = ("added", "role", "removed")


def fits(folder: Path, connection: Connection) -> bool:
    """Whether a store's key file is the one that its database belongs to."""
    key_file = read_key_file(folder)
    while key_file_problems(connection, key_file):
        again = read_key_file(folder)
        if again == key_file:
            return False
        connection.rollback()  # somebody has changed people meanwhile: both are looked at anew
        key_file = again
    return True


def loss_or_misfit(
    folder: Path, store_keys: tuple[bytes, ...], connection: Connection, *, writable: bool
) -> Loss | None:
    """What is missing of a store, as `loss_of` finds it, or that its key file is another's."""
    loss = loss_of(folder, store_keys, connection, writable=writable)
    if loss is None and not fits(folder, connection):
        return Loss(0, keys=True)
    return loss


def key_file_problems(connection: Connection, key_file: KeyFile) -> list[str]:
    """Where the key file is not the one that the database belongs to.

    What a program that was stopped has still to record is none; nor is anything told of a rescued
    store, whose record may have gaps. The caller sees to it that nobody changes people meanwhile.
    """
    if _is_rescued(connection):
        return []
    there = {purpose: {key.id for key in key_file.keys_for(purpose)} for purpose in Purpose}
    under = set(connection.exec_driver_sql(_UNDER).scalars())
    last = connection.exec_driver_sql(_LAST_LINE).scalar()
    problems = people_problems(connection, key_file)
    if under - there[Purpose.ADVICE]:
        problems.append(f"{KEY_FILE} lacks a key that legal advice is kept under.")
    if last and last not in there[Purpose.AUDIT]:  # that of an older program's store has none
        problems.append(f"{KEY_FILE} lacks the key that the audit was last written under.")
    return problems


def people_problems(connection: Connection, key_file: KeyFile) -> list[str]:
    """Whose role or passphrase in the key file is not the one that was last recorded."""
    begun = {event.person_id for event in key_file.begun}
    roles: dict[str, tuple[str, str | None]] = {}
    own: set[str] = set()
    for person_id, name, role, kind in connection.exec_driver_sql(_EVENTS):
        if kind in _OF_ROLE:
            roles[person_id] = name, None if kind == "removed" else role
        elif kind == "passphrase":
            own.add(person_id)
    there = {slot.id: slot for slot in key_file.people() if slot.id not in begun}
    wrong = [
        name
        for person_id, (name, role) in roles.items()
        if person_id not in begun
        and role != (there[person_id].person.role if person_id in there else None)
    ]
    wrong += [slot.person.name for slot in there.values() if slot.first and slot.id in own]
    return [
        f"{KEY_FILE} is not as it was last recorded: the role or passphrase of {name} is another."
        for name in dict.fromkeys(wrong)
    ]


def _is_rescued(connection: Connection) -> bool:
    try:
        return rescued_of(connection) is not None
    except ValueError:  # `check` says what is wrong with it
        return False
