"""The caseload and one child explained, read from a store."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.caseload import explain_child, read_caseload
from ehp_desktop.review.language import Language
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.record import record_values
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.review.words import Cohort, Result, Route, RouteState

AS_OF = dt.date(2021, 9, 30)
Put = Callable[..., None]
MakeChild = Callable[..., ChildRow]


def _criterion(found: Any, route: Route, criterion: str) -> Any:
    return next(one for one in found.routes[route].criteria if one.id == criterion)


def test_a_caseload_is_in_the_order_of_ids(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    ids = ["b1", "10", "B1", "9"]
    put_children(opened_wales, *(make_child(child_id=one) for one in ids))
    surgery = new_surgery(opened_wales, SurgeryDraft(date=dt.date(2021, 10, 12)))
    add_cases(opened_wales, surgery, ["B1"])
    caseload = read_caseload(opened_wales, AS_OF)
    assert [line.row.child_id for line in caseload.lines] == ["10", "9", "B1", "b1"]
    assert [line.ever_listed for line in caseload.lines] == [False, False, True, False]
    assert caseload.as_of == AS_OF
    assert caseload.parameters_version == opened_wales.parameters.version
    assert caseload.lines[0].routes[Route.DISCHARGE].state is RouteState.READY


def test_a_child_explained(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    put_children(opened_wales, make_child(child_id="1", case_number=None))
    record_values(opened_wales, "1", {"case_number": "SA18C00321"}, on=dt.date(2021, 9, 6))
    found = explain_child(opened_wales, "1", AS_OF)
    assert (found.cohort, found.row.child_id) == (Cohort.PARENTS, "1")
    assert list(found.routes) == list(Route)
    order = _criterion(found, Route.DISCHARGE, "M1")
    assert order.explanation == "Order of 12 Jun 2018; case number SA18C00321"
    assert [(fact.field, fact.value) for fact in order.facts] == [
        ("legal_status_date", "2018-06-12"),
        ("case_number", "SA18C00321"),
    ]
    assert order.facts[1].confirmed_on == dt.date(2021, 9, 6)
    assert order.facts[1].source == f"typed by {opened_wales.actor.name}, 6 Sep 2021"
    assert (order.result, order.met_on, order.override) == (Result.MET, None, None)
    settled = _criterion(found, Route.DISCHARGE, "R3")
    assert dict(settled.parameters) == {"settled_months": 12}


def test_confirmed_after_the_day_counts_as_confirmed_on_it(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    put_children(opened_wales, make_child(child_id="1"))
    record_values(opened_wales, "1", {"case_number": "SA99"}, on=dt.date(2021, 11, 1))
    fact = _criterion(explain_child(opened_wales, "1", AS_OF), Route.DISCHARGE, "M1").facts[1]
    assert (fact.value, fact.confirmed_on) == ("SA99", AS_OF)


def test_facts_shown_are_as_they_count_on_the_day(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    put_children(
        opened_wales,
        make_child(
            child_id="1",
            wishes_date=dt.date(2021, 10, 1),
            carer_since=None,
            reviews_held=7,
            pr_holder_2_name="Council",
            pr_holder_2_relationship="authority",
        ),
    )
    found = explain_child(opened_wales, "1", AS_OF)
    wishes = _criterion(found, Route.SPECIAL_GUARDIANSHIP, "C7")
    assert [fact.value for fact in wishes.facts] == [None, None]
    since = _criterion(found, Route.SPECIAL_GUARDIANSHIP, "R2").facts
    assert {fact.field: fact.value for fact in since} == {
        "legal_status": "C2",
        "la_consents": None,
        "carer_since": None,
        "placement_start": "2020-07-28",
    }
    assert _criterion(found, Route.DISCHARGE, "R5").facts[1].value == 7
    assert _criterion(found, Route.DISCHARGE, "B1").facts[0].value == "no"
    holders = {fact.field for fact in _criterion(found, Route.DISCHARGE, "M2").facts}
    assert holders == {
        f"pr_holder_{number}_{part}"
        for number in (1, 2)
        for part in ("name", "relationship", "position")
    }


def test_weeks_to_be_confirmed_are_noted_beside_the_parameter(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    temporary = {"placement_code": "F1", "carer_approval": "temporary"}
    began = dt.date(2021, 10, 1)
    put_children(
        opened_wales,
        make_child(child_id="1", temporary_approval_start=began, **temporary),
        make_child(child_id="2", temporary_approval_start=dt.date(2021, 9, 1), **temporary),
    )
    day = dt.date(2021, 10, 5)
    unsure = _criterion(explain_child(opened_wales, "1", day), Route.SPECIAL_GUARDIANSHIP, "B2")
    assert unsure.parameters["temporary_weeks"] == 16
    assert dict(unsure.parameter_notes) == {
        "temporary_weeks": "end of the 24 weeks to be confirmed"
    }
    assert "end of the 24 weeks to be confirmed" in unsure.explanation
    sure = _criterion(explain_child(opened_wales, "2", day), Route.SPECIAL_GUARDIANSHIP, "B2")
    assert (sure.parameters["temporary_weeks"], dict(sure.parameter_notes)) == (24, {})


def test_brothers_and_sisters_with_an_agenda_and_without(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    put_children(
        opened_wales,
        make_child(child_id="1", sibling_group="rhys"),
        make_child(child_id="2", sibling_group="rhys", placement_code="H3"),
    )
    surgery = new_surgery(opened_wales, SurgeryDraft(date=dt.date(2021, 10, 12)))
    add_cases(opened_wales, surgery, ["1"])

    def result(surgery_id: int | None) -> Result:
        found = explain_child(opened_wales, "1", AS_OF, Language.ENGLISH, surgery_id)
        return _criterion(found, Route.DISCHARGE, "C9").result

    assert result(None) is Result.NOT_APPLICABLE
    assert result(surgery) is Result.NOT_MET
    add_cases(opened_wales, surgery, ["2"])
    assert result(surgery) is Result.MET


def test_a_child_who_has_left_has_no_routes(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    put_children(opened_wales, make_child(child_id="1", ceased_date=AS_OF))
    assert explain_child(opened_wales, "1", AS_OF).routes == {}
    assert read_caseload(opened_wales, AS_OF).lines == ()


def test_nobody_of_that_id_and_no_such_surgery(
    opened_wales: OpenStore, put_children: Put, make_child: MakeChild
) -> None:
    put_children(opened_wales, make_child(child_id="1"))
    with pytest.raises(NotFoundError, match="no child 7"):
        explain_child(opened_wales, "7", AS_OF)
    with pytest.raises(NotFoundError, match="no surgery 7"):
        explain_child(opened_wales, "1", AS_OF, surgery_id=7)
