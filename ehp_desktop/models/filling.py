"""A new database filled with what can be read of a damaged one, and marked with what is missing."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, NullPool, inspect
from sqlalchemy.orm import Session

from ehp_desktop.models import head
from ehp_desktop.models.advice_books import book_digests, is_readable
from ehp_desktop.models.audit import Link, Told, add_committed, last_link, opened_text
from ehp_desktop.models.codes import CodeKind, CodeSet, known_codes
from ehp_desktop.models.evidence import OUTSIDE, row_digest
from ehp_desktop.models.evidence_check import stored_rows
from ehp_desktop.models.files import make_private_file
from ehp_desktop.models.keys import Unlocked
from ehp_desktop.models.mending import make_lost_again
from ehp_desktop.models.migrations.head import HEAD
from ehp_desktop.models.migrations.integrity import reference_gaps
from ehp_desktop.models.migrations.runner import (
    bring_up_to_date,
    make_tables,
    make_triggers,
    without_references,
)
from ehp_desktop.models.migrations.salvage import DamagedDatabase
from ehp_desktop.models.migrations.triggers import APPEND_ONLY, EVIDENCE
from ehp_desktop.models.rescued import SETTING, KeptDigest, Rescued, rescued_of
from ehp_desktop.models.sealing import CannotOpenError
from ehp_desktop.models.store import BEGIN, make_engine, write_ahead

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one table: rows read and lost, and how many of the lost were made again from others.

    `at_least`: more may be lost than can be told.
    """

    read: int
    lost: int
    at_least: bool = False
    made_again: int = 0


