"""Requirements but R5 and R8: each clause, the boundary day, the day before and the day after."""

from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts

FactsOf = Callable[..., Facts]
Find = Callable[..., Finding]


def _found(finding: Finding) -> tuple[str, str | None]:
    return finding.result.value, finding.met_on and finding.met_on.isoformat()


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2021-09-29", ("not_met", "2021-10-01")),
        ("2021-09-30", ("not_met", "2021-10-01")),  # the time must exceed six months
        ("2021-10-01", ("met", None)),
    ],
)
def test_r1_six_months_must_be_exceeded(
    facts_of: FactsOf, find: Find, on: str, expected: tuple[str, str | None]
) -> None:
    facts = facts_of(on=on, application_disposed_date="2021-03-30")
    assert _found(find("R1", facts, "N")) == expected
    assert _found(find("R1", facts, "S")) == expected
    assert _found(find("R1", facts, "G")) == ("met", None)
    assert _found(find("R1", facts, "A")) == ("met", None)


def test_r1_at_the_end_of_february(facts_of: FactsOf, find: Find) -> None:
    facts = facts_of(on="2021-02-28", application_disposed_date="2020-08-31")
    assert _found(find("R1", facts, "N")) == ("not_met", "2021-03-01")


@pytest.mark.parametrize(
    ("names", "relationship", "n", "g"),
    [
        (None, "parent", False, False),
        ("authority", "parent", False, True),
        ("authority;carer", "aunt_uncle", False, False),
        ("carer", "aunt_uncle", True, False),
        ("parent", "parent", True, False),
        ("parent", "aunt_uncle", True, True),
        ("parent", None, True, True),
        ("child;other", "parent", True, True),
    ],
)
def test_r1_an_order_binds_whom_it_names(
    facts_of: FactsOf,
    find: Find,
    names: str | None,
    relationship: str | None,
    *,
    n: bool,
    g: bool,
) -> None:
    facts = facts_of(s91_14_until="2021-09-30", s91_14_names=names, carer_relationship=relationship)
    barred, free = ("not_met", "2021-10-01"), ("met", None)
    for letters, held in (("NS", n), ("GA", g)):
        for letter in letters:
            assert _found(find("R1", facts, letter)) == (free if held else barred)


def test_r1_on_the_day_after_the_last_day_of_an_order(facts_of: FactsOf, find: Find) -> None:
    assert _found(find("R1", facts_of(s91_14_until="2021-09-29"), "N")) == ("met", None)


@pytest.mark.parametrize(
    ("disposed", "until", "met_on"),
    [
        ("2021-06-01", "2021-11-30", "2021-12-02"),
        ("2021-06-01", "2022-01-15", "2022-01-16"),
        ("2021-06-01", "2021-05-01", "2021-12-02"),
        ("2020-06-01", "2022-01-15", "2022-01-16"),
        (None, "9999-12-31", "9999-12-31"),
    ],
)
def test_r1_both_bars_the_later_counts(
    facts_of: FactsOf, find: Find, disposed: str | None, until: str, met_on: str
) -> None:
    facts = facts_of(application_disposed_date=disposed, s91_14_until=until)
    assert _found(find("R1", facts, "N")) == ("not_met", met_on)


