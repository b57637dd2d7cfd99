"""Saving a note or an outcome, opening a store, and verifying the audit, against bare floors."""

import hashlib
import os
from pathlib import Path

import sqlcipher3
from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from benchmarks.measure import Figure, interleaved
from benchmarks.stores import AS_OF, PASSPHRASE, clock
from ehp_desktop.models import reads, sealing, writes
from ehp_desktop.models.audit import FIRST_HASH, link_hash
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.evidence_check import chain_problems
from ehp_desktop.models.store import make_engine
from ehp_desktop.review import opening
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.intake.apply import apply_plan
from ehp_desktop.review.intake.plan import read_plan
from ehp_desktop.review.notes import NewNote, add_note
from ehp_desktop.review.outcomes import record
from ehp_desktop.review.recording import recording
from ehp_desktop.review.sample.many import many_extract_csv
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery

_SAVED = 20  # at once: one is too quick to be measured alone
_TEXT = "Visited on Tuesday; the carers have asked the school for a letter. " * 6
_RECORDS = 100_000
_SEALED = 48 + 256  # bytes of an audit record's sealed text
_CHILDREN = 2_000


def figures(folder: Path, rounds: int) -> list[Figure]:
    """Each against the least that it could cost."""
    strong = sealing.MEMORY_KIB, sealing.PASSES, sealing.LANES
    sealing.MEMORY_KIB, sealing.PASSES, sealing.LANES = 8, 1, 1  # Argon2 is a cost of its own
    try:
        return _figures(folder / "store", folder, rounds)
    finally:
        sealing.MEMORY_KIB, sealing.PASSES, sealing.LANES = strong


def _figures(store: Path, folder: Path, rounds: int) -> list[Figure]:
    opening.create(
        store, authority="Bench", code_set=CodeSet.WALES, person_name="Bench",
        passphrase=PASSPHRASE,
    )  # fmt: skip
    opened = opening.unlock(store, PASSPHRASE, clock=clock)
    children = _fill(opened, folder)
    made = [*_saving(opened, folder, children, rounds)]
    opened.close()
    made.append(_opening(store, rounds))
    made.append(_verifying(store, rounds))
    return made


def _fill(opened: opening.OpenStore, folder: Path) -> list[str]:
    path = folder / "caseload.csv"
    path.write_bytes(many_extract_csv(_CHILDREN))
    plan = read_plan(opened, [path], as_of=AS_OF)
    apply_plan(opened, plan)
    return [one.child_id for one in plan.children]


def _saving(
    opened: opening.OpenStore, folder: Path, children: list[str], rounds: int
) -> list[Figure]:
    surgery = new_surgery(opened, SurgeryDraft(date=AS_OF))
    add_cases(opened, surgery, children[:_SAVED])
    with recording(opened, Action.HELD) as pen:
        writes.set_surgery_state(pen.session, surgery, "held")
        pen.surgery_event(surgery, "held")
    raw = _Raw(folder / "raw.db", folder / "head")

    def notes() -> None:
        for child_id in children[:_SAVED]:
            add_note(opened, NewNote(_TEXT, child_id=child_id))

    def outcomes() -> None:
        for child_id in children[:_SAVED]:
            record(opened, surgery, child_id, "keep_order", reason=_TEXT)

    return [
        interleaved(f"{_SAVED} {what} saved", raw.save, save, 3.0, rounds=rounds)
        for what, save in (("notes", notes), ("outcomes", outcomes))
    ]


class _Raw:
    """One row of the same bytes committed through the bare driver, and a head fsynced after it."""

    def __init__(self, database: Path, head: Path) -> None:
        self._connection = sqlcipher3.connect(str(database), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, said TEXT, b BLOB)")
        head.write_bytes(bytes(256))
        self._head = os.open(head, os.O_RDWR)

    def save(self) -> None:
        """As many rows as the others save."""
        for number in range(_SAVED):
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "INSERT INTO kept (said, b) VALUES (?, ?)", (_TEXT, bytes(_SEALED + 200))
            )
            self._connection.execute("COMMIT")
            os.lseek(self._head, number % 2 * 128, os.SEEK_SET)
            os.write(self._head, bytes(128))
            os.fsync(self._head)


def _opening(store: Path, rounds: int) -> Figure:
    """Everything but Argon2id, and the children read, against reading the children alone."""
    with opening.unlock(store, PASSPHRASE, clock=clock).store as once:
        (key,) = once.unlocked.store_keys

    def floor() -> None:
        engine = make_engine(store / "caseload.db", key, mode="rw", pool=NullPool)
        with Session(engine) as session:
            reads.children(session)

    def ours() -> None:
        opened = opening.unlock(store, PASSPHRASE, clock=clock, note=False)
        with opened.store.reading() as session:
            reads.children(session)
        opened.close()

    return interleaved(f"open and read {_CHILDREN:,} children", floor, ours, 1.5, rounds=rounds)


def _verifying(store: Path, rounds: int) -> Figure:
    opened = opening.unlock(store, PASSPHRASE, clock=clock)
    links = _add_records(opened)

    def floor() -> None:
        before = FIRST_HASH
        for seq, entries, commitment, sealed in links:
            before = link_hash(before, seq, entries, commitment, sealed)

    def ours() -> None:
        with opened.store.reading() as session:
            if chain_problems(session.connection()):
                raise AssertionError("the chain does not hold")

    figure = interleaved(f"verify {_RECORDS:,} audit records", floor, ours, 3.0, rounds=rounds)
    opened.close()
    return figure


def _add_records(opened: opening.OpenStore) -> list[tuple[int, int, bytes, bytes]]:
    """A chain of so many records in the store; their parts."""
    links, before = [], FIRST_HASH
    with opened.store.keeping() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER audit_refuses_delete")
        connection.exec_driver_sql("DELETE FROM audit")
        rows = []
        for seq in range(1, _RECORDS + 1):
            commitment, sealed = hashlib.sha256(before).digest(), os.urandom(_SEALED)
            before = link_hash(before, seq, seq, commitment, sealed)
            links.append((seq, seq, commitment, sealed))
            rows.append((seq, "a" * 16, sealed, seq, commitment, before))
        connection.exec_driver_sql(
            "INSERT INTO audit (seq, key_id, sealed, entries, commitment, hash) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )
    return links
