"""Nothing outlives what it was about: which fields a change ends (caseload contract, section 5).

A new placement ends what was recorded of the old one, a new order the old one's court, and so on.
What ends is blanked and listed as "to be confirmed", unless it is given at the same time.

A value that was not recorded before ends nothing when it is recorded: there was no old placement,
order or review known for the other fields to be about.
"""

from collections.abc import Iterable
from typing import Final

from ehp_desktop.models.fields import FIELDS, TRIGGERS, FieldValue

ENDS: Final[dict[str, tuple[str, ...]]] = {
    trigger: tuple(field.key for field in FIELDS if field.lifetime in lifetimes)
    for triggers, lifetimes in TRIGGERS
    for trigger in triggers
}
"""For each field whose change ends others: those others, in the order of the fields."""


def ended_by(changes: Iterable[tuple[str, FieldValue | None]]) -> list[str]:
    """The fields ended by changes of (field, value before), each once, in the fields' order."""
    ended: dict[str, None] = {}
    for name, before in changes:
        if before is not None:
            ended.update(dict.fromkeys(ENDS.get(name, ())))
    return sorted(ended, key=_POSITION.__getitem__)


_POSITION: Final = {field.key: at for at, field in enumerate(FIELDS)}
