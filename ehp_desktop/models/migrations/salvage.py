"""Reading a damaged database table by table and row by row, and whether anybody has one open.

A page that its key does not fit, or that is broken, ends a read with an error. What was read
before it is good; the rest of the range is halved until only the rows on bad pages are left out.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import NullPool

from ehp_desktop.models.files import disk_errors
from ehp_desktop.models.keys import DATABASE_FILE
from ehp_desktop.models.migrations.head import HEAD, VERSIONS
from ehp_desktop.models.store import make_engine

_OPEN_BYTE: Final = 128  # of the shared memory's file: locked by everybody who has it open
_LARGEST: Final = 2**31
_AT_ONCE: Final = 500

Row = tuple[Any, ...]


def others_have_open(folder: Path) -> bool:
    """Whether any program has a store's database open, if only for reading.

    On Windows always answered no: there no file that is open can be moved.
    """
    if sys.platform == "win32":
        return False
    import fcntl

    shared = folder / f"{DATABASE_FILE}-shm"
    with disk_errors(shared):
        try:
            handle = os.open(shared, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _OPEN_BYTE)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
    return False


class DamagedDatabase:
    """A private copy of a damaged database, read as far as it goes."""

    def __init__(self, folder: Path, keys: tuple[bytes, ...]) -> None:
        self._database = folder / DATABASE_FILE
        self._keys = keys
        self._connection: Any = None

    def __enter__(self) -> "DamagedDatabase":
        return self

    def __exit__(self, *_: object) -> None:
        self._let_go()

    def tables(self) -> dict[str, tuple[str, ...]]:
        """Each table that can be found, with its columns; none where not even that can be read."""
        for key in self._keys:
            self._keys = (key,)
            try:
                found = self._asked("SELECT name FROM sqlite_master WHERE type = 'table'")
                return {name: self._columns(name) for (name,) in found}
            except sqlcipher3.DatabaseError:
                self._let_go()
        return {}

    def has_broken_pages(self) -> bool:
        """Whether any page does not fit the key: then what was read may hold zeros (`fits`)."""
        try:
            return next(self._asked("PRAGMA cipher_integrity_check"), None) is not None
        except sqlcipher3.DatabaseError:
            self._let_go()
            return True

    def version(self) -> str:
        """The version of its tables; the newest that fits where that cannot be read."""
        with suppress(sqlcipher3.DatabaseError):
            for (version,) in self._asked("SELECT version_num FROM alembic_version"):
                if version in VERSIONS:
                    return str(version)
        return HEAD if "audit" in self.tables() else VERSIONS[0]

    def rows(
        self, table: str, columns: tuple[str, ...], missed: Callable[[int, int], None]
    ) -> Iterator[Row]:
        """The rows of a table that can be read, by their number, with that number first.

        `missed` is told of each stretch of numbers, first and behind the last, that cannot.
        """
        names = ", ".join(f'"{name}"' for name in columns)
        if not self._is_numbered(table):
            yield from self._from_both_ends(table, names, columns[0], missed)
            return
        query = f'SELECT rowid, {names} FROM "{table}" NOT INDEXED'  # noqa: S608 - names of ours
        query += " WHERE rowid >= ? AND rowid < ? ORDER BY rowid"
        waiting = [self._bounds(table)]
        while waiting:
            start, end = waiting.pop()
            try:
                for row in self._asked(query, start, end):
                    yield row
                    start = row[0] + 1
            except sqlcipher3.DatabaseError:
                if end - start == 1:
                    missed(start, end)
                elif end > start:
                    middle = (start + end) // 2
                    waiting += [(middle, end), (start, middle)]

    def _is_numbered(self, table: str) -> bool:
        try:
            list(self._asked(f'SELECT rowid FROM "{table}" LIMIT 0'))  # noqa: S608
        except sqlcipher3.DatabaseError as error:
            return "no such column" not in str(error)
        return True

    def _from_both_ends(
        self, table: str, names: str, key: str, missed: Callable[[int, int], None]
    ) -> Iterator[Row]:
        """The rows of a table that does not number them: from each end to the first bad page."""
        seen = set()
        for order in ("ASC", "DESC"):
            query = f'SELECT 0, {names} FROM "{table}" ORDER BY "{key}" {order}'  # noqa: S608
            try:
                for row in self._asked(query):
                    if row[1] not in seen:
                        seen.add(row[1])
                        yield row
            except sqlcipher3.DatabaseError:
                continue
            return
        missed(0, 1)

    def _bounds(self, table: str) -> tuple[int, int]:
        """Between which numbers rows may be; where the end is damaged, twice what can be seen."""
        with suppress(sqlcipher3.DatabaseError):
            ends = (f'(SELECT {end}(rowid) FROM "{table}")' for end in ("min", "max"))  # noqa: S608
            first, last = next(self._asked(f"SELECT {', '.join(ends)}"))
            return (first, last + 1) if last is not None else (0, 0)
        seen, step = 1, 1
        asked = f'SELECT rowid FROM "{table}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1'  # noqa: S608
        while step < _LARGEST:
            with suppress(sqlcipher3.DatabaseError):
                seen = max([seen, *(row[0] for row in self._asked(asked, step))])
            step *= 2
        return 1, 2 * seen + _AT_ONCE

    def _columns(self, table: str) -> tuple[str, ...]:
        return tuple(row[1] for row in self._asked(f'PRAGMA table_info("{table}")'))

    def _asked(self, query: str, *values: int) -> Iterator[Row]:
        if self._connection is None:
            engine = make_engine(self._database, self._keys[0], mode="rw", pool=NullPool)
            self._connection = engine.raw_connection()
        cursor = self._connection.cursor()
        cursor.execute(query, values)
        yield from cursor

    def _let_go(self) -> None:
        """Close the connection; the next question takes a new one."""
        if self._connection is not None:
            with suppress(sqlcipher3.Error):
                self._connection.close()
            self._connection = None
