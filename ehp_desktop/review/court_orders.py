"""Court orders and other outcomes of an application, and what an order asks to be looked at.

An order is a step to court as well; it is kept among the child's court outcomes, as one of a file
is, from when a chair or a lawyer recorded or the chair confirmed it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import ChildRow, OutcomeRow, StepRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.case_life import OrderPrompt, order_prompts
from ehp_desktop.review.confirming import confirms, shown, stands, take_back, waiting
from ehp_desktop.review.court_steps import (
    ORDER_MADE,
    NewStep,
    known_child,
    one_step,
    route_so_far,
    since_last_order,
    steps_listed,
    write_step,
)
from ehp_desktop.review.dates import birthday, plus_months
from ehp_desktop.review.language import Language, phrase, say_date, spoken_in
from ehp_desktop.review.life_words import ORDERS
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.step_warnings import out_of_order
from ehp_desktop.review.texts import tidy_line
from ehp_desktop.review.words import Route

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is

ROUTE_OF: Final = {
    "care_order_discharged": Route.DISCHARGE,
    "supervision_order_made": Route.SUPERVISION_ORDER,
    "special_guardianship_order": Route.SPECIAL_GUARDIANSHIP,
    "child_arrangements_order": Route.CHILD_ARRANGEMENTS,
}
"""The route at whose end an order stands; a refusal or a withdrawal ends any."""

REVIEW_SHOWN_MONTHS: Final = 1
"""Local: so long before its day, and after it, the review of a support plan is prompted for."""

MONTH_NINE: Final = (
    "The supervision order of {made} reached month 9 on {nine}; its last day is {end} unless it "
    "is extended (CA 1989 Sch 3 para 6(1), (3))."
)
PLAN_REVIEW: Final = (
    "The special guardianship order was made on {made}; the review of its support plan falls on "
    "{due} (SI 2005/1513 reg 12; yearly by local practice)."
)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a person says of a court's order or other outcome; kinds are those of `ORDERS`."""

    child_id: str
    kind: str
    date: dt.date
    court: str | None = None
    case_number: str | None = None


class OrderResult(NamedTuple):
    """The order, the step that it is, whether it is kept already, and what is out of order.

    `confirmed` False: an administrator's draft, among the court outcomes once it is confirmed.
    """

    row: OutcomeRow
    step_id: int
    confirmed: bool
    warnings: tuple[str, ...] = ()


class OrderListed(NamedTuple):
    """One court outcome; `step_id` None: a file gave it. `draft`: it waits for the chair."""

    row: OutcomeRow
    step_id: int | None
    draft: bool


class Prompt(NamedTuple):
    """What an order asks to be looked at: from `due` on, and until `ends` where it ends.

    `kind`: `supervision_order_month_9` or `support_plan_review`.
    """

    child_id: str
    kind: str
    due: dt.date
    sentence: str
    ends: dt.date | None = None


@requires(Deed.RECORD)
def add_order(
    opened: "OpenStore", new: NewOrder, *, on: dt.date, language: Language = Language.ENGLISH
) -> OrderResult:
    """Record on a day what a court decided; an administrator's is a draft.

    Raises:
        NotFoundError: there is no such child.
        RefusedError: there is no such kind, the day is still to come, or it is recorded already.
    """
    order = _checked(new, on)
    with recording(opened, Action.COURT_OUTCOME, child_id=order.child_id) as pen:
        known_child(pen.session, order.child_id)
        every = [one.row for one in steps_listed(pen.session, child_id=order.child_id)]
        if any(_same(order_of(one), order) for one in every if one.kind == ORDER_MADE):
            raise RefusedError(
                f"This outcome of child {order.child_id} is recorded already, so nothing was "
                "changed. Withdraw it first where the court or case number is to be another."
            )
        before = since_last_order(order.date, every)
        route = ROUTE_OF.get(order.kind) or route_so_far(pen.session, order.child_id, before)
        step = NewStep(order.child_id, ORDER_MADE, order.date, route, detail=_detail(order))
        counts = confirms(opened)
        number = write_step(pen, step, confirmed=counts)
        settle_order(pen, one_step(pen.session, number), on)
        warnings = out_of_order(ORDER_MADE, before, language)
    return OrderResult(order, number, counts, warnings)


@requires(Deed.RECORD)
def withdraw_order(opened: "OpenStore", step_id: int, *, on: dt.date) -> None:
    """Withdraw an order that a person recorded; where only a draft of it waits, the draft.

    An administrator's withdrawal is a draft. What a file gave stays among the court outcomes.

    Raises:
        NotFoundError: there is no such step.
        RefusedError: it is no order, or was withdrawn already.
    """
    with opened.store.reading() as session:
        child_id = one_step(session, step_id)[-1].child_id
    with recording(opened, Action.COURT_OUTCOME, child_id=child_id) as pen:
        versions = one_step(pen.session, step_id)
        if versions[-1].kind != ORDER_MADE or shown(versions) is None:
            raise RefusedError(
                f"Step {step_id} is no order, or was withdrawn already; nothing was changed. "
                "`order list` shows them."
            )
        take_back(pen, versions, confirmed=confirms(opened))
        settle_order(pen, one_step(pen.session, step_id), on)


