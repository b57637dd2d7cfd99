import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models import reads
from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow, ValueHistory
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.record import confirm_values, mark_left, record_values, undo

TODAY = dt.date(2021, 9, 30)
LATER = dt.date(2021, 10, 4)


@pytest.fixture
def opened(
    opened_wales: OpenStore, make_child: Callable[..., ChildRow], put_children: Callable[..., None]
) -> OpenStore:
    put_children(opened_wales, make_child(child_id="1"), recorded=False)
    return opened_wales


def child(opened: OpenStore) -> ChildRow:
    with opened.store.reading() as session:
        row = reads.child(session, "1")
    assert row is not None
    return row


def provenance(opened: OpenStore) -> dict[str, ValueHistory]:
    with opened.store.reading() as session:
        return reads.provenance(session, "1")


def history(opened: OpenStore) -> list[tuple[str, Any, Any]]:
    with opened.store.reading() as session:
        return [(one.field, one.before, one.after) for one in reads.history(session, "1")]


def test_a_typed_value_is_stored_with_who_and_when(opened: OpenStore) -> None:
    recorded = record_values(opened, "1", {"concerns": "managed"}, on=LATER)

    assert child(opened).concerns == "managed"
    assert recorded.changes == (("concerns", "resolved", "managed"),)
    found = provenance(opened)["concerns"]
    assert (found.confirmed_on, found.origin.by) == (LATER, "Rhiannon Evans")
    assert (found.origin.file_name, found.origin.row, found.origin.at) == (
        None,
        None,
        opened.clock(),
    )


def test_typing_nothing_takes_a_value_away(opened: OpenStore) -> None:
    record_values(opened, "1", {"concerns": None}, on=LATER)

    assert child(opened).concerns is None
    assert "concerns" not in provenance(opened)


def test_a_value_typed_as_it_stands_is_confirmed(opened: OpenStore) -> None:
    recorded = record_values(opened, "1", {"s47_open": False, "team": "T"}, on=LATER)

    assert recorded.confirmed == ("s47_open",)
    assert child(opened).s47_open_confirmed_on == LATER


def test_the_days_of_answers_follow_what_was_typed(opened: OpenStore) -> None:
    record_values(opened, "1", {"s47_open": True, "cp_registered": None}, on=LATER)

    row = child(opened)
    assert (row.s47_open_confirmed_on, row.cp_registered_confirmed_on) == (LATER, None)
    assert (row.plan_to_move_confirmed_on, row.proceedings_open_confirmed_on) == (TODAY, TODAY)


def test_what_a_typed_change_ends_becomes_blank_unless_it_is_typed_with_it(
    opened: OpenStore,
) -> None:
    before = child(opened)

    recorded = record_values(
        opened,
        "1",
        {"placement_code": "F1", "carer_1_name": "N. Rhys", "carer_relationship": "parent"},
        on=LATER,
    )

    row = child(opened)
    assert (row.carer_1_name, row.carer_relationship) == ("N. Rhys", "parent")
    assert (row.assessment_date, row.long_term, row.weekly_cost) == (None, None, None)
    assert row.placement_start == before.placement_start
    assert {"assessment_date", "long_term", "weekly_cost"} <= set(recorded.cleared)
    assert not {"carer_1_name", "carer_relationship"} & set(recorded.cleared)
    assert ("long_term", True, None) in history(opened)


def test_nothing_typed_writes_nothing(opened: OpenStore) -> None:
    recorded = record_values(opened, "1", {}, on=LATER)

    assert (recorded.record_id, history(opened)) == (None, [])
    assert undo(opened, recorded, on=LATER).record_id is None


def test_an_unknown_child_is_not_found_and_an_id_is_not_typed(opened: OpenStore) -> None:
    with pytest.raises(NotFoundError, match="9"):
        record_values(opened, "9", {"team": "T"}, on=LATER)
    with pytest.raises(RefusedError):
        record_values(opened, "1", {"child_id": "2"}, on=LATER)
    with pytest.raises(ValueError, match="colour"):
        record_values(opened, "1", {"colour": "red"}, on=LATER)
    assert history(opened) == []


