"""Facts and parameters in; each route's state with its findings out (criteria.md, section 1).

Nothing is worded here. What does not differ between routes is found once a child and shared.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from ehp_desktop.models.rows import OverrideRow
from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda, considered_together
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.dates import birthday
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.overriding import Standing, overridden, overriding
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import CriterionKind, Result, Route, RouteState

# Looked up once: a member of an enumeration is slow to fetch from its class.
_MET: Final = Result.MET
_NOT_MET: Final = Result.NOT_MET
_READY: Final = RouteState.READY
_WORK_NEEDED: Final = RouteState.WORK_NEEDED
_NOT_THIS_ROUTE: Final = RouteState.NOT_THIS_ROUTE

CLOSING_AGE: Final = {
    Route.DISCHARGE: 18,
    Route.SUPERVISION_ORDER: 17,
    Route.SPECIAL_GUARDIANSHIP: 18,
    Route.CHILD_ARRANGEMENTS: 18,
}
"""The birthday from which it is too late to make each order."""
_CLOSING_AGES: Final = tuple(sorted(set(CLOSING_AGE.values())))


# Each question is asked once a child: of a criterion whose rule is the same on all its routes,
# and of one whose rule differs once for each part of its routes within which it is the same.
# The cautions come last, for they never count.
_COUNTING: Final = tuple(one for one in CRITERIA if one.kind is not CriterionKind.CAUTION)
_CAUTIONS: Final = tuple(one for one in CRITERIA if one.kind is CriterionKind.CAUTION)
_SHARED: Final = tuple(one for one in _COUNTING if not one.differs)
_PARTED: Final = tuple((one, part) for one in _COUNTING if one.differs for part in one.alike)

_SHARED_RULES: Final = tuple(one.rule for one in _SHARED)
_PARTED_RULES: Final = tuple((one.rule, part[0]) for one, part in _PARTED)
_CAUTION_RULES: Final = tuple(one.rule for one in _CAUTIONS)

_ASKED: Final = [
    *((one, one.routes) for one in _SHARED),
    *_PARTED,
    *((one, one.routes) for one in _CAUTIONS),
]
_IN_ORDER: Final = sorted(range(len(_ASKED)), key=lambda at: CRITERIA.index(_ASKED[at][0]))
_TOGETHER: Final = _ASKED.index((considered_together, considered_together.routes))

# What is wanting of a child is a set of questions, kept as the bits of a whole number: many
# children want the same, and what follows from it is then worked out once for all of them.
_BITS: Final = tuple(1 << at for at in range(len(_SHARED) + len(_PARTED)))
_ELIGIBILITY_AT: Final = tuple(
    (at, bit) for at, bit in enumerate(_BITS) if _ASKED[at][0].kind is CriterionKind.ELIGIBILITY
)
_COUNTING_AT: Final = {
    route: tuple(at for at in _IN_ORDER if at < len(_BITS) and route in _ASKED[at][1])
    for route in Route
}
_TAKE: Final[dict[Route, Callable[[Sequence[Finding]], tuple[Finding, ...]]]] = {
    route: itemgetter(*(at for at in _IN_ORDER if route in _ASKED[at][1])) for route in Route
}


@dataclass(slots=True)
class RouteAssessment:
    """What the criteria say of one route for one child on one day; never changed once made.

    `outstanding`: ids of the criteria not met or unknown, cautions apart, in the tables' order.
    `earliest_date`: the day before which the route cannot be ready, where time alone is wanting.
    `closes_on`: the day from which it is too late to make the order.
    `overridden`: ids of the criteria that a lawyer overrides on this route, in the tables' order.
    """

    route: Route
    state: RouteState
    outstanding: tuple[str, ...]
    earliest_date: dt.date | None
    closes_on: dt.date | None
    found: Sequence[Finding]  # all that was found of the child; shared, unless a lawyer overrides
    overridden: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """This route's findings, in the tables' order."""
        return _TAKE[self.route](self.found)


def assess(
    facts: Facts,
    parameters: ParametersOn,
    siblings: SiblingsOnAgenda | None = None,
    overrides: Sequence[OverrideRow] = (),
) -> dict[Route, RouteAssessment]:
    """Every route of a child of a cohort, on the day of the facts; no routes for any other child.

    `siblings`: who is on the agenda in question, if one is. `overrides`: every version of each of
    the child's overrides; those that count on the day are put in place of what was found
    (criteria.md, section 6).

    Raises:
        ValueError: the parameters are those of another day than the facts.
    """
    if parameters.day != facts.as_of:
        message = f"facts of {facts.as_of} assessed with the parameters of {parameters.day}"
        raise ValueError(message)
    if facts.cohort is None:
        return {}
    found = [rule(facts, parameters) for rule in _SHARED_RULES]
    found += [rule(facts, parameters, route) for rule, route in _PARTED_RULES]
    found += [rule(facts, parameters) for rule in _CAUTION_RULES]
    if siblings is not None:
        found[_TOGETHER] = considered_together.rule(facts, parameters, siblings)
    if overrides:
        standing = overriding(overrides, facts)
        if standing:
            return {route: _with_overrides(found, facts, route, standing) for route in Route}
    return _routes(found, facts.date_of_birth)


def _with_overrides(
    found: Sequence[Finding],
    facts: Facts,
    route: Route,
    standing: Mapping[tuple[str, Route], Standing],
) -> RouteAssessment:
    """One route with what a lawyer set on it: findings are shared, an override's route is not."""
    of_route = list(found)
    for at, (criterion, routes) in enumerate(_ASKED):
        override = standing.get((criterion.id, route))
        if override is not None and route in routes:
            of_route[at] = overridden(found[at], override, facts)
    assessed = _routes(of_route, facts.date_of_birth)[route]
    overridden_ids = [one.criterion for one in assessed.findings if one.override is not None]
    return replace(assessed, overridden=tuple(overridden_ids))


