"""A lawyer's override in an assessment: when it counts, what it changes, and how it is told."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow, OverrideRow
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.caseload import Caseload, assess_caseload, candidates
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.explained_child import explain_routes
from ehp_desktop.review.explanation import Setting, explain
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.language import Language
from ehp_desktop.review.override_words import override_words
from ehp_desktop.review.overrides import problems
from ehp_desktop.review.overriding import fact_texts, fields_read, routes_of, standing
from ehp_desktop.review.parameters import ParameterSet
from ehp_desktop.review.words import Result, Route, RouteState

FactsOf = Callable[..., Facts]
Assess = Callable[..., dict[Route, RouteAssessment]]
Override = Callable[..., OverrideRow]
N, S = Route.DISCHARGE, Route.SUPERVISION_ORDER
G, A = Route.SPECIAL_GUARDIANSHIP, Route.CHILD_ARRANGEMENTS
MADE = dt.date(2021, 9, 10)


@pytest.fixture
def override() -> Override:
    """A lawyer's override of R9 to met on all routes, made on 10 September 2021, no end."""

    def make(facts: Facts | None = None, **changed: Any) -> OverrideRow:
        at = dt.datetime(2021, 9, 10, 9, tzinfo=dt.UTC)
        values: dict[str, Any] = {
            "id": 1,
            "thread": changed.get("id", 1),
            "version": 1,
            "withdrawn": False,
            "child_id": "1001",
            "criterion": "R9",
            "route": None,
            "result": "met",
            "reason": "The concerns were\nof another household.",
            "made_on": MADE,
            "ends_on": None,
            "facts": (),
            "author_id": "slot-2",
            "author": "Gwen Parry",
            "role": "lawyer",
            "at": at,
        }
        row = OverrideRow(**(values | changed))
        if facts is not None:
            read = fields_read(row.criterion, routes_of(row), facts.cohort)
            row = row._replace(facts=fact_texts(facts.row, read))
        return row

    return make


@pytest.fixture
def routes_with(parameter_set: ParameterSet) -> Assess:
    """Every route of a child with some overrides, no agenda in question."""

    def ask(facts: Facts, *overrides: OverrideRow) -> dict[Route, RouteAssessment]:
        return assess(facts, parameter_set.at(facts.as_of), None, overrides)

    return ask


def found_of(route: RouteAssessment, criterion: str) -> Finding:
    return next(one for one in route.findings if one.criterion == criterion)


