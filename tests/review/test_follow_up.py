import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.rows import ActionRow, CaseOutcomeRow, StepRow
from ehp_desktop.review.actions_to_do import NewAction, add_action, done, withdraw_action
from ehp_desktop.review.actor import Role
from ehp_desktop.review.court_orders import NewOrder, add_order
from ehp_desktop.review.court_steps import NewStep, add_step
from ehp_desktop.review.follow_up import case_stories, told
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcomes import record, withdraw
from ehp_desktop.review.surgery import show_surgery

OpenAs = Callable[..., OpenStore]
SurgeryOf = Callable[..., int]
MEETING = dt.date(2021, 9, 7)
NEXT = dt.date(2021, 9, 21)
ONE = dt.timedelta(1)


@pytest.fixture
def opened(opened_as: OpenAs, put_three: Callable[[OpenStore], None]) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_three(chair)
    return chair


@pytest.fixture
def surgery_id(opened: OpenStore, surgery_of: SurgeryOf) -> int:
    return surgery_of(opened, "A", "B", date=MEETING)


def test_the_last_outcome_and_what_became_of_it(opened: OpenStore, surgery_id: int) -> None:
    record(opened, surgery_id, "A", "discharge")
    late, finished, gone = (
        add_action(opened, NewAction(what, "Mair", MEETING + ONE, child_id="A"))
        for what in ("Write", "Ring", "Wait")
    )
    done(opened, finished, MEETING + ONE)
    withdraw_action(opened, gone)
    add_step(opened, NewStep("A", "hearing", NEXT + ONE))
    add_step(opened, NewStep("A", "application_filed", NEXT + ONE))
    add_step(opened, NewStep("A", "application_drafted", NEXT))
    add_order(opened, NewOrder("A", "application_withdrawn", NEXT), on=NEXT)
    stories = case_stories(opened, ["A", "C", "A"], NEXT)
    story = stories["A"]
    assert list(stories) == ["A", "C"]
    assert story.outcome is not None
    assert (story.outcome.surgery_date, story.outcome.row.code) == (MEETING, "discharge")
    assert [one.thread for one in story.still_to_do] == [late]
    assert [one.thread for one in story.done] == [finished]
    assert [one.kind for one in story.steps] == ["application_drafted", "hearing"]
    assert [one.kind for one in story.orders] == ["application_withdrawn"]
    assert tuple(stories["C"]) == (None, (), (), (), ())


def test_the_outcome_is_of_a_surgery_before_the_one_in_question(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    later = surgery_of(opened, "A", "B", date=NEXT)
    record(opened, surgery_id, "A", "child_arrangements")
    record(opened, later, "A", "discharge")
    record(opened, later, "B", "discharge")
    row = show_surgery(opened, later).row

    def codes(as_of: dt.date, **of: object) -> list[str | None]:
        stories = case_stories(opened, ["A", "B"], as_of, **of)  # type: ignore[arg-type]
        return [one.outcome and one.outcome.row.code for one in stories.values()]

    assert codes(NEXT, before=row) == ["child_arrangements", None]
    assert codes(NEXT) == ["discharge", "discharge"]
    assert codes(NEXT - ONE) == ["child_arrangements", None]
    withdraw(opened, later, "A")
    assert codes(NEXT) == ["child_arrangements", "discharge"]


def test_what_stands_is_told_and_not_the_draft_over_it(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    record(opened, surgery_id, "A", "discharge")
    number = add_action(opened, NewAction("Write", "Mair", child_id="A"))
    office = opened_as(Role.ADMINISTRATOR)
    record(office, surgery_id, "A", "escalate", reason="x")
    record(office, surgery_id, "B", "discharge")
    done(office, number, NEXT)
    add_order(office, NewOrder("A", "care_order_discharged", MEETING), on=NEXT)
    add_order(opened_as(Role.CHAIR), NewOrder("B", "care_order_discharged", MEETING), on=NEXT)
    with opened_as(Role.CHAIR).store.reading() as session:
        outcomes = told(session, CaseOutcomeRow)
        assert [(one.code, one.confirmed) for one in outcomes] == [
            ("discharge", True),
            ("discharge", False),
        ]
        assert [one.done_on for one in told(session, ActionRow)] == [None]
        assert [(one.child_id, one.confirmed) for one in told(session, StepRow)] == [("A", False)]
