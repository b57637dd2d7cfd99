"""Books of advice: read, added to, put under a new key, and taken away with a purged child."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ehp_desktop.models import advice_books
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import AdviceRow, ChildRow
from ehp_desktop.review import opening
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery

AT = dt.datetime(2021, 9, 30, 12, 0, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture
def opened(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> OpenStore:
    chair = opened_as(Role.CHAIR)
    put_children(chair, make_child(), make_child(child_id="1002"))
    new_surgery(chair, SurgeryDraft(dt.date(2021, 10, 5)))
    return chair  # who holds the key too


def add(opened: OpenStore, **said: Any) -> AdviceRow:
    store = opened.store
    child_id = said.get("child_id")
    with store.writing("tested", child_id=child_id) as session:
        return advice_books.add_advice(session, store.keys, store.signer, AT, **said)


def reading(opened: OpenStore, read: Callable[[Session], Any]) -> Any:
    with opened.store.reading() as session:
        return read(session)


def all_of(opened: OpenStore) -> list[AdviceRow]:
    rows: list[AdviceRow] = reading(
        opened, lambda session: advice_books.all_advice(session, opened.store.keys)
    )
    return rows


def test_books_are_a_childs_or_a_surgerys(opened: OpenStore) -> None:
    day = dt.date(2021, 9, 1)
    one = add(opened, text="One", child_id="1001", surgery_id=1, criterion="R9", relevant_date=day)
    two = add(opened, text="Two", surgery_id=1)
    three = add(opened, text="Three", child_id="1001", after=one, withdrawn=True)
    assert (three.id, three.thread, three.version, three.withdrawn) == (2, 1, 2, True)
    assert one.at == dt.datetime(2021, 9, 30, 11, 0, 1, tzinfo=dt.UTC)
    assert all_of(opened) == [two, one, three]  # all of one second: the surgeries' first
    keys = opened.store.keys
    on = advice_books.advice_on
    assert reading(opened, lambda s: on(s, keys, child_id="1001")) == [one, three]
    assert reading(opened, lambda s: on(s, keys, surgery_id=1)) == [two]
    assert reading(opened, lambda s: on(s, keys, child_id="1002")) == []
    assert reading(opened, advice_books.recorded) == (frozenset({"1001"}), frozenset({1}))


def test_without_the_key_nothing_is_read_or_written(
    opened: OpenStore, opened_as: Callable[..., OpenStore]
) -> None:
    add(opened, text="One", child_id="1001")
    administrator = opened_as(Role.ADMINISTRATOR)
    for child_id in ("1001", "1002"):
        with pytest.raises(RefusedError):
            add(administrator, text="Planted", child_id=child_id)
    with pytest.raises(RefusedError, match="do not hold"):
        all_of(administrator)
    recorded = reading(administrator, advice_books.recorded)
    assert recorded.children == {"1001"}


def test_a_book_grows_by_doubling(opened: OpenStore) -> None:
    def length() -> int:
        with opened.store.reading() as session:
            run = session.connection().exec_driver_sql
            return int(run("SELECT length(sealed) FROM advice_book").scalar_one())

    add(opened, text="One", child_id="1001")
    short = length()
    add(opened, text="x" * 3000, child_id="1001")
    assert length() == short == 4096 + 28
    add(opened, text="x" * 3000, child_id="1001")
    assert length() == 8192 + 28


def test_everything_goes_under_a_new_key(opened: OpenStore) -> None:
    rows = [add(opened, text="One", child_id="1001"), add(opened, text="Two", surgery_id=1)]
    keys = opened.store.keys
    ((old_id, old),) = keys.advice.items()
    new = os.urandom(32)
    with opened.store.writing("tested") as session:
        advice_books.reencrypt_advice(session, old_id, old, "new", new)
    with pytest.raises(RefusedError):
        all_of(opened)
    with opened.store.reading() as session:
        held = replace(keys, advice={"new": new}, advice_now="new")
        assert advice_books.all_advice(session, held) == rows[::-1]


def test_a_purged_childs_book_goes_and_the_check_knows_it(
    opened: OpenStore, passphrase: str
) -> None:
    add(opened, text="One", child_id="1001")
    two = add(opened, text="Two", child_id="1002")
    with opened.store.writing("tested") as session:
        advice_books.forget_child(session, opened.store.keys, "1001")
        advice_books.forget_child(session, opened.store.keys, "9")
    assert all_of(opened) == [two]
    assert opening.check(opened.store.folder, passphrase) == ()


def test_a_book_that_somebody_takes_away_is_missed(opened: OpenStore, passphrase: str) -> None:
    add(opened, text="One", child_id="1001")
    with opened.store.keeping() as session:
        session.connection().exec_driver_sql("DELETE FROM advice_book")
    (problem,) = opening.check(opened.store.folder, passphrase)
    assert "is missing" in problem


def test_a_number_is_not_given_again_after_a_purge(opened: OpenStore) -> None:
    from ehp_desktop.models.hidden import AdviceBook

    # Older programs may have left what they said of a child in a surgery's book.
    rows = [add(opened, text=text, surgery_id=1) for text in ("One", "Two", "Three")]
    about_a_child = rows[0]._replace(child_id="1001")
    with opened.store.writing("tested") as session:
        record = session.query(AdviceBook.record_id).scalar()
        kept = [about_a_child, *rows[1:]]
        advice_books._write(session, opened.store.keys, record, kept)
    with opened.store.writing("tested") as session:
        advice_books.forget_child(session, opened.store.keys, "1001")
    assert all_of(opened) == rows[1:]
    assert add(opened, text="Four", surgery_id=1).thread == 4
