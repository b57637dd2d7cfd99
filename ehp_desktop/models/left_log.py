"""What a killed program left in its log, looked at in a private copy before it is brought in.

The last connection that may write brings the log into the database and takes it away, whatever
is missing from it; and beside a database of no bytes it is taken away unread. So where a log was
left it is first tried out elsewhere: what is damaged, or has lost what was acknowledged, stays as
it lies.
"""

import shutil
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from ehp_desktop.models.chain import Loss
from ehp_desktop.models.errors import DamagedStoreError
from ehp_desktop.models.files import disk_errors
from ehp_desktop.models.key_file_fit import loss_or_misfit
from ehp_desktop.models.keys import DATABASE_FILE
from ehp_desktop.models.migrations.head import HEAD
from ehp_desktop.models.store import damaged, driver_errors, engine_that_opens, is_open_here

_LOG = f"{DATABASE_FILE}-wal"


def copy_with_log(folder: Path, copy: Path) -> None:
    """Copy a database and its log into a private folder; the caller keeps writers out.

    Raises:
        DiskError: there is no room for them, or they cannot be read.
    """
    with disk_errors(copy):
        shutil.copyfile(folder / DATABASE_FILE, copy / DATABASE_FILE)
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / _LOG, copy / _LOG)


def refuse_empty(folder: Path) -> None:
    """Keep the database's own library from a database of no bytes: it would take its log away.

    Raises:
        DamagedStoreError: it is one.
    """
    with suppress(OSError):
        if (folder / DATABASE_FILE).stat().st_size == 0:
            raise damaged(folder)


def loss_with_log(folder: Path, store_keys: tuple[bytes, ...]) -> Loss | None:
    """What is missing of a store in which a killed program left its log; None: nothing, or no log.

    The caller has the right to write. Where somebody else reads the store, or it is open in this
    process, its log is in use and nothing is tried.

    Raises:
        DamagedStoreError: it cannot be read with its log, or a page of it does not fit its key.
        DiskError: there is no room for the copy.
    """
    try:
        if not (folder / _LOG).stat().st_size:
            return None
    except FileNotFoundError:
        return None
    # Imported where a log was left: a store that was closed opens without it.
    from ehp_desktop.models.migrations.salvage import others_have_open

    if is_open_here(folder) or others_have_open(folder):
        return None
    copy = Path(tempfile.mkdtemp(prefix="ehp-log-"))  # for this account alone
    try:
        copy_with_log(folder, copy)
        with driver_errors(folder):
            return _loss_of_copy(folder, copy, store_keys)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _loss_of_copy(folder: Path, copy: Path, store_keys: tuple[bytes, ...]) -> Loss | None:
    from ehp_desktop.models.migrations.integrity import bring_log_in, broken_pages, version_of

    try:
        engine, _ = engine_that_opens(copy, store_keys, writable=True)
    except DamagedStoreError:
        raise damaged(folder) from None
    try:
        with engine.connect() as connection:
            version = version_of(connection)
            if version is None:
                raise damaged(folder)
            if version != HEAD:
                return None  # an older program's had no audit; a newer one's is not opened
            loss = loss_or_misfit(folder, store_keys, connection, writable=False)
        bring_log_in(engine)
        with closing(engine.raw_connection()) as whole:
            if loss is None and broken_pages(whole.driver_connection):
                raise damaged(folder)
        return loss
    finally:
        engine.dispose()
