"""Information: recorded or not, and never unknown."""

from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts

FactsOf = Callable[..., Facts]
Find = Callable[..., Finding]

_ALONE: dict[str, Any] = {
    f"pr_holder_{number}_{part}": None
    for number in range(1, 5)
    for part in ("name", "relationship", "position")
}


def holders(*people: tuple[str | None, str | None, str | None]) -> dict[str, Any]:
    """The fields of so many entries for parental responsibility, and no others."""
    named = dict(_ALONE)
    for number, (name, relationship, position) in enumerate(people, 1):
        named[f"pr_holder_{number}_name"] = name
        named[f"pr_holder_{number}_relationship"] = relationship
        named[f"pr_holder_{number}_position"] = position
    return named


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "met"),
        ({"legal_status_date": None}, "not_met"),
        ({"case_number": None}, "not_met"),
        ({"legal_status_date": "2021-10-01"}, "not_met"),
    ],
)
def test_m1_the_order(
    facts_of: FactsOf, find: Find, changed: dict[str, Any], expected: str
) -> None:
    assert find("M1", facts_of(**changed)).result == expected


@pytest.mark.parametrize(
    ("people", "m2", "c6"),
    [
        ([], "not_met", "unknown"),
        ([("LA", "authority", "agrees")], "not_met", "unknown"),
        ([("A", "mother", "agrees")], "met", "met"),
        ([("A", "mother", "agrees"), ("B", "father", "neutral")], "met", "met"),
        ([("A", "mother", "agrees"), ("B", "father", "unknown")], "not_met", "unknown"),
        ([("A", "mother", "agrees"), ("B", "father", None)], "not_met", "unknown"),
        ([("A", "mother", "agrees"), (None, "father", "opposes")], "met", "met"),
        ([("A", "mother", "agrees"), ("B", "father", "opposes")], "met", "not_met"),
        ([("A", "mother", None), ("B", "father", "opposes")], "not_met", "not_met"),
        ([("LA", "authority", "opposes"), ("A", "mother", "agrees")], "met", "met"),
        ([("A", None, "agrees")], "met", "met"),  # a blank relationship is not the authority
    ],
)
def test_m2_c6_parental_responsibility(
    facts_of: FactsOf,
    find: Find,
    people: list[tuple[str | None, str | None, str | None]],
    m2: str,
    c6: str,
) -> None:
    facts = facts_of(**holders(*people))
    assert (find("M2", facts).result, find("C6", facts).result) == (m2, c6)


@pytest.mark.parametrize(
    ("plan", "review", "expected"),
    [
        ("2021-07-15", "2021-07-15", "met"),
        ("2021-07-14", "2021-07-15", "not_met"),
        ("2021-07-16", "2021-07-15", "met"),
        ("2019-01-01", None, "met"),
        (None, None, "not_met"),
        (None, "2021-07-15", "not_met"),
        ("2021-07-14", "2021-10-01", "met"),  # the review is to come
        ("2021-10-01", "2021-07-15", "not_met"),  # the plan is
    ],
)
def test_m3_the_plan(
    facts_of: FactsOf, find: Find, plan: str | None, review: str | None, expected: str
) -> None:
    assert find("M3", facts_of(plan_date=plan, last_review_date=review)).result == expected


@pytest.mark.parametrize(
    ("criterion", "field"),
    [
        ("M4", "sgo_report_date"),
        ("M5", "sgo_support_plan_date"),
        ("M6", "carer_checks_date"),
    ],
)
def test_m4_m5_m6_recorded(kinship_of: FactsOf, find: Find, criterion: str, field: str) -> None:
    assert find(criterion, kinship_of(**{field: "2021-09-30"})).result == "met"
    assert find(criterion, kinship_of(**{field: "2021-10-01"})).result == "not_met"
    assert find(criterion, kinship_of(**{field: None})).result == "not_met"