class Filling:
    """Fills a new database with what can be read of a damaged one."""

    def __init__(
        self,
        damaged: DamagedDatabase,
        unlocked: Unlocked,
        at: dt.datetime,
        action: str,
        there: head.Head | None,
    ) -> None:
        self.counted: dict[str, Counted] = {}
        self.missing: int | None = None
        self._damaged = damaged
        self._unlocked = unlocked
        self._at = at
        self._action = action
        self._head = there
        self._broken = damaged.has_broken_pages()

    def fill(self, database: Path) -> None:
        """Make the tables, take the rows over, mark what is missing, and make the head."""
        version = self._damaged.version()
        make_private_file(database)
        key = self._unlocked.store_keys[0]
        engine = make_engine(database, key, mode="rw", pool=NullPool)
        write_ahead(engine)
        changing = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with changing.connect() as connection:
            without_references(connection)
            with connection.begin():
                make_tables(connection, version)
                self._take_over(connection)
                if version == HEAD:
                    make_triggers(connection)
            if version != HEAD:
                bring_up_to_date(connection)
            with connection.begin():
                link = self._mark(connection)
            head.make(database.parent, key, head.Head(link.seq, link.hash))
        engine.dispose()

    def _take_over(self, connection: Connection) -> None:
        there = self._damaged.tables()
        for table, columns in _tables_of(connection).items():
            both = tuple(name for name in there.get(table, ()) if name in columns)
            self.counted[table] = (
                self._take_table(connection, table, both) if both else Counted(0, 0, at_least=True)
            )
        self._leave_out_known(connection)
        _complete_settings(connection)
        with Session(connection) as session:
            made = make_lost_again(session, self._at)
            session.flush()
        for table, count in made.items():
            one = self.counted[table]
            lost = max(one.lost, count)
            self.counted[table] = Counted(one.read, lost, one.at_least and not count, count)

    def _leave_out_known(self, connection: Connection) -> None:
        """What an earlier rescue found to be lost is not lost again."""
        with suppress(ValueError):
            mark = rescued_of(connection)
            for table, gap in (mark.gaps if mark else {}).items():
                one = self.counted[table]
                self.counted[table] = Counted(one.read, max(0, one.lost - gap), one.at_least)

    def _take_table(self, connection: Connection, table: str, columns: tuple[str, ...]) -> Counted:
        missed: list[tuple[int, int]] = []
        marks, names = ", ".join("?" * len(columns)), ", ".join(f'"{name}"' for name in columns)
        query = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
        cursor = connection.connection.cursor()
        rows = self._damaged.rows(table, columns, lambda start, end: missed.append((start, end)))
        last = found = 0
        for batch in _batches(rows):
            whole = [
                row[1:] for row in batch if not self._broken or self._fits(table, columns, row)
            ]
            cursor.executemany(query, whole)
            found, last = found + len(batch), batch[-1][0]
        read: int = connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar() or 0  # noqa: S608
        if table in APPEND_ONLY:  # their numbers run from 1 without a gap
            return Counted(read, last - read, at_least=bool(missed) and missed[-1][1] > last)
        return Counted(read, found - read + _stretches(missed), at_least=bool(missed))

    def _fits(self, table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> bool:
        """Whether a row is as it was written: the end of a broken one may have been read as zeros.

        Rows of evidence have their digest, advice its own seal; no text of ours holds a zero.
        """
        stored = dict(zip(columns, row[1:], strict=True))
        if table in EVIDENCE and stored.get("salt") is not None and "digest" in stored:
            content = {name: value for name, value in stored.items() if name not in OUTSIDE}
            return bool(row_digest(table, stored["salt"], content) == stored["digest"])
        if table == "advice_book" and stored["key_id"] in self._unlocked.keys.advice:
            return is_readable(self._unlocked.keys, stored)
        return not any(isinstance(value, str) and "\0" in value for value in stored.values())

    def _mark(self, connection: Connection) -> Link:
        """Pin what is there, and chain the record that says that the store was rescued."""
        audit, evidence, count, latest = KeptDigest(), KeptDigest(), 0, 0
        odd: dict[str, list[int]] = {}
        gaps: dict[str, int] = {}
        hidden: dict[str, str] = {}
        keys, records = self._unlocked.keys.audit_private, 0
        query = "SELECT seq, sealed, entries, commitment, hash, key_id FROM audit ORDER BY seq"
        for *link, key_id in connection.exec_driver_sql(query):
            audit.add(*link)
            records += 1
            with suppress(CannotOpenError, KeyError):
                hidden |= opened_text(link[0], link[1], keys[key_id]).hidden
        for table in EVIDENCE:
            strange, number, rows = [], 0, 0
            for number, seq, salt, digest, stored in stored_rows(connection, table):
                evidence.add(table, number, seq, digest)
                rows, latest = rows + 1, max(latest, seq)
                if salt is None or row_digest(table, salt, stored) != digest:
                    strange.append(number)
            if strange:
                odd[table] = strange
            count += rows
            gaps[table] = number - rows
        before = last_link(connection)
        if self._head is not None:
            self.missing = max(0, self._head.seq - before.seq)
        seq = max(before.seq, latest, 0 if self._head is None else self._head.seq) + 1
        broken = {
            f"{table} {parent}": found
            for (table, parent), found in reference_gaps(connection).items()
        }
        gaps["audit"] = seq - 1 - records
        mark = Rescued(seq, audit.hex(), evidence.hex(), odd, broken, gaps)
        with Session(connection) as session:
            hidden = dict.fromkeys(hidden, "") | book_digests(session)
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO setting VALUES (?, ?)", (SETTING, mark.text)
        )
        told = self._told(hidden)
        public = self._unlocked.keys.audit_public
        return add_committed(connection, before, mark.seq, count, mark.commitment, told, public)

    def _told(self, hidden: dict[str, str]) -> Told:
        person = self._unlocked.person
        return Told(
            at=int(self._at.timestamp()),
            person_id=self._unlocked.slot_id,
            name=person.name,
            role=person.role,
            action=str(self._action),
            record=None,
            about={
                "read": sum(one.read for one in self.counted.values()),
                "lost": sum(one.lost for one in self.counted.values()),
                "missing": self.missing,
            },
            hidden=hidden,
        )


def _tables_of(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The tables of the new store, those first to which others refer, with their columns."""
    found = inspect(connection)
    names = [name for name in found.get_table_names() if name != "alembic_version"]
    return {name: tuple(one["name"] for one in found.get_columns(name)) for name in names}


def _complete_settings(connection: Connection) -> None:
    """Without these two no store opens: where they were lost, what fits what was read."""
    found = connection.exec_driver_sql("SELECT DISTINCT legal_status FROM child")
    statuses = {row[0] for row in found if row[0] is not None}
    fits = {
        code_set: len(statuses & known_codes(code_set, CodeKind.LEGAL_STATUS))
        for code_set in CodeSet
    }
    usual = {"authority": "Local authority", "code_set": max(CodeSet, key=lambda one: fits[one])}
    for name, value in usual.items():
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO setting VALUES (?, ?)", (name, str(value))
        )


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterable[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _stretches(missed: list[tuple[int, int]]) -> int:
    """How many stretches of numbers could not be read: at least a row of each is lost."""
    starts = {start for start, _ in missed}
    return sum(1 for start in starts if start - 1 not in starts)