@pytest.mark.parametrize(
    ("changed", "g", "a"),
    [
        ({"carer_relationship": "parent", "la_consents": None}, ("met", None), ("met", None)),
        (
            {"carer_relationship": "parent", "carer_since": "2021-01-01", "la_consents": None},
            ("not_met", "2022-01-01"),
            ("met", None),
        ),
        ({"carer_since": "2021-01-01"}, ("met", None), ("met", None)),  # the authority consents
        (
            {"carer_since": "2021-01-01", "legal_status": "V2"},
            ("not_met", "2022-01-01"),
            ("not_met", "2022-01-01"),
        ),
        ({"la_consents": False, "placement_start": None}, ("unknown", None), ("unknown", None)),
        ({"la_consents": None, "carer_since": "2020-09-30"}, ("met", None), ("met", None)),
        (
            {"la_consents": None, "carer_since": "2020-10-01"},
            ("not_met", "2021-10-01"),
            ("not_met", "2021-10-01"),
        ),
        (
            {"la_consents": None, "carer_since": None, "placement_start": "2020-10-01"},
            ("not_met", "2021-10-01"),
            ("not_met", "2021-10-01"),
        ),
        (
            {"on": "2021-02-28", "la_consents": None, "carer_since": "2020-02-29"},
            ("met", None),
            ("met", None),
        ),
    ],
)
def test_r2_without_leave(
    kinship_of: FactsOf,
    find: Find,
    changed: dict[str, Any],
    g: tuple[str, str | None],
    a: tuple[str, str | None],
) -> None:
    facts = kinship_of(**({"carer_relationship": "aunt_uncle"} | changed))
    assert (_found(find("R2", facts, "G")), _found(find("R2", facts, "A"))) == (g, a)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2020-09-29", ("met", None)),
        ("2020-09-30", ("met", None)),
        ("2020-10-01", ("not_met", "2021-10-01")),
        (None, ("unknown", None)),
    ],
)
def test_r3_settled(
    facts_of: FactsOf, find: Find, start: str | None, expected: tuple[str, str | None]
) -> None:
    assert _found(find("R3", facts_of(placement_start=start))) == expected


@pytest.mark.parametrize(
    ("registered", "end", "expected"),
    [
        (None, "2019-01-01", ("unknown", None)),
        (True, "2019-01-01", ("not_met", None)),
        (True, None, ("not_met", None)),
        (False, None, ("met", None)),
        (False, "2020-09-30", ("met", None)),
        (False, "2020-10-01", ("not_met", "2021-10-01")),
        (False, "2021-10-01", ("unknown", None)),  # an end to come takes the answer with it
    ],
)
def test_r4_off_the_register(
    facts_of: FactsOf,
    find: Find,
    *,
    registered: bool | None,
    end: str | None,
    expected: tuple[str, str | None],
) -> None:
    facts = facts_of(cp_registered=registered, cp_registration_end=end)
    assert _found(find("R4", facts)) == expected


_ROUTES = {
    "N": "discharge",
    "S": "supervision_order",
    "G": "special_guardianship",
    "A": "child_arrangements",
}


@pytest.mark.parametrize("letter", _ROUTES)
@pytest.mark.parametrize("endorsed", [*_ROUTES.values(), "any", "none", None])
def test_r6_a_review_endorsed_it(
    facts_of: FactsOf, find: Find, letter: str, endorsed: str | None
) -> None:
    expected = "met" if endorsed in (_ROUTES[letter], "any") else "not_met"
    found = find("R6", facts_of(review_endorses=endorsed), letter)
    assert found.result == ("unknown" if endorsed is None else expected)


@pytest.mark.parametrize("letter", _ROUTES)
@pytest.mark.parametrize("endorsed", [*_ROUTES.values(), "any", "none", None])
@pytest.mark.parametrize("view", ["supports", "opposes", "undecided", None])
def test_r7_the_officer_supports_it(
    facts_of: FactsOf, find: Find, letter: str, endorsed: str | None, view: str | None
) -> None:
    another_route = endorsed in _ROUTES.values() and endorsed != _ROUTES[letter]
    found = find("R7", facts_of(review_endorses=endorsed, iro_view=view), letter)
    if view is None or another_route:
        assert found.result == "unknown"
    else:
        assert found.result == ("met" if view == "supports" else "not_met")


@pytest.mark.parametrize(
    ("concerns", "n", "s"),
    [
        (None, "unknown", "unknown"),
        ("resolved", "met", "met"),
        ("managed", "not_met", "met"),
        ("outstanding", "not_met", "not_met"),
    ],
)
def test_r9_concerns(facts_of: FactsOf, find: Find, concerns: str | None, n: str, s: str) -> None:
    facts = facts_of(concerns=concerns)
    assert (find("R9", facts, "N").result, find("R9", facts, "S").result) == (n, s)


