"""A copy of the store before its tables change: whole, encrypted under the same key, and tried."""

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool

from ehp_desktop.models.errors import DiskError
from ehp_desktop.models.files import (
    disk_errors,
    make_private_file,
    make_private_folder,
    write_private,
)
from ehp_desktop.models.keys import DATABASE_FILE, KEY_FILE
from ehp_desktop.models.migrations.integrity import structure_damage
from ehp_desktop.models.store import BACKUPS, make_engine


def back_up(folder: Path, key: bytes, *, at: datetime) -> Path:
    """Copy a store's database and key file into its backups folder, and open the copy to see.

    Args:
        folder: the store's.
        key: the store's key, under which the copy is encrypted too.
        at: the time, UTC, which names the copy.

    Returns:
        The copy's folder: `caseload.db` and `keys.json`, a store of its own.

    Raises:
        DiskError: there is no room, or the copy cannot be read back; there is no copy then.
    """
    copy = _free_name(folder / BACKUPS, at)
    make_private_folder(folder / BACKUPS)
    make_private_folder(copy)
    try:
        with disk_errors(copy):
            write_private(copy / KEY_FILE, (folder / KEY_FILE).read_bytes())
        make_private_file(copy / DATABASE_FILE)
        _copy_database(folder / DATABASE_FILE, copy / DATABASE_FILE, key)
        _see_it_opens(copy / DATABASE_FILE, key)
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return copy


def _free_name(backups: Path, at: datetime) -> Path:
    name = at.strftime("%Y-%m-%dT%H%M%SZ")
    tries = (backups / (f"{name}-{count}" if count else name) for count in range(1000))
    return next(path for path in tries if not path.exists())


def _copy_database(source: Path, target: Path, key: bytes) -> None:
    reading = make_engine(source, key, mode="ro", pool=NullPool)
    writing = make_engine(target, key, mode="rw", pool=NullPool)
    with closing(reading.raw_connection()) as from_, closing(writing.raw_connection()) as to:
        source_driver: Any = from_.driver_connection
        source_driver.backup(to.driver_connection)
        # a copy is one file: no log beside it that somebody could leave behind
        to.cursor().execute("PRAGMA journal_mode = DELETE")


def _see_it_opens(copy: Path, key: bytes) -> None:
    engine = make_engine(copy, key, mode="ro", pool=NullPool)
    with engine.connect() as connection:
        damage = structure_damage(connection)
    if damage:
        raise DiskError(
            "The backup that is made before the store is brought up to date could not be read "
            "back; the store was not changed. Check the disk, and try again."
        )