def test_an_override_takes_the_place_of_what_was_found(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(concerns="outstanding")
    assert routes_with(facts)[N].outstanding == ("R9",)
    routes = routes_with(facts, override(facts))
    for route in (N, S):
        assert (routes[route].state, routes[route].outstanding) == (RouteState.READY, ())
        found = found_of(routes[route], "R9")
        assert (found.result, found.met_on) == (Result.MET, None)
        assert found.override is not None
        assert found.override.computed is Result.NOT_MET
        assert not found.override.to_confirm
        assert found.computed.result is Result.NOT_MET


@pytest.mark.parametrize(
    ("changed", "result"), [({"concerns": None}, "met"), ({"concerns": "resolved"}, "not_met")]
)
def test_it_replaces_an_unknown_and_a_met_result_too(
    facts_of: FactsOf,
    routes_with: Assess,
    override: Override,
    changed: dict[str, Any],
    result: str,
) -> None:
    facts = facts_of(**changed)
    route = routes_with(facts, override(facts, result=result))[N]
    assert found_of(route, "R9").result.value == result
    assert route.outstanding == (() if result == "met" else ("R9",))


@pytest.mark.parametrize(
    ("day", "ends_on", "counts"),
    [
        ("2021-09-09", None, False),
        ("2021-09-10", None, True),
        ("2030-01-01", None, True),
        ("2021-09-10", "2021-09-10", True),
        ("2021-09-11", "2021-09-10", False),
        ("2021-09-19", "2021-09-20", True),
        ("2021-09-20", "2021-09-20", True),
        ("2021-09-21", "2021-09-20", False),
    ],
)
def test_it_counts_from_the_day_it_was_made_to_its_last_day(
    facts_of: FactsOf,
    routes_with: Assess,
    override: Override,
    day: str,
    ends_on: str | None,
    counts: bool,
) -> None:
    facts = facts_of(on=day, concerns="outstanding")
    last = ends_on and dt.date.fromisoformat(ends_on)
    found = found_of(routes_with(facts, override(facts, ends_on=last))[N], "R9")
    assert (found.result is Result.MET) is counts
    assert (found.override is not None) is counts


def test_the_latest_version_of_a_thread_decides(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(concerns="outstanding")
    first = override()
    ended = first._replace(id=2, version=2, ends_on=dt.date(2021, 9, 29))
    withdrawn = first._replace(id=2, version=2, withdrawn=True)
    longer = ended._replace(id=3, version=3, ends_on=None)
    for versions, outstanding in (
        ((first, ended), ("R9",)),
        ((ended, first), ("R9",)),
        ((withdrawn, first), ("R9",)),
        ((longer, first, ended), ()),
    ):
        assert routes_with(facts, *versions)[N].outstanding == outstanding


def test_of_several_the_latest_made_wins_where_it_counts(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(concerns="outstanding")
    older = override()
    newer = override(id=2, result="not_met", ends_on=dt.date(2021, 9, 30))
    # Ending the older one afterwards does not make it the latest.
    ended_later = older._replace(
        id=3, version=2, ends_on=dt.date(2021, 12, 1), at=dt.datetime(2021, 9, 29, tzinfo=dt.UTC)
    )
    assert found_of(routes_with(facts, newer, older)[N], "R9").result is Result.NOT_MET
    assert found_of(routes_with(facts, older, newer, ended_later)[N], "R9").result == "not_met"
    after = facts_of(on="2021-10-01", concerns="outstanding")
    assert found_of(routes_with(after, older, newer, ended_later)[N], "R9").result is Result.MET
    at = dt.datetime(2021, 9, 9, tzinfo=dt.UTC)  # by a clock that had been set back
    assert found_of(routes_with(facts, older, newer._replace(at=at))[N], "R9").result == "not_met"


def test_one_for_a_route_touches_that_route_only(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(wishes_date=None)
    plain = routes_with(facts)
    routes = routes_with(facts, override(criterion="R11", route="supervision_order"))
    assert routes[S].state is RouteState.READY
    assert [routes[one] == plain[one] for one in (N, S, G, A)] == [True, False, True, True]
    everywhere = override(criterion="R11", result="not_met")
    both = routes_with(facts, override(id=2, criterion="R11", route="discharge"), everywhere)
    assert [found_of(both[one], "R11").result.value for one in (N, S, G, A)] == [
        "met",
        "not_met",
        "not_met",
        "not_met",
    ]


def test_an_eligibility_criterion_opens_and_shuts_a_route(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(carer_seeks="sgo", carer_relationship="grandparent")
    shut = routes_with(facts, override(criterion="E3", result="not_met", route="discharge"))
    assert shut[N].state is RouteState.NOT_THIS_ROUTE
    assert (shut[N].closes_on, shut[N].earliest_date) == (None, None)
    assert shut[N].outstanding == ("E3",)
    assert shut[S].state is RouteState.READY
    assert routes_with(facts)[A].state is RouteState.NOT_THIS_ROUTE
    opened = routes_with(facts, override(criterion="E4", result="met"))[A]
    assert opened.state is RouteState.WORK_NEEDED
    assert opened.closes_on == dt.date(2030, 5, 14)


def test_an_overriding_value_has_no_day_on_which_time_meets_it(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(
        placement_start="2020-10-15", application_disposed_date="2021-08-31", concerns=None
    )
    assert routes_with(facts)[N].earliest_date is None
    concerns = override()
    assert routes_with(facts, concerns)[N].earliest_date == dt.date(2022, 3, 1)
    settled = override(id=2, criterion="R3", result="not_met")
    route = routes_with(facts, concerns, settled)[N]
    assert (route.earliest_date, route.outstanding) == (None, ("R1", "R3"))
    found = found_of(route, "R3")
    assert found.met_on is None
    assert found.override is not None
    assert found.override.computed_met_on == dt.date(2021, 10, 15)
    no_bar = override(id=3, criterion="R1")
    assert routes_with(facts, concerns, no_bar)[N].earliest_date == dt.date(2021, 10, 15)


def test_a_caution_changes_no_state(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of()
    route = routes_with(facts, override(criterion="C5", result="not_met"))[N]
    assert found_of(route, "C5").result is Result.NOT_MET
    assert (route.state, route.outstanding) == (RouteState.READY, ())


def test_what_does_not_apply_may_be_overridden(
    facts_of: FactsOf, routes_with: Assess, override: Override, parameter_set: ParameterSet
) -> None:
    facts = facts_of(sibling_group="rhys")
    row = override(criterion="C9", result="not_met")
    found = found_of(routes_with(facts, row)[N], "C9")
    assert found.override is not None
    assert (found.result, found.override.computed) == (Result.NOT_MET, Result.NOT_APPLICABLE)
    alone = SiblingsOnAgenda.among([facts.row, facts.row._replace(child_id="2")], ["1001"])
    routes = assess(facts, parameter_set.at(facts.as_of), alone, [row._replace(result="met")])
    found = found_of(routes[N], "C9")
    assert found.override is not None
    assert (found.result, found.override.computed) == (Result.MET, Result.NOT_MET)


@pytest.mark.parametrize(
    "changed",
    [
        *({"criterion": one, "result": "not_met"} for one in ("E1", "E2", "E5", "E6", "E7")),
        {"criterion": "X1"},
        {"criterion": "R9", "route": "child_arrangements", "result": "not_met"},
        {"criterion": "R9", "route": "no such route", "result": "not_met"},
        {"criterion": "R9", "result": "unknown"},
    ],
)
def test_one_that_cannot_be_is_passed_over_and_told(
    facts_of: FactsOf, routes_with: Assess, override: Override, changed: dict[str, Any]
) -> None:
    facts = facts_of()
    row = override(**changed)
    assert routes_with(facts, row) == routes_with(facts)
    assert len(problems([row, override()])) == 1
    assert "Override 1 " in problems([row])[0]


def test_another_childs_override_is_passed_over(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(concerns=None)
    assert routes_with(facts, override(child_id="1002")) == routes_with(facts)


def test_a_changed_fact_marks_it_to_be_confirmed_while_it_counts(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    row = override(facts_of(concerns="outstanding"))
    assert row.facts == (("concerns", "outstanding"),)

    def carried(**changed: Any) -> Any:
        return found_of(routes_with(facts_of(**changed), row)[N], "R9").override

    assert carried(concerns="outstanding", wishes_date=None).changed_fields == ()
    for concerns in ("managed", "resolved", None):
        told = carried(concerns=concerns)
        assert (told.to_confirm, told.changed_fields) == (True, ("concerns",))
    assert routes_with(facts_of(concerns="managed"), row)[N].state is RouteState.READY


def test_time_alone_changes_no_fact(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    row = override(facts_of(cp_registered=True), criterion="B1")
    later = facts_of(
        on="2023-01-01", cp_registered=True, cp_registered_confirmed_on=dt.date(2021, 9, 30)
    )
    assert later.cp_registered is None
    told = found_of(routes_with(later, row)[N], "B1").override
    assert told is not None
    assert (told.computed, told.to_confirm) == (Result.UNKNOWN, False)


def test_a_child_of_another_cohort_has_other_facts(
    facts_of: FactsOf, kinship_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    row = override(facts_of(), criterion="B2")
    assert [field for field, _ in row.facts] == ["pwp_approval_date", "pwp_immediate"]
    told = found_of(routes_with(kinship_of(pwp_immediate=False), row)[G], "B2").override
    assert told is not None
    assert set(told.changed_fields) == {
        "pwp_approval_date",
        "carer_approval",
        "temporary_approval_start",
        "temporary_approval_extended",
    }
    nowhere = fields_read("B2", [N], None)
    assert set(nowhere) == {*told.changed_fields, "pwp_immediate"}


def test_confirming_is_a_version_that_leaves_the_end_as_it_was(override: Override) -> None:
    made = override()
    ended = made._replace(id=2, version=2, ends_on=dt.date(2021, 12, 1))
    confirmed = ended._replace(id=3, version=3, author="Tomos Rees")
    assert standing([made, ended])[0].confirmed is None
    stands = standing([confirmed, made, ended])[0]
    assert (stands.made, stands.row, stands.confirmed) == (made, confirmed, confirmed)


def test_it_is_told_with_both_values_who_when_why_until_when(
    facts_of: FactsOf, routes_with: Assess, override: Override
) -> None:
    facts = facts_of(concerns="managed")
    made = override(facts_of(concerns="outstanding"))
    told = found_of(routes_with(facts, made)[N], "R9").override
    assert told is not None
    assert override_words(told, Language.ENGLISH) == (
        "To be confirmed again, as this has changed since: Concerns behind the order. "
        "Set to met by Gwen Parry, lawyer, on 10 Sep 2021; worked out: not met. "
        "Reason: The concerns were of another household"
    )
    confirmed = made._replace(
        id=2,
        version=2,
        facts=(("concerns", "managed"),),
        author="Tomos Rees",
        at=dt.datetime(2021, 9, 20, tzinfo=dt.UTC),
    )
    ended = confirmed._replace(id=3, version=3, ends_on=dt.date(2021, 12, 1), author="Mair Huws")
    told = found_of(routes_with(facts, made, confirmed, ended)[N], "R9").override
    assert told is not None
    assert override_words(told, Language.ENGLISH) == (
        "Set to met by Gwen Parry, lawyer, on 10 Sep 2021, until 1 Dec 2021; worked out: not met. "
        "Confirmed again by Tomos Rees, lawyer, on 20 Sep 2021. "
        "Reason: The concerns were of another household"
    )


def test_an_explanation_says_the_override_first_and_then_what_was_worked_out(
    facts_of: FactsOf, override: Override, parameter_set: ParameterSet
) -> None:
    facts = facts_of(placement_start="2020-10-15")
    row = override(facts, criterion="R3", reason="Here {since} birth", route="discharge")
    setting = Setting(parameter_set.at(facts.as_of))
    routes = explain_routes(facts, setting, {}, Language.ENGLISH, [row])
    one = next(one for one in routes[N].criteria if one.id == "R3")
    assert (one.result, one.met_on) == (Result.MET, None)
    assert one.override is not None
    plain = next(
        one for one in explain_routes(facts, setting, {}, Language.ENGLISH)[N].criteria
        if one.id == "R3"
    )  # fmt: skip
    assert plain.override is None
    assert one.explanation == (
        "Set to met by Gwen Parry, lawyer, on 10 Sep 2021; worked out: not met. "
        f"Reason: Here {{since}} birth. As worked out: {plain.explanation}"
    )
    finding = found_of(assess(facts, setting.parameters, None, [row])[N], "R3")
    assert explain(finding, facts, setting, Language.ENGLISH, N) == plain.explanation
    other = next(one for one in routes[S].criteria if one.id == "R3")
    assert (other.override, other.result) == (None, Result.NOT_MET)


def test_a_caseload_reads_overrides_by_the_child(
    make_child: Callable[..., ChildRow], override: Override, parameter_set: ParameterSet
) -> None:
    day = dt.date(2021, 9, 30)
    rows = [make_child(child_id=one, concerns=None) for one in ("1", "2", "3")]
    stored = {"2": (override(child_id="2"),)}
    lines = assess_caseload(rows, day, parameter_set.at(day), CodeSet.WALES, frozenset(), stored)
    states = [line.routes[N].state for line in lines]
    assert states == [RouteState.WORK_NEEDED, RouteState.READY, RouteState.WORK_NEEDED]
    caseload = Caseload(day, "", CodeSet.WALES, lines)
    assert [one.row.child_id for one in candidates(caseload, N)] == ["2", "1", "3"]
