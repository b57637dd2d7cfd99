"""Who asks: every read and write of review/ knows its actor."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is at the surgery."""

    CHAIR = "chair"
    LAWYER = "lawyer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who has opened the store.

    `id`: their slot in the key file, which no other person ever has. `first`: they still have the
    passphrase that a chair chose for them, and may only change it. `recovering`: the recovery
    code opened the store, and no person's own passphrase.
    """

    name: str
    role: Role
    id: str = ""
    first: bool = False
    recovering: bool = False
