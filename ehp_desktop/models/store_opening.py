"""Opening a store: who may, which key, which version of the tables, and whether all is there."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from ehp_desktop.models.attempts import unlock_folder
from ehp_desktop.models.chain import Chain, Signer, make_head
from ehp_desktop.models.errors import DamagedStoreError, NewerStoreError, StoreError
from ehp_desktop.models.files import disk_errors, is_private, keep_to_owner
from ehp_desktop.models.folders import check_ours, check_place
from ehp_desktop.models.head import HEAD_FILE
from ehp_desktop.models.key_file_fit import loss_or_misfit
from ehp_desktop.models.keys import DATABASE_FILE, KEY_FILE, Unlocked, read_key_file, refreshed
from ehp_desktop.models.left_log import loss_with_log, refuse_empty
from ehp_desktop.models.lock import WriterLock, take_lock
from ehp_desktop.models.migrations.head import HEAD, VERSIONS
from ehp_desktop.models.rekeying import put_in_order
from ehp_desktop.models.store import (
    BACKUPS,
    BEGIN,
    Store,
    damaged,
    driver_errors,
    engine_that_opens,
    write_ahead,
)


def open_store(
    folder: Path,
    passphrase: str,
    *,
    user: str | None = None,
    write: bool,
    clock: Callable[[], datetime],
) -> Store:
    """Open a store; for writing, its tables are brought up to date first, after a backup.

    A store that has lost what had been acknowledged, or whose key file is an older one, opens for
    reading only, whatever was asked (`Store.loss`).

    Args:
        folder: where it lies.
        passphrase: a person's, or the recovery code.
        user: whose slot to try; without, each person's is tried.
        write: whether to take the right to write, which one program at a time can have.
        clock: tells the time, UTC.

    Raises:
        StoreError: one of its kinds, TooManyAttemptsError among them; nothing was changed.
        NotFoundError: nobody is called `user`.
    """
    check_place(folder)
    if write:
        read_key_file(folder)  # is there a store at all?
        check_ours(folder)
    _, unlocked = unlock_folder(folder, passphrase, user=user, clock=clock)
    refuse_empty(folder)
    lock = take_lock(folder, name=unlocked.person.name, clock=clock) if write else None
    try:
        if lock is not None and loss_with_log(folder, unlocked.store_keys) is not None:
            lock.release()  # what is left of the log stays where it is
            lock = None
        if lock is not None:
            unlocked = put_in_order(folder, unlocked)
        try:
            return _opened(folder, unlocked, lock, clock)
        except DamagedStoreError:
            if lock is not None:
                raise
            # somebody who writes may have put it under a new key since the key file was read
            return _opened(folder, refreshed(read_key_file(folder), unlocked), None, clock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _opened(
    folder: Path, unlocked: Unlocked, lock: WriterLock | None, clock: Callable[[], datetime]
) -> Store:
    """The store, once somebody has unlocked it and, to write, has the right to."""
    engine: Engine | None = None
    write = lock is not None
    try:
        with driver_errors(folder):
            engine, key = engine_that_opens(folder, unlocked.store_keys, writable=write)
            if _version(engine, folder) != HEAD:
                _bring_up_to_date(folder, engine, key, clock, writable=write)
            with engine.connect() as connection:
                loss = loss_or_misfit(folder, unlocked.store_keys, connection, writable=write)
            if write and loss is None:
                _private_and_ahead(folder, engine)
            if loss is not None and lock is not None:
                engine.dispose()
                lock.release()
                lock = None
                engine, key = engine_that_opens(folder, unlocked.store_keys, writable=False)
        return Store(folder, unlocked, engine, lock, _chain(folder, key, unlocked, clock), loss)
    except BaseException:
        if engine is not None:
            engine.dispose()
        raise


def _chain(folder: Path, key: bytes, unlocked: Unlocked, clock: Callable[[], datetime]) -> Chain:
    person = unlocked.person
    signer = Signer(unlocked.slot_id, person.name, person.role, unlocked.keys.audit_public)
    return Chain(folder, key, signer, clock)


def _version(engine: Engine, folder: Path) -> str:
    """The version of the tables: ours or an older one of ours.

    Raises:
        NewerStoreError, DamagedStoreError: neither.
    """
    from ehp_desktop.models.migrations.integrity import version_of

    with engine.connect() as connection:
        version = version_of(connection)
    if version is None:
        raise damaged(folder)
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
            if not (folder / HEAD_FILE).exists():  # it was made before there was an audit
                make_head(folder, key, connection)
        finally:
            connection.invalidate()  # it has foreign keys off: the pool must not lend it again


def _private_and_ahead(folder: Path, engine: Engine) -> None:
    """Before writing: rights that a copy or a backup tool widened, and the write-ahead log."""
    with disk_errors(folder):
        for path in (folder, folder / BACKUPS, folder / KEY_FILE, folder / DATABASE_FILE):
            if path.exists() and not is_private(path):
                keep_to_owner(path)
    write_ahead(engine)
