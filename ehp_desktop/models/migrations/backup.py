"""A copy of a store's database: whole, encrypted under the same key, and tried."""

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, NullPool

from ehp_desktop.models import head
from ehp_desktop.models.audit import Link, last_link
from ehp_desktop.models.errors import DiskError
from ehp_desktop.models.files import (
    disk_errors,
    make_private_file,
    make_private_folder,
    write_private,
)
from ehp_desktop.models.keys import DATABASE_FILE, KEY_FILE
from ehp_desktop.models.migrations.integrity import broken_pages, structure_damage
from ehp_desktop.models.store import BACKUPS, damaged, make_engine


def back_up(folder: Path, key: bytes, *, at: datetime) -> Path:
    """Copy a store's database and key file into its backups folder, and open the copy to see.

    Args:
        folder: the store's.
        key: the store's key, under which the copy is encrypted too.
        at: the time, UTC, which names the copy.

    Returns:
        The copy's folder: `caseload.db`, `keys.json` and, where the store has one, `head.bin`;
        a store of its own.

    Raises:
        DiskError: there is no room, or the copy cannot be read back; there is no copy then.
    """
    copy = _free_name(folder / BACKUPS, at)
    make_private_folder(folder / BACKUPS)
    make_private_folder(copy)
    try:
        with disk_errors(copy):
            write_private(copy / KEY_FILE, (folder / KEY_FILE).read_bytes())
        copy_database(folder / DATABASE_FILE, copy / DATABASE_FILE, key)
        with_head = (folder / head.HEAD_FILE).exists()
        _see_it_opens(copy, key, with_head=with_head)
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return copy


def copy_database(source: Path, target: Path, key: bytes) -> None:
    """Copy a database, as it is at one moment, into a new private file under the same key.

    Raises:
        DiskError: the file could not be made, or the disk is full.
        DamagedStoreError: a page of the database does not fit its key.
    """
    make_private_file(target)
    reading = make_engine(source, key, mode="ro", pool=NullPool)
    writing = make_engine(target, key, mode="rw", pool=NullPool)
    with closing(reading.raw_connection()) as from_, closing(writing.raw_connection()) as to:
        source_driver: Any = from_.driver_connection
        if broken_pages(source_driver):
            raise damaged(source.parent)
        try:
            source_driver.backup(to.driver_connection)
        except sqlcipher3.OperationalError as error:  # of copying, the library tells no more
            raise DiskError(
                f"The copy in {target.parent} could not be written ({error}); nothing of it was "
                "kept, and the store is as it was. Make room on the disk and try again."
            ) from error
        # a copy is one file: no log beside it that somebody could leave behind
        to.cursor().execute("PRAGMA journal_mode = DELETE")


def head_of(folder: Path, key: bytes, connection: Connection) -> Link:
    """Make the head of a copy, that of its own chain; returns where the chain stands."""
    link = last_link(connection)
    head.make(folder, key, head.Head(link.seq, link.hash))
    return link


def _free_name(backups: Path, at: datetime) -> Path:
    name = at.strftime("%Y-%m-%dT%H%M%SZ")
    tries = (backups / (f"{name}-{count}" if count else name) for count in range(1000))
    return next(path for path in tries if not path.exists())


def _see_it_opens(copy: Path, key: bytes, *, with_head: bool) -> None:
    engine = make_engine(copy / DATABASE_FILE, key, mode="ro", pool=NullPool)
    with engine.connect() as connection:
        damage = structure_damage(connection)
        if with_head and not damage:
            head_of(copy, key, connection)
    if damage:
        raise DiskError(
            "The backup that is made before the store is brought up to date could not be read "
            "back; the store was not changed. Check the disk, and try again."
        )
