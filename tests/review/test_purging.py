"""Purging a child: everything goes, the rest stays whole, and a hold stands in the way."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from ehp_desktop.models import advice_books, errors, life_reads
from ehp_desktop.models.base import Base
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.rows import (
    ActionRow,
    CaseOutcomeRow,
    ChildRow,
    IssuedRow,
    NoteRow,
    OverrideRow,
    StepRow,
    SurgeryEventRow,
)
from ehp_desktop.review import audit_trail, purging, record, surgery
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.recording import recording

OpenAs = Callable[..., OpenStore]
DAY = dt.date(2021, 9, 30)
CHAIR = "tri llyffant gwyrdd 47"


def fill(opened: OpenStore, child_id: str) -> None:
    """One row of everything about a child, each with the word Gwenllian."""
    with recording(opened, Action.NOTE, child_id=child_id) as pen:
        about: dict[str, Any] = {"child_id": child_id, "surgery_id": 1}
        note: dict[str, Any] = dict.fromkeys(("criterion", "relevant_date", "key_id", "sealed"))
        pen.first(NoteRow, **about, **note, private=False, text="Gwenllian said")
        pen.first(
            CaseOutcomeRow, **about, code="keep_order", reason="Gwenllian", by_date=None,
            confirmed=True, copied_on=DAY, copied_by="R. E.",
        )  # fmt: skip
        pen.first(
            ActionRow, **about, what="Ring Gwenllian", who="A. B.", by_when=None, done_on=None,
            confirmed=True,
        )  # fmt: skip
        pen.first(
            StepRow, child_id=child_id, route=None, kind="hearing", on=DAY, form=None,
            detail="Gwenllian", confirmed=True,
        )  # fmt: skip
        pen.first(
            OverrideRow, child_id=child_id, criterion="R3", route=None, result="met",
            reason="Gwenllian", made_on=DAY, ends_on=None, facts=(("surname", "Gwenllian"),),
        )  # fmt: skip
        pen.add(
            IssuedRow, surgery_id=1, kind="agenda", version=1, language="en", names="full",
            with_advice=False, sha256="ab", pages=1, content=b"Gwenllian",
        )  # fmt: skip


def everything(opened: OpenStore) -> str:
    """All that is stored, as one text."""
    with opened.store.reading() as session:
        tables = [table.name for table in Base.metadata.sorted_tables]
        rows = [
            row
            for table in tables
            for row in session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
        ]
    return repr(rows)


@pytest.fixture
def two_children(
    opened_as: OpenAs, make_child: Callable[..., ChildRow], put_children: Callable[..., None]
) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    gone = make_child(child_id="0071", surname="Gwenllian", ceased_date=dt.date(2021, 9, 1))
    put_children(chair, gone, make_child(child_id="0072", surname="Rhys"))
    record.record_values(chair, "0071", {"surname": "Gwenllian II"}, on=DAY)
    surgery.new_surgery(chair, surgery.SurgeryDraft(DAY))
    surgery.add_cases(chair, 1, ["0071", "0072"])
    fill(chair, "0071")
    fill(chair, "0072")
    lawyer = opened_as(Role.LAWYER)
    with lawyer.store.writing("wrote legal advice", child_id="0071") as session:
        for child_id in ("0071", "0072"):
            advice_books.add_advice(
                session, lawyer.store.keys, lawyer.store.signer, lawyer.clock(),
                text="Gwenllian", child_id=child_id,
            )  # fmt: skip
    return opened_as(Role.CHAIR)


def close_surgery(opened: OpenStore) -> None:
    from ehp_desktop.models import writes

    with recording(opened, Action.CLOSED) as pen:
        writes.set_surgery_state(pen.session, 1, "closed")
        pen.surgery_event(1, "closed")


def test_everything_of_the_child_goes_and_the_rest_stays_whole(two_children: OpenStore) -> None:
    opened = two_children
    close_surgery(opened)
    before = everything(opened)
    assert before.count("0071") > 10
    done = purging.purge(opened, "0071")
    assert done.rows > 10
    assert done.mentions == ()
    left = everything(opened)
    assert "0071" not in left
    assert "Gwenllian II" not in left
    with opened.store.reading() as session:
        assert [one.child_id for one in life_reads.all_versions(session, NoteRow)] == ["0072"]
        assert life_reads.all_versions(session, IssuedRow) == []  # its pages named both
        snapshots = [one.snapshot for one in life_reads.all_versions(session, SurgeryEventRow)]
        assert all("0071" not in one["cases"] for one in snapshots)
        advised = advice_books.all_advice(session, opened.store.keys)
        assert [one.child_id for one in advised] == ["0072"]
    shown = surgery.show_surgery(opened, 1)
    assert [(one.position, one.child_id) for one in shown.cases] == [(1, "0072")]
    newest = audit_trail.read_audit(opened)[0]
    assert (newest.row.action, newest.child_id, newest.row.record) == ("purged", None, None)
    opened.close()
    assert check_store(opened.store.folder, CHAIR) == ()


def test_what_an_emptied_row_said_is_not_to_be_found_out(two_children: OpenStore) -> None:
    close_surgery(two_children)
    purging.purge(two_children, "0071")
    with two_children.store.reading() as session:
        rows = session.execute(text("SELECT text, child_id, salt FROM note WHERE id = 1")).all()
    assert rows == [(None, None, None)]


def test_emptying_a_row_by_hand_is_no_purge(two_children: OpenStore) -> None:
    close_surgery(two_children)
    purging.purge(two_children, "0071")
    with two_children.store.keeping() as session:
        session.execute(text("DROP TRIGGER note_refuses_update"))
        session.execute(text("UPDATE note SET salt = NULL, text = NULL WHERE id = 2"))
        from ehp_desktop.models.migrations.triggers import TRIGGERS

        session.execute(text(TRIGGERS["note_refuses_update"]))
    two_children.close()
    assert check_store(two_children.store.folder, CHAIR) == (
        "Row 2 of note was emptied, and no purge did it.",
    )


def test_a_hold_stands_in_the_way_until_it_is_lifted(two_children: OpenStore) -> None:
    close_surgery(two_children)
    purging.place_hold(two_children, "0071", "Inquiry")
    before = everything(two_children)
    with pytest.raises(errors.RefusedError, match="legal hold"):
        purging.purge(two_children, "0071")
    assert everything(two_children) == before
    (listed,) = purging.purgeable(two_children, DAY)
    assert listed.hindrance is not None
    with pytest.raises(errors.RefusedError, match="already"):
        purging.place_hold(two_children, "0071", "Again")
    purging.lift_hold(two_children, "0071", "It is over")
    with pytest.raises(errors.RefusedError, match="no legal hold"):
        purging.lift_hold(two_children, "0071", "Again")
    assert [one.hindrance for one in purging.purgeable(two_children, DAY)] == [None]
    purging.purge(two_children, "0071")
    assert purging.holds(two_children) == []


def test_a_surgery_to_come_and_an_outcome_not_copied_stand_in_the_way(
    two_children: OpenStore,
) -> None:
    with pytest.raises(errors.RefusedError, match="not closed"):
        purging.purge(two_children, "0071")
    close_surgery(two_children)
    with two_children.store.reading() as session:
        (outcome,) = life_reads.current(session, CaseOutcomeRow, child_id="0071")
    with recording(two_children, Action.OUTCOME) as pen:
        pen.next(outcome, copied_on=None)
    with pytest.raises(errors.RefusedError, match="case record"):
        purging.purge(two_children, "0071")


@pytest.mark.parametrize(("left_before", "listed"), [(1, []), (2, ["0071"]), (30, ["0071"])])
def test_those_who_left_before_a_day(
    two_children: OpenStore, left_before: int, listed: list[str]
) -> None:
    found = purging.purgeable(two_children, dt.date(2021, 9, left_before))
    assert [one.child_id for one in found] == listed


def test_a_child_who_is_not_there(two_children: OpenStore) -> None:
    for service in (
        lambda: purging.purge(two_children, "9"),
        lambda: purging.place_hold(two_children, "9", "why"),
    ):
        with pytest.raises(errors.NotFoundError):
            service()


@pytest.mark.parametrize("role", [Role.LAWYER, Role.ADMINISTRATOR])
def test_only_a_chair_purges_and_holds(opened_as: OpenAs, role: Role) -> None:
    opened = opened_as(role)
    for service in (
        lambda: purging.purge(opened, "0071"),
        lambda: purging.place_hold(opened, "0071", "why"),
        lambda: purging.lift_hold(opened, "0071", "why"),
        lambda: purging.purgeable(opened, DAY),
        lambda: audit_trail.read_audit(opened),
    ):
        with pytest.raises(NotAllowedError, match="Only the chair"):
            service()
