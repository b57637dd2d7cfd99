import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from ehp_desktop.models import reads, writes
from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ChildRow, SurgeryRow
from ehp_desktop.models.surgery import SurgeryCase
from ehp_desktop.review.opening import OpenStore

AT = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)
FACTS: dict[str, Any] = {
    "date": dt.date(2021, 10, 5),
    "time": dt.time(10, 30),
    "place": "Neuadd y Sir",
    "chair": "Rh. Evans",
    "lawyer": None,
    "apologies": None,
    "minutes_per_case": 20,
}


@pytest.fixture
def opened(
    opened_wales: OpenStore,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
) -> OpenStore:
    put_children(opened_wales, *(make_child(child_id=child_id) for child_id in "ABCD"))
    return opened_wales


def add(opened: OpenStore, **other: Any) -> int:
    with opened.store.writing("tested") as session:
        return writes.add_surgery(session, **(FACTS | other), at=AT, by="R. Evans")


def put(opened: OpenStore, surgery_id: int, children: str, **other: Any) -> None:
    with opened.store.writing("tested") as session:
        who = {"at": AT, "by": "R. Evans"} | other
        writes.set_surgery_cases(session, surgery_id, list(children), **who)


def test_surgeries_are_numbered_from_one_and_come_by_date(opened: OpenStore) -> None:
    assert [add(opened), add(opened, date=dt.date(2021, 10, 4)), add(opened)] == [1, 2, 3]
    with opened.store.reading() as session:
        assert [one.id for one in reads.surgeries(session)] == [2, 1, 3]
        assert reads.surgery(session, 1) == SurgeryRow(id=1, **FACTS, state=writes.DRAFT, cases=())
        assert reads.surgery(session, 9) is None


def test_editing_changes_its_facts_and_keeps_its_agenda(opened: OpenStore) -> None:
    add(opened)
    put(opened, 1, "AB")
    with opened.store.writing("tested") as session:
        writes.edit_surgery(session, 1, **(FACTS | {"lawyer": "M. Davies", "place": None}))
    with opened.store.reading() as session:
        found = reads.surgery(session, 1)
    assert found is not None
    assert (found.lawyer, found.place, found.cases) == ("M. Davies", None, ("A", "B"))


def test_an_agenda_is_exactly_what_was_given_in_that_order(opened: OpenStore) -> None:
    add(opened)
    add(opened)
    for children in ("AB", "CBA", "", "D"):
        put(opened, 1, children)
        put(opened, 2, "A")
        with opened.store.reading() as session:
            found = reads.surgery(session, 1)
            assert found is not None
            assert found.cases == tuple(children)
            assert reads.positions(session).get(1, []) == list(range(1, len(children) + 1))
    with opened.store.reading() as session:
        assert reads.ever_listed(session) == {"A", "D"}
        assert [one.id for one in reads.surgeries_of(session, "A")] == [2]


def test_who_was_on_it_keeps_when_and_by_whom(opened: OpenStore) -> None:
    add(opened)
    put(opened, 1, "AB")
    put(opened, 1, "CA", at=LATER, by="M. Davies")
    columns = (SurgeryCase.child_id, SurgeryCase.added_at, SurgeryCase.added_by)
    with opened.store.reading() as session:
        found = [tuple(row) for row in session.execute(select(*columns))]
    assert sorted(found) == [
        ("A", AT.replace(tzinfo=None), "R. Evans"),
        ("C", LATER.replace(tzinfo=None), "M. Davies"),
    ]


@pytest.mark.parametrize(
    ("surgery_id", "children", "error", "sentence"),
    [
        (9, "A", NotFoundError, "no surgery number 9"),
        (1, "AXB", NotFoundError, "the id X"),
        (1, "ABA", RefusedError, "named twice"),
    ],
)
def test_what_cannot_be_put_on_changes_nothing(
    opened: OpenStore, surgery_id: int, children: str, error: type[Exception], sentence: str
) -> None:
    add(opened)
    put(opened, 1, "BC")
    with pytest.raises(error, match=sentence):
        put(opened, surgery_id, children)
    with opened.store.reading() as session:
        assert [one.cases for one in reads.surgeries(session)] == [("B", "C")]


def test_a_surgery_that_is_not_there_cannot_be_edited(opened: OpenStore) -> None:
    with (
        pytest.raises(NotFoundError, match="no surgery number 3"),
        opened.store.writing("tested") as session,
    ):
        writes.edit_surgery(session, 3, **FACTS)
