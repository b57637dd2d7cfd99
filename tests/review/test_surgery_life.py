"""A surgery postponed, held, closed and added to; each step an event with the surgery as it was."""

import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import ChildRow, SurgeryEventRow
from ehp_desktop.review import outcomes, surgery, surgery_life
from ehp_desktop.review.actor import Role
from ehp_desktop.review.issuing import Variants, changes_since_issue, issue
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery_life import CloseRefusedError

DAY = dt.date(2021, 9, 28)
LATER = dt.date(2021, 10, 12)
NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)


@pytest.fixture
def opened(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_children(chair, *(make_child(child_id=one) for one in ("A", "B", "C")))
    return chair


@pytest.fixture
def number(opened: OpenStore) -> int:
    made = surgery.new_surgery(opened, surgery.SurgeryDraft(DAY, place="Tŷ Mawr"))
    surgery.add_cases(opened, made, ["A", "B"])
    return made


def state(opened: OpenStore, number: int) -> str:
    return surgery.one_surgery(opened, number).state


def last_event(opened: OpenStore, number: int) -> SurgeryEventRow:
    return surgery_life.surgery_events(opened, number)[-1]


def held(opened: OpenStore, number: int) -> None:
    issue(opened, number, Variants(), NOON)
    surgery_life.hold(opened, number)


@pytest.mark.parametrize("issued", [False, True])
def test_postponed_to_a_date_it_stays_what_it_was(
    opened: OpenStore, number: int, issued: bool
) -> None:
    if issued:
        issue(opened, number, Variants(), NOON)
    surgery_life.postpone(opened, number, "Snow\nand ice", to=LATER)
    row = surgery.one_surgery(opened, number)
    assert (row.state, row.date, row.place) == ("issued" if issued else "draft", LATER, "Tŷ Mawr")
    event = last_event(opened, number)
    assert (event.kind, event.text, event.author) == (
        "postponed",
        "Snow\nand ice",
        "Rhiannon Evans",
    )
    assert (event.snapshot["date"], event.snapshot["cases"]) == ("2021-10-12", ["A", "B"])
    told = changes_since_issue(opened, number)
    assert told == (("Date: 12 Oct 2021 (was 28 Sep 2021).",) if issued else ())


@pytest.mark.parametrize("issued", [False, True])
@pytest.mark.parametrize("by_editing", [False, True])
def test_postponed_to_none_it_comes_back_with_a_date(
    opened: OpenStore, number: int, issued: bool, by_editing: bool
) -> None:
    if issued:
        issue(opened, number, Variants(), NOON)
    surgery_life.postpone(opened, number, "Snow")
    assert state(opened, number) == "postponed"
    with pytest.raises(RefusedError, match="Give it a date first"):
        surgery_life.postpone(opened, number, "Snow again")
    if by_editing:
        surgery.edit_surgery(opened, number, surgery.SurgeryDraft(LATER))
    else:
        surgery_life.postpone(opened, number, "Thaw", to=LATER)
    row = surgery.one_surgery(opened, number)
    assert (row.state, row.date) == ("issued" if issued else "draft", LATER)


def test_a_postponed_surgery_may_come_back_on_its_own_day(opened: OpenStore, number: int) -> None:
    with pytest.raises(RefusedError, match="on that day already"):
        surgery_life.postpone(opened, number, "Snow", to=DAY)
    surgery_life.postpone(opened, number, "Snow")
    surgery.edit_surgery(opened, number, surgery.SurgeryDraft(DAY, place="Elsewhere"))
    assert state(opened, number) == "postponed"
    surgery_life.postpone(opened, number, "Thaw", to=DAY)
    assert state(opened, number) == "draft"


@pytest.mark.parametrize("reason", ["", " \n ", "a\x00b", "a" * 20_001])
def test_reasons_and_addenda_are_texts(opened: OpenStore, number: int, reason: str) -> None:
    for act in (surgery_life.postpone, surgery_life.cancel, surgery_life.add_addendum):
        with pytest.raises(RefusedError):
            act(opened, number, reason)
    with pytest.raises(RefusedError):
        surgery_life.close(opened, number, anyway=reason)
    assert state(opened, number) == "draft"


def test_held_when_it_was_held(opened: OpenStore, number: int) -> None:
    issue(opened, number, Variants(), NOON)
    with pytest.raises(RefusedError, match="still to come"):
        surgery_life.hold(opened, number, NOON + dt.timedelta(minutes=1))
    summer = dt.timezone(dt.timedelta(hours=1))
    surgery_life.hold(opened, number, dt.datetime(2021, 9, 28, 10, 5, tzinfo=summer))
    event = last_event(opened, number)
    assert (event.kind, event.text) == ("held", "2021-09-28T09:05+00:00")


def test_closing_waits_for_every_outcome(opened: OpenStore, number: int) -> None:
    held(opened, number)
    outcomes.record(opened, number, "B", "discharge")
    with pytest.raises(CloseRefusedError, match="no confirmed outcome: A") as refused:
        surgery_life.close(opened, number)
    assert (refused.value.without_outcome, refused.value.drafts) == (("A",), 0)
    assert state(opened, number) == "held"
    assert surgery_life.still_open(opened, number) == (("A",), 0)
    outcomes.record(opened, number, "A", "keep_order", reason="It is needed.")
    surgery_life.close(opened, number)
    assert state(opened, number) == "closed"
    assert last_event(opened, number).text is None


def test_closing_anyway_keeps_the_reason(opened: OpenStore, number: int) -> None:
    held(opened, number)
    surgery_life.close(opened, number, anyway=" Both were ill. ")
    assert (state(opened, number), last_event(opened, number).text) == ("closed", "Both were ill.")


def test_closing_waits_for_drafts_whatever_the_reason(
    opened: OpenStore, number: int, opened_as: Callable[..., OpenStore]
) -> None:
    from ehp_desktop.models.rows import ActionRow
    from ehp_desktop.review.audit_words import Action
    from ehp_desktop.review.recording import recording

    held(opened, number)
    outcomes.record(opened, number, "A", "discharge")
    office = opened_as(Role.ADMINISTRATOR)
    outcomes.record(office, number, "B", "discharge")
    with recording(office, Action.ACTION) as pen:
        pen.first(
            ActionRow, surgery_id=number, child_id=None, what="Book a room", who="Gareth",
            by_when=None, done_on=None, confirmed=False,
        )  # fmt: skip
    chair = opened_as(Role.CHAIR)
    with pytest.raises(CloseRefusedError, match="2 of its outcomes and actions await") as refused:
        surgery_life.close(chair, number, anyway="I am in a hurry")
    assert (refused.value.without_outcome, refused.value.drafts) == (("B",), 2)
    outcomes.confirm(chair, number)
    with pytest.raises(CloseRefusedError) as refused:
        surgery_life.close(chair, number)
    assert (refused.value.without_outcome, refused.value.drafts) == ((), 1)


def test_a_case_that_comes_up_is_added_at_the_end(opened: OpenStore, number: int) -> None:
    held(opened, number)
    surgery.add_cases(opened, number, ["C"])
    assert surgery.one_surgery(opened, number).cases == ("A", "B", "C")
    assert surgery_life.still_open(opened, number)[0] == ("A", "B", "C")


def test_without_cases_it_is_closed_as_any(opened: OpenStore) -> None:
    number = surgery.new_surgery(opened, surgery.SurgeryDraft(DAY))
    held(opened, number)
    surgery_life.close(opened, number)
    surgery_life.add_addendum(opened, number, "Nobody came.\r\nSee the diary.")
    surgery_life.add_addendum(opened, number, "Nor after.")
    kinds = [one.kind for one in surgery_life.surgery_events(opened, number)]
    assert kinds == ["made", "issued", "held", "closed", "addendum", "addendum"]
    added = surgery_life.surgery_events(opened, number)[-2]
    assert (added.text, added.at) == ("Nobody came.\nSee the diary.", NOON)
    assert added.snapshot["state"] == "closed"
