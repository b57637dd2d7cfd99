"""Blockers: each clause, and the days around the end of a temporary approval."""

from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts

FactsOf = Callable[..., Facts]
Find = Callable[..., Finding]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (True, True, "not_met"),
        (True, False, "not_met"),
        (True, None, "not_met"),
        (False, True, "not_met"),
        (None, True, "not_met"),
        (False, False, "met"),
        (False, None, "unknown"),
        (None, False, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_b1_b3_two_answers(
    facts_of: FactsOf, find: Find, *, one: bool | None, other: bool | None, expected: str
) -> None:
    facts = facts_of(cp_registered=one, s47_open=other, proceedings_open=one, plan_to_move=other)
    for criterion in ("B1", "B3"):
        assert find(criterion, facts).result == expected
        assert find(criterion, facts).met_on is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "met"),
        ({"pwp_immediate": True}, "met"),
        ({"pwp_approval_date": None, "pwp_immediate": True}, "not_met"),
        ({"pwp_approval_date": None, "pwp_immediate": False}, "unknown"),
        ({"pwp_approval_date": None, "pwp_immediate": None}, "unknown"),
        ({"pwp_approval_date": "2021-10-01", "pwp_immediate": True}, "not_met"),
    ],
)
def test_b2_with_parents(
    facts_of: FactsOf, find: Find, changed: dict[str, Any], expected: str
) -> None:
    assert find("B2", facts_of(**changed)).result == expected


@pytest.mark.parametrize(
    ("approval", "kinship", "foster"),
    [
        (None, "unknown", "unknown"),
        ("full", "met", "met"),
        ("none", "not_met", "not_met"),
        ("temporary", "met", "not_met"),
    ],
)
def test_b2_fostered(
    kinship_of: FactsOf, find: Find, approval: str | None, kinship: str, foster: str
) -> None:
    changed = {"carer_approval": approval, "temporary_approval_start": "2021-09-01"}
    assert find("B2", kinship_of(**changed)).result == kinship
    assert find("B2", kinship_of(placement_code="F2", **changed)).result == foster


@pytest.mark.parametrize(
    ("start", "extended", "last_day", "first_day_late"),
    [
        ("2020-10-31", None, "2021-02-19", "2021-02-20"),  # 16 weeks
        ("2020-10-31", True, "2021-04-16", "2021-04-17"),  # and 8
        ("2020-11-01", False, "2021-04-17", "2021-04-18"),  # 24 weeks
        ("2020-11-01", True, "2021-06-12", "2021-06-13"),
        ("2021-09-30", None, "2022-03-16", "2022-03-17"),  # 24 weeks, though 16 by then
        ("2021-10-01", None, "2022-01-20", "2022-01-21"),  # 16 weeks again
    ],
)
def test_b2_weeks_are_those_in_force_when_the_approval_began(
    kinship_of: FactsOf,
    find: Find,
    start: str,
    last_day: str,
    first_day_late: str,
    *,
    extended: bool | None,
) -> None:
    changed = {
        "carer_approval": "temporary",
        "temporary_approval_start": start,
        "temporary_approval_extended": extended,
    }
    assert find("B2", kinship_of(on=last_day, **changed)).result == "met"
    assert find("B2", kinship_of(on=first_day_late, **changed)).result == "not_met"


@pytest.mark.parametrize("start", [None, "2021-10-01"])
def test_b2_a_temporary_approval_without_a_start(
    kinship_of: FactsOf, find: Find, start: str | None
) -> None:
    facts = kinship_of(carer_approval="temporary", temporary_approval_start=start)
    assert find("B2", facts).result == "unknown"
