"""Cautions: each clause and its boundary days; C6 is with M2, whose people are the same."""

from collections.abc import Callable

import pytest

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.assessment import assess
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda, considered_together
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.words import Route

FactsOf = Callable[..., Facts]
Find = Callable[..., Finding]


@pytest.mark.parametrize(
    ("criterion", "last_day", "first_day_over"),
    [
        ("C1", "2021-05-13", "2021-05-14"),  # 14
        ("C2", "2024-11-13", "2024-11-14"),  # 17 and a half
        ("C3", "2023-11-13", "2023-11-14"),  # 16 and a half
        ("C10", "2023-05-13", "2023-05-14"),  # 16
    ],
)
def test_c1_c2_c3_c10_age(
    facts_of: FactsOf, find: Find, criterion: str, last_day: str, first_day_over: str
) -> None:
    born = {"date_of_birth": "2007-05-14"}
    assert find(criterion, facts_of(on=last_day, **born)).result == "met"
    assert find(criterion, facts_of(on=first_day_over, **born)).result == "not_met"
    assert find(criterion, facts_of(date_of_birth=None)).result == "unknown"


def test_c2_counts_back_from_the_first_of_march(facts_of: FactsOf, find: Find) -> None:
    born = {"date_of_birth": "2004-02-29"}
    assert find("C2", facts_of(on="2021-08-31", **born)).result == "met"
    assert find("C2", facts_of(on="2021-09-01", **born)).result == "not_met"


@pytest.mark.parametrize(
    ("criterion", "field", "long_ago", "recent"),
    [
        ("C4", "household_change_date", "2021-03-31", "2021-04-01"),
        ("C5", "last_incident_date", "2021-03-31", "2021-04-01"),
        ("C8", "pr_exercised_date", "2020-09-30", "2020-10-01"),
    ],
)
def test_c4_c5_c8_long_enough_ago(
    facts_of: FactsOf, find: Find, criterion: str, field: str, long_ago: str, recent: str
) -> None:
    assert find(criterion, facts_of(**{field: None})).result == "met"
    assert find(criterion, facts_of(**{field: long_ago})).result == "met"
    assert find(criterion, facts_of(**{field: recent})).result == "not_met"
    assert find(criterion, facts_of(**{field: "2021-10-01"})).result == "met"
    assert find(criterion, facts_of(**{field: recent})).met_on is None


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (None, "unknown"),
        ("opposes", "not_met"),
        ("supports", "met"),
        ("mixed", "met"),
        ("neutral", "met"),
    ],
)
def test_c7_the_child(facts_of: FactsOf, find: Find, wishes: str | None, expected: str) -> None:
    assert find("C7", facts_of(child_wishes=wishes)).result == expected


@pytest.fixture
def together(
    facts_of: FactsOf, parameters: ParametersOn, make_child: Callable[..., ChildRow]
) -> Callable[..., str]:
    """C9 of child 1 of a group, from who else is looked after and who is on the agenda."""

    def ask(group: str | None, others: dict[str, str | None], agenda: list[str]) -> str:
        facts = facts_of(child_id="1", sibling_group=group)
        rows = [
            make_child(child_id=child_id, sibling_group=its_group)
            for child_id, its_group in {"1": group, **others}.items()
        ]
        siblings = SiblingsOnAgenda.among(rows, agenda)
        alone = considered_together.rule(facts, parameters, siblings)
        findings = assess(facts, parameters, siblings)[Route.DISCHARGE].findings
        assert alone in findings
        return alone.result

    return ask


def test_c9_without_an_agenda_does_not_apply(facts_of: FactsOf, find: Find) -> None:
    assert find("C9", facts_of(sibling_group="rhys")).result == "not_applicable"


@pytest.mark.parametrize(
    ("group", "others", "agenda", "expected"),
    [
        (None, {"2": None}, ["1"], "not_applicable"),
        ("rhys", {}, ["1"], "not_applicable"),
        ("rhys", {"2": "prys", "3": None}, ["1"], "not_applicable"),
        ("rhys", {"2": "rhys"}, ["1", "2"], "met"),
        ("rhys", {"2": "rhys"}, ["1"], "not_met"),
        ("rhys", {"2": "rhys", "3": "rhys"}, ["1", "2"], "not_met"),
        ("rhys", {"2": "rhys", "3": "rhys"}, ["3", "1", "2", "9"], "met"),
    ],
)
def test_c9_brothers_and_sisters(
    together: Callable[..., str],
    group: str | None,
    others: dict[str, str | None],
    agenda: list[str],
    expected: str,
) -> None:
    assert together(group, others, agenda) == expected
