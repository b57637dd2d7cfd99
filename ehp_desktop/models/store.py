"""The encrypted store: opened, read and written; the one place that knows its database.

In its folder: `caseload.db`, encrypted from its first byte under a random key; `keys.json`, that
key sealed to each person; `writer.lock` and `writer.txt`, who is writing; `backups/`, made before
the tables change. Everything is for the owner's account alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, Self
from weakref import WeakSet

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, Pool, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import (
    DamagedStoreError,
    DiskError,
    EhpError,
    NewerStoreError,
    RefusedError,
    StoreError,
    StoreHeldError,
)
from ehp_desktop.models.files import (
    disk_errors,
    is_private,
    keep_to_owner,
)
from ehp_desktop.models.folders import check_ours, check_place
from ehp_desktop.models.keys import (
    DATABASE_FILE,
    KEY_FILE,
    Person,
    read_key_file,
    unlock,
)
from ehp_desktop.models.lock import WriterLock, take_lock
from ehp_desktop.models.migrations.head import HEAD, VERSIONS

BACKUPS: Final = "backups"
_BUSY_SECONDS: Final = 5.0
BEGIN: Final = "ehp_begin"
_SETTINGS: Final = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA cipher_compatibility = 4",
    "PRAGMA temp_store = MEMORY",  # nothing is sorted through a file in clear
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # or REPLACE would delete without asking the triggers
    "PRAGMA trusted_schema = OFF",
    "PRAGMA synchronous = FULL",
)
_OPEN: Final["WeakSet[Store]"] = WeakSet()
_BUSY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 10, 11, 13, 14, 26


class Store:
    """An open store. Sessions of it may be used in any thread, each in one at a time."""

    def __init__(
        self, folder: Path, person: Person, engine: Engine, lock: WriterLock | None
    ) -> None:
        self.folder = folder
        self.person = person
        self.writable = lock is not None
        self._engine = engine
        self._writing = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        self._lock = lock
        self._closed = False
        with self.reading() as session:
            found = session.connection().exec_driver_sql("SELECT name, value FROM setting")
            settings: dict[str, str] = {row[0]: row[1] for row in found}
        try:
            self.authority, self.code_set = settings["authority"], CodeSet(settings["code_set"])
        except (KeyError, ValueError):
            raise _damaged(folder) from None
        _OPEN.add(self)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees the store as it is at its first read, whoever writes meanwhile.

        Raises:
            DiskError, DamagedStoreError: the store cannot be read.
        """
        self._must_be_open()
        with driver_errors(self.folder), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose whole work is kept at the end, or none of it where anything is raised.

        Raises:
            RefusedError: the store is open for reading only.
            StoreHeldError: another thread or program is in the middle of writing.
            DiskError: the disk is full; the store is as it was.
        """
        self._must_be_open()
        if not self.writable:
            raise RefusedError(
                "The store is open for reading only; nothing was changed. "
                "Open it for writing, which one person at a time can do."
            )
        with driver_errors(self.folder), Session(self._writing) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of the database, then of the right to write; again is nothing."""
        self._closed = True
        self._engine.dispose()
        _OPEN.discard(self)
        if self._lock is not None:
            self._lock.release()

    def _must_be_open(self) -> None:
        if self._closed:  # the pool would open the database anew, and without the right to write
            raise RefusedError("The store has been closed; nothing was changed. Open it again.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(
    folder: Path,
    passphrase: str,
    *,
    user: str | None = None,
    write: bool,
    clock: Callable[[], datetime],
) -> Store:
    """Open a store; for writing, its tables are brought up to date first, after a backup.

    Args:
        folder: where it lies.
        passphrase: a person's, or the recovery code.
        user: whose slot to try; without, each person's is tried.
        write: whether to take the right to write, which one program at a time can have.
        clock: tells the time, UTC.

    Raises:
        StoreError: one of its kinds; nothing was changed.
        NotFoundError: nobody is called `user`.
    """
    check_place(folder)
    key_file = read_key_file(folder)
    if write:
        check_ours(folder)
    unlocked = unlock(key_file, passphrase, user=user)
    lock = take_lock(folder, name=unlocked.person.name, clock=clock) if write else None
    engine: Engine | None = None
    try:
        with driver_errors(folder):
            engine, key = engine_that_opens(folder, unlocked.store_keys, writable=write)
            if _version(engine, folder) != HEAD:
                _bring_up_to_date(folder, engine, key, clock, writable=write)
            if write:
                _private_and_ahead(folder, engine)
        return Store(folder, unlocked.person, engine, lock)
    except BaseException:
        if engine is not None:
            engine.dispose()
        if lock is not None:
            lock.release()
        raise


def is_open_here(folder: Path) -> bool:
    """Whether this process has a store open.

    Closing any file of it that is opened beside the database's own library would drop the locks
    that the library holds: POSIX locks go with the first close in their process.
    """
    return any(store.folder.resolve() == folder.resolve() for store in list(_OPEN))


