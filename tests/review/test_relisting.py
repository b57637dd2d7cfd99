import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.review import opening
from ehp_desktop.review.actor import Role
from ehp_desktop.review.confirming import stands
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcomes import confirm, list_outcomes, record, undo, withdraw
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.record import mark_left
from ehp_desktop.review.relisting import add_relisted, how_many_wait, relisted
from ehp_desktop.review.surgery import (
    SurgeryDraft,
    add_cases,
    list_surgeries,
    new_series,
    new_surgery,
    remove_cases,
    show_surgery,
)
from ehp_desktop.review.surgery_life import cancel

OpenAs = Callable[..., OpenStore]
SurgeryOf = Callable[..., int]
InState = Callable[[OpenStore, int, str], None]
MEETING = dt.date(2021, 10, 5)
DAY = dt.timedelta(1)
BACK = dt.date(2021, 11, 2)


@pytest.fixture
def opened(opened_as: OpenAs, put_three: Callable[[OpenStore], None]) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_three(chair)
    return chair


@pytest.fixture
def surgery_id(opened: OpenStore, surgery_of: SurgeryOf) -> int:
    return surgery_of(opened, "A", "B")


def cases(opened: OpenStore, surgery_id: int) -> tuple[str, ...]:
    return show_surgery(opened, surgery_id).row.cases


def waiting_on(opened: OpenStore, day: dt.date) -> list[str]:
    return [one.child_id for one in relisted(opened, day)]


@pytest.mark.parametrize("code", ["not_yet", "more_information"])
@pytest.mark.parametrize(("days", "waits"), [(-1, []), (0, ["A"]), (1, ["A"])])
def test_a_case_waits_from_its_day(
    opened: OpenStore, surgery_id: int, code: str, days: int, waits: list[str]
) -> None:
    record(opened, surgery_id, "A", code, by_date=BACK)
    record(opened, surgery_id, "B", "discharge")
    assert waiting_on(opened, BACK + days * DAY) == waits
    assert how_many_wait(opened, BACK + days * DAY) == len(waits)


@pytest.mark.parametrize(("days", "listed"), [(-1, ()), (0, ("A",)), (1, ("A",))])
def test_a_new_surgery_lists_those_who_wait_for_its_day(
    opened: OpenStore, surgery_id: int, days: int, listed: tuple[str, ...]
) -> None:
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    number = new_surgery(opened, SurgeryDraft(BACK + days * DAY))
    assert cases(opened, number) == listed
    assert waiting_on(opened, BACK + DAY) == ([] if listed else ["A"])


def test_of_a_series_the_first_surgery_on_or_after_the_day_lists_the_case(
    opened: OpenStore, surgery_id: int
) -> None:
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    days = (BACK + 28 * DAY, BACK - DAY, BACK + 14 * DAY)
    numbers = new_series(opened, SurgeryDraft(BACK), days)
    assert [cases(opened, one) for one in numbers] == [(), (), ("A",)]


