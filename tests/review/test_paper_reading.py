"""What the papers read from a store: the right surgery's, current versions, names covered."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import (
    ActionRow,
    AttendanceRow,
    CaseOutcomeRow,
    ChildRow,
    NoteRow,
    StepRow,
)
from ehp_desktop.review.action_list import action_list_of
from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.agenda import Names, read_agenda
from ehp_desktop.review.case_reading import note_printed
from ehp_desktop.review.case_summary import case_summary_of
from ehp_desktop.review.invitation import invitation_of
from ehp_desktop.review.minutes import minutes_of
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.permissions import NotAllowedError
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery

SEPTEMBER = dt.date(2021, 9, 7)
OCTOBER = dt.date(2021, 10, 5)
PRINTED = dt.datetime(2021, 9, 30, 16, 20, tzinfo=dt.UTC)
Write = Callable[..., int]


@pytest.fixture
def opened(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    put_children(
        opened_wales,
        make_child(child_id="A"),
        make_child(child_id="B", forename="Cadi", surname="Wyn", carer_1_name="Nia Wyn"),
    )
    for day in (SEPTEMBER, OCTOBER):
        number = new_surgery(opened_wales, SurgeryDraft(day))
        add_cases(opened_wales, number, ["A"])
    return opened_wales


@pytest.fixture
def write(opened: OpenStore) -> Write:
    """Writes the first version of a row; returns its id."""
    from ehp_desktop.models.life_writes import Pen

    def first(row: Any, /, **values: object) -> int:
        with opened.store.writing("tested") as session:
            return Pen(session, opened.store.signer, opened.clock()).first(row, **values)

    return first


@pytest.fixture
def advise(opened: OpenStore) -> Callable[..., None]:
    from ehp_desktop.models import advice_books

    def add(text: str, **about: Any) -> None:
        with opened.store.writing("tested") as session:
            store = opened.store
            advice_books.add_advice(
                session, store.keys, store.signer, opened.clock(), text=text, **about
            )

    return add


@pytest.fixture
def full(write: Write, advise: Callable[..., None]) -> None:
    """September relisted the case of A, whose carer is Megan Rhys."""
    outcome = {"child_id": "A", "code": "not_yet", "confirmed": True}
    write(
        CaseOutcomeRow,
        surgery_id=1,
        by_date=OCTOBER,
        reason="Megan Rhys has not given notice.",
        **outcome,
    )
    action = {"who": "Mair Dafydd", "confirmed": True, "by_when": dt.date(2021, 9, 20)}
    write(ActionRow, surgery_id=1, child_id="A", what="Ring Megan Rhys", **action)
    write(ActionRow, surgery_id=1, child_id="B", what="Ask Nia Wyn", **action)
    write(ActionRow, surgery_id=2, what="Book the room", who="Huw", confirmed=True)
    write(NoteRow, private=False, child_id="A", surgery_id=1, text="Said by Megan Rhys")
    write(NoteRow, private=False, surgery_id=2, text="The room is cold")
    step = {"kind": "application_drafted", "route": "discharge", "form": "C110A"}
    write(StepRow, child_id="A", on=dt.date(2021, 9, 20), confirmed=True, **step)
    for name, part in (("Elin Ŵyn", "invited"), ("Huw Pryce", "apologies")):
        write(AttendanceRow, surgery_id=2, name=name, part=part)
    advise("Megan Rhys may apply.", child_id="A", surgery_id=1)
    advise("In general.", surgery_id=2)


@pytest.mark.usefixtures("full")
def test_an_agenda_has_what_earlier_surgeries_decided(opened: OpenStore) -> None:
    agenda = read_agenda(opened, 2, printed_at=PRINTED)
    life = agenda.cases[0].life
    assert life.relisted_from == SEPTEMBER
    assert [one.row.reason for one in life.outcomes] == ["M. R. has not given notice."]
    assert [one.form for one in life.steps] == ["C110A"]
    assert [one.text for one in life.notes] == ["Said by M. R."]
    assert life.advice_recorded
    assert [(one.row.what, one.child) for one in agenda.meeting.overdue] == [
        ("Ring M. R.", "I. ap R. (A)"),
        ("Ask N. W.", "C. W. (B)"),
    ]
    assert [one.name for one in agenda.meeting.people("invited")] == ["Elin Ŵyn"]
    assert [one.text for one in agenda.meeting.notes] == ["The room is cold"]
    assert agenda.advice is None
    assert "may apply" not in repr(agenda)
    for name in ("Rhys", "Megan", "Nia", "Cadi"):
        assert name not in repr(agenda)


@pytest.mark.usefixtures("full")
def test_the_first_surgery_knows_nothing_of_its_own_outcome_yet(opened: OpenStore) -> None:
    agenda = read_agenda(opened, 1, printed_at=PRINTED)
    assert agenda.cases[0].life.outcomes == ()
    assert agenda.meeting.overdue == ()


@pytest.mark.usefixtures("full")
def test_an_agenda_with_advice(opened: OpenStore) -> None:
    agenda = read_agenda(opened, 2, printed_at=PRINTED, with_advice=True, version=1)
    assert [one.text for one in agenda.advice or ()] == ["M. R. may apply.", "In general."]
    assert (agenda.state, agenda.imprint.version) == ("issued", 1)


@pytest.mark.usefixtures("full")
def test_an_administrator_prints_without_advice_and_not_with_it(opened: OpenStore) -> None:
    office = replace(opened, actor=Actor("Nia", Role.ADMINISTRATOR, "s9"))
    assert read_agenda(office, 2, printed_at=PRINTED).cases[0].life.advice_recorded
    for asked in (
        lambda: read_agenda(office, 2, printed_at=PRINTED, with_advice=True),
        lambda: minutes_of(office, 1, printed_at=PRINTED, with_advice=True),
        lambda: case_summary_of(office, "A", as_of=OCTOBER, printed_at=PRINTED, with_advice=True),
    ):
        with pytest.raises(NotAllowedError):
            asked()


@pytest.mark.usefixtures("full")
def test_minutes_have_what_their_surgery_recorded(opened: OpenStore) -> None:
    minutes = minutes_of(opened, 1, printed_at=PRINTED, names=Names.FULL, with_advice=True)
    life = minutes.agenda.cases[0].life
    assert [one.row.code for one in life.outcomes] == ["not_yet"]
    assert [one.what for one in life.actions] == ["Ring Megan Rhys"]
    assert [one.child for one in minutes.actions] == ["Cadi Wyn (B)"]
    assert [one.text for one in minutes.agenda.advice or ()] == ["Megan Rhys may apply."]
    later = minutes_of(opened, 2, printed_at=PRINTED)
    assert later.agenda.cases[0].life.outcomes == ()
    assert later.imprint.state == "draft"


@pytest.mark.usefixtures("full")
def test_action_lists(opened: OpenStore) -> None:
    everything = action_list_of(opened, as_of=OCTOBER, printed_at=PRINTED)
    assert [one.row.what for one in everything.actions] == [
        "Ring M. R.",
        "Ask N. W.",
        "Book the room",
    ]
    one = action_list_of(opened, 2, as_of=OCTOBER, printed_at=PRINTED)
    assert [told.row.what for told in one.actions] == ["Book the room"]
    assert one.imprint.surgery_date == OCTOBER


@pytest.mark.usefixtures("full")
def test_a_summary(opened: OpenStore) -> None:
    summary = case_summary_of(opened, "A", as_of=OCTOBER, printed_at=PRINTED, with_advice=True)
    assert summary.case.earlier == (OCTOBER, SEPTEMBER)
    assert [one.text for one in summary.advice or ()] == ["M. R. may apply."]
    with pytest.raises(NotFoundError, match="Z"):
        case_summary_of(opened, "Z", as_of=OCTOBER, printed_at=PRINTED)


@pytest.mark.usefixtures("full")
def test_an_invitation_names_cases_only_where_it_is_asked_to(opened: OpenStore) -> None:
    to_all = invitation_of(opened, 2, printed_at=PRINTED)
    assert (to_all.to, to_all.cases) == (("Elin Ŵyn",), None)
    to_one = invitation_of(opened, 2, ["Siân Tomos"], with_cases=True, printed_at=PRINTED)
    assert to_one.to == ("Siân Tomos",)
    assert [(one.name, one.child_id) for one in to_one.cases or ()] == [("I. ap R.", "A")]


def test_printing_is_noted(opened: OpenStore) -> None:
    assert note_printed(opened, "summary", with_advice=True, child_id="A")


def test_a_draft_replaces_nothing_that_was_confirmed(opened: OpenStore, write: Write) -> None:
    from ehp_desktop.models import life_reads
    from ehp_desktop.models.life_writes import Pen

    write(CaseOutcomeRow, surgery_id=1, child_id="A", code="keep_order", confirmed=True)
    due = {"by_when": SEPTEMBER, "child_id": "A", "who": "Huw", "confirmed": True}
    write(ActionRow, surgery_id=1, what="Ring", **due)
    with opened.store.writing("tested") as session:
        pen = Pen(session, opened.store.signer, opened.clock())
        (outcome,) = life_reads.current(session, CaseOutcomeRow)
        pen.next(outcome, code="left_list", confirmed=False)
        (action,) = life_reads.current(session, ActionRow)
        pen.next(action, what="Ring twice", confirmed=False)
    agenda = read_agenda(opened, 2, printed_at=PRINTED)
    told = [(one.row.code, one.row.confirmed) for one in agenda.cases[0].life.outcomes]
    assert told == [("keep_order", True)]
    assert [one.row.what for one in agenda.meeting.overdue] == ["Ring"]
    assert [one.what for one in agenda.cases[0].life.actions] == ["Ring"]
