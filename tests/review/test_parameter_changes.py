"""A chair's changes of local parameters: kept, in force from their day, told wherever used."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ParameterRow
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.assessment import assess
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.explained_child import explain_routes
from ehp_desktop.review.explanation import Setting, explain
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.language import Language
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.parameter_changes import (
    NewParameter,
    list_parameters,
    parameters_of,
    set_parameter,
    with_changes,
)
from ehp_desktop.review.parameters import PARAMETER_NAMES, ParameterKind, ParameterSet
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.words import Result, Route

FactsOf = Callable[..., Facts]
DAY = dt.date(2021, 10, 1)
NEW = NewParameter("settled_months", 18, DAY, "Agreed by the\npanel.")


def row(number: int = 1, **changed: Any) -> ParameterRow:
    values: dict[str, Any] = {
        "id": number,
        "name": "settled_months",
        "value": 18,
        "from_day": DAY,
        "reason": "Agreed by the\npanel.",
        "author_id": "slot-1",
        "author": "Rhiannon Evans",
        "role": "chair",
        "at": dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC),
    }
    return ParameterRow(**(values | changed))


def settled(whole: ParameterSet, day: str) -> int:
    return whole.at(dt.date.fromisoformat(day)).settled_months


def test_a_value_holds_from_its_day_and_not_before(parameter_set: ParameterSet) -> None:
    whole = with_changes((row(), row(2, value=6, from_day=dt.date(2022, 1, 1))))
    days = ("2019-01-01", "2021-09-30", "2021-10-01", "2021-12-31", "2022-01-01")
    assert [settled(whole, day) for day in days] == [12, 12, 18, 18, 6]
    assert whole.at(DAY).settled_run_from == dt.date(2020, 4, 1)
    assert whole.version != parameter_set.version
    others = [name for name in PARAMETER_NAMES if name != "settled_months"]
    for name in others:
        assert getattr(whole.at(DAY), name) == getattr(parameter_set.at(DAY), name)


def test_before_its_first_day_the_first_value_holds() -> None:
    whole = with_changes((row(from_day=dt.date(2010, 1, 1)),))
    days = ("1990-01-01", "2015-01-01", "2020-03-31", "2020-04-01")
    assert [settled(whole, day) for day in days] == [18, 18, 18, 12]


def test_of_two_from_one_day_the_later_recorded_holds(parameter_set: ParameterSet) -> None:
    whole = with_changes((row(2, value=9), row(1)))
    assert settled(whole, "2021-10-01") == 9
    with_shipped = with_changes((row(from_day=dt.date(2020, 4, 1)),))
    assert settled(with_shipped, "2021-01-01") == 18
    assert len(with_shipped.values) == len(parameter_set.values)


def test_the_version_changes_with_every_change(parameter_set: ParameterSet) -> None:
    assert with_changes(()).version == parameter_set.version
    changes = ((row(),), (row(value=19),), (row(reason="Other"),), (row(author="Other"),))
    assert len({parameter_set.version, *(with_changes(one).version for one in changes)}) == 5
    assert with_changes((row(),)) is with_changes((row(),))


def test_what_the_law_sets_is_never_changed_by_a_row(parameter_set: ParameterSet) -> None:
    wrong = (row(name="notice_months"), row(2, name="no_such_months"))
    assert with_changes(wrong).version == parameter_set.version


def test_its_source_says_who_changed_it_when_and_why() -> None:
    described = with_changes((row(),)).describe("settled_months", DAY)
    assert described.source == "Set by Rhiannon Evans, chair, on 30 Sep 2021: Agreed by the panel."
    assert (described.kind, described.to_be_confirmed) == (ParameterKind.LOCAL, None)
    assert described.set_by == row()


def test_a_criterion_that_uses_it_says_so(facts_of: FactsOf) -> None:
    facts = facts_of(on="2021-10-01", placement_start="2020-09-30")
    on = with_changes((row(),)).at(DAY)
    routes = explain_routes(facts, Setting(on), {}, Language.ENGLISH)
    one = next(one for one in routes[Route.DISCHARGE].criteria if one.id == "R3")
    assert (one.result, one.met_on) == (Result.NOT_MET, dt.date(2022, 3, 30))
    assert dict(one.parameters) == {"settled_months": 18}
    assert dict(one.parameter_notes) == {
        "settled_months": "18 from 1 Oct 2021: set by Rhiannon Evans, chair, on 30 Sep 2021. "
        "Reason: Agreed by the panel"
    }
    other = next(one for one in routes[Route.DISCHARGE].criteria if one.id == "R12")
    assert dict(other.parameter_notes) == {}


@pytest.mark.parametrize("value", [0, 1, 999])
def test_every_local_parameter_may_have_every_value(
    facts_of: FactsOf, kinship_of: FactsOf, parameter_set: ParameterSet, value: int
) -> None:
    local = {one.name for one in parameter_set.values if one.kind is ParameterKind.LOCAL}
    rows = tuple(row(at, name=name, value=value) for at, name in enumerate(sorted(local), 1))
    whole = with_changes(rows)
    for day in ("2021-10-01", "1950-01-01", "2199-12-31"):
        if day < "2021":
            whole = with_changes(tuple(one._replace(from_day=dt.date(1900, 1, 1)) for one in rows))
        for facts in (facts_of(on=day), kinship_of(on=day), facts_of(on=day, carer_since=None)):
            setting = Setting(whole.at(facts.as_of))
            for route, found in assess(facts, setting.parameters).items():
                said: list[Finding] = list(found.findings)
                assert all(explain(one, facts, setting, Language.ENGLISH, route) for one in said)


def test_a_chair_sets_one_and_the_store_keeps_it(opened_wales: OpenStore) -> None:
    with opened_wales.store.reading() as session:
        assert parameters_of(session).version == ParameterSet.load().version
    set_parameter(opened_wales, NEW)
    changed = set_parameter(opened_wales, replace(NEW, value=9, reason=" Corrected "))
    with opened_wales.store.reading() as session:
        whole = parameters_of(session)
    assert whole is changed
    described = whole.describe("settled_months", DAY)
    assert (described.value, described.from_day) == (9, DAY)
    assert described.set_by is not None
    assert (described.set_by.author, described.set_by.reason) == ("Rhiannon Evans", "Corrected")
    assert described.set_by.role == "chair"


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"name": "settled_weeks"}, NotFoundError, "no parameter settled_weeks"),
        ({"name": "notice_months"}, RefusedError, "The law sets notice_months"),
        ({"name": "temporary_weeks"}, RefusedError, "The law sets temporary_weeks"),
        ({"value": -1}, RefusedError, "0 to 999"),
        ({"value": 1000}, RefusedError, "0 to 999"),
        ({"value": True}, RefusedError, "whole number"),
        ({"value": 1.5}, RefusedError, "whole number"),
        ({"reason": "\n"}, RefusedError, "reason is blank"),
        ({"reason": "x" * 2001}, RefusedError, "2000"),
    ],
)
def test_what_cannot_be_is_refused(
    opened_wales: OpenStore, changed: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        set_parameter(opened_wales, replace(NEW, **changed))
    with opened_wales.store.reading() as session:
        assert parameters_of(session).version == ParameterSet.load().version


@pytest.mark.parametrize("role", [Role.LAWYER, Role.ADMINISTRATOR])
def test_only_a_chair_changes_them_and_everyone_sees_them(
    opened_wales: OpenStore, role: Role
) -> None:
    other = replace(opened_wales, actor=Actor("Gwen Parry", role, "slot-2"))
    with pytest.raises(NotAllowedError):
        set_parameter(other, NEW)
    assert [one.in_force.name for one in list_parameters(other, DAY)] == list(PARAMETER_NAMES)


def test_the_list_has_what_is_in_force_and_what_is_to_come(opened_wales: OpenStore) -> None:
    shown = {one.in_force.name: one for one in list_parameters(opened_wales, dt.date(2021, 9, 30))}
    weeks = shown["temporary_weeks"]
    assert weeks.in_force.value == 24
    assert [(one.value, one.from_day) for one in weeks.later] == [(16, DAY)]
    early = {one.in_force.name: one for one in list_parameters(opened_wales, dt.date(1990, 1, 1))}
    assert (early["bar_months"].in_force.value, early["bar_months"].later) == (6, ())
    assert [one.value for one in early["temporary_weeks"].later] == [24, 16]
