import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.review import outcomes
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcome_codes import KINDS, Needs
from ehp_desktop.review.outcomes import confirm, copied, list_outcomes, record, undo, withdraw
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.surgery import remove_cases, show_surgery
from ehp_desktop.review.surgery_states import Part, can

OpenAs = Callable[..., OpenStore]
SurgeryOf = Callable[..., int]
InState = Callable[[OpenStore, int, str], None]
MEETING = dt.date(2021, 10, 5)
LATER = dt.date(2021, 11, 1)
WANTED: dict[Needs, dict[str, Any]] = {
    Needs.NOTHING: {},
    Needs.DATE: {"by_date": LATER},
    Needs.REASON: {"reason": "Because."},
}


@pytest.fixture
def opened(opened_as: OpenAs, put_three: Callable[[OpenStore], None]) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_three(chair)
    return chair


@pytest.fixture
def surgery_id(opened: OpenStore, surgery_of: SurgeryOf) -> int:
    return surgery_of(opened, "A", "B")


def said(opened: OpenStore, surgery_id: int) -> list[tuple[str, str | None, bool]]:
    """Each outcome that is told: child, code (None = withdrawn), whether a draft waits."""
    return [
        (one.versions[0].child_id, one.row and one.row.code, one.draft is not None)
        for one in list_outcomes(opened, surgery_id)
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_outcome_is_recorded_with_what_it_needs(
    opened: OpenStore, surgery_id: int, kind: Any
) -> None:
    result = record(opened, surgery_id, "A", kind.code, **WANTED[kind.needs])
    (one,) = list_outcomes(opened, surgery_id)
    assert one.row is not None
    assert (result.id, result.confirmed) == (one.row.thread, True)
    assert (one.row.code, one.row.by_date, one.row.reason) == (
        kind.code,
        WANTED[kind.needs].get("by_date"),
        WANTED[kind.needs].get("reason"),
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_what_is_needed_and_missing_or_not_wanted_is_refused(
    opened: OpenStore, surgery_id: int, kind: Any
) -> None:
    if kind.needs is Needs.DATE:
        with pytest.raises(RefusedError, match="the day on which the case comes back"):
            record(opened, surgery_id, "A", kind.code, reason="Because.")
    else:
        with pytest.raises(RefusedError, match="not about a day"):
            record(opened, surgery_id, "A", kind.code, reason="Because.", by_date=LATER)
    if kind.needs is Needs.REASON:
        with pytest.raises(RefusedError, match="with its reasons"):
            record(opened, surgery_id, "A", kind.code, reason=" \u00a0\n")
    assert list_outcomes(opened) == []


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, False), (1, True)])
def test_a_case_comes_back_after_the_surgery(
    opened: OpenStore, surgery_id: int, days: int, taken: bool
) -> None:
    by_date = MEETING + dt.timedelta(days)
    if taken:
        record(opened, surgery_id, "A", "not_yet", by_date=by_date)
    else:
        with pytest.raises(RefusedError, match="not after the surgery's own"):
            record(opened, surgery_id, "A", "not_yet", by_date=by_date)


def test_only_known_outcomes_of_cases_on_the_agenda_are_recorded(
    opened: OpenStore, surgery_id: int
) -> None:
    with pytest.raises(RefusedError, match="There is no outcome 'freed'"):
        record(opened, surgery_id, "A", "freed")
    for other in ("C", "nobody"):
        with pytest.raises(RefusedError, match="not on the agenda"):
            record(opened, surgery_id, other, "discharge")
    with pytest.raises(NotFoundError):
        record(opened, 99, "A", "discharge")
    assert list_outcomes(opened) == []


@pytest.mark.parametrize("state", ["draft", "issued", "held", "closed", "postponed", "cancelled"])
def test_outcomes_are_recorded_where_the_surgerys_state_lets_them(
    opened: OpenStore, surgery_id: int, in_state: InState, state: str
) -> None:
    record(opened, surgery_id, "A", "discharge")
    in_state(opened, surgery_id, state)
    if can(state, Part.OUTCOMES):
        record(opened, surgery_id, "A", "escalate", reason="Now.")
        withdraw(opened, surgery_id, "A")
        return
    for ask in (
        lambda: record(opened, surgery_id, "A", "discharge"),
        lambda: confirm(opened, surgery_id),
        lambda: withdraw(opened, surgery_id, "A"),
        lambda: undo(opened, surgery_id, "A"),
    ):
        with pytest.raises(RefusedError, match="nothing was changed"):
            ask()
    assert len(list_outcomes(opened)[0].versions) == 1


