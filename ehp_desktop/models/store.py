"""The encrypted store: opened, read and written; the one place that knows its database.

In its folder: `caseload.db`, encrypted from its first byte under a random key; `keys.json`, that
key sealed to each person; `head.bin`, the last record of the audit; `writer.lock` and `writer.txt`,
who is writing; `backups/`. Everything is for the owner's account alone.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, Self
from weakref import WeakSet

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, NullPool, Pool, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ehp_desktop.models.chain import Chain, Loss, Signer, record_id_of
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import (
    DamagedStoreError,
    DiskError,
    EhpError,
    RefusedError,
    StoreHeldError,
)
from ehp_desktop.models.keys import DATABASE_FILE, Unlocked
from ehp_desktop.models.lock import WriterLock

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
    "PRAGMA secure_delete = ON",  # what is purged is overwritten, not only let go
)
_OPEN: Final["WeakSet[Store]"] = WeakSet()
BUSY, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 8, 10, 11, 13, 14, 26


class Store:
    """An open store. Sessions of it may be used in any thread, each in one at a time."""

    def __init__(
        self,
        folder: Path,
        unlocked: Unlocked,
        engine: Engine,
        lock: WriterLock | None,
        chain: Chain,
        loss: Loss | None,
    ) -> None:
        self.folder = folder
        self.unlocked = unlocked
        self.person = unlocked.person
        self.keys = unlocked.keys
        self.writable = lock is not None
        self.loss = loss
        self._engine = engine
        self._writing = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        self._lock = lock
        self._chain = chain
        self._closed = False
        self.changed = False  # in this session; a line of the audit alone is no change
        with self.reading() as session:
            found = session.connection().exec_driver_sql("SELECT name, value FROM setting")
            settings: dict[str, str] = {row[0]: row[1] for row in found}
        try:
            self.authority, self.code_set = settings["authority"], CodeSet(settings["code_set"])
        except (KeyError, ValueError):
            raise damaged(folder) from None
        _OPEN.add(self)

    @property
    def signer(self) -> Signer:
        """Who writes, as the audit and every row of evidence say."""
        return self._chain.signer

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
    def writing(
        self,
        action: str,
        *,
        child_id: str | None = None,
        record: str | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> Iterator[Session]:
        """A session whose whole work is kept at the end, or none of it where anything is raised.

        It ends with a record of the audit, which commits to every row of evidence written. What
        returns from here is on the disk, and its loss would be noticed.

        Args:
            action: what is done, a word of review/audit_words.py.
            child_id: the child it is about; the audit keeps a random id that stands for them.
            record: a random id of something else that it is about.
            about: more to say in the audit, never a child's id or a value.

        Raises:
            RefusedError: the store is open for reading only.
            StoreHeldError: another thread or program is in the middle of writing.
            DiskError: the disk is full; the store is as it was.
        """
        from ehp_desktop.models.setting import record_settings, stored_settings

        with self.keeping() as session:
            self._chain.begin(session)
            settings = stored_settings(session)
            yield session
            record_settings(session, settings)
            if child_id is not None:
                record = record_id_of(session, child_id)
            link = self._chain.finish(session, action, record, about)
        self.changed = True
        self._chain.acknowledge(link)

    @contextmanager
    def keeping(self) -> Iterator[Session]:
        """A session that writes without a record: only for what somebody is still typing.

        Raises:
            As `writing` does.
        """
        self._must_be_open()
        if not self.writable:
            raise RefusedError(
                self.loss.sentence
                if self.loss
                else "The store is open for reading only; nothing was changed. "
                "Open it for writing, which one person at a time can do."
            )
        with driver_errors(self.folder), Session(self._writing) as session, session.begin():
            yield session

    def noting(
        self,
        action: str,
        *,
        child_id: str | None = None,
        about: Mapping[str, Any] | None = None,
        evidence: Callable[[Session], object] | None = None,
    ) -> bool:
        """Add a record of the audit about something that changes nothing: looking, printing.

        `evidence` adds rows of evidence that go with it.

        It is added beside whoever has the right to write. Returns whether it could be: not where
        the folder may only be read, the store is not as it was left, or another program is in the
        middle of a long write.
        """
        return self.noting_each(action, [(child_id, about or {})], evidence=evidence)

    def noting_each(
        self,
        action: str,
        subjects: Sequence[tuple[str | None, Mapping[str, Any]]],
        *,
        evidence: Callable[[Session], object] | None = None,
    ) -> bool:
        """As `noting`, with a record for each child and what there is to say of it; all or none."""
        self._must_be_open()
        if self.loss is not None or not self.signer.audit_public[0]:
            return False
        try:
            with self._beside() as session:
                for child_id, about in subjects:
                    self._chain.begin(session)
                    if evidence is not None:
                        evidence(session)
                    record = None if child_id is None else record_id_of(session, child_id)
                    link = self._chain.finish(session, action, record, about)
            self._chain.acknowledge(link)
        except (DiskError, StoreHeldError):
            return False
        return True

    @contextmanager
    def _beside(self) -> Iterator[Session]:
        if self.writable:
            with self.keeping() as session:
                yield session
            return
        engine = make_engine(
            self.folder / DATABASE_FILE, self._chain.store_key, mode="rw", pool=NullPool
        )
        writing = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with driver_errors(self.folder), Session(writing) as session, session.begin():
            yield session

    def take_keys(self, unlocked: Unlocked) -> None:
        """Hold and sign with what the key file gives the same slot, now that it was changed."""
        self.unlocked, self.person, self.keys = unlocked, unlocked.person, unlocked.keys
        person = unlocked.person
        self._chain.signer = Signer(
            unlocked.slot_id, person.name, person.role, unlocked.keys.audit_public
        )

    def make_sure_alone(self) -> None:
        """Find out whether nobody else has the database open, not even for reading.

        Raises:
            StoreHeldError: somebody has; nothing was changed.
        """
        from ehp_desktop.models.migrations.new_key import held_alone

        self._engine.dispose()
        with held_alone(self.folder, self._chain.store_key):
            pass
        with driver_errors(self.folder):
            write_ahead(self._engine)

    def bring_log_in(self) -> None:
        """Leave nothing in the log, whose older pages hold what was purged; readers are awaited."""
        from ehp_desktop.models.migrations.integrity import bring_log_in

        with driver_errors(self.folder):
            bring_log_in(self._engine)

    def hand_over(self) -> WriterLock | None:
        """Let go of the database, and give the right to write to the caller, who releases it."""
        lock, self._lock = self._lock, None
        self.close()
        return lock

    def close(self) -> None:
        """Let go of the database, then of the right to write; again is nothing."""
        self._closed = True
        self._engine.dispose()
        _OPEN.discard(self)
        if self._lock is not None:
            self._lock.release()

    @property
    def closed(self) -> bool:
        """Whether it has been let go of."""
        return self._closed

    def _must_be_open(self) -> None:
        if self._closed:  # the pool would open the database anew, and without the right to write
            raise RefusedError("The store has been closed; nothing was changed. Open it again.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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
    query = {"mode": mode, "uri": "true"}
    log = database.with_name(f"{database.name}-wal")
    if mode == "ro" and not os.access(database.parent, os.W_OK) and not log.exists():
        query["immutable"] = "1"  # or even reading would want to make files beside it
    url = URL.create(
        "sqlite+pysqlcipher",
        password=f"x'{key.hex()}'",
        database=database.absolute().as_uri(),
        query=query,
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
            if code_of(error) != _NOTADB:
                raise
        else:
            return engine, key
    raise damaged(folder)


@contextmanager
def driver_errors(folder: Path) -> Iterator[None]:
    """Say what the database could not do as a sentence for people; what is left is a bug.

    Raises:
        DiskError, StoreHeldError, DamagedStoreError: as the database's own code says.
    """
    try:
        yield
    except (DBAPIError, sqlcipher3.Error) as error:
        told = _for_people(code_of(error), folder)
        if told is None:
            raise
        raise told from error


def _for_people(code: int | None, folder: Path) -> EhpError | None:
    if code in {_FULL, _IOERR, _CANTOPEN, _READONLY}:
        return DiskError(
            f"The disk with the store in {folder} is full or could not be read or written; the "
            "store is as it was before. Make room on the disk and try again."
        )
    if code == BUSY:
        return StoreHeldError(
            "The store is busy: another program or window is in the middle of writing it; nothing "
            "was changed. Wait until that is done, and try again."
        )
    if code in {_CORRUPT, _NOTADB}:
        return damaged(folder)
    return None


def damaged(folder: Path) -> DamagedStoreError:
    """What to say of a database that its key does not read."""
    return DamagedStoreError(
        f"{DATABASE_FILE} in {folder} is damaged: the passphrase is right, and what is stored "
        "cannot be read with its key. Nothing was changed. Keep the folder as it is, and put the "
        f"file back from a copy; the {BACKUPS} folder may hold one."
    )


def code_of(error: BaseException) -> int | None:
    """The database's own primary code of what went wrong; None where it is no error of its."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None  # the rest only says more of the same


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


def write_ahead(engine: Engine) -> None:
    """Keep writes in a log beside the database: readers go on reading. The file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
