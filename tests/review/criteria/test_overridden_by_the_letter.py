"""Overrides in the words of criteria.md, section 6, for children and overrides made at random.

The program looks up threads and places; here each criterion of each route is gone through slowly,
and state, outstanding and dates are worked out again from the results that come of it.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from hypothesis import given, settings, strategies as st

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow, OverrideRow
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.dates import birthday
from ehp_desktop.review.facts import Facts, facts_on
from ehp_desktop.review.parameters import ParameterSet
from ehp_desktop.review.words import Route

SET = ParameterSet.load()
BASE = dt.date(2021, 9, 30)
SettledChild = Callable[[int], ChildRow]
near = st.integers(-3, 3).map(lambda days: BASE + dt.timedelta(days))
IDS = [one.id for one in CRITERIA]


@st.composite
def override_rows(draw: st.DrawFn) -> list[OverrideRow]:
    """Threads of one to three versions, some that cannot be, some of another child."""
    rows: list[OverrideRow] = []
    for _ in range(draw(st.integers(0, 6))):
        thread = len(rows) + 1
        first = OverrideRow(
            id=thread,
            thread=thread,
            version=1,
            withdrawn=False,
            child_id=draw(st.sampled_from(["1", "1", "1", "2"])),
            criterion=draw(st.sampled_from(IDS)),
            route=draw(st.sampled_from([None, *(one.value for one in Route)])),
            result=draw(st.sampled_from(["met", "not_met"])),
            reason="x",
            made_on=draw(near),
            ends_on=draw(st.none() | near),
            facts=(),
            author_id="2",
            author="Gwen Parry",
            role="lawyer",
            at=dt.datetime(2021, 9, 1, 9, len(rows), tzinfo=dt.UTC),
        )
        rows.append(first)
        for version in range(2, 2 + draw(st.integers(0, 2))):
            at = dt.datetime(2021, 9, 2, 9, len(rows), tzinfo=dt.UTC)
            later = first._replace(
                id=len(rows) + 1,
                version=version,
                withdrawn=draw(st.sampled_from([False, False, True])),
                ends_on=draw(st.none() | near),
                at=at,
            )
            rows.append(later)
    return draw(st.permutations(rows))


def said_by(rows: Sequence[OverrideRow], criterion: str, route: Route, day: dt.date) -> str | None:
    """What a lawyer says of one criterion on one route on a day."""
    if criterion in ("E1", "E2", "E5", "E6", "E7"):
        return None
    said = None
    for thread in sorted({row.thread for row in rows}):  # in the order in which they were made
        latest = max((row for row in rows if row.thread == thread), key=lambda row: row.version)
        routes = next(one.routes for one in CRITERIA if one.id == latest.criterion)
        if (
            latest.child_id == "1"
            and not latest.withdrawn
            and latest.criterion == criterion
            and route in routes
            and latest.route in (None, route.value)
            and latest.made_on <= day
            and (latest.ends_on is None or day <= latest.ends_on)
        ):
            said = latest.result
    return said


def check(
    plain: RouteAssessment, found: RouteAssessment, rows: list[OverrideRow], facts: Facts
) -> None:
    route, day = found.route, facts.as_of
    kinds = {one.id: one.kind.value for one in CRITERIA}
    wanting, dates, shut = [], [], False
    for before, after in zip(plain.findings, found.findings, strict=True):
        said = said_by(rows, before.criterion, route, day)
        if said is None:
            assert after == before
        else:
            assert (after.criterion, after.result.value, after.met_on) == (
                before.criterion,
                said,
                None,
            )
            assert after.override is not None
            assert after.override.computed is before.result
            assert after.override.computed_met_on == before.met_on
        result = said or before.result.value
        if kinds[before.criterion] != "caution" and result != "met":
            wanting.append(before.criterion)
            dates.append(None if said else before.met_on)
        if kinds[before.criterion] == "eligibility" and result == "not_met":
            shut = True
    assert found.outstanding == tuple(wanting)
    state = "not_this_route" if shut else "work_needed" if wanting else "ready"
    assert found.state.value == state
    born = facts.date_of_birth
    closes_on = None
    if born is not None and not shut:
        closes_on = birthday(born, 17 if route == "supervision_order" else 18)
    assert found.closes_on == closes_on
    known = [one for one in dates if one is not None]
    earliest = None
    if state == "work_needed" and len(known) == len(dates):
        earliest = max(known)
        if closes_on is not None and earliest >= closes_on:
            earliest = None
    assert found.earliest_date == earliest


@given(st.integers(0, 2**40), near, override_rows())
@settings(max_examples=300)
def test_results_and_states_are_those_of_the_letter(
    settled_child: SettledChild, seed: int, day: dt.date, rows: list[OverrideRow]
) -> None:
    facts = facts_on(settled_child(seed), day, SET.at(day), CodeSet.WALES)
    plain = assess(facts, SET.at(day))
    routes = assess(facts, SET.at(day), None, rows)
    assert list(routes) == list(plain)
    for route, found in routes.items():
        check(plain[route], found, rows, facts)


@given(st.integers(0, 2**40), near)
@settings(max_examples=50)
def test_without_one_that_counts_nothing_is_changed(
    settled_child: SettledChild, seed: int, day: dt.date
) -> None:
    facts = facts_on(settled_child(seed), day, SET.at(day), CodeSet.WALES)
    plain = assess(facts, SET.at(day))
    assert assess(facts, SET.at(day), None, ()) == plain
    assert all(one.override is None for found in plain.values() for one in found.findings)
    assert len({id(found.found) for found in plain.values()}) <= 1  # shared by the four routes