def test_confirming_moves_the_day_and_changes_nothing(opened: OpenStore) -> None:
    record_values(opened, "1", {"concerns": "managed"}, on=TODAY)
    record_values(opened, "1", {"sibling_group": None}, on=TODAY)

    recorded = confirm_values(opened, "1", ["s47_open", "concerns", "sibling_group"], on=LATER)

    assert recorded.confirmed == ("s47_open", "concerns")
    assert (child(opened).s47_open, child(opened).s47_open_confirmed_on) == (False, LATER)
    found = provenance(opened)["concerns"]
    assert (found.confirmed_on, found.origin.as_of) == (LATER, TODAY)


def test_a_child_who_left_is_marked(opened: OpenStore) -> None:
    mark_left(opened, "1", date=TODAY, reason="E4", on=TODAY)

    assert (child(opened).ceased_date, child(opened).ceased_reason) == (TODAY, "E4")


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        (TODAY, "E4A"),
        (TODAY, ""),
        (TODAY + dt.timedelta(1), "E4"),
        (dt.date(2018, 2, 28), "E4"),
    ],
    ids=["England's", "none", "still to come", "before this care began"],
)
def test_a_mark_that_cannot_be_is_refused(opened: OpenStore, date: dt.date, reason: str) -> None:
    with pytest.raises(RefusedError):
        mark_left(opened, "1", date=date, reason=reason, on=TODAY)

    assert child(opened).ceased_date is None


def test_a_child_may_leave_on_the_day_care_began(opened: OpenStore) -> None:
    mark_left(opened, "1", date=dt.date(2018, 3, 1), reason="E8", on=TODAY)

    assert child(opened).ceased_reason == "E8"


def test_undo_puts_everything_back_and_adds_to_the_record(opened: OpenStore) -> None:
    before = child(opened)
    recorded = record_values(opened, "1", {"placement_code": "F1", "s47_open": True}, on=LATER)

    undo(opened, recorded, on=LATER)

    assert child(opened) == before
    changes = history(opened)
    assert ("placement_code", "P1", "F1") in changes
    assert ("placement_code", "F1", "P1") in changes
    assert ("carer_1_name", None, "Megan Rhys") in changes


def test_undo_makes_no_old_answer_look_newly_given(opened: OpenStore) -> None:
    record_values(opened, "1", {"s47_open": True, "team": "T"}, on=TODAY)
    recorded = record_values(opened, "1", {"s47_open": False, "team": "U"}, on=LATER)

    undo(opened, recorded, on=LATER)

    assert child(opened).s47_open_confirmed_on == TODAY
    found = provenance(opened)
    assert (found["s47_open"].confirmed_on, found["team"].origin.as_of) == (TODAY, TODAY)
    with opened.store.reading() as session:
        assert reads.typed_after(session, TODAY) == {}


def test_an_undone_undo_is_what_was_typed_again(opened: OpenStore) -> None:
    recorded = record_values(opened, "1", {"team": "U"}, on=LATER)
    undone = undo(opened, recorded, on=LATER)

    undo(opened, undone, on=LATER)

    assert child(opened).team == "U"
    with opened.store.reading() as session:
        assert reads.typed_after(session, TODAY) == {"1": frozenset({"team"})}
        assert reads.provenance(session, "1")["team"].confirmed_on == LATER


def test_a_confirmation_is_undone_too(opened: OpenStore) -> None:
    recorded = confirm_values(opened, "1", ["s47_open"], on=LATER)

    undo(opened, recorded, on=LATER)

    assert child(opened).s47_open_confirmed_on == TODAY


def test_undo_is_refused_where_something_was_stored_since(opened: OpenStore) -> None:
    recorded = record_values(opened, "1", {"team": "U"}, on=LATER)
    confirm_values(opened, "1", ["s47_open"], on=LATER)

    with pytest.raises(RefusedError):
        undo(opened, recorded, on=LATER)

    assert child(opened).team == "U"
