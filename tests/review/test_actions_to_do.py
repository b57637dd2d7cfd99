import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.review.actions_to_do import (
    NewAction,
    add_action,
    confirm_actions,
    correct_action,
    done,
    list_actions,
    withdraw_action,
)
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError

OpenAs = Callable[..., OpenStore]
SurgeryOf = Callable[..., int]
DAY = dt.date(2021, 10, 20)
ONE = dt.timedelta(1)


@pytest.fixture
def opened(opened_as: OpenAs, put_three: Callable[[OpenStore], None]) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_three(chair)
    return chair


@pytest.fixture
def surgery_id(opened: OpenStore, surgery_of: SurgeryOf) -> int:
    return surgery_of(opened, "A", "B")


def told(opened: OpenStore, day: dt.date = DAY) -> list[tuple[int, bool, bool]]:
    """Each action: its number, whether it is overdue, whether a draft waits."""
    return [
        (one.row.thread, one.overdue, one.draft is not None) for one in list_actions(opened, day)
    ]


def test_an_action_is_of_a_case_a_surgery_a_child_or_of_none(
    opened: OpenStore, surgery_id: int
) -> None:
    for surgery, child_id in ((surgery_id, "A"), (surgery_id, None), (None, "C"), (None, None)):
        add_action(opened, NewAction(" Write\r\nto court. ", " Mair ", DAY, surgery, child_id))
    rows = [one.row for one in list_actions(opened, DAY)]
    assert [(one.surgery_id, one.child_id) for one in rows] == [
        (surgery_id, "A"),
        (surgery_id, None),
        (None, "C"),
        (None, None),
    ]
    assert {(one.what, one.who, one.by_when) for one in rows} == {("Write\nto court.", "Mair", DAY)}
    of_surgery = list_actions(opened, DAY, surgery_id=surgery_id)
    assert [one.surgery_date for one in of_surgery] == [dt.date(2021, 10, 5)] * 2
    assert [one.row.child_id for one in list_actions(opened, DAY, child_id="C")] == ["C"]


def test_what_an_action_cannot_be_is_refused(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    closed = surgery_of(opened, "A", state="closed")
    wrong: list[tuple[NewAction, type[Exception]]] = [
        (NewAction(" ", "Mair"), RefusedError),
        (NewAction("Write", " \u00a0"), RefusedError),
        (NewAction("Write", "Mair\nHuw"), RefusedError),
        (NewAction("Write", "Mair", surgery_id=99), NotFoundError),
        (NewAction("Write", "Mair", child_id="nobody"), NotFoundError),
        (NewAction("Write", "Mair", surgery_id=surgery_id, child_id="C"), RefusedError),
        (NewAction("Write", "Mair", surgery_id=closed, child_id="A"), RefusedError),
    ]
    for new, error in wrong:
        with pytest.raises(error):
            add_action(opened, new)
    assert list_actions(opened, DAY) == []


def test_overdue_actions_lead_the_longest_first_and_done_ones_come_last(opened: OpenStore) -> None:
    days = [DAY, DAY - ONE, None, DAY - 9 * ONE, DAY + ONE]
    numbers = [add_action(opened, NewAction("Write", "Mair", day)) for day in days]
    on_day, late, without, latest, ahead = numbers
    finished = add_action(opened, NewAction("Write", "Mair", DAY - 9 * ONE))
    done(opened, finished, DAY - 2 * ONE)
    order = [latest, late, on_day, ahead, without, finished]
    assert [number for number, _, _ in told(opened)] == order
    assert [number for number, overdue, _ in told(opened) if overdue] == [latest, late]
    still = list_actions(opened, DAY, with_done=False)
    assert [one.row.thread for one in still] == order[:-1]
    assert list_actions(opened, DAY - 3 * ONE, with_done=False)[1].row.thread == finished


def test_an_action_is_corrected_done_not_done_after_all_and_withdrawn(opened: OpenStore) -> None:
    number = add_action(opened, NewAction("Write", "Mair", DAY))
    correct_action(opened, number, what="Ring", who="Huw", by_when=None)
    correct_action(opened, number, what="Ring", who="Huw", by_when=None)
    done(opened, number, DAY)
    done(opened, number, None)
    (one,) = list_actions(opened, DAY)
    assert (one.row.what, one.row.who, one.row.by_when, one.row.done_on) == (
        "Ring",
        "Huw",
        None,
        None,
    )
    assert [row.version for row in one.versions] == [1, 2, 3, 4]
    withdraw_action(opened, number)
    assert list_actions(opened, DAY) == []
    for ask in (
        lambda: withdraw_action(opened, number),
        lambda: done(opened, number, DAY),
        lambda: correct_action(opened, number, what="Ring", who="Huw", by_when=None),
    ):
        with pytest.raises(RefusedError, match="was withdrawn"):
            ask()
    with pytest.raises(NotFoundError):
        done(opened, 99, DAY)
    with pytest.raises(RefusedError):
        correct_action(opened, number, what=" ", who="Huw", by_when=None)


@pytest.mark.parametrize("role", list(Role))
def test_an_administrators_action_is_a_draft(
    opened: OpenStore, opened_as: OpenAs, role: Role
) -> None:
    number = add_action(opened_as(role), NewAction("Write", "Mair", DAY - ONE))
    draft = role is Role.ADMINISTRATOR
    assert told(opened_as(role)) == [(number, True, draft)]
    if role is not Role.CHAIR:
        with pytest.raises(NotAllowedError):
            confirm_actions(opened_as(role))
    chair = opened_as(Role.CHAIR)
    assert confirm_actions(chair) == ([number] if draft else [])
    assert told(chair) == [(number, True, False)]


def test_what_an_administrator_says_was_done_is_open_until_confirmed(
    opened: OpenStore, opened_as: OpenAs
) -> None:
    number = add_action(opened, NewAction("Write", "Mair", DAY - ONE))
    office = opened_as(Role.ADMINISTRATOR)
    done(office, number, DAY - ONE)
    done(office, number, DAY - ONE)
    assert told(office) == [(number, True, True)]
    chair = opened_as(Role.CHAIR)
    with pytest.raises(NotFoundError):
        confirm_actions(chair, [99])
    assert confirm_actions(chair, [number]) == [number]
    with pytest.raises(RefusedError, match="no draft that waits"):
        confirm_actions(chair, [number])
    assert told(chair) == [(number, False, False)]
    assert list_actions(chair, DAY)[0].row.done_on == DAY - ONE


def test_a_chair_who_says_the_same_as_a_draft_confirms_it(
    opened: OpenStore, opened_as: OpenAs
) -> None:
    number = add_action(opened, NewAction("Write", "Mair", DAY))
    done(opened_as(Role.ADMINISTRATOR), number, DAY)
    chair = opened_as(Role.CHAIR)
    done(chair, number, DAY)
    assert told(chair) == [(number, False, False)]
