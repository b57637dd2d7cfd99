"""One child of a file beside the same child of the store: what would change, and what is kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ehp_desktop.models.fields import FIELDS, FieldValue
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.intake.histories import HistoryChange
from ehp_desktop.review.intake.incoming import IncomingChild
from ehp_desktop.review.lifetimes import ENDS, ended_by

_AT: Final = {name: at for at, name in enumerate(ChildRow._fields)}
_NOTHING: Final[frozenset[str]] = frozenset()


class Status(StrEnum):
    """What an import would do to a child."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Why(StrEnum):
    """Why a field would change."""

    GIVEN = "given"  # the file gives another value
    ASSERTED = "asserted"  # blank in a file for which a blank of this field says so
    CLEARED = "cleared"  # blank in the file, and the person chose that blanks clear
    ENDED = "ended"  # what it was about has changed: to be confirmed


class PlannedChange(NamedTuple):
    """One field that would change; None = not recorded. Of `episodes` and `reviews`: how many."""

    field: str
    before: FieldValue | None
    after: FieldValue | None
    why: Why


@dataclass(frozen=True, slots=True)
class PlannedChild:
    """What an import would do to one child.

    `differences`: the fields of a stored child that would change. `confirmed`: those that the
    file gives again. `kept_blank`: recorded, and blank in the file. `kept_typed`: what a person
    typed on a day after the import's day is kept, or is about what that person typed.
    `given_before`: the last import that gave the child was of these files, as of this day.
    """

    incoming: IncomingChild
    stored: ChildRow | None
    differences: tuple[PlannedChange, ...] = ()
    confirmed: Collection[str] = ()
    kept_blank: tuple[str, ...] = ()
    kept_typed: tuple[str, ...] = ()
    history: tuple[HistoryChange, ...] = ()
    given_before: bool = False

    @property
    def child_id(self) -> str:
        """The child's id."""
        return self.incoming.child_id

    @property
    def status(self) -> Status:
        """New, changed or unchanged."""
        if self.stored is None:
            return Status.NEW
        return Status.CHANGED if self.differences or self.history else Status.UNCHANGED

    @property
    def changes(self) -> tuple[PlannedChange, ...]:
        """Every field that would change, with its value before and after, and why."""
        first = self.incoming.values.items() if self.stored is None else ()
        return (
            *(PlannedChange(name, None, value, Why.GIVEN) for name, value in first),
            *self.differences,
            *(PlannedChange(one.name, one.before, one.after, Why.GIVEN) for one in self.history),
        )

    @property
    def cleared(self) -> tuple[str, ...]:
        """The fields blanked because what they were about has changed: "to be confirmed"."""
        return tuple(one.field for one in self.differences if one.why is Why.ENDED)

    @property
    def after(self) -> ChildRow | None:
        """A stored child's values as they would be; None for a child who is new."""
        if self.stored is None:
            return None
        now: dict[str, Any] = {one.field: one.after for one in self.differences}
        return self.stored._replace(**now)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the children of one import are compared with the store's.

    `columns`: the fields beside the id that the import's files have, in order. `asserted`: those
    of which a blank clears.
    """

    columns: tuple[str, ...]
    asserted: frozenset[str]
    _of_stored: "itemgetter[tuple[object, ...]]" = field(repr=False)

    @classmethod
    def of(cls, columns: Collection[str], asserted: Collection[str]) -> "Comparison":
        """The comparison of an import whose files have these columns."""
        ordered = tuple(one.key for one in FIELDS[1:] if one.key in columns)
        getter = itemgetter(0, *(_AT[name] for name in ordered))
        return cls(ordered, frozenset(asserted), getter)

    def compare(
        self,
        child: IncomingChild,
        stored: ChildRow,
        typed: Collection[str] = _NOTHING,
        chosen: Collection[str] = _NOTHING,
    ) -> PlannedChild:
        """What the import would do to a stored child.

        `typed`: the fields whose present value a person typed on a day after the import's day.
        `chosen`: the fields of this child that a person chose to clear where the file is blank.
        """
        given = child.values
        if not typed and (child.child_id, *map(given.get, self.columns)) == self._of_stored(stored):
            return PlannedChild(child, stored, confirmed=given.keys())
        changes: dict[str, PlannedChange] = {}
        blank: list[str] = []
        kept: list[str] = []  # over which what a person typed wins
        for name in self.columns:
            before, after = stored[_AT[name]], given.get(name)
            if before == after:
                continue
            why = self._why(name, after, chosen)
            if name in typed:
                kept.append(name)
            elif why is not None:
                changes[name] = PlannedChange(name, before, after, why)
            else:
                blank.append(name)
        elsewhere = _about_something_else(kept, given) - set(typed)
        kept += [name for name in elsewhere if changes.pop(name, None)]
        ended = [
            name
            for name in ended_by((one.field, one.before) for one in changes.values())
            if name not in given and name not in changes and stored[_AT[name]] is not None
        ]
        kept += [name for name in ended if name in typed and name not in kept]
        for name in ended:
            if name not in typed:
                changes[name] = PlannedChange(name, stored[_AT[name]], None, Why.ENDED)
        not_confirmed = {*changes, *typed, *elsewhere}
        return PlannedChild(
            child,
            stored,
            differences=tuple(sorted(changes.values(), key=lambda one: _AT[one.field])),
            confirmed=dict.fromkeys(name for name in given if name not in not_confirmed),
            kept_blank=tuple(name for name in blank if name not in changes),
            kept_typed=tuple(sorted(kept, key=_AT.__getitem__)),
        )

    def _why(self, name: str, after: FieldValue | None, chosen: Collection[str]) -> Why | None:
        """Why a field that differs would change; None: a blank that changes nothing."""
        if after is not None:
            return Why.GIVEN
        if name in self.asserted:
            return Why.ASSERTED
        return Why.CLEARED if name in chosen else None


def _about_something_else(kept: Collection[str], given: Mapping[str, FieldValue]) -> set[str]:
    """The fields that the file gives of an older placement, order, review or wish.

    Where a person has since typed another placement than the file's, what the file says of its
    own placement is not about the one that is stored.
    """
    return {
        ended
        for trigger in kept
        if given.get(trigger) is not None
        for ended in ENDS.get(trigger, ())
        if ended in given
    }
