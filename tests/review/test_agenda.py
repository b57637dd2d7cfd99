import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.agenda import Names, Sibling, read_agenda
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.review.words import Route, RouteState

TUESDAY = dt.date(2021, 10, 5)
PRINTED = dt.datetime(2021, 9, 30, 16, 20, tzinfo=dt.UTC)


@pytest.fixture
def opened(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    put_children(
        opened_wales,
        make_child(child_id="A", sibling_group="g", court="Re Ioan ap Rhys"),
        make_child(child_id="B", sibling_group="g", forename="Cadi", surname="ferch Rhys"),
        make_child(child_id="C", sibling_group="g", forename="Ŵyn", surname="Rhys"),
        make_child(child_id="D", sibling_group="g", ceased_date=dt.date(2021, 1, 1)),
        make_child(child_id="E", forename=None, surname=None),
    )
    return opened_wales


def surgery_of(opened: OpenStore, *child_ids: str, date: dt.date = TUESDAY) -> int:
    number = new_surgery(opened, SurgeryDraft(date, apologies="Mother of Ioan ap Rhys"))
    add_cases(opened, number, child_ids)
    return number


def test_cases_stand_in_order_with_their_times_and_states(opened: OpenStore) -> None:
    agenda = read_agenda(opened, surgery_of(opened, "B", "A"), printed_at=PRINTED)
    assert [(one.position, one.row.child_id) for one in agenda.cases] == [(1, "B"), (2, "A")]
    assert [one.start_time for one in agenda.cases] == [dt.time(10), dt.time(10, 20)]
    assert agenda.cases[0].routes[Route.DISCHARGE].state is RouteState.READY
    assert agenda.as_of == TUESDAY
    assert agenda.printed_by == opened.actor.name
    assert agenda.parameters_version == opened.parameters.version


def test_with_initials_the_agenda_holds_no_full_name(opened: OpenStore) -> None:
    agenda = read_agenda(opened, surgery_of(opened, "A", "B"), printed_at=PRINTED)
    assert [one.name for one in agenda.cases] == ["I. ap R.", "C. ferch R."]
    said = repr(agenda)
    for name in ("Rhys", "Ioan", "Cadi", "Megan"):
        assert name not in said
    assert agenda.cases[0].row.court == "Re I. ap R."
    assert agenda.surgery.apologies == "Mother of I. ap R."


def test_full_names_where_they_are_asked_for(opened: OpenStore) -> None:
    number = surgery_of(opened, "A", "E")
    agenda = read_agenda(opened, number, names=Names.FULL, printed_at=PRINTED)
    assert [one.name for one in agenda.cases] == ["Ioan ap Rhys", ""]
    assert agenda.cases[0].row.pr_holder_1_name == "Megan Rhys"
    assert agenda.surgery.apologies == "Mother of Ioan ap Rhys"


def test_brothers_and_sisters_those_on_the_agenda_first(opened: OpenStore) -> None:
    agenda = read_agenda(opened, surgery_of(opened, "E", "C", "A"), printed_at=PRINTED)
    assert agenda.cases[0].siblings == ()
    assert agenda.cases[2].siblings == (Sibling("C", "Ŵ. R.", 2), Sibling("B", "C. ferch R.", None))


def test_earlier_surgeries_the_latest_first(opened: OpenStore) -> None:
    june, july, november = dt.date(2021, 6, 1), dt.date(2021, 7, 6), dt.date(2021, 11, 2)
    for date in (june, july, november):
        surgery_of(opened, "A", date=date)
    agenda = read_agenda(opened, surgery_of(opened, "A", "B"), printed_at=PRINTED)
    assert agenda.cases[0].earlier == (july, june)
    assert agenda.cases[1].earlier == ()
    assert agenda.cases[0].story.surgeries == (june, july, TUESDAY)


def test_another_day_than_the_surgerys(opened: OpenStore) -> None:
    day = dt.date(2021, 6, 30)
    agenda = read_agenda(opened, surgery_of(opened, "A"), as_of=day, printed_at=PRINTED)
    assert agenda.as_of == day
    assert agenda.cases[0].facts.last_review_date is None  # held in July


def test_a_child_who_has_left_is_there_without_routes(opened: OpenStore) -> None:
    agenda = read_agenda(opened, surgery_of(opened, "D"), printed_at=PRINTED)
    assert agenda.cases[0].routes == {}


def test_a_surgery_that_is_not_there(opened: OpenStore) -> None:
    with pytest.raises(NotFoundError):
        read_agenda(opened, 99, printed_at=PRINTED)
