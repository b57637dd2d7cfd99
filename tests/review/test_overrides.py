"""Overrides made, ended, confirmed again and listed, and what they do to what a store shows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import overrides
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.agenda import Names, read_agenda
from ehp_desktop.review.caseload import explain_child, read_caseload
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.overrides import NewOverride
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.record import record_values
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery, show_surgery
from ehp_desktop.review.words import Result, Route, RouteState

DAY = dt.date(2021, 9, 30)
NEXT = dt.date(2021, 10, 1)
N, S, G = Route.DISCHARGE, Route.SUPERVISION_ORDER, Route.SPECIAL_GUARDIANSHIP
MET = NewOverride("1", "R9", None, Result.MET, "  Agreed at court.\r\nSee the order. ")


@pytest.fixture
def chairs(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    """A store with two children whose concerns are outstanding, opened by the chair."""
    outstanding = [make_child(child_id=one, concerns="outstanding") for one in ("1", "2")]
    put_children(opened_wales, *outstanding)
    return opened_wales


@pytest.fixture
def lawyers(chairs: OpenStore) -> OpenStore:
    """The same as the senior lawyer has it open."""
    return replace(chairs, actor=Actor("Gwen Parry", Role.LAWYER, "slot-2"))


def states(opened: OpenStore, day: dt.date) -> list[RouteState]:
    return [line.routes[N].state for line in read_caseload(opened, day).lines]


def criterion(opened: OpenStore, child_id: str, day: dt.date, route: Route = N) -> Any:
    found = explain_child(opened, child_id, day)
    return next(one for one in found.routes[route].criteria if one.id == "R9")


def test_one_that_is_made_counts_from_that_day(lawyers: OpenStore) -> None:
    assert overrides.add(lawyers, MET, on=DAY) == 1
    assert states(lawyers, DAY) == [RouteState.READY, RouteState.WORK_NEEDED]
    assert states(lawyers, dt.date(2021, 9, 29)) == [RouteState.WORK_NEEDED] * 2
    found = criterion(lawyers, "1", DAY)
    assert (found.result, found.override.computed) == (Result.MET, Result.NOT_MET)
    assert found.override.row.reason == "Agreed at court.\nSee the order."
    assert found.override.row.facts == (("concerns", "outstanding"),)
    assert "Reason: Agreed at court. See the order. As worked out: " in found.explanation
    assert criterion(lawyers, "2", DAY).override is None


def test_an_end_is_its_last_day_and_is_only_brought_forward(lawyers: OpenStore) -> None:
    number = overrides.add(lawyers, MET, on=DAY)
    overrides.end(lawyers, number, NEXT)
    assert states(lawyers, NEXT)[0] is RouteState.READY
    assert states(lawyers, dt.date(2021, 10, 2))[0] is RouteState.WORK_NEEDED
    with pytest.raises(RefusedError, match="not put off"):
        overrides.end(lawyers, number, dt.date(2021, 10, 2))
    with pytest.raises(RefusedError, match="before it was made"):
        overrides.end(lawyers, number, dt.date(2021, 9, 29))
    overrides.end(lawyers, 2, DAY)  # named by its later version
    assert states(lawyers, NEXT)[0] is RouteState.WORK_NEEDED
    assert [one.row.version for one in overrides.list_overrides(lawyers)] == [3]


def test_a_changed_fact_asks_for_confirmation_and_confirming_settles_it(
    chairs: OpenStore, lawyers: OpenStore
) -> None:
    number = overrides.add(lawyers, MET, on=DAY)
    record_values(chairs, "1", {"concerns": "managed"}, on=DAY)
    found = criterion(lawyers, "1", DAY)
    assert (found.override.to_confirm, found.override.changed_fields) == (True, ("concerns",))
    assert found.explanation.startswith("To be confirmed again, as this has changed since: ")
    assert states(lawyers, DAY)[0] is RouteState.READY
    overrides.confirm_again(lawyers, number, on=DAY)
    found = criterion(lawyers, "1", DAY)
    assert not found.override.to_confirm
    assert "Confirmed again by " in found.explanation
    record_values(chairs, "1", {"concerns": "outstanding"}, on=NEXT)
    assert criterion(lawyers, "1", NEXT).override.to_confirm
    with pytest.raises(RefusedError, match="does not count"):
        overrides.confirm_again(lawyers, number, on=dt.date(2021, 9, 29))


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"child_id": "3"}, NotFoundError, "no child 3"),
        ({"criterion": "R99"}, NotFoundError, "no criterion R99"),
        *(
            ({"criterion": one}, RefusedError, f"{one} cannot be overridden")
            for one in ("E1", "E2", "E5", "E6", "E7")
        ),
        ({"route": Route.CHILD_ARRANGEMENTS}, RefusedError, "not a criterion of that route"),
        ({"result": Result.UNKNOWN}, RefusedError, "met or not met"),
        ({"reason": " \n "}, RefusedError, "reason is blank"),
        ({"reason": "x" * 2001}, RefusedError, "2000"),
        ({"reason": "bell \a"}, RefusedError, "control character"),
        ({"ends_on": dt.date(2021, 9, 29)}, RefusedError, "end before"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    lawyers: OpenStore, changed: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        overrides.add(lawyers, replace(MET, **changed), on=DAY)
    assert overrides.list_overrides(lawyers) == []
    for number in (0, 1):
        with pytest.raises(NotFoundError):
            overrides.end(lawyers, number, DAY)


@pytest.mark.parametrize("changed", [{"reason": "x" * 2000}, {"ends_on": DAY}, {"route": S}])
def test_what_is_just_possible_is_kept(lawyers: OpenStore, changed: dict[str, Any]) -> None:
    number = overrides.add(lawyers, replace(MET, **changed), on=DAY)
    shown = overrides.list_overrides(lawyers, "1", DAY)
    assert [(one.row.thread, one.counts) for one in shown] == [(number, True)]
    assert criterion(lawyers, "1", DAY, S).result is Result.MET


@pytest.mark.parametrize("role", [Role.CHAIR, Role.ADMINISTRATOR])
def test_only_the_lawyer_overrides(lawyers: OpenStore, role: Role) -> None:
    number = overrides.add(lawyers, MET, on=DAY)
    other = replace(lawyers, actor=Actor("Other", role, "slot-3"))
    with pytest.raises(NotAllowedError):
        overrides.add(other, MET, on=DAY)
    with pytest.raises(NotAllowedError):
        overrides.end(other, number, DAY)
    with pytest.raises(NotAllowedError):
        overrides.confirm_again(other, number, on=DAY)
    assert len(overrides.list_overrides(other)) == 1


def test_the_list_says_which_counts(chairs: OpenStore, lawyers: OpenStore) -> None:
    overrides.add(lawyers, MET, on=DAY)
    overrides.add(lawyers, replace(MET, route=N, result=Result.NOT_MET), on=DAY)
    overrides.add(lawyers, replace(MET, route=S), on=NEXT)
    overrides.add(lawyers, replace(MET, child_id="2"), on=DAY)

    def shown(day: dt.date, child_id: str | None = "1") -> list[tuple[int, bool, bool]]:
        listed = overrides.list_overrides(lawyers, child_id, day)
        return [(one.row.id, one.counts, one.superseded) for one in listed]

    assert shown(DAY) == [(1, True, False), (2, True, False), (3, False, False)]
    assert shown(NEXT) == [(1, True, True), (2, True, False), (3, True, False)]
    assert len(shown(DAY, None)) == 4
    with pytest.raises(NotFoundError):
        shown(DAY, "3")
    record_values(chairs, "2", {"concerns": None}, on=DAY)
    changed = [one.changed_fields for one in overrides.list_overrides(lawyers, "2")]
    assert changed == [("concerns",)]


def test_a_surgery_and_its_agenda_have_it(chairs: OpenStore, lawyers: OpenStore) -> None:
    surgery = new_surgery(chairs, SurgeryDraft(date=NEXT))
    add_cases(chairs, surgery, ["1", "2"])
    named = replace(MET, criterion="M2", result=Result.NOT_MET, reason="Ioan ap Rhys says so.")
    overrides.add(lawyers, MET, on=DAY)
    overrides.add(lawyers, named, on=DAY)
    first, second = show_surgery(chairs, surgery).cases
    assert (first.routes[N].outstanding, second.routes[N].outstanding) == (("M2",), ("R9",))
    for names, reason in ((Names.INITIALS, "I. ap R. says so."), (Names.FULL, named.reason)):
        agenda = read_agenda(chairs, surgery, names=names, printed_at=chairs.clock())
        first, second = (case.routes[N] for case in agenda.cases)
        assert (first.outstanding, second.outstanding) == (("M2",), ("R9",))
        told = next(one.override for one in first.findings if one.criterion == "M2")
        assert told is not None
        assert (told.row.reason, told.to_confirm) == (reason, False)
