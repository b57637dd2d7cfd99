"""A senior lawyer's overrides: made, ended, confirmed again, listed (criteria.md, section 6).

Where one counts is worked out in `overriding`; how it is told stands in `override_words`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow, OverrideRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.facts import Facts, facts_on
from ehp_desktop.review.override_words import override_words
from ehp_desktop.review.overriding import (
    NEVER_OVERRIDDEN,
    OVERRIDING,
    changed_since,
    counts,
    fact_texts,
    fault,
    fields_read,
    routes_of,
    standing,
)
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.reasons import tidy_reason
from ehp_desktop.review.recording import recording
from ehp_desktop.review.words import Result, Route

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

__all__ = [
    "NewOverride",
    "OverrideShown",
    "add",
    "by_child",
    "confirm_again",
    "end",
    "list_overrides",
    "override_words",
    "problems",
]

Session = Any  # of models/: no room but that one knows what it is


@dataclass(frozen=True, slots=True)
class NewOverride:
    """What a lawyer says of one criterion of one child; `route` None = on all its routes.

    `ends_on`: the last day on which it counts; None = no end.
    """

    child_id: str
    criterion: str
    route: Route | None
    result: Result
    reason: str
    ends_on: dt.date | None = None


class OverrideShown(NamedTuple):
    """One override as it stands on a day, with who made it and whether it counts.

    `superseded`: a newer one for the same criterion counts in its place on every route of its own.
    """

    made: OverrideRow
    row: OverrideRow
    confirmed: OverrideRow | None
    counts: bool
    superseded: bool
    changed_fields: tuple[str, ...]


@requires(Deed.OVERRIDE)
def add(opened: "OpenStore", new: NewOverride, *, on: dt.date) -> int:
    """Set one criterion of one child from a day on; returns the override's number.

    Raises:
        NotFoundError: there is no such child or criterion.
        RefusedError: the criterion cannot be overridden or has no such route, the reason is
            missing, or the end is before the day; nothing was changed.
    """
    criterion_id, routes = _checked(new)
    reason = tidy_reason(new.reason)
    if new.ends_on is not None and new.ends_on < on:
        raise RefusedError(
            "The override would end before the day on which it is made; nothing was changed. "
            "Give a last day that is not before that day, or none."
        )
    about = {"criterion": criterion_id}
    with recording(opened, Action.OVERRIDE, child_id=new.child_id, about=about) as pen:
        facts = _facts(opened, pen.session, new.child_id, on)
        read = fields_read(criterion_id, routes, facts.cohort)
        return pen.first(
            OverrideRow,
            child_id=new.child_id,
            criterion=criterion_id,
            route=None if new.route is None else new.route.value,
            result=new.result.value,
            reason=reason,
            made_on=on,
            ends_on=new.ends_on,
            facts=fact_texts(facts.row, read),
        )


def _checked(new: NewOverride) -> tuple[str, tuple[Route, ...]]:
    """The criterion's id and the routes meant."""
    criterion = CRITERION_BY_ID.get(new.criterion)
    if criterion is None:
        raise NotFoundError(
            f"There is no criterion {new.criterion}; nothing was changed. `explain` shows the ids."
        )
    if criterion.id in NEVER_OVERRIDDEN:
        never = ", ".join(sorted(NEVER_OVERRIDDEN))
        raise RefusedError(
            f"{criterion.id} cannot be overridden, as the law leaves no room for judgement there "
            f"({never}); nothing was changed."
        )
    if new.result not in OVERRIDING:
        raise RefusedError("An override says met or not met; nothing was changed.")
    if new.route is not None and new.route not in criterion.routes:
        names = ", ".join(criterion.routes)
        raise RefusedError(
            f"{criterion.id} is not a criterion of that route, so nothing was changed. "
            f"It is one of: {names}."
        )
    return criterion.id, criterion.routes if new.route is None else (new.route,)


@requires(Deed.OVERRIDE)
def end(opened: "OpenStore", override_id: int, ends_on: dt.date) -> None:
    """Give an override a last day on which it counts, or an earlier one than it has.

    Raises:
        NotFoundError: there is no such override.
        RefusedError: the day is before the one on which it was made, or after its end.
    """
    with _changing(opened, override_id) as (pen, row):
        if ends_on < row.made_on:
            raise RefusedError(
                f"Override {override_id} was made after that day and cannot end before it was "
                "made; nothing was changed."
            )
        if row.ends_on is not None and ends_on > row.ends_on:
            raise RefusedError(
                f"Override {override_id} has an earlier end already, and an end is not put off; "
                "nothing was changed. Make a new override, with the reason that holds now."
            )
        pen.next(row, ends_on=ends_on)


