"""Evidence: rows that are added and never rewritten, each with a digest that the audit commits to.

A row's digest is the SHA-256 of sixteen random bytes and its content, so that a digest that stays
when the content is purged tells nobody what it was. The record of the audit with the row's `seq`
commits to the digests of all rows of that transaction.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Dialect, LargeBinary, Table
from sqlalchemy.orm import Mapped, Session, mapped_column

from ehp_desktop.models.base import Base

OUTSIDE: Final = frozenset({"salt", "digest"})
"""The columns that a row's digest does not cover: what it is made with, and itself."""

STAMPED: Final = ("id", "seq", "salt", "digest")
"""What `Stamp.stamp` gives a row, in its order."""

_SALT: Final = 16
_REMEMBERED: Final = 4096  # values of a column, as the database keeps them
_JOURNAL: Final = "ehp journal"


class Evidence:
    """What every table of evidence has. Ids run from 1 without a gap; `salt` None = purged."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    seq: Mapped[int] = mapped_column(sort_order=90)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary, sort_order=91)
    digest: Mapped[bytes] = mapped_column(LargeBinary, sort_order=92)


class Journal:
    """What one transaction has written so far: evidence rows, and what is hidden in its record."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        self.hidden: dict[str, str] = {}  # record id -> digest of what is kept encrypted
        self._digests: dict[tuple[str, int], bytes] = {}

    def digests(self) -> list[bytes]:
        """The digests of the rows written, in the order of their tables and ids."""
        return [digest for _, digest in sorted(self._digests.items())]

    def wrote(self, table: str, number: int, digest: bytes) -> None:
        """Take down that a row was written."""
        self._digests[table, number] = digest


def begin_journal(session: Session, seq: int) -> Journal:
    """Start the journal of a transaction whose audit record will have this number."""
    journal = session.info[_JOURNAL] = Journal(seq)
    return journal


def journal_of(session: Session) -> Journal:
    """The journal of a session of `Store.writing`.

    Raises:
        KeyError: the session is not one; evidence is written through no other.
    """
    journal: Journal = session.info[_JOURNAL]
    return journal


class _Shape(NamedTuple):
    """How rows of some columns go into one table; worked out once, as notes are saved singly."""

    order: list[tuple[int, str]]  # the columns by name, and where each stands among the values
    bind: list[Callable[[Any], Any]]
    insert: str


@lru_cache(maxsize=64)
def _shape(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Shape:
    kept = [*names, "id", "seq"]
    order = sorted(range(len(kept)), key=kept.__getitem__)
    columns = ", ".join(f'"{name}"' for name in [*names, *STAMPED])
    places = ", ".join("?" * (len(names) + len(STAMPED)))
    return _Shape(
        [(at, kept[at]) for at in order],
        [_binder(dialect, table, name) for name in kept],
        f"INSERT INTO {table.name} ({columns}) VALUES ({places})",  # noqa: S608 - names of ours
    )


class Stamp:
    """Gives rows of one table their number, their transaction, their salt and their digest."""

    def __init__(self, session: Session, table: Table, names: Sequence[str]) -> None:
        connection = session.connection()
        self._journal = journal_of(session)
        self._table = table.name
        self._shape = _shape(connection.dialect, table, tuple(names))
        self._cursor: Any = connection.connection.cursor()
        self._cursor.execute(f"SELECT id FROM {table.name} ORDER BY id DESC LIMIT 1")  # noqa: S608
        last = self._cursor.fetchone()
        self.next = last[0] + 1 if last else 1
        """The number of the row that is stamped next."""

    def stamp(self, values: Sequence[object]) -> tuple[int, int, bytes, bytes]:
        """What one row gets, from its values in the order of the names given."""
        return self._stamped(self._bound(values))

    def put(self, values: Sequence[object]) -> int:
        """Stamp one row and put it into its table; returns its number."""
        bound = self._bound(values)
        stamped = self._stamped(bound)
        self._cursor.execute(self._shape.insert, [*bound[:-2], *stamped])
        return stamped[0]

    def _bound(self, values: Sequence[object]) -> list[Any]:
        """The values as the database keeps them, then the row's number and transaction."""
        row = [*values, self.next, self._journal.seq]
        return [bind(value) for bind, value in zip(self._shape.bind, row, strict=True)]

    def _stamped(self, bound: list[Any]) -> tuple[int, int, bytes, bytes]:
        number, seq, salt = self.next, self._journal.seq, os.urandom(_SALT)
        self.next += 1
        content = {
            name: _said(bound[at]) for at, name in self._shape.order if bound[at] is not None
        }
        digest = _digest(self._table, salt, content)
        self._journal.wrote(self._table, number, digest)
        return number, seq, salt, digest


def add(
    session: Session, model: type[Base], values: Mapping[str, object], *, begins: bool = False
) -> int:
    """Add one row of evidence; returns its id.

    Args:
        session: of `Store.writing`.
        model: its table's class, an `Evidence`.
        values: every column but those that all evidence has; None = not recorded.
        begins: it is the first version of a thread, which has its number.
    """
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - every class of ours is of one table
    kept = {**values, "thread": 0} if begins else values
    stamp = Stamp(session, table, tuple(kept))
    row = {**kept, "thread": stamp.next} if begins else kept
    return stamp.put(tuple(row.values()))


def row_digest(table: str, salt: bytes, stored: Mapping[str, object]) -> bytes:
    """The digest of a row as the database keeps it: its columns but salt and digest."""
    content = {name: _said(stored[name]) for name in sorted(stored) if stored[name] is not None}
    return _digest(table, salt, content)


def left_digest(table: str, stored: Mapping[str, object]) -> str:
    """The digest (hex) of what a purge left of a row, which has no salt any more."""
    content = {name: value for name, value in stored.items() if name not in OUTSIDE}
    return row_digest(table, b"", content).hex()


def _digest(table: str, salt: bytes, content: Mapping[str, object]) -> bytes:
    text = json.dumps([table, content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).digest()


def _said(value: object) -> object:
    """A stored value as JSON can say it."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return int(value) if isinstance(value, bool) else value


def _binder(dialect: Dialect, table: Table, name: str) -> Callable[[Any], Any]:
    """How a column's values are made what the database keeps; the same few come again and again."""
    convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return _as_it_is
    known: dict[Any, Any] = {}

    def bind(value: Any) -> Any:
        if value is None or isinstance(value, bytes):
            return value
        if value not in known:
            if len(known) == _REMEMBERED:
                known.clear()
            known[value] = convert(value)
        return known[value]

    return bind


def _as_it_is(value: Any) -> Any:
    return value
