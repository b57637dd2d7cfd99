"""Somebody with the store's key and a raw session, or a disk that fails: what they must not get."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models import advice_books, errors, head, keys, store_opening
from ehp_desktop.models.attempts import unlock_folder
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.key_file import write_key_file
from ehp_desktop.models.migrations.triggers import TRIGGERS
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.writes import set_surgery_state
from ehp_desktop.review import people, purging, surgery
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.recording import recording

OpenAs = Callable[..., OpenStore]
DAY = dt.date(2021, 9, 30)


@pytest.fixture
def advised(
    opened_as: OpenAs, make_child: Callable[..., ChildRow], put_children: Callable[..., None]
) -> OpenStore:
    """Two children who left, on one closed surgery; advice on the first; open as its chair."""
    chair = opened_as(Role.CHAIR)
    left = dt.date(2021, 9, 1)
    put_children(chair, *(make_child(child_id=one, ceased_date=left) for one in ("0071", "0072")))
    surgery.new_surgery(chair, surgery.SurgeryDraft(DAY))
    surgery.add_cases(chair, 1, ["0071", "0072"])
    with recording(chair, Action.SURGERY) as pen:
        set_surgery_state(pen.session, 1, "closed")
        pen.surgery_event(1, "closed")
    lawyer = opened_as(Role.LAWYER)
    with recording(lawyer, Action.ADVICE, child_id="0071") as pen:
        advice_books.add_advice(
            pen.session, lawyer.store.keys, pen.signer, pen.at, text="wait", child_id="0071"
        )
    return opened_as(Role.CHAIR)


def tamper(opened: OpenStore, statement: str) -> None:
    with opened.store.keeping() as session:
        connection = session.connection()
        for name in TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement)
        for made in TRIGGERS.values():
            connection.exec_driver_sql(made)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit SET key_id = 'another' WHERE seq = 2", "Record 2 of the audit cannot be"),
        ("UPDATE audit SET key_id = '' WHERE seq = 3", "Record 3 of the audit cannot be"),
        ("UPDATE advice_book SET child_id = '0072'", "is not as it was written"),
        ("UPDATE advice_book SET child_id = NULL, surgery_id = 1", "is not as it was written"),
    ],
)
def test_a_hidden_record_and_a_moved_book_are_found_by_a_chair(
    advised: OpenStore, passphrase: str, statement: str, sentence: str
) -> None:
    tamper(advised, statement)
    advised.close()
    (problem,) = check_store(advised.store.folder, passphrase)
    assert sentence in problem


def test_the_second_child_of_a_surgery_is_purged_from_its_events_too(
    advised: OpenStore, passphrase: str
) -> None:
    for child_id in ("0071", "0072"):
        purging.purge(advised, child_id)
    with advised.store.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT snapshot FROM surgery_event").scalars()
        assert [text for text in kept if "0071" in text or "0072" in text] == []
    advised.close()
    assert check_store(advised.store.folder, passphrase) == ()


def test_another_own_key_sealed_to_somebody_is_refused(opened_as: OpenAs, passphrase: str) -> None:
    folder = opened_as(Role.ADMINISTRATOR).store.folder
    key_file = keys.read_key_file(folder)
    chair = key_file.people()[0]
    made = dict([keys.new_key(keys.Purpose.OWN, chair.id)])
    write_key_file(folder, keys.with_keys(key_file, made))
    with pytest.raises(errors.DamagedKeyFileError):
        keys.unlock(keys.read_key_file(folder), passphrase, user=chair.person.name)


def test_a_torn_head_leaves_the_one_before_also_after_records_in_twos(tmp_path: Path) -> None:
    key = bytes(32)
    head.make(tmp_path, key, head.Head(1, bytes(32)))
    for seq in (3, 5, 7):
        head.write(tmp_path, key, head.Head(seq, bytes([seq]) * 32))
    content = (tmp_path / head.HEAD_FILE).read_bytes()
    kept = []
    for start in (0, 128):
        torn = bytearray(content)
        torn[start + 20] ^= 1
        (tmp_path / head.HEAD_FILE).write_bytes(torn)
        left = head.read(tmp_path, (key,))
        assert left is not None
        kept.append(left.seq)
    assert sorted(kept) == [5, 7]


def test_an_opening_writer_keeps_a_head_that_another_program_has_just_written(
    opened_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair = opened_as(Role.CHAIR)
    folder, store_key = chair.store.folder, chair.store.unlocked.store_keys[0]
    chair.close()
    there = head.read(folder, (store_key,))
    assert there is not None
    head.make(folder, store_key, head.Head(0, bytes(32)))  # killed between commit and head
    newer = head.Head(there.seq + 40, b"n" * 32)
    wait = head._wait_alone

    def after_the_other(handle: int) -> None:
        monkeypatch.setattr(head, "_wait_alone", wait)
        head.write(folder, store_key, newer)
        wait(handle)

    monkeypatch.setattr(head, "_wait_alone", after_the_other)
    head.write(folder, store_key, there)
    assert head.read(folder, (store_key,)) == newer


def test_a_reader_who_comes_as_the_store_gets_a_new_key_does_not_find_it_damaged(
    opened_as: OpenAs,
    passphrase_of: Callable[[Role], str],
    clock: Callable[[], dt.datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chair = opened_as(Role.CHAIR)
    administrator = keys.read_key_file(chair.store.folder).people()[2].person.name

    def before_a_removal(folder: Path, passphrase: str, **given: Any) -> Any:
        found = unlock_folder(folder, passphrase, **given)
        people.remove_person(chair, administrator)
        return found

    monkeypatch.setattr(store_opening, "unlock_folder", before_a_removal)
    lawyer = passphrase_of(Role.LAWYER)
    with store_opening.open_store(chair.store.folder, lawyer, write=False, clock=clock) as opened:
        assert opened.loss is None


def test_a_wrong_passphrase_of_a_clock_that_was_ahead_waits_no_longer_than_any(
    make_store: Callable[..., Path], passphrase: str
) -> None:
    folder, now = make_store(), [dt.datetime(2030, 1, 1, tzinfo=dt.UTC)]
    for _ in range(5):
        with pytest.raises(errors.WrongPassphraseError):
            unlock_folder(folder, "nid hwn o gwbl 7", clock=lambda: now[0])
    now[0] = dt.datetime(2021, 9, 30, tzinfo=dt.UTC)
    with pytest.raises(errors.TooManyAttemptsError):
        unlock_folder(folder, passphrase, clock=lambda: now[0])
    now[0] += dt.timedelta(seconds=31)
    unlock_folder(folder, passphrase, clock=lambda: now[0])