def _routes(found: Sequence[Finding], born: dt.date | None) -> dict[Route, RouteAssessment]:
    """Each route's state and dates, from all that was found."""
    wanting = barring = 0
    for one, bit in zip(found, _BITS, strict=False):  # the cautions have none
        if one.result is not _MET:
            wanting |= bit
    for at, bit in _ELIGIBILITY_AT:
        if found[at].result is _NOT_MET:
            barring |= bit
    routes = {}
    for route, state, outstanding, places in _outline(wanting, barring):
        closes_on = earliest = None
        if state is not _NOT_THIS_ROUTE and born is not None:
            closes_on = birthday(born, CLOSING_AGE[route])
        if state is _WORK_NEEDED:
            earliest = _earliest(found, places, closes_on)
        routes[route] = RouteAssessment(route, state, outstanding, earliest, closes_on, found)
    return routes


class _Outline(NamedTuple):
    """What follows for a route from what is wanting: its state, and the questions in order."""

    route: Route
    state: RouteState
    outstanding: tuple[str, ...]
    places: tuple[int, ...]


@lru_cache(maxsize=1 << 16)
def _outline(wanting: int, barring: int) -> tuple[_Outline, ...]:
    """Each route's outline, from the questions that are wanting and those that bar a route."""
    outlines = []
    for route, counting in _COUNTING_AT.items():
        places = tuple([at for at in counting if wanting >> at & 1])
        state = _WORK_NEEDED if places else _READY
        if any(barring >> at & 1 for at in places):
            state = _NOT_THIS_ROUTE
        outstanding = tuple([_ASKED[at][0].id for at in places])
        outlines.append(_Outline(route, state, outstanding, places))
    return tuple(outlines)


def _earliest(
    found: Sequence[Finding], wanting: Sequence[int], closes_on: dt.date | None
) -> dt.date | None:
    """The day on which time alone will have met all that is wanting, unless it is too late."""
    latest = dt.date.min
    for at in wanting:
        met_on = found[at].met_on
        if met_on is None:
            return None
        latest = max(latest, met_on)
    return None if closes_on is not None and latest >= closes_on else latest
