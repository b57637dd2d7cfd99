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
    """A person who has opened the store."""

    name: str
    role: Role
