"""Reviews and visits, R5 and R8: up to date until the day on which the next is due."""

import datetime as dt
from typing import Final

from ehp_desktop.review.criteria.criterion import Finding, criterion, met, not_met, unknown
from ehp_desktop.review.dates import add_working_days, plus_days, plus_months
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Cohort

# Looked up once: a member of an enumeration is slow to fetch from its class.
_PARENTS: Final = Cohort.PARENTS

_R5_BLANK = unknown("R5", "The last statutory review is not recorded")
_R5_SINCE_BLANK = unknown(
    "R5",
    "No review has been held; since when the child has been looked after, which decides when the "
    "first is due, is not recorded",
)
_R5_FIRST = met("R5", "No review yet; the first is due by {review_due}")
_R5_FIRST_LATE = not_met("R5", "No review is recorded; the first was due by {review_due}")
_R5_NEXT = met("R5", "Last review {last_review_date}; the next is due by {review_due}")
_R5_LATE = not_met("R5", "Last review {last_review_date}; the next was due by {review_due}")


@criterion(
    "R5",
    "The statutory review is in date",
    routes="N S G A",
    authority="CPPCR(W) Regs 2015 reg 39",
    fields="last_review_date reviews_held looked_after_since",
    parameters="first_review_working_days second_review_months review_months",
)
def review_in_date(facts: Facts, parameters: ParametersOn) -> Finding:
    """On or before the day on which the next review is due."""
    due = review_due(facts, parameters)
    if due is None:
        none_held = facts.last_review_date is None and facts.reviews_held == 0
        return _R5_SINCE_BLANK if none_held else _R5_BLANK
    if facts.last_review_date is None:
        return _R5_FIRST if facts.as_of <= due else _R5_FIRST_LATE
    return _R5_NEXT if facts.as_of <= due else _R5_LATE


def review_due(facts: Facts, parameters: ParametersOn) -> dt.date | None:
    """The day by which the next review is due; None = cannot be told."""
    last = facts.last_review_date
    if last is None:
        since = facts.looked_after_since
        if facts.reviews_held != 0 or since is None:
            return None
        return add_working_days(since, parameters.first_review_working_days)
    if facts.reviews_held == 1:
        return plus_months(last, parameters.second_review_months)
    return plus_months(last, parameters.review_months)


_R8_VISIT_BLANK = unknown("R8", "The last visit is not recorded")
_R8_START_BLANK = unknown("R8", "When this placement started is not recorded")
_R8_LONG_TERM_BLANK = unknown(
    "R8",
    "Last visit {last_visit_date}; whether the placement is meant to last to 18, which decides "
    "when the next is due, is not recorded",
)
_R8_CLAUSES: Final = {
    "first": (
        met("R8", "Placed {placement_start}; the first visit is due by {visit_due}"),
        not_met(
            "R8",
            "No visit is recorded since the placement started on {placement_start}; the first was "
            "due by {visit_due}",
        ),
    ),
    "immediate": (
        met(
            "R8",
            "Last visit {last_visit_date}; placed before assessment and not yet reviewed, the "
            "next is due by {visit_due}",
        ),
        not_met(
            "R8",
            "Last visit {last_visit_date}; placed before assessment and not yet reviewed, the "
            "next was due by {visit_due}",
        ),
    ),
    "parents": (
        met("R8", "Last visit {last_visit_date}; with parents, the next is due by {visit_due}"),
        not_met(
            "R8", "Last visit {last_visit_date}; with parents, the next was due by {visit_due}"
        ),
    ),
    "temporary, not reviewed": (
        met(
            "R8",
            "Last visit {last_visit_date}; under temporary approval and not yet reviewed, the "
            "next is due by {visit_due}",
        ),
        not_met(
            "R8",
            "Last visit {last_visit_date}; under temporary approval and not yet reviewed, the "
            "next was due by {visit_due}",
        ),
    ),
    "temporary": (
        met(
            "R8",
            "Last visit {last_visit_date}; under temporary approval, the next is due by "
            "{visit_due}",
        ),
        not_met(
            "R8",
            "Last visit {last_visit_date}; under temporary approval, the next was due by "
            "{visit_due}",
        ),
    ),
    "first year": (
        met(
            "R8",
            "Last visit {last_visit_date}; in the placement's first year, the next is due by "
            "{visit_due}",
        ),
        not_met(
            "R8",
            "Last visit {last_visit_date}; in the placement's first year, the next was due by "
            "{visit_due}",
        ),
    ),
    "long term": (
        met(
            "R8",
            "Last visit {last_visit_date}; in a placement meant to last to 18, the next is due by "
            "{visit_due}",
        ),
        not_met(
            "R8",
            "Last visit {last_visit_date}; in a placement meant to last to 18, the next was due "
            "by {visit_due}",
        ),
    ),
    "not long term": (
        met("R8", "Last visit {last_visit_date}; the next is due by {visit_due}"),
        not_met("R8", "Last visit {last_visit_date}; the next was due by {visit_due}"),
    ),
}
"""Each clause of R8, in its order, with its finding in time and its finding too late."""


@criterion(
    "R8",
    "Visits are up to date",
    routes="N S G A",
    authority="CPPCR(W) Regs 2015 reg 31",
    fields={
        "": "last_visit_date placement_start",
        "parents": "pwp_immediate last_review_date",
        "kinship foster": "carer_approval last_review_date long_term",
    },
    parameters={
        "": "first_visit_days",
        "parents": "visit_days_until_review visit_days_parents",
        "kinship foster": "visit_days_until_review visit_days_temporary visit_days "
        "first_year_months visit_months_long_term",
    },
)
def visits_up_to_date(facts: Facts, parameters: ParametersOn) -> Finding:
    """On or before the day on which the next visit is due."""
    if facts.last_visit_date is None:
        return _R8_VISIT_BLANK
    if facts.placement_start is None:
        return _R8_START_BLANK
    clause, due = _visit_clause(facts, parameters, facts.last_visit_date, facts.placement_start)
    if due is None:
        return _R8_LONG_TERM_BLANK
    in_time, late = _R8_CLAUSES[clause]
    return in_time if facts.as_of <= due else late


def visit_due(facts: Facts, parameters: ParametersOn) -> dt.date | None:
    """The day by which the next visit is due; None = cannot be told."""
    if facts.last_visit_date is None or facts.placement_start is None:
        return None
    return _visit_clause(facts, parameters, facts.last_visit_date, facts.placement_start)[1]


def _visit_clause(
    facts: Facts, parameters: ParametersOn, last: dt.date, start: dt.date
) -> tuple[str, dt.date | None]:
    """The first clause of R8 that fits, and the due day it gives; None = it gives none."""
    if last < start:
        return "first", plus_days(start, parameters.first_visit_days)
    reviewed = facts.last_review_date is not None and facts.last_review_date >= start
    if facts.cohort is _PARENTS:
        if facts.pwp_immediate and not reviewed:
            return "immediate", plus_days(last, parameters.visit_days_until_review)
        return "parents", plus_days(last, parameters.visit_days_parents)
    if facts.carer_approval == "temporary":
        if not reviewed:
            return "temporary, not reviewed", plus_days(last, parameters.visit_days_until_review)
        return "temporary", plus_days(last, parameters.visit_days_temporary)
    if start > parameters.first_year_run_from:
        return "first year", plus_days(last, parameters.visit_days)
    if facts.long_term is None:
        return "long term not recorded", None
    if facts.long_term:
        return "long term", plus_months(last, parameters.visit_months_long_term)
    return "not long term", plus_days(last, parameters.visit_days)
