"""Explanations: they state facts with dates, name what is missing, and say what does not count."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review.assessment import assess
from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda, considered_together
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.explanation import Setting, explain, explanation
from ehp_desktop.review.facts import Facts, facts_on
from ehp_desktop.review.language import Language
from ehp_desktop.review.parameters import ParameterSet, ParametersOn
from ehp_desktop.review.sentences import Period, Recorded
from ehp_desktop.review.words import Route

FactsOf = Callable[..., Facts]
Find = Callable[..., Finding]


@pytest.fixture
def why(find: Find, parameter_set: ParameterSet) -> Callable[..., str]:
    """The English explanation of one criterion."""

    def ask(criterion: str, facts: Facts, letter: str = "") -> str:
        setting = Setting(parameter_set.at(facts.as_of))
        return explain(find(criterion, facts, letter), facts, setting, Language.ENGLISH)

    return ask


Why = Callable[..., str]


@pytest.mark.parametrize(
    ("criterion", "letter", "changed", "said"),
    [
        (
            "R14",
            "G",
            {"sgo_notice_date": "2021-09-03"},
            "Notice given 3 Sep 2021; three months will have run on 3 Dec 2021",
        ),
        (
            "R14",
            "G",
            {"sgo_notice_date": "2021-06-01"},
            "Notice given 1 Jun 2021; three months had run on 1 Sep 2021",
        ),
        (
            "R2",
            "G",
            {"la_consents": None, "carer_since": "2020-07-28"},
            "With this carer since 28 Jul 2020 (14 months)",
        ),
        (
            "R2",
            "G",
            {"la_consents": None, "carer_since": None, "placement_start": "2021-07-28"},
            "With this carer since 28 Jul 2021 (2 months); 12 months will have passed on 28 Jul "
            "2022. When the child began to live with this carer is not recorded, so the start of "
            "the placement is taken",
        ),
        (
            "B2",
            "",
            {
                "on": "2021-11-01",
                "carer_approval": "temporary",
                "temporary_approval_start": "2021-10-01",
            },
            "Temporary approval from 1 Oct 2021 for 16 weeks runs to 20 Jan 2022. Reckoned with "
            "16 weeks: end of the 24 weeks to be confirmed",
        ),
        (
            "B2",
            "",
            {
                "carer_approval": "temporary",
                "temporary_approval_start": "2020-12-01",
                "temporary_approval_extended": True,
            },
            "Temporary approval from 1 Dec 2020 for 24 weeks, extended by eight weeks, ran to "
            "12 Jul 2021",
        ),
        (
            "E3",
            "",
            {"carer_has_pr": None},
            "Placement: F1, foster care with a relative or friend, in the area; whether the carer "
            "has parental responsibility is not recorded, and counts as no",
        ),
        (
            "R1",
            "N",
            {"s91_14_until": "2022-01-15"},
            "An order under s.91(14) bars applications without leave until 15 Jan 2022 (it binds "
            "everyone); it will have run on 16 Jan 2022",
        ),
        (
            "R1",
            "G",
            {"s91_14_until": "2022-01-15", "s91_14_names": "carer;child"},
            "An order under s.91(14) bars applications without leave until 15 Jan 2022 (it binds "
            "the carer, the child); it will have run on 16 Jan 2022",
        ),
        (
            "R1",
            "N",
            {"s91_14_until": "2022-01-15", "s91_14_names": "carer;child"},
            "An order under s.91(14) bars applications without leave until 15 Jan 2022, but does "
            "not bind who would apply for this (it binds the carer, the child)",
        ),
        (
            "R1",
            "N",
            {"s91_14_until": "2021-09-29", "s91_14_names": "carer;child"},
            "No bar on applications is recorded that stands on 30 Sep 2021",
        ),
        (
            "C6",
            "",
            {"pr_holder_1_position": "opposes", "pr_holder_1_name": "A very private name"},
            "With parental responsibility, beside the authority: mother (opposes)",
        ),
        ("B3", "", {"plan_to_move": None}, "Not recorded: Plan to move the child"),
        (
            "E7",
            "",
            {"carer_relationship": None, "carer_2_name": "B"},
            "Not recorded: Carer's relationship to the child, Second carer's date of birth",
        ),
        (
            "R6",
            "N",
            {"review_endorses": "special_guardianship", "last_review_date": None},
            "Last statutory review (date not recorded) endorsed special guardianship",
        ),
        (
            "E4",
            "G",
            {"placement_code": "P1", "carer_seeks": None},
            "Placed with parents; which order the carer seeks is not recorded",
        ),
        (
            "E4",
            "G",
            {"placement_code": "P1", "carer_seeks": "cao"},
            "Placed with parents; the carer seeks a child arrangements order",
        ),
        (
            "E4",
            "A",
            {"placement_code": "F2", "carer_seeks": "either"},
            "Placed with a foster carer who seeks either a special guardianship or a child "
            "arrangements order",
        ),
        (
            "R8",
            "",
            {"last_visit_date": "2021-06-01"},
            "Last visit 1 Jun 2021; in a placement meant to last to 18, the next was due by 1 Sep "
            "2021",
        ),
        (
            "R5",
            "",
            {"last_review_date": None, "reviews_held": 0, "looked_after_since": "2021-09-20"},
            "No review yet; the first is due by 18 Oct 2021",
        ),
        (
            "R5",
            "",
            {"last_review_date": None, "reviews_held": 0, "looked_after_since": None},
            "No review has been held; since when the child has been looked after, which decides "
            "when the first is due, is not recorded",
        ),
        (
            "R10",
            "",
            {"step_down_plan_date": "2021-06-29"},
            "Lead: Mair Dafydd; support plan of 29 Jun 2021, current only to 29 Sep 2021",
        ),
        (
            "C1",
            "",
            {"date_of_birth": "2007-05-14"},
            "14 or over, so they may: born 14 May 2007, now 14",
        ),
    ],
)
def test_sentences(
    kinship_of: FactsOf,
    why: Why,
    criterion: str,
    letter: str,
    changed: dict[str, Any],
    said: str,
) -> None:
    assert why(criterion, kinship_of(**changed), letter) == said


@pytest.mark.parametrize(
    ("criterion", "changed", "said"),
    [
        (
            "B1",
            {"cp_registered_confirmed_on": "2021-03-29"},
            "Not recorded: On the child protection register. On the child protection register: "
            "last confirmed on 29 Mar 2021, more than six months before 30 Sep 2021, which counts "
            "as not recorded",
        ),
        (
            "R11",
            {"wishes_date": "2021-10-02"},
            "No date is recorded for the child's wishes and feelings. Wishes and feelings "
            "recorded: 2 Oct 2021 is after 30 Sep 2021 and does not count",
        ),
        (
            "R5",
            {"last_review_date": "2018-02-28"},
            "The last statutory review is not recorded. Last statutory review: 28 Feb 2018 is "
            "before this period of care, which began on 1 Mar 2018, and does not count",
        ),
        (
            "R7",
            {"last_review_date": "2021-10-01"},
            "The independent reviewing officer's view is not recorded. Last statutory review: "
            "1 Oct 2021 is after 30 Sep 2021 and does not count",
        ),
        (
            "R4",
            {"cp_registration_end": "2021-10-01"},
            "Whether the child is on the child protection register is not recorded. Child "
            "protection registration ended: 1 Oct 2021 is after 30 Sep 2021 and does not count",
        ),
        (
            "B3",
            {"plan_to_move_confirmed_on": None},
            "Not recorded: Plan to move the child. Plan to move the child: no day is kept on "
            "which this was confirmed, which counts as not recorded",
        ),
    ],
)
def test_what_is_recorded_and_does_not_count_is_said(
    facts_of: FactsOf, why: Why, criterion: str, changed: dict[str, Any], said: str
) -> None:
    assert why(criterion, facts_of(**changed), "N") == said


def test_a_note_is_of_what_is_read_for_the_route(
    facts_of: FactsOf, find: Find, parameters: ParametersOn
) -> None:
    facts = facts_of(application_disposed_date="2021-10-01")
    found, setting = find("R1", facts, "G"), Setting(parameters)
    said = {
        route: explain(found, facts, setting, Language.ENGLISH, route)
        for route in (Route.DISCHARGE, Route.SPECIAL_GUARDIANSHIP)
    }
    assert "does not count" in said[Route.DISCHARGE]
    assert "does not count" not in said[Route.SPECIAL_GUARDIANSHIP]


def test_an_explanation_is_data_before_it_is_words(
    facts_of: FactsOf, find: Find, parameters: ParametersOn
) -> None:
    facts = facts_of(placement_start="2021-01-05")
    found = explanation(find("R3", facts), facts, Setting(parameters))
    values = found.decided.values
    assert values["placement_start"] == Recorded("placement_start", facts.placement_start)
    assert values["settled_months"] == Period(12, "month")
    assert found.notes == ()


def test_brothers_and_sisters_are_named_by_their_ids(
    facts_of: FactsOf, parameters: ParametersOn
) -> None:
    facts = facts_of(child_id="1", sibling_group="rhys")
    groups = {"rhys": frozenset({"1", "2", "3"})}
    for agenda, said in (
        ({"1", "2"}, "Looked after, and not on this agenda: 3"),
        ({"1", "2", "3"}, "On the same agenda: 2, 3"),
    ):
        setting = Setting(parameters, SiblingsOnAgenda(groups, frozenset(agenda)))
        found = considered_together.rule(facts, parameters, setting.siblings)
        assert explain(found, facts, setting, Language.ENGLISH) == said


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code_set", CodeSet)
@pytest.mark.parametrize("blank_from", range(0, 90, 6))
def test_every_finding_can_be_said_whatever_is_missing(
    kinship_of: FactsOf,
    parameters: ParametersOn,
    language: Language,
    code_set: CodeSet,
    blank_from: int,
) -> None:
    """Six fields at a time are blank; no sentence breaks, or leaves a place open."""
    full = kinship_of(code_set=CodeSet.WALES)
    placed = {"P1": "P1", "F1": "U1", "F2": "U4"}
    for welsh, english in placed.items():
        code = welsh if code_set is CodeSet.WALES else english
        names = full.row._fields[blank_from + 1 : blank_from + 7]
        row = full.row._replace(**dict.fromkeys(names))._replace(placement_code=code)
        facts = facts_on(row, full.as_of, parameters, code_set)
        setting = Setting(parameters)
        for route, found in assess(facts, parameters).items():
            for one in found.findings:
                said = explain(one, facts, setting, language, route)
                assert said
                assert not re.search(r"[{}]|None|True|False|\d{4}-\d\d", said), said
                assert one.criterion in CRITERION_BY_ID
