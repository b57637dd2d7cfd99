"""Somebody with the store's key and a raw session, or a disk that fails: what they must not get."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models import advice_books, errors, head, keys, store_opening
from ehp_desktop.models.attempts import unlock_folder
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.court_outcomes import forget_court_outcome, put_court_outcome
from ehp_desktop.models.key_file import write_key_file
from ehp_desktop.models.migrations.triggers import TRIGGERS
from ehp_desktop.models.rows import ChildRow, OutcomeRow
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
        ("UPDATE child SET sibling_group = 'x'", "sibling group is not what was last recorded"),
        ("INSERT INTO child (child_id) VALUES ('0073')", "Child 0073: where they came from is not"),
        (
            "INSERT INTO surgery SELECT 2, date, time, place, chair, lawyer, apologies, "
            "minutes_per_case, state, made_at, made_by FROM surgery",
            "Of surgery 2 no event is recorded",
        ),
        ("UPDATE setting SET value = 'other' WHERE name = 'authority'", "setting authority is not"),
        ("UPDATE setting SET value = 'x' WHERE name = 'code_set'", "cannot be read"),
        ("INSERT INTO setting VALUES ('backup_folder', '/x')", "setting backup_folder is not"),
        ("CREATE TABLE more (x)", "The table more is not this program's"),
        ("CREATE VIEW more AS SELECT 1", "The view more is not this program's"),
        ("CREATE INDEX more ON child (team)", "The index more is not this program's"),
        ("DROP INDEX ix_change_record_child", "The index ix_change_record_child is missing"),
        ("DROP TABLE paper_key", "The table paper_key is missing"),
        ("ALTER TABLE child ADD COLUMN more", "The table child has not the columns"),
        (
            "INSERT INTO court_outcome (child_id, kind, date) "
            "VALUES ('0071', 'order_made', '2021-09-01')",
            "Child 0071: a court outcome is not what was last recorded",
        ),
        ("UPDATE child_record_id SET child_id = '0072'", "Child 0072: the id by which the audit"),
    ],
)
def test_a_hidden_record_and_a_moved_book_are_found_by_a_chair(
    advised: OpenStore, passphrase: str, statement: str, sentence: str
) -> None:
    tamper(advised, statement)
    advised.close()
    assert sentence in check_store(advised.store.folder, passphrase)[0]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM court_outcome",
        "UPDATE court_outcome SET case_number = 'other'",
        "UPDATE court_outcome SET date = '2021-09-02'",
    ],
)
def test_a_court_outcome_that_was_changed_or_taken_away_is_found(
    advised: OpenStore, passphrase: str, statement: str
) -> None:
    with advised.store.writing("tested") as session:
        for kind in ("supervision_order_made", "order_refused"):
            outcome = OutcomeRow("0071", kind, DAY, "Swansea", None)
            put_court_outcome(session, outcome, on=DAY, at=advised.clock(), by="Mair")
        forget_court_outcome(session, outcome, on=DAY, at=advised.clock(), by="Mair")
    whole = check_store(advised.store.folder, passphrase)
    tamper(advised, statement)
    advised.close()
    (problem,) = check_store(advised.store.folder, passphrase)
    assert (whole, problem) == ((), "Child 0071: a court outcome is not what was last recorded.")


def test_a_purged_row_that_is_filled_again_is_found_and_the_log_holds_nothing_of_it(
    advised: OpenStore, passphrase: str
) -> None:
    purging.purge(advised, "0071")
    assert (advised.store.folder / "caseload.db-wal").stat().st_size == 0
    tamper(advised, 'UPDATE change_record SET changes = \'{"team":"x"}\' WHERE salt IS NULL')
    advised.close()
    (problem,) = check_store(advised.store.folder, passphrase)
    assert problem == "Row 1 of change_record is not as the purge left it."


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
