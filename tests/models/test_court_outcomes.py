import datetime as dt
from collections.abc import Callable

import pytest

from ehp_desktop.models import reads
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.court_outcomes import forget_court_outcome, put_court_outcome
from ehp_desktop.models.rows import ChildRow, OutcomeRow
from ehp_desktop.review.opening import OpenStore

DAY = dt.date(2021, 9, 20)
ROW = OutcomeRow("1001", "supervision_order_made", DAY, "Swansea", None)


@pytest.fixture
def opened(
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    put_children(opened_wales, make_child())
    return opened_wales


def put(opened: OpenStore, row: OutcomeRow) -> None:
    with opened.store.writing("tested") as session:
        put_court_outcome(session, row, on=DAY, at=opened.clock(), by="Mair")


def forget(opened: OpenStore, row: OutcomeRow) -> bool:
    with opened.store.writing("tested") as session:
        return forget_court_outcome(session, row, on=DAY, at=opened.clock(), by="Mair")


def kept(opened: OpenStore) -> tuple[list[OutcomeRow], list[tuple[object, object]]]:
    """The outcomes, and how many there were before and after each change."""
    with opened.store.reading() as session:
        told = [one for one in reads.history(session, "1001") if one.field == "outcomes"]
        changes: list[tuple[object, object]] = [(one.before, one.after) for one in told]
        return reads.outcomes(session), changes


def test_an_outcome_is_put_once_and_in_the_place_of_its_like(opened: OpenStore) -> None:
    put(opened, ROW)
    put(opened, ROW)
    corrected = ROW._replace(case_number="SA21")
    put(opened, corrected)
    assert kept(opened) == ([corrected], [(0, 1), (1, 1)])


def test_what_is_not_there_is_not_forgotten(opened: OpenStore) -> None:
    put(opened, ROW)
    assert not forget(opened, ROW._replace(date=DAY - dt.timedelta(1)))
    assert forget(opened, ROW)
    assert not forget(opened, ROW)
    assert kept(opened) == ([], [(0, 1), (1, 0)])


def test_the_store_checks_with_it(opened: OpenStore, passphrase: str) -> None:
    put(opened, ROW)
    folder = opened.store.folder
    opened.close()
    assert check_store(folder, passphrase) == ()
