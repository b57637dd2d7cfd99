import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.review.actor import Role
from ehp_desktop.review.court_steps import (
    FORM_OF,
    NewStep,
    add_step,
    confirm_steps,
    correct_step,
    list_steps,
    withdraw_step,
)
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcomes import record
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.record import record_values
from ehp_desktop.review.step_warnings import REG_38_2
from ehp_desktop.review.words import Route

OpenAs = Callable[..., OpenStore]
SurgeryOf = Callable[..., int]
DAY = dt.date(2021, 10, 20)
ONE = dt.timedelta(1)
WAY = (
    "application_drafted",
    "application_approved",
    "application_filed",
    "application_issued",
    "guardian_appointed",
    "guardian_view",
    "hearing",
)


@pytest.fixture
def opened(opened_as: OpenAs, put_three: Callable[[OpenStore], None]) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_three(chair)
    return chair


@pytest.mark.parametrize("route", list(Route))
def test_the_whole_way_in_order_is_not_warned_about(opened: OpenStore, route: Route) -> None:
    for count, kind in enumerate(WAY):
        detail = "Supports it.\nWith contact." if kind == "guardian_view" else None
        result = add_step(opened, NewStep("A", kind, DAY + count * ONE, route, detail=detail))
        assert result.warnings == ()
        assert result.row.route == route
        form = FORM_OF[route] if kind.startswith("application") else None
        assert (result.row.form, result.row.detail) == (form, detail)
    assert [one.row.kind for one in list_steps(opened, "A")] == list(WAY)
    assert list_steps(opened, "B") == []


def test_the_usual_forms_are_those_of_the_domain_reference() -> None:
    assert [FORM_OF[route] for route in Route] == ["C110A", "C110A", "C1 with C13A", "C100"]


def test_a_form_once_said_goes_on_until_another_is_said(opened: OpenStore) -> None:
    add_step(opened, NewStep("A", "application_drafted", DAY, Route.CHILD_ARRANGEMENTS, " C2 "))
    filed = add_step(opened, NewStep("A", "application_approved", DAY)).row
    assert (filed.route, filed.form) == ("child_arrangements", "C2")
    other = add_step(opened, NewStep("A", "application_filed", DAY, Route.DISCHARGE)).row
    assert other.form == "C110A"


def test_the_route_is_that_of_the_last_outcome_unless_said(
    opened: OpenStore, surgery_of: SurgeryOf
) -> None:
    number = surgery_of(opened, "A", "B", "C")
    record(opened, number, "A", "carer_gives_notice")
    record(opened, number, "B", "escalate", reason="Now.")
    routes = [add_step(opened, NewStep(one, "application_drafted", DAY)).row for one in "ABC"]
    assert [(one.route, one.form) for one in routes] == [
        ("special_guardianship", "C1 with C13A"),
        (None, None),
        (None, None),
    ]


@pytest.mark.parametrize("place", range(1, len(WAY)))
def test_a_step_before_its_turn_is_kept_and_warned_about(opened: OpenStore, place: int) -> None:
    kind = WAY[place]
    result = add_step(opened, NewStep("A", kind, DAY, Route.SPECIAL_GUARDIANSHIP, detail="x"))
    assert len(result.warnings) == 1
    assert result.warnings[0].startswith("No earlier step is recorded that says: ")
    assert [one.row.kind for one in list_steps(opened)] == [kind]


def test_a_step_that_comes_later_than_another_is_no_earlier_one(opened: OpenStore) -> None:
    add_step(opened, NewStep("A", "application_drafted", DAY))
    early = add_step(opened, NewStep("A", "application_approved", DAY - ONE))
    assert "application drafted" in early.warnings[0]
    assert add_step(opened, NewStep("A", "application_approved", DAY)).warnings == ()


def test_filing_without_a_review_that_considered_the_plan_warns(opened: OpenStore) -> None:
    """The usual child's review was on 15 July 2021 and endorses any route."""
    for count, kind in enumerate(WAY[:2]):
        add_step(opened, NewStep("A", kind, DAY + count * ONE, Route.DISCHARGE))
    new = NewStep("A", "application_filed", DAY + 2 * ONE)
    first = add_step(opened, new)
    assert first.warnings == ()
    record_values(opened, "A", {"review_endorses": "none"}, on=DAY)
    assert add_step(opened, new).warnings == (
        "The last review did not endorse this route.",
        REG_38_2,
    )
    assert REG_38_2 in correct_step(opened, first.row.thread, new).warnings


def test_what_a_step_cannot_be_is_refused(opened: OpenStore) -> None:
    wrong = [
        NewStep("A", "order_made", DAY),
        NewStep("A", "appealed", DAY),
        NewStep("A", "hearing", DAY, form="C110A"),
        NewStep("A", "guardian_view", DAY, detail=" \n"),
        NewStep("A", "hearing", DAY, detail="\x07"),
    ]
    for new in wrong:
        with pytest.raises(RefusedError):
            add_step(opened, new)
    with pytest.raises(NotFoundError):
        add_step(opened, NewStep("nobody", "hearing", DAY))
    assert list_steps(opened) == []


def test_a_step_is_corrected_and_withdrawn(opened: OpenStore) -> None:
    number = add_step(opened, NewStep("A", "hearing", DAY, Route.DISCHARGE)).row.thread
    correct_step(opened, number, NewStep("A", "hearing", DAY + ONE, detail="Directions."))
    (one,) = list_steps(opened)
    assert (one.row.on, one.row.detail, one.row.route) == (DAY + ONE, "Directions.", None)
    assert len(one.versions) == 2
    for other in (NewStep("B", "hearing", DAY), NewStep("A", "application_filed", DAY)):
        with pytest.raises(RefusedError, match="another step, or of another child"):
            correct_step(opened, number, other)
    withdraw_step(opened, number)
    assert list_steps(opened) == []
    with pytest.raises(RefusedError, match="was withdrawn"):
        withdraw_step(opened, number)
    with pytest.raises(NotFoundError):
        withdraw_step(opened, 99)


@pytest.mark.parametrize("role", list(Role))
def test_an_administrators_step_is_a_draft(
    opened: OpenStore, opened_as: OpenAs, role: Role
) -> None:
    number = add_step(opened_as(role), NewStep("A", "hearing", DAY)).row.thread
    draft = role is Role.ADMINISTRATOR
    assert (list_steps(opened_as(role))[0].draft is not None) is draft
    if role is not Role.CHAIR:
        with pytest.raises(NotAllowedError):
            confirm_steps(opened_as(role), on=DAY)
    chair = opened_as(Role.CHAIR)
    assert confirm_steps(chair, on=DAY) == ([number] if draft else [])
    assert list_steps(chair)[0].row.confirmed
    with pytest.raises(RefusedError, match="no draft that waits"):
        confirm_steps(chair, [number], on=DAY)