@requires(Deed.OVERRIDE)
def confirm_again(opened: "OpenStore", override_id: int, *, on: dt.date) -> None:
    """Say that an override still stands on the facts as they are stored now.

    Raises:
        NotFoundError: there is no such override.
        RefusedError: it does not count on that day.
    """
    with _changing(opened, override_id) as (pen, row):
        if not counts(row, on):
            raise RefusedError(
                f"Override {override_id} does not count on that day, so there is nothing to "
                "confirm and nothing was changed. Make a new one."
            )
        facts = _facts(opened, pen.session, row.child_id, on)
        read = fields_read(row.criterion, routes_of(row), facts.cohort)
        pen.next(row, facts=fact_texts(facts.row, read))


@requires(Deed.READ)
def list_overrides(
    opened: "OpenStore", child_id: str | None = None, as_of: dt.date | None = None
) -> list[OverrideShown]:
    """Overrides in the order in which they were made, and whether each counts on a day.

    `as_of` None: on the day that the clock tells.

    Raises:
        NotFoundError: there is no such child.
    """
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        rows = {row.child_id: row for row in reads.children(session)}
        if child_id is not None and child_id not in rows:
            raise NotFoundError(
                f"There is no child {child_id} in this store; check the id or import them."
            )
        stored = by_child(session, child_id)
    day = as_of or opened.clock().date()
    shown: list[OverrideShown] = []
    for owner, versions in stored.items():
        if owner in rows and child_id in (None, owner):
            facts = facts_on(rows[owner], day, opened.parameters.at(day), opened.code_set)
            shown += _shown(versions, facts)
    return sorted(shown, key=lambda one: one.made.id)


def _shown(versions: Iterable[OverrideRow], facts: Facts) -> list[OverrideShown]:
    every = standing(versions)
    counting = [one for one in every if counts(one.row, facts.as_of)]
    latest = {(one.row.criterion, route): one for one in counting for route in routes_of(one.row)}
    shown = []
    for one in every:
        over = one in counting and all(
            latest[one.row.criterion, route] is not one for route in routes_of(one.row)
        )
        changed = changed_since(one.row, facts) if fault(one.row) is None else ()
        shown.append(
            OverrideShown(one.made, one.row, one.confirmed, one in counting, over, changed)
        )
    return shown


def by_child(
    session: Session, child_id: str | None = None
) -> Mapping[str, tuple[OverrideRow, ...]]:
    """Every version of every override, by the child: one read for a whole caseload, or for one."""
    from ehp_desktop.models import reads

    if not reads.has_any(session, "override"):  # as a rule, and the caseload is not to wait
        return {}
    from ehp_desktop.models import life_reads

    found: dict[str, list[OverrideRow]] = defaultdict(list)
    wanted = {} if child_id is None else {"child_id": child_id}
    for row in life_reads.all_versions(session, OverrideRow, **wanted):
        found[row.child_id].append(row)
    return {child_id: tuple(rows) for child_id, rows in found.items()}


def problems(rows: Iterable[OverrideRow]) -> list[str]:
    """What is wrong with stored overrides, a sentence each; such ones count nowhere."""
    return [
        f"Override {row.id} does not count, because {why}. It was not made by this program."
        for row in rows
        if (why := fault(row)) is not None
    ]


@contextmanager
def _changing(opened: "OpenStore", override_id: int) -> Iterator[tuple["Pen", OverrideRow]]:
    """A pen, and the latest version of an override, which may be named by any of them."""
    with opened.store.reading() as session:
        child_id = _latest(session, override_id).child_id
    with recording(opened, Action.OVERRIDE, child_id=child_id) as pen:
        yield pen, _latest(pen.session, override_id)


def _latest(session: Session, override_id: int) -> OverrideRow:
    from ehp_desktop.models import life_reads

    named = life_reads.all_versions(session, OverrideRow, id=override_id)
    if not named:
        raise NotFoundError(
            f"There is no override {override_id}; nothing was changed. `override list` shows them."
        )
    return life_reads.one_thread(session, OverrideRow, named[0].thread)[-1]


def _facts(opened: "OpenStore", session: Session, child_id: str, day: dt.date) -> Facts:
    from ehp_desktop.models import reads

    row: ChildRow | None = reads.child(session, child_id)
    if row is None:
        raise NotFoundError(
            f"There is no child {child_id} in this store; nothing was changed. Check the id."
        )
    return facts_on(row, day, opened.parameters.at(day), opened.code_set)
