"""What things are called: everything has words, in whole phrases, and none of them advises."""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from ehp_desktop.models.codes import CodeKind, CodeSet, known_codes
from ehp_desktop.models.fields import FIELDS, FieldKind
from ehp_desktop.models.rows import Origin
from ehp_desktop.review.code_labels import code_label, code_labels
from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.dates import Span
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.language import Language
from ehp_desktop.review.phrases import phrases
from ehp_desktop.review.questions import QUESTIONS
from ehp_desktop.review.wording import (
    CHOICES,
    code_set_note,
    cohort_words,
    count_words,
    kind_words,
    question,
    result_words,
    route_words,
    source_words,
    span_words,
    state_words,
    value_words,
)
from ehp_desktop.review.words import Cohort, CriterionKind, Result, Route, RouteState

EN = Language.ENGLISH
ADVICE = re.compile(r"\b(should|must|recommend|advise|advice|step[ -]down)", re.I)


def test_states_are_worded_as_the_document_has_them() -> None:
    assert [state_words(one, EN) for one in RouteState] == [
        "ready to discuss",
        "needs work first",
        "not this route",
    ]
    assert route_words(Route.SUPERVISION_ORDER, EN) == "Supervision order"


def test_everything_has_words() -> None:
    said = [
        *(route_words(one, EN) for one in Route),
        *(cohort_words(one, EN) for one in Cohort),
        *(kind_words(one, EN) for one in CriterionKind),
        *(result_words(one, EN) for one in Result),
    ]
    assert len(set(said)) == len(said)


def test_every_choice_of_every_field_has_words() -> None:
    for field in FIELDS:
        if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
            assert set(CHOICES[field.key]) == set(field.choices)
            for choice in field.choices:
                assert value_words(field.key, choice, EN)
    assert set(CHOICES) == {field.key for field in FIELDS if field.choices}


@pytest.mark.parametrize("code_set", CodeSet)
@pytest.mark.parametrize("kind", CodeKind)
def test_every_code_has_a_label(code_set: CodeSet, kind: CodeKind) -> None:
    assert set(code_labels(code_set, kind)) == known_codes(code_set, kind)


def test_the_two_countries_use_one_code_for_two_things() -> None:
    labels = {code_label(one, CodeKind.LEGAL_STATUS, "V2") for one in CodeSet}
    assert labels == {"accommodated under s.76", "accommodated under s.20"}
    assert code_label(CodeSet.WALES, CodeKind.PLACEMENT, "Q9") == "Q9"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("placement_start", dt.date(2020, 7, 28), "28 Jul 2020"),
        ("long_term", True, "yes"),
        ("long_term", False, "no"),
        ("weekly_cost", 123456, "£1234.56"),
        ("reviews_held", 0, "0"),
        ("carer_relationship", "none", "unrelated foster carer"),
        ("s91_14_names", "parent;carer", "a parent, the carer"),
        ("placement_code", "P1", "P1, with parents or a person with parental responsibility"),
        ("forename", "Siân", "Siân"),
        ("placement_start", None, "not recorded"),
    ],
)
def test_values(field: str, value: str | int | dt.date | None, said: str) -> None:
    assert value_words(field, value, EN, CodeSet.WALES) == said


@pytest.mark.parametrize(
    ("count", "unit", "said"),
    [
        (1, "month", "one month"),
        (3, "month", "three months"),
        (10, "day", "ten days"),
        (24, "week", "24 weeks"),
        (20, "working day", "20 working days"),
        (0, "month", "zero months"),
    ],
)
def test_counts(count: int, unit: str, said: str) -> None:
    assert count_words(count, unit, EN) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(0, 0, 0), "0 days"),
        (Span(0, 0, 1), "1 day"),
        (Span(0, 1, 0), "1 month"),
        (Span(1, 2, 0), "14 months"),
        (Span(2, 0, 0), "2 years"),
        (Span(3, 1, 0), "3 years 1 month"),
    ],
)
def test_spans(span: Span, said: str) -> None:
    assert span_words(span, EN) == said


def test_sources() -> None:
    at = dt.datetime(2021, 9, 28, 9, tzinfo=dt.UTC)
    day = dt.date(2021, 9, 28)
    assert (
        source_words(Origin("extract.csv", "ab", 12, day, at, "M. D."), EN)
        == "extract.csv row 12, as at 28 Sep 2021"
    )
    assert source_words(Origin("list.xlsx", "ab", None, day, at, "x"), EN) == (
        "list.xlsx, as at 28 Sep 2021"
    )
    assert (
        source_words(Origin(None, None, None, day, at, "M. D."), EN)
        == "typed by M. D., 28 Sep 2021"
    )


def test_england_is_told_that_the_periods_are_welsh() -> None:
    assert code_set_note(CodeSet.WALES, EN) is None
    assert code_set_note(CodeSet.ENGLAND, EN) == (
        "The periods for visits, reviews and approvals are those of Wales."
    )


def test_every_criterion_that_can_be_outstanding_has_a_question() -> None:
    counting = {one.id for one in CRITERIA if one.kind is not CriterionKind.CAUTION}
    assert set(QUESTIONS) == counting
    for asked in QUESTIONS.values():
        for text in asked:
            assert text is None or text.endswith("?")
    assert {one for one, asked in QUESTIONS.items() if asked.dated} == {
        "R1",
        "R2",
        "R3",
        "R4",
        "R14",
    }


def test_a_question_has_the_day_where_there_is_one(
    facts_of: Callable[..., Facts], find: Callable[..., Finding]
) -> None:
    facts = facts_of(placement_start="2021-01-05", concerns="outstanding", iro_view=None)
    assert question(find("R3", facts), facts, EN).endswith("does the case wait for 5 Jan 2022?")
    assert question(find("R9", facts, "N"), facts, EN) == (
        "Which of the concerns behind the order are still open?"
    )
    assert "view of this route?" in question(find("R7", facts, "N"), facts, EN)
    with pytest.raises(KeyError):
        question(find("E1", facts), facts, EN)


def test_no_phrase_advises_and_each_place_is_named() -> None:
    said = phrases()
    assert len(said) == len(set(said)) > 400
    for one in said:
        assert not ADVICE.search(one), one
        assert "{}" not in one
