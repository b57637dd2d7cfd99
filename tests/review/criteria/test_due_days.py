"""R5 and R8: each clause with the last day in time and the first day too late."""

from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts

FactsOf = Callable[..., Facts]
Find = Callable[..., Finding]


@pytest.mark.parametrize(
    ("changed", "last_day", "first_day_late"),
    [
        ({"reviews_held": 1}, "2021-10-15", "2021-10-16"),
        ({"reviews_held": 2}, "2022-01-15", "2022-01-16"),
        ({"reviews_held": 0}, "2022-01-15", "2022-01-16"),
        ({"reviews_held": None}, "2022-01-15", "2022-01-16"),
        ({"last_review_date": "2020-08-31", "reviews_held": 4}, "2021-02-28", "2021-03-01"),
        (
            {"last_review_date": None, "reviews_held": 0, "looked_after_since": "2021-12-10"},
            "2022-01-12",
            "2022-01-13",
        ),
    ],
)
def test_r5_a_review_is_due(
    facts_of: FactsOf, find: Find, changed: dict[str, Any], last_day: str, first_day_late: str
) -> None:
    in_time, late = facts_of(on=last_day, **changed), facts_of(on=first_day_late, **changed)
    assert find("R5", in_time).result == "met"
    assert find("R5", late).result == "not_met"
    assert find("R5", late).met_on is None


@pytest.mark.parametrize(
    "changed",
    [
        {"last_review_date": None, "reviews_held": None},
        {"last_review_date": None, "reviews_held": 3},
        {"last_review_date": None, "reviews_held": 0, "looked_after_since": None},
        {"last_review_date": "2021-10-01", "reviews_held": 0},  # to come, and its count with it
        {"last_review_date": "2018-02-28", "reviews_held": 0},  # of an earlier period of care
    ],
)
def test_r5_cannot_be_told(facts_of: FactsOf, find: Find, changed: dict[str, Any]) -> None:
    assert find("R5", facts_of(**changed)).result == "unknown"


_FOSTERED = {"placement_code": "F1", "carer_approval": "full", "placement_start": "2021-03-01"}
_TEMPORARY = _FOSTERED | {"carer_approval": "temporary"}
_IMMEDIATE = {"pwp_immediate": True, "placement_start": "2021-03-01"}
_OLDER = _FOSTERED | {"placement_start": "2019-01-01"}
_SEEN = {"last_visit_date": "2021-08-31"}


@pytest.mark.parametrize(
    ("changed", "last_day", "first_day_late"),
    [
        # 1: not visited since the placement started
        ({"placement_start": "2021-09-21"}, "2021-09-28", "2021-09-29"),
        (_IMMEDIATE | {"placement_start": "2021-09-21"}, "2021-09-28", "2021-09-29"),
        # 2: with parents
        ({"placement_start": "2021-09-20"}, "2021-11-01", "2021-11-02"),
        (_IMMEDIATE | {"last_review_date": "2021-02-28"} | _SEEN, "2021-09-07", "2021-09-08"),
        (_IMMEDIATE | {"last_review_date": None} | _SEEN, "2021-09-07", "2021-09-08"),
        (_IMMEDIATE | {"last_review_date": "2021-03-01"} | _SEEN, "2021-10-12", "2021-10-13"),
        ({"carer_approval": "temporary"} | _SEEN, "2021-10-12", "2021-10-13"),
        # 3: under temporary approval, in the first year or not
        (_TEMPORARY | {"last_review_date": "2021-02-28"} | _SEEN, "2021-09-07", "2021-09-08"),
        (_TEMPORARY | {"last_review_date": "2021-03-01"} | _SEEN, "2021-09-28", "2021-09-29"),
        (
            _TEMPORARY | {"placement_code": "F2", "carer_seeks": "sgo"} | _SEEN,
            "2021-09-28",
            "2021-09-29",
        ),
        (_OLDER | {"carer_approval": "temporary"} | _SEEN, "2021-09-28", "2021-09-29"),
        # 4: in the first year
        (_FOSTERED | {"long_term": True} | _SEEN, "2021-10-12", "2021-10-13"),
        (_FOSTERED | {"long_term": None} | _SEEN, "2021-10-12", "2021-10-13"),
        # 5: later
        (_OLDER | {"long_term": True} | _SEEN, "2021-11-30", "2021-12-01"),
        (_OLDER | {"long_term": False} | _SEEN, "2021-10-12", "2021-10-13"),
    ],
)
def test_r8_a_visit_is_due(
    facts_of: FactsOf, find: Find, changed: dict[str, Any], last_day: str, first_day_late: str
) -> None:
    in_time, late = facts_of(on=last_day, **changed), facts_of(on=first_day_late, **changed)
    assert find("R8", in_time).result == "met"
    assert find("R8", late).result == "not_met"
    assert find("R8", late).met_on is None


def test_r8_the_first_year_ends_on_its_anniversary(facts_of: FactsOf, find: Find) -> None:
    fostered = _FOSTERED | {"placement_start": "2020-09-30", "last_visit_date": "2021-08-01"}
    assert find("R8", facts_of(on="2021-09-29", long_term=True, **fostered)).result == "not_met"
    assert find("R8", facts_of(on="2021-09-30", long_term=True, **fostered)).result == "met"


@pytest.mark.parametrize(
    "changed",
    [
        {"last_visit_date": None},
        {"placement_start": None},
        {"last_visit_date": "2021-10-01"},
        _OLDER | {"long_term": None},
    ],
)
def test_r8_cannot_be_told(facts_of: FactsOf, find: Find, changed: dict[str, Any]) -> None:
    assert find("R8", facts_of(**changed)).result == "unknown"
