"""Every move from every state as every role: what may be done, and that nothing else changes."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import attendance, issuing, outcomes, surgery, surgery_life
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.surgery_states import Move, Part, SurgeryState, can

DAY = dt.date(2021, 9, 28)
LATER = dt.date(2021, 10, 12)
NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
CHAIR, OFFICE, ALL = "chair", "chair administrator", "chair lawyer administrator"


def issue(opened: OpenStore, number: int) -> None:
    issuing.issue(opened, number, issuing.Variants(), NOON)


def edit(opened: OpenStore, number: int) -> None:
    surgery.edit_surgery(opened, number, surgery.SurgeryDraft(DAY, place="Elsewhere"))


def attend(opened: OpenStore, number: int) -> None:
    person = attendance.Attending("Ann Rees", attendance.Part.ATTENDED)
    attendance.record_attendance(opened, number, [person])


def decide(opened: OpenStore, number: int) -> None:
    outcomes.record(opened, number, "A", "discharge")


ACTS: dict[str, tuple[Callable[[OpenStore, int], Any], str, str, str | None]] = {
    # what is done, by whom, from which states, and to which (None: it stays)
    "issue": (issue, CHAIR, "draft issued", "issued"),
    "hold": (surgery_life.hold, CHAIR, "issued", "held"),
    "close": (lambda o, n: surgery_life.close(o, n, anyway="None"), CHAIR, "held", "closed"),
    "postpone": (
        lambda o, n: surgery_life.postpone(o, n, "Snow"), OFFICE, "draft issued", "postponed",
    ),
    "cancel": (
        lambda o, n: surgery_life.cancel(o, n, "Snow"), OFFICE, "draft issued postponed",
        "cancelled",
    ),
    "edit": (edit, OFFICE, "draft issued postponed", None),
    "add": (
        lambda o, n: surgery.add_cases(o, n, ["C"]), OFFICE, "draft issued postponed held", None,
    ),
    "remove": (
        lambda o, n: surgery.remove_cases(o, n, ["A"]), OFFICE, "draft issued postponed", None,
    ),
    "order": (
        lambda o, n: surgery.order_cases(o, n, ["B", "A"]), OFFICE, "draft issued postponed", None,
    ),
    "attend": (attend, OFFICE, "draft issued postponed held", None),
    "decide": (decide, ALL, "draft issued held", None),
    "addendum": (lambda o, n: surgery_life.add_addendum(o, n, "Later"), CHAIR, "closed", None),
}  # fmt: skip


def surgery_in(opened: OpenStore, state: SurgeryState) -> int:
    """A surgery with two cases that came into a state some way or other."""
    from ehp_desktop.models import writes

    at, by = NOON, "somebody"
    with opened.store.writing("tested") as session:
        number = writes.add_surgery(
            session, date=DAY, time=dt.time(10), place=None, chair=None, lawyer=None,
            apologies=None, minutes_per_case=20, at=at, by=by,
        )  # fmt: skip
        writes.set_surgery_cases(session, number, ["A", "B"], at=at, by=by)
        writes.set_surgery_state(session, number, state)
    return number


@pytest.fixture
def as_role(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> Callable[[Role], OpenStore]:
    chair = opened_as(Role.CHAIR)
    put_children(chair, *(make_child(child_id=one) for one in ("A", "B", "C")))
    return opened_as


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(
    as_role: Callable[[Role], OpenStore], act: str, role: Role
) -> None:
    opened = as_role(role)
    do, who, states, to = ACTS[act]
    for state in SurgeryState:
        number = surgery_in(opened, state)
        before = surgery.one_surgery(opened, number)
        if role.value in who.split() and state in states.split():
            do(opened, number)
            assert surgery.one_surgery(opened, number).state == (to or state)
            continue
        wrong = RefusedError if role.value in who.split() else NotAllowedError
        with pytest.raises(wrong, match=r"[Nn]othing was (changed|done|issued|recorded)") as told:
            do(opened, number)
        assert isinstance(told.value, NotAllowedError) == (role.value not in who.split())
        assert surgery.one_surgery(opened, number) == before
        assert surgery_life.surgery_events(opened, number) == []


@pytest.mark.parametrize("act", ACTS)
def test_a_surgery_that_is_not_there(as_role: Callable[[Role], OpenStore], act: str) -> None:
    with pytest.raises(NotFoundError):
        ACTS[act][0](as_role(Role.CHAIR), 99)


def test_the_table_says_the_same_of_each_state() -> None:
    said: dict[Move | Part, str] = {
        Move.ISSUE: "issue", Move.HOLD: "hold", Move.CLOSE: "close", Move.POSTPONE: "postpone",
        Move.CANCEL: "cancel", Part.FACTS: "edit", Part.LATE_CASE: "add", Part.CASES: "order",
        Part.ATTENDANCE: "attend", Part.OUTCOMES: "decide", Part.ADDENDA: "addendum",
    }  # fmt: skip
    for wanted, act in said.items():
        assert {one.value for one in SurgeryState if can(one, wanted)} == set(ACTS[act][2].split())
    assert set(said) | {Move.GIVE_DATE} == {*Move, *Part}
