"""What a person types of a child: values, confirmations, who has left care; and taking it back.

Every one of them is written with who and when, beside the value, in one transaction. What a value
may be is checked where it is read (`intake.values`); here it is a typed value already.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ehp_desktop.models.codes import CodeKind, CodeSet, known_codes
from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.fields import CONFIRMED_FIELDS, FIELD_BY_KEY, FieldValue
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.lifetimes import ended_by
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.models.typed_writes import TypedWriter
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one typing did, as `undo` wants it back.

    `record_id` None: nothing had to be written. `before`: the child as it was. `changes`: (field,
    before, after). `cleared`: of those, the fields blanked because what they were about has
    changed ("to be confirmed").
    """

    child_id: str
    record_id: int | None
    before: ChildRow
    changes: tuple[tuple[str, FieldValue | None, FieldValue | None], ...] = ()
    cleared: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()


@requires(Deed.EDIT_CHILD)
def record_values(
    opened: "OpenStore", child_id: str, values: Mapping[str, FieldValue | None], *, on: dt.date
) -> Recorded:
    """Store what a person typed of a child on a day; None = not recorded.

    What the change ends is blanked, unless it is given at the same time. A value typed as it
    already stands is confirmed.

    Raises:
        NotFoundError: there is no such child.
        RefusedError: the id of a child is not changed by typing; nothing was changed.
    """
    with opened.store.writing(Action.EDITED_CHILD, child_id=child_id) as session:
        return write_values(_writer(opened, session, on), child_id, values)


@requires(Deed.EDIT_CHILD)
def confirm_values(
    opened: "OpenStore", child_id: str, fields: Collection[str], *, on: dt.date
) -> Recorded:
    """Store that a person says, on a day, that recorded values still stand.

    A field that is not recorded has nothing to confirm and is passed over.

    Raises:
        NotFoundError: there is no such child.
    """
    with opened.store.writing(Action.EDITED_CHILD, child_id=child_id) as session:
        writer = _writer(opened, session, on)
        row = _child(writer, child_id)
        recorded = {name: getattr(row, name) for name in fields}
        given = {name: value for name, value in recorded.items() if value is not None}
        return write_values(writer, child_id, given)


@requires(Deed.IMPORT)
def mark_left(
    opened: "OpenStore", child_id: str, *, date: dt.date, reason: str, on: dt.date
) -> Recorded:
    """Store that a child ceased to be looked after, and why.

    Raises:
        NotFoundError: there is no such child.
        RefusedError: the date or the reason cannot be; nothing was changed.
    """
    with opened.store.writing(Action.LEFT_CARE, child_id=child_id) as session:
        return write_left(
            _writer(opened, session, on), child_id, date, reason, code_set=opened.code_set
        )


@requires(Deed.EDIT_CHILD)
def undo(opened: "OpenStore", recorded: Recorded, *, on: dt.date) -> Recorded:
    """Take back what one typing did: a new record, with the changes the other way round.

    Raises:
        RefusedError: something else was stored of the child since; nothing was changed.
    """
    with opened.store.writing(Action.TOOK_BACK, child_id=recorded.child_id) as session:
        writer = _writer(opened, session, on)
        if recorded.record_id is None:
            return Recorded(recorded.child_id, None, recorded.before)
        now = _child(writer, recorded.child_id)
        if writer.written_since(recorded.child_id, recorded.record_id):
            raise RefusedError(
                f"Child {recorded.child_id} has been changed since, so that change was not taken "
                "back and nothing was changed. Type the value that is right now."
            )
        changes = tuple((name, after, before) for name, before, after in recorded.changes)
        record_id = writer.write(recorded.before, changes, (), undoes=recorded.record_id)
        return Recorded(recorded.child_id, record_id, now, changes)


def write_values(
    writer: "TypedWriter", child_id: str, values: Mapping[str, FieldValue | None]
) -> Recorded:
    """`record_values` within a transaction that somebody else has opened."""
    before = _child(writer, child_id)
    unknown = [name for name in values if name not in FIELD_BY_KEY]
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)}")
    if values.get("child_id", child_id) != child_id:
        raise RefusedError(
            f"The id of child {child_id} is not changed by typing, so nothing was changed. "
            "A child with another id comes in with a file."
        )
    changed = {name: value for name, value in values.items() if value != getattr(before, name)}
    cleared = [
        name
        for name in ended_by((name, getattr(before, name)) for name in changed)
        if name not in values and getattr(before, name) is not None
    ]
    after = {**changed, **dict.fromkeys(cleared)}
    confirmed = tuple(
        name for name, value in values.items() if value is not None and name not in changed
    )
    if not after and not confirmed:
        return Recorded(child_id, None, before)
    changes = tuple((name, getattr(before, name), value) for name, value in after.items())
    row = before._replace(**_dated(after, confirmed, writer.as_of))
    record_id = writer.write(row, changes, confirmed)
    return Recorded(child_id, record_id, before, changes, tuple(cleared), confirmed)


def write_left(
    writer: "TypedWriter", child_id: str, date: dt.date, reason: str, *, code_set: CodeSet
) -> Recorded:
    """`mark_left` within a transaction that somebody else has opened."""
    since = _child(writer, child_id).looked_after_since
    if reason not in known_codes(code_set, CodeKind.CEASED_REASON):
        raise RefusedError(
            f"{reason} is not a reason for ceasing to be looked after in {code_set.title()}, so "
            f"child {child_id} was not marked and nothing was changed. Choose one of the list."
        )
    if date > writer.as_of or (since is not None and date < since):
        raise RefusedError(
            f"Child {child_id} cannot have left care on that day: it is before this period of "
            "care began, or still to come. Nothing was changed; give the day on which it ended."
        )
    return write_values(writer, child_id, {"ceased_date": date, "ceased_reason": reason})


def _writer(opened: "OpenStore", session: Any, on: dt.date) -> "TypedWriter":
    # Imported where a store is open: a screen that only shows a form starts without it.
    from ehp_desktop.models.typed_writes import TypedWriter

    return TypedWriter(session, as_of=on, at=opened.clock(), by=opened.actor.name)


def _child(writer: "TypedWriter", child_id: str) -> ChildRow:
    row = writer.child(child_id)
    if row is None:
        raise NotFoundError(
            f"The store has no child {child_id}; nothing was changed. Look the id up in the "
            "caseload, or import the file that the child is in."
        )
    return row


def _dated(
    after: Mapping[str, FieldValue | None], confirmed: Collection[str], on: dt.date
) -> dict[str, Any]:
    """The new values, with the day on which each answer that grows old was confirmed."""
    now: dict[str, Any] = dict(after)
    for name in CONFIRMED_FIELDS:
        if name in after or name in confirmed:
            now[f"{name}_confirmed_on"] = None if after.get(name, on) is None else on
    return now
