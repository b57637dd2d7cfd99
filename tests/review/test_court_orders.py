import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow, OutcomeRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.court_orders import (
    ROUTE_OF,
    NewOrder,
    add_order,
    list_orders,
    prompts,
    withdraw_order,
)
from ehp_desktop.review.court_steps import (
    NewStep,
    add_step,
    confirm_steps,
    list_steps,
    withdraw_step,
)
from ehp_desktop.review.intake.profiles import OUTCOME_KINDS
from ehp_desktop.review.life_words import ORDERS
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.words import Route

OpenAs = Callable[..., OpenStore]
PutChildren = Callable[..., None]
TODAY = dt.date(2021, 9, 30)
MADE = dt.date(2021, 9, 20)
ONE = dt.timedelta(1)


@pytest.fixture
def opened(opened_as: OpenAs, put_three: Callable[[OpenStore], None]) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_three(chair)
    return chair


def kept(opened: OpenStore) -> list[OutcomeRow]:
    """What is among the court outcomes, as an import's are."""
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        return reads.outcomes(session)


def put_from_a_file(opened: OpenStore, row: OutcomeRow) -> None:
    from ehp_desktop.models.import_writes import FileWritten, ImportWriter, ImportWritten

    with opened.store.writing("tested") as session:
        written = ImportWritten("outcomes", TODAY, opened.clock(), "somebody", 0, 0, 0, 0)
        file = FileWritten("outcomes.csv", "0" * 64, "utf-8", 1)
        ImportWriter(session, written, [file]).write_outcomes([(row, (0, 2))])


def test_the_kinds_are_those_of_the_contract() -> None:
    assert tuple(ORDERS) == OUTCOME_KINDS
    assert list(ROUTE_OF.values()) == list(Route)


@pytest.mark.parametrize("kind", list(ORDERS))
def test_an_order_is_a_court_outcome_and_a_step(opened: OpenStore, kind: str) -> None:
    result = add_order(opened, NewOrder("A", kind, MADE, " Swansea ", "SA21"), on=TODAY)
    row = OutcomeRow("A", kind, MADE, "Swansea", "SA21")
    assert (result.row, result.confirmed) == (row, True)
    assert kept(opened) == [row]
    (step,) = list_steps(opened, "A")
    assert (step.row.kind, step.row.thread) == ("order_made", result.step_id)
    assert step.row.route == ROUTE_OF.get(kind)
    (listed,) = list_orders(opened, "A")
    assert (listed.row, listed.step_id, listed.draft) == (row, result.step_id, False)
    assert list_orders(opened, "B") == []


def test_the_childs_record_of_change_counts_its_outcomes(opened: OpenStore) -> None:
    from ehp_desktop.models import reads

    add_order(opened, NewOrder("A", "application_refused", MADE), on=TODAY)
    number = add_order(opened, NewOrder("A", "care_order_discharged", MADE), on=TODAY).step_id
    withdraw_order(opened, number, on=TODAY)
    with opened.store.reading() as session:
        changes = [
            (one.field, one.before, one.after, one.origin.by, one.origin.as_of)
            for one in reads.history(session, "A")
            if one.field == "outcomes"
        ]
    assert changes == [
        ("outcomes", before, after, "Rhiannon Evans", TODAY)
        for before, after in ((0, 1), (1, 2), (2, 1))
    ]
    assert [one.kind for one in kept(opened)] == ["application_refused"]


def test_an_order_before_its_turn_is_warned_about(opened: OpenStore) -> None:
    (said,) = add_order(opened, NewOrder("A", "application_refused", MADE), on=TODAY).warnings
    assert "application issued" in said
    add_step(opened, NewStep("B", "application_issued", MADE, Route.SUPERVISION_ORDER))
    result = add_order(opened, NewOrder("B", "application_withdrawn", MADE), on=TODAY)
    assert result.warnings == ()
    assert list_steps(opened, "B")[-1].row.route == "supervision_order"


def test_after_an_order_the_way_begins_again(opened: OpenStore) -> None:
    add_step(opened, NewStep("A", "application_drafted", MADE, Route.DISCHARGE, "C110"))
    add_order(opened, NewOrder("A", "application_refused", MADE), on=TODAY)
    again = add_step(opened, NewStep("A", "application_approved", TODAY, Route.DISCHARGE))
    assert "application drafted" in again.warnings[0]
    assert again.row.form == "C110A"


def test_what_an_order_cannot_be_is_refused(opened: OpenStore) -> None:
    add_order(opened, NewOrder("A", "care_order_discharged", MADE, "Swansea"), on=TODAY)
    wrong = [
        (NewOrder("A", "adopted", MADE), RefusedError),
        (NewOrder("A", "application_refused", TODAY + ONE), RefusedError),
        (NewOrder("A", "application_refused", MADE, "two\nlines"), RefusedError),
        (NewOrder("A", "care_order_discharged", MADE, "Cardiff"), RefusedError),
        (NewOrder("nobody", "care_order_discharged", MADE), NotFoundError),
    ]
    for new, error in wrong:
        with pytest.raises(error):
            add_order(opened, new, on=TODAY)
    assert len(kept(opened)) == 1
    add_order(opened, NewOrder("A", "application_refused", TODAY), on=TODAY)
    with pytest.raises(NotFoundError):
        list_orders(opened, "nobody")


