"""The database held by one connection alone, and copied under another key."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import NullPool

from ehp_desktop.models.errors import DiskError, StoreHeldError
from ehp_desktop.models.keys import DATABASE_FILE
from ehp_desktop.models.store import BUSY, code_of, driver_errors, make_engine


@contextmanager
def held_alone(folder: Path, key: bytes) -> Iterator[Any]:
    """The database's one connection, which keeps every other out; its log is brought into it.

    Raises:
        StoreHeldError: somebody else has it open, if only for reading; nothing was changed.
        DiskError, DamagedStoreError: it cannot be read.
    """
    engine = make_engine(folder / DATABASE_FILE, key, mode="rw", pool=NullPool)
    with driver_errors(folder), closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        try:
            cursor.execute("PRAGMA locking_mode = EXCLUSIVE")
            cursor.execute("PRAGMA journal_mode = DELETE")
            cursor.execute("BEGIN EXCLUSIVE")  # the mode keeps this lock when its work is done
            cursor.execute("COMMIT")
        except sqlcipher3.OperationalError as error:
            if code_of(error) != BUSY:
                raise
            raise StoreHeldError(
                "Another window or program has the store open; nothing was changed. Close every "
                "other window of it, and try again."
            ) from error
        yield connection.driver_connection


def copy_under(source: Any, copy: Path, old: bytes, new: bytes) -> None:
    """Copy the database of a connection (`held_alone`) into an empty file, under another key.

    Raises:
        DiskError: there is no room for it.
    """
    engine = make_engine(copy, old, mode="rw", pool=NullPool)
    with closing(engine.raw_connection()) as connection:
        try:
            source.backup(connection.driver_connection)
        except sqlcipher3.OperationalError as error:  # of copying, the library tells no more
            raise DiskError(
                f"The copy in {copy.parent} could not be written ({error}); nothing of it was "
                "kept, and the store is as it was. Make room on the disk and try again."
            ) from error
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