def test_an_outcome_puts_the_case_on_the_next_open_agenda(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    early = surgery_of(opened, date=BACK - DAY, state="draft")
    postponed = surgery_of(opened, date=BACK, state="postponed")
    on_it = surgery_of(opened, "C", date=BACK, state="issued")
    later = surgery_of(opened, date=BACK + DAY, state="draft")
    result = record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    assert (result.settled.put_on, result.settled.taken_off) == (on_it, ())
    assert [cases(opened, one) for one in (early, postponed, on_it, later)] == [
        (),
        (),
        ("C", "A"),
        (),
    ]


def test_what_undoing_takes_off_an_agenda_is_what_came_by_itself(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    later = surgery_of(opened, "B", date=BACK, state="draft")
    for child_id in ("A", "B"):
        record(opened, surgery_id, child_id, "not_yet", by_date=BACK)
    assert cases(opened, later) == ("B", "A")
    assert undo(opened, surgery_id, "B").settled.taken_off == ()
    assert undo(opened, surgery_id, "A").settled.taken_off == (later,)
    assert cases(opened, later) == ("B",)
    assert undo(opened, surgery_id, "A").settled.put_on == later


def test_who_came_by_themselves_and_was_then_put_there_by_hand_stays(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    later = surgery_of(opened, date=BACK, state="draft")
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    remove_cases(opened, later, ["A"])
    assert waiting_on(opened, BACK) == ["A"]
    add_cases(opened, later, ["A"])
    withdraw(opened, surgery_id, "A")
    assert cases(opened, later) == ("A",)


def test_another_day_moves_the_case_to_another_agenda(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    first = surgery_of(opened, date=BACK, state="draft")
    second = surgery_of(opened, date=BACK + 28 * DAY, state="draft")
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    moved = record(opened, surgery_id, "A", "not_yet", by_date=BACK + DAY)
    assert (moved.settled.put_on, moved.settled.taken_off) == (second, (first,))
    assert (cases(opened, first), cases(opened, second)) == ((), ("A",))


@pytest.mark.parametrize("state", ["held", "closed", "postponed", "cancelled"])
def test_an_agenda_that_is_not_open_is_left_as_it_is(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf, state: str
) -> None:
    later = surgery_of(opened, date=BACK, state=state)
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    assert cases(opened, later) == ()
    with pytest.raises(RefusedError, match="Choose one that is still to be held"):
        add_relisted(opened, later)


def test_a_case_on_a_surgery_that_was_not_held_waits_again(
    opened: OpenStore, surgery_id: int, in_state: InState
) -> None:
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    later = new_surgery(opened, SurgeryDraft(BACK))
    for state, waits in (("held", []), ("postponed", ["A"]), ("cancelled", ["A"])):
        in_state(opened, later, state)
        assert waiting_on(opened, BACK) == waits


def test_a_draft_brings_nobody_back_until_it_is_confirmed(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf, opened_as: OpenAs
) -> None:
    later = surgery_of(opened, date=BACK, state="draft")
    office = opened_as(Role.ADMINISTRATOR)
    record(office, surgery_id, "A", "not_yet", by_date=BACK)
    assert (cases(office, later), waiting_on(office, BACK)) == ((), [])
    chair = opened_as(Role.CHAIR)
    (result,) = confirm(chair, surgery_id)
    assert result.settled.put_on == later
    withdraw(opened_as(Role.ADMINISTRATOR), surgery_id, "A")
    assert cases(opened_as(Role.CHAIR), later) == ("A",)


def test_what_is_relisted_can_be_put_on_an_agenda_by_hand(
    opened: OpenStore, surgery_id: int, opened_as: OpenAs
) -> None:
    later = new_surgery(opened, SurgeryDraft(BACK + DAY))
    record(opened, surgery_id, "A", "not_yet", by_date=BACK + DAY)
    record(opened, surgery_id, "B", "more_information", by_date=BACK)
    remove_cases(opened, later, ["A", "B"])
    assert add_relisted(opened, later).added == ("B", "A")
    assert add_relisted(opened, later).added == ()
    with pytest.raises(NotFoundError):
        add_relisted(opened, 99)
    with pytest.raises(NotAllowedError):
        add_relisted(opened_as(Role.LAWYER), later)


def test_a_lawyers_outcome_relists_too(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf, opened_as: OpenAs
) -> None:
    later = surgery_of(opened, date=BACK, state="draft")
    lawyer = opened_as(Role.LAWYER)
    assert record(lawyer, surgery_id, "A", "not_yet", by_date=BACK).settled.put_on == later


def test_who_has_left_care_does_not_come_back(opened: OpenStore, surgery_id: int) -> None:
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    mark_left(opened, "A", date=dt.date(2021, 9, 30), reason="E4", on=dt.date(2021, 9, 30))
    assert waiting_on(opened, BACK) == []
    assert cases(opened, new_surgery(opened, SurgeryDraft(BACK))) == ()


def test_the_cases_of_a_cancelled_surgery_come_onto_the_next(
    opened: OpenStore, surgery_id: int
) -> None:
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    first, second = new_series(opened, SurgeryDraft(BACK), (BACK, BACK + DAY))
    add_cases(opened, first, ["C"])
    cancel(opened, first, "The chair is ill.")
    assert (cases(opened, first), cases(opened, second)) == (("A", "C"), ("A",))


def test_the_outcome_of_the_latest_surgery_counts(
    opened: OpenStore, surgery_id: int, surgery_of: SurgeryOf
) -> None:
    record(opened, surgery_id, "A", "not_yet", by_date=BACK)
    second = surgery_of(opened, date=BACK, state="held")
    add_late = surgery_of(opened, "A", date=BACK + DAY, state="held")
    record(opened, add_late, "A", "discharge")
    assert waiting_on(opened, BACK + 90 * DAY) == []
    assert cases(opened, second) == ("A",)


WHEN = st.integers(1, 60).map(lambda days: MEETING + days * DAY)
DEED = st.one_of(
    st.tuples(st.just("decide"), st.sampled_from("ABC"), WHEN),
    st.tuples(st.just("undo"), st.sampled_from("ABC"), st.just(MEETING)),
    st.tuples(st.just("leave"), st.sampled_from("ABC"), st.just(MEETING)),
    st.tuples(st.just("meet"), st.just(""), WHEN),
    st.tuples(st.just("cancel"), st.just(""), st.just(MEETING)),
)
_number = itertools.count()


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(DEED, max_size=8))
def test_whatever_happens_nobody_is_lost_and_nobody_is_listed_twice(
    make_store: Callable[[CodeSet, str], Path],
    clock: Callable[[], dt.datetime],
    passphrase: str,
    put_three: Callable[[OpenStore], None],
    surgery_of: SurgeryOf,
    in_state: InState,
    deeds: list[tuple[str, str, dt.date]],
) -> None:
    """Every case that is to come back waits, or is on exactly one agenda after its surgery."""
    folder = make_store(CodeSet.WALES, f"relisting-{next(_number)}")
    opened = opening.unlock(folder, passphrase, clock=clock)
    try:
        put_three(opened)
        surgery_id = surgery_of(opened, "A", "B", "C")
        for deed, child_id, day in deeds:
            _do(opened, surgery_id, deed, child_id, day, in_state)
        _nobody_is_lost(opened, surgery_id)
    finally:
        opened.close()


def _do(
    opened: OpenStore, surgery_id: int, deed: str, child_id: str, day: dt.date, in_state: InState
) -> None:
    if deed == "decide":
        record(opened, surgery_id, child_id, "not_yet", by_date=day)
    elif deed == "leave":
        record(opened, surgery_id, child_id, "left_list", reason="Moved.")
    elif deed == "undo" and list_outcomes(opened, surgery_id, child_id):
        undo(opened, surgery_id, child_id)
    elif deed == "meet":
        new_surgery(opened, SurgeryDraft(day))
    elif deed == "cancel" and len(list_surgeries(opened)) > 1:
        in_state(opened, list_surgeries(opened)[-1].id, "cancelled")


def _nobody_is_lost(opened: OpenStore, surgery_id: int) -> None:
    later = [one for one in list_surgeries(opened) if one.id != surgery_id]
    standing = {one: list_outcomes(opened, surgery_id, one) for one in "ABC"}
    for child_id, threads in standing.items():
        row = stands(threads[0].versions) if threads else None
        open_ones = [one for one in later if child_id in one.cases and one.state != "cancelled"]
        if row is None or row.by_date is None:
            assert open_ones == []
            assert waiting_on(opened, dt.date(2030, 1, 1)).count(child_id) == 0
            continue
        waits = waiting_on(opened, row.by_date).count(child_id)
        assert len(open_ones) + waits == 1
        assert all(one.date >= row.by_date for one in open_ones)