def test_an_administrators_order_is_kept_once_it_is_confirmed(
    opened: OpenStore, opened_as: OpenAs
) -> None:
    office = opened_as(Role.ADMINISTRATOR)
    new = NewOrder("A", "supervision_order_made", MADE, None, "SA21")
    number = add_order(office, new, on=TODAY).step_id
    assert kept(office) == []
    assert [(one.row.case_number, one.draft) for one in list_orders(office)] == [("SA21", True)]
    chair = opened_as(Role.CHAIR)
    assert confirm_steps(chair, on=TODAY) == [number]
    assert kept(chair) == [OutcomeRow("A", "supervision_order_made", MADE, None, "SA21")]
    office = opened_as(Role.ADMINISTRATOR)
    withdraw_order(office, number, on=TODAY)
    assert (len(kept(office)), [one.draft for one in list_orders(office)]) == (1, [True])
    chair = opened_as(Role.CHAIR)
    confirm_steps(chair, on=TODAY)
    assert (kept(chair), list_orders(chair)) == ([], [])


def test_a_lawyers_order_stands_and_is_no_step_to_withdraw(
    opened: OpenStore, opened_as: OpenAs
) -> None:
    lawyer = opened_as(Role.LAWYER)
    number = add_order(lawyer, NewOrder("A", "care_order_discharged", MADE), on=TODAY).step_id
    assert len(kept(lawyer)) == 1
    with pytest.raises(RefusedError, match="Withdraw the order"):
        withdraw_step(lawyer, number)
    hearing = add_step(lawyer, NewStep("A", "hearing", MADE)).row.thread
    with pytest.raises(RefusedError, match="is no order"):
        withdraw_order(lawyer, hearing, on=TODAY)
    withdraw_order(lawyer, number, on=TODAY)
    with pytest.raises(RefusedError, match="withdrawn already"):
        withdraw_order(lawyer, number, on=TODAY)


def test_what_a_file_gave_stays_with_its_file(opened: OpenStore) -> None:
    row = OutcomeRow("A", "care_order_discharged", MADE, "Swansea", None)
    put_from_a_file(opened, row)
    assert list_orders(opened)[0].step_id is None
    new = NewOrder("A", "care_order_discharged", MADE, "Swansea")
    number = add_order(opened, new, on=TODAY).step_id
    withdraw_order(opened, number, on=TODAY)
    assert kept(opened) == [row]


@pytest.mark.parametrize(
    ("day", "prompted"),
    [
        (dt.date(2021, 6, 19), False),
        (dt.date(2021, 6, 20), True),
        (dt.date(2021, 9, 19), True),
        (dt.date(2021, 9, 20), False),
    ],
)
def test_a_supervision_order_prompts_from_month_nine_to_its_last_day(
    opened: OpenStore, day: dt.date, prompted: bool
) -> None:
    made = dt.date(2020, 9, 20)
    add_order(opened, NewOrder("A", "supervision_order_made", made), on=TODAY)
    found = prompts(opened, day)
    assert len(found) == prompted
    for one in found:
        assert (one.kind, one.due) == ("supervision_order_month_9", dt.date(2021, 6, 20))
        assert one.ends == dt.date(2021, 9, 19)
        assert "its last day is 19 September 2021" in one.sentence
        assert "Sch 3 para 6(1)" in one.sentence


def test_an_order_made_on_29_february_lasts_a_whole_year(opened: OpenStore) -> None:
    add_order(opened, NewOrder("A", "supervision_order_made", dt.date(2020, 2, 29)), on=TODAY)
    (one,) = prompts(opened, dt.date(2021, 2, 28))
    assert one.ends == dt.date(2021, 2, 28)
    assert prompts(opened, dt.date(2021, 3, 1)) == []


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (dt.date(2020, 9, 20), None),
        (dt.date(2021, 8, 19), None),
        (dt.date(2021, 8, 20), dt.date(2021, 9, 20)),
        (dt.date(2021, 10, 20), dt.date(2021, 9, 20)),
        (dt.date(2021, 10, 21), None),
        (dt.date(2023, 9, 1), dt.date(2023, 9, 20)),
    ],
)
def test_a_support_plan_is_to_be_reviewed_each_year(
    opened: OpenStore, day: dt.date, due: dt.date | None
) -> None:
    made = dt.date(2020, 9, 20)
    add_order(opened, NewOrder("A", "special_guardianship_order", made), on=TODAY)
    found = [(one.kind, one.due) for one in prompts(opened, day)]
    assert found == ([("support_plan_review", due)] if due else [])


def test_a_year_that_ends_in_january_is_prompted_for_in_december(opened: OpenStore) -> None:
    made = dt.date(2020, 1, 10)
    add_order(opened, NewOrder("A", "special_guardianship_order", made), on=TODAY)
    (one,) = prompts(opened, dt.date(2020, 12, 20))
    assert one.due == dt.date(2021, 1, 10)


def test_at_18_nothing_is_prompted_for(
    opened: OpenStore, put_children: PutChildren, make_child: Callable[..., ChildRow]
) -> None:
    put_children(opened, make_child(child_id="D", date_of_birth=dt.date(2003, 9, 25)))
    made = dt.date(2020, 9, 20)
    add_order(opened, NewOrder("D", "special_guardianship_order", made), on=TODAY)
    assert len(prompts(opened, dt.date(2021, 9, 24))) == 1
    assert prompts(opened, dt.date(2021, 9, 25)) == []


def test_prompts_come_by_their_day(opened: OpenStore) -> None:
    for child_id, made in (("A", dt.date(2020, 10, 20)), ("B", dt.date(2020, 10, 1))):
        add_order(opened, NewOrder(child_id, "special_guardianship_order", made), on=TODAY)
    add_order(opened, NewOrder("C", "care_order_discharged", MADE), on=TODAY)
    assert [one.child_id for one in prompts(opened, dt.date(2021, 10, 10))] == ["B", "A"]