@requires(Deed.READ)
def list_orders(opened: "OpenStore", child_id: str | None = None) -> list[OrderListed]:
    """Court outcomes of a child or of all by their day, drafts of them too."""
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        if child_id is not None:
            known_child(session, child_id)
        kept = reads.outcomes(session, child_id)
        steps = [
            one for one in steps_listed(session, child_id=child_id) if one.row.kind == ORDER_MADE
        ]
    numbers = {_key(order_of(one.row)): one for one in steps}
    listed = []
    for row in kept:
        step = numbers.pop(_key(row), None)
        listed.append(OrderListed(row, step and step.row.thread, bool(step and step.draft)))
    listed += [
        OrderListed(order_of(one.row), one.row.thread, draft=True)
        for one in numbers.values()
        if waiting(one.versions)
    ]
    return sorted(listed, key=lambda one: (one.row.date, one.row.child_id, one.row.kind))


@requires(Deed.READ)
def prompts(
    opened: "OpenStore", as_of: dt.date, *, language: Language = Language.ENGLISH
) -> list[Prompt]:
    """What orders ask to be looked at on a day, the earliest due first.

    A supervision order from its month 9 to its last day; a special guardianship support plan for a
    month before and after each year since the order, until the child is 18.
    """
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        orders = reads.outcomes(session)
        children = {row.child_id: row for row in reads.children(session)}
    found = [
        prompt
        for one in orders
        if (prompt := _prompt(one, children[one.child_id], as_of, language)) is not None
    ]
    return sorted(found, key=lambda one: (one.due, one.child_id))


def order_of(step: StepRow) -> OutcomeRow:
    """The order that a step is: its kind, court and case number are the lines of its detail."""
    kind, court, number = [*(step.detail or "").split("\n"), "", "", ""][:3]
    return OutcomeRow(step.child_id, kind, step.on, court or None, number or None)


def settle_order(pen: "Pen", versions: Sequence[StepRow], on: dt.date) -> None:
    """Bring the court outcomes in line with an order's step, whose last version is just written.

    Args:
        pen: of the transaction.
        versions: all of the step, oldest first.
        on: the day of typing.
    """
    from ehp_desktop.models.court_outcomes import forget_court_outcome, put_court_outcome

    stood, standing = stands(versions[:-1]), stands(versions)
    before = None if stood is None else order_of(stood)
    now = None if standing is None else order_of(standing)
    if before == now:
        return
    if before is not None:
        forget_court_outcome(pen.session, before, on=on, at=pen.at, by=pen.signer.name)
    if now is not None:
        put_court_outcome(pen.session, now, on=on, at=pen.at, by=pen.signer.name)


def _checked(new: NewOrder, on: dt.date) -> OutcomeRow:
    if new.kind not in ORDERS:
        raise RefusedError(
            f"There is no court outcome {new.kind!r}, so nothing was recorded. It is one of: "
            f"{', '.join(ORDERS)}."
        )
    if new.date > on:
        raise RefusedError(
            "The day of the court's outcome is still to come, so nothing was recorded. Give the "
            "day on which it was made, or record the hearing as a step."
        )
    court, number = tidy_line("court", new.court), tidy_line("case number", new.case_number)
    return OutcomeRow(new.child_id, new.kind, new.date, court, number)


def _detail(order: OutcomeRow) -> str:
    return "\n".join([order.kind, order.court or "", order.case_number or ""]).rstrip("\n")


def _key(order: OutcomeRow) -> tuple[str, str, dt.date]:
    return order.child_id, order.kind, order.date


def _same(one: OutcomeRow, other: OutcomeRow) -> bool:
    return _key(one) == _key(other)


def _prompt(
    order: OutcomeRow, child: ChildRow, as_of: dt.date, language: Language
) -> Prompt | None:
    asked = next(iter(order_prompts([order], as_of)), None)
    if asked is None:
        return None
    if asked.ends is not None:
        return _month_nine(order.child_id, asked, as_of, language)
    born = child.date_of_birth
    if born is not None and as_of >= birthday(born, 18):
        return None
    return _plan_review(order.child_id, order.date, as_of, language)


def _month_nine(
    child_id: str, asked: OrderPrompt, as_of: dt.date, language: Language
) -> Prompt | None:
    if asked.ends is None or not asked.first <= as_of <= asked.ends:
        return None
    sentence = _said(MONTH_NINE, language, made=asked.made, nine=asked.first, end=asked.ends)
    return Prompt(child_id, "supervision_order_month_9", asked.first, sentence, asked.ends)


def _plan_review(child_id: str, made: dt.date, as_of: dt.date, language: Language) -> Prompt | None:
    """The year that is being, or has just been, completed; None where neither is near."""
    years = as_of.year - made.year
    for year in (years - 1, years, years + 1):
        due = plus_months(made, 12 * year)
        shown_from = plus_months(due, -REVIEW_SHOWN_MONTHS)
        if year > 0 and shown_from <= as_of <= plus_months(due, REVIEW_SHOWN_MONTHS):
            sentence = _said(PLAN_REVIEW, language, made=made, due=due)
            return Prompt(child_id, "support_plan_review", due, sentence)
    return None


def _said(text: str, language: Language, **days: dt.date) -> str:
    spoken = spoken_in(text, language)
    return phrase(text, language, **{name: say_date(day, spoken) for name, day in days.items()})


def phrases() -> tuple[str, ...]:
    """Every English phrase of this module, for whoever keeps the Welsh."""
    return MONTH_NINE, PLAN_REVIEW