@pytest.mark.parametrize(
    ("lead", "plan", "expected"),
    [
        (None, None, "unknown"),
        ("A", None, "not_met"),
        (None, "2021-09-01", "not_met"),
        ("A", "2021-06-30", "met"),
        ("A", "2021-06-29", "not_met"),
        ("A", "2021-09-30", "met"),
        ("A", "2021-10-01", "not_met"),  # to come: no plan yet
        (None, "2021-10-01", "unknown"),
    ],
)
def test_r10_support(
    facts_of: FactsOf, find: Find, lead: str | None, plan: str | None, expected: str
) -> None:
    facts = facts_of(step_down_lead=lead, step_down_plan_date=plan)
    assert _found(find("R10", facts)) == (expected, None)


@pytest.mark.parametrize(
    ("criterion", "field", "last", "too_old"),
    [
        ("R11", "wishes_date", "2021-03-30", "2021-03-29"),
        ("R12", "assessment_date", "2020-09-30", "2020-09-29"),
    ],
)
def test_r11_r12_recent_enough(
    facts_of: FactsOf, find: Find, criterion: str, field: str, last: str, too_old: str
) -> None:
    assert _found(find(criterion, facts_of(**{field: None}))) == ("unknown", None)
    assert _found(find(criterion, facts_of(**{field: last}))) == ("met", None)
    assert _found(find(criterion, facts_of(**{field: too_old}))) == ("not_met", None)
    assert _found(find(criterion, facts_of(**{field: "2021-10-01"}))) == ("unknown", None)


def test_r11_at_the_end_of_february(facts_of: FactsOf, find: Find) -> None:
    asked = {"wishes_date": "2020-08-31"}
    assert find("R11", facts_of(on="2021-02-28", **asked)).result == "met"
    assert find("R11", facts_of(on="2021-03-01", **asked)).result == "not_met"


@pytest.mark.parametrize(
    ("seeks", "g", "a"),
    [
        (None, "unknown", "unknown"),
        ("sgo", "met", "not_met"),
        ("cao", "not_met", "met"),
        ("either", "met", "met"),
        ("neither", "not_met", "not_met"),
    ],
)
def test_r13_the_carer_seeks_it(
    kinship_of: FactsOf, find: Find, seeks: str | None, g: str, a: str
) -> None:
    facts = kinship_of(carer_seeks=seeks)
    assert (find("R13", facts, "G").result, find("R13", facts, "A").result) == (g, a)


@pytest.mark.parametrize(
    ("notice", "on", "expected"),
    [
        (None, "2021-09-30", ("unknown", None)),
        ("2021-06-30", "2021-09-30", ("met", None)),
        ("2021-07-01", "2021-09-30", ("not_met", "2021-10-01")),
        ("2021-09-03", "2021-09-30", ("not_met", "2021-12-03")),
        ("2021-08-31", "2021-11-30", ("not_met", "2021-12-01")),
        ("2021-08-31", "2021-12-01", ("met", None)),
        ("2021-11-30", "2022-02-28", ("not_met", "2022-03-01")),
        ("2021-11-30", "2022-03-01", ("met", None)),
        ("2021-11-28", "2022-02-28", ("met", None)),
        ("2023-11-29", "2024-02-29", ("met", None)),
    ],
)
def test_r14_notice_counted_back(
    kinship_of: FactsOf,
    find: Find,
    notice: str | None,
    on: str,
    expected: tuple[str, str | None],
) -> None:
    assert _found(find("R14", kinship_of(on=on, sgo_notice_date=notice))) == expected


def test_r1_without_any_bar(facts_of: FactsOf, find: Find) -> None:
    for letter in "NSGA":
        assert _found(find("R1", facts_of(), letter)) == ("met", None)
