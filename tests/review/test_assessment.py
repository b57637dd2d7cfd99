"""States, what is outstanding, the earliest date, when a route closes, the order of candidates."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.caseload import (
    CaseLine,
    Caseload,
    assess_caseload,
    candidates,
)
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Result, Route, RouteState

FactsOf = Callable[..., Facts]
RoutesOf = Callable[[Facts], dict[Route, RouteAssessment]]
N, S = Route.DISCHARGE, Route.SUPERVISION_ORDER
G, A = Route.SPECIAL_GUARDIANSHIP, Route.CHILD_ARRANGEMENTS


def test_a_child_at_home_for_whom_all_holds(facts_of: FactsOf, routes_of: RoutesOf) -> None:
    routes = routes_of(facts_of())
    assert list(routes) == [N, S, G, A]
    assert [routes[one].state for one in (N, S)] == [RouteState.READY] * 2
    assert [routes[one].state for one in (G, A)] == [RouteState.NOT_THIS_ROUTE] * 2
    assert [routes[one].closes_on for one in (N, S)] == [dt.date(2030, 5, 14), dt.date(2029, 5, 14)]
    assert (routes[N].outstanding, routes[N].earliest_date) == ((), None)


def test_a_fostered_child_for_whom_all_holds(kinship_of: FactsOf, routes_of: RoutesOf) -> None:
    routes = routes_of(kinship_of())
    assert [routes[one].state for one in (N, S, G, A)] == [
        RouteState.NOT_THIS_ROUTE,
        RouteState.NOT_THIS_ROUTE,
        RouteState.READY,
        RouteState.READY,
    ]
    assert routes[N].closes_on is None


@pytest.mark.parametrize(
    "changed", [{"placement_code": "H3"}, {"ceased_date": "2021-09-30"}, {"placement_code": None}]
)
def test_a_child_of_no_cohort_is_not_assessed(
    facts_of: FactsOf, routes_of: RoutesOf, changed: dict[str, Any]
) -> None:
    assert routes_of(facts_of(**changed)) == {}


def test_what_is_outstanding_is_in_the_tables_order_and_for_every_state(
    facts_of: FactsOf, routes_of: RoutesOf
) -> None:
    routes = routes_of(
        facts_of(
            legal_status="V2",
            case_number=None,
            s47_open=None,
            concerns=None,
            placement_start="2021-09-01",
            child_wishes="opposes",
            last_incident_date="2021-09-01",
        )
    )
    assert routes[N].outstanding == ("E1", "R3", "R9", "B1", "M1")
    assert routes[N].state is RouteState.NOT_THIS_ROUTE
    assert routes[G].outstanding == ("E4", "E7", "R2", "R13", "R14", "B1", "M4", "M5", "M6")


def test_findings_are_in_the_tables_order(facts_of: FactsOf, routes_of: RoutesOf) -> None:
    found = routes_of(facts_of())[G].findings
    ids = "E2 E4 E5 E7 R1 R2 R5 R6 R7 R8 R11 R13 R14 B1 B2 B3 M2 M3 M4 M5 M6 C2 C5 C6 C7 C9"
    assert [one.criterion for one in found] == ids.split()


def test_cautions_change_no_state(facts_of: FactsOf, routes_of: RoutesOf) -> None:
    facts = facts_of(
        date_of_birth="2004-10-15",
        household_change_date="2021-09-01",
        last_incident_date="2021-09-01",
        child_wishes="opposes",
        pr_exercised_date="2021-09-01",
        pr_holder_1_position="opposes",
    )
    routes = routes_of(facts)
    cautions = {one.criterion for one in routes[S].findings if one.result is Result.NOT_MET}
    assert cautions == {"C1", "C3", "C4", "C5", "C6", "C7", "C8"}
    assert routes[S].state is routes[N].state is RouteState.READY


def test_an_unknown_eligibility_leaves_work_not_a_closed_route(
    facts_of: FactsOf, routes_of: RoutesOf
) -> None:
    route = routes_of(facts_of(legal_status=None))[N]
    assert (route.state, route.outstanding) == (RouteState.WORK_NEEDED, ("E1",))
    born_unknown = routes_of(facts_of(date_of_birth=None))[N]
    assert (born_unknown.state, born_unknown.closes_on) == (RouteState.WORK_NEEDED, None)


@pytest.mark.parametrize(
    ("changed", "earliest"),
    [
        ({"placement_start": "2020-10-15"}, "2021-10-15"),
        (
            {"placement_start": "2020-10-15", "application_disposed_date": "2021-08-31"},
            "2022-03-01",
        ),
        ({"placement_start": "2020-10-15", "concerns": None}, None),  # time alone is not enough
        ({"placement_start": "2020-10-15", "cp_registered": True}, None),
        ({"placement_start": "2020-10-15", "legal_status": "C1"}, None),  # not this route
        ({"placement_start": "2020-10-15", "date_of_birth": "2003-10-16"}, "2021-10-15"),
        ({"placement_start": "2020-10-15", "date_of_birth": "2003-10-15"}, None),  # too late
        ({"placement_start": "2020-10-15", "date_of_birth": "2003-10-01"}, None),
        ({}, None),
    ],
)
def test_the_earliest_date(
    facts_of: FactsOf, routes_of: RoutesOf, changed: dict[str, Any], earliest: str | None
) -> None:
    found = routes_of(facts_of(**changed))[N].earliest_date
    assert found == (earliest and dt.date.fromisoformat(earliest))


def test_a_supervision_order_closes_a_year_earlier(facts_of: FactsOf, routes_of: RoutesOf) -> None:
    routes = routes_of(facts_of(date_of_birth="2004-10-15", placement_start="2020-10-15"))
    assert routes[S].closes_on == dt.date(2021, 10, 15)
    assert (routes[N].earliest_date, routes[S].earliest_date) == (dt.date(2021, 10, 15), None)


def test_born_on_29_february_a_route_closes_on_1_march(
    facts_of: FactsOf, routes_of: RoutesOf
) -> None:
    routes = routes_of(facts_of(date_of_birth="2008-02-29"))
    assert [routes[one].closes_on for one in (N, S)] == [dt.date(2026, 3, 1), dt.date(2025, 3, 1)]


def test_parameters_of_another_day_are_refused(facts_of: FactsOf, parameters: ParametersOn) -> None:
    with pytest.raises(ValueError, match="2021-10-01"):
        assess(facts_of(on="2021-10-01"), parameters)


@pytest.fixture
def caseload_of(
    make_child: Callable[..., ChildRow], parameters: ParametersOn
) -> Callable[..., Caseload]:
    """A caseload on 30 September 2021 of usual children with some values changed."""

    def make(children: dict[str, dict[str, Any]]) -> Caseload:
        day = dt.date(2021, 9, 30)
        rows = [make_child(child_id=child_id, **changed) for child_id, changed in children.items()]
        lines = assess_caseload(rows, day, parameters, CodeSet.WALES, frozenset({"1"}))
        return Caseload(day, parameters.whole.version, CodeSet.WALES, lines)

    return make


def _ids(lines: list[CaseLine]) -> list[str]:
    return [line.row.child_id for line in lines]


def test_the_order_of_candidates(caseload_of: Callable[..., Caseload]) -> None:
    later = dt.date(2018, 6, 13)
    settled_on = dt.date(2020, 10, 15)
    caseload = caseload_of(
        {
            "1": {"concerns": None, "case_number": None},
            "2": {"concerns": None},
            "3": {"placement_start": settled_on},
            "4": {"placement_start": settled_on - dt.timedelta(1)},
            "5": {"legal_status_date": later},
            "6": {},
            "7": {"legal_status": "V2"},
            "8": {"placement_code": "H3"},
            "10": {},
            "11": {"concerns": None, "legal_status_date": later},
        }
    )
    everyone = ["10", "6", "5", "4", "3", "2", "11", "1"]
    assert _ids(candidates(caseload, N)) == everyone
    assert _ids(candidates(caseload, N, RouteState.READY)) == ["10", "6", "5"]
    assert _ids(candidates(caseload, N, RouteState.WORK_NEEDED)) == everyone[3:]
    assert _ids(candidates(caseload, N, RouteState.NOT_THIS_ROUTE)) == []


def test_an_order_date_to_come_is_none_and_last(caseload_of: Callable[..., Caseload]) -> None:
    unknown = {"legal_status": None, "legal_status_date": dt.date(2019, 1, 1)}
    to_come = {"legal_status_date": dt.date(2021, 10, 1)}
    caseload = caseload_of({"1": to_come, "2": unknown | {"case_number": None}})
    assert _ids(candidates(caseload, N)) == ["2", "1"]
    assert [line.facts.legal_status_date for line in caseload.lines] == [None, dt.date(2019, 1, 1)]


def test_a_caseload_is_of_those_looked_after(caseload_of: Callable[..., Caseload]) -> None:
    caseload = caseload_of(
        {
            "1": {},
            "2": {"ceased_date": dt.date(2021, 9, 30)},
            "3": {"placement_code": "H3"},
            "4": {"looked_after_since": dt.date(2021, 10, 1)},
        }
    )
    assert [line.row.child_id for line in caseload.lines] == ["1", "3"]
    assert [line.ever_listed for line in caseload.lines] == [True, False]
    assert [len(line.routes) for line in caseload.lines] == [4, 0]
    assert [(line.age, line.cohort) for line in caseload.lines] == [(9, "parents"), (9, None)]
