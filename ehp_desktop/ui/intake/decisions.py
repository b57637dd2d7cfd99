"""What a person decides about a plan before it is applied; no Qt."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

Place = tuple[str, str]
"""One value: a child's id and a field's key."""


class Left(NamedTuple):
    """That a child has left care: on which day, and the reason's code."""

    date: dt.date
    reason: str


@dataclass(slots=True)
class Decisions:
    """Which blanks clear what the store holds, and which missing children have left care."""

    cleared: set[Place] = field(default_factory=set)
    left: dict[str, Left] = field(default_factory=dict)

    def clear(self, places: Iterable[Place], *, clear: bool) -> None:
        """Clear these values at the import, or keep them."""
        if clear:
            self.cleared.update(places)
        else:
            self.cleared.difference_update(places)

    def mark_left(self, child_ids: Iterable[str], left: Left | None) -> None:
        """Mark children as having left care, or take the mark off."""
        for child_id in child_ids:
            if left is None:
                self.left.pop(child_id, None)
            else:
                self.left[child_id] = left

    @property
    def nothing(self) -> bool:
        """Whether nothing was decided."""
        return not self.cleared and not self.left
