"""What the steps to court are read and stored by, off the window's thread; no Qt."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.review.language import Language
from ehp_desktop.review.words import Route
from ehp_desktop.ui.jobs import JobProgress

if TYPE_CHECKING:
    from ehp_desktop.models.rows import StepRow
    from ehp_desktop.review.court_orders import NewOrder, OrderListed
    from ehp_desktop.review.court_steps import NewStep, StepListed
    from ehp_desktop.review.opening import OpenStore


class CourtLine(NamedTuple):
    """One step or order as the list shows it.

    `step_id` None: an order that a file gave, which is not changed here. `form`, `detail`: as
    recorded; of an order, nothing and its court with its case number.
    """

    key: str
    step_id: int | None
    on: dt.date
    kind: str
    route: str | None
    form: str | None
    detail: str | None
    draft: bool
    author: str
    row: "StepRow | None" = None

    @property
    def is_order(self) -> bool:
        """Whether a court decided it."""
        return self.row is None


@dataclass(frozen=True, slots=True)
class CourtShown:
    """A child's way to court: its steps and orders by their day, and what is to be looked at."""

    child_id: str
    lines: tuple[CourtLine, ...]
    prompts: tuple[str, ...]
    route: Route | None


class CourtStored(NamedTuple):
    """What is recorded after something was stored, and what was out of order, a sentence each."""

    shown: CourtShown
    warnings: tuple[str, ...] = ()


def read(
    opened: "OpenStore", child_id: str, as_of: dt.date, language: Language, _: JobProgress
) -> CourtShown:
    """A child's steps, orders and prompts."""
    from ehp_desktop.review.court_orders import list_orders, prompts
    from ehp_desktop.review.court_steps import ORDER_MADE, list_steps
    from ehp_desktop.review.follow_up import case_stories
    from ehp_desktop.review.outcome_codes import KIND_OF

    steps = [one for one in list_steps(opened, child_id) if one.row.kind != ORDER_MADE]
    lines = [_of_step(one) for one in steps]
    lines += [_of_order(number, one) for number, one in enumerate(list_orders(opened, child_id))]
    said = [
        one.sentence
        for one in prompts(opened, as_of, language=language)
        if one.child_id == child_id
    ]
    routes = [one.row.route for one in steps if one.row.route]
    outcome = case_stories(opened, [child_id], as_of)[child_id].outcome
    route = Route(routes[-1]) if routes else None
    if route is None and outcome is not None:
        route = KIND_OF[outcome.row.code].route
    lines.sort(key=lambda one: (one.on, one.is_order))
    return CourtShown(child_id, tuple(lines), tuple(said), route)


def _of_step(one: "StepListed") -> CourtLine:
    row = one.row
    draft = one.draft is not None or not row.confirmed
    return CourtLine(
        f"step {row.thread}",
        row.thread,
        row.on,
        row.kind,
        row.route,
        row.form,
        row.detail,
        draft,
        row.author,
        row,
    )


def _of_order(number: int, one: "OrderListed") -> CourtLine:
    row = one.row
    court = ", ".join(part for part in (row.court, row.case_number) if part) or None
    return CourtLine(
        f"order {number}", one.step_id, row.date, row.kind, None, None, court, one.draft, ""
    )


def add_step(
    opened: "OpenStore", new: "NewStep", as_of: dt.date, language: Language, _: JobProgress
) -> CourtStored:
    """Record a step."""
    from ehp_desktop.review import court_steps

    made = court_steps.add_step(opened, new, language=language)
    return CourtStored(read(opened, new.child_id, as_of, language, _), made.warnings)


def correct_step(
    opened: "OpenStore",
    step_id: int,
    new: "NewStep",
    as_of: dt.date,
    language: Language,
    _: JobProgress,
) -> CourtStored:
    """Say a step anew."""
    from ehp_desktop.review import court_steps

    made = court_steps.correct_step(opened, step_id, new, language=language)
    return CourtStored(read(opened, new.child_id, as_of, language, _), made.warnings)


def add_order(
    opened: "OpenStore", new: "NewOrder", today: dt.date, language: Language, _: JobProgress
) -> CourtStored:
    """Record what a court decided."""
    from ehp_desktop.review import court_orders

    made = court_orders.add_order(opened, new, on=today, language=language)
    return CourtStored(read(opened, new.child_id, today, language, _), made.warnings)


def withdraw(
    opened: "OpenStore",
    child_id: str,
    line: CourtLine,
    today: dt.date,
    language: Language,
    _: JobProgress,
) -> CourtStored:
    """Withdraw a step, or an order that a person recorded."""
    from ehp_desktop.review.court_orders import withdraw_order
    from ehp_desktop.review.court_steps import withdraw_step

    if line.step_id is not None:
        if line.is_order:
            withdraw_order(opened, line.step_id, on=today)
        else:
            withdraw_step(opened, line.step_id)
    return CourtStored(read(opened, child_id, today, language, _))


def confirm(
    opened: "OpenStore",
    child_id: str,
    step_ids: tuple[int, ...],
    today: dt.date,
    language: Language,
    _: JobProgress,
) -> CourtStored:
    """Confirm drafts of steps and orders."""
    from ehp_desktop.review.court_steps import confirm_steps

    confirm_steps(opened, step_ids, on=today)
    return CourtStored(read(opened, child_id, today, language, _))
