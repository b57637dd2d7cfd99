"""The chain, its head and the evidence: what is added holds, and what is changed is found."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import text

from ehp_desktop.models import audit, errors, evidence_check, head, life_reads
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.life_writes import Pen
from ehp_desktop.models.migrations.triggers import TRIGGERS
from ehp_desktop.models.rows import NoteRow
from ehp_desktop.models.store import Store
from ehp_desktop.models.store_opening import open_store
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore

OpenAs = Callable[..., OpenStore]
Clock = Callable[[], dt.datetime]
NOTE: dict[str, Any] = dict.fromkeys(
    ("child_id", "surgery_id", "criterion", "relevant_date", "key_id", "sealed")
)


def write_note(store: Store, said: str, clock: Clock) -> int:
    with store.writing("wrote a note") as session:
        pen = Pen(session, store.signer, clock())
        return pen.first(NoteRow, **NOTE, private=False, text=said)


@pytest.fixture
def noted(opened_wales: OpenStore, clock: Clock) -> OpenStore:
    for number in range(5):
        write_note(opened_wales.store, f"note {number}", clock)
    return opened_wales


def tamper(opened: OpenStore, *statements: str) -> None:
    """Change the store through a connection of its own, past every trigger, as nobody should."""
    with opened.store.keeping() as session:
        connection = session.connection()
        for name in TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
        for made in TRIGGERS.values():
            connection.exec_driver_sql(made)


def problems(opened: OpenStore, passphrase: str) -> tuple[str, ...]:
    opened.close()
    return check_store(opened.store.folder, passphrase)


def test_what_was_written_is_whole(noted: OpenStore, passphrase: str) -> None:
    with noted.store.reading() as session:
        link = audit.last_link(session.connection())
    assert (link.seq, link.entries) == (
        6,
        7,
    )  # with two settings; signing in is a record without evidence
    assert problems(noted, passphrase) == ()


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["UPDATE note SET text = 'other' WHERE id = 3"], "Row 3 of note is not as it was written"),
        (["UPDATE note SET version = 2 WHERE id = 3"], "Row 3 of note is not as it was written"),
        (["UPDATE note SET author = 'x' WHERE id = 1"], "Row 1 of note is not as it was written"),
        (["UPDATE note SET digest = x'00' WHERE id = 1"], "Row 1 of note is not as it was"),
        (["UPDATE note SET salt = NULL WHERE id = 2"], "Row 2 of note was emptied, and no purge"),
        (["DELETE FROM note WHERE id = 2"], "A row of note before number 3 is missing"),
        (["DELETE FROM note WHERE id = 5"], "There are 6 rows of evidence, and the audit knows of"),
        (
            [
                "INSERT INTO note SELECT id + 5, thread, version, withdrawn, private, child_id, "
                "surgery_id, criterion, relevant_date, text, key_id, sealed, author_id, author, "
                "role, at, seq, salt, digest FROM note WHERE id = 1"
            ],
            "Row 6 of note is not as it was written",
        ),
        (["UPDATE audit SET commitment = zeroblob(32) WHERE seq = 3"], "Record 3 of the audit"),
        (["UPDATE audit SET sealed = x'00' WHERE seq = 2"], "Record 2 of the audit"),
        (["UPDATE audit SET entries = 1 WHERE seq = 6"], "Record 6 of the audit"),
        (["UPDATE audit SET hash = zeroblob(32) WHERE seq = 1"], "Record 1 of the audit"),
        (["DELETE FROM audit WHERE seq = 2"], "Record 2 of the audit is missing"),
        (["DELETE FROM audit WHERE seq = 6"], "The last 1 changes of the store are missing"),
        (
            ["DELETE FROM audit WHERE seq > 4", "DELETE FROM note WHERE seq > 4"],
            "The last 2 changes of the store are missing",
        ),
    ],
)
def test_tampering_is_found(
    noted: OpenStore, passphrase: str, statements: list[str], sentence: str
) -> None:
    tamper(noted, *statements)
    assert sentence in problems(noted, passphrase)[0]


@pytest.mark.parametrize("name", ["note_refuses_update", "audit_refuses_delete"])
def test_a_trigger_that_is_gone_or_changed_is_found(
    noted: OpenStore, passphrase: str, name: str
) -> None:
    with noted.store.keeping() as session:
        session.execute(text(f"DROP TRIGGER {name}"))
    assert problems(noted, passphrase) == (f"The trigger {name} is missing.",)


def test_everybody_finds_a_change_of_evidence(opened_as: OpenAs, clock: Clock) -> None:
    chair = opened_as(Role.CHAIR)
    write_note(chair.store, "one", clock)
    tamper(chair, "UPDATE note SET text = 'other'")
    chair.close()
    for passphrase in ("pedair gwdihŵ frown 12", "saith gwiwer goch 31"):
        assert check_store(chair.store.folder, passphrase) == (
            "Row 1 of note is not as it was written.",
        )


def test_only_chairs_read_the_audit(opened_as: OpenAs, clock: Clock) -> None:
    write_note(opened_as(Role.ADMINISTRATOR).store, "one", clock)
    for role in Role:
        opened = opened_as(role)
        with opened.store.reading() as session:
            kept = session.execute(text("SELECT seq, key_id, sealed FROM audit ORDER BY seq")).all()
        private = opened.store.keys.audit_private
        if role is not Role.CHAIR:
            assert private == {}
            continue
        told = [audit.opened_text(seq, sealed, private[key_id]) for seq, key_id, sealed in kept]
        assert [one.action for one in told] == ["signed in", "wrote a note", "signed in"]
        assert {one.name for one in told[:2]} == {"Gareth Lloyd"}
        assert told[1].at == clock().timestamp()
    assert len({len(sealed) for _, _, sealed in kept}) == 1


def test_looking_is_written_beside_whoever_has_the_right_to_write(
    noted: OpenStore, passphrase: str, clock: Clock
) -> None:
    with open_store(noted.store.folder, passphrase, write=False, clock=clock) as reader:
        assert reader.noting("looked at a case")
        with reader.reading() as session:
            assert audit.last_link(session.connection()).seq == 7
    write_note(noted.store, "after", clock)
    assert problems(noted, passphrase) == ()


# --- the head


def test_a_head_that_is_behind_by_a_killed_program_is_brought_up(
    noted: OpenStore, passphrase: str, clock: Clock
) -> None:
    folder = noted.store.folder
    before = (folder / head.HEAD_FILE).read_bytes()
    write_note(noted.store, "committed, and the program killed before its head", clock)
    noted.close()
    (folder / head.HEAD_FILE).write_bytes(before)
    with open_store(folder, passphrase, write=True, clock=clock) as opened:
        assert opened.loss is None
        assert opened.writable
        keys = opened.unlocked.store_keys
    there = head.read(folder, keys)
    assert there is not None
    assert there.seq == 7


def test_missing_changes_are_told_and_nothing_is_written_over_them(
    noted: OpenStore, passphrase: str, clock: Clock
) -> None:
    folder = noted.store.folder
    tamper(noted, "DELETE FROM audit WHERE seq > 4", "DELETE FROM note WHERE seq > 4")
    noted.close()
    with open_store(folder, passphrase, write=True, clock=clock) as opened:
        assert opened.loss is not None
        assert opened.loss.changes == 2
        assert "The last 2 changes" in opened.loss.sentence
        assert not opened.writable
        with pytest.raises(errors.RefusedError, match="last 2 changes"), opened.writing("x"):
            pytest.fail("written over the gap")
        assert not opened.noting("looked at a case")
        # the right to write was given back
        with open_store(folder, passphrase, write=True, clock=clock) as other:
            assert other.loss is not None


@pytest.mark.parametrize("content", [None, b"", b"x" * 256])
def test_a_lost_head_is_told(
    noted: OpenStore, passphrase: str, clock: Clock, content: bytes | None
) -> None:
    path = noted.store.folder / head.HEAD_FILE
    noted.close()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with open_store(noted.store.folder, passphrase, write=True, clock=clock) as opened:
        assert opened.loss is not None
        assert opened.loss.changes is None
        assert "cannot be told" in opened.loss.sentence
    assert head.HEAD_FILE in check_store(noted.store.folder, passphrase)[0]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 127), st.integers(1, 8))
def test_a_torn_write_of_the_head_leaves_the_one_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], cut: int, wrong: int
) -> None:
    folder, key = tmp_path_factory.mktemp("head"), bytes(32)
    seq = 0
    head.make(folder, key, head.Head(0, bytes(32)))
    for _ in steps:
        seq += 1
        head.write(folder, key, head.Head(seq, bytes([seq]) * 32))
    assert head.read(folder, (key,)) == head.Head(seq, bytes([seq]) * 32)
    assert head.read(folder, (bytes([wrong]) * 32,)) is None
    content = bytearray((folder / head.HEAD_FILE).read_bytes())
    start = seq % 2 * 128
    content[start + cut % 81] ^= wrong  # a byte of the newest place
    (folder / head.HEAD_FILE).write_bytes(content)
    left = head.read(folder, (key,))
    assert left is not None
    assert left.seq == max(seq - 1, 0)


def test_a_head_that_comes_late_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    key = bytes(32)
    head.make(tmp_path, key, head.Head(4, bytes(32)))
    head.write(tmp_path, key, head.Head(6, b"6" * 32))
    head.write(tmp_path, key, head.Head(2, b"2" * 32))
    assert head.read(tmp_path, (key,)) == head.Head(6, b"6" * 32)


# --- rows and versions


def test_versions_are_rows_of_their_own(opened_wales: OpenStore, clock: Clock) -> None:
    store = opened_wales.store
    number = write_note(store, "first", clock)
    with store.writing("wrote a note") as session:
        (before,) = life_reads.one_thread(session, NoteRow, number)
        Pen(session, store.signer, clock()).next(before, text="second")
    with store.reading() as session:
        first, second = life_reads.one_thread(session, NoteRow, number)
        (now,) = life_reads.current(session, NoteRow)
    assert (first.text, first.version) == ("first", 1)
    assert second == now == first._replace(id=2, version=2, text="second")
    assert now.author_id == store.unlocked.slot_id
    assert now.at == clock()


def test_nothing_of_what_failed_is_kept(opened_wales: OpenStore, clock: Clock) -> None:
    store = opened_wales.store

    def fail() -> None:
        with store.writing("wrote a note") as session:
            Pen(session, store.signer, clock()).first(NoteRow, **NOTE, private=False, text="x")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        fail()
    with store.reading() as session:
        assert life_reads.all_versions(session, NoteRow) == []
        assert evidence_check.evidence_problems(session.connection()) == []
        assert audit.last_link(session.connection()).seq == 1
