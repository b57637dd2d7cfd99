"""Eligibility: each clause, and the days before, on and after a birthday."""

from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts

FactsOf = Callable[..., Facts]
Find = Callable[..., Finding]


@pytest.mark.parametrize(
    ("status", "e1", "e2"),
    [
        (None, "unknown", "unknown"),
        ("C2", "met", "met"),
        ("V2", "not_met", "met"),
        ("C1", "not_met", "not_met"),
        ("E1", "not_met", "not_met"),
    ],
)
def test_e1_e2_the_order(
    facts_of: FactsOf, find: Find, status: str | None, e1: str, e2: str
) -> None:
    facts = facts_of(legal_status=status)
    assert (find("E1", facts).result, find("E2", facts).result) == (e1, e2)


def test_e1_an_order_made_after_the_day_is_not_known(facts_of: FactsOf, find: Find) -> None:
    assert find("E1", facts_of(legal_status_date="2021-09-30")).result == "met"
    assert find("E1", facts_of(legal_status_date="2021-10-01")).result == "unknown"


@pytest.mark.parametrize(
    ("code", "has_pr", "expected"),
    [
        ("P1", None, "met"),
        ("P1", False, "met"),
        ("F1", True, "met"),
        ("F1", False, "not_met"),
        ("F1", None, "not_met"),
    ],
)
def test_e3_with_parental_responsibility(
    facts_of: FactsOf, find: Find, code: str, *, has_pr: bool | None, expected: str
) -> None:
    assert find("E3", facts_of(placement_code=code, carer_has_pr=has_pr)).result == expected


@pytest.mark.parametrize(
    ("changed", "g", "a"),
    [
        ({"placement_code": "F1", "carer_seeks": None}, "met", "met"),
        ({"placement_code": "F2", "carer_seeks": "cao"}, "met", "met"),
        ({"carer_seeks": None}, "not_met", "not_met"),
        ({"carer_seeks": "neither"}, "not_met", "not_met"),
        ({"carer_seeks": "cao", "carer_relationship": "parent"}, "not_met", "met"),
        ({"carer_seeks": "either", "carer_relationship": "parent"}, "not_met", "met"),
        ({"carer_seeks": "either", "carer_relationship": "aunt_uncle"}, "met", "met"),
        ({"carer_seeks": "sgo", "carer_relationship": "aunt_uncle"}, "met", "not_met"),
        ({"carer_seeks": "sgo", "carer_relationship": "none"}, "met", "not_met"),
        ({"carer_seeks": "sgo", "carer_relationship": None}, "not_met", "not_met"),
        ({"carer_seeks": "either", "carer_relationship": None}, "not_met", "met"),
    ],
)
def test_e4_someone_who_could_apply(
    facts_of: FactsOf, find: Find, changed: dict[str, Any], g: str, a: str
) -> None:
    facts = facts_of(**changed)
    assert (find("E4", facts, "G").result, find("E4", facts, "A").result) == (g, a)


@pytest.mark.parametrize(
    ("criterion", "born", "on", "expected"),
    [
        ("E5", "2003-10-01", "2021-09-30", "met"),
        ("E5", "2003-09-30", "2021-09-30", "not_met"),
        ("E5", "2004-02-29", "2022-02-28", "met"),
        ("E5", "2004-02-29", "2022-03-01", "not_met"),
        ("E5", None, "2021-09-30", "unknown"),
        ("E6", "2004-10-01", "2021-09-30", "met"),
        ("E6", "2004-09-30", "2021-09-30", "not_met"),
        ("E6", "2004-02-29", "2021-02-28", "met"),
        ("E6", "2004-02-29", "2021-03-01", "not_met"),
        ("E6", None, "2021-09-30", "unknown"),
    ],
)
def test_e5_e6_age(
    facts_of: FactsOf, find: Find, criterion: str, born: str | None, on: str, expected: str
) -> None:
    facts = facts_of(on=on, date_of_birth=born)
    assert find(criterion, facts).result == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "met"),
        ({"carer_relationship": "parent"}, "not_met"),
        ({"carer_relationship": "parent", "carer_1_name": None}, "not_met"),
        ({"carer_1_date_of_birth": "2003-09-30"}, "met"),
        ({"carer_1_date_of_birth": "2003-10-01"}, "not_met"),
        ({"carer_1_date_of_birth": "2004-02-29", "on": "2022-02-28"}, "not_met"),
        ({"carer_1_date_of_birth": "2004-02-29", "on": "2022-03-01"}, "met"),
        ({"carer_2_date_of_birth": "2010-01-01"}, "not_met"),  # though not named
        ({"carer_2_date_of_birth": "2035-01-01"}, "not_met"),  # read as it stands
        ({"carer_2_name": "B", "carer_2_date_of_birth": None}, "unknown"),
        ({"carer_2_name": "B", "carer_2_date_of_birth": "1970-01-01"}, "met"),
        ({"carer_1_date_of_birth": None}, "unknown"),
        ({"carer_1_name": None}, "unknown"),
        ({"carer_1_name": None, "carer_2_name": "B", "carer_2_date_of_birth": "1970-01-01"}, "met"),
        ({"carer_relationship": None}, "unknown"),
        ({"carer_relationship": "none"}, "met"),
    ],
)
def test_e7_the_carer(
    kinship_of: FactsOf, find: Find, changed: dict[str, Any], expected: str
) -> None:
    assert find("E7", kinship_of(**changed)).result == expected
