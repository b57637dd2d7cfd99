"""Outcomes, actions, steps, people and times in the words of one paper."""

import datetime as dt
from collections.abc import Callable

from ehp_desktop.models.rows import ActionRow, AttendanceRow, CaseOutcomeRow, OutcomeRow, StepRow
from ehp_desktop.review.case_life import OrderPrompt, is_done, is_overdue
from ehp_desktop.review.court_orders import order_of
from ehp_desktop.review.court_steps import ORDER_MADE
from ehp_desktop.review.documents.paper import Paper
from ehp_desktop.review.life_words import DATED_OUTCOMES, ORDERS, OUTCOMES, ROLES, STEPS
from ehp_desktop.review.wording import ROUTES
from ehp_desktop.review.words import Route

UNCONFIRMED = "draft, to be confirmed by the chair"


def outcome_said(paper: Paper, row: CaseOutcomeRow) -> str:
    """An outcome in words, with the date that it is about; without its reason."""
    if row.by_date is not None and row.code in DATED_OUTCOMES:
        return paper.say(DATED_OUTCOMES[row.code], day=row.by_date)
    said = paper.say(OUTCOMES.get(row.code, row.code))
    if row.by_date is None:
        return said
    by = paper.say("by {day}", day=row.by_date)
    return f"{said}, {by}"


def copied_said(paper: Paper, row: CaseOutcomeRow) -> str:
    """Whether an outcome was copied to the child's case record, when and by whom."""
    if row.copied_on is None:
        return paper.say("not recorded as copied to the case record")
    return paper.say(
        "copied to the case record on {day} by {name}",
        day=row.copied_on,
        name=paper.text(row.copied_by),
    )


def step_said(paper: Paper, row: StepRow) -> str:
    """A step to court: what, on which route, with which form, and what is told of it."""
    parts = [paper.say(STEPS.get(row.kind, row.kind))]
    if row.form:
        parts.append(paper.say("form {form}", form=paper.text(row.form)))
    if row.route:
        parts.append(route_said(paper, row.route))
    if row.kind == ORDER_MADE:
        parts.append(order_said(paper, order_of(row)))
    elif row.detail:
        parts.append(" ".join(paper.lines(row.detail)))
    if not row.confirmed:
        parts.append(paper.say(UNCONFIRMED))
    return "; ".join(parts)


def route_said(paper: Paper, route: str) -> str:
    """A route's name from the word that is kept for it."""
    return paper.say(ROUTES[Route(route)])


def order_said(paper: Paper, row: OutcomeRow) -> str:
    """A court's order or other outcome, with the court and the case's number."""
    parts = [paper.say(ORDERS.get(row.kind, row.kind))]
    parts += [paper.text(told) for told in (row.court, row.case_number) if told]
    return "; ".join(parts)


def prompt_said(paper: Paper, prompt: OrderPrompt, as_of: dt.date) -> str:
    """When a supervision order reaches month 9 and ends, or a support plan's review falls."""
    if prompt.ends is None:
        return paper.say(
            "Special guardianship order of {made}: review of the support plan due {day}.",
            made=prompt.made,
            day=prompt.first,
        )
    if as_of > prompt.ends:
        return paper.say(
            "Supervision order of {made}: a year had passed on {end}.",
            made=prompt.made,
            end=prompt.ends,
        )
    reached = "Supervision order of {made}: month 9 since {nine}; ends on {end} unless extended."
    ahead = "Supervision order of {made}: month 9 from {nine}; ends on {end} unless extended."
    phrase = reached if as_of >= prompt.first else ahead
    return paper.say(phrase, made=prompt.made, nine=prompt.first, end=prompt.ends)


def late_said(
    paper: Paper,
    action: ActionRow,
    as_of: dt.date,
    *,
    by: Callable[[dt.date], str] | None = None,
) -> str:
    """How an action stands on a day: how late, done when, by when, or without a day.

    `by` says the day by which; "by 5 Oct 2021" unless given.
    """
    if action.done_on is not None and is_done(action, as_of):
        return paper.say("done {day}", day=action.done_on)
    if action.by_when is None:
        return paper.say("no date")
    due = paper.say("by {day}", day=action.by_when) if by is None else by(action.by_when)
    if not is_overdue(action, as_of):
        return due
    days = (as_of - action.by_when).days
    late = paper.say("one day late") if days == 1 else paper.say("{n} days late", n=days)
    return f"{due}: {late}"


def action_mark(action: ActionRow, as_of: dt.date) -> str:
    """The shape of an action: a tick, a cross where overdue, an empty ring where open."""
    if is_done(action, as_of):
        return "met"
    return "not_met" if is_overdue(action, as_of) else "unknown"


def person_said(paper: Paper, row: AttendanceRow) -> str:
    """A person and the organisation that they are from."""
    name = paper.text(row.name)
    return f"{name} ({paper.text(row.organisation)})" if row.organisation else name


def author_said(paper: Paper, author: str, role: str) -> str:
    """Who wrote something, and as what."""
    return f"{paper.text(author)}, {paper.say(ROLES.get(role, role))}"


def moment_said(paper: Paper, at: dt.datetime) -> str:
    """When something was written, to the minute, in UTC as it is kept."""
    utc = at.astimezone(dt.UTC)
    return f"{paper.day(utc.date())} {utc:%H:%M} UTC"
