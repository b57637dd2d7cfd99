from collections.abc import Callable

import pytest

from ehp_desktop.review.facts import Facts
from ehp_desktop.review.language import Language
from ehp_desktop.review.life_words import STEPS
from ehp_desktop.review.step_warnings import (
    COMES_AFTER,
    OWN_APPLICATIONS,
    REG_38_2,
    out_of_order,
    phrases,
    unreviewed,
)
from ehp_desktop.review.words import Route

FactsOf = Callable[..., Facts]


def test_every_step_but_the_first_comes_after_another() -> None:
    assert [one for one in STEPS if one not in COMES_AFTER] == ["application_drafted"]
    order = list(STEPS)
    assert all(order.index(first) < order.index(kind) for kind, first in COMES_AFTER.items())


def test_the_authority_is_quoted_where_a_review_is_lacking(facts_of: FactsOf) -> None:
    why, authority = unreviewed(Route.DISCHARGE, facts_of(last_review_date=None))
    assert why == "No review is recorded up to the day of filing."
    assert authority == REG_38_2
    assert authority.endswith("Regulations 2015 (SI 2015/1818 W.261) reg 38(2).")


@pytest.mark.parametrize("route", sorted(OWN_APPLICATIONS))
@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ""),
        ({"review_endorses": "any"}, ""),
        ({"review_endorses": None}, "not recorded which route"),
        ({"review_endorses": "none"}, "did not endorse this route"),
        ({"review_endorses": "special_guardianship"}, "did not endorse this route"),
        ({"last_review_date": None}, "No review is recorded"),
        ({"last_review_date": "2021-10-01"}, "No review is recorded"),
        ({"last_review_date": "2018-02-28"}, "No review is recorded"),
        ({"placement_start": "2021-07-15"}, ""),
        ({"placement_start": "2021-07-16"}, "before the present placement"),
        ({"legal_status_date": "2021-07-15"}, ""),
        ({"legal_status_date": "2021-07-16"}, "before the present order"),
    ],
)
def test_when_a_review_has_considered_the_plan(
    facts_of: FactsOf, route: Route, changed: dict[str, str], why: str
) -> None:
    """The usual child's review was on 15 July 2021, in this placement, under this order."""
    facts = facts_of(**({"review_endorses": str(route)} | changed))
    found = unreviewed(route, facts)
    assert len(found) == (2 if why else 0)
    assert why in " ".join(found)


@pytest.mark.parametrize("route", [Route.SPECIAL_GUARDIANSHIP, Route.CHILD_ARRANGEMENTS])
def test_the_carers_own_application_is_not_looked_at(facts_of: FactsOf, route: Route) -> None:
    assert unreviewed(route, facts_of(last_review_date=None)) == ()


def test_without_a_route_nobody_can_see(facts_of: FactsOf) -> None:
    (only,) = unreviewed(None, facts_of())
    assert only.startswith("The route is not recorded")


def test_what_has_no_welsh_is_said_in_english_whole() -> None:
    (said,) = out_of_order("application_filed", [], Language.WELSH)
    assert "{" not in said
    assert len(set(phrases())) == len(phrases())
