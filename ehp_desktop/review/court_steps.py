"""From a decision to court: the steps of an application, their form, and what is out of order.

The order of steps is only ever warned about, never refused: people record what happened. Orders
are recorded with `court_orders`, which makes a step of them too. What an administrator records is
a draft until the chair confirms it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow, StepRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.confirming import (
    confirms,
    shown,
    take_back,
    thread_of,
    threads,
    waiting,
)
from ehp_desktop.review.facts import facts_on
from ehp_desktop.review.language import Language
from ehp_desktop.review.life_words import STEPS
from ehp_desktop.review.outcome_codes import KIND_OF
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.step_warnings import out_of_order, unreviewed
from ehp_desktop.review.texts import tidy_line, tidy_text
from ehp_desktop.review.words import Route

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is

ORDER_MADE: Final = "order_made"
"""The step that `court_orders` writes, and nothing else."""

APPLICATION: Final = tuple(kind for kind in STEPS if kind.startswith("application_"))
"""The steps of the application itself, which has a form."""

FORM_OF: Final[Mapping[Route, str]] = {
    Route.DISCHARGE: "C110A",
    Route.SUPERVISION_ORDER: "C110A",
    Route.SPECIAL_GUARDIANSHIP: "C1 with C13A",
    Route.CHILD_ARRANGEMENTS: "C100",
}
"""The form that an application is taken to use unless said: the domain reference, section 1.6."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """What a person says of a step; `on` is the day of it.

    `route` None: that of the application so far, else of the last outcome. `form` None: that of
    the application so far, else of the route. `detail`: the guardian's view, who they are, what
    a hearing was for; text of any length.
    """

    child_id: str
    kind: str
    on: dt.date
    route: Route | None = None
    form: str | None = None
    detail: str | None = None


class StepResult(NamedTuple):
    """The step as it was kept, and what is out of order or lacking, a sentence each."""

    row: StepRow
    warnings: tuple[str, ...] = ()


class StepListed(NamedTuple):
    """One step as it is: what stands, else the draft; and the draft that waits beside it."""

    row: StepRow
    draft: StepRow | None
    versions: tuple[StepRow, ...]


@requires(Deed.RECORD)
def add_step(
    opened: "OpenStore", new: NewStep, *, language: Language = Language.ENGLISH
) -> StepResult:
    """Record one step of a child's case; an administrator's is a draft.

    Raises:
        NotFoundError: there is no such child.
        RefusedError: there is no such step, an order is recorded so, a form is given with what has
            none, or a guardian's view is without the view.
    """
    with recording(opened, Action.STEP, child_id=new.child_id) as pen:
        child = known_child(pen.session, new.child_id)
        earlier = [one.row for one in steps_listed(pen.session, child_id=new.child_id)]
        whole = _completed(pen.session, _checked(new), earlier)
        warnings = _warnings(opened, child, whole, earlier, language)
        number = write_step(pen, whole, confirmed=confirms(opened))
        return StepResult(one_step(pen.session, number)[-1], warnings)


@requires(Deed.RECORD)
def correct_step(
    opened: "OpenStore", step_id: int, new: NewStep, *, language: Language = Language.ENGLISH
) -> StepResult:
    """Say a step anew; its child and kind stay.

    Raises:
        NotFoundError: there is no such step.
        RefusedError: it was withdrawn, it is of another child or kind, or as for `add_step`.
    """
    with recording(opened, Action.STEP, child_id=new.child_id) as pen:
        last = _standing(pen.session, step_id)[-1]
        if (last.child_id, last.kind) != (new.child_id, new.kind):
            raise RefusedError(
                f"Step {step_id} is another step, or of another child, so nothing was changed. "
                "Withdraw it and add the one that is right."
            )
        child = known_child(pen.session, new.child_id)
        every = steps_listed(pen.session, child_id=new.child_id)
        earlier = [one.row for one in every if one.row.thread != last.thread]
        whole = _completed(pen.session, _checked(new), earlier)
        warnings = _warnings(opened, child, whole, earlier, language)
        pen.next(
            last,
            on=whole.on,
            route=None if whole.route is None else whole.route.value,
            form=whole.form,
            detail=whole.detail,
            confirmed=confirms(opened),
        )
        return StepResult(one_step(pen.session, step_id)[-1], warnings)


@requires(Deed.RECORD)
def withdraw_step(opened: "OpenStore", step_id: int) -> None:
    """Withdraw a step; where a draft waits over what stands, only the draft.

    Raises:
        NotFoundError: there is no such step.
        RefusedError: it was withdrawn already, or it is an order.
    """
    with opened.store.reading() as session:
        child_id = one_step(session, step_id)[-1].child_id
    with recording(opened, Action.STEP, child_id=child_id) as pen:
        versions = _standing(pen.session, step_id)
        if versions[-1].kind == ORDER_MADE:
            raise RefusedError(
                f"Step {step_id} is a court's order, so nothing was changed. Withdraw the order."
            )
        take_back(pen, versions, confirmed=confirms(opened))


@requires(Deed.CONFIRM)
def confirm_steps(
    opened: "OpenStore", step_ids: Sequence[int] | None = None, *, on: dt.date
) -> list[int]:
    """Confirm on a day drafts of steps, orders among them, all or some; all of these or none.

    Raises:
        NotFoundError: there is no such step.
        RefusedError: one has no draft that waits.
    """
    from ehp_desktop.review.court_orders import settle_order

    with recording(opened, Action.STEP, about={"confirmed": True}) as pen:
        if step_ids is None:
            drafts = [one for one in _all(pen.session, {}) if waiting(one)]
        else:
            drafts = [one_step(pen.session, one) for one in dict.fromkeys(step_ids)]
        for one in drafts:
            if waiting(one) is None:
                raise RefusedError(
                    f"Step {one[0].thread} has no draft that waits to be confirmed; nothing was "
                    "changed."
                )
            pen.next(one[-1], confirmed=True)
            if one[0].kind == ORDER_MADE:
                settle_order(pen, one_step(pen.session, one[0].thread), on)
        return [one[0].thread for one in drafts]


@requires(Deed.READ)
def list_steps(opened: "OpenStore", child_id: str | None = None) -> list[StepListed]:
    """Steps of a child or of all, by their day, without those withdrawn."""
    with opened.store.reading() as session:
        return steps_listed(session, child_id=child_id)


def steps_listed(session: Session, *, child_id: str | None = None) -> list[StepListed]:
    """`list_steps` within a session that somebody else has opened."""
    asked = {} if child_id is None else {"child_id": child_id}
    listed = [
        StepListed(row, waiting(one), tuple(one))
        for one in _all(session, asked)
        if (row := shown(one)) is not None
    ]
    return sorted(listed, key=lambda one: (one.row.on, one.row.thread))


def write_step(pen: "Pen", step: NewStep, *, confirmed: bool) -> int:
    """Write the first version of a step; returns its number."""
    return pen.first(
        StepRow,
        child_id=step.child_id,
        route=None if step.route is None else step.route.value,
        kind=step.kind,
        on=step.on,
        form=step.form,
        detail=step.detail,
        confirmed=confirmed,
    )


def known_child(session: Session, child_id: str) -> ChildRow:
    """A child of the store.

    Raises:
        NotFoundError: there is no such child.
    """
    from ehp_desktop.models import reads

    row = reads.child(session, child_id)
    if row is None:
        raise NotFoundError(
            f"There is no child {child_id} in this store; nothing was changed. Check the id."
        )
    return row


def route_so_far(session: Session, child_id: str, earlier: Iterable[StepRow]) -> Route | None:
    """The route of the steps so far, else the one to which the last outcome leads."""
    routes = [one.route for one in earlier if one.route is not None]
    if routes:
        return Route(routes[-1])
    from ehp_desktop.review.relisting import latest_outcome

    outcome = latest_outcome(session, child_id)
    return None if outcome is None else KIND_OF[outcome.code].route


def _checked(new: NewStep) -> NewStep:
    if new.kind == ORDER_MADE:
        raise RefusedError(
            "A court's order is recorded with its kind, as an order; nothing was changed. Add the "
            "order, which is a step too."
        )
    if new.kind not in STEPS:
        raise RefusedError(
            f"There is no step {new.kind!r}, so nothing was changed. It is one of: "
            f"{', '.join(one for one in STEPS if one != ORDER_MADE)}."
        )
    form, detail = tidy_line("form", new.form), tidy_text("detail", new.detail)
    if form is not None and new.kind not in APPLICATION:
        raise RefusedError("Only an application has a form; nothing was changed. Leave it out.")
    if new.kind == "guardian_view" and detail is None:
        raise RefusedError(
            "The guardian's view was not given, so nothing was changed. Type what their view is."
        )
    return replace(new, form=form, detail=detail)


def _completed(session: Session, step: NewStep, earlier: Sequence[StepRow]) -> NewStep:
    """The step with its route and form, where nothing was said of them."""
    before = since_last_order(step.on, earlier)
    route = step.route or route_so_far(session, step.child_id, before)
    form = step.form
    if form is None and step.kind in APPLICATION and route is not None:
        used = [one.form for one in before if one.form and one.route == route.value]
        form = used[-1] if used else FORM_OF[route]
    return replace(step, route=route, form=form)


def since_last_order(on: dt.date, earlier: Iterable[StepRow]) -> list[StepRow]:
    """The steps up to a day, of the application that was under way on it."""
    before = [one for one in earlier if one.on <= on]
    ended = [number for number, one in enumerate(before, 1) if one.kind == ORDER_MADE]
    return before[ended[-1] :] if ended else before


def _warnings(
    opened: "OpenStore",
    child: ChildRow,
    step: NewStep,
    earlier: Sequence[StepRow],
    language: Language,
) -> tuple[str, ...]:
    found = out_of_order(step.kind, since_last_order(step.on, earlier), language)
    if step.kind == "application_filed":
        facts = facts_on(child, step.on, opened.parameters.at(step.on), opened.code_set)
        found += unreviewed(step.route, facts, language)
    return found


def _standing(session: Session, step_id: int) -> list[StepRow]:
    versions = one_step(session, step_id)
    if shown(versions) is None:
        raise RefusedError(f"Step {step_id} was withdrawn; nothing was changed. Add a new one.")
    return versions


def one_step(session: Session, step_id: int) -> list[StepRow]:
    """Every version of a step, oldest first; it may be named by the number of any of them.

    Raises:
        NotFoundError: there is no such step.
    """
    return thread_of(
        session,
        StepRow,
        step_id,
        f"There is no step {step_id}, so nothing was changed; `step list` shows them.",
    )


def _all(session: Session, asked: Mapping[str, object]) -> Iterable[list[StepRow]]:
    from ehp_desktop.models import life_reads

    return threads(life_reads.all_versions(session, StepRow, **asked)).values()
