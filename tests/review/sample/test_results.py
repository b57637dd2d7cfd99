"""Every result that a stored child of a cohort can have occurs in the fictional caseload."""

from collections import Counter

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review import sample
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.facts import facts_on
from ehp_desktop.review.parameters import ParameterSet
from ehp_desktop.review.words import Cohort, Result, Route, RouteState

NEVER_UNKNOWN = frozenset("E3 E4 R1 M1 M2 M3 M4 M5 M6 C4 C5 C8".split())
"""The criteria whose rule gives met or not met, whatever is recorded (criteria.md, section 4)."""

NEEDS_AN_AGENDA = frozenset({"C9"})


@pytest.fixture(scope="module")
def assessed() -> list[tuple[Cohort, dict[Route, RouteAssessment]]]:
    """Every child of a cohort, on every route, for the caseload's day."""
    parameters = ParameterSet.load().at(sample.AS_OF)
    found = []
    for row in sample.sample_rows():
        facts = facts_on(row, sample.AS_OF, parameters, CodeSet.WALES)
        if facts.cohort is not None:
            found.append((facts.cohort, assess(facts, parameters)))
    return found


Assessed = list[tuple[Cohort, dict[Route, RouteAssessment]]]


def test_the_cohorts_have_their_numbers(assessed: Assessed) -> None:
    assert Counter(cohort for cohort, _ in assessed) == {
        Cohort.PARENTS: 45,
        Cohort.KINSHIP: 96,
        Cohort.FOSTER: 12,
    }


def wanted() -> list[tuple[str, Route, Result]]:
    results = []
    for one in CRITERIA:
        for route in one.routes:
            if one.id in NEEDS_AN_AGENDA:
                results.append((one.id, route, Result.NOT_APPLICABLE))
                continue
            results += [(one.id, route, Result.MET), (one.id, route, Result.NOT_MET)]
            if one.id not in NEVER_UNKNOWN:
                results.append((one.id, route, Result.UNKNOWN))
    return results


def test_every_result_of_every_criterion_occurs_on_each_of_its_routes(assessed: Assessed) -> None:
    seen = {
        (finding.criterion, route, finding.result)
        for _, routes in assessed
        for route, one in routes.items()
        for finding in one.findings
    }
    assert [one for one in wanted() if one not in seen] == []


def test_twelve_children_are_ready_for_at_least_one_route(assessed: Assessed) -> None:
    ready = [
        cohort
        for cohort, routes in assessed
        if any(one.state is RouteState.READY for one in routes.values())
    ]
    assert Counter(ready) == {Cohort.PARENTS: 5, Cohort.KINSHIP: 6, Cohort.FOSTER: 1}


@pytest.mark.parametrize("route", list(Route))
def test_every_state_of_every_route_occurs(assessed: Assessed, route: Route) -> None:
    assert {routes[route].state for _, routes in assessed} == set(RouteState)


def test_some_have_one_thing_left_and_many_have_more(assessed: Assessed) -> None:
    fewest = Counter(
        min(
            (
                len(one.outstanding)
                for one in routes.values()
                if one.state is not RouteState.NOT_THIS_ROUTE
            ),
            default=None,
        )
        for _, routes in assessed
    )
    assert 15 <= fewest[1] <= 40
    assert sum(number for left, number in fewest.items() if left and left > 1) > 70


def test_an_earliest_date_occurs(assessed: Assessed) -> None:
    assert any(one.earliest_date for _, routes in assessed for one in routes.values())