def test_a_later_outcome_of_the_same_case_is_a_new_version(
    opened: OpenStore, surgery_id: int
) -> None:
    first = record(opened, surgery_id, "A", "discharge")
    second = record(opened, surgery_id, "A", "keep_order", reason="Too early.")
    assert first.id == second.id
    (one,) = list_outcomes(opened, surgery_id)
    assert [(row.version, row.code) for row in one.versions] == [
        (1, "discharge"),
        (2, "keep_order"),
    ]


def test_outcomes_are_listed_in_the_order_of_the_agenda(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    earlier = surgery_of(opened, "C", date=dt.date(2021, 9, 7))
    for surgery, child_id in ((surgery_id, "B"), (earlier, "C"), (surgery_id, "A")):
        record(opened, surgery, child_id, "discharge")
    assert [one.versions[0].child_id for one in list_outcomes(opened)] == ["C", "A", "B"]
    assert [one.surgery.id for one in list_outcomes(opened, child_id="B")] == [surgery_id]
    with pytest.raises(NotFoundError):
        list_outcomes(opened, 99)


@pytest.mark.parametrize("role", list(Role))
def test_who_records_what_stands_and_what_waits(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs, role: Role
) -> None:
    result = record(opened_as(role), surgery_id, "A", "discharge")
    assert result.confirmed is (role is not Role.ADMINISTRATOR)
    draft = role is Role.ADMINISTRATOR
    chair = opened_as(Role.CHAIR)
    assert said(chair, surgery_id) == [("A", "discharge", draft)]
    with chair.store.reading() as session:
        assert outcomes.how_many_drafts(session, surgery_id) == draft


@pytest.mark.parametrize("role", [Role.LAWYER, Role.ADMINISTRATOR])
def test_only_the_chair_confirms(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs, role: Role
) -> None:
    record(opened_as(Role.ADMINISTRATOR), surgery_id, "A", "discharge")
    with pytest.raises(NotAllowedError):
        confirm(opened_as(role), surgery_id)
    assert said(opened_as(Role.CHAIR), surgery_id) == [("A", "discharge", True)]


def test_the_chair_confirms_one_draft_or_all(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    office = opened_as(Role.ADMINISTRATOR)
    record(office, surgery_id, "A", "discharge")
    record(office, surgery_id, "B", "not_yet", by_date=LATER)
    chair = opened_as(Role.CHAIR)
    with pytest.raises(RefusedError, match="No outcome of C waits"):
        confirm(chair, surgery_id, ["A", "C"])
    assert said(chair, surgery_id) == [("A", "discharge", True), ("B", "not_yet", True)]
    assert [one.child_id for one in confirm(chair, surgery_id, ["A", "A"])] == ["A"]
    assert [one.child_id for one in confirm(chair, surgery_id)] == ["B"]
    assert confirm(chair, surgery_id) == []
    last = list_outcomes(chair, surgery_id)[0].versions[-1]
    assert (last.author, last.role, last.confirmed) == ("Rhiannon Evans", "chair", True)


def test_an_administrators_draft_leaves_what_stands(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    record(opened, surgery_id, "A", "discharge")
    office = opened_as(Role.ADMINISTRATOR)
    record(office, surgery_id, "A", "escalate", reason="Heard in the corridor.")
    assert said(office, surgery_id) == [("A", "discharge", True)]
    withdraw(office, surgery_id, "A")
    assert said(office, surgery_id) == [("A", "discharge", False)]
    withdraw(office, surgery_id, "A")
    assert said(office, surgery_id) == [("A", "discharge", True)]
    chair = opened_as(Role.CHAIR)
    confirm(chair, surgery_id)
    assert said(chair, surgery_id) == [("A", None, False)]
    with pytest.raises(RefusedError, match="no outcome of A to withdraw"):
        withdraw(chair, surgery_id, "A")


def test_undo_takes_back_the_last_and_once_more_brings_it_back(
    opened: OpenStore, surgery_id: int
) -> None:
    with pytest.raises(RefusedError, match="Nothing was recorded"):
        undo(opened, surgery_id, "A")
    record(opened, surgery_id, "A", "discharge")
    undo(opened, surgery_id, "A")
    assert said(opened, surgery_id) == [("A", None, False)]
    undo(opened, surgery_id, "A")
    record(opened, surgery_id, "A", "keep_order", reason="Too early.")
    undo(opened, surgery_id, "A")
    assert said(opened, surgery_id) == [("A", "discharge", False)]
    undo(opened, surgery_id, "A")
    assert said(opened, surgery_id) == [("A", "keep_order", False)]
    assert list_outcomes(opened)[0].versions[-1].reason == "Too early."


def test_an_administrator_takes_back_only_what_they_recorded(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    record(opened, surgery_id, "A", "discharge")
    office = opened_as(Role.ADMINISTRATOR)
    with pytest.raises(RefusedError, match="somebody else"):
        undo(office, surgery_id, "A")
    record(office, surgery_id, "A", "child_arrangements")
    undo(office, surgery_id, "A")
    assert said(office, surgery_id) == [("A", "discharge", False)]
    undo(office, surgery_id, "A")
    assert said(office, surgery_id) == [("A", "discharge", True)]


def test_undoing_a_confirmation_leaves_the_draft(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    record(opened_as(Role.ADMINISTRATOR), surgery_id, "A", "discharge")
    chair = opened_as(Role.CHAIR)
    confirm(chair, surgery_id)
    undo(chair, surgery_id, "A")
    assert list_outcomes(chair)[0].versions[-1].confirmed is False


def test_that_an_outcome_was_copied_is_recorded_even_after_the_close(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs, in_state: InState
) -> None:
    number = record(opened, surgery_id, "A", "discharge").id
    in_state(opened, surgery_id, "closed")
    office = opened_as(Role.ADMINISTRATOR)
    with pytest.raises(RefusedError, match="before its surgery"):
        copied(office, number, MEETING - dt.timedelta(1))
    copied(office, number, MEETING)
    (one,) = list_outcomes(office)
    assert one.draft is None
    assert one.row is not None
    assert (one.row.copied_on, one.row.copied_by) == (MEETING, "Gareth Lloyd")
    copied(office, number, LATER, " Mair  ")
    assert list_outcomes(office)[0].versions[-1].copied_by == "Mair"
    with pytest.raises(NotFoundError):
        copied(office, 99, LATER)


def test_what_does_not_stand_was_not_copied_and_what_changes_is_to_be_copied_again(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    number = record(opened_as(Role.ADMINISTRATOR), surgery_id, "A", "discharge").id
    chair = opened_as(Role.CHAIR)
    with pytest.raises(RefusedError, match="Have it confirmed first"):
        copied(chair, number, LATER)
    confirm(chair, surgery_id)
    copied(chair, number, LATER)
    record(chair, surgery_id, "A", "escalate", reason="Now.")
    (one,) = list_outcomes(chair)
    assert one.row is not None
    assert one.row.copied_on is None
    undo(chair, surgery_id, "A")
    assert list_outcomes(chair)[0].versions[-1].copied_on == LATER


def test_an_outcome_outlives_the_agenda_that_lost_its_case(
    opened: OpenStore, surgery_id: int
) -> None:
    record(opened, surgery_id, "A", "discharge")
    remove_cases(opened, surgery_id, ["A"])
    withdraw(opened, surgery_id, "A")
    assert said(opened, surgery_id) == [("A", None, False)]
    assert show_surgery(opened, surgery_id).row.cases == ("B",)


def test_no_version_of_an_administrator_stands_by_itself(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    """What is confirmed in their name says what a chair or a lawyer had confirmed before."""
    record(opened, surgery_id, "A", "discharge")
    office = opened_as(Role.ADMINISTRATOR)
    number = record(office, surgery_id, "A", "escalate", reason="x").id
    undo(office, surgery_id, "A")
    copied(office, number, LATER)
    withdraw(office, surgery_id, "A")
    withdraw(office, surgery_id, "A")
    before: list[tuple[str, bool]] = []
    for row in list_outcomes(office)[0].versions:
        if row.confirmed and row.role == "administrator":
            assert (row.code, row.withdrawn) in before
        elif row.confirmed:
            before.append((row.code, row.withdrawn))
