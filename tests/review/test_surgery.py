import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow, SurgeryRow
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.series import PlannedDay
from ehp_desktop.review.surgery import (
    CasesChanged,
    CasesRefusedError,
    SurgeryDraft,
    add_cases,
    edit_surgery,
    fill,
    list_surgeries,
    new_series,
    new_surgery,
    order_cases,
    remove_cases,
    show_surgery,
    start_time,
)
from ehp_desktop.review.words import Cohort, Result, Route, RouteState

TUESDAY = dt.date(2021, 10, 5)


@pytest.fixture
def opened(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    put_children(opened_wales, *(make_child(child_id=one) for one in ("A", "B", "C")))
    return opened_wales


@pytest.fixture
def surgery_id(opened: OpenStore) -> int:
    return new_surgery(opened, SurgeryDraft(TUESDAY))


def cases(opened: OpenStore) -> tuple[str, ...]:
    (only,) = list_surgeries(opened)
    return only.cases


def test_a_surgery_is_kept_as_it_was_said(opened: OpenStore) -> None:
    draft = SurgeryDraft(
        TUESDAY,
        dt.time(9, 30, 15),
        place="  Room\u00a04, Tŷ Mawr ",
        chair="Rh. Evans",
        lawyer="   ",
        apologies="Ŵyn\r\nand others",
        minutes_per_case=15,
    )
    number = new_surgery(opened, draft)
    (row,) = list_surgeries(opened)
    assert row == SurgeryRow(
        number,
        TUESDAY,
        dt.time(9, 30),
        "Room 4, Tŷ Mawr",
        "Rh. Evans",
        None,
        "Ŵyn\nand others",
        15,
        row.state,
        (),
    )


def test_text_is_kept_composed(opened: OpenStore) -> None:
    new_surgery(opened, SurgeryDraft(TUESDAY, place="Ty\u0302 Mawr"))
    assert list_surgeries(opened)[0].place == "Tŷ Mawr"


@pytest.mark.parametrize(
    "draft",
    [
        SurgeryDraft(TUESDAY, minutes_per_case=0),
        SurgeryDraft(TUESDAY, minutes_per_case=241),
        SurgeryDraft(TUESDAY, place="a\x00b"),
        SurgeryDraft(TUESDAY, chair="a\nb"),
        SurgeryDraft(TUESDAY, lawyer="a" * 501),
    ],
)
def test_what_cannot_be_kept_is_refused(opened: OpenStore, draft: SurgeryDraft) -> None:
    with pytest.raises(RefusedError):
        new_surgery(opened, draft)
    assert list_surgeries(opened) == []


def test_surgeries_are_listed_by_date_and_time(opened: OpenStore) -> None:
    late = new_surgery(opened, SurgeryDraft(TUESDAY, dt.time(14)))
    early = new_surgery(opened, SurgeryDraft(TUESDAY, dt.time(9)))
    before = new_surgery(opened, SurgeryDraft(TUESDAY - dt.timedelta(7)))
    assert [row.id for row in list_surgeries(opened)] == [before, early, late]


def test_a_series_is_made_with_all_its_days(opened: OpenStore) -> None:
    days = [PlannedDay(TUESDAY), PlannedDay(dt.date(2021, 11, 2), dt.date(2021, 11, 1))]
    numbers = new_series(opened, SurgeryDraft(TUESDAY, place="Tŷ Mawr"), days)
    rows = list_surgeries(opened)
    assert [row.id for row in rows] == numbers
    assert [(row.date, row.place) for row in rows] == [
        (TUESDAY, "Tŷ Mawr"),
        (dt.date(2021, 11, 2), "Tŷ Mawr"),
    ]


def test_editing_keeps_the_cases(opened: OpenStore, surgery_id: int) -> None:
    add_cases(opened, surgery_id, ["B", "A"])
    edit_surgery(opened, surgery_id, SurgeryDraft(TUESDAY, place="Elsewhere"))
    assert list_surgeries(opened)[0].place == "Elsewhere"
    assert cases(opened) == ("B", "A")


def test_children_are_added_in_the_order_given(opened: OpenStore, surgery_id: int) -> None:
    changed = add_cases(opened, surgery_id, ["C", "A", "C"])
    assert changed == CasesChanged(surgery_id, added=("C", "A"))
    again = add_cases(opened, surgery_id, ["A", "B"])
    assert again == CasesChanged(surgery_id, added=("B",), already_there=("A",))
    assert cases(opened) == ("C", "A", "B")


def test_one_unknown_child_and_nobody_is_added(opened: OpenStore, surgery_id: int) -> None:
    with pytest.raises(CasesRefusedError, match="X9") as refused:
        add_cases(opened, surgery_id, ["A", "X9"])
    assert refused.value.changed == CasesChanged(surgery_id, unknown=("X9",))
    assert cases(opened) == ()


def test_taking_off(opened: OpenStore, surgery_id: int) -> None:
    add_cases(opened, surgery_id, ["A", "B", "C"])
    assert remove_cases(opened, surgery_id, ["B"]).removed == ("B",)
    assert cases(opened) == ("A", "C")
    with pytest.raises(CasesRefusedError) as refused:
        remove_cases(opened, surgery_id, ["A", "B"])
    assert refused.value.changed.unknown == ("B",)
    assert cases(opened) == ("A", "C")


def test_a_new_order(opened: OpenStore, surgery_id: int) -> None:
    add_cases(opened, surgery_id, ["A", "B", "C"])
    order_cases(opened, surgery_id, ["C", "A", "B"])
    assert cases(opened) == ("C", "A", "B")


@pytest.mark.parametrize(
    ("order", "unknown"),
    [(["A", "B"], ()), (["A", "B", "C", "A"], ()), (["A", "B", "X"], ("X",)), ([], ())],
)
def test_an_order_names_exactly_the_cases(
    opened: OpenStore, surgery_id: int, order: list[str], unknown: tuple[str, ...]
) -> None:
    add_cases(opened, surgery_id, ["A", "B", "C"])
    with pytest.raises(CasesRefusedError) as refused:
        order_cases(opened, surgery_id, order)
    assert refused.value.changed.unknown == unknown
    assert cases(opened) == ("A", "B", "C")


def test_a_surgery_that_is_not_there(opened: OpenStore) -> None:
    for change in (add_cases, remove_cases, order_cases):
        with pytest.raises(NotFoundError):
            change(opened, 99, ["A"])
    with pytest.raises(NotFoundError):
        edit_surgery(opened, 99, SurgeryDraft(TUESDAY))


@pytest.mark.parametrize(
    ("minutes", "position", "starts"),
    [
        (20, 1, dt.time(10)),
        (20, 4, dt.time(11)),
        (25, 2, dt.time(10, 25)),
        (240, 5, dt.time(2)),
    ],
)
def test_start_times(minutes: int, position: int, starts: dt.time) -> None:
    row = SurgeryRow(1, TUESDAY, dt.time(10), None, None, None, None, minutes, "planned", ())
    assert start_time(row, position) == starts


@pytest.fixture
def caseload(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    """Two children ready for discharge, one who needs work, one not of the route, one who left."""
    put_children(
        opened_wales,
        make_child(child_id="ready-late", legal_status_date=dt.date(2019, 1, 1)),
        make_child(child_id="ready-early", legal_status_date=dt.date(2018, 1, 1)),
        make_child(child_id="work", iro_view=None),
        make_child(child_id="no-order", legal_status="V2"),
        make_child(child_id="left", ceased_date=dt.date(2021, 9, 1), ceased_reason="E4"),
    )
    return opened_wales


def test_filling_follows_the_order_of_candidates(caseload: OpenStore) -> None:
    number = new_surgery(caseload, SurgeryDraft(TUESDAY))
    changed = fill(caseload, number, Route.DISCHARGE)
    assert changed.added == ("ready-early", "ready-late", "work")
    assert cases(caseload) == changed.added


def test_filling_adds_nobody_twice(caseload: OpenStore) -> None:
    number = new_surgery(caseload, SurgeryDraft(TUESDAY))
    add_cases(caseload, number, ["work", "no-order"])
    changed = fill(caseload, number, Route.DISCHARGE)
    assert (changed.added, changed.already_there) == (("ready-early", "ready-late"), ("work",))
    assert cases(caseload) == ("work", "no-order", "ready-early", "ready-late")
    assert fill(caseload, number, Route.DISCHARGE).added == ()


def test_filling_with_one_state_and_a_limit(caseload: OpenStore) -> None:
    number = new_surgery(caseload, SurgeryDraft(TUESDAY))
    assert fill(caseload, number, Route.DISCHARGE, limit=1).added == ("ready-early",)
    assert fill(caseload, number, Route.DISCHARGE, limit=1).added == ("ready-late",)
    work = fill(caseload, number, Route.DISCHARGE, state=RouteState.WORK_NEEDED)
    assert work.added == ("work",)


def test_filling_as_of_another_day(caseload: OpenStore) -> None:
    number = new_surgery(caseload, SurgeryDraft(TUESDAY))
    before_anything = fill(caseload, number, Route.DISCHARGE, as_of=dt.date(2017, 1, 1))
    assert before_anything.added == ()


@pytest.mark.parametrize("wrong", [{"state": RouteState.NOT_THIS_ROUTE}, {"limit": 0}])
def test_what_cannot_be_filled_is_refused(caseload: OpenStore, wrong: dict[str, Any]) -> None:
    number = new_surgery(caseload, SurgeryDraft(TUESDAY))
    with pytest.raises(RefusedError):
        fill(caseload, number, Route.DISCHARGE, **wrong)
    with pytest.raises(NotFoundError):
        fill(caseload, number + 1, Route.DISCHARGE)


def test_a_surgery_is_shown_with_its_cases_worked_out(caseload: OpenStore) -> None:
    number = new_surgery(caseload, SurgeryDraft(TUESDAY, minutes_per_case=30))
    add_cases(caseload, number, ["work", "ready-early", "left"])
    shown = show_surgery(caseload, number)
    assert shown.row.id == number
    assert [case.position for case in shown.cases] == [1, 2, 3]
    assert [case.child_id for case in shown.cases] == ["work", "ready-early", "left"]
    assert [case.start_time for case in shown.cases] == [
        dt.time(10),
        dt.time(10, 30),
        dt.time(11),
    ]
    work, ready, left = shown.cases
    assert work.routes[Route.DISCHARGE].state is RouteState.WORK_NEEDED
    assert ready.routes[Route.DISCHARGE].state is RouteState.READY
    assert (ready.age, ready.cohort) == (9, Cohort.PARENTS)
    assert (left.cohort, left.routes) == (None, {})


def test_brothers_and_sisters_are_looked_for_on_this_agenda(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> None:
    put_children(opened_wales, *(make_child(child_id=one, sibling_group="g") for one in ("A", "B")))
    number = new_surgery(opened_wales, SurgeryDraft(TUESDAY))

    def together() -> Result:
        case = show_surgery(opened_wales, number).cases[0]
        findings = case.routes[Route.DISCHARGE].findings
        return next(one.result for one in findings if one.criterion == "C9")

    add_cases(opened_wales, number, ["A"])
    assert together() is Result.NOT_MET
    add_cases(opened_wales, number, ["B"])
    assert together() is Result.MET