def make_engine(
    database: Path, key: bytes, *, mode: Literal["ro", "rw"], pool: type[Pool] = QueuePool
) -> Engine:
    """How a database is reached with its raw key.

    The pool is never the dialect's own: that shares one connection between a thread's sessions,
    so that closing one rolls back what another has not yet committed. The connections of a pool
    stay open, as opening one reads the whole schema.
    """
    url = URL.create(
        "sqlite+pysqlcipher",
        password=f"x'{key.hex()}'",
        database=database.absolute().as_uri(),
        query={"mode": mode, "uri": "true"},
    )
    engine = create_engine(
        url,
        poolclass=pool,
        hide_parameters=True,  # what is stored of a child belongs in no traceback
        connect_args={
            "isolation_level": None,  # transactions begin where `_begin` says
            "check_same_thread": False,  # the pool hands a connection to one thread at a time
            "timeout": _BUSY_SECONDS,
        },
    )

    def prepare(connection: Any, _: object) -> None:
        for statement in _SETTINGS:
            connection.execute(statement)
        if mode == "ro":
            connection.execute("PRAGMA query_only = ON")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def engine_that_opens(
    folder: Path, store_keys: tuple[bytes, ...], *, writable: bool
) -> tuple[Engine, bytes]:
    """The database under the first of the keys that opens it, and that key.

    Raises:
        DamagedStoreError: none does.
    """
    for key in store_keys:
        engine = make_engine(folder / DATABASE_FILE, key, mode="rw" if writable else "ro")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        except DBAPIError as error:
            engine.dispose()
            if _code_of(error) != _NOTADB:
                raise
        else:
            return engine, key
    raise _damaged(folder)


@contextmanager
def driver_errors(folder: Path) -> Iterator[None]:
    """Say what the database could not do as a sentence for people; what is left is a bug.

    Raises:
        DiskError, StoreHeldError, DamagedStoreError: as the database's own code says.
    """
    try:
        yield
    except (DBAPIError, sqlcipher3.Error) as error:
        told = _for_people(_code_of(error), folder)
        if told is None:
            raise
        raise told from error


def _for_people(code: int | None, folder: Path) -> EhpError | None:
    if code in {_FULL, _IOERR, _CANTOPEN}:
        return DiskError(
            f"The disk with the store in {folder} is full or could not be read or written; the "
            "store is as it was before. Make room on the disk and try again."
        )
    if code == _BUSY:
        return StoreHeldError(
            "The store is busy: another program or window is in the middle of writing it; nothing "
            "was changed. Wait until that is done, and try again."
        )
    if code in {_CORRUPT, _NOTADB}:
        return _damaged(folder)
    return None


def _damaged(folder: Path) -> DamagedStoreError:
    return DamagedStoreError(
        f"{DATABASE_FILE} in {folder} is damaged: the passphrase is right, and what is stored "
        "cannot be read with its key. Nothing was changed. Keep the folder as it is, and put the "
        f"file back from a copy; the {BACKUPS} folder may hold one."
    )


def _code_of(error: BaseException) -> int | None:
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None  # the rest only says more of the same


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


def _version(engine: Engine, folder: Path) -> str:
    """The version of the tables: ours or an older one of ours.

    Raises:
        NewerStoreError, DamagedStoreError: neither.
    """
    from ehp_desktop.models.migrations.integrity import version_of

    with engine.connect() as connection:
        version = version_of(connection)
    if version is None:
        raise _damaged(folder)
    if version not in VERSIONS:
        raise NewerStoreError(
            f"The store in {folder} was made by a newer program than this one; nothing was "
            "changed. Install the newer program to open it."
        )
    return version


def _bring_up_to_date(
    folder: Path, engine: Engine, key: bytes, clock: Callable[[], datetime], *, writable: bool
) -> None:
    if not writable:
        raise StoreError(
            f"The store in {folder} was made by an older program and is brought up to date when "
            "it is next opened for writing; nothing was changed. Open it once in the window."
        )
    from ehp_desktop.models.migrations.backup import back_up
    from ehp_desktop.models.migrations.runner import bring_up_to_date

    back_up(folder, key, at=clock())
    changing = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    with changing.connect() as connection:
        try:
            bring_up_to_date(connection)
        finally:
            connection.invalidate()  # it has foreign keys off: the pool must not lend it again


def _private_and_ahead(folder: Path, engine: Engine) -> None:
    """Before writing: rights that a copy or a backup tool widened, and the write-ahead log."""
    with disk_errors(folder):
        for path in (folder, folder / BACKUPS, folder / KEY_FILE, folder / DATABASE_FILE):
            if path.exists() and not is_private(path):
                keep_to_owner(path)
    write_ahead(engine)


def write_ahead(engine: Engine) -> None:
    """Keep writes in a log beside the database: readers go on reading. The file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
