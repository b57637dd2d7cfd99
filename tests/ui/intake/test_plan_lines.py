"""A plan as lines, without a window."""

import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FieldValue
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.intake.compare import Why
from ehp_desktop.review.intake.incoming import (
    FileRead,
    Incoming,
    IncomingChild,
    IncomingOutcome,
    Problem,
    RowOrigin,
)
from ehp_desktop.review.intake.plan import StoredCaseload, make_plan
from ehp_desktop.review.language import Language
from ehp_desktop.ui.intake.plan_lines import PlanLines, lines_of

DAY = dt.date(2021, 9, 30)
Make = Callable[..., ChildRow]


def lines(
    stored: list[ChildRow],
    given: dict[str, dict[str, FieldValue]],
    *,
    columns: str = "forename surname date_of_birth team placement_code placement_start",
    typed: dict[str, frozenset[str]] | None = None,
    outcomes: tuple[IncomingOutcome, ...] = (),
    problems: tuple[Problem, ...] = (),
    language: Language = Language.ENGLISH,
) -> PlanLines:
    incoming = Incoming(
        "extract",
        DAY,
        (FileRead("extract.csv", "0", "UTF-8", len(given)),),
        frozenset({"child_id", *columns.split()}),
        children=[
            IncomingChild(child_id, {"child_id": child_id, **values}, RowOrigin(0, n))
            for n, (child_id, values) in enumerate(given.items(), start=2)
        ],
        outcomes=list(outcomes),
        problems=list(problems),
    )
    caseload = StoredCaseload(
        as_of=DAY, children={row.child_id: row for row in stored}, typed_after=typed or {}
    )
    return lines_of(make_plan(incoming, caseload), language, CodeSet.WALES)


def as_given(row: ChildRow, **other: FieldValue | None) -> dict[str, FieldValue]:
    columns = "forename surname date_of_birth team placement_code placement_start".split()
    values = {key: getattr(row, key) for key in columns} | other
    return {key: value for key, value in values.items() if value is not None}


def test_a_changed_field_says_what_was_what_will_be_and_why(make_child: Make) -> None:
    row = make_child()

    found = lines([row], {"1001": as_given(row, team="Gorllewin")})

    assert [line[1:] for line in found.changes] == [
        ("Ioan ap Rhys", "team", "Team", "Dwyrain", "Gorllewin", Why.GIVEN)
    ]
    assert found.to_confirm == ()


def test_what_was_about_the_old_placement_is_to_be_confirmed(make_child: Make) -> None:
    row = make_child()

    found = lines([row], {"1001": as_given(row, placement_start=dt.date(2021, 9, 1))})

    assert [line.label for line in found.changes] == ["Placement start"]
    by_field = {line.field: (line.before, line.after) for line in found.to_confirm}
    assert by_field["assessment_date"] == ("1 Mar 2021", "not recorded")
    assert by_field["long_term"] == ("yes", "not recorded")
    assert by_field["carer_1_name"] == ("Megan Rhys", "not recorded")
    assert all(line.why is Why.ENDED for line in found.to_confirm)


def test_a_code_is_shown_with_what_it_means(make_child: Make) -> None:
    row = make_child()

    found = lines([row], {"1001": as_given(row, placement_code="F1")})

    changed = next(line for line in found.changes if line.field == "placement_code")
    assert changed.before.startswith("P1, ")
    assert changed.after.startswith("F1, ")


def test_a_blank_over_a_value_is_listed_as_kept(make_child: Make) -> None:
    row = make_child()

    found = lines([row], {"1001": as_given(row, team=None)})

    assert [(line.place, line.kept) for line in found.blanks] == [(("1001", "team"), "Dwyrain")]
    assert found.changes == ()


def test_a_value_typed_since_is_listed_with_what_the_file_says(make_child: Make) -> None:
    row = make_child()

    found = lines(
        [row],
        {"1001": as_given(row, team="Gorllewin")},
        typed={"1001": frozenset({"team"})},
    )

    assert [(line.kept, line.in_file) for line in found.typed] == [("Dwyrain", "Gorllewin")]


def test_a_new_child_is_one_line_and_a_missing_one_another(make_child: Make) -> None:
    stored, fresh = make_child(), make_child(child_id="2002", forename="Mair")

    found = lines([stored], {"2002": as_given(fresh)})

    assert [(line.child_id, line.child, line.fields) for line in found.new] == [
        ("2002", "Mair ap Rhys", 7)
    ]
    assert found.new[0].date_of_birth == "14 May 2012"
    assert [line.child_id for line in found.missing] == ["1001"]
    assert found.changes == ()


def test_problems_are_parted_by_severity_and_numbered(make_child: Make) -> None:
    problems = (Problem("warning", "a"), Problem("error", "b"), Problem("warning", "c"))

    found = lines([], {}, problems=problems)

    assert [line.problem.message for line in found.errors] == ["b"]
    assert [line.problem.message for line in found.notes] == ["a", "c"]
    numbers = [line.number for line in (*found.errors, *found.notes)]
    assert sorted(numbers) == [1, 2, 3]


def test_a_court_outcome_is_a_line(make_child: Make) -> None:
    outcome = IncomingOutcome(
        "1001", "care_order_discharged", DAY, "Swansea", None, RowOrigin(0, 2)
    )

    found = lines([make_child()], {}, outcomes=(outcome,))

    assert [(line.child, line.kind, line.date) for line in found.outcomes] == [
        ("Ioan ap Rhys", "care order discharged", "30 Sep 2021")
    ]


@pytest.mark.parametrize(
    ("language", "shown"), [(Language.ENGLISH, "1 Sep 2021"), (Language.WELSH, "1 Medi 2021")]
)
def test_lines_are_in_the_windows_language(
    make_child: Make, language: Language, shown: str
) -> None:
    row = make_child()

    found = lines(
        [row],
        {"1001": as_given(row, placement_start=dt.date(2021, 9, 1))},
        language=language,
    )

    assert found.changes[0].after == shown
