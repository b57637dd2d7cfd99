"""What counts as recorded on a day: nothing from after it, nothing grown old, nothing outlived."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FIELDS, FieldKind
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.facts import EVENTS, GOES_WITH, Facts, looked_after
from ehp_desktop.review.words import Cohort

D = dt.date
FactsOf = Callable[..., Facts]
DAY = "2021-09-30"
NEXT = "2021-10-01"


def test_every_date_is_an_event_but_the_four_that_are_not() -> None:
    dates = {field.key for field in FIELDS if field.kind is FieldKind.DATE}
    not_events = {
        "s91_14_until",
        "next_review_date",
        "carer_1_date_of_birth",
        "carer_2_date_of_birth",
    }
    assert set(EVENTS) == dates - not_events


@pytest.mark.parametrize("field", EVENTS)
def test_an_event_after_the_day_has_not_happened(facts_of: FactsOf, field: str) -> None:
    known: dict[str, Any] = {"looked_after_since": None, field: DAY}
    assert facts_of(on=DAY, **known).value_of(field) == D(2021, 9, 30)
    assert facts_of(on=DAY, **(known | {field: NEXT})).value_of(field) is None


def test_an_event_of_the_day_itself_stays_where_another_lies_ahead(facts_of: FactsOf) -> None:
    facts = facts_of(wishes_date=DAY, plan_date=NEXT)
    assert (facts.wishes_date, facts.plan_date) == (D(2021, 9, 30), None)


@pytest.mark.parametrize(
    ("date_field", "others"),
    [
        ("legal_status_date", ["legal_status"]),
        ("placement_start", ["placement_code"]),
        ("wishes_date", ["child_wishes"]),
        ("cp_registration_end", ["cp_registered"]),
        ("last_review_date", ["review_endorses", "iro_view", "reviews_held"]),
    ],
)
def test_what_belongs_to_a_date_goes_with_it_and_nothing_else(
    facts_of: FactsOf, date_field: str, others: list[str]
) -> None:
    today, tomorrow = facts_of(**{date_field: DAY}), facts_of(**{date_field: NEXT})
    gone = {
        field.key
        for field in FIELDS
        if today.value_of(field.key) is not None and tomorrow.value_of(field.key) is None
    }
    assert gone == {date_field, *others}
    assert GOES_WITH[date_field] == tuple(others)


@pytest.mark.parametrize(
    "field", ["s91_14_until", "next_review_date", "carer_1_date_of_birth", "carer_2_date_of_birth"]
)
def test_dates_that_are_no_events_are_read_as_they_stand(facts_of: FactsOf, field: str) -> None:
    assert facts_of(**{field: "2035-01-01"}).value_of(field) == D(2035, 1, 1)


def test_with_the_placement_goes_the_cohort(facts_of: FactsOf) -> None:
    assert facts_of(placement_start=DAY).cohort is Cohort.PARENTS
    assert facts_of(placement_start=NEXT).cohort is None


def test_a_review_of_an_earlier_period_of_care_counts_as_blank(facts_of: FactsOf) -> None:
    of_this = facts_of(last_review_date="2018-03-01", looked_after_since="2018-03-01")
    assert (of_this.last_review_date, of_this.reviews_held) == (D(2018, 3, 1), 7)
    before = facts_of(last_review_date="2018-02-28", looked_after_since="2018-03-01")
    fields = ("last_review_date", "review_endorses", "iro_view", "reviews_held")
    assert [before.value_of(field) for field in fields] == [None] * 4
    since_unknown = facts_of(last_review_date="2018-02-28", looked_after_since=None)
    assert since_unknown.last_review_date == D(2018, 2, 28)


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("field", ["cp_registered", "s47_open", "proceedings_open", "plan_to_move"])
@pytest.mark.parametrize(
    ("confirmed_on", "on", "counts"),
    [
        ("2021-03-30", "2021-09-29", True),
        ("2021-03-30", "2021-09-30", True),
        ("2021-03-30", "2021-10-01", False),
        ("2020-08-31", "2021-02-28", True),
        ("2020-08-31", "2021-03-01", False),
        ("2021-12-01", "2021-09-30", True),  # confirmed later counts as confirmed on the day
        (None, "2021-09-30", False),
    ],
)
def test_an_answer_grows_old(
    facts_of: FactsOf, field: str, confirmed_on: str | None, on: str, *, answer: bool, counts: bool
) -> None:
    facts = facts_of(on=on, **{field: answer, f"{field}_confirmed_on": confirmed_on})
    assert facts.value_of(field) is (answer if counts else None)


def test_with_this_carer_since_the_placement_started_where_blank(facts_of: FactsOf) -> None:
    facts = facts_of(carer_since=None, placement_start="2020-07-28")
    assert (facts.carer_since, facts.carer_since_assumed) == (D(2020, 7, 28), True)
    assert facts.value_of("carer_since") is None
    known = facts_of(carer_since="2020-01-05", placement_start="2020-07-28")
    assert (known.carer_since, known.carer_since_assumed) == (D(2020, 1, 5), False)


def test_blanking_comes_before_the_default(facts_of: FactsOf) -> None:
    assert facts_of(carer_since=NEXT, placement_start="2020-07-28").carer_since == D(2020, 7, 28)
    assert facts_of(carer_since=None, placement_start=NEXT).carer_since is None


def test_a_birth_after_the_day_counts_as_blank(facts_of: FactsOf) -> None:
    assert facts_of(date_of_birth=DAY).age == 0
    assert facts_of(date_of_birth=NEXT).age is None


@pytest.mark.parametrize(
    ("since", "ceased", "expected"),
    [
        ("2021-09-30", None, True),
        ("2021-10-01", None, False),
        (None, None, True),
        (None, "2021-09-30", False),
        (None, "2021-10-01", True),
        ("2021-10-01", "2021-10-02", False),
    ],
)
def test_looked_after_on_a_day(
    make_child: Callable[..., ChildRow], since: str | None, ceased: str | None, *, expected: bool
) -> None:
    row = make_child(
        looked_after_since=since and D.fromisoformat(since),
        ceased_date=ceased and D.fromisoformat(ceased),
    )
    assert looked_after(row, D(2021, 9, 30)) is expected


def test_a_child_not_looked_after_has_no_cohort(facts_of: FactsOf) -> None:
    assert facts_of(ceased_date=DAY).cohort is None
    assert facts_of(looked_after_since=NEXT, last_review_date=None).cohort is None


_WELSH = {"P1": "parents", "F1": "kinship", "F4": "kinship"} | dict.fromkeys(
    ("F2", "F3", "F5", "F6"), "foster"
)
_ENGLISH = {"P1": "parents"} | dict.fromkeys(("U1", "U2", "U3"), "kinship")
_ENGLISH |= dict.fromkeys(("U4", "U5", "U6"), "foster")


@pytest.mark.parametrize("code", ["P1", *(f"F{n}" for n in range(1, 7)), "H3", "A3", None])
@pytest.mark.parametrize("seeks", ["sgo", "cao", "either", "neither", None])
def test_cohorts_of_wales(facts_of: FactsOf, code: str | None, seeks: str | None) -> None:
    expected = _WELSH.get(code or "")
    if expected == "foster" and seeks not in ("sgo", "cao", "either"):
        expected = None
    assert facts_of(placement_code=code, carer_seeks=seeks).cohort == expected


@pytest.mark.parametrize("code", ["P1", *(f"U{n}" for n in range(1, 7)), "K2", "F1"])
def test_cohorts_of_england(facts_of: FactsOf, code: str) -> None:
    facts = facts_of(placement_code=code, carer_seeks="cao", code_set=CodeSet.ENGLAND)
    assert facts.cohort == _ENGLISH.get(code)


def test_positions_are_of_named_holders_other_than_the_authority(facts_of: FactsOf) -> None:
    facts = facts_of(
        pr_holder_1_name="A",
        pr_holder_1_relationship="mother",
        pr_holder_1_position="agrees",
        pr_holder_2_name="Council",
        pr_holder_2_relationship="authority",
        pr_holder_2_position="opposes",
        pr_holder_3_name=None,
        pr_holder_3_relationship="father",
        pr_holder_3_position="opposes",
        pr_holder_4_name="B",
        pr_holder_4_relationship=None,
        pr_holder_4_position=None,
    )
    assert facts.pr_positions == ("agrees", None)
